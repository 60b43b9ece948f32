/** The disks of one simulated server: what outlives its processes, and the faults of its files. */

import { posix } from 'node:path';
import { ClusterError, type ErrorCode } from '../../../common/errors.ts';
import type { DiskFaults } from './faults.ts';
import { Inode } from './inode.ts';
import type { SimRandom } from './random.ts';
import type { EventOwner } from './scheduler.ts';
import { StoreState } from './store-state.ts';

/** A process that holds locks, files and stores. What is under way is decided when it dies. */
export interface DiskUser extends EventOwner {
  readonly name: string;
  readonly underWay: Set<UnderWayOperation>;
}

/** An operation between its call and its completion. */
export interface UnderWayOperation {
  /** The process died (or the power went): any part of it may have happened. */
  abandon(random: SimRandom): void;
}

/** Trouble of a file, or of all that lies in a directory. */
export interface PathFault {
  readonly read?: 'EIO';
  readonly write?: 'EIO' | 'ENOSPC';
  readonly sync?: 'EIO';
  /** datasync answers at once and makes nothing stable. */
  readonly syncLies?: boolean;
  /** Everything that takes time takes this many times as long. */
  readonly slowdown?: number;
}

const errorOf: Readonly<Record<'EIO' | 'ENOSPC', ErrorCode>> = { EIO: 'DISK_FAILED', ENOSPC: 'DISK_FULL' };

/** As the real disks give it: a ClusterError with the system's error as its cause. */
export function faultError(code: 'EIO' | 'ENOSPC', tried: string, path: string): ClusterError {
  const cause = Object.assign(new Error(`${code}: simulated`), { code });
  return new ClusterError(errorOf[code], `Could not ${tried} on ${path}`, { cause });
}

export class DiskState {
  readonly random: SimRandom;
  /** May be replaced at any time. */
  faults: DiskFaults;
  /** Of all files together. */
  capacityBytes = Number.MAX_SAFE_INTEGER;
  bootId: string;
  readonly #files = new Map<string, Inode>();
  readonly #directories = new Set<string>(['/', '.']);
  readonly #stores = new Map<string, StoreState>();
  readonly #locks = new Map<string, DiskUser>();
  readonly #pathFaults = new Map<string, PathFault>();

  constructor(random: SimRandom, faults: DiskFaults) {
    this.random = random;
    this.faults = faults;
    this.bootId = this.#drawBootId();
  }

  // Faults.

  /** Sets (or with undefined ends) the trouble of a file, or of all in a directory. The longest path counts. */
  setFault(path: string, fault: PathFault | undefined): void {
    if (fault === undefined) this.#pathFaults.delete(posix.normalize(path));
    else this.#pathFaults.set(posix.normalize(path), fault);
  }

  /** Changes bytes on the disk behind everybody's back. */
  corrupt(path: string, position: number, length: number): void {
    this.file(path)?.corrupt(position, length, this.random);
  }

  /** Changes some bytes of a page that holds any; its number, or undefined when there is none. */
  rot(path: string, bytes: number): number | undefined {
    return this.file(path)?.rot(bytes, this.random);
  }

  /** The store cannot be opened any more. */
  damageStore(path: string): void {
    this.store(path).damaged = true;
  }

  faultOf(path: string): PathFault | undefined {
    if (this.#pathFaults.size === 0) return undefined;
    for (let at = path; ; at = posix.dirname(at)) {
      const fault = this.#pathFaults.get(at);
      if (fault !== undefined || at === posix.dirname(at)) return fault;
    }
  }

  slowdownOf(path: string): number {
    return this.faultOf(path)?.slowdown ?? 1;
  }

  // Content.

  file(path: string): Inode | undefined {
    return this.#files.get(posix.normalize(path));
  }

  setFile(path: string, inode: Inode): void {
    this.#files.set(posix.normalize(path), inode);
  }

  replaceFile(path: string, bytes: Uint8Array): void {
    this.setFile(path, new Inode({ bytes }));
  }

  remove(path: string): void {
    this.#files.delete(posix.normalize(path));
  }

  /** Plugs in a raw disk of zeros. */
  addDisk(path: string, sizeBytes: number): void {
    this.setFile(path, new Inode({ preallocateBytes: sizeBytes }));
  }

  /** A raw disk gets another name, as after a start of the machine. */
  renameDisk(path: string, next: string): void {
    const inode = this.file(path);
    if (inode === undefined) return;
    this.remove(path);
    this.setFile(next, inode);
  }

  get rawDisks(): readonly string[] {
    return this.paths.filter((path) => path.startsWith('/dev/'));
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  hasDirectory(path: string): boolean {
    return this.#directories.has(posix.normalize(path));
  }

  makeDirectory(path: string): void {
    for (let at = posix.normalize(path); !this.#directories.has(at); at = posix.dirname(at)) this.#directories.add(at);
  }

  list(path: string): readonly string[] | undefined {
    const directory = posix.normalize(path);
    if (!this.#directories.has(directory)) return undefined;
    const names = new Set<string>();
    for (const map of [this.#files, this.#directories, this.#stores]) {
      for (const present of map.keys()) {
        if (present !== directory && posix.dirname(present) === directory) names.add(posix.basename(present));
      }
    }
    return [...names].sort();
  }

  /** Of all files together. */
  get usedBytes(): number {
    let used = 0;
    for (const inode of this.#files.values()) used += inode.usedBytes;
    return used;
  }

  freeBytes(): number {
    return Math.max(0, this.capacityBytes - this.usedBytes);
  }

  store(path: string): StoreState {
    const name = posix.normalize(path);
    let state = this.#stores.get(name);
    if (state === undefined) {
      state = new StoreState(name);
      this.#stores.set(name, state);
    }
    return state;
  }

  hasStore(path: string): boolean {
    return this.#stores.has(posix.normalize(path));
  }

  removeStore(path: string): void {
    this.#stores.delete(posix.normalize(path));
  }

  /** False while a living process holds it. */
  lock(path: string, user: DiskUser): boolean {
    const name = posix.normalize(path);
    if (this.#locks.get(name)?.alive === true) return false;
    this.#locks.set(name, user);
    if (!this.#files.has(name)) this.#files.set(name, new Inode({}));
    return true;
  }

  unlock(path: string, user: DiskUser): void {
    const name = posix.normalize(path);
    if (this.#locks.get(name) === user) this.#locks.delete(name);
  }

  /** What no datasync covered is kept, dropped or torn; the next start of the machine has another boot id. */
  losePower(): void {
    for (const inode of this.#files.values()) inode.losePower(this.random);
    for (const store of this.#stores.values()) store.losePower(this.random);
    this.#locks.clear();
    this.bootId = this.#drawBootId();
  }

  #drawBootId(): string {
    return Buffer.from(this.random.bytes(new Uint8Array(16))).toString('hex');
  }
}
