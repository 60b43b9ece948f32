/** What a person does about a meta store that cannot be used: which backup to restore, and how. */

import { ClusterError } from '../../common/errors.ts';
import type { Disks } from '../../common/host.ts';
import { newestBackup } from './backups.ts';

export interface StoreAbout {
  readonly disks: Disks;
  readonly storePath: string;
  readonly clusterId: string;
  /** Where backups are looked for. */
  readonly directories: readonly string[];
}

/** Rejects with the same failure; where it is the store that is damaged, with what to restore. */
export async function failWithAdvice(error: unknown, { disks, directories, clusterId }: StoreAbout): Promise<never> {
  if (!(error instanceof ClusterError) || error.code !== 'DAMAGED') throw error;
  const newest = await newestBackup(disks, directories, clusterId);
  const advice =
    newest === undefined
      ? 'There is no backup in the directories of this MDM: restore one from elsewhere, or the file "map" in the state ' +
        'folder of an SDS, with sio-mdm --restore FILE.'
      : `Restore the newest backup (map version ${newest.header.mapVersion}): sio-mdm --restore ${newest.path}, with ` +
        '--config and --name as ever. The damaged store is kept.';
  const options = error.cause === undefined ? {} : { cause: error.cause };
  throw new ClusterError('DAMAGED', `${error.message} ${advice}`, options);
}

/** An empty store where a cluster has been: its data lies on the data servers, and a new beginning would not know it. */
export async function refuseLostStore(about: StoreAbout, hasBegun: boolean): Promise<void> {
  const { disks, directories, clusterId, storePath } = about;
  if (!hasBegun && (await newestBackup(disks, directories, clusterId)) === undefined) return;
  const message = `The meta store ${storePath} is empty, and a cluster has begun here: its metadata was lost.`;
  await failWithAdvice(new ClusterError('DAMAGED', message), about);
}
