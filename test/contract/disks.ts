/** What every implementation of Disks and DiskFile keeps to while nothing crashes. */

import type { TestFn } from 'ava';
import { codeOf } from '../../common/errors.ts';
import { FilePart } from '../../common/file-part.ts';
import type { CopyRange, DiskFile } from '../../common/host.ts';
import { contractTest, type MakeSetting, pattern, type Setting } from './setting.ts';

function datasync(setting: Setting, file: DiskFile): Promise<void> {
  return setting.run(
    new Promise((resolve, reject) => {
      file.datasync((error) => (error === null ? resolve() : reject(error)));
    }),
  );
}

function copy(setting: Setting, target: DiskFile, source: DiskFile, ranges: readonly CopyRange[]): Promise<void> {
  return setting.run(
    new Promise((resolve, reject) => {
      target.copyFrom(source, ranges, (error) => (error === null ? resolve() : reject(error)));
    }),
  );
}

function readAll(file: DiskFile): Uint8Array {
  const bytes = new Uint8Array(file.sizeBytes());
  file.readSync(bytes, 0);
  return bytes;
}

function make(setting: Setting, name: string): Promise<DiskFile> {
  return setting.run(setting.host.disks.openFile(`${setting.directory}/${name}`, { create: true }));
}

/** Ranges that share parts of the source, come out of order, touch, lie far apart, and reach beyond the source's end. */
const awkwardRanges: readonly CopyRange[] = [
  { from: 9_000, to: 0, length: 2_900 },
  { from: 0, to: 3_100, length: 3_900 },
  { from: 4_000, to: 7_000, length: 100 },
  { from: 200_000, to: 7_100, length: 1 },
  { from: 100, to: 2_900, length: 200 },
  { from: 250_000, to: 50_000, length: 100_000 },
  { from: 290_000, to: 30_000, length: 20_000 },
  { from: 0, to: 160_000, length: 0 },
];

export function disksContract(test: TestFn, name: string, makeSetting: MakeSetting): void {
  const contract = contractTest(test, name, makeSetting);

  contract('what is written can be read at once, from any place', async (t, setting) => {
    const file = await make(setting, 'f');
    file.writeSync([pattern(5_000)], 3_000);
    file.writeSync([pattern(10, 99)], 4_000);
    const bytes = new Uint8Array(8_000);
    bytes.set(pattern(5_000), 3_000);
    bytes.set(pattern(10, 99), 4_000);
    t.deepEqual(readAll(file), bytes);
    t.is(file.sizeBytes(), 8_000);
    await setting.run(file.close());
    await setting.run(file.close());
  });

  contract('a write of 3000 buffers is whole', async (t, setting) => {
    const file = await make(setting, 'f');
    const bytes = pattern(3_000 * 100);
    const buffers = Array.from({ length: 3_000 }, (_, index) => bytes.subarray(index * 100, index * 100 + 100));
    file.writeSync([new Uint8Array(0), ...buffers, new Uint8Array(0)], 512);
    const read = new Uint8Array(bytes.length);
    t.is(file.readSync(read, 512), bytes.length);
    t.is(Buffer.compare(read, bytes), 0);
    file.writeSync([], 0);
    await setting.run(file.close());
  });

  contract('a read gives fewer bytes only at the end of the file', async (t, setting) => {
    const file = await make(setting, 'f');
    file.writeSync([pattern(1_000)], 0);
    const into = new Uint8Array(600);
    t.is(file.readSync(into, 800), 200);
    t.is(file.readSync(into, 5_000), 0);
    const asynchronous = new Promise<number>((resolve, reject) => {
      file.read(into, 700, (error, count) => (error === null ? resolve(count) : reject(error)));
    });
    t.is(await setting.run(asynchronous), 300);
    t.deepEqual(into.subarray(0, 300), pattern(300, 700));
    await setting.run(file.close());
  });

  contract('a disk keeps its length, is had by one alone, and can be looked at by others', async (t, setting) => {
    const { disks } = setting.host;
    const path = `${setting.directory}/disk`;
    t.is(await setting.run(disks.kindOf(path)), undefined);
    t.is(await setting.run(disks.kindOf(setting.directory)), 'directory');
    t.is(codeOf(await t.throwsAsync(setting.run(disks.openDisk(path, { alone: true })))), 'NOT_FOUND');
    const made = await setting.run(disks.openFile(path, { create: true, preallocateBytes: 1024 * 1024 }));
    await setting.run(made.close());
    t.is(await setting.run(disks.kindOf(path)), 'disk');
    const disk = await setting.run(disks.openDisk(path, { alone: true }));
    t.is(disk.sizeBytes(), 1024 * 1024);
    t.true(disk.sectorBytes === 512 || disk.sectorBytes === 4096);
    disk.writeSync([pattern(4_096)], 8_192);
    await datasync(setting, disk);
    t.is(codeOf(await t.throwsAsync(setting.run(disks.openDisk(path, { alone: true })))), 'LOCKED');
    const look = await setting.run(disks.openDisk(path, { alone: false, readOnly: true }));
    const bytes = new Uint8Array(4_096);
    t.is(look.readSync(bytes, 8_192), 4_096);
    t.deepEqual(bytes, pattern(4_096));
    await setting.run(look.close());
    await setting.run(disk.close());
    const again = await setting.run(disks.openDisk(path, { alone: true }));
    await setting.run(again.close());
  });

  contract('parts of a disk are copied, freed and ended within their bounds', async (t, setting) => {
    const { disks } = setting.host;
    const path = `${setting.directory}/disk`;
    await setting.run((await make(setting, 'disk')).close());
    const whole = await setting.run(disks.openDisk(path, { alone: true }));
    whole.writeSync([pattern(64 * 1024)], 0);
    const first = new FilePart(whole, `${path} (first)`, 4_096, 16 * 1024);
    const second = new FilePart(whole, `${path} (second)`, 32 * 1024, 16 * 1024);
    await copy(setting, second, first, [{ from: 0, to: 4_096, length: 8_192 }]);
    const expected = pattern(64 * 1024);
    expected.set(pattern(8_192, 4_096), 36 * 1024);
    t.deepEqual(readAll(whole), expected);
    t.deepEqual(readAll(second), expected.subarray(32 * 1024, 48 * 1024));
    t.is(first.readSync(new Uint8Array(8_192), 12 * 1024), 4_096, 'a read ends with its part');
    t.throws(() => first.writeSync([new Uint8Array(4_096)], 14 * 1024), { message: /within its length/ });
    second.punchHole(4_096, 4_096);
    expected.fill(0, 36 * 1024, 40 * 1024);
    t.deepEqual(readAll(whole), expected);
    await setting.run(whole.close());
  });

  contract('a file is made with its length, allocated or sparse, and opens again as it was', async (t, setting) => {
    const { disks } = setting.host;
    const missing = setting.run(disks.openFile(`${setting.directory}/none`, { create: false }));
    t.is(codeOf(await t.throwsAsync(missing)), 'NOT_FOUND');
    const journal = `${setting.directory}/journal`;
    const options = { create: true, preallocateBytes: 1024 * 1024 };
    const first = await setting.run(disks.openFile(journal, options));
    t.is(first.sizeBytes(), 1024 * 1024);
    t.deepEqual(readAll(first), new Uint8Array(1024 * 1024));
    first.writeSync([pattern(10)], 100);
    await datasync(setting, first);
    await setting.run(first.close());
    const second = await setting.run(disks.openFile(journal, { create: true, preallocateBytes: 4096 }));
    t.is(second.sizeBytes(), 1024 * 1024);
    t.deepEqual(readAll(second).subarray(100, 110), pattern(10));
    await setting.run(second.close());
    const data = await setting.run(
      disks.openFile(`${setting.directory}/data`, { create: true, sizeBytes: 64 * 1024 * 1024 }),
    );
    t.is(data.sizeBytes(), 64 * 1024 * 1024);
    await setting.run(data.close());
    t.deepEqual(await setting.run(disks.list(setting.directory)), ['data', 'journal']);
  });

  contract('close waits for what is under way', async (t, setting) => {
    const file = await make(setting, 'f');
    const order: string[] = [];
    file.writeSync([pattern(100_000)], 0);
    file.datasync(() => order.push('synced'));
    file.read(new Uint8Array(10), 0, () => order.push('read'));
    await setting.run(file.close().then(() => order.push('closed')));
    t.deepEqual(order.toSorted(), ['closed', 'read', 'synced']);
    t.is(order[2], 'closed');
  });

  contract('copyFrom copies ranges in whatever order they stand', async (t, setting) => {
    const source = await make(setting, 'source');
    const target = await make(setting, 'target');
    const bytes = pattern(300_000);
    source.writeSync([bytes], 0);
    target.writeSync([pattern(8_000, 5)], 0);
    const expected = new Uint8Array(150_000);
    expected.set(pattern(8_000, 5));
    for (const { from, to, length } of awkwardRanges) {
      const piece = new Uint8Array(length);
      piece.set(bytes.subarray(from, from + length));
      if (length > 0) expected.set(piece, to);
    }
    await copy(setting, target, source, awkwardRanges);
    t.is(Buffer.compare(readAll(target), expected), 0);
    await copy(setting, target, source, []);
    await setting.run(Promise.all([source.close(), target.close()]));
  });

  contract('copyFrom moves more than any buffer holds', async (t, setting) => {
    const source = await make(setting, 'source');
    const target = await make(setting, 'target');
    const bytes = pattern(9 * 1024 * 1024);
    source.writeSync([bytes], 0);
    await copy(setting, target, source, [{ from: 1, to: 5, length: bytes.length - 1 }]);
    t.is(Buffer.compare(readAll(target).subarray(5), bytes.subarray(1)), 0);
    await setting.run(source.close());
    await setting.run(target.close());
  });

  contract('two copies of one target under way at once both arrive', async (t, setting) => {
    const source = await make(setting, 'source');
    const target = await make(setting, 'target');
    source.writeSync([pattern(100_000)], 0);
    const halves = [0, 1].map(
      (half) =>
        new Promise<void>((resolve, reject) => {
          const range = { from: half * 50_000, to: half * 50_000, length: 50_000 };
          target.copyFrom(source, [range], (error) => (error === null ? resolve() : reject(error)));
        }),
    );
    await setting.run(Promise.all(halves));
    t.is(Buffer.compare(readAll(target), pattern(100_000)), 0);
    await setting.run(Promise.all([source.close(), target.close()]));
  });

  contract('a punched hole reads as zeros and leaves the rest and the length', async (t, setting) => {
    const file = await make(setting, 'f');
    file.writeSync([pattern(64 * 1024)], 0);
    file.punchHole(8_192, 16_384);
    file.punchHole(1024 * 1024, 4_096);
    const expected = pattern(64 * 1024);
    expected.fill(0, 8_192, 8_192 + 16_384);
    t.deepEqual(readAll(file), expected);
    await setting.run(file.close());
  });

  contract('small files are replaced whole, listed and removed', async (t, setting) => {
    const { disks } = setting.host;
    const directory = `${setting.directory}/a/b`;
    t.is(await setting.run(disks.list(directory)), undefined);
    await setting.run(disks.makeDirectory(directory));
    await setting.run(disks.makeDirectory(directory));
    t.deepEqual(await setting.run(disks.list(directory)), []);
    t.is(await setting.run(disks.readFile(`${directory}/x`)), undefined);
    await setting.run(disks.replaceFile(`${directory}/x`, pattern(10)));
    await setting.run(
      Promise.all([disks.replaceFile(`${directory}/y`, pattern(5)), disks.replaceFile(`${directory}/x`, pattern(20))]),
    );
    t.deepEqual(await setting.run(disks.readFile(`${directory}/x`)), pattern(20));
    t.deepEqual(await setting.run(disks.list(directory)), ['x', 'y']);
    t.deepEqual(await setting.run(disks.list(`${setting.directory}/a`)), ['b']);
    await setting.run(disks.remove(`${directory}/x`));
    await setting.run(disks.remove(`${directory}/x`));
    t.deepEqual(await setting.run(disks.list(directory)), ['y']);
  });

  contract('a file in a directory that is missing cannot be made', async (t, setting) => {
    const made = setting.run(setting.host.disks.openFile(`${setting.directory}/no/f`, { create: true }));
    t.is(codeOf(await t.throwsAsync(made)), 'DISK_FAILED');
  });

  contract('a lock is held once until it is released', async (t, setting) => {
    const { disks } = setting.host;
    const path = `${setting.directory}/lock`;
    const first = await setting.run(disks.lock(path));
    t.not(first, undefined);
    t.is(await setting.run(disks.lock(path)), undefined);
    await setting.run(first?.release() ?? Promise.resolve());
    const second = await setting.run(disks.lock(path));
    t.not(second, undefined);
    await setting.run(second?.release() ?? Promise.resolve());
  });

  contract('the machine has a boot id, and free space also where nothing is yet', async (t, setting) => {
    const { disks } = setting.host;
    t.is(disks.bootId(), disks.bootId());
    t.true(disks.bootId().length >= 16);
    t.true((await setting.run(disks.freeBytes(`${setting.directory}/not/yet`))) > 0);
  });
}
