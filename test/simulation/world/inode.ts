/**
 * The content of a simulated file, twice: as processes see it (the page cache) and as the disk holds it, with the list of
 * writes between the two. Losing power decides each of those on its own: kept, dropped, or torn between 512-byte sectors.
 */

import { must } from '../../../common/assert.ts';
import { PageMap, pageBytes } from './pages.ts';
import type { SimRandom } from './random.ts';

export const sectorBytes = 512;

/** A write or, without bytes, a hole. */
interface UnsyncedWrite {
  readonly sequence: number;
  readonly position: number;
  readonly length: number;
  readonly bytes: Uint8Array | undefined;
}

export class Inode {
  #visible = new PageMap();
  #visibleBytes = 0;
  readonly #stable = new PageMap();
  #stableBytes = 0;
  #unsynced: UnsyncedWrite[] = [];
  #sequence = 0;
  /** Space that the file has whether it is written or not. */
  readonly #preallocatedPages: number;
  #pages = 0;

  /** A file that is stable at once. */
  constructor(options: {
    readonly preallocateBytes?: number;
    readonly sizeBytes?: number;
    readonly bytes?: Uint8Array;
  }) {
    this.#preallocatedPages = Math.ceil((options.preallocateBytes ?? 0) / pageBytes);
    this.#stableBytes = Math.max(options.preallocateBytes ?? 0, options.sizeBytes ?? 0, options.bytes?.length ?? 0);
    if (options.bytes !== undefined) this.#stable.write(options.bytes, 0);
    this.#showStable();
  }

  get sizeBytes(): number {
    return this.#visibleBytes;
  }

  /** Space the file takes on its disk. */
  get usedBytes(): number {
    return (this.#preallocatedPages + this.#pages) * pageBytes;
  }

  /** What a datasync that begins now covers. */
  get sequence(): number {
    return this.#sequence;
  }

  get unsyncedCount(): number {
    return this.#unsynced.length;
  }

  /** Space that a write would take in addition. */
  growthOf(position: number, length: number): number {
    let pages = 0;
    const last = Math.floor((position + length - 1) / pageBytes);
    for (let index = Math.floor(position / pageBytes); index <= last; index++) {
      if (index >= this.#preallocatedPages && !this.#visible.has(index)) pages++;
    }
    return pages * pageBytes;
  }

  /** Bytes read; fewer than asked for at the end of the file. */
  read(into: Uint8Array, position: number): number {
    const count = Math.max(0, Math.min(into.length, this.#visibleBytes - position));
    this.#visible.read(count === into.length ? into : into.subarray(0, count), position);
    return count;
  }

  /** `bytes` is kept: it must not change any more. */
  write(bytes: Uint8Array, position: number): void {
    this.#pages += this.growthOf(position, bytes.length) / pageBytes;
    this.#visible.write(bytes, position);
    this.#visibleBytes = Math.max(this.#visibleBytes, position + bytes.length);
    this.#remember(position, bytes.length, bytes);
  }

  punchHole(position: number, length: number): void {
    this.#visible.clear(position, length);
    this.#pages = this.#countPages();
    this.#remember(position, length, undefined);
  }

  #remember(position: number, length: number, bytes: Uint8Array | undefined): void {
    this.#sequence++;
    this.#unsynced.push({ sequence: this.#sequence, position, length, bytes });
  }

  /** Makes everything up to a sequence stable. */
  sync(sequence: number): void {
    const rest: UnsyncedWrite[] = [];
    for (const write of this.#unsynced) {
      if (write.sequence <= sequence) {
        apply(this.#stable, write);
        if (write.bytes !== undefined) this.#growStable(write.position + write.length);
      } else {
        rest.push(write);
      }
    }
    this.#unsynced = rest;
  }

  /** A datasync failed: what it covered still reads, but some of it will never reach the disk, and nobody says which. */
  failSync(sequence: number, random: SimRandom): void {
    this.#unsynced = this.#unsynced.filter((write) => write.sequence > sequence || random.chance(0.5));
  }

  losePower(random: SimRandom): void {
    // The history of the page cache, write by write: a sector that reaches the disk does so as it then was.
    const history = this.#stable.clone();
    const sector = new Uint8Array(sectorBytes);
    for (const write of this.#unsynced) {
      apply(history, write);
      const keeps = drawSectors(write, random);
      if (keeps === undefined) continue;
      const end = write.position + write.length;
      for (let at = write.position - (write.position % sectorBytes); at < end; at += sectorBytes) {
        if (!keeps(at)) continue;
        history.read(sector, at);
        this.#stable.write(sector, at);
        if (write.bytes !== undefined) this.#growStable(Math.min(end, at + sectorBytes));
      }
    }
    this.#unsynced = [];
    this.#showStable();
  }

  /** Bits rot: bytes of a range change, on the disk and in the page cache. */
  corrupt(position: number, length: number, random: SimRandom): void {
    const bytes = new Uint8Array(length);
    this.#stable.read(bytes, position);
    for (let index = 0; index < length; index++) bytes[index] = must(bytes[index], 'a byte') ^ (1 + random.below(255));
    this.#stable.write(bytes, position);
    this.#visible.write(bytes, position);
  }

  /** Bytes of some page change, whichever holds any; its number. */
  rot(bytes: number, random: SimRandom): number | undefined {
    const pages = [...this.#stable.pageIndexes];
    if (pages.length === 0) return undefined;
    const page = random.pick(pages);
    const length = Math.min(bytes, this.#stableBytes - page * pageBytes);
    if (length > 0) this.corrupt(page * pageBytes + random.below(pageBytes - length + 1), length, random);
    return page;
  }

  #growStable(sizeBytes: number): void {
    this.#stableBytes = Math.max(this.#stableBytes, sizeBytes);
  }

  #showStable(): void {
    this.#visible = this.#stable.clone();
    this.#visibleBytes = this.#stableBytes;
    this.#pages = this.#countPages();
  }

  #countPages(): number {
    let pages = 0;
    for (const index of this.#visible.pageIndexes) if (index >= this.#preallocatedPages) pages++;
    return pages;
  }
}

function apply(pages: PageMap, write: UnsyncedWrite): void {
  if (write.bytes === undefined) pages.clear(write.position, write.length);
  else pages.write(write.bytes, write.position);
}

/** Which sectors of a write reach the disk; undefined for none. A torn one keeps its beginning, its end, or any sectors. */
function drawSectors(write: UnsyncedWrite, random: SimRandom): ((at: number) => boolean) | undefined {
  switch (random.below(5)) {
    case 0:
    case 1:
      return () => true;
    case 2:
    case 3:
      return undefined;
    default: {
      const cut = write.position + random.below(write.length + 1);
      switch (random.below(3)) {
        case 0:
          return (at) => at + sectorBytes <= cut;
        case 1:
          return (at) => at >= cut;
        default:
          return () => random.chance(0.5);
      }
    }
  }
}
