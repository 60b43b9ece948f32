/** What an engine counts; the SDS shows it as metrics and reports it in heartbeats. */

export interface EngineCounters {
  reads: number;
  writes: number;
  zeroes: number;
  statuses: number;
  flushes: number;
  readBytes: number;
  writeBytes: number;
  forwards: number;
  chunksCopied: number;
  bytesCopied: number;
  checksumFailures: number;
  /** Writes that waited for room in a journal. */
  throttledWrites: number;
  busyAnswers: number;
  staleAnswers: number;
}

export function noCounters(): EngineCounters {
  return {
    reads: 0,
    writes: 0,
    zeroes: 0,
    statuses: 0,
    flushes: 0,
    readBytes: 0,
    writeBytes: 0,
    forwards: 0,
    chunksCopied: 0,
    bytesCopied: 0,
    checksumFailures: 0,
    throttledWrites: 0,
    busyAnswers: 0,
    staleAnswers: 0,
  };
}
