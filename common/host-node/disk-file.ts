/** An open file on fs's own calls: short ones synchronous, those that may block for long in libuv's thread pool. */

import * as fs from 'node:fs';
import { assert } from '../assert.ts';
import type { CopyRange, Disk, DiskFile } from '../host.ts';
import type { CopyService } from './copy-service.ts';
import { allocate, deallocate, discard, endOf } from './native.ts';
import { openDiskError, systemCodeOf } from './system-errors.ts';

/** Zeros are written in pieces of this size where the file system cannot allocate or punch. */
const zeroPieceBytes = 1024 * 1024;

/** What a file needs of the disks it was opened on. */
export interface FileSurroundings {
  readonly isBlockDevice: boolean;
  readonly copies: CopyService;
  /** This file system cannot give space back: zeros are written instead. */
  holesUnsupported(path: string): void;
  closed(): void;
}

type Done = (error: Error | null) => void;

export class NodeDiskFile implements DiskFile {
  readonly path: string;
  readonly #fd: number;
  readonly #surroundings: FileSurroundings;
  #canPunch = true;
  /** A disk may be able to discard although it cannot promise zeros. */
  #canDiscard = true;
  /** Calls in the thread pool or the copy worker that use the descriptor. */
  #underWay = 0;
  #closing: Promise<void> | undefined;
  #idle: (() => void) | undefined;

  /** Takes over the descriptor. */
  constructor(path: string, fd: number, surroundings: FileSurroundings) {
    this.path = path;
    this.#fd = fd;
    this.#surroundings = surroundings;
  }

  readSync(into: Uint8Array, position: number): number {
    this.#assertOpen();
    let count = 0;
    try {
      while (count < into.length) {
        const read = fs.readSync(this.#fd, into, count, into.length - count, position + count);
        if (read === 0) break;
        count += read;
      }
    } catch (error) {
      throw openDiskError(`read ${into.length} bytes at ${position}`, this.path, error);
    }
    return count;
  }

  read(into: Uint8Array, position: number, done: (error: Error | null, count: number) => void): void {
    this.#begin();
    this.#readMore(into, position, 0, done);
  }

  #readMore(
    into: Uint8Array,
    position: number,
    count: number,
    done: (error: Error | null, count: number) => void,
  ): void {
    fs.read(this.#fd, into, count, into.length - count, position + count, (error, read) => {
      const total = count + read;
      if (error === null && read > 0 && total < into.length) {
        this.#readMore(into, position, total, done);
        return;
      }
      this.#end();
      if (error === null) done(null, total);
      else done(openDiskError(`read ${into.length} bytes at ${position}`, this.path, error), 0);
    });
  }

  writeSync(buffers: readonly Uint8Array[], position: number): void {
    this.#assertOpen();
    let wanted = 0;
    for (const buffer of buffers) wanted += buffer.length;
    try {
      let written = this.#writeOnce(buffers, position);
      while (written < wanted) written += this.#writeOnce(withoutFirst(buffers, written), position + written);
    } catch (error) {
      throw openDiskError(`write ${wanted} bytes at ${position}`, this.path, error);
    }
  }

  /** libuv cuts more than IOV_MAX buffers into several calls itself and goes on after a short one; what is left is ours. */
  #writeOnce(buffers: readonly Uint8Array[], position: number): number {
    const first = buffers[0];
    if (first === undefined) return 0;
    if (buffers.length === 1) return fs.writeSync(this.#fd, first, 0, first.length, position);
    return fs.writevSync(this.#fd, buffers, position);
  }

  datasync(done: Done): void {
    this.#begin();
    fs.fdatasync(this.#fd, (error) => {
      this.#end();
      done(error === null ? null : openDiskError('make writes stable', this.path, error));
    });
  }

  copyFrom(source: DiskFile, ranges: readonly CopyRange[], done: Done): void {
    assert(source instanceof NodeDiskFile, 'the source is a file of the same disks');
    this.#begin();
    source.#begin();
    this.#surroundings.copies.copy(source.#fd, this.#fd, ranges, (error) => {
      source.#end();
      this.#end();
      done(error === null ? null : openDiskError(`copy ${ranges.length} ranges of ${source.path}`, this.path, error));
    });
  }

  punchHole(position: number, length: number): void {
    this.#assertOpen();
    if (length === 0) return;
    if (this.#canPunch && this.#tryToFree(deallocate, position, length)) return;
    this.#canPunch = false;
    if (this.#surroundings.isBlockDevice) {
      if (this.#canDiscard && this.#tryToFree(discard, position, length)) return;
      if (this.#canDiscard) this.#surroundings.holesUnsupported(this.path);
      this.#canDiscard = false;
      return;
    }
    this.#surroundings.holesUnsupported(this.path);
    // A hole beyond the end must not make the file longer.
    const end = Math.min(position + length, this.sizeBytes());
    for (let at = position; at < end; at += zeroPieceBytes) {
      this.writeSync([new Uint8Array(Math.min(zeroPieceBytes, end - at))], at);
    }
  }

  /** False where the file system or the disk has no such thing. */
  #tryToFree(call: (fd: number, position: number, length: number) => void, position: number, length: number): boolean {
    try {
      call(this.#fd, position, length);
      return true;
    } catch (error) {
      if (systemCodeOf(error) === 'EOPNOTSUPP') return false;
      throw openDiskError(`free ${length} bytes at ${position}`, this.path, error);
    }
  }

  sizeBytes(): number {
    this.#assertOpen();
    try {
      return this.#surroundings.isBlockDevice ? endOf(this.#fd) : fs.fstatSync(this.#fd).size;
    } catch (error) {
      throw openDiskError('read the size', this.path, error);
    }
  }

  /** Waits for calls under way; may be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#underWay > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#idle = resolve;
      await promise;
    }
    try {
      fs.closeSync(this.#fd);
    } catch (error) {
      throw openDiskError('close', this.path, error);
    } finally {
      this.#surroundings.closed();
    }
  }

  #assertOpen(): void {
    assert(this.#closing === undefined, 'a file is used only until it is closed');
  }

  #begin(): void {
    this.#assertOpen();
    this.#underWay++;
  }

  #end(): void {
    this.#underWay--;
    if (this.#underWay === 0) this.#idle?.();
  }
}

/** A raw disk. */
export class NodeDisk extends NodeDiskFile implements Disk {
  readonly sectorBytes: number;

  constructor(path: string, fd: number, surroundings: FileSurroundings, sectorBytes: number) {
    super(path, fd, surroundings);
    this.sectorBytes = sectorBytes;
  }
}

function withoutFirst(buffers: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let rest = count;
  let index = 0;
  for (const buffer of buffers) {
    if (rest < buffer.length) return [buffer.subarray(rest), ...buffers.slice(index + 1)];
    rest -= buffer.length;
    index++;
  }
  return [];
}

/** Real space for the first `length` bytes of a new file; zeros where the file system cannot allocate. */
export async function preallocate(fd: number, length: number): Promise<void> {
  try {
    allocate(fd, 0, length);
  } catch (error) {
    if (systemCodeOf(error) !== 'EOPNOTSUPP') throw error;
    const zeros = new Uint8Array(Math.min(zeroPieceBytes, length));
    for (let at = 0; at < length; ) at += await writeAsync(fd, zeros, Math.min(zeros.length, length - at), at);
  }
}

function writeAsync(fd: number, bytes: Uint8Array, length: number, position: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  fs.write(fd, bytes, 0, length, position, (error, written) => {
    if (error === null) resolve(written);
    else reject(error);
  });
  return promise;
}
