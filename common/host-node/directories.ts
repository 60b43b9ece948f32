/** Names that stay: small files and directories whose making, replacing and removing is stable when it has resolved. */

import * as fs from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { diskError, openDiskError, systemCodeOf } from './system-errors.ts';

/** Makes a file's content, or the names in a directory, stable. */
export async function syncPath(path: string): Promise<void> {
  const handle = await fs.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The nearest of `path` and its parents that exists. */
export async function existingParent(path: string): Promise<string> {
  let at = resolve(path);
  for (;;) {
    try {
      await fs.access(at);
      return at;
    } catch (error) {
      const code = systemCodeOf(error);
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || at === dirname(at)) throw openDiskError('look up', path, error);
      at = dirname(at);
    }
  }
}

export async function makeDirectory(path: string): Promise<void> {
  const target = resolve(path);
  const missing: string[] = [];
  const present = await existingParent(target);
  for (let at = target; at !== present; at = dirname(at)) missing.unshift(at);
  try {
    for (const directory of missing) {
      await makeOne(directory);
      await syncPath(dirname(directory));
    }
  } catch (error) {
    throw diskError('make the directory', path, error);
  }
}

/** Another process (or call) may make the same directory at the same time. */
async function makeOne(path: string): Promise<void> {
  try {
    await fs.mkdir(path);
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST' || !(await fs.stat(path)).isDirectory()) throw error;
  }
}

export async function readWholeFile(path: string): Promise<Uint8Array | undefined> {
  try {
    const bytes = await fs.readFile(path);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw openDiskError('read the file', path, error);
  }
}

/** Writes beside the file, makes that stable, and renames it into place. One call at a time per path. */
export async function replaceWholeFile(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const handle = await fs.open(temporary, 'w', mode ?? 0o644);
    try {
      // A file left behind by a crash keeps its own mode otherwise, and the umask takes bits away.
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(temporary, path);
    await syncPath(dirname(path));
  } catch (error) {
    throw openDiskError('replace the file', path, error);
  }
}

export async function listDirectory(path: string): Promise<readonly string[] | undefined> {
  try {
    return (await fs.readdir(path)).sort();
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw openDiskError('list the directory', path, error);
  }
}

/** Removes a file; one that is not there is no failure. */
export async function removeFile(path: string): Promise<void> {
  try {
    await fs.unlink(path);
    await syncPath(dirname(path));
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw openDiskError('remove the file', path, error);
  }
}

/** Removes a directory with all that is in it. */
export async function removeTree(path: string): Promise<void> {
  try {
    await fs.rm(path, { recursive: true, force: true });
    await syncPath(await existingParent(dirname(path)));
  } catch (error) {
    throw openDiskError('remove the directory', path, error);
  }
}
