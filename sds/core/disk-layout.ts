/**
 * Where the parts of a device lie on a raw disk. Layout in docs/data-layout.md.
 *
 *   0        4096     8192        1 MiB      + journal     + 2 MiB a group of 256 slots      + 64 KiB an extent
 *   | superblock | its second place | free | journal | headers                     | data                    |
 */

import { extentBytes, mib } from '../../common/units.ts';
import { headerGroupBytes, slotsPerGroup } from './chunk-header.ts';

export interface DiskLayout {
  readonly journalStart: number;
  readonly headersStart: number;
  /** Header slots: chunks that the device can hold. */
  readonly slotCount: number;
  readonly dataStart: number;
}

export interface DiskPlan extends DiskLayout {
  readonly capacityBytes: number;
  readonly journalBytes: number;
}

/** The superblock's two places. */
export const superblockPlaces = [0, 4096] as const;

/**
 * A chunk has up to 16 extents and one slot. With a slot for four extents headers take 3 % of the disk, and run out first
 * only where chunks are less than a quarter full on average: many snapshots, or a volume four times as large as its pool.
 */
const extentsPerSlot = 4;

/** Parts begin at multiples of this, so that extents fit any sector, erase block and stripe that divides it. */
const alignment = mib;

/** The largest capacity up to `wantedBytes` that the disk has room for; 0 when there is none. */
export function planDisk(diskBytes: number, wantedBytes: number, wantedJournalBytes: number): DiskPlan {
  const journalBytes = Math.ceil(wantedJournalBytes / alignment) * alignment;
  const headersStart = alignment + journalBytes;
  const groupDataBytes = slotsPerGroup * extentsPerSlot * extentBytes;
  const room = diskBytes - headersStart;
  const groupsThatFit = Math.max(0, Math.ceil(room / (headerGroupBytes + groupDataBytes)));
  const roomForData = Math.max(0, room - groupsThatFit * headerGroupBytes);
  const capacityBytes = Math.floor(Math.min(roomForData, wantedBytes) / extentBytes) * extentBytes;
  const groups = Math.ceil(capacityBytes / groupDataBytes);
  return {
    capacityBytes,
    journalBytes,
    journalStart: alignment,
    headersStart,
    slotCount: groups * slotsPerGroup,
    dataStart: headersStart + groups * headerGroupBytes,
  };
}
