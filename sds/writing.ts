/** Numbers writes, forwards them to the mirrors and appends them to the journal: the primary's side of replication. */

import { assert } from '../common/assert.ts';
import { crc32c } from '../common/crc32c.ts';
import { ClusterError } from '../common/errors.ts';
import { frameFlag, frameKind } from '../common/frame.ts';
import type { Pinned } from '../common/host.ts';
import { blockBytes, blocksPerChunk } from '../common/units.ts';
import type { Chunk } from './chunk.ts';
import { wholeBlocks } from './client-requests.ts';
import { blockState } from './core/block-states.ts';
import { recordFlag } from './core/journal-format.ts';
import type { Engine } from './engine.ts';
import { type ChunkUpdate, type MirrorLink, maxUnackedBytes, spaceReserveExtents } from './mirror-link.ts';
import { chunksOf } from './reading.ts';
import type { SliceState } from './slice-state.ts';
import { type ClientRequest, WriteOperation } from './write-operation.ts';

/** Clients may fill the journal this far; the rest is for forwards, which must never wait for clients. */
export const clientJournalLimit = 0.7;

const noChecksums = new DataView(new ArrayBuffer(0));

export class Writing {
  readonly #engine: Engine;
  /** Numbered in this turn: their local half ends when the journal has been written. */
  #appended: WriteOperation[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Whether a write of that many bytes must wait for journal room here or for a mirror. */
  mustWait(slice: SliceState, lengthBytes: number): boolean {
    const blocks = Math.ceil(lengthBytes / blockBytes) + 1;
    if (!this.#engine.store.hasRoom(Math.min(blocks, blocksPerChunk), clientJournalLimit)) return true;
    for (const mirror of slice.mirrors) {
      if (mirror.unackedBytes > maxUnackedBytes || mirror.journalFill > clientJournalLimit) return true;
    }
    return false;
  }

  /** After the journal was written. */
  committed(): void {
    const appended = this.#appended;
    if (appended.length === 0) return;
    this.#appended = [];
    let stable: WriteOperation[] | undefined;
    for (const operation of appended) {
      if (operation.stable) {
        stable ??= [];
        stable.push(operation);
      } else this.#localDone(operation);
    }
    const waiting = stable;
    if (waiting !== undefined)
      this.#engine.store.journal.whenStable(() => {
        for (const operation of waiting) this.#localDone(operation);
      });
  }

  /** Throws `NO_SPACE`, or `CORRUPT` when a block that must be merged is damaged; then nothing was numbered. */
  write(
    request: ClientRequest,
    slice: SliceState,
    chunkIndex: number,
    start: number,
    length: number,
    stable: boolean,
    checksums: DataView,
    checksumsAt: number,
    payload: Uint8Array,
    pinned: Pinned,
  ): void {
    this.#engine.counters.writes++;
    this.#engine.counters.writeBytes += length;
    const firstBlock = Math.floor(start / blockBytes);
    const blockCount = Math.ceil((start + length) / blockBytes) - firstBlock;
    if (length === blockCount * blockBytes) {
      this.#number(request, slice, chunkIndex, firstBlock, blockCount, stable, checksums, checksumsAt, payload, pinned);
      return;
    }
    const merged = this.#merge(request, chunkIndex, start, payload, firstBlock, blockCount);
    const table = new DataView(new ArrayBuffer(blockCount * 4));
    for (let i = 0; i < blockCount; i++) {
      const covered = start <= (firstBlock + i) * blockBytes && start + length >= (firstBlock + i + 1) * blockBytes;
      const checksum = covered
        ? checksums.getUint32(checksumsAt + i * 4, true)
        : crc32c(merged.subarray(i * blockBytes, (i + 1) * blockBytes));
      table.setUint32(i * 4, checksum, true);
    }
    this.#number(request, slice, chunkIndex, firstBlock, blockCount, stable, table, 0, merged, undefined);
  }

  /** Whole blocks become zeros; partial ones are written, or with `trim` left as they are. */
  zero(
    request: ClientRequest,
    slice: SliceState,
    chunkIndex: number,
    start: number,
    length: number,
    stable: boolean,
    trim: boolean,
  ): void {
    this.#engine.counters.zeroes++;
    const { first, end } = wholeBlocks(start, length);
    if (!trim) {
      const headEnd = Math.min(start + length, first * blockBytes);
      if (start < headEnd) this.#zeroBytes(request, slice, chunkIndex, start, headEnd - start, stable);
      const tail = Math.max(end * blockBytes, headEnd);
      if (tail < start + length) this.#zeroBytes(request, slice, chunkIndex, tail, start + length - tail, stable);
    }
    if (end <= first) return;
    const { store } = this.#engine;
    const chunk = store.find(request.handle.layers[0] ?? 0, chunkIndex);
    const hasParents = request.handle.layers.length > 1;
    if (chunk === undefined && !hasParents) return;
    this.#number(request, slice, chunkIndex, first, end - first, stable, noChecksums, 0, undefined, undefined);
  }

  #zeroBytes(
    request: ClientRequest,
    slice: SliceState,
    chunkIndex: number,
    start: number,
    length: number,
    stable: boolean,
  ): void {
    const chunks = chunksOf(this.#engine, request.handle.layers, chunkIndex);
    this.#engine.store.commit();
    const block = Math.floor(start / blockBytes);
    if (!chunks.some((chunk) => chunk !== undefined && chunk.stateOf(block) === blockState.DATA)) return;
    const zeros = new Uint8Array(length);
    this.write(request, slice, chunkIndex, start, length, stable, noChecksums, 0, zeros, {
      retain: () => undefined,
      release: () => undefined,
    });
  }

  /** Two clients may write two halves of a block: the primary merges them in the order in which it numbers them. */
  #merge(
    request: ClientRequest,
    chunkIndex: number,
    start: number,
    payload: Uint8Array,
    firstBlock: number,
    blockCount: number,
  ): Uint8Array {
    const { store } = this.#engine;
    store.commit();
    const merged = Buffer.alloc(blockCount * blockBytes);
    const chunks = chunksOf(this.#engine, request.handle.layers, chunkIndex);
    const last = firstBlock + blockCount - 1;
    if (start % blockBytes !== 0) store.read(chunks, firstBlock, 1, merged);
    const readTail = (start + payload.length) % blockBytes !== 0 && (blockCount > 1 || start % blockBytes === 0);
    if (readTail) store.read(chunks, last, 1, merged.subarray((blockCount - 1) * blockBytes));
    merged.set(payload, start - firstBlock * blockBytes);
    return merged;
  }

  /** Gives the write its version, and sends and appends it. `payload` undefined: zeros. */
  #number(
    request: ClientRequest,
    slice: SliceState,
    chunkIndex: number,
    firstBlock: number,
    blockCount: number,
    stable: boolean,
    checksums: DataView,
    checksumsAt: number,
    payload: Uint8Array | undefined,
    pinned: Pinned | undefined,
  ): void {
    const { store } = this.#engine;
    const layerId = request.handle.layers[0] ?? 0;
    const { mirrors } = slice;
    assert(mirrors.length === slice.entry.replicas.length - 1, 'a settled slice has links to all its mirrors');
    if (payload !== undefined) this.#checkSpace(store.find(layerId, chunkIndex), firstBlock, blockCount, mirrors);
    const chunk = store.findOrCreate(layerId, chunkIndex, slice.slice);
    if (chunk === undefined)
      throw new ClusterError('NO_SPACE', `device ${this.#engine.options.path} has no room for another chunk`);
    assert(!chunk.unclean, 'a chunk of a settled slice is clean');
    const row = store.slices.row(slice.slice);
    const { generation } = slice;
    const sequence = row.versionGeneration === generation ? row.versionSequence + 1 : 1;
    const operation = new WriteOperation(request, slice, chunk, firstBlock, blockCount, mirrors.length, stable);
    const inherit = payload === undefined && request.handle.layers.length === 1;
    const update: ChunkUpdate = {
      kind: frameKind.FORWARD,
      flags:
        (stable ? frameFlag.SYNC : 0) | (payload === undefined ? frameFlag.ZERO : 0) | (inherit ? frameFlag.TRIM : 0),
      fence: generation,
      slice: slice.slice,
      layerId,
      chunkIndex,
      firstBlock,
      blockCount,
      generation,
      sequence,
      previousGeneration: chunk.versionGeneration,
      previousSequence: chunk.versionSequence,
    };
    for (const mirror of mirrors) mirror.forward(operation, update, checksums, checksumsAt, payload, pinned);
    this.#engine.counters.forwards += mirrors.length;
    if (payload === undefined)
      store.appendZero(chunk, firstBlock, blockCount, generation, sequence, inherit ? recordFlag.INHERIT : 0);
    else
      store.appendWrite(
        chunk,
        firstBlock,
        blockCount,
        generation,
        sequence,
        0,
        checksums,
        checksumsAt,
        payload,
        pinned,
      );
    request.unfinished++;
    chunk.unfinished.push(operation);
    this.#appended.push(operation);
  }

  /** Space is decided before a write is numbered: a numbered write cannot fail (PROTOCOL.md section 7). */
  #checkSpace(chunk: Chunk | undefined, firstBlock: number, blockCount: number, mirrors: readonly MirrorLink[]): void {
    const { store } = this.#engine;
    const needed = store.extentsNeeded(chunk, firstBlock, blockCount);
    if (needed === 0) return;
    if (store.freeExtents - needed < spaceReserveExtents) {
      throw new ClusterError('NO_SPACE', `device ${this.#engine.options.path} is full`);
    }
    for (const mirror of mirrors) {
      if (!mirror.hasSpace(needed, spaceReserveExtents))
        throw new ClusterError('NO_SPACE', `device ${mirror.deviceId} is full`);
    }
  }

  #localDone(operation: WriteOperation): void {
    operation.local = true;
    if (operation.isFinished) this.#engine.clients.finish(operation);
  }
}
