/**
 * Opens a device: takes its lock, checks whose it is, formats an empty one where that was asked for, and brings back
 * what the last engine left. A device that is refused is left exactly as it was.
 */

import { must } from '../common/assert.ts';
import { ClusterError, codeOf, messageOf } from '../common/errors.ts';
import type { DiskFile, Host } from '../common/host.ts';
import { extentBytes, mib } from '../common/units.ts';
import { headerOffset, headerPlaceBytes } from './core/chunk-header.ts';
import {
  decodeJournalHeader,
  encodeJournalHeader,
  type JournalHeader,
  journalHeaderBytes,
  ringStart,
} from './core/journal-format.ts';
import type { Superblock } from './core/superblock.ts';
import { datasync } from './datasync.ts';
import { openDiskDevice } from './device-disk.ts';
import { openFolder } from './device-folder.ts';
import { DeviceStore } from './device-store.ts';
import { Directory, type DirectoryMeta } from './directory.ts';
import { Journal } from './journal.ts';
import { type DeviceParts, damagedDevice, type FormatSizes, type Media } from './media.ts';
import { rebuildDirectory } from './rebuild-directory.ts';
import { recoverJournal, rewriteRecovered } from './recovery.ts';

/** A write of 1 MiB needs twice its size (a batch does not wrap) within the share of the ring that clients may fill. */
export const minimumJournalBytes = 4 * mib;

export interface DeviceIdentity {
  readonly clusterId: string;
  readonly deviceId: number;
  readonly poolId: number;
}

export interface OpenDeviceOptions extends DeviceIdentity {
  readonly host: Host;
  readonly path: string;
  /** Folder of the SDS: the directory of a raw disk lies there. */
  readonly stateFolder: string;
  readonly incarnation: number;
  /** The device has never been used: an empty directory or disk is formatted with these sizes (a disk: at most). */
  readonly format?: FormatSizes;
  readonly onFailure: (error: Error) => void;
}

/** Rejects with ClusterErrors: `LOCKED`, `FOREIGN`, `VERSION`, `DAMAGED`, `NOT_FOUND`, `INVALID`, `DISK_FAILED`, `DISK_FULL`. */
export async function openDevice(options: OpenDeviceOptions): Promise<DeviceStore> {
  const media = await openMedia(options);
  try {
    return await openStore(options, media, await identify(options, media));
  } catch (error) {
    await media.release();
    throw error;
  }
}

async function openMedia(options: OpenDeviceOptions): Promise<Media> {
  const { host, format, path } = options;
  const kind = await host.disks.kindOf(path);
  const isGoneDisk = kind === undefined && path.startsWith('/dev/');
  if (kind === 'disk' || (isGoneDisk && format === undefined)) {
    return await openDiskDevice(host, { ...options, isNew: format !== undefined });
  }
  if (kind === 'other') {
    throw new ClusterError('INVALID', `device ${path} is neither a directory nor a disk. Correct the path`);
  }
  if (kind === undefined && (isGoneDisk || format === undefined)) {
    const next = isGoneDisk ? 'Correct the path' : 'Is its file system mounted?';
    throw new ClusterError('NOT_FOUND', `device ${path}: there is nothing at this path. ${next}`);
  }
  return await openFolder(host.disks, path, { make: kind === undefined });
}

/** The superblock that is there, checked, or that of a device just formatted. */
async function identify(options: OpenDeviceOptions, media: Media): Promise<Superblock> {
  const { format, clusterId, deviceId, poolId } = options;
  const superblock = await media.readSuperblock();
  if (superblock === undefined) {
    if (format !== undefined) return await formatDevice(options, media, format);
    throw new ClusterError(
      'NOT_FOUND',
      `device ${media.path} has no superblock although it was used before. Is its file system mounted, is this its disk?`,
    );
  }
  const foreign = (what: string): ClusterError =>
    new ClusterError(
      'FOREIGN',
      `device ${media.path} belongs to ${what}; nothing was changed. Check the paths of this server's devices${format === undefined ? '' : `. ${media.howToWipe}`}`,
    );
  if (superblock.clusterId !== clusterId) throw foreign(`another cluster (${superblock.clusterId})`);
  if (superblock.deviceId !== deviceId)
    throw foreign(`device number ${superblock.deviceId} of this cluster, not ${deviceId}`);
  if (superblock.poolId !== poolId) throw foreign(`pool number ${superblock.poolId}, not ${poolId}`);
  return superblock;
}

/** The superblock comes last: without one, nothing of the device counts. */
async function formatDevice(options: OpenDeviceOptions, media: Media, format: FormatSizes): Promise<Superblock> {
  const { host, clusterId, deviceId, poolId, incarnation } = options;
  const { disks } = host;
  await media.refuseForeign();
  if (format.journalBytes < minimumJournalBytes || format.capacityBytes < format.journalBytes) {
    throw new ClusterError(
      'INVALID',
      `device ${media.path}: a journal of ${format.journalBytes} bytes does not fit a capacity of ${format.capacityBytes}`,
    );
  }
  await disks.removeStore(media.storePath);
  const made = await media.format(format);
  const superblock = { clusterId, deviceId, poolId, incarnation, bootId: disks.bootId(), serial: 0, ...made };
  const directory = await openDirectory(host, media, superblock);
  await directory.write({ serial: 0, tail: 0, mapVersion: 0 }, [], []);
  if (media.isStoreApart) await directory.noteLives(incarnation, incarnation);
  await directory.close();
  await media.writeSuperblock(superblock);
  host.log.write('info', 'device-formatted', { device: media.path, capacityBytes: made.capacityBytes });
  return superblock;
}

async function openDirectory(host: Host, media: Media, superblock: Superblock): Promise<Directory> {
  const store = await host.disks.openStore(media.storePath);
  return new Directory(store, extentCountOf(superblock), slotCountOf(superblock));
}

export function extentCountOf({ capacityBytes }: Superblock): number {
  return Math.floor(capacityBytes / extentBytes);
}

/** A directory's file of headers grows as far as it must; a disk has room for some. */
export function slotCountOf(superblock: Superblock): number {
  return superblock.disk?.slotCount ?? extentCountOf(superblock);
}

async function openStore(options: OpenDeviceOptions, media: Media, superblock: Superblock): Promise<DeviceStore> {
  const parts = await media.openParts(superblock);
  let directory: Directory | undefined;
  try {
    const journalHeader = readJournalHeader(parts.journal, media.path);
    const loaded = await loadDirectory(options.host, media, superblock, parts, journalHeader);
    directory = loaded.directory;
    refuseShrunk(media.path, parts, directory);
    return await recover(options, media, superblock, parts, { ...loaded, journalHeader });
  } catch (error) {
    await directory?.close();
    for (const file of [parts.journal, parts.data, parts.headers]) await file.close();
    throw error;
  }
}

/** Files of a directory are as long as what was written to them. */
function refuseShrunk(path: string, { data, headers }: DeviceParts, directory: Directory): void {
  const check = (name: string, file: DiskFile, neededBytes: number): void => {
    if (file.sizeBytes() >= neededBytes) return;
    throw damagedDevice(
      path,
      `its ${name} have shrunk to ${file.sizeBytes()} bytes; at least ${neededBytes} are in use`,
    );
  };
  const extent = directory.extents.highestUsed;
  if (extent >= 0) check('data', data, extent * extentBytes + 1);
  const slot = directory.slots.highestUsed;
  if (slot >= 0) check('headers', headers, headerOffset(slot, 0) + headerPlaceBytes);
}

/** The superblock names this start; a directory that lies apart is told before and after, so that the two always fit. */
async function beginLife(
  options: OpenDeviceOptions,
  media: Media,
  superblock: Superblock,
  directory: Directory,
): Promise<void> {
  const { incarnation, host } = options;
  if (superblock.incarnation === incarnation) return;
  if (media.isStoreApart) await directory.noteLives(superblock.incarnation, incarnation);
  const serial = superblock.serial + 1;
  await media.writeSuperblock({ ...superblock, incarnation, bootId: host.disks.bootId(), serial });
  if (media.isStoreApart) await directory.noteLives(incarnation, incarnation);
}

async function recover(
  options: OpenDeviceOptions,
  media: Media,
  superblock: Superblock,
  parts: DeviceParts,
  loaded: { readonly directory: Directory; readonly meta: DirectoryMeta; readonly journalHeader: JournalHeader },
): Promise<DeviceStore> {
  const { host } = options;
  const { meta, directory } = loaded;
  const ringBytes = ringBytesOf(superblock);
  const recovered = recoverJournal(parts.journal, parts.data, ringBytes, meta.tail);
  // Up to here nothing of the device has been changed.
  await beginLife(options, media, superblock, directory);
  // What was written in this boot may be on no disk, and no later fdatasync would bring it there: it is written again.
  const isSameBoot = superblock.bootId === host.disks.bootId();
  if (isSameBoot) rewriteRecovered(parts.journal, parts.data, ringBytes, meta.tail, recovered);
  if (meta.serial > loaded.journalHeader.serial || isSameBoot) await completeCheckpoint(parts.journal, meta);
  const journal = new Journal({
    file: parts.journal,
    data: parts.data,
    ringBytes,
    incarnation: options.incarnation,
    serial: meta.serial,
    tail: meta.tail,
    end: recovered.end,
    onFailure: options.onFailure,
  });
  const lock = { release: () => media.release() };
  const store = new DeviceStore({ ...parts, formatId: superblock.formatId, lock }, journal, directory);
  store.mapVersion = meta.mapVersion;
  for (const { record, payloadOffset } of recovered.records) store.replay(record, payloadOffset);
  // First what was recovered, then the batch that calls it stable.
  await datasync(parts.data);
  await datasync(parts.journal);
  journal.begin();
  // Until the page cache's content is on the media, a power failure could still take back what this start has seen.
  await datasync(parts.journal);
  host.log.write('info', 'device-opened', {
    device: media.path,
    records: recovered.records.length,
    serial: meta.serial,
  });
  return store;
}

export function ringBytesOf({ journalBytes }: Superblock): number {
  return Math.floor((journalBytes - ringStart) / 4096) * 4096;
}

/** The directory as it was stored, or rebuilt when it is lost, damaged, older than the device, or of another life of it. */
async function loadDirectory(
  host: Host,
  media: Media,
  superblock: Superblock,
  { headers }: DeviceParts,
  journalHeader: JournalHeader,
): Promise<{ readonly directory: Directory; readonly meta: DirectoryMeta }> {
  const attempt = await tryDirectory(host, media, superblock, journalHeader);
  if (typeof attempt !== 'string') return attempt;
  host.log.write('warn', 'directory-rebuilt', { directory: media.storePath, reason: attempt });
  await host.disks.removeStore(media.storePath);
  const directory = await openDirectory(host, media, superblock);
  try {
    const meta = await rebuildDirectory(host, directory, journalHeader, {
      file: headers,
      slotCount: slotCountOf(superblock),
      newestSerial: journalHeader.serial,
      formatId: superblock.formatId,
    });
    return { directory, meta };
  } catch (error) {
    await directory.close();
    throw error;
  }
}

/** Or why it has to be rebuilt. */
async function tryDirectory(
  host: Host,
  media: Media,
  superblock: Superblock,
  journalHeader: JournalHeader,
): Promise<{ readonly directory: Directory; readonly meta: DirectoryMeta } | string> {
  let directory: Directory | undefined;
  try {
    directory = await openDirectory(host, media, superblock);
    const meta = await directory.load();
    const reason = await whyUseless(media, superblock, directory, meta, journalHeader);
    if (reason === undefined) return { directory, meta: must(meta, 'the meta of a useful directory') };
    await directory.close();
    return reason;
  } catch (error) {
    await directory?.close();
    // What is derived needs no repair: a store that cannot be read is made anew, on a disk that can still be written.
    if (codeOf(error) !== 'DAMAGED' && codeOf(error) !== 'DISK_FAILED') throw error;
    return messageOf(error);
  }
}

async function whyUseless(
  media: Media,
  superblock: Superblock,
  directory: Directory,
  meta: DirectoryMeta | undefined,
  journalHeader: JournalHeader,
): Promise<string | undefined> {
  if (meta === undefined) return 'it is empty';
  if (meta.serial < journalHeader.serial)
    return `it is of checkpoint ${meta.serial}, the device of ${journalHeader.serial}`;
  if (media.isStoreApart && (await directory.lives())?.includes(superblock.incarnation) !== true)
    return 'it is not of the last start of the device';
  return undefined;
}

/**
 * The last step of a checkpoint that a crash has cut off behind its directory. Until it is done the device still counts
 * as one of the checkpoint before, and nothing that this one freed may be used again.
 */
async function completeCheckpoint(journal: DiskFile, meta: DirectoryMeta): Promise<void> {
  const header = encodeJournalHeader({ serial: meta.serial, tail: meta.tail });
  journal.writeSync([header], (meta.serial % 2) * journalHeaderBytes);
  await datasync(journal);
}

export function readJournalHeader(journal: DiskFile, devicePath: string): JournalHeader {
  const bytes = Buffer.alloc(journalHeaderBytes);
  let best: JournalHeader | undefined;
  for (const place of [0, 1]) {
    const count = journal.readSync(bytes, place * journalHeaderBytes);
    const header = count === bytes.length ? decodeJournalHeader(bytes) : undefined;
    if (header !== undefined && (best === undefined || header.serial > best.serial)) best = header;
  }
  if (best === undefined) {
    throw new ClusterError(
      'DAMAGED',
      `device ${devicePath}: both headers of the journal are damaged; nothing was changed. Replace the disk`,
    );
  }
  return best;
}
