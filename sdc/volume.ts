/**
 * A mapped volume: cuts a user's I/O into parts of one chunk, sends each to the primary of its slice, and keeps at it
 * until it is served, fenced, or out of time. Requests and parts are reused; nothing is allocated on the path.
 *
 *   begin ─▶ (writes: wait for older overlapping ones) ─▶ parts ─▶ place ─▶ link ─▶ answered ─▶ done ─▶ finished
 *                                                            ▲                        │ refused
 *                                                            └────────── parking ◀────┘
 */

import { assert } from '../common/assert.ts';
import type { Host, Pinned, Timer } from '../common/host.ts';
import type { ClusterMap } from '../common/map.ts';
import { sliceOf } from '../common/placement.ts';
import { chunkBytes } from '../common/units.ts';
import type { BlockVolume, Completion, StatusCompletion } from '../nbd-bridge/volume.ts';
import { DirtySlices } from './core/dirty-slices.ts';
import { OverlapTable } from './core/overlap.ts';
import type { SliceTable } from './core/slice-table.ts';
import { chunkIndexOf, partLengthAt } from './core/split.ts';
import { slicesOfVolume } from './core/volume-slices.ts';
import { VolumeCounters } from './counters.ts';
import type { LinkRequest } from './engine-link.ts';
import type { FlushFrame } from './flush-frame.ts';
import { type DirtySet, Flusher, type FlushVolume } from './flusher.ts';
import { IoRequest, ioKind, nobody } from './io-request.ts';
import type { LinkMapping } from './link-mappings.ts';
import { Part } from './part.ts';
import { type Links, Placing, type VolumeState } from './placing.ts';
import { maximumStatusBytes, StatusAnswer, StatusMemory } from './status.ts';

/** Parts of one request under way: enough to keep many devices busy, while a trim of a terabyte stays small. */
export const maximumPartsUnderWay = 32;
/** How often ages are looked at. A write that is older than two of these is copied out of the user's memory. */
const longestSweepMs = 50;
/** Free requests and parts kept for reuse; more are left to the garbage collector after a burst. */
const keptFree = 4096;

export interface DataVolumeOptions {
  readonly host: Host;
  readonly map: ClusterMap;
  readonly links: Links;
  readonly state: VolumeState;
  /** 0: for ever. */
  readonly ioTimeoutMs: number;
  /**
   * Loss epochs that acknowledgements given before the start of this process may go back to, by slice; undefined where
   * nobody can be left who had one.
   */
  readonly startEpochs: Uint32Array | undefined;
  /** A user has been told that data is lost: it need not be remembered any more. */
  readonly onLossTold: () => void;
  /** No request of an ended mapping epoch is under way any more. */
  readonly onSettled: () => void;
}

export class DataVolume implements BlockVolume, FlushVolume {
  readonly counters = new VolumeCounters();
  readonly #host: Host;
  readonly #links: Links;
  readonly #placing: Placing;
  readonly dirty: DirtySlices;
  /** All slices of the volume are to be covered by the first flush. */
  #startSet: { readonly epochs: Uint32Array | undefined } | undefined;
  readonly #flusher: Flusher;
  readonly #overlaps = new OverlapTable<IoRequest>((request) => this.#advance(request));
  readonly #statusMemory = new StatusMemory();
  readonly #freeRequests: IoRequest[] = [];
  readonly #freeParts: Part[] = [];
  #oldest: IoRequest | undefined;
  #newest: IoRequest | undefined;
  readonly #onLossTold: () => void;
  readonly #sweepMs: number;
  readonly #timeoutSweeps: number;
  #sweep = 0;
  #sweepTimer: Timer | undefined;
  readonly #sweepTick = (): void => this.#swept();

  constructor(options: DataVolumeOptions) {
    const { host, map, links, state, ioTimeoutMs, startEpochs, onLossTold, onSettled } = options;
    this.#host = host;
    this.#links = links;
    this.dirty = new DirtySlices(state.table.sliceCount);
    this.#startSet = { epochs: startEpochs };
    this.#onLossTold = onLossTold;
    this.#placing = new Placing({
      host,
      links,
      state,
      dirty: this.dirty,
      counters: this.counters,
      partEnded: (part) => this.#partEnded(part),
      onSettled,
    });
    this.#flusher = new Flusher({ host, map, volume: this });
    this.#sweepMs = ioTimeoutMs === 0 ? longestSweepMs : Math.min(longestSweepMs, Math.max(1, ioTimeoutMs / 4));
    this.#timeoutSweeps = ioTimeoutMs === 0 ? Number.POSITIVE_INFINITY : Math.ceil(ioTimeoutMs / this.#sweepMs) + 1;
  }

  // BlockVolume

  get name(): string {
    return this.#placing.state.name;
  }

  get sizeBytes(): number {
    return this.#placing.state.sizeBytes;
  }

  get readOnly(): boolean {
    return this.#placing.state.mapping.accessMode !== 'rw';
  }

  read(offset: number, lengthBytes: number, completion: Completion): void {
    this.counters.reads++;
    this.counters.readBytes += lengthBytes;
    this.#advance(this.#begin(ioKind.READ, offset, lengthBytes, false, completion));
  }

  write(offset: number, bytes: Uint8Array, pinned: Pinned, fua: boolean, completion: Completion): void {
    this.counters.writes++;
    this.counters.writtenBytes += bytes.length;
    const request = this.#begin(ioKind.WRITE, offset, bytes.length, fua, completion);
    pinned.retain();
    request.bytes = bytes;
    request.pinned = pinned;
    if (this.#overlaps.enter(request, offset, bytes.length)) this.#advance(request);
  }

  flush(completion: Completion): void {
    this.counters.flushes++;
    this.#flusher.flush(completion, this.#sweep);
    this.#scheduleSweep();
  }

  trim(offset: number, lengthBytes: number, fua: boolean, completion: Completion): void {
    this.#clear(ioKind.TRIM, offset, lengthBytes, fua, completion);
  }

  zero(offset: number, lengthBytes: number, fua: boolean, completion: Completion): void {
    this.#clear(ioKind.ZERO, offset, lengthBytes, fua, completion);
  }

  blockStatus(offset: number, lengthBytes: number, completion: StatusCompletion): void {
    this.counters.statuses++;
    const answer = new StatusAnswer(completion, this.#statusMemory);
    const request = this.#begin(ioKind.STATUS, offset, Math.min(lengthBytes, maximumStatusBytes), false, answer);
    request.status = answer;
    this.#advance(request);
  }

  // For the client

  get mapping(): LinkMapping {
    return this.#placing.state.mapping;
  }

  get table(): SliceTable {
    return this.#placing.state.table;
  }

  get isEnded(): boolean {
    return this.#placing.isEnded;
  }

  /** Parts that were sent under an epoch of the mapping that has ended, and may still be executed. */
  get unsettled(): number {
    return this.#placing.unsettled;
  }

  /** The map has changed this volume's record, mapping or ticket. */
  become(state: VolumeState): void {
    assert(state.table.sliceCount === this.dirty.sliceCount, 'a pool keeps its number of slices');
    this.#placing.become(state);
  }

  /** The map has changed; links and slice tables know it already. */
  mapChanged(): void {
    this.#placing.mapChanged();
    this.#flusher.mapChanged();
  }

  /**
   * The mapping has ended (`FENCED`) or the daemon stops (`CLOSED`): whatever has not been sent fails, and so does all
   * that comes. When the daemon stops, what was sent fails too; else its answers are waited for.
   */
  end(code: 'FENCED' | 'CLOSED'): void {
    this.#placing.end(code);
    this.#flusher.end(code);
    if (code !== 'CLOSED') return;
    this.#placing.failAllNow();
    this.#sweepTimer?.cancel();
  }

  /**
   * Tells each slice with something acknowledged that no flush has spoken for, and the loss epoch it was acknowledged
   * under: where the map's is higher, the next flush is to say that data is lost, even if this process dies before.
   */
  forEachUnflushed(tell: (slice: number, lossEpoch: number) => void): void {
    const { table, vtreeId, sizeBytes } = this.#placing.state;
    if (table.acknowledgesStable) return;
    const epochs = this.#startSet?.epochs;
    if (epochs !== undefined) {
      for (const slice of slicesOfVolume(vtreeId, sizeBytes, table.sliceCount)) tell(slice, epochs[slice] ?? 0);
    }
    this.dirty.forEachAcknowledged(tell);
    this.#flusher.forEachUntold(tell);
  }

  // FlushVolume

  takeDirty(): DirtySet {
    const { table, vtreeId, sizeBytes, shared } = this.#placing.state;
    const start = this.#startSet;
    const covers = start !== undefined || (shared && !table.acknowledgesStable);
    if (covers) {
      const slices = slicesOfVolume(vtreeId, sizeBytes, table.sliceCount);
      // What a pool of stable acknowledgements has acknowledged cannot be lost.
      const epochs = table.acknowledgesStable ? undefined : start?.epochs;
      const acknowledged = slices.map(() => epochs !== undefined);
      this.dirty.merge({ slices, acknowledged, lossEpochs: slices.map((slice) => epochs?.[slice] ?? 0) });
      this.#startSet = undefined;
    }
    return this.dirty.take();
  }

  lossTold(): void {
    this.#onLossTold();
  }

  send(frame: FlushFrame): void {
    this.#links.linkTo(frame.deviceId).submit(frame);
  }

  withdraw(frames: ReadonlySet<LinkRequest>): void {
    for (const link of this.#links.all()) link.withdraw((request) => frames.has(request));
  }

  // Requests

  #begin(kind: number, offset: number, lengthBytes: number, fua: boolean, completion: Completion): IoRequest {
    assert(lengthBytes > 0, 'a request has a range');
    const request = this.#freeRequests.pop() ?? new IoRequest();
    request.begin(kind, offset, lengthBytes, fua, completion);
    request.bornSweep = this.#sweep;
    const newest = this.#newest;
    request.older = newest;
    request.newer = undefined;
    if (newest === undefined) this.#oldest = request;
    else newest.newer = request;
    this.#newest = request;
    this.counters.inFlight++;
    if (this.#sweepTimer === undefined) this.#scheduleSweep();
    return request;
  }

  #clear(kind: number, offset: number, lengthBytes: number, fua: boolean, completion: Completion): void {
    this.counters.zeroes++;
    this.counters.zeroedBytes += lengthBytes;
    const request = this.#begin(kind, offset, lengthBytes, fua, completion);
    if (this.#overlaps.enter(request, offset, lengthBytes)) this.#advance(request);
  }

  /** Makes the next parts; ends the request when there are no more and none is under way. */
  #advance(request: IoRequest): void {
    if (request.code !== 'OK') request.next = request.end;
    const window = request.status?.window ?? maximumPartsUnderWay;
    while (request.next < request.end && request.partsUnderWay < window) this.#makePart(request);
    if (request.partsUnderWay === 0) this.#finish(request);
  }

  #makePart(request: IoRequest): void {
    const { vtreeId, table } = this.#placing.state;
    const offset = request.next;
    const chunkIndex = chunkIndexOf(offset);
    const part = this.#freeParts.pop() ?? new Part(this.#placing, request);
    part.request = request;
    part.chunkIndex = chunkIndex;
    part.start = offset - chunkIndex * chunkBytes;
    part.lengthBytes = partLengthAt(offset, request.end);
    part.offsetInRequest = offset - request.offset;
    part.weightBytes = request.kind === ioKind.READ || request.kind === ioKind.WRITE ? part.lengthBytes : 0;
    part.slice = sliceOf(vtreeId, chunkIndex, table.sliceCount);
    part.tries = 0;
    part.limitedAnswers = 0;
    part.failure = 'OK';
    request.next = offset + part.lengthBytes;
    request.partsUnderWay++;
    this.#placing.place(part);
  }

  #partEnded(part: Part): void {
    const { request } = part;
    if (this.#freeParts.length < keptFree) this.#freeParts.push(part);
    request.partsUnderWay--;
    this.#advance(request);
  }

  #finish(request: IoRequest): void {
    const { older, newer, completion, code } = request;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    request.older = undefined;
    request.newer = undefined;
    request.letGo();
    request.completion = nobody;
    if (request.changesData) this.#overlaps.leave(request);
    if (this.#freeRequests.length < keptFree) this.#freeRequests.push(request);
    this.counters.inFlight--;
    if (code !== 'OK') this.counters.errors++;
    completion.finished(code);
  }

  // Ages

  #scheduleSweep(): void {
    this.#sweepTimer ??= this.#host.clock.after(this.#sweepMs, this.#sweepTick);
  }

  #swept(): void {
    this.#sweepTimer = undefined;
    this.#sweep++;
    const late = this.#sweep - this.#timeoutSweeps;
    while (this.#oldest !== undefined && this.#oldest.bornSweep <= late) this.#timeOut(this.#oldest);
    this.counters.timeouts += this.#flusher.timeOut(late);
    for (let request = this.#oldest; request !== undefined && request.bornSweep + 2 <= this.#sweep; ) {
      request.copyOut();
      request = request.newer;
    }
    if (this.#oldest !== undefined || !this.#flusher.isIdle) this.#scheduleSweep();
  }

  /** The lane is closed first, so that bytes of this request that still lie in a buffer never land on newer ones. */
  #timeOut(request: IoRequest): void {
    const isMine = (other: LinkRequest): boolean => other instanceof Part && other.request === request;
    for (const link of this.#links.all()) if (link.hasUnderWay(isMine)) link.breakLane('an I/O ran out of time');
    this.#placing.withdraw(isMine);
    this.counters.timeouts++;
    request.code = 'TIMEOUT';
    request.partsUnderWay = 0;
    this.#advance(request);
  }
}
