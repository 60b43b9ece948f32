/**
 * SIO_HOME: where everything of the daemons of one server lies.
 *
 *   run/cluster.json   what runs (while it runs)      run/ports.json   ports to take again   run/nbd.sock   NBD clients
 *   log/NAME.log       one a daemon, rotated          state/NAME/      what a daemon keeps   lock           the launcher's
 *   secrets/           cluster.json, admin.token      devices/…        where the cluster file says so
 */

import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { must } from '../assert.ts';
import { ClusterError } from '../errors.ts';

/** sun_path holds 108 bytes with its end. */
const longestSocketPathBytes = 107;

export interface Home {
  readonly path: string;
  readonly run: string;
  readonly log: string;
  readonly secrets: string;
  readonly state: string;
  readonly lock: string;
  readonly clusterFile: string;
  readonly portsFile: string;
  /** A path of the cluster file: a relative one lies below the home. */
  resolve(path: string): string;
}

export function homeAt(directory: string): Home {
  const path = resolve(directory);
  return {
    path,
    run: join(path, 'run'),
    log: join(path, 'log'),
    secrets: join(path, 'secrets'),
    state: join(path, 'state'),
    lock: join(path, 'lock'),
    clusterFile: join(path, 'run', 'cluster.json'),
    portsFile: join(path, 'run', 'ports.json'),
    resolve: (relative) => resolve(path, relative),
  };
}

/** `--home`, else SIO_HOME, else `.sio` in the checkout. */
export function findHome(option: string | undefined): Home {
  return homeAt(option ?? process.env['SIO_HOME'] ?? resolve(import.meta.dirname, '..', '..', '.sio'));
}

/** Not `os.userInfo()`, which fails for a user without an entry in passwd: a container's. */
function userId(): number {
  return must(process.getuid?.(), 'a user id, as every system has on which sio runs');
}

/**
 * From now on this process makes nothing that its group could change or others could even read, whatever the umask of the
 * shell: files of devices hold everybody's data. A stricter umask stays.
 */
export function keepFilesPrivate(): void {
  process.umask(process.umask(0o077) | 0o027);
}

/**
 * The path itself where a unix socket can have it; otherwise one in a private folder under the folder for temporary
 * files, the same for the same path and user.
 */
export function socketPathOf(path: string): { readonly path: string; readonly isMoved: boolean } {
  if (Buffer.byteLength(path) <= longestSocketPathBytes) return { path, isMoved: false };
  const mark = createHash('sha256').update(path).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `sio-${userId()}-${mark}`, 'nbd.sock');
  const isShort = Buffer.byteLength(short) <= longestSocketPathBytes;
  return { path: isShort ? short : join('/tmp', `sio-${userId()}-${mark}`, 'nbd.sock'), isMoved: true };
}

/** Makes the folder of a socket; a private one must be ours alone. Rejects with `REFUSED`. */
export async function makeSocketFolder(socket: { readonly path: string; readonly isMoved: boolean }): Promise<void> {
  const folder = dirname(socket.path);
  await fs.mkdir(folder, { recursive: true, mode: socket.isMoved ? 0o700 : 0o755 });
  if (!socket.isMoved) return;
  const status = await fs.lstat(folder);
  if (status.isDirectory() && status.uid === userId() && (status.mode & 0o077) === 0) return;
  throw new ClusterError(
    'REFUSED',
    `The folder ${folder} for the NBD socket is not private to this user: remove it, or take a shorter SIO_HOME.`,
  );
}

/** Removes what `makeSocketFolder` made outside the home. */
export async function removeSocketFolder(socket: { readonly path: string; readonly isMoved: boolean }): Promise<void> {
  if (socket.isMoved) await fs.rm(dirname(socket.path), { recursive: true, force: true });
}
