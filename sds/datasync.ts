/** `DiskFile.datasync` as a promise, for what is not on the path of a request. */

import type { DiskFile } from '../common/host.ts';

/** Resolves when everything written to the file before the call is stable; a rejection must not be retried. */
export function datasync(file: DiskFile): Promise<void> {
  return new Promise((resolve, reject) => file.datasync((error) => (error === null ? resolve() : reject(error))));
}
