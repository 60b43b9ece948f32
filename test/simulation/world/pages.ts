/** Sparse content: 4 KiB pages by their index; what has no page reads as zeros. Pages are shared until they are changed. */

export const pageBytes = 4096;

export class PageMap {
  readonly #pages: Map<number, Uint8Array>;
  /** Pages that nobody else has: they may be changed where they are. */
  readonly #own = new Set<number>();

  constructor(pages = new Map<number, Uint8Array>()) {
    this.#pages = pages;
  }

  get pageIndexes(): IterableIterator<number> {
    return this.#pages.keys();
  }

  has(index: number): boolean {
    return this.#pages.has(index);
  }

  #pageToWrite(index: number): Uint8Array {
    const page = this.#pages.get(index);
    if (page !== undefined && this.#own.has(index)) return page;
    const own = page === undefined ? new Uint8Array(pageBytes) : page.slice();
    this.#pages.set(index, own);
    this.#own.add(index);
    return own;
  }

  read(into: Uint8Array, position: number): void {
    let at = 0;
    while (at < into.length) {
      const index = Math.floor((position + at) / pageBytes);
      const offset = (position + at) % pageBytes;
      const length = Math.min(pageBytes - offset, into.length - at);
      const page = this.#pages.get(index);
      if (page === undefined) into.fill(0, at, at + length);
      else into.set(length === pageBytes ? page : page.subarray(offset, offset + length), at);
      at += length;
    }
  }

  /** `bytes` is kept where it covers whole pages: it must not change any more. */
  write(bytes: Uint8Array, position: number): void {
    let at = 0;
    while (at < bytes.length) {
      const index = Math.floor((position + at) / pageBytes);
      const offset = (position + at) % pageBytes;
      const length = Math.min(pageBytes - offset, bytes.length - at);
      const piece = length === bytes.length ? bytes : bytes.subarray(at, at + length);
      if (length === pageBytes) {
        this.#pages.set(index, piece);
        this.#own.delete(index);
      } else this.#pageToWrite(index).set(piece, offset);
      at += length;
    }
  }

  /** Zeros; whole pages are dropped. */
  clear(position: number, length: number): void {
    let at = position;
    const end = position + length;
    while (at < end) {
      const index = Math.floor(at / pageBytes);
      const offset = at % pageBytes;
      const piece = Math.min(pageBytes - offset, end - at);
      if (piece === pageBytes) {
        this.#pages.delete(index);
        this.#own.delete(index);
      } else if (this.#pages.has(index)) this.#pageToWrite(index).fill(0, offset, offset + piece);
      at += piece;
    }
  }

  /** Has the same content; what is written to either does not show in the other. */
  clone(): PageMap {
    this.#own.clear();
    return new PageMap(new Map(this.#pages));
  }
}
