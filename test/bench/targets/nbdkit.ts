/** nbdkit (C, one process, one copy) as a target: from memory, the yardstick of all ratios; or from a file of the same disk. */

import { existsSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gib } from '../../../common/units.ts';
import type { WorkingSet } from '../jobs.ts';
import { regionOf, type SetSizes, type Target } from '../target.ts';
import { Child } from './child.ts';

const startLimitMs = 5_000;

/** Throws when it would be at the cost of the page cache of all the others, or of the kernel's patience. */
function checkMemory(bytes: number): void {
  if (bytes > freemem())
    throw new Error(
      `nbdkit-memory wants ${(bytes / gib).toFixed(1)} GiB of memory, and ${(freemem() / gib).toFixed(1)} are free: give a smaller --size or --journal, or leave it out (--peers).`,
    );
}

export async function startNbdkit(kind: 'memory' | 'file', sizes: SetSizes): Promise<Target> {
  const bytes = sizes.whole + sizes.beyond;
  if (kind === 'memory') checkMemory(bytes);
  const folder = await mkdtemp(join(tmpdir(), 'sio-nbdkit-'));
  const socket = join(folder, 'socket');
  let plugin = ['memory', String(bytes)];
  if (kind === 'file') {
    const path = join(folder, 'disk');
    const file = await open(path, 'w');
    await file.truncate(bytes);
    await file.close();
    plugin = ['file', path];
  }
  const child = new Child('nbdkit', 'nbdkit', ['-f', '-U', socket, ...plugin]);
  const close = async (): Promise<void> => {
    await child.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await child.ready(startLimitMs, () => existsSync(socket));
  } catch (error) {
    await close();
    throw error;
  }
  const uri = `nbd+unix:///?socket=${socket}`;
  return {
    name: `nbdkit-${kind}`,
    processes: [{ name: 'nbdkit', pid: child.pid }],
    region: (set: WorkingSet) => regionOf(uri, sizes, set),
    loopDelays: async () => new Map(),
    close,
  };
}
