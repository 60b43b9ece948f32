/** What is made of the figures of several rounds, or of a long series: medians, spread, gaps, growth. Pure. */

/** NaN for nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The upper one of the two in the middle, so that it is one of the values: for ends of buckets. */
export function upperMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** From the lowest to the highest, as a share of the median: 0.2 is ±10 % or so. 0 for one value or none. */
export function spread(values: readonly number[]): number {
  if (values.length < 2) return 0;
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** What a series may have grown by and still counts as flat: whichever of the two is larger. */
export interface GrowthBound {
  readonly share: number;
  readonly absolute: number;
}

export interface Growth {
  /** Medians of the second and of the last quarter: the first is for warming up. */
  readonly early: number;
  readonly late: number;
  readonly allowed: number;
  readonly isFlat: boolean;
}

/** Undefined when there are fewer than two values a quarter: nothing can be said. */
export function growthOf(values: readonly number[], bound: GrowthBound): Growth | undefined {
  const quarter = Math.floor(values.length / 4);
  if (quarter < 2) return undefined;
  const early = median(values.slice(quarter, 2 * quarter));
  const late = median(values.slice(-quarter));
  const allowed = Math.max(early * bound.share, bound.absolute);
  return { early, late, allowed, isFlat: late <= early + allowed };
}
