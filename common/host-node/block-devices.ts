/** Block devices of this machine: opening one for this process alone, and who has it when that fails. */

import { closeSync, constants, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { constants as systemConstants } from 'node:os';
import { ClusterError } from '../errors.ts';
import type { PathKind } from '../host.ts';
import { isReadOnlyDisk, SystemError, tryLock } from './native.ts';
import { diskError, openDiskError, systemCodeOf } from './system-errors.ts';

export async function kindOf(path: string): Promise<PathKind | undefined> {
  try {
    const status = await fs.stat(path);
    if (status.isDirectory()) return 'directory';
    return status.isBlockDevice() || status.isFile() ? 'disk' : 'other';
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw openDiskError('look at', path, error);
  }
}

/** `/dev/NAME` of every block device that the kernel lists and that has a length. */
export async function listBlockDevices(): Promise<readonly string[]> {
  try {
    const lines = (await fs.readFile('/proc/partitions', 'utf8')).split('\n');
    return lines.flatMap((line) => {
      const match = /^\s*\d+\s+\d+\s+([1-9]\d*)\s+(\S+)$/.exec(line);
      return match?.[2] === undefined ? [] : [`/dev/${match[2].replaceAll('!', '/')}`];
    });
  } catch (error) {
    throw openDiskError('list the disks', '/proc/partitions', error);
  }
}

/** An open descriptor. `alone`: O_EXCL of a block device, flock of a plain file. Throws what `Disks.openDisk` rejects with. */
export function openDiskAt(path: string, alone: boolean, readOnly: boolean): number {
  let fd: number | undefined;
  try {
    const isBlockDevice = statSync(path).isBlockDevice();
    const exclusive = alone && isBlockDevice ? constants.O_EXCL : 0;
    fd = openSync(path, (readOnly ? constants.O_RDONLY : constants.O_RDWR) | exclusive);
    if (!readOnly && isBlockDevice && isReadOnlyDisk(fd)) throw new SystemError(systemConstants.errno.EROFS, 'open');
    if (alone && !isBlockDevice && !tryLock(fd)) throw heldBy(path, 'another process');
    return fd;
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    if (systemCodeOf(error) === 'EBUSY') throw heldBy(path, holderOf(statSync(path).rdev));
    if (error instanceof ClusterError) throw error;
    throw diskError('open the disk', path, error);
  }
}

function heldBy(path: string, holder: string): ClusterError {
  return new ClusterError('LOCKED', `Could not open the disk ${path}: it is in use by ${holder}; end that use first`);
}

/** Who has claimed a block device, or a partition of it, as far as the kernel tells. */
function holderOf(rdev: number): string {
  const number = deviceNumber(rdev);
  const folder = `/sys/dev/block/${number}`;
  for (const part of [number, ...partitionsOf(folder)]) {
    const mount = mountOf(part);
    if (mount !== undefined) return `the file system mounted at ${mount}`;
    const holders = namesIn(`/sys/dev/block/${part}/holders`);
    if (holders.length > 0) return `the kernel's ${holders.join(', ')}`;
  }
  return 'another process (another sio-sds, swap, or a mount of another container)';
}

/** `MAJOR:MINOR` of Linux's packed number. */
function deviceNumber(rdev: number): string {
  const major = ((rdev >>> 8) & 0xfff) | (Math.floor(rdev / 2 ** 32) & 0xfffff000);
  const minor = (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);
  return `${major}:${minor}`;
}

function partitionsOf(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const number = textOf(`${folder}/${name}/dev`);
    return number === '' || textOf(`${folder}/${name}/partition`) === '' ? [] : [number];
  });
}

function mountOf(number: string): string | undefined {
  for (const line of textOf('/proc/self/mountinfo').split('\n')) {
    const fields = line.split(' ');
    if (fields[2] === number) return fields[4];
  }
  return undefined;
}

/** Empty when it cannot be read: who holds a disk is only for the sentence. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
