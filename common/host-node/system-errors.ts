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

/** What a person does next, per code. */
const diskAdvice: Partial<Record<ErrorCode, string>> = {
  DISK_FULL: 'the file system is full: free space on it or add a device',
  NOT_FOUND: 'there is no such file',
  DISK_FAILED: "the system reports an error: look at the kernel's log and at the permissions of the path",
};

/** The failure of `tried` (words with a verb: `write 4096 bytes at 0`) on `path`. */
export function diskError(tried: string, path: string, cause: unknown): ClusterError {
  const code = diskCodes[systemCodeOf(cause) ?? ''] ?? 'DISK_FAILED';
  return new ClusterError(code, `Could not ${tried} on ${path}: ${diskAdvice[code]}`, { cause });
}

/** The same for calls that nothing but the disk itself can make fail: `NOT_FOUND` there would mislead. */
export function openDiskError(tried: string, path: string, cause: unknown): ClusterError {
  const error = diskError(tried, path, cause);
  return error.code === 'NOT_FOUND' ? new ClusterError('DISK_FAILED', error.message, { cause }) : error;
}
