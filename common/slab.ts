/**
 * Receive memory: bytes are read into slabs and handed on as subarrays, never copied between socket and journal.
 * A slab goes back to its pool when the reader and every borrower have released it.
 */

import { assert } from './assert.ts';
import type { Pinned } from './host.ts';

/** Enough for a whole data frame (1 MiB payload and its header) with room for what follows it in the same read. */
export const slabBytes = 4 * 1024 * 1024;
/** What a link holds as long as nothing larger is on its way: sixty turns' worth of 4 KiB requests. */
const smallSlabBytes = 256 * 1024;

/** Slabs of each size that a pool keeps for reuse; more than this are left to the garbage collector after a burst. */
const keptSlabs = 8;

export class Slab implements Pinned {
  readonly bytes: Buffer;
  /** Of the same memory: eleven times cheaper than Buffer's own accessors (SPEED.md, 6). */
  readonly view: DataView;
  readonly #pool: SlabPool;
  #holders = 1;

  constructor(pool: SlabPool, size: number) {
    this.#pool = pool;
    this.bytes = Buffer.allocUnsafeSlow(size);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, size);
  }

  retain(): void {
    assert(this.#holders > 0, 'a slab is retained only while somebody holds it');
    this.#holders++;
  }

  release(): void {
    assert(this.#holders > 0, 'a slab is released once by each holder');
    this.#holders--;
    if (this.#holders === 0) this.#pool.give(this);
  }

  /** Whether nobody but one holder has it: its bytes may be used again from the start. */
  get unshared(): boolean {
    return this.#holders === 1;
  }

  /** For the pool: a free slab has one holder again. */
  revive(): this {
    assert(this.#holders === 0, 'only a free slab is revived');
    this.#holders = 1;
    return this;
  }
}

/** One per event loop. With `poison` a released slab is overwritten at once: the simulator's trap for use after release. */
export class SlabPool {
  readonly #small: Slab[] = [];
  readonly #large: Slab[] = [];
  readonly #largeBytes: number;
  readonly #smallBytes: number;
  readonly #poison: boolean;

  constructor(options: { readonly slabBytes?: number; readonly poison?: boolean } = {}) {
    this.#largeBytes = options.slabBytes ?? slabBytes;
    this.#smallBytes = Math.min(smallSlabBytes, this.#largeBytes);
    this.#poison = options.poison ?? false;
  }

  /** The largest unit that a slab holds. */
  get slabBytes(): number {
    return this.#largeBytes;
  }

  /** A slab of at least that many bytes, with one holder: the caller. */
  take(wantedBytes = this.#largeBytes): Slab {
    const small = wantedBytes <= this.#smallBytes;
    const free = small ? this.#small : this.#large;
    return free.pop()?.revive() ?? new Slab(this, small ? this.#smallBytes : this.#largeBytes);
  }

  /** For `Slab.release` only. */
  give(slab: Slab): void {
    if (this.#poison) slab.bytes.fill(0xdb);
    const free = slab.bytes.length === this.#smallBytes ? this.#small : this.#large;
    if (free.length < keptSlabs) free.push(slab);
  }
}

/** Below this much free room a fresh slab is cheaper than another small read. */
const minimumReadBytes = 64 * 1024;

/**
 * The bytes of one link that have arrived and are not yet consumed: always contiguous at `[start, end)` of `bytes`.
 * An idle link with nothing unconsumed holds a slab only from its first byte on; `letGo` gives it back.
 */
export class ReceiveBuffer {
  readonly #pool: SlabPool;
  #slab: Slab | undefined;
  #start = 0;
  #end = 0;

  constructor(pool: SlabPool) {
    this.#pool = pool;
  }

  /** Where the next bytes go. `wantedBytes`: how long the unit that has begun is in whole, so that it fits one slab. */
  space(wantedBytes = 0): Uint8Array {
    let slab = this.#slab;
    if (slab === undefined) {
      slab = this.#pool.take(wantedBytes);
      this.#slab = slab;
      this.#start = 0;
      this.#end = 0;
    }
    if (this.#start === this.#end && slab.unshared) {
      this.#start = 0;
      this.#end = 0;
    }
    const size = slab.bytes.length;
    assert(wantedBytes <= this.#pool.slabBytes, 'a unit fits one slab');
    if (this.#start + Math.max(wantedBytes, this.#end - this.#start + minimumReadBytes / 2) > size) {
      const next = this.#pool.take(Math.max(wantedBytes, this.#end - this.#start + minimumReadBytes));
      slab.bytes.copy(next.bytes, 0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
      slab.release();
      this.#slab = next;
      slab = next;
    }
    return slab.bytes.subarray(this.#end);
  }

  received(count: number): void {
    this.#end += count;
  }

  /** The slab that holds the unconsumed bytes: retain it to keep any of them. */
  get slab(): Slab {
    assert(this.#slab !== undefined, 'bytes have arrived');
    return this.#slab;
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  consume(count: number): void {
    assert(count <= this.#end - this.#start, 'only bytes that have arrived are consumed');
    this.#start += count;
  }

  /** Gives the memory back: when the link is closed. */
  letGo(): void {
    this.#slab?.release();
    this.#slab = undefined;
    this.#start = 0;
    this.#end = 0;
  }
}
