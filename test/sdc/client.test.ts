/** The data client with an MDM and two engines: volumes follow the map, and a restart needs no MDM. */

import test, { type ExecutionContext } from 'ava';
import { mappingKey } from '../../common/map.ts';
import type { MapRecord } from '../../common/messages.ts';
import { gib, kib, mib } from '../../common/units.ts';
import { DataClient } from '../../sdc/client.ts';
import { calmNetwork } from '../simulation/world/faults.ts';
import { type SimProcess, SimWorld } from '../simulation/world/host.ts';
import type { FakeEngine } from './fake-engine.ts';
import { FakeMdm, mdmPort } from './fake-mdm.ts';
import {
  baseRecords,
  CountingPin,
  credentials,
  mappingRecord,
  Outcome,
  pattern,
  sdcId,
  sliceCount,
  sliceEntry,
  slicePage,
  startEngines,
  volumeId,
  volumeRecord,
} from './scene.ts';

const limitMs = 600_000;
let seed = 0;

class Cluster {
  readonly world: SimWorld;
  readonly mdm: FakeMdm;
  readonly mdmProcess: SimProcess;
  readonly engines: readonly FakeEngine[];
  readonly removed: string[] = [];
  process: SimProcess;
  client: DataClient;

  constructor(world: SimWorld, engines: readonly FakeEngine[], records: readonly MapRecord[]) {
    this.world = world;
    this.engines = engines;
    this.mdmProcess = world.server('mdm').start('mdm');
    this.mdm = new FakeMdm({ host: this.mdmProcess, credentials, sdcId }, records);
    this.process = world.server('client').start('sdc');
    this.client = this.#newClient();
  }

  /** Kills the SDC and starts it again on the same disk. */
  async restart(): Promise<void> {
    this.process.kill();
    this.process = this.world.server('client').start('sdc');
    this.client = this.#newClient();
    await this.settle(this.client.open());
  }

  settle<T>(work: Promise<T>): Promise<T> {
    return this.world.scheduler.settle(work);
  }

  async until(condition: () => boolean): Promise<void> {
    if (await this.world.scheduler.run(condition, limitMs)) return;
    throw new Error(`it did not happen in good time:\n${this.world.log.format()}`);
  }

  async runFor(durationMs: number): Promise<void> {
    await this.world.scheduler.runFor(durationMs);
  }

  async write(offset: number, bytes: Buffer): Promise<Outcome> {
    const outcome = new Outcome();
    this.client.find('demo')?.write(offset, bytes, new CountingPin(), false, outcome);
    await this.until(() => outcome.code !== undefined);
    return outcome;
  }

  async flush(): Promise<Outcome> {
    const outcome = new Outcome();
    this.client.find('demo')?.flush(outcome);
    await this.until(() => outcome.code !== undefined);
    return outcome;
  }

  #newClient(): DataClient {
    return new DataClient({
      host: this.process,
      credentials,
      mdmAddresses: [{ kind: 'tcp', host: 'mdm', port: mdmPort }],
      name: 'sdc1',
      home: '/home/sdc1',
      about: { address: 'client', pid: 1, version: '0' },
      onRemoved: (name) => this.removed.push(name),
    });
  }
}

const sdcRecord = (guid: string): MapRecord => ({
  kind: 'sdc',
  body: { id: sdcId, name: 'sdc1', guid, address: 'client' },
});

async function openCluster(t: ExecutionContext, records: readonly MapRecord[] = baseRecords()): Promise<Cluster> {
  const world = new SimWorld({ seed: `${t.title} ${++seed}`, network: { ...calmNetwork } });
  const it = new Cluster(world, await startEngines(world), records);
  await it.settle(it.mdm.listen());
  await it.settle(it.client.open());
  return it;
}

/** The SDC is registered, knows its volume, and its map with its own record is on its disk. */
async function serving(t: ExecutionContext): Promise<Cluster> {
  const it = await openCluster(t);
  await it.until(() => it.mdm.count('registerSdc') === 1);
  const register = it.mdm.messages.find((message) => message.kind === 'registerSdc');
  if (register?.kind === 'registerSdc') it.mdm.change([sdcRecord(register.body.guid)]);
  await it.until(() => it.mdm.applied === 2);
  await it.runFor(500);
  return it;
}

test.serial('a mapped volume is exported and served', async (t) => {
  const it = await serving(t);
  t.deepEqual(it.client.names(), ['demo']);
  t.is((await it.write(0, pattern(4 * kib))).code, 'OK');
  t.deepEqual(it.client.missing(), []);
});

test.serial('without a map the client says what it lacks', async (t) => {
  const it = await openCluster(t);
  t.is(it.client.missing().length, 1);
});

test.serial('heartbeats name the map version that is held', async (t) => {
  const it = await serving(t);
  await it.until(() => it.mdm.count('heartbeat') > 4);
  const last = it.mdm.messages.findLast((message) => message.kind === 'heartbeat');
  t.is(last?.kind === 'heartbeat' ? last.body.mapVersion : 0, 2);
});

test.serial('a mapping that ends takes its export away and is confirmed', async (t) => {
  const it = await serving(t);
  it.mdm.change([], [mappingKey(volumeId, sdcId)]);
  await it.until(() => it.mdm.applied === 3);
  t.deepEqual(it.client.names(), []);
  t.deepEqual(it.removed, ['demo']);
});

test.serial('the end of a mapping is confirmed only when no request of it is under way', async (t) => {
  const it = await serving(t);
  const primary = it.engines[0];
  if (primary === undefined) return t.fail();
  primary.behaviour = () => 'hold';
  const outcome = new Outcome();
  it.client.find('demo')?.write(0, pattern(4096), new CountingPin(), false, outcome);
  await it.until(() => primary.held.length === 1);
  it.mdm.change([], [mappingKey(volumeId, sdcId)]);
  await it.runFor(2000);
  t.is(it.mdm.applied, 2);
  for (const request of primary.held) primary.reply(request, 'FENCED');
  await it.until(() => it.mdm.applied === 3 && outcome.code !== undefined);
  t.is(outcome.code, 'FENCED');
});

test.serial('a new mapping appears without a restart, a new name and a new size too', async (t) => {
  const it = await openCluster(
    t,
    baseRecords().filter(({ kind }) => kind !== 'mapping'),
  );
  await it.until(() => it.mdm.applied === 1);
  t.deepEqual(it.client.names(), []);
  it.mdm.change([mappingRecord(100)]);
  await it.until(() => it.client.names().length === 1);
  const volume = it.client.find('demo');
  it.mdm.change([volumeRecord('renamed', gib)]);
  await it.until(() => it.client.find('renamed') !== undefined);
  t.is(it.client.find('renamed'), volume);
  t.is(volume?.sizeBytes, gib);
  it.mdm.change([mappingRecord(101, sdcId, 'ro')]);
  await it.until(() => volume?.readOnly === true);
  t.deepEqual(it.removed, []);
});

test.serial('a restart without the MDM serves what the kept map names', async (t) => {
  const it = await serving(t);
  await it.write(0, pattern(4096));
  it.mdmProcess.kill();
  await it.restart();
  t.deepEqual(it.client.names(), ['demo']);
  const outcome = new Outcome(4096);
  it.client.find('demo')?.read(0, 4096, outcome);
  await it.until(() => outcome.code !== undefined);
  t.is(outcome.code, 'OK');
  t.deepEqual(outcome.bytes, pattern(4096));
});

test.serial('each start has a higher incarnation', async (t) => {
  const it = await serving(t);
  await it.write(0, pattern(4096));
  await it.restart();
  await it.write(0, pattern(4096));
  t.deepEqual(
    it.engines[0]?.hellos.map(({ incarnation }) => incarnation),
    [1, 2],
  );
});

test.serial('a loss while the SDC was restarted fails its first flush', async (t) => {
  const it = await serving(t);
  await it.write(0, pattern(4096));
  it.process.kill();
  const lost = Array.from({ length: sliceCount }, () => sliceEntry(2, 1));
  it.mdm.change([slicePage(lost)]);
  await it.restart();
  await it.until(() => it.mdm.applied === 3);
  t.is((await it.flush()).code, 'DATA_LOST');
  t.is((await it.flush()).code, 'OK');
});

test.serial('a loss while the SDC’s own server was restarted is nobody’s', async (t) => {
  const it = await serving(t);
  const server = it.world.server('client');
  server.losePower();
  const lost = Array.from({ length: sliceCount }, () => sliceEntry(2, 1));
  it.mdm.change([slicePage(lost)]);
  server.restorePower();
  await it.restart();
  await it.until(() => it.mdm.applied === 3);
  t.is((await it.flush()).code, 'OK');
});

test.serial('a kept map that is rubbish counts as none', async (t) => {
  const it = await serving(t);
  for (const length of [0, 3, 16, 200]) {
    await it.settle(it.process.disks.replaceFile('/home/sdc1/map', pattern(length)));
    await it.restart();
    t.deepEqual(it.client.names(), []);
    await it.until(() => it.client.names().length === 1);
    await it.runFor(500);
  }
});

test.serial('a kept map with any byte changed counts as none or is as it was', async (t) => {
  const it = await serving(t);
  const kept = Buffer.from((await it.settle(it.process.disks.readFile('/home/sdc1/map'))) ?? []);
  it.mdmProcess.kill();
  for (let at = 0; at < kept.length; at += 37) {
    const spoilt = Buffer.from(kept);
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x10;
    await it.settle(it.process.disks.replaceFile('/home/sdc1/map', spoilt));
    await it.restart();
    t.deepEqual(it.client.names(), [], `byte ${at}`);
  }
});

test.serial('a delta without its predecessor is answered by asking for the whole map', async (t) => {
  const it = await serving(t);
  it.mdm.change([volumeRecord('demo', 128 * mib)], [], 3);
  await it.until(() => it.client.find('demo')?.sizeBytes === 128 * mib);
  t.is(it.mdm.count('wantWholeMap'), 1);
});

test.serial('a broken link to the MDM is made again, and the SDC registers anew', async (t) => {
  const it = await serving(t);
  it.mdm.breakLinks();
  await it.until(() => it.mdm.count('registerSdc') === 2);
  await it.until(() => it.client.isRegistered);
  t.is((await it.write(0, pattern(4096))).code, 'OK');
});

test.serial('a refused registration is logged with its reason and tried again slowly', async (t) => {
  const world = new SimWorld({ seed: t.title, network: { ...calmNetwork } });
  const it = new Cluster(world, await startEngines(world), baseRecords());
  it.mdm.refusal = 'an admin must approve this SDC';
  await it.settle(it.mdm.listen());
  await it.settle(it.client.open());
  await it.runFor(20_000);
  t.true(it.mdm.count('registerSdc') <= 8, `${it.mdm.count('registerSdc')} registrations in 20 s`);
  const line = it.world.log.lines().find(({ event }) => event === 'mdm-refused');
  t.is(line?.fields['reason'], 'an admin must approve this SDC');
  it.mdm.refusal = undefined;
  await it.until(() => it.client.isRegistered);
  t.pass();
});

test.serial('two SDCs cannot use one home', async (t) => {
  const it = await serving(t);
  const second = new DataClient({
    host: it.world.server('client').start('second'),
    credentials,
    mdmAddresses: [{ kind: 'tcp', host: 'mdm', port: mdmPort }],
    name: 'sdc1',
    home: '/home/sdc1',
    about: { address: 'client', pid: 2, version: '0' },
  });
  const error = await t.throwsAsync(it.settle(second.open()), { name: 'ClusterError' });
  t.regex(error?.message ?? '', /in use by another process/);
  await it.settle(second.close());
});

test.serial('closing ends everything, and may be asked twice', async (t) => {
  const it = await serving(t);
  await it.write(0, pattern(4096));
  await it.settle(it.client.close());
  await it.settle(it.client.close());
  t.deepEqual(it.client.names(), []);
  await it.runFor(10_000);
  t.is(it.mdm.count('registerSdc'), 1);
});
