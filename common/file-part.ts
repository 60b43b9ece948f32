/** A part of a raw disk that is used like a file of fixed length: a device's journal, headers and data lie so on one disk. */

import { assert } from './assert.ts';
import type { CopyRange, DiskFile } from './host.ts';

type Done = (error: Error | null) => void;

/** The owner of the whole closes it; closing a part does nothing. Making a part stable makes the whole so. */
export class FilePart implements DiskFile {
  readonly path: string;
  readonly #whole: DiskFile;
  readonly #start: number;
  readonly #length: number;

  constructor(whole: DiskFile, path: string, start: number, length: number) {
    this.#whole = whole;
    this.path = path;
    this.#start = start;
    this.#length = length;
  }

  readSync(into: Uint8Array, position: number): number {
    return this.#whole.readSync(this.#within(into, position), this.#start + position);
  }

  read(into: Uint8Array, position: number, done: (error: Error | null, count: number) => void): void {
    this.#whole.read(this.#within(into, position), this.#start + position, done);
  }

  writeSync(buffers: readonly Uint8Array[], position: number): void {
    let length = 0;
    for (const buffer of buffers) length += buffer.length;
    this.#assertWithin(position, length);
    this.#whole.writeSync(buffers, this.#start + position);
  }

  datasync(done: Done): void {
    this.#whole.datasync(done);
  }

  copyFrom(source: DiskFile, ranges: readonly CopyRange[], done: Done): void {
    assert(source instanceof FilePart, 'what is copied to a part of a disk comes from a part of one');
    const shifted = ranges.map(({ from, to, length }) => {
      source.#assertWithin(from, length);
      this.#assertWithin(to, length);
      return { from: source.#start + from, to: this.#start + to, length };
    });
    this.#whole.copyFrom(source.#whole, shifted, done);
  }

  punchHole(position: number, length: number): void {
    this.#assertWithin(position, length);
    this.#whole.punchHole(this.#start + position, length);
  }

  sizeBytes(): number {
    return this.#length;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** What of the buffer can be filled before the part ends. */
  #within(into: Uint8Array, position: number): Uint8Array {
    const left = Math.max(0, this.#length - position);
    return into.length <= left ? into : into.subarray(0, left);
  }

  /** A write beyond its part would destroy another one. */
  #assertWithin(position: number, length: number): void {
    assert(position >= 0 && position + length <= this.#length, 'a part of a disk is used within its length');
  }
}
