/**
 * FLUSH of one volume (PROTOCOL.md section 6, docs/protocol.md): every replica of every slice written since the last one
 * makes its journal stable.
 *
 * One operation runs at a time; flushes that come meanwhile share the next one. Nothing is lost by waiting: the slices
 * of the one that runs are not yet stable, so a later flush could not end before they are either.
 *
 *   operation: take the set ─▶ round: frames to all replicas ─▶ all answered ─▶ every slice covered ─▶ ended
 *                                 ▲                                │ some not
 *                                 └── newer map, or a pause ◀──────┘
 */

import { assert, must } from '../common/assert.ts';
import type { ErrorCode } from '../common/errors.ts';
import type { Host, Timer } from '../common/host.ts';
import type { ClusterMap } from '../common/map.ts';
import type { Completion } from '../nbd-bridge/volume.ts';
import type { DirtySlices } from './core/dirty-slices.ts';
import { retryPauseMs, verdictOf } from './core/retry.ts';
import type { SliceTable } from './core/slice-table.ts';
import type { VolumeCounters } from './counters.ts';
import { FlushFrame, type FlushFrameOwner, maximumPairs } from './flush-frame.ts';
import type { LinkMapping } from './link-mappings.ts';

/** What the flusher needs of its volume. */
export interface FlushVolume {
  readonly mapping: LinkMapping;
  readonly table: SliceTable;
  readonly counters: VolumeCounters;
  /** The set of slices to cover, with those that are added for other reasons than this volume's own writes. */
  takeDirty(): DirtySet;
  readonly dirty: DirtySlices;
  send(frame: FlushFrame): void;
  /** A user has been told that data is lost. */
  lossTold(): void;
  withdraw(frames: ReadonlySet<FlushFrame>): void;
}

export type DirtySet = ReturnType<DirtySlices['take']>;

interface Caller {
  readonly completion: Completion;
  readonly bornSweep: number;
}

/** One slice of the operation that runs. */
interface Pending {
  readonly slice: number;
  readonly acknowledged: boolean;
  lossEpoch: number;
}

interface Operation {
  readonly set: DirtySet;
  pending: Pending[];
  /** Slices of this round that some replica has not confirmed. */
  readonly uncovered: Set<number>;
  readonly frames: Set<FlushFrame>;
  mapVersion: number;
  rounds: number;
  /** The code that ends it, when a replica gave one that no retry cures. */
  fatal: ErrorCode;
}

export class Flusher implements FlushFrameOwner {
  readonly #host: Host;
  readonly #map: ClusterMap;
  readonly #volume: FlushVolume;
  #operation: Operation | undefined;
  /** Callers of the operation that runs, and of the next one. */
  #running: Caller[] = [];
  #next: Caller[] = [];
  #timer: Timer | undefined;
  #beginScheduled = false;
  /** Losses that were found and that nobody has been told of yet: the loss epoch before, by slice. */
  readonly #untold = new Map<number, number>();
  #ended: ErrorCode = 'OK';

  constructor(options: { readonly host: Host; readonly map: ClusterMap; readonly volume: FlushVolume }) {
    this.#host = options.host;
    this.#map = options.map;
    this.#volume = options.volume;
  }

  /** Nobody waits for a flush. */
  get isIdle(): boolean {
    return this.#running.length === 0 && this.#next.length === 0;
  }

  /** Tells each slice that a loss is still to be told of, should there be or have been one, and the loss epoch before it. */
  forEachUntold(tell: (slice: number, lossEpoch: number) => void): void {
    for (const [slice, lossEpoch] of this.#untold) tell(slice, lossEpoch);
    for (const { slice, acknowledged, lossEpoch } of this.#operation?.pending ?? []) {
      if (acknowledged && !this.#untold.has(slice)) tell(slice, lossEpoch);
    }
  }

  /** Covers all that was acknowledged before the call; `completion` is finished in a later turn. */
  flush(completion: Completion, bornSweep: number): void {
    this.#next.push({ completion, bornSweep });
    this.#scheduleBegin();
  }

  /** The slice tables are up to date; frames of changed slices have been taken back already. */
  mapChanged(): void {
    if (this.#timer === undefined) return;
    this.#timer.cancel();
    this.#round();
  }

  /** Fails callers that are older; what runs for them goes on, since the slices are to be covered anyway. */
  timeOut(untilSweep: number): number {
    const isOld = (caller: Caller): boolean => caller.bornSweep <= untilSweep;
    const old = [...this.#running.filter(isOld), ...this.#next.filter(isOld)];
    if (old.length === 0) return 0;
    this.#running = this.#running.filter((caller) => !isOld(caller));
    this.#next = this.#next.filter((caller) => !isOld(caller));
    for (const caller of old) caller.completion.finished('TIMEOUT');
    return old.length;
  }

  /** Fails all callers, now and later. In a turn of its own, never inside a call of theirs. */
  end(code: ErrorCode): void {
    this.#ended = code;
    this.#timer?.cancel();
    this.#timer = undefined;
    const operation = this.#operation;
    if (operation !== undefined) {
      this.#volume.withdraw(operation.frames);
      this.#volume.dirty.merge(operation.set);
      this.#operation = undefined;
    }
    const callers = [...this.#running, ...this.#next];
    this.#running = [];
    this.#next = [];
    for (const caller of callers) caller.completion.finished(code);
  }

  // FlushFrameOwner

  get mapping(): LinkMapping {
    return this.#volume.mapping;
  }

  generationOf(slice: number): number {
    return this.#volume.table.generations[slice] ?? 0;
  }

  placeFrame(frame: FlushFrame): void {
    this.#volume.send(frame);
  }

  frameEnded(frame: FlushFrame, code: ErrorCode): void {
    const operation = this.#operation;
    if (operation === undefined || !operation.frames.delete(frame)) return;
    if (code !== 'OK') {
      for (const slice of frame.slices) operation.uncovered.add(slice);
      if (verdictOf(code, 0) === 'fail') operation.fatal = code;
    }
    if (operation.frames.size === 0) this.#roundEnded(operation);
  }

  // The operation

  #scheduleBegin(): void {
    if (this.#beginScheduled) return;
    this.#beginScheduled = true;
    this.#host.clock.afterTurn(() => {
      this.#beginScheduled = false;
      if (this.#ended !== 'OK') this.end(this.#ended);
      else if (this.#operation === undefined && this.#next.length > 0) this.#begin();
    });
  }

  #begin(): void {
    assert(this.#operation === undefined, 'one flush of a volume runs at a time');
    this.#running = this.#next;
    this.#next = [];
    const set = this.#volume.takeDirty();
    const pending = set.slices.map((slice, index) => ({
      slice,
      acknowledged: set.acknowledged[index] === true,
      lossEpoch: must(set.lossEpochs[index], 'the loss epoch of a slice'),
    }));
    this.#operation = {
      set,
      pending,
      uncovered: new Set(),
      frames: new Set(),
      mapVersion: 0,
      rounds: 0,
      fatal: 'OK',
    };
    this.#round();
  }

  #round(): void {
    this.#timer = undefined;
    const operation = must(this.#operation, 'the flush that runs');
    operation.mapVersion = this.#map.version;
    operation.rounds++;
    operation.uncovered.clear();
    const { frames } = operation;
    const filling = new Map<number, FlushFrame>();
    for (const pending of operation.pending) {
      const entry = this.#map.slice(this.#volume.table.poolId, pending.slice);
      if (entry === undefined || entry.replicas.length === 0) {
        operation.uncovered.add(pending.slice);
        continue;
      }
      if (pending.acknowledged && entry.lossEpoch !== pending.lossEpoch) {
        if (!this.#untold.has(pending.slice)) this.#untold.set(pending.slice, pending.lossEpoch);
        pending.lossEpoch = entry.lossEpoch;
      }
      for (const deviceId of entry.replicas) {
        let frame = filling.get(deviceId);
        if (frame === undefined || frame.slices.length === maximumPairs) {
          frame = new FlushFrame(this, deviceId);
          filling.set(deviceId, frame);
          frames.add(frame);
        }
        frame.add(pending.slice, entry.generation);
      }
    }
    if (frames.size === 0) this.#roundEnded(operation);
    else for (const frame of [...frames]) this.#volume.send(frame);
  }

  #roundEnded(operation: Operation): void {
    const { uncovered } = operation;
    operation.pending = operation.pending.filter((pending) => uncovered.has(pending.slice));
    if (operation.pending.length === 0) {
      this.#finish(this.#untold.size > 0 ? 'DATA_LOST' : 'OK');
    } else if (operation.fatal !== 'OK') {
      this.#volume.dirty.merge(stillPending(operation));
      this.#finish(operation.fatal);
    } else if (this.#map.version > operation.mapVersion) {
      this.#round();
    } else {
      const pauseMs = retryPauseMs(operation.rounds, this.#host.random.fraction());
      this.#timer = this.#host.clock.after(pauseMs, () => this.#round());
    }
  }

  /** Flushes that already waited may stand for lost writes too: they are told the same. */
  #finish(code: ErrorCode): void {
    this.#operation = undefined;
    let told = this.#running;
    this.#running = [];
    if (code === 'DATA_LOST') {
      told = [...told, ...this.#next];
      this.#next = [];
      if (told.length > 0) {
        this.#untold.clear();
        this.#volume.lossTold();
      }
    }
    if (this.#next.length > 0) this.#scheduleBegin();
    if (code === 'DATA_LOST') this.#volume.counters.dataLost += told.length;
    if (code !== 'OK') this.#volume.counters.errors += told.length;
    for (const caller of told) caller.completion.finished(code);
  }
}

function stillPending(operation: Operation): DirtySet {
  const { pending } = operation;
  return {
    slices: pending.map(({ slice }) => slice),
    acknowledged: pending.map(({ acknowledged }) => acknowledged),
    lossEpochs: pending.map(({ lossEpoch }) => lossEpoch),
  };
}
