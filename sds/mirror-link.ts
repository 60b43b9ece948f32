/**
 * The primary's link to one mirror: forwards in order, cumulative acknowledgements back, and the questions and copies of
 * settling. One for each pair of devices; made again by the engine when it breaks.
 */

import type { DataLink } from '../common/data-link.ts';
import { ClusterError } from '../common/errors.ts';
import { forwardBytes, frameFlag, frameKind, writeU64 } from '../common/frame.ts';
import type { Clock, Pinned, Timer } from '../common/host.ts';
import { encodePeer, type PeerMessage } from '../common/messages.ts';
import { blockBytes, extentsPerChunk } from '../common/units.ts';
import type { Chunk } from './chunk.ts';
import type { WriteOperation } from './write-operation.ts';

/** Bytes of forwards that a mirror may owe us: an eighth of an engine's memory (PROTOCOL.md section 11). */
export const maxUnackedBytes = 32 * 1024 * 1024;

/** Longer than any list or copy of a chunk takes on a disk that works. */
const answerLimitMs = 30_000;

/** Of one answer: a device of 32 TiB has 3,356 parts of 10,000 chunks. */
export const maximumAnswerParts = 4096;

interface Unacked {
  readonly number: number;
  readonly operation: WriteOperation | undefined;
  readonly bytes: number;
  readonly resolve: (() => void) | undefined;
}

interface Answer {
  readonly resolve: (messages: readonly PeerMessage[]) => void;
  readonly reject: (error: Error) => void;
  /** Parts that have come of an answer in several messages. */
  readonly parts: PeerMessage[];
  readonly limit: Timer;
}

/** What is done to a chunk: `kind` FORWARD or COPY, blocks in bytes of the chunk, versions. */
export interface ChunkUpdate {
  readonly kind: number;
  readonly flags: number;
  readonly fence: number;
  readonly slice: number;
  readonly layerId: number;
  readonly chunkIndex: number;
  readonly firstBlock: number;
  readonly blockCount: number;
  readonly generation: number;
  readonly sequence: number;
  readonly previousGeneration: number;
  readonly previousSequence: number;
}

/** Queues a FORWARD or COPY frame; checksums come from a table, the payload by reference (none for zeros). */
export function sendUpdate(
  link: DataLink,
  number: number,
  update: ChunkUpdate,
  checksums: DataView | undefined,
  checksumsAt: number,
  payload: Uint8Array | undefined,
  pinned: Pinned | undefined,
): void {
  const count = payload === undefined ? 0 : update.blockCount;
  const { writer } = link;
  const at = writer.open(
    update.kind,
    update.flags,
    0,
    number,
    update.fence,
    forwardBytes + count * 4,
    payload?.length ?? 0,
    false,
  );
  const { view } = writer;
  view.setUint32(at + 24, update.chunkIndex, true);
  view.setUint32(at + 28, update.firstBlock * blockBytes, true);
  view.setUint32(at + 32, update.blockCount * blockBytes, true);
  view.setUint32(at + 36, update.slice, true);
  writeU64(view, at + 40, update.layerId);
  view.setUint32(at + 48, update.generation, true);
  writeU64(view, at + 52, update.sequence);
  view.setUint32(at + 60, update.previousGeneration, true);
  writeU64(view, at + 64, update.previousSequence);
  if (checksums !== undefined) {
    for (let i = 0; i < count; i++)
      view.setUint32(at + forwardBytes + i * 4, checksums.getUint32(checksumsAt + i * 4, true), true);
  }
  writer.seal(at, payload, pinned);
}

export class MirrorLink {
  readonly deviceId: number;
  readonly link: DataLink;
  /** As the mirror last said. */
  freeExtents = 0;
  journalFill = 0;
  unackedBytes = 0;
  readonly #received: Unacked[] = [];
  readonly #stable: Unacked[] = [];
  readonly #finish: (operation: WriteOperation) => void;
  #number = 0;
  #requestId = 0;
  readonly #answers = new Map<number, Answer>();

  readonly #clock: Clock;

  constructor(deviceId: number, link: DataLink, clock: Clock, finish: (operation: WriteOperation) => void) {
    this.deviceId = deviceId;
    this.link = link;
    this.#clock = clock;
    this.#finish = finish;
  }

  get isOpen(): boolean {
    return this.link.isOpen;
  }

  /** Extents that forwards under way may still take on the mirror. */
  get extentsUnderWay(): number {
    return (this.#received.length + this.#stable.length) * 2;
  }

  /** Whether one more write of a chunk surely finds space there. */
  hasSpace(extents: number, reserve: number): boolean {
    return this.freeExtents - Math.ceil(this.unackedBytes / (64 * 1024)) - this.extentsUnderWay - extents >= reserve;
  }

  /** Forwards a numbered write; leaves with the next flush of the link. */
  forward(
    operation: WriteOperation,
    update: ChunkUpdate,
    checksums: DataView | undefined,
    checksumsAt: number,
    payload: Uint8Array | undefined,
    pinned: Pinned | undefined,
  ): void {
    const bytes = forwardBytes + (payload?.length ?? 0);
    const entry: Unacked = { number: ++this.#number, operation, bytes, resolve: undefined };
    (operation.stable ? this.#stable : this.#received).push(entry);
    this.unackedBytes += bytes;
    // A link that was closed in this turn says so in the next: its entries are settled then.
    if (this.link.isOpen) sendUpdate(this.link, entry.number, update, checksums, checksumsAt, payload, pinned);
  }

  /** Ends the copy of a chunk; resolves when the mirror has received all of it. */
  endCopy(update: ChunkUpdate): Promise<void> {
    return new Promise((done) => {
      const limit = this.#limit();
      const resolve = (): void => {
        limit.cancel();
        done();
      };
      if (!this.link.isOpen) return resolve();
      const entry: Unacked = { number: ++this.#number, operation: undefined, bytes: 0, resolve };
      this.#received.push(entry);
      sendUpdate(this.link, entry.number, update, undefined, 0, undefined, undefined);
      this.link.flush();
    });
  }

  /** Throws `INVALID` for a number that was never sent: believed, it would acknowledge writes that nobody has. */
  acknowledged(received: number, stable: number, freeExtents: number, journalFill: number): void {
    if (received > this.#number || stable > this.#number) {
      throw new ClusterError('INVALID', `it acknowledges ${Math.max(received, stable)}, ${this.#number} were sent`);
    }
    this.freeExtents = freeExtents;
    this.journalFill = journalFill;
    this.#pop(this.#received, received);
    this.#pop(this.#stable, stable);
  }

  /** Resolves with the answer's parts; rejects when the link breaks or the mirror refuses. */
  ask(message: Omit<PeerMessage, 'requestId'>): Promise<readonly PeerMessage[]> {
    return new Promise((resolve, reject) => {
      if (!this.link.isOpen)
        return reject(new ClusterError('UNREACHABLE', `the link to device ${this.deviceId} is closed`));
      const requestId = ++this.#requestId;
      this.#answers.set(requestId, { resolve, reject, parts: [], limit: this.#limit() });
      this.link.sendMessage(frameKind.PEER, 0, 0, encodePeer({ ...message, requestId } as PeerMessage));
      this.link.flush();
    });
  }

  answered(message: PeerMessage): void {
    const answer = this.#answers.get(message.requestId);
    if (answer === undefined) return;
    answer.parts.push(message);
    if (answer.parts.length > maximumAnswerParts)
      throw new ClusterError('INVALID', `an answer of more than ${maximumAnswerParts} parts`);
    if (message.kind === 'chunkList' && message.body.more) return;
    this.#answers.delete(message.requestId);
    answer.limit.cancel();
    if (message.kind === 'refusal') answer.reject(new ClusterError('REFUSED', message.body.message));
    else answer.resolve(answer.parts);
  }

  /** The link is gone: returns the writes that the mirror may lack. Copies under way are settled again anyway. */
  orphan(reason: string): WriteOperation[] {
    for (const answer of this.#answers.values()) {
      answer.limit.cancel();
      answer.reject(new ClusterError('UNREACHABLE', reason));
    }
    this.#answers.clear();
    const entries = [...this.#received.splice(0), ...this.#stable.splice(0)];
    for (const entry of entries) entry.resolve?.();
    this.unackedBytes = 0;
    return entries.flatMap((entry) => (entry.operation === undefined ? [] : [entry.operation]));
  }

  /** A mirror that is frozen must not hold up the settling of slices that it has nothing to do with. */
  #limit(): Timer {
    return this.#clock.after(answerLimitMs, () =>
      this.link.close(`device ${this.deviceId} has not answered for ${answerLimitMs} ms`),
    );
  }

  #pop(queue: Unacked[], until: number): void {
    let count = 0;
    for (const entry of queue) {
      if (entry.number > until) break;
      count++;
      this.unackedBytes -= entry.bytes;
      if (entry.operation !== undefined) {
        entry.operation.mirrorsLeft--;
        if (entry.operation.isFinished) this.#finish(entry.operation);
      }
      entry.resolve?.();
    }
    if (count > 0) queue.splice(0, count);
  }
}

/** A copy frame's description for a chunk of the store. */
export function copyUpdate(
  chunk: Pick<Chunk, 'slice' | 'layerId' | 'chunkIndex'>,
  fence: number,
  part: {
    readonly flags: number;
    readonly firstBlock?: number;
    readonly blockCount?: number;
    readonly generation?: number;
    readonly sequence?: number;
  },
): ChunkUpdate {
  return {
    kind: frameKind.COPY,
    flags: part.flags,
    fence,
    slice: chunk.slice,
    layerId: chunk.layerId,
    chunkIndex: chunk.chunkIndex,
    firstBlock: part.firstBlock ?? 0,
    blockCount: part.blockCount ?? 0,
    generation: part.generation ?? 0,
    sequence: part.sequence ?? 0,
    previousGeneration: 0,
    previousSequence: 0,
  };
}

export const copyFlags = { begin: frameFlag.BEGIN, end: frameFlag.END, zero: frameFlag.ZERO } as const;

/** Free extents that a primary leaves on each replica: for settling copies, which must always find room. */
export const spaceReserveExtents = 2 * extentsPerChunk;
