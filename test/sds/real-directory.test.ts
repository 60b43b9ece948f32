/** The directory on the real `level`: whatever file of it is lost or damaged, the device opens with all it held. */

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { must } from '../../common/assert.ts';
import type { Log } from '../../common/host.ts';
import { createNodeHost } from '../../common/host-node/index.ts';
import { mib } from '../../common/units.ts';
import { Checkpointer } from '../../sds/checkpoint.ts';
import type { DeviceStore } from '../../sds/device-store.ts';
import { openDevice } from '../../sds/open-device.ts';
import { appendWrite, contentOf, identity, payloadOf } from './support.ts';

const chunks = 20;

const damages: Readonly<Record<string, (file: string) => Promise<void>>> = {
  lost: (file) => rm(file),
  halved: async (file) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length / 2));
  },
  garbled: async (file) => {
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += 7) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    await writeFile(file, bytes);
  },
  'one bit flipped': async (file) => {
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(file, bytes);
  },
};

test('a device opens with all it held whatever file of its directory is lost or damaged', async (t) => {
  t.timeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'sio-directory-'));
  const events: string[] = [];
  const log: Log = { write: (_, event) => events.push(event), with: () => log };
  const host = createNodeHost({ log });
  let incarnation = 1;
  const open = (): Promise<DeviceStore> =>
    openDevice({
      host,
      path: join(folder, 'device'),
      stateFolder: folder,
      incarnation: incarnation++,
      ...identity,
      format: { capacityBytes: 64 * mib, journalBytes: 4 * mib },
      onFailure: (error) => {
        throw error;
      },
    });
  let sequence = 0;
  const write = async (store: DeviceStore): Promise<void> => {
    for (let chunk = 0; chunk < chunks; chunk++) appendWrite(store, chunk, 1, payloadOf(++sequence, 1), sequence);
    await new Checkpointer(store, host.clock, host.log).run();
    await store.close();
  };
  try {
    await write(await open());
    const directory = join(folder, 'device', 'directory');
    for (const [damage, apply] of Object.entries(damages)) {
      for (const name of (await readdir(directory)).sort()) {
        const file = join(directory, name);
        // A file may be gone since: level makes new ones at each start.
        if (!(await readdir(directory)).includes(name)) continue;
        await apply(file);
        const store = await open();
        for (let chunk = 0; chunk < chunks; chunk++)
          t.is(must(contentOf(store, chunk)[1], 'a word'), sequence - chunks + 1 + chunk, `${name} ${damage}`);
        await write(store);
      }
    }
    t.true(events.includes('directory-rebuilt'));
  } finally {
    await rm(folder, { recursive: true });
  }
});
