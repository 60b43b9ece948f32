/** The superblock: whose device this is. Layout in docs/data-layout.md. */

import { crc32c } from '../../common/crc32c.ts';
import { ClusterError } from '../../common/errors.ts';
import { readU64, writeU64 } from '../../common/frame.ts';
import type { DiskLayout } from './disk-layout.ts';

export const superblockBytes = 4096;
/** The newest format that this code reads and the one it writes. */
export const formatVersion = 1;

const magic = 'SIODEV01';

export interface Superblock {
  readonly clusterId: string;
  readonly deviceId: number;
  readonly poolId: number;
  readonly capacityBytes: number;
  readonly journalBytes: number;
  readonly incarnation: number;
  readonly bootId: string;
  /** Rises with each time it is written: of a raw disk's two places the higher one counts. */
  readonly serial: number;
  /** Drawn when a raw disk was formatted, so that headers of an earlier life never count; 0 of a directory. */
  readonly formatId: number;
  /** Of a raw disk: where its parts lie. */
  readonly disk?: DiskLayout;
}

export function encodeSuperblock(superblock: Superblock): Uint8Array {
  const bytes = Buffer.alloc(superblockBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  bytes.write(magic, 4, 'latin1');
  view.setUint32(12, formatVersion, true);
  bytes.write(superblock.clusterId, 16, 32, 'latin1');
  view.setUint32(48, superblock.deviceId, true);
  view.setUint32(52, superblock.poolId, true);
  writeU64(view, 56, superblock.capacityBytes);
  writeU64(view, 64, superblock.journalBytes);
  writeU64(view, 72, superblock.incarnation);
  bytes.write(superblock.bootId, 80, 40, 'latin1');
  writeU64(view, 120, superblock.serial);
  view.setUint32(128, superblock.formatId, true);
  const { disk } = superblock;
  if (disk !== undefined) {
    view.setUint32(132, disk.slotCount, true);
    writeU64(view, 136, disk.journalStart);
    writeU64(view, 144, disk.headersStart);
    writeU64(view, 152, disk.dataStart);
  }
  view.setUint32(0, crc32c(bytes.subarray(4)), true);
  return bytes;
}

/** Whether a superblock of sio, whole or not, is there. */
export function looksLikeSuperblock(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', 4, 12) === magic;
}

/** Throws `DAMAGED` or `VERSION`, with a sentence for the admin; `path` names the device in it. */
export function decodeSuperblock(input: Uint8Array, path: string): Superblock {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.length);
  const damaged = (what: string): ClusterError =>
    new ClusterError(
      'DAMAGED',
      `device ${path}: the superblock ${what}; nothing was changed. Restore the disk, or remove the device from the cluster and add it anew, empty`,
    );
  if (bytes.length !== superblockBytes) throw damaged(`has ${bytes.length} bytes instead of ${superblockBytes}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.toString('latin1', 4, 12) !== magic) throw damaged('is not one of sio');
  const version = view.getUint32(12, true);
  if (version > formatVersion) {
    throw new ClusterError(
      'VERSION',
      `device ${path} has format version ${version}, this sio-sds reads up to ${formatVersion}; nothing was changed. Start a newer sio-sds`,
    );
  }
  if (view.getUint32(0, true) !== crc32c(bytes.subarray(4))) throw damaged('does not match its checksum');
  const text = (at: number, length: number): string => bytes.toString('latin1', at, at + length).replace(/\0+$/, '');
  const slotCount = view.getUint32(132, true);
  return {
    clusterId: text(16, 32),
    deviceId: view.getUint32(48, true),
    poolId: view.getUint32(52, true),
    capacityBytes: readU64(view, 56),
    journalBytes: readU64(view, 64),
    incarnation: readU64(view, 72),
    bootId: text(80, 40),
    serial: readU64(view, 120),
    formatId: view.getUint32(128, true),
    ...(slotCount === 0
      ? {}
      : {
          disk: {
            slotCount,
            journalStart: readU64(view, 136),
            headersStart: readU64(view, 144),
            dataStart: readU64(view, 152),
          },
        }),
  };
}
