/** The launcher's lock of SIO_HOME: one launcher a home, and a second one says who the first is. */

import { ClusterError } from '../common/errors.ts';
import type { Disks, Lock } from '../common/host.ts';
import type { Home } from '../common/host-node/home.ts';
import { systemCodeOf } from '../common/host-node/system-errors.ts';

/** Who holds a home, for people; the lock decides. */
interface Owner {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  readonly configFile: string;
}

/** Rejects with `LOCKED` and one sentence that names the owner, or `NOT_ALLOWED` where this user can have no home. */
export async function takeHome(disks: Disks, home: Home, configFile: string): Promise<Lock> {
  const ownerFile = `${home.lock}.owner`;
  const lock = await lockOf(disks, home);
  if (lock === undefined) {
    const owner = parseOwner(await disks.readFile(ownerFile));
    throw new ClusterError(
      'LOCKED',
      `The cluster in ${home.path} is already run by ${owner}: stop that one first, or start with another SIO_HOME.`,
    );
  }
  const owner: Owner = { pid: process.pid, since: new Date().toISOString(), configFile };
  await disks.replaceFile(ownerFile, Buffer.from(`${JSON.stringify(owner)}\n`));
  return lock;
}

async function lockOf(disks: Disks, home: Home): Promise<Lock | undefined> {
  try {
    await disks.makeDirectory(home.path);
    return await disks.lock(home.lock);
  } catch (cause) {
    const code = systemCodeOf(cause instanceof Error ? cause.cause : undefined);
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw cause;
    throw new ClusterError(
      'NOT_ALLOWED',
      `This user may not write to ${home.path}, where all state of the cluster would lie: set SIO_HOME to a folder of its own.`,
      { cause },
    );
  }
}

/** In words. The file may be missing or half there: it is written after the lock was taken. */
function parseOwner(bytes: Uint8Array | undefined): string {
  try {
    const { pid, since, configFile } = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as Partial<Owner>;
    return `process ${pid} since ${since} with the cluster file ${configFile}`;
  } catch (error) {
    if (error instanceof SyntaxError) return 'another process';
    throw error;
  }
}
