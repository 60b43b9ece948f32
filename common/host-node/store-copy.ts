/** A copy of a store in a folder for temporary files, to look into: to open a store changes its files. */

import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../host.ts';
import { openNodeStore } from './store.ts';
import { openDiskError } from './system-errors.ts';

/** Closing it removes the copy. Rejects as `Disks.openStore` does. */
export async function openStoreCopy(path: string): Promise<Store> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'sio-copy-'));
  const remove = (): Promise<void> => fs.rm(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'store');
    await copyFiles(path, copy);
    const store = await openNodeStore(copy);
    return {
      getSync: (key) => store.getSync(key),
      get: (key) => store.get(key),
      batch: (operations, options) => store.batch(operations, options),
      range: (from, until) => store.range(from, until),
      close: async () => {
        await store.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyFiles(path: string, copy: string): Promise<void> {
  try {
    await fs.cp(path, copy, { recursive: true });
  } catch (error) {
    throw openDiskError('copy the store', path, error);
  }
}
