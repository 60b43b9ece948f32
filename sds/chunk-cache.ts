/** The chunks in memory: those with pending records always, of the others as many as the bound allows. */

import { ClusterError } from '../common/errors.ts';
import type { DiskFile } from '../common/host.ts';
import { Chunk } from './chunk.ts';
import { type ChunkHeader, decodeHeader, emptyHeader, headerOffset, headerPlaceBytes } from './core/chunk-header.ts';
import type { Directory } from './directory.ts';

/** Clean chunks kept: about 2 KiB each. */
const keptChunks = 8192;

/** The header of a slot that counts, and the place it is in; undefined when neither place has one. */
export function readHeader(
  file: DiskFile,
  slot: number,
  newestSerial: number,
  formatId: number,
): { readonly header: ChunkHeader; readonly place: number } | undefined {
  const bytes = Buffer.allocUnsafe(headerPlaceBytes);
  let best: { header: ChunkHeader; place: number } | undefined;
  for (const place of [0, 1]) {
    if (file.readSync(bytes, headerOffset(slot, place)) < headerPlaceBytes) continue;
    const header = decodeHeader(bytes, slot);
    if (header === undefined || header.formatId !== formatId || header.serial > newestSerial) continue;
    if (best === undefined || header.serial > best.header.serial) best = { header, place };
  }
  return best;
}

export class ChunkCache {
  readonly #layers = new Map<number, Map<number, Chunk>>();
  readonly #directory: Directory;
  readonly #headers: DiskFile;
  readonly #newestSerial: () => number;
  readonly #formatId: number;
  #count = 0;

  constructor(directory: Directory, headers: DiskFile, newestSerial: () => number, formatId: number) {
    this.#directory = directory;
    this.#headers = headers;
    this.#newestSerial = newestSerial;
    this.#formatId = formatId;
  }

  /** undefined when the device has no such chunk. Reads its header when it is not in memory. */
  find(layerId: number, chunkIndex: number): Chunk | undefined {
    const cached = this.#layers.get(layerId)?.get(chunkIndex);
    if (cached !== undefined) {
      cached.touched = true;
      return cached;
    }
    const entry = this.#directory.find(layerId, chunkIndex);
    if (entry === undefined) return undefined;
    const found = readHeader(this.#headers, entry.slot, this.#newestSerial(), this.#formatId);
    const header = found?.header;
    const matches =
      header !== undefined &&
      !header.free &&
      header.layerId === layerId &&
      header.chunkIndex === chunkIndex &&
      header.versionGeneration === entry.generation &&
      header.versionSequence === entry.sequence;
    if (found === undefined || !matches) {
      throw new ClusterError(
        'DAMAGED',
        `the header of chunk ${chunkIndex} of layer ${layerId} (slot ${entry.slot} of ${this.#headers.path}) is not what the directory says`,
      );
    }
    return this.#add(new Chunk(found.header, found.place));
  }

  /** A chunk that the device does not have yet, in a slot that was just allocated. */
  create(layerId: number, chunkIndex: number, slice: number, slot: number): Chunk {
    const header = emptyHeader(slot);
    header.free = false;
    header.formatId = this.#formatId;
    header.layerId = layerId;
    header.chunkIndex = chunkIndex;
    header.slice = slice;
    // The slot may have held another chunk: the place that counts must stay whole until a checkpoint is complete.
    const place = readHeader(this.#headers, slot, this.#newestSerial(), this.#formatId)?.place ?? -1;
    return this.#add(new Chunk(header, place));
  }

  /** Forgets a chunk whose slot has been freed. */
  forget(chunk: Chunk): void {
    if (this.#layers.get(chunk.layerId)?.delete(chunk.chunkIndex) === true) this.#count--;
  }

  *[Symbol.iterator](): Generator<Chunk> {
    for (const layer of this.#layers.values()) yield* layer.values();
  }

  #add(chunk: Chunk): Chunk {
    let layer = this.#layers.get(chunk.layerId);
    if (layer === undefined) {
      layer = new Map();
      this.#layers.set(chunk.layerId, layer);
    }
    layer.set(chunk.chunkIndex, chunk);
    this.#count++;
    if (this.#count > 2 * keptChunks) this.#evict(chunk);
    return chunk;
  }

  /** Second chance: what was not used since the last sweep goes. */
  #evict(kept: Chunk): void {
    for (const chunk of this) {
      if (chunk === kept || !chunk.evictable) continue;
      if (chunk.touched) chunk.touched = false;
      else this.forget(chunk);
      if (this.#count <= keptChunks) return;
    }
  }
}
