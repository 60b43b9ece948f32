/**
 * The answer to one block-status request of a user: the runs of its chunks, which come in any order, put in order and
 * merged. It also says how many chunks may be asked at once, and when the answer is long enough.
 */

import { assert } from '../common/assert.ts';
import type { BlockRun } from '../common/block-runs.ts';
import type { ErrorCode } from '../common/errors.ts';
import { gib } from '../common/units.ts';
import type { BlockExtent, Completion, StatusCompletion } from '../nbd-bridge/volume.ts';

/** Extents of one answer (one chunk's may come on top): 4,096 are 256 KiB here, and 32 KiB on an NBD link. */
export const maximumExtents = 4096;
/** An answer covers no more: even of an empty volume it is there within the second. */
export const maximumStatusBytes = 64 * gib;
/** Runs that all block-status answers of a volume may hold together (5 MiB); beyond it they end early. */
export const maximumHeldRuns = 65_536;
/** Chunks asked at once where there is little to tell (measured: docs/sdc.md), and where every block may differ. */
export const sparseWindow = 128;
export const denseWindow = 16;
/** Extents a chunk, on the average, from which on a volume counts as densely fragmented. */
const denseExtents = 8;

/** What the block-status answers of one volume hold at the moment. */
export class StatusMemory {
  runs = 0;
}

export class StatusAnswer implements Completion {
  readonly #completion: StatusCompletion;
  readonly #memory: StatusMemory;
  /** Of what `memory` counts. */
  #heldRuns = 0;
  /** A chunk's runs were thrown away: the answer ends before it. */
  #isCut = false;
  readonly #extents: BlockExtent[] = [];
  /** Runs of chunks that were answered before an earlier chunk was, by their offset in the request. */
  readonly #early = new Map<number, readonly BlockRun[]>();
  #coveredBytes = 0;
  #chunks = 0;

  constructor(completion: StatusCompletion, memory: StatusMemory) {
    this.#completion = completion;
    this.#memory = memory;
  }

  /** How many chunks may be asked at once; 0 when the answer is long enough. */
  get window(): number {
    if (this.#isCut || this.#extents.length >= maximumExtents) return 0;
    return this.#chunks >= denseWindow && this.#extents.length < denseExtents * this.#chunks
      ? sparseWindow
      : denseWindow;
  }

  /** What the chunk consists of whose part of the range begins at `offsetInRequest`. The first one is always kept. */
  chunkAnswered(offsetInRequest: number, runs: readonly BlockRun[]): void {
    if (offsetInRequest > 0 && this.#memory.runs + runs.length > maximumHeldRuns) {
      this.#isCut = true;
      return;
    }
    this.#hold(runs.length);
    this.#early.set(offsetInRequest, runs);
    for (;;) {
      const next = this.#early.get(this.#coveredBytes);
      if (next === undefined || this.#extents.length >= maximumExtents) return;
      this.#early.delete(this.#coveredBytes);
      this.#chunks++;
      for (const run of next) this.#add(run);
    }
  }

  data(): void {
    assert(false, 'a block-status request reads nothing');
  }

  finished(code: ErrorCode): void {
    this.#hold(-this.#heldRuns);
    if (code === 'OK') this.#completion.extents(this.#extents);
    this.#completion.finished(code);
  }

  #add(run: BlockRun): void {
    this.#coveredBytes += run.lengthBytes;
    const last = this.#extents.at(-1);
    if (last?.state !== run.state || last.layer !== run.layer) {
      this.#extents.push(run);
      return;
    }
    this.#extents[this.#extents.length - 1] = { ...last, lengthBytes: last.lengthBytes + run.lengthBytes };
    this.#hold(-1);
  }

  #hold(runs: number): void {
    this.#heldRuns += runs;
    this.#memory.runs += runs;
  }
}
