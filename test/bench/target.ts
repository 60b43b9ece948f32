/** Something that is measured: a cluster of ours, or a peer. All serve NBD. */

import type { Region } from './fio.ts';
import type { WorkingSet } from './jobs.ts';
import type { LoopDelays } from './loop-delay.ts';
import type { WatchedProcess } from './processes.ts';

/** The sizes of the working sets. `within` is the beginning of `whole`; `beyond` is a volume or a range of its own. */
export interface SetSizes {
  readonly whole: number;
  readonly within: number;
  readonly beyond: number;
}

export interface Target {
  /** `sio`, `nbdkit-memory` … */
  readonly name: string;
  /** Whose CPU is counted. */
  readonly processes: readonly WatchedProcess[];
  region(set: WorkingSet): Region;
  /** Of each process that shows them. */
  loopDelays(): Promise<ReadonlyMap<string, LoopDelays>>;
  /** Ends what was started and removes what it stored. May be called twice, and after a failure. */
  close(): Promise<void>;
}

/** Of a peer with one export: `beyond` lies behind `whole`. */
export function regionOf(uri: string, sizes: SetSizes, set: WorkingSet): Region {
  if (set === 'beyond') return { uri, offset: sizes.whole, bytes: sizes.beyond };
  return { uri, offset: 0, bytes: sizes[set] };
}
