/** What a volume counts, for the metrics: plain numbers that only grow, but for `inFlight`. */

/** Why a part of an I/O was sent more than once. */
export const retryReasons = [
  'link',
  'map',
  'stale_map',
  'busy',
  'fenced',
  'corrupt',
  'old_generation',
  'other',
] as const;
export type RetryReason = (typeof retryReasons)[number];

export class VolumeCounters {
  reads = 0;
  readBytes = 0;
  writes = 0;
  writtenBytes = 0;
  /** Zeroes and trims. */
  zeroes = 0;
  zeroedBytes = 0;
  /** Questions for block states. */
  statuses = 0;
  flushes = 0;
  /** Requests that the user was told have failed. */
  errors = 0;
  timeouts = 0;
  /** Flushes that reported lost data. */
  dataLost = 0;
  inFlight = 0;
  readonly retries: Record<RetryReason, number> = {
    link: 0,
    map: 0,
    stale_map: 0,
    busy: 0,
    fenced: 0,
    corrupt: 0,
    old_generation: 0,
    other: 0,
  };
}
