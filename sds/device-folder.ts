/** A device that is a directory: its parts are files, its superblock is replaced whole, flock keeps others away. */

import path from 'node:path';
import { ClusterError, codeOf } from '../common/errors.ts';
import type { DiskFile, Disks, Lock } from '../common/host.ts';
import { formatSize, mib } from '../common/units.ts';
import { encodeJournalHeader } from './core/journal-format.ts';
import { decodeSuperblock, encodeSuperblock, type Superblock } from './core/superblock.ts';
import { datasync } from './datasync.ts';
import { type DeviceParts, damagedDevice, type FormatSizes, type Media, startAnew } from './media.ts';

const ownNames = ['lock', 'journal', 'data', 'headers', 'directory', 'lost+found'];

/**
 * A file system with less is full: a checkpoint writes headers and up to 4 MiB of the directory's log at once, and one
 * that fails stops the engine.
 */
const leastFreeBytes = 16 * mib;

/** Rejects with `NOT_FOUND` or `LOCKED`. */
export async function openFolder(disks: Disks, folder: string, options: { readonly make: boolean }): Promise<Media> {
  if (options.make) await disks.makeDirectory(folder);
  const lock = await disks.lock(path.join(folder, 'lock'));
  if (lock === undefined) {
    throw new ClusterError('LOCKED', `device ${folder} is in use by another sio-sds; stop that one first`);
  }
  return new FolderMedia(disks, folder, lock);
}

class FolderMedia implements Media {
  readonly path: string;
  readonly storePath: string;
  readonly isStoreApart = false;
  readonly howToWipe = 'If all of it may be destroyed, empty the directory';
  readonly #disks: Disks;
  readonly #lock: Lock;

  constructor(disks: Disks, folder: string, lock: Lock) {
    this.path = folder;
    this.storePath = path.join(folder, 'directory');
    this.#disks = disks;
    this.#lock = lock;
  }

  async readSuperblock(): Promise<Superblock | undefined> {
    const bytes = await this.#disks.readFile(path.join(this.path, 'superblock'));
    return bytes === undefined ? undefined : decodeSuperblock(bytes, this.path);
  }

  async writeSuperblock(superblock: Superblock): Promise<void> {
    await this.#disks.replaceFile(path.join(this.path, 'superblock'), encodeSuperblock(superblock));
  }

  async refuseForeign(): Promise<void> {
    const names = (await this.#disks.list(this.path)) ?? [];
    const others = names.filter((name) => !ownNames.includes(name) && !/\.(tmp|new)$/.test(name));
    if (others.length === 0) return;
    throw new ClusterError(
      'FOREIGN',
      `device ${this.path} holds other files (${others.slice(0, 3).join(', ')}); nothing was changed. Give an empty directory`,
    );
  }

  async format({ capacityBytes, journalBytes }: FormatSizes): Promise<FormatSizes & { readonly formatId: number }> {
    // What a formatting that was cut short left behind counts for nothing.
    for (const name of ['journal', 'data', 'headers']) await this.#disks.remove(path.join(this.path, name));
    const freeBytes = await this.#disks.freeBytes(this.path);
    if (freeBytes < journalBytes + leastFreeBytes) {
      throw new ClusterError(
        'DISK_FULL',
        `device ${this.path} cannot be made: its journal takes ${formatSize(journalBytes)}, and its file system has ` +
          `${formatSize(freeBytes)} free (${formatSize(leastFreeBytes)} must be left). Free space, or give another path`,
      );
    }
    const parts: DiskFile[] = [];
    const make = async (name: string, preallocateBytes: number): Promise<DiskFile> => {
      const options = preallocateBytes === 0 ? { create: true } : { create: true, preallocateBytes };
      const file = await this.#disks.openFile(path.join(this.path, name), options);
      parts.push(file);
      return file;
    };
    try {
      const journal = await make('journal', journalBytes);
      await make('data', 0);
      await make('headers', 0);
      journal.writeSync([encodeJournalHeader({ serial: 0, tail: 0 })], 0);
      for (const file of parts) await datasync(file);
    } finally {
      for (const file of parts) await file.close();
    }
    return { capacityBytes, journalBytes, formatId: 0 };
  }

  /** There is one file, replaced whole: a damaged one is all there is. */
  damagedSuperblockPlaces(): readonly number[] {
    return [];
  }

  async openParts({ journalBytes }: Superblock, { readOnly } = { readOnly: false }): Promise<DeviceParts> {
    if (!readOnly) await this.#refuseFull();
    const journal = await this.#open('journal', readOnly);
    const parts = { journal, data: await this.#open('data', readOnly), headers: await this.#open('headers', readOnly) };
    if (journal.sizeBytes() < journalBytes) {
      const has = journal.sizeBytes();
      for (const file of Object.values(parts)) await file.close();
      throw damagedDevice(this.path, `its journal has shrunk to ${has} bytes; it was made with ${journalBytes}`);
    }
    return parts;
  }

  async #refuseFull(): Promise<void> {
    const freeBytes = await this.#disks.freeBytes(this.path);
    if (freeBytes >= leastFreeBytes) return;
    throw new ClusterError(
      'DISK_FULL',
      `device ${this.path} was not opened: its file system has ${formatSize(freeBytes)} free, and a device needs ` +
        `${formatSize(leastFreeBytes)} to work. Free space on it: the device is then opened by itself`,
    );
  }

  async #open(name: string, readOnly: boolean): Promise<DiskFile> {
    try {
      return await this.#disks.openFile(path.join(this.path, name), { create: false, readOnly });
    } catch (error) {
      if (codeOf(error) !== 'NOT_FOUND') throw error;
      throw new ClusterError('DAMAGED', `device ${this.path}: its file ${name} is missing; ${startAnew}`, {
        cause: error,
      });
    }
  }

  release(): Promise<void> {
    return this.#lock.release();
  }
}
