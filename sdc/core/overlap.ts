/**
 * Writes under way by range, so that two that touch the same 4 KiB block are never under way at once: a write that is
 * sent again must not land over a newer one. Waiting is in order of arrival; nobody overtakes an overlapping waiter.
 */

import { assert } from '../../common/assert.ts';
import { blockBytes, blocksPerChunk } from '../../common/units.ts';

/** One write (or zero, or trim) in the table; embedded in the owner's pooled request. */
export interface WriteRange {
  /** In blocks of 4 KiB, both inclusive. */
  firstBlock: number;
  lastBlock: number;
  /** Order of arrival. */
  order: number;
  /** Earlier ranges in the table that overlap this one: it may begin at 0. */
  blockers: number;
  nextRange: WriteRange | undefined;
  previousRange: WriteRange | undefined;
}

/** Ranges within one chunk are found by their chunk; those over several (trims) are few and in a list of their own. */
const bucketCount = 256;
const wideBucket = bucketCount;

export class OverlapTable<Range extends WriteRange> {
  readonly #heads: (WriteRange | undefined)[] = new Array<WriteRange | undefined>(bucketCount + 1).fill(undefined);
  /** Called for each range that nothing blocks any more, in order of arrival. */
  readonly #unblocked: (range: Range) => void;
  #arrivals = 0;
  #waiting = 0;
  #size = 0;

  constructor(unblocked: (range: Range) => void) {
    this.#unblocked = unblocked;
  }

  /** Ranges in the table, with those that wait. */
  get size(): number {
    return this.#size;
  }

  /** Enters a range of bytes; true when it may begin now, else `unblocked` tells when. */
  enter(range: Range, offset: number, lengthBytes: number): boolean {
    range.firstBlock = Math.floor(offset / blockBytes);
    range.lastBlock = Math.floor((offset + lengthBytes - 1) / blockBytes);
    range.order = this.#arrivals++;
    range.blockers = this.#countOverlaps(range);
    const bucket = bucketOf(range);
    const head = this.#heads[bucket];
    range.nextRange = head;
    range.previousRange = undefined;
    if (head !== undefined) head.previousRange = range;
    this.#heads[bucket] = range;
    this.#size++;
    if (range.blockers === 0) return true;
    this.#waiting++;
    return false;
  }

  /** Takes out a range that has ended, whether it had begun or not. */
  leave(range: Range): void {
    const { nextRange, previousRange } = range;
    if (nextRange !== undefined) nextRange.previousRange = previousRange;
    if (previousRange !== undefined) previousRange.nextRange = nextRange;
    else this.#heads[bucketOf(range)] = nextRange;
    range.nextRange = undefined;
    range.previousRange = undefined;
    this.#size--;
    if (range.blockers > 0) this.#waiting--;
    if (this.#waiting > 0) this.#unblock(range);
  }

  #countOverlaps(range: WriteRange): number {
    const bucket = bucketOf(range);
    if (bucket !== wideBucket) return countIn(this.#heads[bucket], range) + countIn(this.#heads[wideBucket], range);
    let count = 0;
    for (const head of this.#heads) count += countIn(head, range);
    return count;
  }

  #unblock(left: WriteRange): void {
    const freed: WriteRange[] = [];
    const bucket = bucketOf(left);
    if (bucket === wideBucket) {
      for (const head of this.#heads) freeIn(head, left, freed);
    } else {
      freeIn(this.#heads[bucket], left, freed);
      freeIn(this.#heads[wideBucket], left, freed);
    }
    this.#waiting -= freed.length;
    freed.sort((a, b) => a.order - b.order);
    for (const range of freed) this.#unblocked(range as Range);
  }
}

function bucketOf(range: WriteRange): number {
  const chunk = Math.floor(range.firstBlock / blocksPerChunk);
  return chunk === Math.floor(range.lastBlock / blocksPerChunk) ? chunk % bucketCount : wideBucket;
}

function overlaps(a: WriteRange, b: WriteRange): boolean {
  return a.firstBlock <= b.lastBlock && b.firstBlock <= a.lastBlock;
}

function countIn(head: WriteRange | undefined, range: WriteRange): number {
  let count = 0;
  for (let at = head; at !== undefined; at = at.nextRange) if (overlaps(at, range)) count++;
  return count;
}

function freeIn(head: WriteRange | undefined, left: WriteRange, freed: WriteRange[]): void {
  for (let at = head; at !== undefined; at = at.nextRange) {
    if (at.order < left.order || !overlaps(at, left)) continue;
    assert(at.blockers > 0, 'a later overlapping range counts each earlier one');
    at.blockers--;
    if (at.blockers === 0) freed.push(at);
  }
}
