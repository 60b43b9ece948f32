/**
 * The slices of one pool in flat arrays, for the path of a request: which generation, which primary.
 * Brought up to date from the cluster map whenever that has changed; shared by all volumes of the pool.
 */

import { type ClusterMap, slicesPerPage } from '../../common/map.ts';
import type { MapDelta, SliceEntry } from '../../common/messages.ts';

export class SliceTable {
  readonly poolId: number;
  readonly sliceCount: number;
  readonly generations: Uint32Array;
  /** Device ids; 0 where the map names none. */
  readonly primaries: Uint32Array;
  readonly lossEpochs: Uint32Array;
  /** The pool acknowledges only what is on stable storage. */
  acknowledgesStable = false;

  constructor(map: ClusterMap, poolId: number) {
    const sliceCount = map.pool(poolId)?.sliceCount ?? 0;
    this.poolId = poolId;
    this.sliceCount = sliceCount;
    this.generations = new Uint32Array(sliceCount);
    this.primaries = new Uint32Array(sliceCount);
    this.lossEpochs = new Uint32Array(sliceCount);
    this.acknowledgesStable = map.pool(poolId)?.acknowledge === 'stable';
    for (const [slice, entry] of map.slices(poolId)) this.#set(slice, entry);
  }

  /** After `map` has changed by `delta`: only pages that it names are read. */
  refresh(map: ClusterMap, delta: MapDelta): void {
    this.acknowledgesStable = map.pool(this.poolId)?.acknowledge === 'stable';
    if (delta.whole) {
      for (const [slice, entry] of map.slices(this.poolId)) this.#set(slice, entry);
      return;
    }
    for (const put of delta.puts) {
      if (put.kind !== 'slicePage' || put.body.poolId !== this.poolId) continue;
      const first = put.body.pageIndex * slicesPerPage;
      for (const [index, entry] of put.body.entries.entries()) this.#set(first + index, entry);
    }
  }

  #set(slice: number, entry: SliceEntry): void {
    this.generations[slice] = entry.generation;
    this.primaries[slice] = entry.replicas[0] ?? 0;
    this.lossEpochs[slice] = entry.lossEpoch;
  }
}
