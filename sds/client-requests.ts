/**
 * What clients ask of an engine: frames are checked and numbered as they are parsed; reads, flushes and answers come at
 * the end of the turn. The order of the checks is docs/protocol.md's.
 */

import type { DataLink, DataLinkOwner } from '../common/data-link.ts';
import { messageBytes } from '../common/data-link.ts';
import { ClusterError, type ErrorCode, errorCodes, messageOf } from '../common/errors.ts';
import { blocksTouched, checksumsMatch, frameFlag, frameKind, headerBytes, requestBytes } from '../common/frame.ts';
import type { Pinned } from '../common/host.ts';
import { decodeOpenVolume, type Hello } from '../common/messages.ts';
import { sliceOf } from '../common/placement.ts';
import { sameProof, ticketProof } from '../common/secret.ts';
import type { Slab } from '../common/slab.ts';
import { blockBytes, chunkBytes, mib } from '../common/units.ts';
import { ClientSession, type ReadRequest, type VolumeHandle } from './client-session.ts';
import type { Engine } from './engine.ts';
import { ParkedRequest } from './parking.ts';
import { answerRead } from './reading.ts';
import type { SliceState } from './slice-state.ts';
import { answerStatus } from './status.ts';
import type { ClientRequest, WriteOperation } from './write-operation.ts';
import { Writing } from './writing.ts';

/** Copies of requests that wait for a slice or for journal room; beyond it the answer is BUSY. */
const maxParkedBytes = 64 * mib;
/** Mappings open on one link: an SDC has a handful of volumes, and tags are 16 bits. */
const maxHandles = 4096;
/** A client that does not read its answers gets BUSY for reads beyond this. */
const maxUnsentBytes = 32 * mib;

interface FlushRequest {
  readonly session: ClientSession;
  readonly requestId: number;
}

export class ClientRequests {
  readonly #engine: Engine;
  readonly #writing: Writing;
  readonly #sessions = new Set<ClientSession>();
  /** The highest incarnation that each SDC has proven. */
  readonly #incarnations = new Map<number, number>();
  /** Handles of ended mappings with unfinished requests. */
  readonly #ended = new Set<VolumeHandle>();
  #reads: ReadRequest[] = [];
  #flushes: FlushRequest[] = [];
  #touched: ClientSession[] = [];
  /** Writes that wait for room in the journal, in their order. */
  #throttled: ParkedRequest[] = [];
  #parkedBytes = 0;
  #pumping = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#writing = new Writing(engine);
  }

  /** An unmapped volume still has requests that were numbered and are not answered. */
  get hasEndedHandles(): boolean {
    return this.#ended.size > 0;
  }

  check(hello: Hello): void {
    const known = this.#incarnations.get(hello.nodeId) ?? 0;
    if (hello.incarnation < known)
      throw new ClusterError('FENCED', `a newer start of SDC ${hello.nodeId} is connected here`);
    for (const session of this.#sessions) {
      if (
        session.sdcId === hello.nodeId &&
        session.incarnation === hello.incarnation &&
        session.lane === hello.lane &&
        session.counter >= hello.counter
      ) {
        throw new ClusterError('FENCED', `a newer link of lane ${hello.lane} of SDC ${hello.nodeId} is open here`);
      }
    }
  }

  /** Closes older links of the lane and of older incarnations before the new one is welcomed (PROTOCOL.md section 6). */
  accept(link: DataLink, hello: Hello): DataLinkOwner {
    this.#incarnations.set(hello.nodeId, hello.incarnation);
    for (const session of this.#sessions) {
      const older = session.incarnation < hello.incarnation || session.lane === hello.lane;
      if (session.sdcId === hello.nodeId && older) this.#close(session, 'a newer link of this client has come');
    }
    const session = new ClientSession(link, {
      sdcId: hello.nodeId,
      incarnation: hello.incarnation,
      lane: hello.lane,
      counter: hello.counter,
    });
    this.#sessions.add(session);
    return {
      frame: (_, slab, at, end) => this.#frame(session, slab, at, end),
      closed: () => this.#sessions.delete(session),
    };
  }

  /** Ends the handles of mappings that the map does not have any more, and tries again what waited for the map. */
  mapChanged(): void {
    const { map, slices } = this.#engine;
    for (const session of this.#sessions) {
      for (const [tag, handle] of session.handles) {
        const volume = map.volume(handle.volumeId);
        handle.sizeBytes = volume?.sizeBytes ?? 0;
        if (map.mapping(handle.volumeId, handle.sdcId)?.epoch === handle.epoch) continue;
        handle.valid = false;
        session.handles.delete(tag);
        if (handle.unfinished > 0) this.#ended.add(handle);
      }
    }
    for (const slice of slices.values()) if (slice.parked.length > 0) this.unpark(slice);
  }

  closeAll(reason: string): void {
    for (const session of this.#sessions) this.#close(session, reason);
  }

  /** Tries again what waited for this slice. */
  unpark(slice: SliceState): void {
    for (const request of slice.parked.splice(0)) this.#again(request);
    this.#engine.scheduleTurn();
  }

  /** The journal has room again. */
  roomFreed(): void {
    for (const request of this.#throttled.splice(0)) this.#again(request);
    this.#engine.scheduleTurn();
  }

  /** Parks a request until its slice is settled or known; beyond the bound the client is asked to come back. */
  park(queue: ParkedRequest[], session: ClientSession, requestId: number, generation: number, frame: Uint8Array): void {
    if (this.#parkedBytes + frame.length > maxParkedBytes) return this.reply(session, requestId, generation, 'BUSY');
    this.#parkedBytes += frame.length;
    queue.push(new ParkedRequest(session, frame));
  }

  /** Keeps a write until a checkpoint has made room. */
  throttle(session: ClientSession, requestId: number, generation: number, frame: Uint8Array): void {
    this.#engine.counters.throttledWrites++;
    this.park(this.#throttled, session, requestId, generation, frame);
    this.#engine.checkpoint(true);
    // The room may be a mirror's: the turn's end looks again after a pause.
    this.#engine.scheduleTurn();
  }

  /** A numbered write is on all replicas: its client is answered when nothing else of the request is left. */
  finish(operation: WriteOperation): void {
    const { chunk, request } = operation;
    const at = chunk.unfinished.indexOf(operation);
    const last = chunk.unfinished.pop();
    if (last !== undefined && last !== operation) chunk.unfinished[at] = last;
    if (operation.waitingReads !== undefined) {
      for (const read of operation.waitingReads) this.#reads.push(read);
      this.#engine.scheduleTurn();
    }
    request.unfinished--;
    if (request.unfinished === 0) this.finishRequest(request, 'OK');
  }

  finishRequest(request: ClientRequest, code: ErrorCode): void {
    const { handle } = request;
    handle.unfinished--;
    if (handle.unfinished === 0 && this.#ended.delete(handle)) this.#engine.confirm();
    this.reply(request.session, request.requestId, request.generation, code);
  }

  reply(session: ClientSession, requestId: number, generation: number, code: ErrorCode): void {
    if (code === 'BUSY') this.#engine.counters.busyAnswers++;
    if (code === 'STALE_MAP' || code === 'NOT_PRIMARY') this.#engine.counters.staleAnswers++;
    if (!session.link.isOpen) return;
    const { writer } = session.link;
    writer.seal(writer.open(frameKind.REPLY, 0, errorCodes[code].wire, requestId, generation, headerBytes, 0, true));
    this.touch(session);
  }

  /** The session's link has something to send at the end of the turn. */
  touch(session: ClientSession): void {
    if (session.touched) return;
    session.touched = true;
    this.#touched.push(session);
    this.#engine.scheduleTurn();
  }

  /** After the journal was written: local halves of writes, reads, flushes, and everything to be sent leaves. */
  endTurn(): void {
    this.#writing.committed();
    const reads = this.#reads;
    this.#reads = [];
    for (const read of reads) this.#read(read);
    if (this.#flushes.length > 0) this.#flush();
    const touched = this.#touched;
    this.#touched = [];
    for (const session of touched) {
      session.touched = false;
      if (session.link.isOpen) session.link.flush();
    }
    if (this.#throttled.length > 0) this.#pump();
  }

  /** Writers beyond half a journal are let in at a pace, so that they slow down instead of stopping. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const pauseMs = 1 + 8 * Math.max(0, this.#engine.store.journal.fill - 0.5);
    this.#engine.host.clock.after(pauseMs, () => {
      this.#pumping = false;
      if (this.#engine.isClosed) return;
      const room = Math.max(1, Math.ceil(this.#throttled.length / 4));
      const requests = this.#throttled.splice(0, room);
      const rest = this.#throttled;
      this.#throttled = [];
      for (const request of requests) this.#again(request);
      this.#throttled.push(...rest);
      this.#engine.scheduleTurn();
    });
  }

  #close(session: ClientSession, reason: string): void {
    this.#sessions.delete(session);
    session.link.close(reason);
  }

  #again(request: ParkedRequest): void {
    this.#parkedBytes -= request.bytes.length;
    if (!request.session.link.isOpen) return;
    const { session, bytes, view } = request;
    if (view.getUint8(12) === frameKind.FLUSH) this.#flushAsked(session, bytes, view, 0, bytes.length);
    else this.#request(session, bytes, view, 0, bytes.length, request);
  }

  #frame(session: ClientSession, slab: Slab, at: number, end: number): void {
    const { view } = slab;
    const kind = view.getUint8(at + 12);
    switch (kind) {
      case frameKind.READ:
      case frameKind.WRITE:
      case frameKind.ZERO:
      case frameKind.STATUS:
        return this.#request(session, slab.bytes, view, at, end, slab);
      case frameKind.FLUSH:
        return this.#flushAsked(session, slab.bytes, view, at, end);
      case frameKind.OPEN:
        return this.#open(
          session,
          view.getUint16(at + 14, true),
          view.getUint32(at + 16, true),
          messageBytes(slab, at, end),
        );
      default:
        this.#close(session, `a frame of kind ${kind} came, which no client sends`);
    }
  }

  #request(session: ClientSession, bytes: Buffer, view: DataView, at: number, end: number, pinned: Pinned): void {
    const requestId = view.getUint32(at + 16, true);
    const generation = view.getUint32(at + 20, true);
    const handle = session.handles.get(view.getUint16(at + 14, true));
    if (handle === undefined || !handle.valid) return this.reply(session, requestId, generation, 'FENCED');
    const kind = view.getUint8(at + 12);
    const isStatus = kind === frameKind.STATUS;
    const isRead = kind === frameKind.READ || isStatus;
    if (!isRead && handle.readOnly) return this.reply(session, requestId, generation, 'READ_ONLY');
    const chunkIndex = view.getUint32(at + 24, true);
    const start = view.getUint32(at + 28, true);
    const length = view.getUint32(at + 32, true);
    const payloadStart = view.getUint32(at + 8, true);
    const expectedPayload = kind === frameKind.WRITE ? length : 0;
    const expectedStart = kind === frameKind.WRITE ? requestBytes + 4 * blocksTouched(start, length) : requestBytes;
    const inside =
      length > 0 && start + length <= chunkBytes && chunkIndex * chunkBytes + start + length <= handle.sizeBytes;
    if (!inside || payloadStart !== expectedStart || end - at !== payloadStart + expectedPayload) {
      return this.reply(session, requestId, generation, 'INVALID');
    }
    const slice = this.#slice(handle, chunkIndex);
    if (slice === undefined) return this.reply(session, requestId, generation, 'NOT_PRIMARY');
    if (generation < slice.generation) return this.reply(session, requestId, slice.generation, 'STALE_MAP');
    if (generation > slice.generation)
      return this.park(slice.parked, session, requestId, generation, bytes.subarray(at, end));
    if (!slice.isPrimary) return this.reply(session, requestId, generation, 'NOT_PRIMARY');
    if (!slice.settled) return this.park(slice.parked, session, requestId, generation, bytes.subarray(at, end));
    if (isRead) {
      this.#engine.scheduleTurn();
      this.#reads.push({ isStatus, session, handle, slice, requestId, generation, chunkIndex, start, length });
      return;
    }
    const payload = bytes.subarray(at + payloadStart, end);
    if (kind === frameKind.WRITE && !checksumsMatch(view, at + requestBytes, start, payload)) {
      return this.reply(session, requestId, generation, 'CORRUPT');
    }
    const flags = view.getUint8(at + 13);
    if (this.#writing.mustWait(slice, length))
      return this.throttle(session, requestId, generation, bytes.subarray(at, end));
    handle.unfinished++;
    const request: ClientRequest = { session, handle, requestId, generation, unfinished: 1 };
    const stable = (flags & frameFlag.FUA) !== 0 || this.#engine.pool?.acknowledge === 'stable';
    try {
      if (kind === frameKind.WRITE)
        this.#writing.write(
          request,
          slice,
          chunkIndex,
          start,
          length,
          stable,
          view,
          at + requestBytes,
          payload,
          pinned,
        );
      else this.#writing.zero(request, slice, chunkIndex, start, length, stable, (flags & frameFlag.TRIM) !== 0);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      if (error.code !== 'CORRUPT' && error.code !== 'NO_SPACE' && error.code !== 'BUSY') throw error;
      if (error.code === 'CORRUPT') this.#engine.host.log.write('error', 'write-refused', { reason: messageOf(error) });
      request.unfinished--;
      return this.finishRequest(request, error.code);
    }
    request.unfinished--;
    if (request.unfinished === 0) this.finishRequest(request, 'OK');
    this.#engine.scheduleTurn();
  }

  #slice(handle: VolumeHandle, chunkIndex: number): SliceState | undefined {
    const { pool, slices, isNamed } = this.#engine;
    if (pool === undefined || !isNamed) return undefined;
    return slices.get(sliceOf(handle.vtreeId, chunkIndex, pool.sliceCount));
  }

  /** The data is taken first; then it is checked that no unfinished write touches it (PROTOCOL.md section 3). */
  #read(read: ReadRequest): void {
    const { session, handle, slice, requestId, generation } = read;
    if (!session.link.isOpen) return;
    if (!handle.valid) return this.reply(session, requestId, generation, 'FENCED');
    if (generation !== slice.generation || !slice.isPrimary || !slice.settled || !this.#engine.isNamed) {
      return this.reply(session, requestId, slice.generation, 'STALE_MAP');
    }
    if (session.link.unsentBytes > maxUnsentBytes) return this.reply(session, requestId, generation, 'BUSY');
    try {
      if ((read.isStatus ? answerStatus : answerRead)(this.#engine, read)) this.touch(session);
    } catch (error) {
      if (!(error instanceof ClusterError) || error.code !== 'CORRUPT') throw error;
      this.#engine.counters.checksumFailures++;
      this.#engine.host.log.write('error', 'read-corrupt', { reason: messageOf(error) });
      this.reply(session, requestId, generation, 'CORRUPT');
    }
  }

  /** Every pair must be a slice that this device holds, settled, at exactly that generation. */
  #flushAsked(session: ClientSession, bytes: Buffer, view: DataView, at: number, end: number): void {
    const requestId = view.getUint32(at + 16, true);
    const handle = session.handles.get(view.getUint16(at + 14, true));
    if (handle === undefined || !handle.valid || !this.#engine.isNamed)
      return this.reply(session, requestId, 0, 'FENCED');
    for (let pair = at + headerBytes; pair + 8 <= end; pair += 8) {
      const slice = this.#engine.slices.get(view.getUint32(pair, true));
      const generation = view.getUint32(pair + 4, true);
      if (slice === undefined || slice.generation > generation)
        return this.reply(session, requestId, slice?.generation ?? 0, 'STALE_MAP');
      if (slice.generation < generation || !slice.settled) {
        return this.park(slice.parked, session, requestId, generation, bytes.subarray(at, end));
      }
    }
    this.#engine.counters.flushes++;
    this.#flushes.push({ session, requestId });
    this.#engine.scheduleTurn();
  }

  #flush(): void {
    const flushes = this.#flushes;
    this.#flushes = [];
    this.#engine.store.journal.whenStable(() => {
      for (const { session, requestId } of flushes) this.reply(session, requestId, 0, 'OK');
    });
  }

  #open(session: ClientSession, tag: number, requestId: number, bytes: Uint8Array): void {
    const opened = this.#handleFor(session, bytes);
    if (typeof opened === 'string') return this.reply(session, requestId, 0, opened);
    if (tag === 0 || session.handles.has(tag) || session.handles.size >= maxHandles)
      return this.reply(session, requestId, 0, 'INVALID');
    session.handles.set(tag, opened);
    this.reply(session, requestId, 0, 'OK');
  }

  #handleFor(session: ClientSession, bytes: Uint8Array): VolumeHandle | ErrorCode {
    const { map, options } = this.#engine;
    try {
      const { volumeId, epoch, accessMode, proof } = decodeOpenVolume(bytes);
      const subject = { volumeId, sdcId: session.sdcId, epoch, accessMode };
      if (!sameProof(proof, ticketProof(options.credentials.key, subject))) return 'FENCED';
      const mapping = map.mapping(volumeId, session.sdcId);
      const volume = map.volume(volumeId);
      if (mapping === undefined || volume === undefined || mapping.epoch !== epoch || mapping.accessMode !== accessMode)
        return 'FENCED';
      if (volume.poolId !== options.poolId) return 'INVALID';
      return {
        volumeId,
        sdcId: session.sdcId,
        epoch,
        readOnly: accessMode !== 'rw',
        vtreeId: volume.vtreeId,
        layers: [volume.layerId, ...volume.parentLayerIds],
        sizeBytes: volume.sizeBytes,
        valid: true,
        unfinished: 0,
      };
    } catch (error) {
      if (error instanceof ClusterError) return error.code;
      throw error;
    }
  }
}

/** Whole blocks of a range: [first, end). */
export function wholeBlocks(start: number, length: number): { readonly first: number; readonly end: number } {
  return { first: Math.ceil(start / blockBytes), end: Math.floor((start + length) / blockBytes) };
}
