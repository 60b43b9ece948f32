/**
 * A device that is a raw disk: its parts are ranges of it, its superblock has two places, its directory lies in the SDS's
 * own folder. The superblock says which disk it is, whatever name the kernel gives it today.
 */

import path from 'node:path';
import { ClusterError, codeOf } from '../common/errors.ts';
import { FilePart } from '../common/file-part.ts';
import type { Disk, Disks, Host, Log, Random } from '../common/host.ts';
import { extentBytes, formatSize, mib } from '../common/units.ts';
import { headerGroupBytes, slotsPerGroup } from './core/chunk-header.ts';
import { type DiskLayout, planDisk, superblockPlaces } from './core/disk-layout.ts';
import { encodeJournalHeader } from './core/journal-format.ts';
import { contentAtBeginning, contentAtEnd, inspectedBytes, inspectedEndBytes } from './core/signatures.ts';
import {
  decodeSuperblock,
  encodeSuperblock,
  looksLikeSuperblock,
  type Superblock,
  superblockBytes,
} from './core/superblock.ts';
import { datasync } from './datasync.ts';
import { type DeviceParts, damagedDevice, type FormatSizes, type Media } from './media.ts';

/** A smaller one is not worth a journal, and is more likely a slip. */
const smallestCapacityBytes = 64 * mib;
/** Zeros are written to a new journal in pieces; after so many bytes they are made stable. */
const zeroPieceBytes = mib;
const zeroSyncBytes = 64 * mib;

export interface DiskDevice {
  readonly path: string;
  readonly clusterId: string;
  readonly deviceId: number;
  /** Folder of the SDS: the directory's store lies there. */
  readonly stateFolder: string;
  /** A new device is formatted at its path; a used one is looked for where its path leads to something else. */
  readonly isNew: boolean;
}

export function directoryPathOf(stateFolder: string, deviceId: number): string {
  return path.join(stateFolder, `directory-${deviceId}`);
}

/** Rejects with `NOT_FOUND`, `LOCKED`, or `FOREIGN` where two disks say that they are this device. */
export async function openDiskDevice(host: Host, device: DiskDevice): Promise<Media> {
  const present = device.isNew ? device.path : await locate(host.disks, host.log, device);
  const disk = await host.disks.openDisk(present, { alone: true });
  return new DiskMedia(disk, directoryPathOf(device.stateFolder, device.deviceId), host.random);
}

/** For a look that changes nothing; `storePath` tells where the directory lies, by the device's number. */
export async function openDiskReadOnly(
  host: Host,
  at: string,
  storePath: (deviceId: number) => Promise<string>,
): Promise<Media> {
  const disk = await host.disks.openDisk(at, { alone: true, readOnly: true });
  let deviceId = 0;
  try {
    deviceId = readSuperblockOf(disk)?.deviceId ?? 0;
  } catch (error) {
    // Told by `readSuperblock`; without one there is no directory to look for.
    if (codeOf(error) === undefined) throw error;
  }
  return new DiskMedia(disk, await storePath(deviceId), host.random);
}

/** The path at which the device's disk is today. */
async function locate(disks: Disks, log: Log, device: DiskDevice): Promise<string> {
  if (await isDeviceAt(disks, device.path, device)) return device.path;
  const found: string[] = [];
  for (const candidate of await disks.listDisks()) {
    if (candidate !== device.path && (await isDeviceAt(disks, candidate, device))) found.push(candidate);
  }
  const [only, second] = found;
  if (only === undefined) return device.path;
  if (second !== undefined) {
    throw new ClusterError(
      'FOREIGN',
      `device ${device.path} is not at its path, and ${found.join(' and ')} both say that they are it: one is a copy. ` +
        'Nothing was changed. Unplug the copy, or wipe it',
    );
  }
  log.write('warn', 'device-found-elsewhere', { device: device.path, at: only });
  return only;
}

async function isDeviceAt(disks: Disks, at: string, device: DiskDevice): Promise<boolean> {
  let disk: Disk | undefined;
  try {
    disk = await disks.openDisk(at, { alone: false, readOnly: true });
    const superblock = readSuperblockOf(disk);
    return superblock?.clusterId === device.clusterId && superblock.deviceId === device.deviceId;
  } catch (error) {
    // A disk that cannot be read is not found; what is wrong at the device's own path is said when it is opened.
    if (codeOf(error) === undefined) throw error;
    return false;
  } finally {
    await disk?.close();
  }
}

/** The newer of the two places; undefined where neither was ever one of sio. Throws `DAMAGED` or `VERSION`. */
function readSuperblockOf(disk: Disk): Superblock | undefined {
  let best: Superblock | undefined;
  let failure: unknown;
  for (const place of superblockPlaces) {
    const bytes = new Uint8Array(superblockBytes);
    if (disk.readSync(bytes, place) < bytes.length || !looksLikeSuperblock(bytes)) continue;
    try {
      const superblock = decodeSuperblock(bytes, disk.path);
      if (best === undefined || superblock.serial > best.serial) best = superblock;
    } catch (error) {
      if (failure === undefined || codeOf(error) === 'VERSION') failure = error;
    }
  }
  // A newer version than ours may have written the other place later; a damaged place is what the second one is for.
  if (failure !== undefined && (best === undefined || codeOf(failure) === 'VERSION')) throw failure;
  return best;
}

/** The journal, headers and data of a disk. */
export function partsOf(disk: Disk, superblock: Superblock, layout: DiskLayout): DeviceParts {
  const part = (name: string, start: number, length: number): FilePart =>
    new FilePart(disk, `${disk.path} (${name})`, start, length);
  const headerBytes = Math.ceil(layout.slotCount / slotsPerGroup) * headerGroupBytes;
  return {
    journal: part('journal', layout.journalStart, superblock.journalBytes),
    headers: part('headers', layout.headersStart, headerBytes),
    data: part('data', layout.dataStart, dataBytesOf(superblock)),
  };
}

function dataBytesOf({ capacityBytes }: Superblock): number {
  return Math.floor(capacityBytes / extentBytes) * extentBytes;
}

class DiskMedia implements Media {
  readonly path: string;
  readonly storePath: string;
  readonly isStoreApart = true;
  readonly howToWipe: string;
  readonly #disk: Disk;
  readonly #random: Random;

  constructor(disk: Disk, storePath: string, random: Random) {
    this.path = disk.path;
    this.storePath = storePath;
    this.howToWipe = `If all of it may be destroyed: wipefs --all ${disk.path} && dd if=/dev/zero of=${disk.path} bs=1M count=1`;
    this.#disk = disk;
    this.#random = random;
  }

  async readSuperblock(): Promise<Superblock | undefined> {
    return readSuperblockOf(this.#disk);
  }

  async writeSuperblock(superblock: Superblock): Promise<void> {
    this.#disk.writeSync([encodeSuperblock(superblock)], superblockPlaces[superblock.serial % 2 === 0 ? 0 : 1]);
    await datasync(this.#disk);
  }

  async refuseForeign(): Promise<void> {
    const beginning = new Uint8Array(Math.min(inspectedBytes, this.#disk.sizeBytes()));
    this.#disk.readSync(beginning, 0);
    const end = new Uint8Array(Math.min(inspectedEndBytes, this.#disk.sizeBytes()));
    this.#disk.readSync(end, this.#disk.sizeBytes() - end.length);
    const what = contentAtBeginning(beginning) ?? contentAtEnd(end);
    if (what === undefined) return;
    throw new ClusterError(
      'FOREIGN',
      `device ${this.path} holds ${what}; nothing was changed. Give an empty disk. ${this.howToWipe}`,
    );
  }

  async format(wanted: FormatSizes): Promise<FormatSizes & { readonly formatId: number; readonly disk: DiskLayout }> {
    const diskBytes = this.#disk.sizeBytes();
    const { capacityBytes, journalBytes, ...disk } = planDisk(diskBytes, wanted.capacityBytes, wanted.journalBytes);
    if (capacityBytes < smallestCapacityBytes) {
      throw new ClusterError(
        'INVALID',
        `device ${this.path} is too small: of its ${formatSize(diskBytes)} a journal of ${formatSize(journalBytes)} leaves ` +
          `${formatSize(capacityBytes)} for data, and ${formatSize(smallestCapacityBytes)} is the least. Give a larger disk`,
      );
    }
    await this.#zero(disk.journalStart, journalBytes);
    this.#disk.writeSync([encodeJournalHeader({ serial: 0, tail: 0 })], disk.journalStart);
    await datasync(this.#disk);
    const draw = this.#random.bytes(new Uint8Array(4));
    // Never 0, which headers of a directory have.
    const formatId = Math.max(1, new DataView(draw.buffer).getUint32(0, true));
    return { capacityBytes, journalBytes, formatId, disk };
  }

  /** Batches of an earlier journal would be taken for ones of this. */
  async #zero(start: number, length: number): Promise<void> {
    const zeros = new Uint8Array(zeroPieceBytes);
    for (let at = 0; at < length; at += zeros.length) {
      this.#disk.writeSync([zeros.subarray(0, Math.min(zeros.length, length - at))], start + at);
      if ((at + zeros.length) % zeroSyncBytes === 0) await datasync(this.#disk);
    }
  }

  damagedSuperblockPlaces(): readonly number[] {
    return superblockPlaces.filter((place) => {
      const bytes = new Uint8Array(superblockBytes);
      this.#disk.readSync(bytes, place);
      try {
        decodeSuperblock(bytes, this.path);
        return false;
      } catch {
        // The second one is written at the first start after formatting.
        return bytes.some((byte) => byte !== 0);
      }
    });
  }

  async openParts(superblock: Superblock): Promise<DeviceParts> {
    const { disk } = superblock;
    if (disk === undefined) throw damagedDevice(this.path, 'its superblock is one of a directory');
    const neededBytes = disk.dataStart + dataBytesOf(superblock);
    const diskBytes = this.#disk.sizeBytes();
    if (diskBytes < neededBytes) {
      throw damagedDevice(this.path, `it has shrunk to ${diskBytes} bytes; it was made with ${neededBytes}`);
    }
    return partsOf(this.#disk, superblock, disk);
  }

  release(): Promise<void> {
    return this.#disk.close();
  }
}
