/**
 * The mirror's side of replication: forwards of primaries in order, their questions while slices settle, and one
 * acknowledgement a turn for each link.
 */

import type { DataLink, DataLinkOwner } from '../common/data-link.ts';
import { messageBytes } from '../common/data-link.ts';
import { ClusterError, codeOf, errorCodes, messageOf } from '../common/errors.ts';
import { ackBytes, forwardBytes, frameFlag, frameKind } from '../common/frame.ts';
import type { Pinned } from '../common/host.ts';
import {
  decodePeer,
  encodePeer,
  type Hello,
  type PeerMessage,
  type SliceChunks,
  type SliceGeneration,
  type SliceVersion,
} from '../common/messages.ts';
import type { Slab } from '../common/slab.ts';
import { blocksPerChunk, mib } from '../common/units.ts';
import { applyCopy, decodeUpdate, listChunks, sendContent, type Update } from './copying.ts';
import { recordFlag } from './core/journal-format.ts';
import { isSuspect, type SliceRow, SliceTable } from './core/slice-table.ts';
import { type Engine, replicationJournalLimit } from './engine.ts';
import { copyFlags, copyUpdate, maxUnackedBytes, sendUpdate } from './mirror-link.ts';
import { slicesPerRound } from './settling.ts';

/** Chunks in one part of a list: well below the largest frame. */
const chunksPerPart = 10_000;

/** Frames that wait for journal room: what a primary may have unacknowledged, and its copies of chunks under way. */
export const maxStashedBytes = 2 * maxUnackedBytes;
/** Lists of chunks being made for one primary: it asks for one at a time. Each may hold every chunk of the device. */
export const maxListsUnderWay = 2;
/** Content of chunks that a primary has asked for and not read: it asks for eight at a time. */
export const maxUnreadContentBytes = 32 * mib;

/** A frame that waits for journal room, copied. */
interface Stashed extends Pinned {
  readonly bytes: Buffer;
  readonly view: DataView;
}

class PeerSession {
  readonly link: DataLink;
  readonly deviceId: number;
  readonly incarnation: number;
  received = 0;
  stable = 0;
  ackDue = false;
  syncDue = false;
  stash: Stashed[] = [];
  stashedBytes = 0;
  listsUnderWay = 0;

  constructor(link: DataLink, deviceId: number, incarnation: number) {
    this.link = link;
    this.deviceId = deviceId;
    this.incarnation = incarnation;
  }
}

export class PeerSessions {
  readonly #engine: Engine;
  readonly #sessions = new Map<number, PeerSession>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  check(hello: Hello): void {
    const { map, isNamed } = this.#engine;
    if (!isNamed || map.device(hello.nodeId)?.incarnation !== hello.incarnation) {
      throw new ClusterError(
        'STALE_MAP',
        `the map ${map.version} here does not name this incarnation of device ${hello.nodeId}`,
      );
    }
  }

  accept(link: DataLink, hello: Hello): DataLinkOwner {
    this.#sessions.get(hello.nodeId)?.link.close('a newer link of this primary has come');
    const session = new PeerSession(link, hello.nodeId, hello.incarnation);
    this.#sessions.set(hello.nodeId, session);
    return {
      frame: (_, slab, at, end) => this.#arrived(session, slab, at, end),
      closed: () => {
        if (this.#sessions.get(session.deviceId) === session) this.#sessions.delete(session.deviceId);
      },
    };
  }

  /** A primary that has started anew is another one. */
  mapChanged(): void {
    for (const session of this.#sessions.values()) {
      if (this.#engine.map.device(session.deviceId)?.incarnation !== session.incarnation)
        session.link.close('the primary has a new incarnation');
    }
  }

  closeAll(reason: string): void {
    for (const session of this.#sessions.values()) session.link.close(reason);
  }

  /** The journal has room again: what was stashed goes on in its order, and every primary hears of it. */
  roomFreed(): void {
    for (const session of this.#sessions.values()) {
      // A primary that holds back because of what it was told last sends nothing that would be acknowledged.
      session.ackDue = true;
      while (session.stash.length > 0 && session.link.isOpen) {
        const [next] = session.stash;
        if (next === undefined || !this.#frame(session, next.bytes, next.view, 0, next.bytes.length, next)) break;
        session.stash.shift();
        session.stashedBytes -= next.bytes.length;
      }
      if (session.stash.length > 0) this.#engine.checkpoint(true);
    }
    this.#engine.scheduleTurn();
  }

  /** After the journal was written: one acknowledgement for each link that brought something. */
  endTurn(): void {
    for (const session of this.#sessions.values()) {
      if (session.syncDue) this.#sync(session);
      if (session.ackDue) this.#acknowledge(session);
      if (session.link.isOpen && session.link.writer.pending) session.link.flush();
    }
  }

  #sync(session: PeerSession): void {
    session.syncDue = false;
    const until = session.received;
    this.#engine.store.journal.whenStable(() => {
      session.stable = Math.max(session.stable, until);
      if (!session.link.isOpen) return;
      this.#acknowledge(session);
      session.link.flush();
    });
  }

  #acknowledge(session: PeerSession): void {
    session.ackDue = false;
    if (!session.link.isOpen) return;
    const { writer } = session.link;
    const { store } = this.#engine;
    const at = writer.open(frameKind.ACK, 0, 0, 0, 0, ackBytes, 0, true);
    writer.view.setUint32(at + 24, session.received, true);
    writer.view.setUint32(at + 28, session.stable, true);
    // Every primary, and this device's own clients, may use up what it is told: each gets a share.
    const share = Math.floor(Math.max(0, store.freeExtents) / (this.#sessions.size + 1));
    writer.view.setUint32(at + 32, share, true);
    writer.view.setUint32(at + 36, Math.round(store.journal.fill * 65536), true);
    writer.seal(at);
  }

  #arrived(session: PeerSession, slab: Slab, at: number, end: number): void {
    this.#engine.scheduleTurn();
    if (session.stash.length === 0 && this.#frame(session, slab.bytes, slab.view, at, end, slab)) return;
    if (!session.link.isOpen) return;
    if (session.stashedBytes + end - at > maxStashedBytes) {
      return this.#refuse(
        session,
        new ClusterError('BUSY', `it has ${maxStashedBytes} bytes waiting for journal room`),
      );
    }
    session.stashedBytes += end - at;
    const bytes = Buffer.from(slab.bytes.subarray(at, end));
    const keep = (): void => undefined;
    session.stash.push({
      bytes,
      view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
      retain: keep,
      release: keep,
    });
    this.#engine.checkpoint(true);
  }

  /** False when the frame must wait for journal room. A peer that breaks a rule loses its link, and is named. */
  #frame(session: PeerSession, bytes: Buffer, view: DataView, at: number, end: number, pinned: Pinned): boolean {
    try {
      const kind = view.getUint8(at + 12);
      if (kind === frameKind.PEER) {
        this.#message(session, decodePeer(messageBytes({ bytes } as Slab, at, end)));
        return true;
      }
      if (kind !== frameKind.FORWARD && kind !== frameKind.COPY)
        throw new ClusterError('INVALID', `a frame of kind ${kind} came`);
      const blocks = kind === frameKind.COPY ? blocksPerChunk / 4 : view.getUint32(at + 32, true) / 4096;
      if (!this.#engine.store.hasRoom(Math.min(blocks, blocksPerChunk), replicationJournalLimit)) return false;
      const update = decodeUpdate(bytes, view, at, end);
      this.#checkSlice(session, update.slice, update.fence);
      if (kind === frameKind.COPY) this.#copy(update, view, at, pinned);
      else this.#forward(update, view, at, pinned);
      if (update.number > 0) session.received = update.number;
      session.ackDue = true;
      if ((update.flags & frameFlag.SYNC) !== 0) session.syncDue = true;
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (error.code === 'DISK_FAILED' || error.code === 'DISK_FULL') throw error;
      this.#refuse(session, error);
    }
    return true;
  }

  #refuse(session: PeerSession, error: ClusterError): void {
    this.#engine.refusals.refused(session.link.remote, error.code, `primary ${session.deviceId}: ${messageOf(error)}`);
    session.link.close(error.message);
  }

  /** Only the primary of the slice, at exactly this replica's generation. */
  #checkSlice(session: PeerSession, slice: number, generation: number): void {
    const state = this.#engine.slices.get(slice);
    if (!this.#engine.isNamed || state === undefined || state.generation !== generation) {
      throw new ClusterError(
        'STALE_MAP',
        `slice ${slice} has generation ${state?.generation ?? 0} here, not ${generation}`,
      );
    }
    if (state.entry.replicas[0] !== session.deviceId)
      throw new ClusterError('NOT_PRIMARY', `device ${session.deviceId} is not the primary of slice ${slice}`);
  }

  /** Content is replaced only while the slice settles. */
  #copy(update: Update, view: DataView, at: number, pinned: Pinned): void {
    if (this.#engine.slices.get(update.slice)?.settled === true)
      throw new ClusterError('REFUSED', `slice ${update.slice} is settled here, and a copy for it came`);
    applyCopy(this.#engine, update, view, at, pinned);
  }

  /** Versions of a slice come without gaps, each onto the version that its chunk had before; duplicates are only acknowledged. */
  #forward(update: Update, view: DataView, at: number, pinned: Pinned): void {
    const { store } = this.#engine;
    const { slice, layerId, chunkIndex, firstBlock, blockCount, generation, sequence, payload, flags } = update;
    if (this.#engine.slices.get(slice)?.settled !== true)
      throw new ClusterError('STALE_MAP', `slice ${slice} is not settled here`);
    if (!this.#engine.hasLayer(layerId))
      throw new ClusterError('STALE_MAP', `layer ${layerId} is not in the map ${this.#engine.map.version} here`);
    const row = store.slices.row(slice);
    if (generation === row.versionGeneration && sequence <= row.versionSequence) return;
    const follows =
      generation === row.versionGeneration
        ? sequence === row.versionSequence + 1
        : generation > row.versionGeneration && sequence === 1;
    const chunk = store.find(layerId, chunkIndex);
    const onto =
      (chunk?.versionGeneration ?? 0) === update.previousGeneration &&
      (chunk?.versionSequence ?? 0) === update.previousSequence;
    if (!follows || !onto || chunk?.unclean === true) {
      const has = `slice at (${row.versionGeneration}, ${row.versionSequence}), chunk at (${chunk?.versionGeneration ?? 0}, ${chunk?.versionSequence ?? 0})`;
      const wants = `(${generation}, ${sequence}) onto (${update.previousGeneration}, ${update.previousSequence})`;
      throw new ClusterError(
        'REFUSED',
        `out of sync: slice ${slice} layer ${layerId} chunk ${chunkIndex} has ${has}; the forward is ${wants}`,
      );
    }
    if (payload !== undefined && store.extentsNeeded(chunk, firstBlock, blockCount) > store.freeExtents) {
      throw new ClusterError('NO_SPACE', `device ${this.#engine.options.path} is full`);
    }
    const target = store.findOrCreate(layerId, chunkIndex, slice);
    if (target === undefined)
      throw new ClusterError('NO_SPACE', `device ${this.#engine.options.path} has no room for another chunk`);
    if (payload === undefined)
      store.appendZero(
        target,
        firstBlock,
        blockCount,
        generation,
        sequence,
        (flags & frameFlag.TRIM) !== 0 ? recordFlag.INHERIT : 0,
      );
    else
      store.appendWrite(
        target,
        firstBlock,
        blockCount,
        generation,
        sequence,
        0,
        view,
        at + forwardBytes,
        payload,
        pinned,
      );
  }

  #message(session: PeerSession, message: PeerMessage): void {
    switch (message.kind) {
      case 'settleQuery':
        checkCount(message.body.slices.length);
        return this.#settleQuery(session, message.requestId, message.body.slices);
      case 'chunkListQuery':
        checkCount(message.body.slices.length);
        if (session.listsUnderWay >= maxListsUnderWay)
          throw new ClusterError('BUSY', `${maxListsUnderWay} lists are being made for it`);
        return this.#later(
          session,
          message.requestId,
          this.#chunkList(session, message.requestId, message.body.slices),
        );
      case 'chunkFetch':
        this.#checkSlice(session, message.body.slice, message.body.generation);
        return this.#fetch(
          session,
          message.requestId,
          message.body.layerId,
          message.body.chunkIndex,
          message.body.generation,
        );
      case 'settle':
        checkCount(message.body.slices.length);
        return this.#settle(session, message.requestId, message.body.slices);
      default:
        throw new ClusterError('INVALID', `a primary does not send ${message.kind}`);
    }
  }

  /** What this replica has, said only when it is stable: a power failure cannot take it back. */
  #settleQuery(session: PeerSession, requestId: number, asked: readonly SliceGeneration[]): void {
    const { store, slices } = this.#engine;
    for (const { slice, generation } of asked) {
      const state = slices.get(slice);
      if (state?.generation === generation && !state.isPrimary && state.entry.replicas[0] === session.deviceId)
        state.settled = false;
    }
    store.commit();
    store.journal.whenStable(() => {
      const versions: SliceVersion[] = asked.map(({ slice, generation }) => {
        const state = slices.get(slice);
        // A row is made when it is asked for: not for numbers that this device has nothing of.
        const row = state === undefined ? noRow : store.slices.row(slice);
        const current =
          this.#engine.isNamed && state?.generation === generation && state.entry.replicas[0] === session.deviceId;
        return {
          slice,
          generation,
          versionGeneration: row.versionGeneration,
          versionSequence: row.versionSequence,
          refused: current ? 0 : errorCodes.STALE_MAP.wire,
          suspect: isSuspect(row),
        };
      });
      this.#answer(session, { kind: 'settleState', requestId, body: { slices: versions } });
      this.#acknowledge(session);
      if (session.link.isOpen) session.link.flush();
    });
  }

  async #chunkList(session: PeerSession, requestId: number, asked: readonly SliceGeneration[]): Promise<void> {
    session.listsUnderWay++;
    const lists = await listChunks(this.#engine, new Set(asked.map(({ slice }) => slice))).finally(() => {
      session.listsUnderWay--;
    });
    let part: SliceChunks[] = [];
    let count = 0;
    for (const [slice, chunks] of lists) {
      part.push({ slice, chunks: [...chunks.values()] });
      count += chunks.size + 1;
      if (count < chunksPerPart) continue;
      this.#answer(session, { kind: 'chunkList', requestId, body: { slices: part, more: true } });
      part = [];
      count = 0;
    }
    this.#answer(session, { kind: 'chunkList', requestId, body: { slices: part, more: false } });
  }

  /** Sends a chunk's content back on the same link, then its end with its version, then the answer. */
  #fetch(session: PeerSession, requestId: number, layerId: number, chunkIndex: number, fence: number): void {
    if (session.link.unsentBytes > maxUnreadContentBytes)
      throw new ClusterError('BUSY', `it does not read the chunks that it asks for`);
    const { store } = this.#engine;
    store.commit();
    const chunk = store.find(layerId, chunkIndex);
    if (chunk === undefined) throw new ClusterError('NOT_FOUND', `chunk ${chunkIndex} of layer ${layerId} is not here`);
    sendContent(this.#engine, session.link, chunk, fence);
    const { versionGeneration: generation, versionSequence: sequence } = chunk;
    sendUpdate(
      session.link,
      0,
      copyUpdate(chunk, fence, { flags: copyFlags.end, generation, sequence }),
      undefined,
      0,
      undefined,
      undefined,
    );
    this.#answer(session, { kind: 'chunkFetched', requestId, body: { frames: 0 } });
  }

  #settle(session: PeerSession, requestId: number, versions: readonly SliceVersion[]): void {
    const { store, slices } = this.#engine;
    for (const version of versions) {
      this.#checkSlice(session, version.slice, version.generation);
      if (!Number.isSafeInteger(version.versionSequence) || version.versionSequence < 0)
        throw new ClusterError('INVALID', `slice ${version.slice} cannot settle at ${version.versionSequence}`);
      store.appendSlice(version.slice, version.generation, version.versionGeneration, version.versionSequence);
      const state = slices.get(version.slice);
      if (state === undefined) continue;
      state.settled = true;
      this.#engine.clients.unpark(state);
    }
    store.commit();
    store.journal.whenStable(() => {
      const settled = versions.map(({ slice, generation }) => ({ slice, generation }));
      this.#answer(session, { kind: 'settled', requestId, body: { slices: settled } });
    });
  }

  #answer(session: PeerSession, message: PeerMessage): void {
    if (!session.link.isOpen) return;
    session.link.sendMessage(frameKind.PEER, 0, 0, encodePeer(message));
    session.link.flush();
  }

  /** Work of several turns: a failure of the world refuses the question, a bug stops the engine. */
  #later(session: PeerSession, requestId: number, work: Promise<void>): void {
    work.catch((error: Error) => {
      const code = codeOf(error);
      if (code === undefined) return this.#engine.fail(error);
      this.#answer(session, {
        kind: 'refusal',
        requestId,
        body: { code: errorCodes[code].wire, message: messageOf(error) },
      });
    });
  }
}

/** Of a slice that this device does not hold. */
const noRow: SliceRow = new SliceTable().row(0);

/** Slices go through settling in rounds. */
function checkCount(count: number): void {
  if (count > slicesPerRound)
    throw new ClusterError('INVALID', `${count} slices in a message of at most ${slicesPerRound}`);
}
