/** A slice as one engine sees it: its entry in the map, whether it serves, and what waits for it. */

import type { SliceEntry } from '../common/messages.ts';
import type { MirrorLink } from './mirror-link.ts';
import type { ParkedRequest } from './parking.ts';
import type { WriteOperation } from './write-operation.ts';

/**
 *   unsettled --(primary: all replicas equal and stable)--> serving
 *       ^                                                     |
 *       +----- new generation, a mirror's link broke ---------+
 */
export class SliceState {
  readonly slice: number;
  entry: SliceEntry;
  isPrimary: boolean;
  /** Primary: requests are performed. Mirror: made equal in this generation. */
  settled = false;
  /** Primary, while settled: the links to all mirrors. */
  mirrors: readonly MirrorLink[] = [];
  /** Requests that wait until the slice is settled, or for a newer map. */
  readonly parked: ParkedRequest[] = [];
  /** Unfinished writes whose mirror went away: settling finishes them. */
  readonly orphans: WriteOperation[] = [];

  constructor(slice: number, entry: SliceEntry, isPrimary: boolean) {
    this.slice = slice;
    this.entry = entry;
    this.isPrimary = isPrimary;
  }

  get generation(): number {
    return this.entry.generation;
  }
}
