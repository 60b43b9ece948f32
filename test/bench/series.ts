/** The course of a long job: its logs of fio put together, the longest gap without an answer, the rate of each minute. Pure. */

/** A window of the series. */
export interface Point {
  /** End of the window, from the job's begin. */
  readonly atMs: number;
  readonly operations: number;
  /** Slowest operation that ended in it; 0 when none did. */
  readonly worstUs: number;
}

export interface Course {
  readonly windowMs: number;
  readonly points: readonly Point[];
  /** Longest time between two answers, to about 10 ms, never too short. */
  readonly longestGapMs: number;
  /** When it began. */
  readonly longestGapAtMs: number;
  /** Operations per second, of each whole minute; of all where there is no whole one. */
  readonly minutes: readonly number[];
}

/** What the first issue of the tool asks: no longer gap, and no minute slower than this share of the first one. */
export const allowedGapMs = 100;
export const allowedMinuteShare = 0.7;

const minuteMs = 60_000;

function rowsOf(log: string): number[][] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(',').map(Number));
}

/**
 * `latencyLog` is fio's clat log with the highest value of each 10 ms or more (`log_max_value`): a line is written with the
 * first answer after those, so that two stamps lie no closer than a gap is long. `histogramLog` is its clat histogram, a line
 * each `windowMs`, whose bins count the answers. fio does not write the last, unfinished window of either. The job ended at
 * `endMs`: silence until then is a gap too.
 */
export function courseOf(latencyLog: string, histogramLog: string, windowMs: number, endMs: number): Course {
  const worst = new Map<number, number>();
  let longestGapMs = 0;
  let longestGapAtMs = 0;
  let lastMs = 0;
  for (const [atMs = 0, worstNs = 0] of [...rowsOf(latencyLog), [endMs]]) {
    const window = Math.ceil(atMs / windowMs);
    worst.set(window, Math.max(worst.get(window) ?? 0, worstNs / 1_000));
    if (atMs - lastMs > longestGapMs) {
      longestGapMs = atMs - lastMs;
      longestGapAtMs = lastMs;
    }
    lastMs = atMs;
  }
  const operations = new Map<number, number>();
  for (const [atMs = 0, , , ...bins] of rowsOf(histogramLog)) {
    // Stamps come a little after a window's end; the next window's begin is nearer than this one's.
    const window = Math.max(1, Math.round(atMs / windowMs));
    operations.set(window, (operations.get(window) ?? 0) + bins.reduce((sum, count) => sum + count, 0));
  }
  const last = Math.max(0, ...operations.keys());
  const points = Array.from({ length: last }, (_, i) => ({
    atMs: (i + 1) * windowMs,
    operations: operations.get(i + 1) ?? 0,
    worstUs: Math.round(worst.get(i + 1) ?? 0),
  }));
  return { windowMs, points, longestGapMs, longestGapAtMs, minutes: minutesOf(points, windowMs) };
}

function minutesOf(points: readonly Point[], windowMs: number): number[] {
  const perMinute = minuteMs / windowMs;
  // fio keeps the last window to itself: a minute that wants only that is whole.
  const whole = Math.floor((points.length + 1) / perMinute);
  const rate = (part: readonly Point[]): number =>
    part.reduce((sum, point) => sum + point.operations, 0) / ((part.length * windowMs) / 1_000);
  if (whole === 0) return points.length === 0 ? [] : [rate(points)];
  return Array.from({ length: whole }, (_, i) => rate(points.slice(i * perMinute, (i + 1) * perMinute)));
}

/** One sentence for each of the two bounds that is missed. */
export function missesOf({ longestGapMs, longestGapAtMs, minutes }: Course): string[] {
  const misses: string[] = [];
  if (longestGapMs > allowedGapMs)
    misses.push(
      `a gap of ${longestGapMs} ms at ${(longestGapAtMs / 1_000).toFixed(1)} s; ${allowedGapMs} ms are allowed`,
    );
  const first = minutes[0] ?? 0;
  const slow = minutes.findIndex((rate) => rate < first * allowedMinuteShare);
  const rate = minutes[slow];
  if (rate !== undefined)
    misses.push(
      `minute ${slow + 1} at ${(rate / first).toFixed(2)} of the first one's rate; ${allowedMinuteShare} is asked`,
    );
  return misses;
}
