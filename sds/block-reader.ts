/**
 * Reads blocks of chunks from wherever they are: journal, fresh extents, extents, or nowhere. Nothing is returned whose
 * checksum does not match.
 */

import { assert } from '../common/assert.ts';
import { crc32c, zeroBlockCrc } from '../common/crc32c.ts';
import { ClusterError } from '../common/errors.ts';
import { blockBytes, blocksPerChunk, blocksPerExtent, extentBytes } from '../common/units.ts';
import { type Chunk, overlayKind } from './chunk.ts';
import { blockState } from './core/block-states.ts';
import { noExtent } from './core/chunk-header.ts';
import type { DeviceFiles } from './device-store.ts';

export class BlockReader {
  /** Checksums of the blocks that the last `read` returned. */
  readonly readChecksums = new Uint32Array(blocksPerChunk);
  readonly #files: Pick<DeviceFiles, 'journal' | 'data'>;

  constructor(files: Pick<DeviceFiles, 'journal' | 'data'>) {
    this.#files = files;
  }

  /**
   * Reads whole blocks of a chunk into `into`, through its layers (writable first). Returns how many blocks hold data:
   * 0 means that all are zeros and `into` was not touched. `readChecksums` has the checksum of each block.
   * Throws `CORRUPT` when bytes from media do not match.
   */
  read(layers: readonly (Chunk | undefined)[], firstBlock: number, blockCount: number, into: Uint8Array): number {
    if (blockCount === 1) return this.#readBlock(layers, firstBlock, into);
    let data = 0;
    for (let block = 0; block < blockCount; block++)
      if (this.#layerOf(layers, firstBlock + block) !== undefined) data++;
    if (data === 0) return 0;
    for (let block = 0; block < blockCount; )
      block += this.#readRun(layers, firstBlock + block, blockCount - block, into, block);
    return data;
  }

  /** The usual read: everything is looked up once. */
  #readBlock(layers: readonly (Chunk | undefined)[], block: number, into: Uint8Array): number {
    const chunk = this.#layerOf(layers, block);
    if (chunk === undefined) return 0;
    const bytes = into.length === blockBytes ? into : into.subarray(0, blockBytes);
    this.#readVerified(chunk, block, 1, this.#place(chunk, block), bytes, 0);
    return 1;
  }

  #layerOf(layers: readonly (Chunk | undefined)[], block: number): Chunk | undefined {
    for (const chunk of layers) {
      if (chunk === undefined || chunk.gone) continue;
      const state = chunk.stateOf(block);
      if (state === blockState.DATA) return chunk;
      if (state === blockState.ZERO) return undefined;
    }
    return undefined;
  }

  /** Reads the longest run from `block` that lies in one piece in one file; returns its length in blocks. */
  #readRun(layers: readonly (Chunk | undefined)[], block: number, limit: number, into: Uint8Array, at: number): number {
    const chunk = this.#layerOf(layers, block);
    if (chunk === undefined) {
      into.fill(0, at * blockBytes, (at + 1) * blockBytes);
      this.readChecksums[at] = zeroBlockCrc;
      return 1;
    }
    const place = this.#place(chunk, block);
    let count = 1;
    while (
      count < limit &&
      this.#layerOf(layers, block + count) === chunk &&
      this.#place(chunk, block + count) === place + (place < 0 ? -1 : 1) * count * blockBytes
    )
      count++;
    this.#readVerified(chunk, block, count, place, into.subarray(at * blockBytes, (at + count) * blockBytes), at);
    return count;
  }

  /** Reads a run that lies in one piece at `place`; `at` is its first block's number in `readChecksums`. */
  #readVerified(chunk: Chunk, block: number, count: number, place: number, bytes: Uint8Array, at: number): void {
    const file = place < 0 ? this.#files.journal : this.#files.data;
    const read = file.readSync(bytes, Math.abs(place));
    for (let i = 0; i < count; i++) {
      const expected = this.#checksumOf(chunk, block + i);
      const actual = crc32c(count === 1 ? bytes : bytes.subarray(i * blockBytes, (i + 1) * blockBytes));
      if (read !== bytes.length || actual !== expected) {
        throw new ClusterError(
          'CORRUPT',
          `block ${block + i} of chunk ${chunk.chunkIndex} of layer ${chunk.layerId} in ${file.path} at byte ${Math.abs(place) + i * blockBytes} does not match its checksum`,
        );
      }
      this.readChecksums[at + i] = expected;
    }
  }

  /** Where a data block lies: its byte in the data file, or minus its byte in the journal file (never 0: a header is there). */
  #place(chunk: Chunk, block: number): number {
    for (const overlay of [chunk.active, chunk.frozen]) {
      const kind = overlay?.kinds[block] ?? 0;
      if (kind === overlayKind.JOURNAL) return -(overlay?.offsets[block] ?? 0);
      if (kind === overlayKind.EXTENT) return overlay?.offsets[block] ?? 0;
    }
    const extent = chunk.header.extents[Math.floor(block / blocksPerExtent)] ?? noExtent;
    assert(extent !== noExtent, 'a data block has an extent');
    return extent * extentBytes + (block % blocksPerExtent) * blockBytes;
  }

  #checksumOf(chunk: Chunk, block: number): number {
    if (chunk.active !== undefined && chunk.active.kinds[block] !== 0) return chunk.active.checksums[block] ?? 0;
    if (chunk.frozen !== undefined && chunk.frozen.kinds[block] !== 0) return chunk.frozen.checksums[block] ?? 0;
    return chunk.header.checksums[block] ?? 0;
  }
}
