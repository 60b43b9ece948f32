/**
 * A mapped volume: cuts a user's I/O into parts of one chunk, sends each to the primary of its slice, and keeps at it
 * until it is served, fenced, or out of time. Requests and parts are reused; nothing is allocated on the path.
 *
 *   begin ─▶ (writes: wait for older overlapping ones) ─▶ parts ─▶ place ─▶ link ─▶ answered ─▶ done ─▶ finished
 *                                                            ▲                        │ refused
 *                                                            └────────── parking ◀────┘
 */

import { assert, unreachable } from '../common/assert.ts';
import { codeOfWire, type ErrorCode } from '../common/errors.ts';
import type { Host, Pinned, Timer } from '../common/host.ts';
import type { ClusterMap } from '../common/map.ts';
import { sliceOf } from '../common/placement.ts';
import { chunkBytes } from '../common/units.ts';
import type { BlockVolume, Completion } from '../nbd-bridge/volume.ts';
import { DirtySlices } from './core/dirty-slices.ts';
import { OverlapTable } from './core/overlap.ts';
import { isLimited, retryPauseMs, type Verdict, verdictOf } from './core/retry.ts';
import type { SliceTable } from './core/slice-table.ts';
import { chunkIndexOf, partLengthAt } from './core/split.ts';
import { slicesOfVolume } from './core/volume-slices.ts';
import { type RetryReason, VolumeCounters } from './counters.ts';
import type { EngineLink, LinkRequest } from './engine-link.ts';
import type { FlushFrame } from './flush-frame.ts';
import { type DirtySet, Flusher, type FlushVolume } from './flusher.ts';
import { IoRequest, ioKind, nobody } from './io-request.ts';
import type { LinkMapping } from './link-mappings.ts';
import { Parking } from './parking.ts';
import { Part, type PartOwner } from './part.ts';

/** Parts of one request under way: enough to keep many devices busy, while a trim of a terabyte stays small. */
export const maximumPartsUnderWay = 32;
/** How often ages are looked at. A write that is older than two of these is copied out of the user's memory. */
const longestSweepMs = 50;
/** Free requests and parts kept for reuse; more are left to the garbage collector after a burst. */
const keptFree = 4096;

/** The links of this event loop. */
export interface Links {
  linkTo(deviceId: number): EngineLink;
  all(): Iterable<EngineLink>;
}

/** What a volume is made from; all but `mapping.volumeId` and the slices' number may change later. */
export interface VolumeState {
  readonly name: string;
  readonly sizeBytes: number;
  readonly vtreeId: number;
  readonly mapping: LinkMapping;
  readonly table: SliceTable;
  /** Another `rw` mapping of the volume exists: a flush covers what others wrote. */
  readonly shared: boolean;
}

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
  /** No request of an ended mapping epoch is under way any more. */
  readonly onSettled: () => void;
}

export class DataVolume implements BlockVolume, PartOwner, FlushVolume {
  readonly counters = new VolumeCounters();
  readonly #host: Host;
  readonly #links: Links;
  readonly #options: DataVolumeOptions;
  #state: VolumeState;
  #ended: ErrorCode = 'OK';
  readonly dirty: DirtySlices;
  /** All slices of the volume are to be covered by the first flush. */
  #startSet: { readonly epochs: Uint32Array | undefined } | undefined;
  readonly #flusher: Flusher;
  readonly #overlaps = new OverlapTable<IoRequest>((request) => this.#advance(request));
  readonly #parking: Parking;
  readonly #freeRequests: IoRequest[] = [];
  readonly #freeParts: Part[] = [];
  #oldest: IoRequest | undefined;
  #newest: IoRequest | undefined;
  /** Parts under way by the mapping epoch they were sent under: the present one, and those before it. */
  #underWayNow = 0;
  #underWayBefore = 0;
  /** Parts that fail at the end of the turn: never inside the call that began them. */
  #failing: Part[] = [];
  readonly #sweepMs: number;
  readonly #timeoutSweeps: number;
  #sweep = 0;
  #sweepTimer: Timer | undefined;
  readonly #sweepTick = (): void => this.#swept();

  constructor(options: DataVolumeOptions) {
    const { host, map, links, state, ioTimeoutMs, startEpochs } = options;
    this.#options = options;
    this.#host = host;
    this.#links = links;
    this.#state = state;
    this.dirty = new DirtySlices(state.table.sliceCount);
    this.#startSet = { epochs: startEpochs };
    this.#flusher = new Flusher({ host, map, volume: this });
    this.#parking = new Parking(host.clock, (part) => this.place(part));
    this.#sweepMs = ioTimeoutMs === 0 ? longestSweepMs : Math.min(longestSweepMs, Math.max(1, ioTimeoutMs / 4));
    this.#timeoutSweeps = ioTimeoutMs === 0 ? Number.POSITIVE_INFINITY : Math.ceil(ioTimeoutMs / this.#sweepMs) + 1;
  }

  // BlockVolume

  get name(): string {
    return this.#state.name;
  }

  get sizeBytes(): number {
    return this.#state.sizeBytes;
  }

  get readOnly(): boolean {
    return this.#state.mapping.accessMode !== 'rw';
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

  // For the client

  get mapping(): LinkMapping {
    return this.#state.mapping;
  }

  get table(): SliceTable {
    return this.#state.table;
  }

  get isEnded(): boolean {
    return this.#ended !== 'OK';
  }

  /** Parts that were sent under an epoch of the mapping that has ended, and may still be executed. */
  get unsettled(): number {
    return this.#ended === 'OK' ? this.#underWayBefore : this.#underWayBefore + this.#underWayNow;
  }

  /** The map has changed this volume's record, mapping or ticket. */
  become(state: VolumeState): void {
    assert(state.table.sliceCount === this.dirty.sliceCount, 'a pool keeps its number of slices');
    if (state.mapping.epoch !== this.#state.mapping.epoch) {
      this.#underWayBefore += this.#underWayNow;
      this.#underWayNow = 0;
    }
    this.#state = state;
  }

  /** The map has changed; links and slice tables know it already. */
  mapChanged(): void {
    this.#parking.mapChanged();
    this.#flusher.mapChanged();
  }

  /**
   * The mapping has ended (`FENCED`) or the daemon stops (`CLOSED`): whatever has not been sent fails, and so does all
   * that comes. When the daemon stops, what was sent fails too; else its answers are waited for.
   */
  end(code: 'FENCED' | 'CLOSED'): void {
    this.#ended = code;
    const isMine = (request: LinkRequest): boolean =>
      request instanceof Part && request.owner === this && (code === 'CLOSED' || request.slot === -1);
    for (const part of this.#withdraw(isMine)) this.place(part);
    this.#flusher.end(code);
    if (code !== 'CLOSED') return;
    // A request that fails lets those begin that waited for its range: they fail too.
    while (this.#failing.length > 0) this.#failNow();
    this.#sweepTimer?.cancel();
  }

  // PartOwner

  generationOf(slice: number): number {
    return this.#state.table.generations[slice] ?? 0;
  }

  primaryOf(slice: number): number {
    return this.#state.table.primaries[slice] ?? 0;
  }

  place(part: Part): void {
    const deviceId = this.primaryOf(part.slice);
    if (this.#ended !== 'OK') this.#failLater(part, this.#ended);
    else if (deviceId === 0) this.#park(part, true);
    else this.#links.linkTo(deviceId).submit(part);
  }

  leaves(part: Part): void {
    part.sentEpoch = this.#state.mapping.epoch;
    part.underWay = true;
    this.#underWayNow++;
    if (part.request.kind !== ioKind.READ && !this.#state.table.acknowledgesStable) this.dirty.markSent(part.slice);
  }

  left(part: Part): void {
    if (!part.underWay) return;
    part.underWay = false;
    const isPresent = part.sentEpoch === this.#state.mapping.epoch;
    if (isPresent) this.#underWayNow--;
    else this.#underWayBefore--;
    if (this.unsettled === 0 && (!isPresent || this.#ended !== 'OK')) this.#options.onSettled();
  }

  done(part: Part): void {
    const { request, slice } = part;
    if (request.kind !== ioKind.READ && !request.fua && !this.#state.table.acknowledgesStable) {
      this.dirty.markAcknowledged(slice, this.#state.table.lossEpochs[slice] ?? 0);
    }
    this.#partEnded(part);
  }

  refusedByWire(part: Part, wire: number): void {
    this.refused(part, codeOfWire(wire));
  }

  refused(part: Part, code: ErrorCode): void {
    this.counters.retries[reasonOf(code)]++;
    if (isLimited(code)) part.limitedAnswers++;
    const verdict: Verdict = verdictOf(code, part.limitedAnswers);
    switch (verdict) {
      case 'again':
        this.place(part);
        break;
      case 'pause':
        this.#park(part, false);
        break;
      case 'map':
        if (this.#ended !== 'OK' || this.#knowsBetter(part)) this.place(part);
        else this.#park(part, true);
        break;
      case 'fail':
        part.request.code = code === 'DISK_FULL' ? 'NO_SPACE' : code;
        this.#partEnded(part);
        break;
      default:
        unreachable(verdict);
    }
  }

  outdated(part: Part): void {
    this.counters.retries.old_generation++;
    this.place(part);
  }

  placedAgain(part: Part, reason: 'link' | 'map'): void {
    this.counters.retries[reason]++;
    this.place(part);
  }

  // FlushVolume

  takeDirty(): DirtySet {
    const { table, vtreeId, sizeBytes, shared } = this.#state;
    const start = this.#startSet;
    const covers = start !== undefined || (shared && !table.acknowledgesStable);
    if (covers) {
      const slices = slicesOfVolume(vtreeId, sizeBytes, table.sliceCount);
      const epochs = start?.epochs;
      const acknowledged = slices.map(() => epochs !== undefined);
      this.dirty.merge({ slices, acknowledged, lossEpochs: slices.map((slice) => epochs?.[slice] ?? 0) });
      this.#startSet = undefined;
    }
    return this.dirty.take();
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
    while (request.next < request.end && request.partsUnderWay < maximumPartsUnderWay) this.#makePart(request);
    if (request.partsUnderWay === 0) this.#finish(request);
  }

  #makePart(request: IoRequest): void {
    const { vtreeId, table } = this.#state;
    const offset = request.next;
    const chunkIndex = chunkIndexOf(offset);
    const part = this.#freeParts.pop() ?? new Part(this, request);
    part.request = request;
    part.chunkIndex = chunkIndex;
    part.start = offset - chunkIndex * chunkBytes;
    part.lengthBytes = partLengthAt(offset, request.end);
    part.offsetInRequest = offset - request.offset;
    part.weightBytes = request.kind <= ioKind.WRITE ? part.lengthBytes : 0;
    part.slice = sliceOf(vtreeId, chunkIndex, table.sliceCount);
    part.tries = 0;
    part.limitedAnswers = 0;
    part.failure = 'OK';
    request.next = offset + part.lengthBytes;
    request.partsUnderWay++;
    this.place(part);
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
    if (request.kind !== ioKind.READ) this.#overlaps.leave(request);
    if (this.#freeRequests.length < keptFree) this.#freeRequests.push(request);
    this.counters.inFlight--;
    if (code !== 'OK') this.counters.errors++;
    completion.finished(code);
  }

  // Retries

  /** Whether the map that is held now is newer than what the part was sent with. */
  #knowsBetter(part: Part): boolean {
    return part.sentGeneration !== this.generationOf(part.slice) || part.sentEpoch !== this.#state.mapping.epoch;
  }

  #park(part: Part, waitsForMap: boolean): void {
    part.tries++;
    this.#parking.park(part, retryPauseMs(part.tries, this.#host.random.fraction()), waitsForMap);
  }

  #failLater(part: Part, code: ErrorCode): void {
    part.failure = code;
    this.#failing.push(part);
    if (this.#failing.length === 1) this.#host.clock.afterTurn(() => this.#failNow());
  }

  #failNow(): void {
    const parts = this.#failing;
    this.#failing = [];
    for (const part of parts) {
      part.request.code = part.failure;
      this.#partEnded(part);
    }
  }

  /** Takes parts out of wherever they are. */
  #withdraw(matches: (request: LinkRequest) => boolean): Part[] {
    const parts = [...this.#parking.withdraw(matches), ...this.#failing.filter(matches)];
    this.#failing = this.#failing.filter((part) => !matches(part));
    for (const link of this.#links.all()) {
      for (const request of link.withdraw(matches)) if (request instanceof Part) parts.push(request);
    }
    for (const part of parts) this.left(part);
    return parts;
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
    this.#withdraw(isMine);
    this.counters.timeouts++;
    request.code = 'TIMEOUT';
    request.partsUnderWay = 0;
    this.#advance(request);
  }
}

const reasons: Readonly<Partial<Record<ErrorCode, RetryReason>>> = {
  STALE_MAP: 'stale_map',
  NOT_PRIMARY: 'stale_map',
  BUSY: 'busy',
  FENCED: 'fenced',
  CORRUPT: 'corrupt',
};

function reasonOf(code: ErrorCode): RetryReason {
  return reasons[code] ?? 'other';
}
