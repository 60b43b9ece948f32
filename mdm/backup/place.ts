/**
 * Where the MDM's files lie in its data directory:
 *
 *   lock        held by the MDM, or by a restore      store    name of the folder of the meta store (one line)
 *   meta        the first meta store                  meta-*   those that restores have made
 *   backup/     automatic backups                     restore.staged   what scli --restore_metadata has sent
 *
 * `store` is written when a cluster has begun here: from then on an empty meta store is one that was lost.
 */

import { join } from 'node:path';
import { ClusterError } from '../../common/errors.ts';
import type { Disks, Lock } from '../../common/host.ts';

const firstStore = 'meta';

export interface StorePlace {
  readonly storePath: string;
  /** A cluster has begun in this data directory. */
  readonly hasBegun: boolean;
}

/** Rejects with `DAMAGED` when the name it finds is none. */
export async function storePlace(disks: Disks, dataDirectory: string): Promise<StorePlace> {
  const path = join(dataDirectory, 'store');
  const bytes = await disks.readFile(path);
  if (bytes === undefined) return { storePath: join(dataDirectory, firstStore), hasBegun: false };
  const name = Buffer.from(bytes).toString('latin1').trim();
  if (!/^meta[A-Za-z0-9-]*$/.test(name)) {
    throw new ClusterError('DAMAGED', `${path} should hold the name of the meta store's folder, as "${firstStore}".`);
  }
  return { storePath: join(dataDirectory, name), hasBegun: true };
}

/** From now on the meta store is the folder of this name. Stable when it resolves. */
export async function chooseStore(disks: Disks, dataDirectory: string, name: string = firstStore): Promise<void> {
  await disks.replaceFile(join(dataDirectory, 'store'), Buffer.from(`${name}\n`));
}

/** Rejects with `LOCKED`. */
export async function lockPlace(disks: Disks, dataDirectory: string): Promise<Lock> {
  await disks.makeDirectory(dataDirectory);
  const lock = await disks.lock(join(dataDirectory, 'lock'));
  if (lock !== undefined) return lock;
  throw new ClusterError(
    'LOCKED',
    `The MDM's directory ${dataDirectory} is in use by another sio-mdm; stop that one first.`,
  );
}

export function backupDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'backup');
}

export function stagedFile(dataDirectory: string): string {
  return join(dataDirectory, 'restore.staged');
}
