/** What a crash and a loss of power leave of files, names, locks and stores. */

import test from 'ava';
import type { DiskFile } from '../../../common/host.ts';
import { pattern } from '../../contract/setting.ts';
import { type SimProcess, type SimServer, SimWorld } from './host.ts';

interface Scene {
  readonly world: SimWorld;
  readonly server: SimServer;
  readonly process: SimProcess;
}

function scene(seed: number): Scene {
  const world = new SimWorld({ seed });
  const server = world.server('alpha');
  return { world, server, process: server.start('subject') };
}

function open({ world }: Scene, process: SimProcess, path: string): Promise<DiskFile> {
  return world.scheduler.settle(process.disks.openFile(path, { create: true }));
}

function sync({ world }: Scene, file: DiskFile): Promise<void> {
  return world.scheduler.settle(
    new Promise((resolve, reject) => {
      file.datasync((error) => (error === null ? resolve() : reject(error)));
    }),
  );
}

function contentOf(file: DiskFile, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  file.readSync(bytes, 0);
  return bytes;
}

const sectors = 64;

/** Writes 64 sectors of 1s and syncs, writes 2s over them in one write, loses power; which sectors hold what afterwards? */
async function sectorsAfterLoss(seed: number, writes: number): Promise<Uint8Array> {
  const it = scene(seed);
  const file = await open(it, it.process, '/f');
  file.writeSync([new Uint8Array(sectors * 512).fill(1)], 0);
  await sync(it, file);
  for (let number = 0; number < writes; number++) {
    const length = (sectors * 512) / writes;
    file.writeSync([new Uint8Array(length).fill(2)], number * length);
  }
  it.server.losePower();
  it.server.restorePower();
  const after = await open(it, it.server.start('again'), '/f');
  const bytes = contentOf(after, sectors * 512);
  for (let sector = 0; sector < sectors; sector++) {
    const part = bytes.subarray(sector * 512, sector * 512 + 512);
    if (part.some((byte) => byte !== part[0])) throw new Error('a sector is torn');
  }
  return bytes.filter((_byte, index) => index % 512 === 0);
}

test('an unsynced write is kept, dropped or torn between sectors when the power fails', async (t) => {
  const outcomes = { kept: 0, dropped: 0, torn: 0 };
  for (let seed = 0; seed < 60; seed++) {
    const values = new Set(await sectorsAfterLoss(seed, 1));
    if (values.size === 2) outcomes.torn++;
    else if (values.has(2)) outcomes.kept++;
    else outcomes.dropped++;
  }
  t.true(outcomes.kept > 5 && outcomes.dropped > 5 && outcomes.torn > 3, JSON.stringify(outcomes));
});

test('unsynced writes are decided one by one', async (t) => {
  let older = 0;
  for (let seed = 0; seed < 30; seed++) {
    const values = await sectorsAfterLoss(seed, 8);
    if (values[0] === 1 && values[sectors - 1] === 2) older++;
  }
  t.true(older > 3, 'a later write survives an earlier one now and then');
});

test('a datasync covers what was written before its call, and nothing later', async (t) => {
  let laterLost = false;
  for (let seed = 0; seed < 20; seed++) {
    const it = scene(seed);
    const file = await open(it, it.process, '/f');
    file.writeSync([pattern(10_000)], 0);
    const done = sync(it, file);
    file.writeSync([new Uint8Array(512).fill(9)], 20_480);
    await done;
    it.server.losePower();
    it.server.restorePower();
    const after = await open(it, it.server.start('again'), '/f');
    t.deepEqual(contentOf(after, 10_000), pattern(10_000));
    laterLost ||= after.sizeBytes() === 10_000;
  }
  t.true(laterLost);
});

test('a kill keeps the page cache, and the dead process changes nothing any more', async (t) => {
  const it = scene(1);
  const file = await open(it, it.process, '/f');
  file.writeSync([pattern(5_000)], 0);
  let called = 0;
  file.datasync(() => called++);
  file.read(new Uint8Array(10), 0, () => called++);
  it.process.clock.after(1, () => called++);
  it.process.clock.afterTurn(() => called++);
  it.process.kill();
  file.writeSync([pattern(5_000, 1)], 0);
  file.punchHole(0, 4_096);
  await it.world.scheduler.runFor(10_000);
  t.is(called, 0);
  const after = await open(it, it.server.start('again'), '/f');
  t.deepEqual(contentOf(after, 5_000), pattern(5_000));
});

test('a copy that its process does not live to see is there in part', async (t) => {
  const states = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const it = scene(seed);
    const source = await open(it, it.process, '/source');
    const target = await open(it, it.process, '/target');
    source.writeSync([new Uint8Array(8_192).fill(1)], 0);
    const ranges = [0, 1, 2, 3].map((index) => ({ from: index * 512, to: index * 512, length: 512 }));
    target.copyFrom(source, ranges, () => t.fail('nobody is there to be called'));
    it.process.kill();
    const after = await open(it, it.server.start('again'), '/target');
    states.add(
      contentOf(after, 2_048)
        .filter((_byte, index) => index % 512 === 0)
        .join(''),
    );
  }
  t.true(states.size > 4, [...states].join(' '));
});

test('a replaced file is the old or the new one after a crash, and surely the new one once resolved', async (t) => {
  const contents = new Set<string>();
  for (let seed = 0; seed < 30; seed++) {
    const it = scene(seed);
    await it.world.scheduler.settle(it.process.disks.replaceFile('/f', Uint8Array.of(1)));
    void it.process.disks.replaceFile('/f', Uint8Array.of(2));
    it.server.losePower();
    it.server.restorePower();
    const again = it.server.start('again');
    contents.add(String(await it.world.scheduler.settle(again.disks.readFile('/f'))));
  }
  t.deepEqual([...contents].sort(), ['1', '2']);
});

test('a store loses its newest unsynced batches only, and none to a kill', async (t) => {
  const counts = new Set<number>();
  for (let seed = 0; seed < 30; seed++) {
    const it = scene(seed);
    const { scheduler } = it.world;
    const store = await scheduler.settle(it.process.disks.openStore('/s'));
    for (let number = 0; number < 10; number++) {
      const put = { kind: 'put', key: `k${number}`, value: Uint8Array.of(number) } as const;
      await scheduler.settle(store.batch([put, { ...put, key: 'last' }], { sync: number === 3 }));
    }
    it.process.kill();
    const second = it.server.start('second');
    const reopened = await scheduler.settle(second.disks.openStore('/s'));
    t.is(reopened.getSync('last')?.[0], 9);
    it.server.losePower();
    it.server.restorePower();
    const third = await scheduler.settle(it.server.start('third').disks.openStore('/s'));
    const present = Array.from({ length: 10 }, (_, number) => third.getSync(`k${number}`) !== undefined);
    const count = present.indexOf(false) === -1 ? 10 : present.indexOf(false);
    t.true(count >= 4);
    t.false(present.slice(count).includes(true));
    t.is(third.getSync('last')?.[0], count - 1);
    counts.add(count);
  }
  t.true(counts.size > 3);
});

test('a lock ends with its process, and the boot id changes with the power', async (t) => {
  const it = scene(1);
  const { scheduler } = it.world;
  const other = it.server.start('other');
  t.not(await scheduler.settle(it.process.disks.lock('/l')), undefined);
  t.is(await scheduler.settle(other.disks.lock('/l')), undefined);
  it.process.kill();
  t.not(await scheduler.settle(other.disks.lock('/l')), undefined);
  const bootId = other.disks.bootId();
  it.server.losePower();
  it.server.restorePower();
  t.not(it.server.start('again').disks.bootId(), bootId);
});

test('faults of a path: EIO, a full disk, and a failed datasync that forgets some of its writes', async (t) => {
  const it = scene(2);
  const file = await open(it, it.process, '/f');
  it.server.disk.setFault('/f', { write: 'EIO' });
  t.throws(() => file.writeSync([pattern(10)], 0), { code: 'DISK_FAILED' });
  it.server.disk.setFault('/f', undefined);
  it.server.disk.capacityBytes = 8_192;
  file.writeSync([pattern(8_192)], 0);
  t.throws(() => file.writeSync([pattern(1)], 8_192), { code: 'DISK_FULL' });
  file.punchHole(0, 4_096);
  file.writeSync([pattern(1)], 8_192);
  it.server.disk.setFault('/', { sync: 'EIO' });
  await t.throwsAsync(sync(it, file), { code: 'DISK_FAILED' });
});
