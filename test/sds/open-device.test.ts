import test from 'ava';
import { must } from '../../common/assert.ts';
import { crc32c } from '../../common/crc32c.ts';
import { ClusterError } from '../../common/errors.ts';
import { newIncarnation } from '../../common/ids.ts';
import { mib } from '../../common/units.ts';
import { headerOffset, noExtent } from '../../sds/core/chunk-header.ts';
import { decodeSuperblock, encodeSuperblock } from '../../sds/core/superblock.ts';
import { type OpenDeviceOptions, openDevice } from '../../sds/open-device.ts';
import { SimWorld } from '../simulation/world/host.ts';
import { appendWrite, contentOf, identity, layerId, openIn, payloadOf, sync } from './support.ts';

const format = { capacityBytes: 64 * mib, journalBytes: 4 * mib };

/** A formatted device with one write, closed; and a way to try to open it. */
async function closedDevice(
  seed: number,
): Promise<{ readonly world: SimWorld; readonly open: (changes?: Partial<OpenDeviceOptions>) => Promise<string> }> {
  const world = new SimWorld({ seed });
  const { process, store, checkpointer } = await openIn(world, 'first');
  appendWrite(store, 0, 0, payloadOf(7, 1), 1);
  await world.scheduler.settle(checkpointer.run());
  await world.scheduler.settle(store.close());
  process.kill();
  const open = async (changes: Partial<OpenDeviceOptions> = {}): Promise<string> => {
    const host = world.server('disk').start('next');
    const options = {
      host,
      path: '/dev1',
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
  return { world, open };
}

async function superblockOf(world: SimWorld): Promise<Buffer> {
  const host = world.server('disk').start('look');
  const bytes = must(await world.scheduler.settle(host.disks.readFile('/dev1/superblock')), 'a superblock');
  host.kill();
  return Buffer.from(bytes);
}

async function replaceSuperblock(world: SimWorld, bytes: Uint8Array): Promise<void> {
  const host = world.server('disk').start('replace');
  await world.scheduler.settle(host.disks.replaceFile('/dev1/superblock', bytes));
  host.kill();
}

test('a device opens again with what it held', async (t) => {
  const { open } = await closedDevice(1);
  t.is(await open(), 'opened with 7');
});

test('a device of another cluster, pool or number is refused and left as it was', async (t) => {
  const { world, open } = await closedDevice(2);
  const before = await superblockOf(world);
  t.regex(await open({ clusterId: 'b'.repeat(32) }), /^FOREIGN: .*another cluster/);
  t.regex(await open({ deviceId: 9 }), /^FOREIGN: .*device number 1 .*not 9/);
  t.regex(await open({ poolId: 9 }), /^FOREIGN: .*pool/);
  t.true((await superblockOf(world)).equals(before), 'nothing was changed');
  t.is(await open(), 'opened with 7');
});

test('a newer format and a damaged superblock are refused with the reason and untouched', async (t) => {
  const { world, open } = await closedDevice(3);
  const good = await superblockOf(world);
  const newer = Buffer.from(good);
  newer.writeUInt32LE(2, 12);
  newer.writeUInt32LE(crc32c(newer.subarray(4)), 0);
  await replaceSuperblock(world, newer);
  t.regex(await open(), /^VERSION: .*format version 2/);
  t.true((await superblockOf(world)).equals(newer));
  const damaged = Buffer.from(good);
  damaged[60] = (damaged[60] ?? 0) ^ 1;
  await replaceSuperblock(world, damaged);
  t.regex(await open(), /^DAMAGED: .*checksum/);
  t.true((await superblockOf(world)).equals(damaged));
});

test('a device that is in use by another process is refused', async (t) => {
  const world = new SimWorld({ seed: 4 });
  await openIn(world, 'holder');
  const error = await t.throwsAsync(openIn(world, 'second'));
  t.regex(String(error), /in use by another sio-sds/);
});

test('a used device without its superblock is not formatted anew', async (t) => {
  const { world, open } = await closedDevice(5);
  const host = world.server('disk').start('remove');
  await world.scheduler.settle(host.disks.remove('/dev1/superblock'));
  host.kill();
  t.regex(await open(), /^NOT_FOUND: .*no superblock although it was used/);
});

test('a directory that holds other files is not formatted', async (t) => {
  const world = new SimWorld({ seed: 6 });
  const host = world.server('disk').start('other');
  await world.scheduler.settle(host.disks.makeDirectory('/dev1'));
  await world.scheduler.settle(host.disks.replaceFile('/dev1/thesis.tex', Buffer.from('x')));
  const options = { host, path: '/dev1', incarnation: 5, ...identity, format, onFailure: () => undefined };
  const error = await t.throwsAsync(world.scheduler.settle(openDevice(options)));
  t.regex(String(error), /holds other files \(thesis.tex\)/);
});

test('stable bytes of the journal that are gone refuse the device', async (t) => {
  const world = new SimWorld({ seed: 7 });
  const { process, store } = await openIn(world, 'first');
  for (let sequence = 1; sequence <= 3; sequence++) {
    appendWrite(store, 0, sequence, payloadOf(sequence, 1), sequence);
    await sync(world, store);
  }
  const second = store.journal.offsetOf(512 + 4608);
  process.kill();
  world.server('disk').disk.corrupt('/dev1/journal', second + 20, 8);
  const error = await t.throwsAsync(openIn(world, 'next'));
  t.regex(String(error), /is damaged, though the one at/);
});

test('a header that is damaged in both places is named when its chunk is read', async (t) => {
  const world = new SimWorld({ seed: 8 });
  const { process, store, checkpointer } = await openIn(world, 'first');
  appendWrite(store, 0, 0, payloadOf(7, 1), 1);
  await world.scheduler.settle(checkpointer.run());
  const slot = must(store.find(layerId, 0), 'the chunk').header.slot;
  t.not(store.find(layerId, 0)?.header.extents[0], noExtent);
  await world.scheduler.settle(store.close());
  process.kill();
  for (const place of [0, 1]) world.server('disk').disk.corrupt('/dev1/headers', headerOffset(slot, place) + 300, 4);
  const again = await openIn(world, 'next');
  t.throws(() => contentOf(again.store, 0), { message: /header of chunk 0 of layer 5/ });
});

test('encoding and decoding a superblock are each other’s inverse', (t) => {
  const superblock = { ...identity, ...format, incarnation: 77, bootId: 'boot' };
  t.deepEqual(decodeSuperblock(encodeSuperblock(superblock), '/d'), superblock);
});
