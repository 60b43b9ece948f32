/**
 * Makes a meta store of a backup, or of the last map that a data server has kept. The new store lies beside the old one,
 * which stays as it is; which of them counts changes in one step, when the new one has been read back.
 */

import { join } from 'node:path';
import { type BackupEntry, decodeBackup, isBackup } from '../../common/backup-file.ts';
import { ClusterError, codeOf } from '../../common/errors.ts';
import type { Disks } from '../../common/host.ts';
import { decodeKeptMap, isKeptMap } from '../../common/map-cache.ts';
import { storeFormatVersion } from '../core/state.ts';
import { openLevelMetaStore } from '../store/level.ts';
import { countersKey, entriesOf, readState, restoredKey, seededKey } from '../store/records.ts';
import { chooseStore, storePlace } from './place.ts';

/** A transaction of the new store: a few MiB. */
const entriesPerTransaction = 2_000;

export interface RestoreSource {
  readonly clusterId: string;
  readonly mapVersion: number;
  readonly entries: readonly BackupEntry[];
}

/** Kept in the new store until the data servers' maps have been compared with it. */
export interface RestoredFrom {
  readonly file: string;
  readonly mapVersion: number;
  readonly restoredAtMs: number;
}

export interface RestoreOptions {
  readonly disks: Disks;
  readonly dataDirectory: string;
  /** For messages; `bytes` is its content. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly clusterId: string;
  readonly nowMs: number;
}

export interface Restored {
  readonly mapVersion: number;
  readonly storePath: string;
  /** The store that counted before. */
  readonly replacedPath: string;
}

/** Checks a file wholly. Throws `DAMAGED`, `VERSION`, `FOREIGN`. */
export function readSource(bytes: Uint8Array, file: string, clusterId: string): RestoreSource {
  const source = isKeptMap(bytes) ? sourceOfMap(bytes, file) : sourceOfBackup(bytes, file);
  if (source.clusterId !== clusterId) {
    throw new ClusterError(
      'FOREIGN',
      `${file} is of cluster ${source.clusterId}, and this MDM is of ${clusterId}: nothing was changed. Take a backup of this cluster.`,
    );
  }
  return source;
}

function sourceOfBackup(bytes: Uint8Array, file: string): RestoreSource {
  if (!isBackup(bytes)) {
    throw new ClusterError(
      'DAMAGED',
      `${file} is neither a backup of metadata nor a map that an SDS has kept: nothing was changed. Look at the path.`,
    );
  }
  const { header, entries } = decodeBackup(bytes, file);
  if (header.storeFormat > storeFormatVersion) {
    throw new ClusterError(
      'VERSION',
      `The backup ${file} is of a store of format ${header.storeFormat}, and this sio-mdm knows formats up to ` +
        `${storeFormatVersion}: use the sio that wrote it.`,
    );
  }
  return { clusterId: header.clusterId, mapVersion: header.mapVersion, entries };
}

/** Numbers begin behind the highest in use: what was used in between, the renewal at the end of the restore leaves out. */
function sourceOfMap(bytes: Uint8Array, file: string): RestoreSource {
  const { map } = decodeKeptMap(bytes, file);
  const { system, protectionDomain, faultSet, pool, sds, device, volume, sdc, mapping } = map.tables;
  const [about] = system.values();
  if (about === undefined) throw new ClusterError('DAMAGED', `The map ${file} is empty: nothing was changed.`);
  const objects = [protectionDomain, faultSet, pool, sds, device, volume, sdc].flatMap((table) => [...table.values()]);
  const counters = {
    mapVersion: map.version,
    nextObjectId: after(objects.map(({ id }) => id)),
    nextLayerId: after([...volume.values()].flatMap(({ layerId, parentLayerIds }) => [layerId, ...parentLayerIds])),
    nextEpoch: after([...mapping.values()].map(({ epoch }) => epoch)),
    formatVersion: storeFormatVersion,
  };
  const rest: BackupEntry[] = [[seededKey, Buffer.from('1')]];
  const entries = [...entriesOf(counters, map.whole().puts, rest)];
  return { clusterId: about.clusterId, mapVersion: map.version, entries };
}

function after(numbers: readonly number[]): number {
  return numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1;
}

/** The caller holds the lock of the data directory. Rejects as `readSource` throws, and with what the disk says. */
export async function restoreMetadata(options: RestoreOptions): Promise<Restored> {
  const { disks, dataDirectory, file, bytes, clusterId, nowMs } = options;
  const source = readSource(bytes, file, clusterId);
  const { storePath: replacedPath } = await storePlace(disks, dataDirectory).catch((error: unknown) => {
    if (codeOf(error) !== 'DAMAGED') throw error;
    // The file that names the store is damaged itself, and will be written anew.
    return { storePath: dataDirectory };
  });
  const name = await freeName(disks, dataDirectory, nowMs);
  const storePath = join(dataDirectory, name);
  const restored: RestoredFrom = { file, mapVersion: source.mapVersion, restoredAtMs: nowMs };
  await fillStore(disks, storePath, [...source.entries, [restoredKey, Buffer.from(JSON.stringify(restored))]]);
  await checkStore(disks, storePath, source);
  await chooseStore(disks, dataDirectory, name);
  return { mapVersion: source.mapVersion, storePath, replacedPath };
}

/** Never that of a store that is there, whatever the clock says. */
async function freeName(disks: Disks, dataDirectory: string, nowMs: number): Promise<string> {
  for (let number = nowMs; ; number++) {
    const name = `meta-${number}`;
    if ((await disks.list(join(dataDirectory, name))) === undefined) return name;
  }
}

async function fillStore(disks: Disks, path: string, entries: readonly BackupEntry[]): Promise<void> {
  const store = await openLevelMetaStore(disks, path);
  try {
    for (let at = 0; at < entries.length; at += entriesPerTransaction) {
      await store.commit({ conditions: [], puts: entries.slice(at, at + entriesPerTransaction), deletes: [] });
    }
  } finally {
    await store.close();
  }
}

async function checkStore(disks: Disks, path: string, source: RestoreSource): Promise<void> {
  const store = await openLevelMetaStore(disks, path);
  try {
    const { map } = await readState(store, path);
    const isThere = (await store.get(countersKey)) !== undefined && map.version === source.mapVersion;
    if (!isThere) throw new ClusterError('DAMAGED', `The store ${path} does not hold what was restored into it.`);
  } finally {
    await store.close();
  }
}

/** What `meta/restored` of a store says; undefined for a store that no restore made, or whose restore is over. */
export function decodeRestored(bytes: Uint8Array | undefined): RestoredFrom | undefined {
  return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'));
}
