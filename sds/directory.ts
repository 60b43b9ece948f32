/**
 * The directory of a device: (layer, chunk) -> header slot and version, used extents and slots, slice rows, all as of
 * the last checkpoint. It lives in a store in pages; a bounded number of pages is in memory.
 */

import { crc32c } from '../common/crc32c.ts';
import { ClusterError } from '../common/errors.ts';
import { readU64, writeU64 } from '../common/frame.ts';
import type { Store, StoreOperation } from '../common/host.ts';
import { Allocator, bitmapPageBytes } from './core/allocator.ts';
import { sealed, unsealed } from './core/sealed-value.ts';
import { SliceTable } from './core/slice-table.ts';

const chunksPerPage = 256;
const entryBytes = 16;
/** 4,096 pages of 6 KiB: the chunks of 1 TiB without a look into the store. */
const cachedPages = 4096;

/** Version 0.1 wrote no sum. */
const plainMetaBytes = 24;
const metaBytes = 28;
/** Rows of slices and their histories are multiples of this. */
const sliceUnitBytes = 12;

function isPlainPage(length: number): boolean {
  return length === chunksPerPage * entryBytes;
}

function beyondDevice(key: string): ClusterError {
  return new ClusterError('DAMAGED', `the directory's ${key} lies beyond the end of the device`);
}

class Page {
  /** Slot + 1; 0 where there is no chunk. */
  readonly slots = new Uint32Array(chunksPerPage);
  readonly generations = new Uint32Array(chunksPerPage);
  readonly sequences = new Float64Array(chunksPerPage);
}

export interface DirectoryEntry {
  readonly layerId: number;
  readonly chunkIndex: number;
  readonly slot: number;
  readonly generation: number;
  readonly sequence: number;
}

export interface DirectoryMeta {
  readonly serial: number;
  readonly tail: number;
  /** The highest version of the cluster map that this device has worked under. */
  readonly mapVersion: number;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function pageKey(layerId: number, page: number): string {
  return `c/${hex(layerId, 14)}/${hex(page, 8)}`;
}

export class Directory {
  readonly extents: Allocator;
  readonly slots: Allocator;
  readonly slices = new SliceTable();
  readonly #store: Store;
  readonly #pages = new Map<string, Page>();
  readonly #dirty = new Set<string>();
  /** What each stored page adds to the sum in `meta`: level drops records of a damaged log without a word. */
  readonly #parts = new Map<string, number>();
  #sum = 0;

  constructor(store: Store, extentCount: number, slotCount: number) {
    this.#store = store;
    this.extents = new Allocator(extentCount);
    this.slots = new Allocator(slotCount);
  }

  /**
   * What the store holds; undefined when it is empty. All of it is checked, so that what is damaged is known before
   * anything is served: 16 MiB for each TiB of chunks. Throws `DAMAGED`.
   */
  async load(): Promise<DirectoryMeta | undefined> {
    const meta = await this.#store.get('meta');
    if (meta === undefined) return undefined;
    const bitmapPage = (key: string, value: Uint8Array, capacity: number): readonly [number, Uint8Array] => {
      const bytes = unsealed(key, value, (length) => length === bitmapPageBytes);
      const page = Number.parseInt(key.slice(2), 16);
      if (page * bitmapPageBytes * 8 >= capacity) throw beyondDevice(key);
      return [page, bytes];
    };
    for await (const [key, value] of this.#pagesOf('e/'))
      this.extents.load(...bitmapPage(key, value, this.extents.capacity));
    for await (const [key, value] of this.#pagesOf('h/'))
      this.slots.load(...bitmapPage(key, value, this.slots.capacity));
    for await (const [key, value] of this.#pagesOf('s/'))
      this.slices.load(unsealed(key, value, (length) => length % sliceUnitBytes === 0));
    for await (const [key, value] of this.#pagesOf('c/')) unsealed(key, value, isPlainPage);
    const bytes = unsealed('meta', meta, (length) => length === plainMetaBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (bytes.length === metaBytes && view.getUint32(plainMetaBytes, true) !== this.#sum)
      throw new ClusterError('DAMAGED', 'the directory does not match its sum: it has lost pages, or changes of them');
    return { serial: readU64(view, 0), tail: readU64(view, 8), mapVersion: readU64(view, 16) };
  }

  async *#pagesOf(prefix: string): AsyncGenerator<readonly [key: string, value: Uint8Array]> {
    for await (const [key, value] of this.#store.range(prefix, prefix.replace('/', '0'))) {
      this.#count(key, value);
      yield [key, value];
    }
  }

  /** Takes a page into the sum, in the place of what it was before. */
  #count(key: string, value: Uint8Array): void {
    const part = crc32c(value) ^ crc32c(Buffer.from(key));
    this.#sum = (this.#sum - (this.#parts.get(key) ?? 0) + part) >>> 0;
    this.#parts.set(key, part);
  }

  /**
   * Which life of the device the directory is of, where it lies elsewhere than the device: incarnations of which the
   * superblock has one. Undefined when it was never said.
   */
  async lives(): Promise<readonly number[] | undefined> {
    const value = await this.#store.get('lives');
    if (value === undefined) return undefined;
    const bytes = unsealed('lives', value, () => false);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return [readU64(view, 0), readU64(view, 8)];
  }

  /** Before the superblock goes from one incarnation to the next; stable when it resolves. */
  async noteLives(last: number, next: number): Promise<void> {
    const value = new Uint8Array(16);
    const view = new DataView(value.buffer);
    writeU64(view, 0, last);
    writeU64(view, 8, next);
    await this.#store.batch([{ kind: 'put', key: 'lives', value: sealed(value) }], { sync: true });
  }

  /** undefined when the device has no such chunk. */
  find(layerId: number, chunkIndex: number): DirectoryEntry | undefined {
    const page = this.#page(layerId, chunkIndex);
    const at = chunkIndex % chunksPerPage;
    const slot = page.slots[at] ?? 0;
    if (slot === 0) return undefined;
    return {
      layerId,
      chunkIndex,
      slot: slot - 1,
      generation: page.generations[at] ?? 0,
      sequence: page.sequences[at] ?? 0,
    };
  }

  /** Changes an entry in memory; the next `write` stores it. Slot -1 removes it. */
  set(layerId: number, chunkIndex: number, slot: number, generation: number, sequence: number): void {
    const page = this.#page(layerId, chunkIndex);
    const at = chunkIndex % chunksPerPage;
    page.slots[at] = slot + 1;
    page.generations[at] = generation;
    page.sequences[at] = sequence;
    this.#dirty.add(pageKey(layerId, Math.floor(chunkIndex / chunksPerPage)));
  }

  /** Stores everything that changed, in one synced batch. Hidden units are not part of the state being written. */
  async write(meta: DirectoryMeta, hiddenExtents: readonly number[], hiddenSlots: readonly number[]): Promise<void> {
    const operations: Extract<StoreOperation, { kind: 'put' }>[] = [];
    for (const key of this.#dirty) {
      const page = this.#pages.get(key);
      if (page === undefined)
        throw new ClusterError('DAMAGED', `directory page ${key} was dropped before it was stored`);
      operations.push({ kind: 'put', key, value: sealed(encodePage(page)) });
    }
    this.#dirty.clear();
    for (const [page, value] of this.extents.takeDirty(hiddenExtents))
      operations.push({ kind: 'put', key: `e/${hex(page, 8)}`, value: sealed(value) });
    for (const [page, value] of this.slots.takeDirty(hiddenSlots))
      operations.push({ kind: 'put', key: `h/${hex(page, 8)}`, value: sealed(value) });
    for (const [page, value] of this.slices.takeDirty())
      operations.push({ kind: 'put', key: `s/${hex(page, 8)}`, value: sealed(value) });
    for (const { key, value } of operations) this.#count(key, value);
    const value = new Uint8Array(metaBytes);
    const view = new DataView(value.buffer);
    writeU64(view, 0, meta.serial);
    writeU64(view, 8, meta.tail);
    writeU64(view, 16, meta.mapVersion);
    view.setUint32(plainMetaBytes, this.#sum, true);
    operations.push({ kind: 'put', key: 'meta', value: sealed(value) });
    await this.#store.batch(operations, { sync: true });
    this.#evict();
  }

  /** All entries as of the last `write`, in no order that matters. */
  async *entries(): AsyncGenerator<DirectoryEntry> {
    for await (const [key, value] of this.#store.range('c/', 'c0')) {
      const layerId = Number.parseInt(key.slice(2, 16), 16);
      const first = Number.parseInt(key.slice(17), 16) * chunksPerPage;
      const page = decodePage(key, value);
      for (let at = 0; at < chunksPerPage; at++) {
        const slot = page.slots[at] ?? 0;
        if (slot === 0) continue;
        const generation = page.generations[at] ?? 0;
        yield { layerId, chunkIndex: first + at, slot: slot - 1, generation, sequence: page.sequences[at] ?? 0 };
      }
    }
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #page(layerId: number, chunkIndex: number): Page {
    const key = pageKey(layerId, Math.floor(chunkIndex / chunksPerPage));
    let page = this.#pages.get(key);
    if (page === undefined) {
      const stored = this.#store.getSync(key);
      page = stored === undefined ? new Page() : decodePage(key, stored);
      this.#pages.set(key, page);
      if (this.#pages.size > 2 * cachedPages) this.#evict();
    }
    return page;
  }

  #evict(): void {
    for (const key of this.#pages.keys()) {
      if (this.#pages.size <= cachedPages) return;
      if (!this.#dirty.has(key)) this.#pages.delete(key);
    }
  }
}

function encodePage(page: Page): Uint8Array {
  const value = new Uint8Array(chunksPerPage * entryBytes);
  const view = new DataView(value.buffer);
  for (let at = 0; at < chunksPerPage; at++) {
    view.setUint32(at * entryBytes, page.slots[at] ?? 0, true);
    view.setUint32(at * entryBytes + 4, page.generations[at] ?? 0, true);
    writeU64(view, at * entryBytes + 8, page.sequences[at] ?? 0);
  }
  return value;
}

function decodePage(key: string, value: Uint8Array): Page {
  const page = new Page();
  const bytes = unsealed(key, value, isPlainPage);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < chunksPerPage; at++) {
    page.slots[at] = view.getUint32(at * entryBytes, true);
    page.generations[at] = view.getUint32(at * entryBytes + 4, true);
    page.sequences[at] = readU64(view, at * entryBytes + 8);
  }
  return page;
}
