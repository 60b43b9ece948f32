/** Reads a device's directory for a check: whether it is whole and of this device, and what it says. */

import { codeOf, messageOf } from '../../common/errors.ts';
import type { Host, Store } from '../../common/host.ts';
import type { JournalHeader } from '../core/journal-format.ts';
import type { Superblock } from '../core/superblock.ts';
import { Directory, type DirectoryMeta } from '../directory.ts';
import type { Media } from '../media.ts';
import { extentCountOf, slotCountOf } from '../open-device.ts';
import type { Findings } from './findings.ts';

export interface CheckedDirectory {
  readonly directory: Directory;
  readonly meta: DirectoryMeta;
}

/** At the next start a directory that cannot be used is made anew; until then its findings stand for all that it would say. */
const rebuilt = 'it will be rebuilt from the headers at the next start';

/** undefined, with a finding, where it cannot be used. The store is a copy: opening one changes its files. */
export async function checkDirectory(
  host: Host,
  media: Media,
  superblock: Superblock,
  journalHeader: JournalHeader,
  openStoreCopy: (path: string) => Promise<Store>,
  findings: Findings,
): Promise<CheckedDirectory | undefined> {
  const useless = (why: string): undefined => {
    findings.add({
      kind: 'directory',
      file: media.storePath,
      text: `the directory ${media.storePath} ${why}; ${rebuilt}`,
    });
  };
  if ((await host.disks.kindOf(media.storePath)) === undefined) return useless('is missing');
  let directory: Directory | undefined;
  try {
    directory = new Directory(await openStoreCopy(media.storePath), extentCountOf(superblock), slotCountOf(superblock));
    const meta = await directory.load();
    const why = await whyUseless(media, superblock, journalHeader, directory, meta);
    if (why === undefined && meta !== undefined) return { directory, meta };
    await directory.close();
    return useless(why ?? 'is empty');
  } catch (error) {
    await directory?.close();
    if (codeOf(error) !== 'DAMAGED' && codeOf(error) !== 'DISK_FAILED') throw error;
    return useless(`is damaged: ${messageOf(error)}`);
  }
}

async function whyUseless(
  media: Media,
  superblock: Superblock,
  journalHeader: JournalHeader,
  directory: Directory,
  meta: DirectoryMeta | undefined,
): Promise<string | undefined> {
  if (meta === undefined) return 'is empty';
  if (meta.serial < journalHeader.serial)
    return `is of checkpoint ${meta.serial}, the device of ${journalHeader.serial}`;
  if (media.isStoreApart && (await directory.lives())?.includes(superblock.incarnation) !== true)
    return 'is not of the last start of the device';
  return undefined;
}
