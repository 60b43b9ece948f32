/** What a device is opened as, or refused for: directories and raw disks alike, and what only one of them has. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { crc32c } from '../../common/crc32c.ts';
import { ClusterError } from '../../common/errors.ts';
import { newIncarnation } from '../../common/ids.ts';
import { mib } from '../../common/units.ts';
import { headerOffset, noExtent } from '../../sds/core/chunk-header.ts';
import { planDisk } from '../../sds/core/disk-layout.ts';
import { decodeSuperblock, encodeSuperblock } from '../../sds/core/superblock.ts';
import { type OpenDeviceOptions, openDevice } from '../../sds/open-device.ts';
import { SimWorld } from '../simulation/world/host.ts';
import {
  appendWrite,
  contentOf,
  diskPath,
  folderPath,
  identity,
  layerId,
  openIn,
  payloadOf,
  stateFolder,
  sync,
} from './support.ts';

const format = { capacityBytes: 64 * mib, journalBytes: 4 * mib };
const diskBytes = 80 * mib;

type Kind = 'directory' | 'disk';

interface Scene {
  readonly world: SimWorld;
  readonly path: string;
  /** Opens (in a process that ends with it), or says why not. */
  readonly open: (changes?: Partial<OpenDeviceOptions>) => Promise<string>;
}

function sceneOf(seed: number, kind: Kind): Scene {
  const world = new SimWorld({ seed });
  const path = kind === 'disk' ? diskPath : folderPath;
  if (kind === 'disk') world.server('disk').disk.addDisk(diskPath, diskBytes);
  const open = async (changes: Partial<OpenDeviceOptions> = {}): Promise<string> => {
    const host = world.server('disk').start('next');
    const options = {
      host,
      path,
      stateFolder,
      incarnation: newIncarnation(host.random),
      ...identity,
      onFailure: () => undefined,
      ...changes,
    };
    try {
      const opened = await world.scheduler.settle(openDevice(options));
      const content = contentOf(opened, 0)[0];
      await world.scheduler.settle(opened.close());
      return `opened with ${content}`;
    } catch (error) {
      if (error instanceof ClusterError) return `${error.code}: ${error.message}`;
      throw error;
    } finally {
      host.kill();
    }
  };
  return { world, path, open };
}

/** A formatted device with one write, closed. */
async function closedDevice(seed: number, kind: Kind): Promise<Scene> {
  const scene = sceneOf(seed, kind);
  const { world, path } = scene;
  const { process, store, checkpointer } = await openIn(world, 'first', { path });
  appendWrite(store, 0, 0, payloadOf(7, 1), 1);
  await world.scheduler.settle(checkpointer.run());
  await world.scheduler.settle(store.close());
  process.kill();
  return scene;
}

/** All that a device's superblock is stored in: the file, or the disk's two places. */
async function superblocksOf({ world, path }: Scene): Promise<Buffer[]> {
  const host = world.server('disk').start('look');
  const places: Buffer[] = [];
  if (path === folderPath) {
    places.push(
      Buffer.from(must(await world.scheduler.settle(host.disks.readFile(`${path}/superblock`)), 'a superblock')),
    );
  } else {
    const disk = await world.scheduler.settle(host.disks.openDisk(path, { alone: false }));
    for (const place of [0, 4096]) {
      const bytes = Buffer.alloc(4096);
      disk.readSync(bytes, place);
      places.push(bytes);
    }
  }
  host.kill();
  return places;
}

async function replaceSuperblocks({ world, path }: Scene, places: readonly Buffer[]): Promise<void> {
  const host = world.server('disk').start('replace');
  if (path === folderPath) {
    await world.scheduler.settle(host.disks.replaceFile(`${path}/superblock`, must(places[0], 'the superblock')));
  } else {
    const disk = await world.scheduler.settle(host.disks.openDisk(path, { alone: true }));
    for (const [index, bytes] of places.entries()) disk.writeSync([bytes], index * 4096);
    await world.scheduler.settle(disk.close());
  }
  host.kill();
}

function same(some: readonly Buffer[], others: readonly Buffer[]): boolean {
  return Buffer.concat(some).equals(Buffer.concat(others));
}

function changed(places: readonly Buffer[], change: (bytes: Buffer) => void): Buffer[] {
  return places.map((place) => {
    const bytes = Buffer.from(place);
    change(bytes);
    return bytes;
  });
}

for (const [index, kind] of (['directory', 'disk'] as const).entries()) {
  const seed = index * 100;

  test(`${kind}: a device opens again with what it held`, async (t) => {
    const { open } = await closedDevice(seed + 1, kind);
    t.is(await open(), 'opened with 7');
    t.is(await open(), 'opened with 7');
  });

  test(`${kind}: a device of another cluster, pool or number is refused and left as it was`, async (t) => {
    const scene = await closedDevice(seed + 2, kind);
    const before = await superblocksOf(scene);
    t.regex(await scene.open({ clusterId: 'b'.repeat(32) }), /^FOREIGN: .*another cluster/);
    t.regex(await scene.open({ deviceId: 9 }), /^FOREIGN: .*device number 1 .*not 9/);
    t.regex(await scene.open({ poolId: 9 }), /^FOREIGN: .*pool/);
    t.true(same(await superblocksOf(scene), before), 'nothing was changed');
    t.is(await scene.open(), 'opened with 7');
  });

  test(`${kind}: a newer format and a damaged superblock are refused with the reason and untouched`, async (t) => {
    const scene = await closedDevice(seed + 3, kind);
    const good = await superblocksOf(scene);
    const newer = changed(good, (bytes) => {
      bytes.writeUInt32LE(2, 12);
      bytes.writeUInt32LE(crc32c(bytes.subarray(4)), 0);
    });
    await replaceSuperblocks(scene, newer);
    t.regex(await scene.open(), /^VERSION: .*format version 2/);
    t.true(same(await superblocksOf(scene), newer), 'nothing was changed');
    const damaged = changed(good, (bytes) => {
      bytes[60] = (bytes[60] ?? 0) ^ 1;
    });
    await replaceSuperblocks(scene, damaged);
    t.regex(await scene.open(), /^DAMAGED: .*checksum/);
    t.true(same(await superblocksOf(scene), damaged), 'nothing was changed');
  });

  test(`${kind}: a device that is in use by another process is refused`, async (t) => {
    const { world, path } = sceneOf(seed + 4, kind);
    await openIn(world, 'holder', { path });
    const error = await t.throwsAsync(openIn(world, 'second', { path }));
    t.regex(String(error), /in use by another/);
  });

  test(`${kind}: a used device without its superblock is not formatted anew`, async (t) => {
    const scene = await closedDevice(seed + 5, kind);
    const { world, path, open } = scene;
    if (kind === 'directory') {
      const host = world.server('disk').start('remove');
      await world.scheduler.settle(host.disks.remove(`${path}/superblock`));
      host.kill();
    } else await replaceSuperblocks(scene, [Buffer.alloc(4096), Buffer.alloc(4096)]);
    t.regex(await open(), /^NOT_FOUND: .*no superblock although it was used/);
  });

  test(`${kind}: a path that leads nowhere is named`, async (t) => {
    const { open } = await closedDevice(seed + 6, kind);
    const missing = kind === 'disk' ? '/dev/sdq' : '/devices/x';
    const found = await open({ path: missing });
    if (kind === 'disk') t.is(found, 'opened with 7', 'its superblock says which disk it is');
    else t.regex(found, /^NOT_FOUND: device \/devices\/x: there is nothing at this path/);
    t.regex(await open({ path: missing, deviceId: 9 }), /^NOT_FOUND/);
  });

  test(`${kind}: stable bytes of the journal that are gone refuse the device, and nothing is changed`, async (t) => {
    const scene = sceneOf(seed + 7, kind);
    const { world, path } = scene;
    const { process, store } = await openIn(world, 'first', { path });
    for (let sequence = 1; sequence <= 3; sequence++) {
      appendWrite(store, 0, sequence, payloadOf(sequence, 1), sequence);
      await sync(world, store);
    }
    const second = store.journal.offsetOf(512 + 4608);
    process.kill();
    const { disk } = world.server('disk');
    if (kind === 'directory') disk.corrupt(`${path}/journal`, second + 20, 8);
    else disk.corrupt(path, planDisk(diskBytes, 0, 0).journalStart + second + 20, 8);
    const before = await superblocksOf(scene);
    t.regex(await scene.open(), /^DAMAGED: .*is damaged, though the one at/);
    t.true(same(await superblocksOf(scene), before), 'nothing was changed');
  });

  test(`${kind}: a header that is damaged in both places is named when its chunk is read`, async (t) => {
    const { world, path } = sceneOf(seed + 8, kind);
    const { process, store, checkpointer } = await openIn(world, 'first', { path });
    appendWrite(store, 0, 0, payloadOf(7, 1), 1);
    await world.scheduler.settle(checkpointer.run());
    const slot = must(store.find(layerId, 0), 'the chunk').header.slot;
    t.not(store.find(layerId, 0)?.header.extents[0], noExtent);
    await world.scheduler.settle(store.close());
    process.kill();
    const { disk } = world.server('disk');
    for (const place of [0, 1]) {
      const at = headerOffset(slot, place) + 300;
      if (kind === 'directory') disk.corrupt(`${path}/headers`, at, 4);
      else disk.corrupt(path, planDisk(diskBytes, format.capacityBytes, format.journalBytes).headersStart + at, 4);
    }
    const again = await openIn(world, 'next', { path });
    t.throws(() => contentOf(again.store, 0), { message: /header of chunk 0 of layer 5/ });
  });

  test(`${kind}: the directory is rebuilt from the headers when it is lost or damaged`, async (t) => {
    const { world, path, open } = await closedDevice(seed + 9, kind);
    const store = kind === 'disk' ? `${stateFolder}/directory-1` : `${path}/directory`;
    const host = world.server('disk').start('remove');
    await world.scheduler.settle(host.disks.removeStore(store));
    host.kill();
    t.is(await open(), 'opened with 7');
    world.server('disk').disk.damageStore(store);
    t.is(await open(), 'opened with 7');
    t.is(world.log.lines().filter(({ event }) => event === 'directory-rebuilt').length, 2);
  });

  test(`${kind}: what was flushed is there after power losses`, async (t) => {
    const { world, path } = sceneOf(seed + 10, kind);
    for (let round = 1; round <= 12; round++) {
      const { store, checkpointer } = await openIn(world, `round ${round}`, { path });
      if (round > 1) t.is(contentOf(store, (round - 1) % 5)[round - 1], round - 1);
      appendWrite(store, round % 5, round, payloadOf(round, 1), round);
      await sync(world, store);
      if (round % 3 === 0) void checkpointer.run().catch(() => undefined);
      await world.scheduler.runFor(round % 4);
      world.server('disk').losePower();
      world.server('disk').restorePower();
    }
  });
}

test('a directory that holds other files is not formatted', async (t) => {
  const { world, open } = sceneOf(20, 'directory');
  const host = world.server('disk').start('other');
  await world.scheduler.settle(host.disks.makeDirectory(folderPath));
  await world.scheduler.settle(host.disks.replaceFile(`${folderPath}/thesis.tex`, Buffer.from('x')));
  host.kill();
  t.regex(await open({ format }), /^FOREIGN: .*holds other files \(thesis.tex\)/);
});

test('a missing or shortened file of a device is named', async (t) => {
  for (const name of ['journal', 'data', 'headers']) {
    const { world, open } = await closedDevice(21, 'directory');
    const host = world.server('disk').start('remove');
    await world.scheduler.settle(host.disks.remove(`${folderPath}/${name}`));
    t.regex(await open(), new RegExp(`^DAMAGED: device /dev1: its file ${name} is missing; nothing was changed`));
    const options = { create: true, sizeBytes: name === 'data' ? 0 : 100 };
    await world.scheduler.settle(host.disks.openFile(`${folderPath}/${name}`, options));
    t.regex(await open(), new RegExp(`^DAMAGED: device /dev1: its ${name} ha(s|ve) shrunk to 1?0?0 bytes`));
    host.kill();
  }
});

test('a file system without room for the journal, or full, is named, and serves again when there is room', async (t) => {
  const { world, open } = sceneOf(22, 'directory');
  const { disk } = world.server('disk');
  disk.capacityBytes = 8 * mib;
  t.regex(await open({ format }), /^DISK_FULL: device \/dev1 cannot be made: its journal takes 4.0 MB/);
  disk.capacityBytes = 64 * mib;
  t.is(await open({ format }), 'opened with 0');
  disk.capacityBytes = 8 * mib;
  t.regex(await open(), /^DISK_FULL: device \/dev1 was not opened: its file system has/);
  disk.capacityBytes = 64 * mib;
  t.is(await open(), 'opened with 0');
});

test('a disk that holds something else is not formatted, and the sentence says what and how to wipe it', async (t) => {
  const { world, open } = sceneOf(23, 'disk');
  const before = await superblocksOf({ world, path: diskPath, open });
  const put = (position: number, mark: Buffer): void =>
    must(world.server('disk').disk.file(diskPath), 'the disk').write(mark, position);
  put(1080, Buffer.from([0x53, 0xef]));
  t.regex(
    await open({ format }),
    /^FOREIGN: device \/dev\/sdb holds an ext2, ext3 or ext4 file system; .*wipefs --all/,
  );
  put(1080, Buffer.alloc(2));
  put(diskBytes - 512, Buffer.from('EFI PART'));
  t.regex(await open({ format }), /^FOREIGN: .*second copy of a GPT/);
  put(diskBytes - 512, Buffer.alloc(512));
  put(5000, Buffer.from([1]));
  t.regex(await open({ format }), /^FOREIGN: .*from byte 5000 on/);
  put(5000, Buffer.alloc(1));
  t.true(same(await superblocksOf({ world, path: diskPath, open }), before), 'nothing was changed');
  t.is(await open({ format }), 'opened with 0');
});

test('a disk that is too small, or has shrunk, is refused with both sizes', async (t) => {
  const { world, open } = await closedDevice(24, 'disk');
  world.server('disk').disk.addDisk('/dev/small', 32 * mib);
  t.regex(
    await open({ path: '/dev/small', format, deviceId: 2 }),
    /^INVALID: device \/dev\/small is too small: of its 32.0 MB/,
  );
  const { disk } = world.server('disk');
  const whole = must(disk.file(diskPath), 'the disk');
  const bytes = new Uint8Array(diskBytes / 2);
  whole.read(bytes, 0);
  disk.replaceFile(diskPath, bytes);
  t.regex(await open(), /^DAMAGED: device \/dev\/sdb: it has shrunk to 41943040 bytes; it was made with 74448896/);
});

test('disks that changed their names are found by their superblocks, and a copy is refused', async (t) => {
  const { world, open } = await closedDevice(25, 'disk');
  const { disk } = world.server('disk');
  disk.renameDisk(diskPath, '/dev/sdc');
  disk.addDisk(diskPath, diskBytes);
  t.is(await open(), 'opened with 7');
  t.true(world.log.lines().some(({ event }) => event === 'device-found-elsewhere'));
  const bytes = new Uint8Array(diskBytes);
  must(disk.file('/dev/sdc'), 'the disk').read(bytes, 0);
  disk.replaceFile('/dev/sdd', bytes);
  t.regex(await open(), /^FOREIGN: .*\/dev\/sdc and \/dev\/sdd both say that they are it/);
});

test('a raw disk that comes back older than its directory, or formatted anew, has its directory rebuilt', async (t) => {
  const { world, open } = await closedDevice(26, 'disk');
  const { disk } = world.server('disk');
  const image = new Uint8Array(diskBytes);
  must(disk.file(diskPath), 'the disk').read(image, 0);
  const { process, store, checkpointer } = await openIn(world, 'later', { path: diskPath });
  appendWrite(store, 0, 0, payloadOf(8, 1), 2);
  await world.scheduler.settle(checkpointer.run());
  await world.scheduler.settle(store.close());
  process.kill();
  disk.replaceFile(diskPath, image);
  t.is(await open(), 'opened with 7');
  t.true(world.log.format().includes('it is not of the last start of the device'));
});

test('headers and journal of an earlier life of a disk never count', async (t) => {
  const { world } = sceneOf(27, 'disk');
  const first = await openIn(world, 'first', { path: diskPath });
  for (let chunk = 0; chunk < 8; chunk++) {
    appendWrite(first.store, chunk, 0, payloadOf(7, 1), chunk + 1);
    await world.scheduler.settle(first.checkpointer.run());
  }
  appendWrite(first.store, 0, 5, payloadOf(7, 1), 9);
  await sync(world, first.store);
  first.process.kill();
  must(world.server('disk').disk.file(diskPath), 'the disk').write(new Uint8Array(mib), 0);
  for (let start = 0; start < 3; start++) {
    const { process, store, checkpointer } = await openIn(world, `again ${start}`, { path: diskPath });
    for (let chunk = 0; chunk < 8; chunk++) {
      const content = contentOf(store, chunk);
      t.true(
        content.every((word, block) => word === 0 || (word === 3 && block === 1)),
        `chunk ${chunk}`,
      );
    }
    for (let chunk = 4; chunk < 8; chunk++) {
      appendWrite(store, chunk, 1, payloadOf(3, 1), 100 * (start + 1) + chunk);
      await world.scheduler.settle(checkpointer.run());
    }
    await world.scheduler.settle(store.close());
    process.kill();
    // The last start has nothing but the headers to go by.
    if (start === 1) world.server('disk').disk.removeStore(`${stateFolder}/directory-1`);
  }
});

test('one damaged place of a disk’s superblock does no harm', async (t) => {
  for (const place of [0, 1]) {
    const scene = await closedDevice(28, 'disk');
    t.is(await scene.open(), 'opened with 7');
    const places = await superblocksOf(scene);
    must(places[place], 'a place').writeUInt8(99, 70);
    await replaceSuperblocks(scene, places);
    t.is(await scene.open(), 'opened with 7', `place ${place}`);
  }
});

test('the plan of a disk fits on it, aligned, and uses what there is', (t) => {
  for (const size of [80, 81, 100, 1000, 1023, 4096, 1_000_000]) {
    const plan = planDisk(size * mib, Number.MAX_SAFE_INTEGER, 64 * mib);
    const end = plan.dataStart + plan.capacityBytes;
    t.true(end <= size * mib && end > (size - 3) * mib, `${size} MiB: ends at ${end / mib}`);
    t.is(plan.dataStart % mib, 0);
    t.true(plan.slotCount * 4 * 64 * 1024 >= plan.capacityBytes, 'a slot for four extents');
  }
  t.is(planDisk(1000 * mib, 128 * mib, 64 * mib).capacityBytes, 128 * mib, 'as much as was wanted');
  t.is(planDisk(60 * mib, 128 * mib, 64 * mib).capacityBytes, 0);
});

test('encoding and decoding a superblock are each other’s inverse', (t) => {
  const superblock = { ...identity, ...format, incarnation: 77, bootId: 'boot', serial: 3, formatId: 0 };
  t.deepEqual(decodeSuperblock(encodeSuperblock(superblock), '/d'), superblock);
});
