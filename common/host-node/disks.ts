/** The real disks: files, locks and stores of this machine. What each promises stands at `Disks` in ../host.ts. */

import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Disk, DiskFile, Disks, Lock, Log, OpenDiskOptions, OpenFileOptions, PathKind, Store } from '../host.ts';
import { kindOf, listBlockDevices, openDiskAt } from './block-devices.ts';
import { CopyService } from './copy-service.ts';
import {
  existingParent,
  listDirectory,
  makeDirectory,
  readWholeFile,
  removeFile,
  removeTree,
  replaceWholeFile,
  syncPath,
} from './directories.ts';
import { type FileSurroundings, NodeDisk, NodeDiskFile, preallocate } from './disk-file.ts';
import { sectorBytesOf, tryLock } from './native.ts';
import { openNodeStore } from './store.ts';
import { diskError, openDiskError, systemCodeOf } from './system-errors.ts';

/** Of a plain file in the place of a disk. */
const plainSectorBytes = 4096;

class FileLock implements Lock {
  #fd: number | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** The lock ends with its descriptor. The file stays: to unlink it would let two processes lock two files. */
  release(): Promise<void> {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    return Promise.resolve();
  }
}

export class NodeDisks implements Disks {
  readonly #log: Log;
  readonly #copies = new CopyService();
  #openFiles = 0;
  #saidHolesUnsupported = false;
  #bootId: string | undefined;
  /** The last replacement of each path that is under way: they share a temporary name. */
  readonly #replacing = new Map<string, Promise<void>>();

  constructor(log: Log) {
    this.#log = log;
  }

  async openFile(path: string, options: OpenFileOptions): Promise<DiskFile> {
    const fd = await this.#openOrMake(path, options);
    this.#openFiles++;
    return new NodeDiskFile(path, fd, this.#surroundings(false));
  }

  async #openOrMake(path: string, options: OpenFileOptions): Promise<number> {
    try {
      return openSync(path, options.readOnly === true ? 'r' : 'r+');
    } catch (error) {
      if (systemCodeOf(error) !== 'ENOENT' || !options.create) throw diskError('open the file', path, error);
    }
    // Made whole under another name, so that a crash never leaves a file of the wrong length under its own.
    const unfinished = `${path}.new`;
    let fd: number | undefined;
    try {
      fd = openSync(unfinished, 'w+', 0o600);
      if (options.sizeBytes !== undefined) await fs.truncate(unfinished, options.sizeBytes);
      if (options.preallocateBytes !== undefined) await preallocate(fd, options.preallocateBytes);
      await syncPath(unfinished);
      await fs.rename(unfinished, path);
      await syncPath(dirname(path));
      return fd;
    } catch (error) {
      if (fd !== undefined) {
        closeSync(fd);
        await fs.rm(unfinished, { force: true });
      }
      throw openDiskError('make the file', path, error);
    }
  }

  #holesUnsupported(path: string): void {
    if (this.#saidHolesUnsupported) return;
    this.#saidHolesUnsupported = true;
    this.#log.write('warn', 'this disk or file system cannot give freed space back', { path });
  }

  kindOf(path: string): Promise<PathKind | undefined> {
    return kindOf(path);
  }

  /** The lock of a block device is its exclusive open, which mounts and other users of the disk respect; of a file, flock. */
  async openDisk(path: string, { alone, readOnly = false }: OpenDiskOptions): Promise<Disk> {
    const fd = openDiskAt(path, alone, readOnly);
    this.#openFiles++;
    const isBlockDevice = fstatSync(fd).isBlockDevice();
    return new NodeDisk(
      path,
      fd,
      this.#surroundings(isBlockDevice),
      isBlockDevice ? sectorBytesOf(fd) : plainSectorBytes,
    );
  }

  listDisks(): Promise<readonly string[]> {
    return listBlockDevices();
  }

  #surroundings(isBlockDevice: boolean): FileSurroundings {
    return {
      isBlockDevice,
      copies: this.#copies,
      holesUnsupported: (name) => this.#holesUnsupported(name),
      closed: () => this.#fileClosed(),
    };
  }

  #fileClosed(): void {
    this.#openFiles--;
    if (this.#openFiles > 0) return;
    this.#copies.stop().catch((error: unknown) => {
      this.#log.write('error', 'the copy thread did not stop', { error });
    });
  }

  readFile(path: string): Promise<Uint8Array | undefined> {
    return readWholeFile(path);
  }

  async replaceFile(path: string, bytes: Uint8Array, mode?: number): Promise<void> {
    const before = this.#replacing.get(path) ?? Promise.resolve();
    const replaced = before.then(() => replaceWholeFile(path, bytes, mode));
    // Whether the one before failed is for its own caller.
    const settled = replaced.then(ignore, ignore);
    this.#replacing.set(path, settled);
    try {
      await replaced;
    } finally {
      if (this.#replacing.get(path) === settled) this.#replacing.delete(path);
    }
  }

  makeDirectory(path: string): Promise<void> {
    return makeDirectory(path);
  }

  list(path: string): Promise<readonly string[] | undefined> {
    return listDirectory(path);
  }

  remove(path: string): Promise<void> {
    return removeFile(path);
  }

  async freeBytes(path: string): Promise<number> {
    const present = await existingParent(path);
    try {
      const status = await fs.statfs(present);
      return status.bavail * status.bsize;
    } catch (error) {
      throw openDiskError('read the free space', path, error);
    }
  }

  async lock(path: string): Promise<Lock | undefined> {
    let fd: number | undefined;
    try {
      fd = openLockFile(path);
      if (tryLock(fd)) return new FileLock(fd);
      closeSync(fd);
      return undefined;
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      throw openDiskError('take the lock', path, error);
    }
  }

  bootId(): string {
    this.#bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return this.#bootId;
  }

  openStore(path: string): Promise<Store> {
    return openNodeStore(path);
  }

  removeStore(path: string): Promise<void> {
    return removeTree(path);
  }
}

/** On a read-only file system the lock of a device that was there before can still be taken, to look at it. */
function openLockFile(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    if (systemCodeOf(error) !== 'EROFS') throw error;
    return openSync(path, 'r');
  }
}

function ignore(): undefined {
  return undefined;
}
