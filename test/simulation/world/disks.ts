/** The Disks of one simulated process: names change after a random time, and any call may be cut short by its death. */

import { posix } from 'node:path';
import { ClusterError } from '../../../common/errors.ts';
import type {
  Disk,
  DiskFile,
  Disks,
  Lock,
  OpenDiskOptions,
  OpenFileOptions,
  PathKind,
  Store,
} from '../../../common/host.ts';
import { SimDisk, SimDiskFile } from './disk-file.ts';
import { type DiskState, type DiskUser, faultError, type UnderWayOperation } from './disk-state.ts';
import { Inode } from './inode.ts';
import type { Scheduler } from './scheduler.ts';
import { openSimStore } from './store.ts';

export class SimDisks implements Disks {
  readonly #scheduler: Scheduler;
  readonly #disk: DiskState;
  readonly #user: DiskUser;

  constructor(scheduler: Scheduler, disk: DiskState, user: DiskUser) {
    this.#scheduler = scheduler;
    this.#disk = disk;
    this.#user = user;
  }

  async openFile(path: string, options: OpenFileOptions): Promise<DiskFile> {
    const inode = await this.#perform(path, () => this.#openOrMake(path, options));
    return new SimDiskFile(posix.normalize(path), inode, this.#scheduler, this.#disk, this.#user);
  }

  kindOf(path: string): Promise<PathKind | undefined> {
    return this.#after(path, () => {
      if (this.#disk.hasDirectory(path) || this.#disk.hasStore(path)) return 'directory';
      return this.#disk.file(path) === undefined ? undefined : 'disk';
    });
  }

  openDisk(path: string, { alone }: OpenDiskOptions): Promise<Disk> {
    return this.#after(path, () => {
      const inode = this.#disk.file(path);
      if (inode === undefined)
        throw new ClusterError('NOT_FOUND', `Could not open the disk on ${path}: there is no such file`);
      if (alone && !this.#disk.lock(path, this.#user))
        throw new ClusterError('LOCKED', `Could not open the disk ${path}: it is in use by another process`);
      const release = (): void => {
        if (alone && this.#user.alive) this.#disk.unlock(path, this.#user);
      };
      return new SimDisk(posix.normalize(path), inode, this.#scheduler, this.#disk, this.#user, release);
    });
  }

  listDisks(): Promise<readonly string[]> {
    return this.#after('/dev', () => this.#disk.rawDisks);
  }

  #openOrMake(path: string, options: OpenFileOptions): Inode {
    const present = this.#disk.file(path);
    if (present !== undefined) return present;
    if (!options.create)
      throw new ClusterError('NOT_FOUND', `Could not open the file on ${path}: there is no such file`);
    this.#admitName(path);
    if ((options.preallocateBytes ?? 0) > this.#disk.freeBytes()) throw faultError('ENOSPC', 'make the file', path);
    const made = new Inode(options);
    this.#disk.setFile(path, made);
    return made;
  }

  /** A new name needs its directory and a disk that works. */
  #admitName(path: string): void {
    const code = this.#disk.faultOf(posix.normalize(path))?.write;
    if (code !== undefined) throw faultError(code, 'make the file', path);
    if (!this.#disk.hasDirectory(posix.dirname(path))) {
      throw new ClusterError('DISK_FAILED', `Could not make the file on ${path}: its directory is missing`);
    }
  }

  readFile(path: string): Promise<Uint8Array | undefined> {
    return this.#after(path, () => {
      const code = this.#disk.faultOf(posix.normalize(path))?.read;
      if (code !== undefined) throw faultError(code, 'read the file', path);
      const inode = this.#disk.file(path);
      if (inode === undefined) return undefined;
      const bytes = new Uint8Array(inode.sizeBytes);
      inode.read(bytes, 0);
      return bytes;
    });
  }

  replaceFile(path: string, bytes: Uint8Array, _mode?: number): Promise<void> {
    const copy = bytes.slice();
    return this.#perform(path, () => {
      this.#admitName(path);
      this.#disk.replaceFile(path, copy);
    });
  }

  makeDirectory(path: string): Promise<void> {
    return this.#perform(path, () => this.#disk.makeDirectory(path));
  }

  list(path: string): Promise<readonly string[] | undefined> {
    return this.#after(path, () => this.#disk.list(path));
  }

  remove(path: string): Promise<void> {
    return this.#perform(path, () => this.#disk.remove(path));
  }

  freeBytes(path: string): Promise<number> {
    return this.#after(path, () => this.#disk.freeBytes());
  }

  async lock(path: string): Promise<Lock | undefined> {
    const locked = await this.#after(path, () => this.#disk.lock(path, this.#user));
    if (!locked) return undefined;
    return {
      release: async () => {
        if (this.#user.alive) this.#disk.unlock(path, this.#user);
      },
    };
  }

  bootId(): string {
    return this.#disk.bootId;
  }

  openStore(path: string): Promise<Store> {
    return this.#after(path, () => openSimStore(this.#scheduler, this.#disk, this.#user, path));
  }

  removeStore(path: string): Promise<void> {
    return this.#perform(path, () => this.#disk.removeStore(path));
  }

  /** A change that happens whole at some time after the call; when the process dies before, it may have happened. */
  #perform<T>(path: string, change: () => T): Promise<T> {
    const underWay: UnderWayOperation = {
      abandon: (random) => {
        if (random.chance(0.5)) return;
        try {
          change();
        } catch (error) {
          // It would have failed: there is nobody left to tell.
          if (!(error instanceof ClusterError)) throw error;
        }
      },
    };
    if (this.#user.alive) this.#user.underWay.add(underWay);
    return this.#after(path, () => {
      this.#user.underWay.delete(underWay);
      return change();
    });
  }

  /** Never settles once the process is dead. */
  #after<T>(path: string, complete: () => T): Promise<T> {
    const { random, faults } = this.#disk;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#scheduler.after(
      random.within(faults.metadataMs) * this.#disk.slowdownOf(posix.normalize(path)),
      () => {
        try {
          resolve(complete());
        } catch (error) {
          reject(error);
        }
      },
      this.#user,
    );
    return promise;
  }
}
