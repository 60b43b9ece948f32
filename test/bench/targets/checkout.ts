/** Another commit of this repository, checked out into a temporary folder so that its cluster can run beside ours. */

import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../../integration/cluster.ts';

const run = promisify(execFile);

export interface OtherCheckout {
  readonly path: string;
  /** Short, as git shows it. */
  readonly commit: string;
  remove(): Promise<void>;
}

async function git(...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: checkout })).stdout.trim();
}

/** The commit of this checkout, with a `+` where files differ from it; `unknown` outside git. */
export async function ownCommit(): Promise<string> {
  try {
    const dirty = await git('status', '--porcelain', '--untracked-files=no');
    return `${await git('rev-parse', '--short', 'HEAD')}${dirty === '' ? '' : '+'}`;
  } catch {
    // An unpacked archive has no commit: nothing is lost but a word in the report.
    return 'unknown';
  }
}

/** Rejects where git does not know the commit. It runs with the packages that are installed here. */
export async function checkOut(revision: string): Promise<OtherCheckout> {
  let commit: string;
  try {
    commit = await git('rev-parse', '--short', '--verify', `${revision}^{commit}`);
  } catch (cause) {
    throw new Error(`--against ${revision}: git knows no such commit in ${checkout}.`, { cause });
  }
  const folder = await mkdtemp(join(tmpdir(), 'sio-against-'));
  const path = join(folder, 'checkout');
  const remove = async (): Promise<void> => {
    await git('worktree', 'remove', '--force', path);
    await rm(folder, { recursive: true, force: true });
  };
  await git('worktree', 'add', '--detach', path, commit);
  try {
    await symlink(await realpath(join(checkout, 'node_modules')), join(path, 'node_modules'));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, commit, remove };
}
