/** Where a byte of a volume lies: chunk and place in it. Offsets are exact up to 2^53, chunk indexes fit 32 bits. */

import { chunkBytes } from '../../common/units.ts';

export function chunkIndexOf(offset: number): number {
  return Math.floor(offset / chunkBytes);
}

/** Bytes of a part that begins at `offset` of a range that ends before `end`: never across two chunks. */
export function partLengthAt(offset: number, end: number): number {
  const left = end - offset;
  const inChunk = chunkBytes - (offset - Math.floor(offset / chunkBytes) * chunkBytes);
  return left < inChunk ? left : inChunk;
}

export function chunkCountOf(sizeBytes: number): number {
  return Math.ceil(sizeBytes / chunkBytes);
}
