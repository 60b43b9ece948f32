/** What is done with a request that was not served: the retry table of docs/sdc.md as code. */

import { type ErrorCode, errorCodes } from '../../common/errors.ts';

/**
 * `again`: at once. `map`: when a newer map has come, and after a pause in case the other side was the one behind.
 * `pause`: after a pause. `fail`: the user is told.
 */
export type Verdict = 'again' | 'map' | 'pause' | 'fail';

/** Damaged on the wire or on one replica's media: asking again usually cures it; more often it is the data itself. */
export const maximumCorruptRetries = 4;

const verdicts: Readonly<Partial<Record<ErrorCode, Verdict>>> = {
  STALE_MAP: 'map',
  NOT_PRIMARY: 'map',
  FENCED: 'map',
  CORRUPT: 'again',
  INVALID: 'map',
};

/** An engine that has not yet heard that a volume has grown, or that it exists: four seconds and more of pauses. */
export const maximumInvalidRetries = 8;

const limits: Readonly<Partial<Record<ErrorCode, number>>> = {
  CORRUPT: maximumCorruptRetries,
  INVALID: maximumInvalidRetries,
};

/** Whether the code of an answer is one of those that are retried only so often. */
export function isLimited(code: ErrorCode): boolean {
  return limits[code] !== undefined;
}

/** `limitedAnswers`: how often this request got an answer that `isLimited`, with this one. */
export function verdictOf(code: ErrorCode, limitedAnswers: number): Verdict {
  if (limitedAnswers > (limits[code] ?? Number.POSITIVE_INFINITY)) return 'fail';
  return verdicts[code] ?? (errorCodes[code].retryable ? 'pause' : 'fail');
}

const firstPauseMs = 50;
const longestPauseMs = 1000;

/** Pause before the next try after `tries` unsuccessful ones in a row; `fraction` in [0, 1) is the jitter. */
export function retryPauseMs(tries: number, fraction: number): number {
  return doubled(firstPauseMs, longestPauseMs, tries - 1) * (0.5 + fraction / 2);
}

const firstReconnectMs = 20;
const longestReconnectMs = 500;

/** Pause before a link is made again after `failures` in a row: none after the first. */
export function reconnectPauseMs(failures: number, fraction: number): number {
  if (failures <= 1) return 0;
  return doubled(firstReconnectMs, longestReconnectMs, failures - 2) * (0.5 + fraction / 2);
}

function doubled(first: number, longest: number, times: number): number {
  return Math.min(longest, first * 2 ** Math.min(times, 30));
}
