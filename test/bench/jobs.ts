/** What is measured: every job with its name, pattern, block size, depth and working set. docs/benchmarks.md explains them. */

/**
 * Which part of a volume a job touches: all of it; a part so small that it stays in the journals; or 100 times as much as
 * a device's journal holds, so that everything written has to be applied.
 */
export type WorkingSet = 'whole' | 'within' | 'beyond';

export interface Job {
  readonly name: string;
  readonly pattern: 'randread' | 'randwrite' | 'read' | 'write' | 'randrw';
  readonly blockBytes: number;
  readonly depth: number;
  readonly set: WorkingSet;
  /** Share of reads of a mixed pattern, in percent. */
  readonly readPercent?: number;
  /** A flush follows each write; the latencies of the row are then those of the flushes. */
  readonly flushes?: boolean;
  /** Takes minutes, and is watched for gaps: only where it is asked for by name. */
  readonly isLong?: boolean;
}

const random = { read: 'randread', write: 'randwrite' } as const;

function pair(size: string, blockBytes: number, depth: number, set: WorkingSet = 'whole'): Job[] {
  const suffix = set === 'whole' ? '' : `-${set}`;
  return (['write', 'read'] as const).map((direction) => ({
    name: `${direction}-${size}-${depth}${suffix}`,
    pattern: random[direction],
    blockBytes,
    depth,
    set,
  }));
}

export const jobs: readonly Job[] = [
  ...pair('4k', 4096, 32),
  ...pair('4k', 4096, 1),
  ...pair('16k', 16_384, 16),
  ...pair('64k', 65_536, 16),
  { name: 'write-1m-8', pattern: 'write', blockBytes: 1_048_576, depth: 8, set: 'whole' },
  { name: 'read-1m-8', pattern: 'read', blockBytes: 1_048_576, depth: 8, set: 'whole' },
  { name: 'flush-4k-1', pattern: 'randwrite', blockBytes: 4096, depth: 1, set: 'whole', flushes: true },
  { name: 'mix-4k-32', pattern: 'randrw', blockBytes: 4096, depth: 32, set: 'whole', readPercent: 70 },
  ...pair('4k', 4096, 32, 'within'),
  ...pair('4k', 4096, 32, 'beyond'),
  { name: 'sustained-4k-32', pattern: 'randwrite', blockBytes: 4096, depth: 32, set: 'beyond', isLong: true },
];

/** Code that has just been started is not compiled yet: daemons that have run for a while are what is measured. */
export const warmUp: Job = {
  name: 'warm-up',
  pattern: 'randrw',
  blockBytes: 4096,
  depth: 32,
  set: 'whole',
  readPercent: 50,
};
