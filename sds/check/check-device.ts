/**
 * `sio-sds --check`: verifies every checksum, header and reference of a device that nobody uses. It changes nothing: what
 * a start would take from the journal is taken into account, not applied.
 */

import { ClusterError, codeOf, messageOf } from '../../common/errors.ts';
import type { Host, Store } from '../../common/host.ts';
import type { Superblock } from '../core/superblock.ts';
import { openDiskReadOnly } from '../device-disk.ts';
import { openFolder } from '../device-folder.ts';
import type { DeviceParts, Media } from '../media.ts';
import { extentCountOf, ringBytesOf, slotCountOf } from '../open-device.ts';
import { checkDirectory } from './directory-check.ts';
import { type Finding, Findings } from './findings.ts';
import { HeadersCheck } from './headers-check.ts';
import { checkJournal, checkJournalHeaders } from './journal-check.ts';
import { References } from './references.ts';

export interface CheckOptions {
  readonly host: Host;
  readonly path: string;
  /** Opens a copy of a store: the store itself would be changed by that. */
  readonly openStoreCopy: (path: string) => Promise<Store>;
  /** Where the directory of a raw disk lies. */
  readonly storePathOf: (deviceId: number) => Promise<string>;
  readonly found: (finding: Finding) => void;
  /** Chunks that have been checked, of so many (0: not known), and the milliseconds that are left. */
  readonly progress: (chunks: number, ofChunks: number, leftMs: number) => void;
}

export interface CheckResult {
  readonly path: string;
  readonly clusterId: string;
  readonly deviceId: number;
  readonly poolId: number;
  readonly capacityBytes: number;
  readonly checked: {
    readonly chunks: number;
    readonly extents: number;
    readonly blocks: number;
    readonly journalRecords: number;
  };
  /** All of them; `findings` has the first thousand. */
  readonly findingCount: number;
  readonly findings: readonly Finding[];
}

const nothing = { chunks: 0, extents: 0, blocks: 0, journalRecords: 0 } as const;

/** Rejects with `NOT_FOUND`, `LOCKED`, `VERSION`, `FOREIGN` or `DISK_FAILED` when there is nothing that could be checked. */
export async function checkDevice(options: CheckOptions): Promise<CheckResult> {
  const findings = new Findings(options.found);
  const media = await openMedia(options);
  try {
    let superblock: Superblock | undefined;
    try {
      superblock = await media.readSuperblock();
    } catch (error) {
      if (codeOf(error) !== 'DAMAGED') throw error;
      findings.add({ kind: 'superblock', file: media.path, offset: 0, text: messageOf(error) });
      return {
        path: media.path,
        clusterId: '',
        deviceId: 0,
        poolId: 0,
        capacityBytes: 0,
        checked: nothing,
        ...of(findings),
      };
    }
    if (superblock === undefined) throw noDevice(media.path);
    for (const offset of media.damagedSuperblockPlaces()) {
      const text = `the superblock at byte ${offset} of ${media.path} does not match its checksum; the other one counts`;
      findings.add({ kind: 'superblock', file: media.path, offset, text });
    }
    const { clusterId, deviceId, poolId, capacityBytes } = superblock;
    const checked = await checkParts(options, media, superblock, findings);
    return { path: media.path, clusterId, deviceId, poolId, capacityBytes, checked, ...of(findings) };
  } finally {
    await media.release();
  }
}

function of(findings: Findings): Pick<CheckResult, 'findingCount' | 'findings'> {
  return { findingCount: findings.count, findings: findings.list };
}

function noDevice(path: string): ClusterError {
  return new ClusterError('NOT_FOUND', `${path} is no device of sio: it has no superblock. Check the path`);
}

async function openMedia({ host, path, storePathOf }: CheckOptions): Promise<Media> {
  switch (await host.disks.kindOf(path)) {
    case 'directory':
      // To take the lock would make its file in a directory that is none of ours.
      if ((await host.disks.kindOf(`${path}/superblock`)) === undefined) throw noDevice(path);
      return await openFolder(host.disks, path, { make: false });
    case 'disk':
      return await openDiskReadOnly(host, path, storePathOf);
    default:
      throw new ClusterError('NOT_FOUND', `${path} is neither a directory nor a disk. Check the path`);
  }
}

/** Parts that are missing or too short are findings, too: then there is nothing more to look at. */
async function openParts(media: Media, superblock: Superblock, findings: Findings): Promise<DeviceParts | undefined> {
  try {
    return await media.openParts(superblock, { readOnly: true });
  } catch (error) {
    if (codeOf(error) !== 'DAMAGED') throw error;
    findings.add({ kind: 'superblock', file: media.path, text: messageOf(error) });
    return undefined;
  }
}

async function checkParts(
  options: CheckOptions,
  media: Media,
  superblock: Superblock,
  findings: Findings,
): Promise<CheckResult['checked']> {
  const { host } = options;
  const parts = await openParts(media, superblock, findings);
  if (parts === undefined) return nothing;
  const journalHeader = checkJournalHeaders(parts.journal, findings);
  if (journalHeader === undefined) return nothing;
  const checked = await checkDirectory(host, media, superblock, journalHeader, options.openStoreCopy, findings);
  try {
    // A checkpoint that was cut off behind its directory counts: the next start completes it.
    const { serial, tail } = checked?.meta ?? journalHeader;
    const journal = checkJournal(parts, ringBytesOf(superblock), tail, findings);
    const directory = checked?.directory;
    const references = new References(extentCountOf(superblock), parts.data.path, findings);
    const startedMs = host.clock.nowMs();
    const ofChunks = directory?.slots.used ?? 0;
    const headers = new HeadersCheck({
      source: {
        file: parts.headers,
        slotCount: slotCountOf(superblock),
        newestSerial: serial,
        formatId: superblock.formatId,
      },
      data: parts.data,
      directory,
      journal,
      references,
      findings,
      progress: () => {
        const { chunks } = references;
        const left = ((host.clock.nowMs() - startedMs) / chunks) * Math.max(0, ofChunks - chunks);
        options.progress(chunks, ofChunks, left);
      },
    });
    await headers.run();
    references.noteRecords(journal.records);
    if (directory !== undefined) references.compare(directory);
    const { chunks, extents } = references;
    return { chunks, extents, blocks: headers.blocks, journalRecords: journal.records.length };
  } finally {
    await checked?.directory.close();
    for (const file of Object.values(parts)) await file.close();
  }
}
