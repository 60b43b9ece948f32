/**
 * Where a chunk lies: chunk -> slice, by a function that every daemon computes for itself (DESIGN.md section 2).
 * Part of the on-disk and wire contract: a change moves data.
 */

/** Neighbouring chunks that lie on neighbouring slices. */
const chunksPerGroup = 64;

/** Murmur3's finaliser over three words: every input bit reaches every output bit. */
function mix(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ c, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The slice of a chunk. `vtreeId` below 2^53, `sliceCount` a power of two. */
export function sliceOf(vtreeId: number, chunkIndex: number, sliceCount: number): number {
  const group = Math.floor(chunkIndex / chunksPerGroup);
  const start = mix(vtreeId >>> 0, Math.floor(vtreeId / 2 ** 32), group);
  return (start + (chunkIndex % chunksPerGroup)) & (sliceCount - 1);
}
