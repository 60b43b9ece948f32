/** A process's handle of a simulated file. A dead process's handle reads, but changes nothing and never calls back. */

import { assert, must } from '../../../common/assert.ts';
import type { CopyRange, Disk, DiskFile } from '../../../common/host.ts';
import { type DiskState, type DiskUser, faultError, type UnderWayOperation } from './disk-state.ts';
import { type Inode, sectorBytes } from './inode.ts';
import type { Scheduler } from './scheduler.ts';

const mib = 1024 * 1024;

type Done = (error: Error | null) => void;

export class SimDiskFile implements DiskFile {
  readonly path: string;
  readonly #inode: Inode;
  readonly #scheduler: Scheduler;
  readonly #disk: DiskState;
  readonly #user: DiskUser;
  #underWay = 0;
  #closing: PromiseWithResolvers<void> | undefined;

  constructor(path: string, inode: Inode, scheduler: Scheduler, disk: DiskState, user: DiskUser) {
    this.path = path;
    this.#inode = inode;
    this.#scheduler = scheduler;
    this.#disk = disk;
    this.#user = user;
  }

  readSync(into: Uint8Array, position: number): number {
    this.#assertOpen();
    const code = this.#disk.faultOf(this.path)?.read;
    if (code !== undefined) throw faultError(code, `read ${into.length} bytes at ${position}`, this.path);
    return this.#inode.read(into, position);
  }

  /** The bytes are those of the call or of the completion: a caller that writes there meanwhile gets either. */
  read(into: Uint8Array, position: number, done: (error: Error | null, count: number) => void): void {
    const { random, faults } = this.#disk;
    const early = random.chance(0.5);
    let count = early ? this.#inode.read(into, position) : 0;
    this.#later(random.within(faults.readMs), () => {
      const code = this.#disk.faultOf(this.path)?.read;
      if (code !== undefined) {
        done(faultError(code, `read ${into.length} bytes at ${position}`, this.path), 0);
        return;
      }
      if (!early) count = this.#inode.read(into, position);
      done(null, count);
    });
  }

  writeSync(buffers: readonly Uint8Array[], position: number): void {
    this.#assertOpen();
    if (!this.#user.alive) return;
    let length = 0;
    for (const buffer of buffers) length += buffer.length;
    if (length === 0) return;
    this.#admit(position, length);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const buffer of buffers) {
      bytes.set(buffer, at);
      at += buffer.length;
    }
    this.#inode.write(bytes, position);
  }

  #admit(position: number, length: number): void {
    const tried = `write ${length} bytes at ${position}`;
    const code = this.#disk.faultOf(this.path)?.write;
    if (code !== undefined) throw faultError(code, tried, this.path);
    if (!this.#hasSpace(position, length)) throw faultError('ENOSPC', tried, this.path);
  }

  #hasSpace(position: number, length: number): boolean {
    if (this.#disk.capacityBytes === Number.MAX_SAFE_INTEGER) return true;
    const growth = this.#inode.growthOf(position, length);
    return growth === 0 || growth <= this.#disk.freeBytes();
  }

  datasync(done: Done): void {
    const covered = this.#inode.sequence;
    this.#later(this.#disk.random.within(this.#disk.faults.syncMs), () => {
      const fault = this.#disk.faultOf(this.path);
      if (fault?.sync !== undefined) {
        this.#inode.failSync(covered, this.#disk.random);
        done(faultError(fault.sync, 'make writes stable', this.path));
        return;
      }
      if (fault?.syncLies !== true) this.#inode.sync(covered);
      done(null);
    });
  }

  /** A part of the ranges is there half-way, the rest at the end; with the process's death in between, any of them. */
  copyFrom(source: DiskFile, ranges: readonly CopyRange[], done: Done): void {
    assert(source instanceof SimDiskFile, 'the source is a file of the same disks');
    const { random, faults } = this.#disk;
    let bytes = 0;
    for (const range of ranges) bytes += range.length;
    const delayMs = random.within(faults.copyMsPerMib) * (bytes / mib) + random.within(faults.readMs);
    const halfway = random.below(ranges.length + 1);
    let copied = 0;
    const copyTo = (end: number): void => {
      for (; copied < end; copied++) this.#copyRange(source, must(ranges[copied], 'a range'));
    };
    const underWay: UnderWayOperation = {
      abandon: () => {
        if (this.#disk.faultOf(this.path) !== undefined || source.#fault() !== undefined) return;
        for (const range of ranges.slice(copied)) {
          if (random.chance(0.5) && this.#hasSpace(range.to, range.length)) this.#copyRange(source, range);
        }
      },
    };
    this.#user.underWay.add(underWay);
    const finish = (error: Error | null): void => {
      this.#user.underWay.delete(underWay);
      done(error);
    };
    source.#begin();
    this.#later(delayMs, () => {
      source.#end();
      try {
        copyTo(ranges.length);
      } catch (error) {
        finish(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      finish(null);
    });
    this.#scheduler.after(
      (delayMs * this.#disk.slowdownOf(this.path)) / 2,
      () => {
        // A fault of now is told at the end, where it is met again.
        const isWhole = this.#disk.faultOf(this.path) === undefined && source.#fault() === undefined;
        if (isWhole && ranges.every((range) => this.#hasSpace(range.to, range.length))) copyTo(halfway);
      },
      this.#user,
    );
  }

  #fault(): unknown {
    return this.#disk.faultOf(this.path);
  }

  #copyRange(source: SimDiskFile, range: CopyRange): void {
    if (range.length === 0) return;
    const code = this.#disk.faultOf(source.path)?.read;
    if (code !== undefined) throw faultError(code, `copy ${range.length} bytes at ${range.from}`, source.path);
    this.#admit(range.to, range.length);
    const bytes = new Uint8Array(range.length);
    source.#inode.read(bytes, range.from);
    this.#inode.write(bytes, range.to);
  }

  punchHole(position: number, length: number): void {
    this.#assertOpen();
    if (!this.#user.alive || length === 0) return;
    const code = this.#disk.faultOf(this.path)?.write;
    if (code !== undefined) throw faultError(code, `free ${length} bytes at ${position}`, this.path);
    this.#inode.punchHole(position, length);
  }

  sizeBytes(): number {
    this.#assertOpen();
    return this.#inode.sizeBytes;
  }

  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.#closing = Promise.withResolvers<void>();
      if (this.#underWay === 0) this.#closing.resolve();
    }
    return this.#closing.promise;
  }

  #later(delayMs: number, complete: () => void): void {
    this.#begin();
    this.#scheduler.after(
      delayMs * this.#disk.slowdownOf(this.path),
      () => {
        this.#end();
        complete();
      },
      this.#user,
    );
  }

  #begin(): void {
    this.#assertOpen();
    this.#underWay++;
  }

  #end(): void {
    this.#underWay--;
    if (this.#underWay === 0) this.#closing?.resolve();
  }

  #assertOpen(): void {
    assert(this.#closing === undefined, 'a file is used only until it is closed');
  }
}

/** A raw disk. What `release` gives up at the end is the right to have it alone. */
export class SimDisk extends SimDiskFile implements Disk {
  readonly sectorBytes = sectorBytes;
  readonly #release: () => void;

  constructor(path: string, inode: Inode, scheduler: Scheduler, disk: DiskState, user: DiskUser, release: () => void) {
    super(path, inode, scheduler, disk, user);
    this.#release = release;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#release();
  }
}
