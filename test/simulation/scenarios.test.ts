/** Stories of losses and restarts, on a calm cluster of three data servers. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import { headerOffset, headerPlaceBytes } from '../../sds/core/chunk-header.ts';
import { inspect } from './inspection.ts';
import { Scenario } from './scenario.ts';

const block = 4096;
const isWritten = (bytes: Buffer): boolean => bytes.some((byte) => byte !== 0);

test.serial('mirror lost power between write and flush: flushed data is there', async (t) => {
  const scenario = await Scenario.make();
  await scenario.write(0, 8 * block);
  for (const { server } of scenario.cluster.sdss) {
    scenario.cluster.cutPower(server, 100);
    t.is(await scenario.flush(), 'OK');
    await scenario.healthy();
  }
  scenario.cutAllPower();
  t.true(isWritten(await scenario.read(0, 8 * block)));
});

test.serial('all data servers lost power after a flush: everything is there', async (t) => {
  const scenario = await Scenario.make();
  await scenario.write(100, 600_000);
  t.is(await scenario.flush(), 'OK');
  scenario.cutAllPower();
  t.true(isWritten(await scenario.read(0, 1024 * 1024)));
  t.is(await scenario.flush(), 'OK');
});

test.serial('all data servers lost power after an unflushed write: the next flush says so, once', async (t) => {
  const scenario = await Scenario.make();
  await scenario.write(0, block);
  scenario.cutAllPower();
  await scenario.healthy();
  t.is(await scenario.flush(), 'DATA_LOST');
  t.is(await scenario.flush(), 'OK');
  await scenario.read(0, block);
});

test.serial('a write with FUA survives the power loss of all data servers, and no loss is told', async (t) => {
  const scenario = await Scenario.make();
  // The first flush of an SDC's start speaks for what an earlier start may have acknowledged.
  t.is(await scenario.flush(), 'OK');
  await scenario.write(0, block, true);
  scenario.cutAllPower();
  t.true(isWritten(await scenario.read(0, block)));
  t.is(await scenario.flush(), 'OK');
});

test.serial('a pool that acknowledges stable loses nothing and tells of no loss', async (t) => {
  const scenario = await Scenario.make({ acknowledge: 'stable' });
  await scenario.write(0, 64 * block);
  scenario.cutAllPower();
  t.true(isWritten(await scenario.read(0, 64 * block)));
  const [sdc] = scenario.cluster.sdcs;
  if (sdc !== undefined) scenario.cluster.kill(sdc);
  await scenario.healthy();
  t.is(await scenario.flush(), 'OK');
});

test.serial('all data servers were killed after an unflushed write: it is there, and no loss is told', async (t) => {
  const scenario = await Scenario.make();
  await scenario.write(0, 3 * block);
  for (const daemon of scenario.cluster.sdss) scenario.cluster.kill(daemon);
  t.true(isWritten(await scenario.read(0, 3 * block)));
  t.is(await scenario.flush(), 'OK');
});

test.serial('the SDC was killed between write and flush: the flush of its next start covers the write', async (t) => {
  const scenario = await Scenario.make();
  await scenario.write(0, block);
  const [sdc] = scenario.cluster.sdcs;
  if (sdc !== undefined) scenario.cluster.kill(sdc);
  t.is(await scenario.flush(), 'OK');
  scenario.cutAllPower();
  t.true(isWritten(await scenario.read(0, block)));
});

test.serial('the SDC was killed after a loss and before the flush: the flush of its next start tells it', async (t) => {
  const scenario = await Scenario.make();
  await scenario.write(0, block);
  scenario.cutAllPower();
  await scenario.healthy();
  // The map with the new loss epoch is on the SDC's disk.
  await scenario.pass(1_000);
  const [sdc] = scenario.cluster.sdcs;
  if (sdc !== undefined) scenario.cluster.kill(sdc);
  await scenario.healthy();
  t.is(await scenario.flush(), 'DATA_LOST');
  await scenario.read(0, block);
});

test.serial('the MDM is down: reads, writes and flushes go on', async (t) => {
  const scenario = await Scenario.make();
  scenario.cluster.cutPower(scenario.cluster.mdm.server, 30_000);
  const startMs = scenario.cluster.world.scheduler.nowMs;
  await scenario.write(5000, 5 * block);
  t.true(isWritten(await scenario.read(5000, 5 * block)));
  t.is(await scenario.flush(), 'OK');
  t.true(scenario.cluster.world.scheduler.nowMs - startMs < 1_000);
});

test.serial(
  'the disk is full when a write that waited is let go on: no space is lost, and the write is done later',
  async (t) => {
    const scenario = await Scenario.make();
    const { cluster } = scenario;
    const [first, ...others] = cluster.sdss;
    if (first === undefined) return t.fail('there are data servers');
    cluster.cutPower(first.server, 1_000);
    // Some chunks have a primary whose mirror is away.
    const writes = [0, 1, 2, 3].map((chunk) => scenario.beginWrite(chunk * mib, mib));
    await scenario.pass(500);
    for (const daemon of others) {
      cluster.excuse(daemon, ['DISK_FULL']);
      daemon.server.disk.capacityBytes = daemon.server.disk.usedBytes;
    }
    await scenario.until(() => scenario.linesOf('device-failed') > 3);
    for (const daemon of others) daemon.server.disk.capacityBytes = Number.MAX_SAFE_INTEGER;
    await scenario.until(() => writes.every((isDone) => isDone()));
    await scenario.healthy();
    await scenario.inspect();
    t.true(isWritten(await scenario.read(0, 4 * mib)));
    // The engine has ended there and then: it did not go on with half a record.
    const interrupted = cluster.world.log.lines().filter(({ event }) => event === 'settling-interrupted');
    t.false(interrupted.some(({ fields }) => String(fields['reason']).startsWith('Could not write')));
  },
);

test.serial(
  'a chunk that cannot be copied, for its source is damaged: it is tried again in growing pauses',
  async (t) => {
    const scenario = await Scenario.make();
    const { cluster } = scenario;
    for (let chunk = 0; chunk < 4; chunk++) await scenario.write(chunk * mib, 256 * block);
    for (const engine of cluster.engines.values()) engine.checkpoint(true);
    await scenario.pass(1_000);
    // Newer writes that only the page cache has: the server that loses power lacks some of them.
    for (let write = 0; write < 32; write++) await scenario.write((write % 4) * mib + write * block, block);
    const [first, ...others] = cluster.sdss;
    if (first === undefined) return t.fail('there are data servers');
    for (const daemon of others) {
      cluster.distrust(daemon);
      for (let page = 0; page < 2_000; page++) daemon.server.disk.rot('/device1/data', 8);
    }
    cluster.cutPower(first.server, 100);
    await scenario.until(() => scenario.linesOf('settling-interrupted') > 3);
    const before = scenario.linesOf('settling-interrupted');
    await scenario.pass(10_000);
    const { length } = cluster.sdss;
    t.true(scenario.linesOf('settling-interrupted') - before < 20 * length);
  },
);

for (const role of ['primary', 'mirror']) {
  test.serial(`the ${role} lost its directory and one chunk: the other replica gives it back`, async (t) => {
    const scenario = await Scenario.make({ sliceCount: 2, devices: [1, 1] });
    const { cluster } = scenario;
    // Both chunks lie in one slice; the second has the slice's highest version, on both replicas.
    await scenario.write(0, 16 * block);
    await scenario.write(2 * mib, 16 * block);
    t.is(await scenario.flush(), 'OK');
    await inspect(cluster, 10_000);
    const [volume] = must(cluster.manager, 'the MDM').view.map.tables.volume.values();
    const { layerId } = must(volume, 'the volume');
    const slice = must([...cluster.engines.values()][0]?.store.find(layerId, 0), 'the first chunk').slice;
    const engine = must(
      [...cluster.engines.values()].find(({ slices }) => slices.get(slice)?.isPrimary === (role === 'primary')),
      `the ${role}`,
    );
    t.is(engine.store.find(layerId, 2)?.slice, slice);
    const { slot } = must(engine.store.directory.find(layerId, 0), 'its entry');
    const { disk } = cluster.serverOfDevice(engine.deviceId);
    cluster.kill(
      must(
        cluster.sdss.find(({ server }) => server.disk === disk),
        'its SDS',
      ),
    );
    for (const place of [0, 1]) disk.corrupt('/device1/headers', headerOffset(slot, place), headerPlaceBytes);
    disk.damageStore('/device1/directory');
    await scenario.healthy();
    t.true(isWritten(await scenario.read(0, 16 * block)));
    t.true(isWritten(await scenario.read(2 * mib, 16 * block)));
    await inspect(cluster, 10_000);
    t.is(await scenario.flush(), 'OK');
  });
}
