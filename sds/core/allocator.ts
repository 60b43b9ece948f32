/** A bitmap of numbered units (extents, header slots), kept in pages that are written to the directory when they change. */

import { assert } from '../../common/assert.ts';

/** Bytes of a bitmap page in the directory. */
export const bitmapPageBytes = 4096;
const unitsPerPage = bitmapPageBytes * 8;
/** Of 64 KiB each: 128 MiB of a file system's space that overwriting keeps, instead of freeing and finding it anew. */
const recycledUnits = 2048;

export class Allocator {
  readonly capacity: number;
  readonly #bits: Uint8Array;
  #dirtyPages = new Set<number>();
  /** Free units in the order in which they will be used again; those before `#nextRecycled` have been. */
  readonly #recycled: number[] = [];
  #nextRecycled = 0;
  #used = 0;
  #next = 0;

  /** `capacity`: how many units there are, from 0. */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.#bits = new Uint8Array(Math.ceil(capacity / unitsPerPage) * bitmapPageBytes);
  }

  get used(): number {
    return this.#used;
  }

  /** -1 when all are free. */
  get highestUsed(): number {
    for (let unit = this.capacity - 1; unit >= 0; unit--) {
      if ((unit & 7) === 7 && this.#bits[unit >> 3] === 0) unit -= 7;
      else if (this.has(unit)) return unit;
    }
    return -1;
  }

  has(unit: number): boolean {
    return ((this.#bits[unit >> 3] ?? 0) & (1 << (unit & 7))) !== 0;
  }

  /**
   * A free unit, now used, or -1. Recycled ones first, in the order in which they were freed; else it goes on from the
   * last one: what is written together lies together.
   */
  allocate(): number {
    if (this.#used >= this.capacity) return -1;
    while (this.#nextRecycled < this.#recycled.length) {
      const unit = this.#recycled[this.#nextRecycled++] ?? 0;
      if (this.mark(unit)) return unit;
    }
    let unit = this.#next;
    for (let tried = 0; tried <= this.capacity; ) {
      if (unit >= this.capacity) unit = 0;
      if ((unit & 7) === 0 && this.#bits[unit >> 3] === 0xff) {
        unit += 8;
        tried += 8;
      } else if (this.has(unit)) {
        unit++;
        tried++;
      } else {
        this.mark(unit);
        this.#next = unit + 1;
        return unit;
      }
    }
    return -1;
  }

  /** Notes that a unit is used; true when it was free. */
  mark(unit: number): boolean {
    assert(unit >= 0 && unit < this.capacity, 'a unit lies within the device');
    if (this.has(unit)) return false;
    this.#bits[unit >> 3] = (this.#bits[unit >> 3] ?? 0) | (1 << (unit & 7));
    this.#used++;
    this.#dirtyPages.add(Math.floor(unit / unitsPerPage));
    return true;
  }

  free(unit: number): void {
    assert(this.has(unit), 'only a used unit is freed');
    this.#bits[unit >> 3] = (this.#bits[unit >> 3] ?? 0) & ~(1 << (unit & 7));
    this.#used--;
    this.#dirtyPages.add(Math.floor(unit / unitsPerPage));
  }

  /** Frees a unit that should be used again before any other; false when there are enough of these: then nothing is done. */
  recycle(unit: number): boolean {
    if (this.#recycled.length - this.#nextRecycled >= recycledUnits) return false;
    if (this.#nextRecycled > recycledUnits) {
      this.#recycled.splice(0, this.#nextRecycled);
      this.#nextRecycled = 0;
    }
    this.free(unit);
    this.#recycled.push(unit);
    return true;
  }

  /** Fills a page as it was stored. */
  load(page: number, bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      for (let byte = bytes[i] ?? 0, bit = 0; byte !== 0; byte >>= 1, bit++) {
        if (byte & 1) this.mark(page * unitsPerPage + i * 8 + bit);
      }
    }
    this.#dirtyPages.delete(page);
  }

  /**
   * The pages that changed since the last call, with copies of their bytes. `hidden` units are used in memory but free
   * in the copies: they are not, or no longer, part of the state being written. Their pages count as changed again.
   */
  takeDirty(hidden: readonly number[]): (readonly [page: number, bytes: Uint8Array])[] {
    const hiddenPages = new Set(hidden.map((unit) => Math.floor(unit / unitsPerPage)));
    const copies = new Map<number, Uint8Array>();
    for (const page of new Set([...this.#dirtyPages, ...hiddenPages])) {
      copies.set(page, this.#bits.slice(page * bitmapPageBytes, (page + 1) * bitmapPageBytes));
    }
    for (const unit of hidden) {
      const copy = copies.get(Math.floor(unit / unitsPerPage));
      const byte = (unit >> 3) % bitmapPageBytes;
      if (copy !== undefined) copy[byte] = (copy[byte] ?? 0) & ~(1 << (unit & 7));
    }
    this.#dirtyPages = hiddenPages;
    return [...copies];
  }
}
