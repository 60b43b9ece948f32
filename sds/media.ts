/** What carries a device: a directory of a file system (device-folder.ts) or a raw disk (device-disk.ts). */

import { ClusterError } from '../common/errors.ts';
import type { DiskFile } from '../common/host.ts';
import type { Superblock } from './core/superblock.ts';

export interface DeviceParts {
  readonly journal: DiskFile;
  readonly data: DiskFile;
  readonly headers: DiskFile;
}

export interface FormatSizes {
  readonly capacityBytes: number;
  readonly journalBytes: number;
}

/** Open, and locked for this process until `release`. */
export interface Media {
  /** For sentences about it. */
  readonly path: string;
  /** Of the directory's store. */
  readonly storePath: string;
  /** The store lies elsewhere than the device, so it may be of another life of it. */
  readonly isStoreApart: boolean;
  /** undefined where there is none. Throws `DAMAGED` or `VERSION`. */
  readSuperblock(): Promise<Superblock | undefined>;
  /** Stable when it resolves; a crash leaves the old or the new one. */
  writeSuperblock(superblock: Superblock): Promise<void>;
  /** The end of a sentence for an admin who means to destroy what is there. */
  readonly howToWipe: string;
  /** Throws `FOREIGN` where something lies that formatting would destroy. */
  refuseForeign(): Promise<void>;
  /** Makes the parts anew and stable, without a superblock: that comes last. Throws `INVALID` or `DISK_FULL`. */
  format(wanted: FormatSizes): Promise<Pick<Superblock, 'capacityBytes' | 'journalBytes' | 'formatId' | 'disk'>>;
  /** Throws `DAMAGED` where a part is missing or shorter than it was made. */
  openParts(superblock: Superblock, options?: { readonly readOnly: boolean }): Promise<DeviceParts>;
  /** Of its places for the superblock, those that hold none although one was there; the other one counts then. */
  damagedSuperblockPlaces(): readonly number[];
  /** May be called twice. */
  release(): Promise<void>;
}

/** For a device whose content cannot be had any more, but whose replicas are elsewhere. */
export const startAnew =
  'nothing was changed. Bring back what is missing, or remove the device from the cluster and add it anew, empty';

export function damagedDevice(path: string, what: string): ClusterError {
  return new ClusterError('DAMAGED', `device ${path}: ${what}; ${startAnew}`);
}
