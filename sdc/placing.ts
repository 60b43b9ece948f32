/**
 * The parts of one volume's I/O on their way: where each goes, what is done with an answer that is no success, and what
 * is under way by mapping epoch. Here alone it is decided whether a part is sent, waits, or fails.
 */

import { unreachable } from '../common/assert.ts';
import { codeOfWire, type ErrorCode } from '../common/errors.ts';
import type { Host } from '../common/host.ts';
import type { DirtySlices } from './core/dirty-slices.ts';
import { isLimited, retryPauseMs, type Verdict, verdictOf } from './core/retry.ts';
import type { SliceTable } from './core/slice-table.ts';
import type { RetryReason, VolumeCounters } from './counters.ts';
import type { EngineLink, LinkRequest } from './engine-link.ts';
import type { LinkMapping } from './link-mappings.ts';
import { Parking } from './parking.ts';
import { Part, type PartOwner } from './part.ts';

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

export interface PlacingOptions {
  readonly host: Host;
  readonly links: Links;
  readonly state: VolumeState;
  readonly dirty: DirtySlices;
  readonly counters: VolumeCounters;
  /** The part is done, or `request.code` says why it never will be. */
  readonly partEnded: (part: Part) => void;
  /** No request of an ended mapping epoch is under way any more. */
  readonly onSettled: () => void;
}

export class Placing implements PartOwner {
  readonly #options: PlacingOptions;
  readonly #links: Links;
  readonly #dirty: DirtySlices;
  readonly #counters: VolumeCounters;
  readonly #parking: Parking;
  #state: VolumeState;
  #ended: ErrorCode = 'OK';
  /** Parts under way by the mapping epoch they were sent under: the present one, and those before it. */
  #underWayNow = 0;
  #underWayBefore = 0;
  /** Parts that fail at the end of the turn: never inside the call that began them. */
  #failing: Part[] = [];

  constructor(options: PlacingOptions) {
    this.#options = options;
    this.#links = options.links;
    this.#dirty = options.dirty;
    this.#counters = options.counters;
    this.#state = options.state;
    this.#parking = new Parking(options.host.clock, (part) => this.place(part));
  }

  get state(): VolumeState {
    return this.#state;
  }

  get mapping(): LinkMapping {
    return this.#state.mapping;
  }

  get isEnded(): boolean {
    return this.#ended !== 'OK';
  }

  /** Parts that were sent under an epoch of the mapping that has ended, and may still be executed. */
  get unsettled(): number {
    return this.isEnded ? this.#underWayBefore + this.#underWayNow : this.#underWayBefore;
  }

  become(state: VolumeState): void {
    if (state.mapping.epoch !== this.#state.mapping.epoch) {
      this.#underWayBefore += this.#underWayNow;
      this.#underWayNow = 0;
    }
    this.#state = state;
  }

  /** Parts that wait for a newer map are placed by it. */
  mapChanged(): void {
    this.#parking.mapChanged();
  }

  /** As `DataVolume.end`. */
  end(code: 'FENCED' | 'CLOSED'): void {
    this.#ended = code;
    const isMine = (request: LinkRequest): boolean =>
      request instanceof Part && request.owner === this && (code === 'CLOSED' || request.slot === -1);
    for (const part of this.withdraw(isMine)) this.place(part);
  }

  /** A request that fails lets those begin that waited for its range: they fail too. */
  failAllNow(): void {
    while (this.#failing.length > 0) this.#failNow();
  }

  /** Takes parts out of wherever they are; a reply that still comes for one is ignored. */
  withdraw(matches: (request: LinkRequest) => boolean): Part[] {
    const parts = [...this.#parking.withdraw(matches), ...this.#failing.filter(matches)];
    this.#failing = this.#failing.filter((part) => !matches(part));
    for (const link of this.#links.all()) {
      for (const request of link.withdraw(matches)) if (request instanceof Part) parts.push(request);
    }
    for (const part of parts) this.left(part);
    return parts;
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
    if (part.request.changesData && !this.#state.table.acknowledgesStable) this.#dirty.markSent(part.slice);
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
    if (request.changesData && !request.fua && !this.#state.table.acknowledgesStable) {
      this.#dirty.markAcknowledged(slice, this.#state.table.lossEpochs[slice] ?? 0);
    }
    this.#options.partEnded(part);
  }

  refusedByWire(part: Part, wire: number): void {
    this.refused(part, codeOfWire(wire));
  }

  refused(part: Part, code: ErrorCode): void {
    this.#counters.retries[reasonOf(code)]++;
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
        this.#options.partEnded(part);
        break;
      default:
        unreachable(verdict);
    }
  }

  outdated(part: Part): void {
    this.#counters.retries.old_generation++;
    this.place(part);
  }

  placedAgain(part: Part, reason: 'link' | 'map'): void {
    this.#counters.retries[reason]++;
    this.place(part);
  }

  // Retries

  /** Whether the map that is held now is newer than what the part was sent with. */
  #knowsBetter(part: Part): boolean {
    return part.sentGeneration !== this.generationOf(part.slice) || part.sentEpoch !== this.#state.mapping.epoch;
  }

  #park(part: Part, waitsForMap: boolean): void {
    part.tries++;
    this.#parking.park(part, retryPauseMs(part.tries, this.#options.host.random.fraction()), waitsForMap);
  }

  #failLater(part: Part, code: ErrorCode): void {
    part.failure = code;
    this.#failing.push(part);
    if (this.#failing.length === 1) this.#options.host.clock.afterTurn(() => this.#failNow());
  }

  #failNow(): void {
    const parts = this.#failing;
    this.#failing = [];
    for (const part of parts) {
      part.request.code = part.failure;
      this.#options.partEnded(part);
    }
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
