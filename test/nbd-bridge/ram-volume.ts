/**
 * A volume in memory for tests of the NBD server: sparse, any alignment, and able to delay, reorder, split and fail.
 */

import { assert } from '../../common/assert.ts';
import type { ErrorCode } from '../../common/errors.ts';
import type { Pinned } from '../../common/host.ts';
import { chunkBytes } from '../../common/units.ts';
import type { BlockExtent, BlockVolume, Completion, Exports, StatusCompletion } from '../../nbd-bridge/volume.ts';

/** Counts who holds the volume's memory: at the end of a test nobody may. */
export class CountingPin implements Pinned {
  holders = 0;
  retain(): void {
    this.holders++;
  }
  release(): void {
    assert(this.holders > 0, 'released once by each holder');
    this.holders--;
  }
}

interface End {
  readonly completion: { finished(code: ErrorCode): void };
  readonly code: ErrorCode;
}

export interface RamVolumeOptions {
  readonly name: string;
  readonly sizeBytes: number;
  readonly readOnly?: boolean;
  readonly description?: string;
  /** Pieces of a read are at most this long; a chunk by default. */
  readonly pieceBytes?: number;
  /** Requests end only when the test calls `finishNext` or `finishAll`. */
  readonly manual?: boolean;
  /** Pieces of a read are delivered last first. */
  readonly backwards?: boolean;
}

export class RamVolume implements BlockVolume {
  readonly name: string;
  sizeBytes: number;
  readonly readOnly: boolean;
  readonly description?: string;
  readonly pin = new CountingPin();
  /** The calls made, for tests that look at them; not kept unless set to an array. */
  calls: string[] | undefined;
  /** The code that the next requests end with. */
  failure: ErrorCode = 'OK';
  readonly #pieceBytes: number;
  readonly #manual: boolean;
  readonly #backwards: boolean;
  readonly #chunks = new Map<number, Buffer>();
  /** Chunks that were zeroed or trimmed whole after they had been written. */
  readonly #cleared = new Set<number>();
  #ends: End[] = [];
  readonly #finishTurn = (): void => this.finishAll();

  constructor(options: RamVolumeOptions) {
    this.name = options.name;
    this.sizeBytes = options.sizeBytes;
    this.readOnly = options.readOnly ?? false;
    if (options.description !== undefined) this.description = options.description;
    this.#pieceBytes = options.pieceBytes ?? chunkBytes;
    this.#manual = options.manual ?? false;
    this.#backwards = options.backwards ?? false;
  }

  /** Requests that have not ended. */
  get underWay(): number {
    return this.#ends.length;
  }

  read(offset: number, lengthBytes: number, completion: Completion): void {
    this.#checkRange(offset, lengthBytes);
    this.calls?.push(`read ${offset}+${lengthBytes}`);
    if (this.failure !== 'OK') {
      this.#end(completion);
      return;
    }
    if (this.#backwards) {
      this.#deliverBackwards(offset, lengthBytes, completion);
    } else {
      for (let done = 0; done < lengthBytes; ) done += this.#deliver(offset, done, lengthBytes, completion);
    }
    this.#end(completion);
  }

  write(offset: number, bytes: Uint8Array, pinned: Pinned, fua: boolean, completion: Completion): void {
    this.#checkRange(offset, bytes.length);
    const within = offset % chunkBytes;
    assert(bytes.length > 0 && within + bytes.length <= chunkBytes, 'a write stays within one chunk');
    this.calls?.push(`write ${offset}+${bytes.length}${fua ? ' fua' : ''}`);
    // Held for the time of the copy only; a real volume holds it until the bytes have gone on.
    pinned.retain();
    if (this.failure === 'OK') this.#chunk(Math.floor(offset / chunkBytes)).set(bytes, within);
    pinned.release();
    this.#end(completion);
  }

  flush(completion: Completion): void {
    this.calls?.push('flush');
    this.#end(completion);
  }

  trim(offset: number, lengthBytes: number, fua: boolean, completion: Completion): void {
    this.calls?.push(`trim ${offset}+${lengthBytes}${fua ? ' fua' : ''}`);
    this.#clear(offset, lengthBytes);
    this.#end(completion);
  }

  zero(offset: number, lengthBytes: number, fua: boolean, completion: Completion): void {
    this.calls?.push(`zero ${offset}+${lengthBytes}${fua ? ' fua' : ''}`);
    this.#clear(offset, lengthBytes);
    this.#end(completion);
  }

  /** By whole chunks: those that were written are data of layer 1, those that were cleared whole are zero, others a hole. */
  blockStatus(offset: number, lengthBytes: number, completion: StatusCompletion): void {
    this.#checkRange(offset, lengthBytes);
    this.calls?.push(`status ${offset}+${lengthBytes}`);
    if (this.failure === 'OK') completion.extents(this.#extents(offset, lengthBytes));
    this.#end(completion);
  }

  /** Ends the request at `index` of those under way. */
  finishNext(index = 0): void {
    const [end] = this.#ends.splice(index, 1);
    end?.completion.finished(end.code);
  }

  finishAll(): void {
    const ends = this.#ends;
    this.#ends = [];
    for (const end of ends) end.completion.finished(end.code);
  }

  /** The bytes of a range, as a client would read them. */
  snapshot(offset: number, lengthBytes: number): Buffer {
    const bytes = Buffer.alloc(lengthBytes);
    for (let done = 0; done < lengthBytes; ) {
      const at = offset + done;
      const within = at % chunkBytes;
      const length = Math.min(lengthBytes - done, chunkBytes - within);
      this.#chunks.get(Math.floor(at / chunkBytes))?.copy(bytes, done, within, within + length);
      done += length;
    }
    return bytes;
  }

  #extents(offset: number, lengthBytes: number): BlockExtent[] {
    const list: BlockExtent[] = [];
    for (let at = offset; at < offset + lengthBytes; ) {
      const index = Math.floor(at / chunkBytes);
      const length = Math.min(offset + lengthBytes, (index + 1) * chunkBytes) - at;
      const state = this.#chunks.has(index) ? 'data' : this.#cleared.has(index) ? 'zero' : 'hole';
      const last = list.at(-1);
      if (last?.state === state) list.pop();
      list.push({
        lengthBytes: length + (last?.state === state ? last.lengthBytes : 0),
        state,
        layer: state === 'hole' ? 0 : 1,
      });
      at += length;
    }
    return list;
  }

  #end(completion: End['completion']): void {
    if (this.#ends.length === 0 && !this.#manual) queueMicrotask(this.#finishTurn);
    this.#ends.push({ completion, code: this.failure });
  }

  /** One piece; returns its length. */
  #deliver(offset: number, done: number, lengthBytes: number, completion: Completion): number {
    const at = offset + done;
    const within = at % chunkBytes;
    const length = Math.min(lengthBytes - done, chunkBytes - within, this.#pieceBytes);
    const chunk = this.#chunks.get(Math.floor(at / chunkBytes));
    completion.data(done, length, chunk?.subarray(within, within + length), chunk === undefined ? undefined : this.pin);
    return length;
  }

  #deliverBackwards(offset: number, lengthBytes: number, completion: Completion): void {
    const starts: number[] = [];
    for (let done = 0; done < lengthBytes; ) {
      starts.push(done);
      done += Math.min(lengthBytes - done, chunkBytes - ((offset + done) % chunkBytes), this.#pieceBytes);
    }
    for (const start of starts.reverse()) this.#deliver(offset, start, lengthBytes, completion);
  }

  #clear(offset: number, lengthBytes: number): void {
    this.#checkRange(offset, lengthBytes);
    for (let done = 0; done < lengthBytes; ) {
      const at = offset + done;
      const within = at % chunkBytes;
      const length = Math.min(lengthBytes - done, chunkBytes - within);
      const index = Math.floor(at / chunkBytes);
      if (length === chunkBytes) {
        this.#chunks.delete(index);
        this.#cleared.add(index);
      } else this.#chunks.get(index)?.fill(0, within, within + length);
      done += length;
    }
  }

  #chunk(index: number): Buffer {
    let chunk = this.#chunks.get(index);
    if (chunk === undefined) {
      chunk = Buffer.alloc(chunkBytes);
      this.#chunks.set(index, chunk);
      this.#cleared.delete(index);
    }
    return chunk;
  }

  #checkRange(offset: number, lengthBytes: number): void {
    assert(offset >= 0 && lengthBytes > 0 && offset + lengthBytes <= this.sizeBytes, 'a range within the volume');
  }
}

/** A registry of volumes, by name. */
export class RamExports implements Exports {
  readonly volumes = new Map<string, BlockVolume>();

  constructor(...volumes: readonly BlockVolume[]) {
    for (const volume of volumes) this.volumes.set(volume.name, volume);
  }

  names(): readonly string[] {
    return [...this.volumes.keys()];
  }

  find(name: string): BlockVolume | undefined {
    return this.volumes.get(name);
  }
}
