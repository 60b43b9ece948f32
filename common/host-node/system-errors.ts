/** Turns errors of the operating system into ClusterErrors, by their codes. */

import { ClusterError, type ErrorCode } from '../errors.ts';

/** `ENOENT` and the like; undefined for anything that is no system error. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const diskCodes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  ENOENT: 'NOT_FOUND',
};

/** Words for errors of the system that say more than their code of ours. */
const systemAdvice: Readonly<Record<string, string>> = {
  EROFS:
    "it is read-only: look at the kernel's log (errors of the disk make it so), repair it, and mount it for writing",
  EACCES: 'this user may not: run the daemon as a user who may, or change the owner of the path',
  EPERM: 'this user may not: run the daemon as a user who may, or change the owner of the path',
  EIO: "the disk reports an error: look at the kernel's log, and replace the disk when it comes again",
  ENXIO: 'the disk is gone: plug it in again, or remove the device from the cluster',
  ENODEV: 'the disk is gone: plug it in again, or remove the device from the cluster',
  ENOTDIR: 'a part of the path is no directory: correct the path',
  EISDIR: 'it is a directory: correct the path',
};

/** What a person does next, per code. */
const diskAdvice: Partial<Record<ErrorCode, string>> = {
  DISK_FULL: 'the file system is full: free space on it or add a device',
  NOT_FOUND: 'there is no such file',
  DISK_FAILED: "the system reports an error: look at the kernel's log and at the permissions of the path",
};

/** The failure of `tried` (words with a verb: `write 4096 bytes at 0`) on `path`. */
export function diskError(tried: string, path: string, cause: unknown): ClusterError {
  const system = systemCodeOf(cause) ?? '';
  const code = diskCodes[system] ?? 'DISK_FAILED';
  return new ClusterError(code, `Could not ${tried} on ${path}: ${systemAdvice[system] ?? diskAdvice[code]}`, {
    cause,
  });
}

/** The same for calls that nothing but the disk itself can make fail: `NOT_FOUND` there would mislead. */
export function openDiskError(tried: string, path: string, cause: unknown): ClusterError {
  const error = diskError(tried, path, cause);
  return error.code === 'NOT_FOUND' ? new ClusterError('DISK_FAILED', error.message, { cause }) : error;
}
