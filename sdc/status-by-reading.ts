/**
 * Block states found out by reading: correct, but as costly as the read, and blind to layers.
 * Stands only until the data servers tell their block states themselves.
 */

import { chunkBytes } from '../common/units.ts';
import type { BlockVolume, Completion, StatusCompletion } from '../nbd-bridge/volume.ts';

/** Tells whether the chunk at `offset` reads as nothing but zeros that cost no data. */
export function statusByReading(
  volume: BlockVolume,
  offset: number,
  lengthBytes: number,
  told: StatusCompletion,
): void {
  const length = Math.min(lengthBytes, chunkBytes - (offset % chunkBytes));
  let hasData = false;
  const completion: Completion = {
    data: (_offset, _length, bytes) => {
      if (bytes !== undefined) hasData = true;
    },
    finished: (code) => {
      if (code === 'OK') told.extents([{ lengthBytes: length, state: hasData ? 'data' : 'zero', layer: 0 }]);
      told.finished(code);
    },
  };
  volume.read(offset, length, completion);
}
