/** Sparse content: 4 KiB pages by their index; what has no page reads as zeros. */

export const pageBytes = 4096;

export class PageMap {
  readonly #pages = new Map<number, Uint8Array>();
  /** Content of pages that are not here yet; they are copied when they are written. */
  readonly #base: PageMap | undefined;

  constructor(base?: PageMap) {
    this.#base = base;
  }

  get pageIndexes(): IterableIterator<number> {
    return this.#pages.keys();
  }

  has(index: number): boolean {
    return this.#pages.has(index);
  }

  #page(index: number): Uint8Array | undefined {
    const page = this.#pages.get(index);
    return page === undefined && this.#base !== undefined ? this.#base.#page(index) : page;
  }

  #pageToWrite(index: number): Uint8Array {
    let page = this.#pages.get(index);
    if (page === undefined) {
      page = new Uint8Array(pageBytes);
      const below = this.#base === undefined ? undefined : this.#base.#page(index);
      if (below !== undefined) page.set(below);
      this.#pages.set(index, page);
    }
    return page;
  }

  read(into: Uint8Array, position: number): void {
    let at = 0;
    while (at < into.length) {
      const index = Math.floor((position + at) / pageBytes);
      const offset = (position + at) % pageBytes;
      const length = Math.min(pageBytes - offset, into.length - at);
      const page = this.#page(index);
      if (page === undefined) into.fill(0, at, at + length);
      else into.set(length === pageBytes ? page : page.subarray(offset, offset + length), at);
      at += length;
    }
  }

  write(bytes: Uint8Array, position: number): void {
    let at = 0;
    while (at < bytes.length) {
      const index = Math.floor((position + at) / pageBytes);
      const offset = (position + at) % pageBytes;
      const length = Math.min(pageBytes - offset, bytes.length - at);
      this.#pageToWrite(index).set(length === bytes.length ? bytes : bytes.subarray(at, at + length), offset);
      at += length;
    }
  }

  /** Zeros; whole pages are dropped where nothing lies below. */
  clear(position: number, length: number): void {
    let at = position;
    const end = position + length;
    while (at < end) {
      const index = Math.floor(at / pageBytes);
      const offset = at % pageBytes;
      const piece = Math.min(pageBytes - offset, end - at);
      if (piece === pageBytes && this.#base === undefined) this.#pages.delete(index);
      else if (this.#page(index) !== undefined) this.#pageToWrite(index).fill(0, offset, offset + piece);
      at += piece;
    }
  }

  /** A copy that shares nothing. */
  clone(): PageMap {
    const copy = new PageMap();
    for (const [index, page] of this.#pages) copy.#pages.set(index, page.slice());
    return copy;
  }
}
