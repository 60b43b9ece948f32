/**
 * The slices of a volume that were written since they were last flushed, each with the loss epoch of its oldest
 * acknowledgement that no flush has covered (PROTOCOL.md section 1 and 6). Its size is bounded by the pool's slices.
 */

import { assert, must } from '../../common/assert.ts';

/** Sent: a write may have been executed. Acknowledged: one was, and a loss since then must be told. */
const clean = 0;
const sent = 1;
const acknowledged = 2;

/** A set that a flush has taken: parallel arrays. */
export interface TakenSlices {
  readonly slices: readonly number[];
  readonly acknowledged: readonly boolean[];
  /** Of the oldest acknowledgement; meaningless where there is none. */
  readonly lossEpochs: readonly number[];
}

export class DirtySlices {
  readonly sliceCount: number;
  readonly #states: Uint8Array;
  readonly #lossEpochs: Uint32Array;
  #slices: number[] = [];

  constructor(sliceCount: number) {
    this.sliceCount = sliceCount;
    this.#states = new Uint8Array(sliceCount);
    this.#lossEpochs = new Uint32Array(sliceCount);
  }

  get size(): number {
    return this.#slices.length;
  }

  has(slice: number): boolean {
    return this.#states[slice] !== clean;
  }

  /** A write of this slice is about to leave. */
  markSent(slice: number): void {
    if (this.#states[slice] !== clean) return;
    this.#states[slice] = sent;
    this.#slices.push(slice);
  }

  /** A write of this slice was acknowledged while its loss epoch was `lossEpoch`. An older acknowledgement's epoch stays. */
  markAcknowledged(slice: number, lossEpoch: number): void {
    const state = this.#states[slice];
    if (state === acknowledged) return;
    if (state === clean) this.#slices.push(slice);
    this.#states[slice] = acknowledged;
    this.#lossEpochs[slice] = lossEpoch;
  }

  /** Tells each slice with an acknowledgement that no flush has covered, and the loss epoch of the oldest. */
  forEachAcknowledged(tell: (slice: number, lossEpoch: number) => void): void {
    for (const slice of this.#slices) {
      if (this.#states[slice] === acknowledged) tell(slice, must(this.#lossEpochs[slice], 'the loss epoch of a slice'));
    }
  }

  /** Swaps the set for an empty one. */
  take(): TakenSlices {
    const slices = this.#slices;
    this.#slices = [];
    const wasAcknowledged: boolean[] = [];
    const lossEpochs: number[] = [];
    for (const slice of slices) {
      wasAcknowledged.push(this.#states[slice] === acknowledged);
      lossEpochs.push(must(this.#lossEpochs[slice], 'the loss epoch of a slice'));
      this.#states[slice] = clean;
    }
    return { slices, acknowledged: wasAcknowledged, lossEpochs };
  }

  /** Gives back a set whose flush has failed. Of two acknowledgements the older one counts: epochs only rise. */
  merge(taken: TakenSlices): void {
    for (const [index, slice] of taken.slices.entries()) {
      assert(slice < this.sliceCount, 'a set is merged into one of the same pool');
      if (taken.acknowledged[index] !== true) {
        this.markSent(slice);
        continue;
      }
      const lossEpoch = must(taken.lossEpochs[index], 'the loss epoch of a slice');
      const known = must(this.#lossEpochs[slice], 'the loss epoch of a slice');
      if (this.#states[slice] !== acknowledged) this.markAcknowledged(slice, lossEpoch);
      else if (lossEpoch < known) this.#lossEpochs[slice] = lossEpoch;
    }
  }
}
