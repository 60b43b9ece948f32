/** All the slices that a volume's chunks can lie on: what a flush covers when it does not know what was written. */

import { sliceOf } from '../../common/placement.ts';
import { chunkCountOf } from './split.ts';

/** In ascending order. Costs one step a chunk, and no more than four a slice. */
export function slicesOfVolume(vtreeId: number, sizeBytes: number, sliceCount: number): number[] {
  const chunks = chunkCountOf(sizeBytes);
  if (chunks >= 4 * sliceCount) return Array.from({ length: sliceCount }, (_, slice) => slice);
  const found = new Uint8Array(sliceCount);
  for (let chunkIndex = 0; chunkIndex < chunks; chunkIndex++) found[sliceOf(vtreeId, chunkIndex, sliceCount)] = 1;
  const slices: number[] = [];
  for (let slice = 0; slice < sliceCount; slice++) if (found[slice] === 1) slices.push(slice);
  return slices;
}
