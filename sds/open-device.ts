/**
 * Opens a device: takes its lock, checks whose it is, formats an empty one where that was asked for, and brings back
 * what the last engine left. A device that is refused is left exactly as it was.
 */

import path from 'node:path';
import { ClusterError, codeOf, messageOf } from '../common/errors.ts';
import type { DiskFile, Disks, Host } from '../common/host.ts';
import { extentBytes, extentsPerChunk, mib } from '../common/units.ts';
import { readHeader } from './chunk-cache.ts';
import { noExtent, slotsIn } from './core/chunk-header.ts';
import {
  decodeJournalHeader,
  encodeJournalHeader,
  type JournalHeader,
  journalHeaderBytes,
  ringStart,
} from './core/journal-format.ts';
import { decodeSuperblock, encodeSuperblock, type Superblock } from './core/superblock.ts';
import { datasync } from './datasync.ts';
import { DeviceStore } from './device-store.ts';
import { Directory, type DirectoryMeta } from './directory.ts';
import { Journal } from './journal.ts';
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
  readonly incarnation: number;
  /** The device has never been used: an empty directory is formatted with these sizes. */
  readonly format?: { readonly capacityBytes: number; readonly journalBytes: number };
  readonly onFailure: (error: Error) => void;
}

/** Throws ClusterErrors: `LOCKED`, `FOREIGN`, `VERSION`, `DAMAGED`, `NOT_FOUND`, `DISK_FAILED`, `DISK_FULL`. */
export async function openDevice(options: OpenDeviceOptions): Promise<DeviceStore> {
  const { host } = options;
  const { disks } = host;
  if (options.format !== undefined) await disks.makeDirectory(options.path);
  const names = await disks.list(options.path);
  if (names === undefined) {
    throw new ClusterError(
      'NOT_FOUND',
      `device ${options.path}: there is no such directory. Is its file system mounted?`,
    );
  }
  const lock = await disks.lock(path.join(options.path, 'lock'));
  if (lock === undefined) {
    throw new ClusterError('LOCKED', `device ${options.path} is in use by another sio-sds; stop that one first`);
  }
  try {
    const { superblock, isSameBoot } = await identify(options, names);
    return await openFiles(options, superblock, isSameBoot, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Reads, checks and renews the superblock, or formats. `isSameBoot`: the last engine ran in this boot of the machine. */
async function identify(
  options: OpenDeviceOptions,
  names: readonly string[],
): Promise<{ readonly superblock: Superblock; readonly isSameBoot: boolean }> {
  const { host, format, clusterId, deviceId, poolId, incarnation } = options;
  const file = path.join(options.path, 'superblock');
  const bytes = await host.disks.readFile(file);
  let superblock: Superblock;
  let isSameBoot = false;
  const renewed = { incarnation, bootId: host.disks.bootId() };
  if (bytes === undefined) {
    const others = names.filter(
      (name) =>
        !['lock', 'journal', 'data', 'headers', 'directory', 'lost+found'].includes(name) && !name.endsWith('.tmp'),
    );
    if (format === undefined) {
      throw new ClusterError(
        'NOT_FOUND',
        `device ${options.path} has no superblock although it was used before. Is its file system mounted?`,
      );
    }
    if (others.length > 0) {
      throw new ClusterError(
        'FOREIGN',
        `device ${options.path} holds other files (${others.slice(0, 3).join(', ')}); nothing was changed. Give an empty directory`,
      );
    }
    if (format.journalBytes < minimumJournalBytes || format.capacityBytes < format.journalBytes) {
      throw new ClusterError(
        'INVALID',
        `device ${options.path}: a journal of ${format.journalBytes} bytes does not fit a capacity of ${format.capacityBytes}`,
      );
    }
    superblock = { clusterId, deviceId, poolId, ...format, ...renewed };
    await formatFiles(options, superblock);
  } else {
    const former = decodeSuperblock(bytes, options.path);
    isSameBoot = former.bootId === renewed.bootId;
    superblock = { ...former, ...renewed };
    const foreign = (what: string): ClusterError =>
      new ClusterError(
        'FOREIGN',
        `device ${options.path} belongs to ${what}; nothing was changed. Check the paths of this server's devices`,
      );
    if (superblock.clusterId !== clusterId) throw foreign(`another cluster (${superblock.clusterId})`);
    if (superblock.deviceId !== deviceId)
      throw foreign(`device number ${superblock.deviceId} of this cluster, not ${deviceId}`);
    if (superblock.poolId !== poolId) throw foreign(`pool number ${superblock.poolId}, not ${poolId}`);
  }
  // The superblock comes last at formatting: without one, nothing of the device counts.
  await host.disks.replaceFile(file, encodeSuperblock(superblock));
  return { superblock, isSameBoot };
}

async function formatFiles(options: OpenDeviceOptions, superblock: Superblock): Promise<void> {
  const { disks } = options.host;
  // What a formatting that was cut short left behind counts for nothing.
  for (const name of ['journal', 'data', 'headers']) await disks.remove(path.join(options.path, name));
  await disks.removeStore(path.join(options.path, 'directory'));
  const files = await openAll(disks, options.path, superblock.journalBytes);
  files.journal.writeSync([encodeJournalHeader({ serial: 0, tail: 0 })], 0);
  for (const file of [files.journal, files.data, files.headers]) {
    await datasync(file);
    await file.close();
  }
  const extentCount = Math.floor(superblock.capacityBytes / extentBytes);
  const directory = new Directory(await disks.openStore(path.join(options.path, 'directory')), extentCount);
  await directory.write({ serial: 0, tail: 0, mapVersion: 0 }, [], []);
  await directory.close();
}

async function openAll(
  disks: Disks,
  folder: string,
  journalBytes: number | undefined,
): Promise<{ journal: DiskFile; data: DiskFile; headers: DiskFile }> {
  const create = journalBytes !== undefined;
  const journal = await disks.openFile(path.join(folder, 'journal'), {
    create,
    ...(create ? { preallocateBytes: journalBytes } : {}),
  });
  const data = await disks.openFile(path.join(folder, 'data'), { create });
  const headers = await disks.openFile(path.join(folder, 'headers'), { create });
  return { journal, data, headers };
}

async function openFiles(
  options: OpenDeviceOptions,
  superblock: Superblock,
  isSameBoot: boolean,
  lock: DeviceStore['files']['lock'],
): Promise<DeviceStore> {
  const { host } = options;
  const files = { ...(await openAll(host.disks, options.path, undefined)), lock };
  const journalHeader = readJournalHeader(files.journal, options.path);
  const storePath = path.join(options.path, 'directory');
  const extentCount = Math.floor(superblock.capacityBytes / extentBytes);
  const { directory, meta } = await loadDirectory(host, storePath, extentCount, files.headers, journalHeader);
  // Of the same boot, what is read may be on no disk, and no later fdatasync would bring it there: it is written again.
  if (meta.serial > journalHeader.serial || isSameBoot) await completeCheckpoint(files.journal, meta);
  const ringBytes = Math.floor((superblock.journalBytes - ringStart) / 4096) * 4096;
  const recovered = recoverJournal(files.journal, files.data, ringBytes, meta.tail);
  if (isSameBoot) rewriteRecovered(files.journal, files.data, ringBytes, meta.tail, recovered);
  const journal = new Journal({
    file: files.journal,
    data: files.data,
    ringBytes,
    incarnation: options.incarnation,
    serial: meta.serial,
    tail: meta.tail,
    end: recovered.end,
    onFailure: options.onFailure,
  });
  const store = new DeviceStore(files, journal, directory);
  store.mapVersion = meta.mapVersion;
  for (const { record, payloadOffset } of recovered.records) store.replay(record, payloadOffset);
  // First what was recovered, then the batch that calls it stable.
  await datasync(files.data);
  await datasync(files.journal);
  journal.begin();
  // Until the page cache's content is on the media, a power failure could still take back what this start has seen.
  await datasync(files.journal);
  host.log.write('info', 'device-opened', {
    device: options.path,
    records: recovered.records.length,
    serial: meta.serial,
  });
  return store;
}

/** The directory as it was stored, or rebuilt when it is lost, damaged or older than the device. */
async function loadDirectory(
  host: Host,
  storePath: string,
  extentCount: number,
  headers: DiskFile,
  journalHeader: JournalHeader,
): Promise<{ readonly directory: Directory; readonly meta: DirectoryMeta }> {
  let reason: string;
  try {
    const directory = new Directory(await host.disks.openStore(storePath), extentCount);
    const meta = await directory.load();
    if (meta !== undefined && meta.serial >= journalHeader.serial) return { directory, meta };
    reason =
      meta === undefined ? 'it is empty' : `it is of checkpoint ${meta.serial}, the device of ${journalHeader.serial}`;
    await directory.close();
  } catch (error) {
    if (codeOf(error) !== 'DAMAGED') throw error;
    reason = messageOf(error);
  }
  host.log.write('warn', 'directory-rebuilt', { directory: storePath, reason });
  await host.disks.removeStore(storePath);
  const directory = new Directory(await host.disks.openStore(storePath), extentCount);
  return { directory, meta: await rebuildDirectory(directory, headers, journalHeader, extentCount) };
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

function readJournalHeader(journal: DiskFile, devicePath: string): JournalHeader {
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

/** Reads every header slot: time in proportion to the device, so only when the directory is lost. */
async function rebuildDirectory(
  directory: Directory,
  headers: DiskFile,
  journalHeader: JournalHeader,
  extentCount: number,
): Promise<DirectoryMeta> {
  const slotCount = Math.min(extentCount, slotsIn(headers.sizeBytes()));
  for (let slot = 0; slot < slotCount; slot++) {
    const header = readHeader(headers, slot, journalHeader.serial)?.header;
    if (header === undefined || header.free) continue;
    directory.slots.mark(slot);
    directory.set(header.layerId, header.chunkIndex, slot, header.versionGeneration, header.versionSequence);
    for (let k = 0; k < extentsPerChunk; k++) {
      const extent = header.extents[k] ?? noExtent;
      if (extent !== noExtent) directory.extents.mark(extent);
    }
    const row = directory.slices.row(header.slice);
    const newer = header.versionGeneration - row.versionGeneration || header.versionSequence - row.versionSequence;
    if (!header.unclean && newer > 0)
      directory.slices.advance(header.slice, header.versionGeneration, header.versionSequence);
  }
  const meta: DirectoryMeta = { serial: journalHeader.serial, tail: journalHeader.tail, mapVersion: 0 };
  await directory.write(meta, [], []);
  return meta;
}
