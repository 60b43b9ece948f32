/** `sio-sds --check` finds each sort of damage by name, and nothing on a device that is whole, whatever it was stopped in. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { extentBytes, mib } from '../../common/units.ts';
import { type CheckResult, checkDevice } from '../../sds/check/check-device.ts';
import type { Finding } from '../../sds/check/findings.ts';
import { decodeHeader, encodeHeader, headerOffset, headerPlaceBytes } from '../../sds/core/chunk-header.ts';
import { Directory } from '../../sds/directory.ts';
import { SimWorld } from '../simulation/world/host.ts';
import {
  appendWrite,
  appendZero,
  diskPath,
  folderPath,
  layerId,
  openIn,
  payloadOf,
  stateFolder,
  sync,
} from './support.ts';

const capacityBytes = 64 * mib;
const chunks = 6;

interface Device {
  readonly world: SimWorld;
  readonly path: string;
  /** Header slots by chunk, and the place that counts. */
  readonly slots: readonly { readonly slot: number; readonly place: number }[];
  /** First extents by chunk. */
  readonly extents: readonly number[];
}

/** Some chunks in their places, more in the journal, then the process is gone without a word. */
async function makeDevice(seed: number, path = folderPath): Promise<Device> {
  const world = new SimWorld({ seed });
  if (path === diskPath) world.server('disk').disk.addDisk(diskPath, 80 * mib);
  const { process, store, checkpointer } = await openIn(world, 'sds', { path, capacityBytes });
  let sequence = 0;
  for (let round = 0; round < 2; round++) {
    for (let chunk = 0; chunk < chunks; chunk++) {
      appendWrite(store, chunk, 3 * round, payloadOf(++sequence, 20), sequence);
      appendWrite(store, chunk, 64, payloadOf(++sequence, 32), sequence);
      appendZero(store, chunk, 70, 2, ++sequence);
    }
    await world.scheduler.settle(checkpointer.run());
  }
  const found = Array.from({ length: chunks }, (_, chunk) => must(store.find(layerId, chunk), 'a chunk'));
  const slots = found.map(({ header, place }) => ({ slot: header.slot, place }));
  const extents = found.map(({ header }) => must(header.extents[0], 'an extent'));
  for (let chunk = 1; chunk < chunks + 2; chunk++) {
    appendWrite(store, chunk, 2, payloadOf(++sequence, 4), sequence);
    appendWrite(store, chunk, 80, payloadOf(++sequence, 16), sequence);
    await sync(world, store);
  }
  process.kill();
  return { world, path, slots, extents };
}

async function check({ world, path }: Device): Promise<CheckResult> {
  const host = world.server('disk').start('check');
  try {
    return await world.scheduler.settle(
      checkDevice({
        host,
        path,
        openStoreCopy: (at) => host.disks.openStore(at),
        storePathOf: async (deviceId) => `${stateFolder}/directory-${deviceId}`,
        found: () => undefined,
        progress: () => undefined,
      }),
    );
  } finally {
    host.kill();
  }
}

/** Changes a device's file as another process would. */
async function edit(
  device: Device,
  name: string,
  position: number,
  change: (bytes: Buffer) => void,
  length = 4096,
): Promise<void> {
  const host = device.world.server('disk').start('edit');
  const file = await device.world.scheduler.settle(host.disks.openFile(`${device.path}/${name}`, { create: false }));
  const bytes = Buffer.alloc(length);
  file.readSync(bytes, position);
  change(bytes);
  file.writeSync([bytes], position);
  host.kill();
}

function flip(at: number): (bytes: Buffer) => void {
  return (bytes) => bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);
}

async function editDirectory(device: Device, change: (directory: Directory) => void): Promise<void> {
  const host = device.world.server('disk').start('edit');
  const settle = <T>(work: Promise<T>): Promise<T> => device.world.scheduler.settle(work);
  const extentCount = capacityBytes / extentBytes;
  const directory = new Directory(
    await settle(host.disks.openStore(`${device.path}/directory`)),
    extentCount,
    extentCount,
  );
  const meta = must(await settle(directory.load()), 'a directory');
  change(directory);
  await settle(directory.write(meta, [], []));
  await settle(directory.close());
  host.kill();
}

function only({ findings }: CheckResult): Finding {
  if (findings.length !== 1) throw new Error(`one finding was expected: ${JSON.stringify(findings, undefined, 1)}`);
  return must(findings[0], 'a finding');
}

for (const path of [folderPath, diskPath]) {
  test(`${path}: a device that was killed is clean, with all of it checked`, async (t) => {
    const device = await makeDevice(1, path);
    const { findings, checked } = await check(device);
    t.deepEqual(findings, []);
    t.is(checked.chunks, chunks);
    t.true(
      checked.blocks > 200 && checked.extents >= 3 * chunks && checked.journalRecords === 14,
      JSON.stringify(checked),
    );
  });

  test(`${path}: a device is clean wherever a checkpoint was cut off`, async (t) => {
    for (let steps = 0; steps < 40; steps++) {
      const world = new SimWorld({ seed: steps });
      if (path === diskPath) world.server('disk').disk.addDisk(diskPath, 80 * mib);
      const { process, store, checkpointer } = await openIn(world, 'sds', { path, capacityBytes });
      for (let round = 0; round < 3; round++) {
        for (let chunk = 0; chunk < chunks; chunk++) {
          const sequence = round * 100 + chunk * 2 + 1;
          appendWrite(store, chunk, round, payloadOf(sequence, 18), sequence);
          appendWrite(store, chunk, 32, payloadOf(sequence + 1, 32), sequence + 1);
        }
        const running = checkpointer.run();
        if (round < 2) await world.scheduler.settle(running);
        else running.catch(() => undefined);
      }
      await world.scheduler.runFor(steps / 8);
      process.kill();
      const { findings } = await check({ world, path, slots: [], extents: [] });
      t.deepEqual(findings, [], `${steps} steps`);
    }
  });
}

test('a flipped bit of the superblock is named', async (t) => {
  const device = await makeDevice(2);
  const host = device.world.server('disk').start('edit');
  const file = `${folderPath}/superblock`;
  const bytes = Buffer.from(must(await device.world.scheduler.settle(host.disks.readFile(file)), 'a superblock'));
  flip(60)(bytes);
  await device.world.scheduler.settle(host.disks.replaceFile(file, bytes));
  host.kill();
  const finding = only(await check(device));
  t.is(finding.kind, 'superblock');
  t.regex(finding.text, /does not match its checksum/);
});

test('a flipped bit in one place of a raw disk’s superblock is named', async (t) => {
  const device = await makeDevice(3, diskPath);
  must(device.world.server('disk').disk.file(diskPath), 'the disk').write(new Uint8Array([1]), 100);
  const finding = only(await check(device));
  t.like(finding, { kind: 'superblock', offset: 0 });
});

test('flipped bits of the journal are named: its header, a record’s head, a record’s block', async (t) => {
  const headers = await makeDevice(4);
  await edit(headers, 'journal', 0, flip(8));
  t.like(only(await check(headers)), { kind: 'journal', offset: 0 });
  for (const offset of [20, 90, 3000]) {
    const device = await makeDevice(5);
    const journal = await startOfJournal(device);
    await edit(device, 'journal', journal, flip(offset));
    const { kind, text } = only(await check(device));
    t.is(kind, 'journal');
    t.regex(text, /is damaged, though the one at \d+ says that all below \d+ was stable/);
  }
});

/** Where the first batch behind the tail lies: behind the marker of the last checkpoint. */
async function startOfJournal(device: Device): Promise<number> {
  const host = device.world.server('disk').start('look');
  const { scheduler } = device.world;
  const store = await scheduler.settle(host.disks.openStore(`${device.path}/directory`));
  const meta = must(await scheduler.settle(store.get('meta')), 'meta');
  await scheduler.settle(store.close());
  host.kill();
  return 8192 + Number(Buffer.from(meta).readBigUInt64LE(8));
}

test('a flipped bit of a header is named, in the place that counts and in the other', async (t) => {
  const device = await makeDevice(6);
  const { slot, place } = must(device.slots[2], 'a slot');
  const other = headerOffset(slot, 1 - place);
  await edit(device, 'headers', other, flip(300));
  t.like(only(await check(device)), { kind: 'header', slot, offset: other });
  await edit(device, 'headers', other, flip(300));
  t.deepEqual((await check(device)).findings, []);
  const counting = headerOffset(slot, place);
  await edit(device, 'headers', counting, flip(300));
  const { findings } = await check(device);
  t.like(findings[0], { kind: 'header', slot, offset: counting });
  t.like(
    findings.find(({ kind }) => kind === 'directory'),
    { chunk: 2, layer: layerId, slot },
    'the other place is of an older version',
  );
});

test('a header that is gone from both places is named with its chunk', async (t) => {
  const device = await makeDevice(7);
  const { slot } = must(device.slots[0], 'a slot');
  for (const place of [0, 1]) await edit(device, 'headers', headerOffset(slot, place), (bytes) => bytes.fill(0));
  const { findings } = await check(device);
  t.true(findings.some(({ kind, chunk, text }) => kind === 'header' && chunk === 0 && /has no header/.test(text)));
  t.true(findings.some(({ kind, slot: at }) => kind === 'slot' && at === slot));
  t.true(
    findings.some(({ kind, text }) => kind === 'extent' && /leaked/.test(text)),
    'nobody names its extents',
  );
});

test('a flipped bit of the data is named with its chunk, block, place and both checksums', async (t) => {
  const device = await makeDevice(8);
  const extent = must(device.extents[3], 'an extent');
  const offset = extent * extentBytes + 8 * 4096;
  await edit(device, 'data', offset, flip(17));
  const finding = only(await check(device));
  t.like(finding, { kind: 'data', chunk: 3, layer: layerId, block: 8, extent, offset });
  t.regex(`${finding.expected} ${finding.found}`, /^[0-9a-f]{8} [0-9a-f]{8}$/);
  t.not(finding.expected, finding.found);
});

test('a damaged block that the journal will write again is none', async (t) => {
  const device = await makeDevice(9);
  const offset = must(device.extents[3], 'an extent') * extentBytes + 4 * 4096;
  await edit(device, 'data', offset, flip(17));
  t.deepEqual((await check(device)).findings, []);
});

test('a lost and a damaged directory are named, and the rest is checked without it', async (t) => {
  const device = await makeDevice(10);
  device.world.server('disk').disk.damageStore(`${folderPath}/directory`);
  t.like(only(await check(device)), { kind: 'directory' });
  device.world.server('disk').disk.removeStore(`${folderPath}/directory`);
  await edit(device, 'data', must(device.extents[0], 'an extent') * extentBytes + 9 * 4096, flip(17));
  const { findings, checked } = await check(device);
  t.deepEqual(
    findings.map(({ kind }) => kind),
    ['directory', 'data'],
  );
  t.is(checked.chunks, chunks);
});

test('a flipped bit of a directory page is named', async (t) => {
  for (const key of ['c/00000000000005/00000000', 'e/00000000', 'h/00000000', 's/00000000', 'meta']) {
    const device = await makeDevice(11);
    const host = device.world.server('disk').start('edit');
    const { scheduler } = device.world;
    const store = await scheduler.settle(host.disks.openStore(`${folderPath}/directory`));
    const value = Buffer.from(must(await scheduler.settle(store.get(key)), key));
    flip(9)(value);
    await scheduler.settle(store.batch([{ kind: 'put', key, value }], { sync: true }));
    await scheduler.settle(store.close());
    host.kill();
    const { kind, text } = only(await check(device));
    t.is(kind, 'directory');
    t.regex(text, new RegExp(`is damaged: the directory's ${key} .*does not match its checksum`));
  }
});

test('a directory that contradicts the headers is named: an entry too few, another version', async (t) => {
  const fewer = await makeDevice(12);
  await editDirectory(fewer, (directory) => directory.set(layerId, 4, -1, 0, 0));
  t.regex(
    only(await check(fewer)).text,
    /^chunk 4 of layer 5 \(slot \d+\) has a header, and the directory does not know it/,
  );
  const older = await makeDevice(13);
  const slot = must(older.slots[4], 'a slot').slot;
  await editDirectory(older, (directory) => directory.set(layerId, 4, slot, 1, 1000));
  t.like(only(await check(older)), { kind: 'directory', chunk: 4, slot, expected: 'version (1,1000)' });
});

test('a leaked extent and one that is used and called free are named', async (t) => {
  const leaked = await makeDevice(14);
  await editDirectory(leaked, (directory) => directory.extents.mark(777));
  t.like(only(await check(leaked)), { kind: 'extent', extent: 777, offset: 777 * extentBytes });
  const free = await makeDevice(15);
  const extent = must(free.extents[1], 'an extent');
  await editDirectory(free, (directory) => directory.extents.free(extent));
  t.regex(only(await check(free)).text, /calls it free: it may be given away/);
});

test('an extent that two chunks name is named with both, and one beyond the device as such', async (t) => {
  const device = await makeDevice(16);
  const own = must(device.extents[5], 'an extent');
  const taken = must(device.extents[0], 'an extent');
  await replaceExtent(device, 5, taken);
  const { findings } = await check(device);
  t.like(findings[0], { kind: 'extent', chunk: 5, extent: taken });
  t.regex(must(findings[0], 'a finding').text, /is named by chunk 5 of layer 5 \(slot \d+\) and by slot \d+/);
  t.true(findings.some(({ kind, extent, text }) => kind === 'extent' && extent === own && /leaked/.test(text)));
  await replaceExtent(device, 5, 1_000_000);
  const beyond = await check(device);
  t.regex(must(beyond.findings[0], 'a finding').text, /names extent 1000000, and the device has 1024/);
});

async function replaceExtent(device: Device, chunk: number, extent: number): Promise<void> {
  const { slot, place } = must(device.slots[chunk], 'a slot');
  await edit(device, 'headers', headerOffset(slot, place), (bytes) => {
    const header = must(decodeHeader(bytes, slot), 'a header');
    header.extents[0] = extent;
    const encoded = Buffer.alloc(headerPlaceBytes);
    encodeHeader(header, encoded);
    encoded.copy(bytes);
  });
}

test('an extent of a large write in the journal that a chunk has too is named', async (t) => {
  const device = await makeDevice(17);
  // The journal's large writes lie in the extents that were free: the next ones behind those in use.
  const fresh = await freshExtent(device);
  await replaceExtent(device, 0, fresh);
  const { findings } = await check(device);
  t.true(
    findings.some(
      ({ extent, text }) => extent === fresh && /^the journal's record at position \d+.*which slot \d+ has/.test(text),
    ),
    JSON.stringify(findings, undefined, 1),
  );
});

async function freshExtent(device: Device): Promise<number> {
  let fresh = -1;
  const { world, path } = device;
  const { process, store } = await openIn(world, 'look', { path, capacityBytes });
  fresh = must([...store.freshExtents][0], 'an extent of the journal');
  process.kill();
  return fresh;
}

test('missing and shortened parts are named, and a device in use is not checked', async (t) => {
  const device = await makeDevice(18);
  const host = device.world.server('disk').start('remove');
  await device.world.scheduler.settle(host.disks.remove(`${folderPath}/data`));
  host.kill();
  t.regex(only(await check(device)).text, /its file data is missing/);
  const used = new SimWorld({ seed: 19 });
  await openIn(used, 'sds', {});
  const error = await t.throwsAsync(check({ world: used, path: folderPath, slots: [], extents: [] }));
  t.regex(String(error), /in use by another sio-sds/);
  const none = await t.throwsAsync(check({ world: used, path: '/nothing', slots: [], extents: [] }));
  t.regex(String(none), /neither a directory nor a disk/);
});
