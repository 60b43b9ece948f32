/** The rules of the core: what each command changes, and what it refuses with which words. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import type { ErrorCode } from '../../common/errors.ts';
import type { SliceEntry } from '../../common/messages.ts';
import { gib, mib, tib } from '../../common/units.ts';
import type { Command } from '../../mdm/core/commands.ts';
import { decide } from '../../mdm/core/decide.ts';
import { applyChanges, emptyState, type MdmState } from '../../mdm/core/state.ts';
import { deviceState } from './support.ts';

/** A state with what the tests act on: a pool of 16 slices on three SDSs with a device each. */
class Cluster {
  readonly state: MdmState = emptyState();
  readonly domain: number;
  readonly pool: number;
  readonly sdss: number[] = [];
  readonly devices: number[] = [];

  constructor(sdsCount = 3) {
    this.run({ kind: 'initialise', name: 'sio', clusterId: 'c1', createdAtMs: 1 });
    this.domain = this.run({ kind: 'addProtectionDomain', name: 'pd1' });
    this.pool = this.run({
      kind: 'addPool',
      name: 'sp1',
      protectionDomainId: this.domain,
      replicas: 2,
      sliceCount: 16,
      acknowledge: 'received',
      mediaType: '',
    });
    for (let index = 1; index <= sdsCount; index++) this.addSds(`sds${index}`);
  }

  addSds(name: string, faultSetId = 0): number {
    const device = { path: `/data/${name}`, poolId: this.pool, capacityBytes: gib };
    const sds = this.run({ kind: 'addSds', name, protectionDomainId: this.domain, faultSetId, devices: [device] });
    this.sdss.push(sds);
    this.devices.push(
      must(
        [...this.state.map.tables.device.values()].find((record) => record.sdsId === sds),
        'it',
      ).id,
    );
    return sds;
  }

  addVolume(name = 'v1', sizeBytes = gib): number {
    return this.run({ kind: 'addVolume', name, poolId: this.pool, sizeBytes, createdAtMs: 1 });
  }

  /** Performs it; a refusal fails the test. */
  run(command: Command): number {
    const decision = decide(this.state, command);
    if (decision.kind === 'refused') throw new Error(decision.message);
    if (decision.outcome.changed) applyChanges(this.state, decision.changes);
    return decision.outcome.id;
  }

  refusal(command: Command): { readonly code: ErrorCode; readonly message: string } {
    const decision = decide(this.state, command);
    if (decision.kind === 'refused') return decision;
    throw new Error(`${command.kind} was not refused`);
  }

  slices(): readonly SliceEntry[] {
    return [...this.state.map.slices(this.pool)].map(([, entry]) => entry);
  }

  register(index: number, incarnation: number, bootId: string): void {
    const state = deviceState(must(this.devices[index], 'a device'), incarnation, bootId);
    this.run({ kind: 'registerDevices', sdsId: must(this.sdss[index], 'an SDS'), devices: [state] });
  }
}

test('a decision changes nothing by itself, and counts the map version up by one', (t) => {
  const cluster = new Cluster();
  const { version } = cluster.state.map;
  const decision = decide(cluster.state, { kind: 'addProtectionDomain', name: 'pd2' });
  t.is(decision.kind === 'changes' ? decision.changes.counters.mapVersion : 0, version + 1);
  t.is(cluster.state.map.version, version);
  t.is(cluster.state.map.tables.protectionDomain.size, 1);
});

test('a pool has slices as soon as there are as many fault units as replicas', (t) => {
  const cluster = new Cluster(1);
  t.is(cluster.slices().length, 0);
  cluster.addSds('sds2');
  t.is(cluster.slices().length, 16);
});

test('no volume is added to a pool without placement, and the reason says what to add', (t) => {
  const cluster = new Cluster(1);
  const refusal = cluster.refusal({ kind: 'addVolume', poolId: cluster.pool, sizeBytes: gib, createdAtMs: 1 });
  t.is(refusal.code, 'REFUSED');
  t.regex(refusal.message, /keeps 2 replicas in different fault units.*1 fault unit only: add devices on other SDSs/);
});

test('SDSs of one fault set count as one fault unit', (t) => {
  const cluster = new Cluster(0);
  const faultSetId = cluster.run({ kind: 'addFaultSet', name: 'rack1', protectionDomainId: cluster.domain });
  cluster.addSds('sds1', faultSetId);
  cluster.addSds('sds2', faultSetId);
  t.is(cluster.slices().length, 0);
  cluster.addSds('sds3');
  const alone = must(cluster.devices[2], 'the device outside the rack');
  t.true(cluster.slices().every((entry) => entry.replicas.includes(alone)));
});

test('a device added to a pool with volumes stays empty', (t) => {
  const cluster = new Cluster();
  cluster.addVolume();
  const before = cluster.slices();
  cluster.addSds('sds4');
  t.deepEqual(cluster.slices(), before);
});

test('a device that holds slices of a pool with volumes cannot be removed; without volumes its slices go elsewhere', (t) => {
  const cluster = new Cluster();
  const id = must(cluster.devices[0], 'a device');
  const volume = cluster.addVolume();
  const refusal = cluster.refusal({ kind: 'remove', object: 'device', id });
  t.regex(refusal.message, /holds replicas of \d+ slices of storage pool sp1, which has 1 volume/);
  t.regex(cluster.refusal({ kind: 'remove', object: 'sds', id: must(cluster.sdss[0], 'an SDS') }).message, /SDS sds1/);
  cluster.run({ kind: 'remove', object: 'volume', id: volume });
  const before = cluster.slices();
  cluster.run({ kind: 'remove', object: 'device', id });
  for (const [slice, entry] of cluster.slices().entries()) {
    t.false(entry.replicas.includes(id));
    const was = must(before[slice], 'the slice before');
    t.is(entry.generation, was.replicas.includes(id) ? was.generation + 1 : was.generation);
  }
});

test('a table that is made again begins above every generation a device may remember', (t) => {
  const cluster = new Cluster(2);
  cluster.register(0, 100, 'boot');
  const highest = Math.max(...cluster.slices().map((entry) => entry.generation));
  cluster.run({ kind: 'remove', object: 'sds', id: must(cluster.sdss[1], 'sds2') });
  t.is(cluster.slices().length, 0);
  cluster.addSds('sds3');
  t.true(cluster.slices().every((entry) => entry.generation > highest));
});

test('a first registration gives a new generation and no reboot mark', (t) => {
  const cluster = new Cluster();
  const before = cluster.slices();
  cluster.register(0, 100, 'boot-a');
  for (const [slice, entry] of cluster.slices().entries()) {
    const isHeld = entry.replicas.includes(must(cluster.devices[0], 'it'));
    t.is(entry.generation, must(before[slice], 'it').generation + (isHeld ? 1 : 0));
    t.is(entry.rebooted.length, 0);
  }
});

test('an unchanged incarnation with another address changes the record only', (t) => {
  const cluster = new Cluster();
  cluster.register(0, 100, 'boot-a');
  const before = cluster.slices();
  const id = must(cluster.devices[0], 'it');
  const state = { ...deviceState(id, 100, 'boot-a'), dataPort: 7_777 };
  cluster.run({ kind: 'registerDevices', sdsId: must(cluster.sdss[0], 'it'), devices: [state] });
  t.is(cluster.state.map.device(id)?.dataPort, 7_777);
  t.deepEqual(cluster.slices(), before);
  const { version } = cluster.state.map;
  cluster.run({ kind: 'registerDevices', sdsId: must(cluster.sdss[0], 'it'), devices: [state] });
  t.is(cluster.state.map.version, version, 'the same report again changes nothing');
});

test('a process that restarts without a reboot leaves no mark', (t) => {
  const cluster = new Cluster();
  cluster.register(0, 100, 'boot-a');
  cluster.register(0, 101, 'boot-a');
  t.true(cluster.slices().every((entry) => entry.rebooted.length === 0));
});

test('when all replicas of a slice have rebooted it has a new loss epoch, the map version, and the marks are gone', (t) => {
  const cluster = new Cluster(2);
  cluster.register(0, 100, 'boot-a');
  cluster.register(1, 200, 'boot-a');
  cluster.register(0, 101, 'boot-b');
  t.true(cluster.slices().every((entry) => entry.lossEpoch === 0 && entry.rebooted.length === 1));
  cluster.register(1, 201, 'boot-b');
  const { version } = cluster.state.map;
  t.true(cluster.slices().every((entry) => entry.lossEpoch === version && entry.rebooted.length === 0));
});

test('a settled report clears the marks only of the present primary, incarnation and generation', (t) => {
  const cluster = new Cluster(2);
  cluster.register(0, 100, 'boot-a');
  cluster.register(1, 200, 'boot-a');
  cluster.register(0, 101, 'boot-b');
  const slice = cluster.slices().findIndex((entry) => entry.replicas[0] === cluster.devices[1]);
  const { generation } = must(cluster.slices()[slice], 'a slice that the second leads');
  const sdsId = must(cluster.sdss[1], 'it');
  const deviceId = must(cluster.devices[1], 'it');
  const report = { deviceId, incarnation: 200, slices: [slice], generations: [generation] };
  const marks = (): number => must(cluster.slices()[slice], 'it').rebooted.length;
  cluster.run({ kind: 'slicesSettled', sdsId, report: { ...report, incarnation: 199 } });
  cluster.run({ kind: 'slicesSettled', sdsId, report: { ...report, generations: [generation - 1] } });
  const other = { ...report, deviceId: must(cluster.devices[0], 'it'), incarnation: 101 };
  cluster.run({ kind: 'slicesSettled', sdsId: must(cluster.sdss[0], 'it'), report: other });
  t.is(marks(), 1);
  cluster.run({ kind: 'slicesSettled', sdsId, report });
  t.is(marks(), 0);
  t.is(cluster.slices()[slice]?.generation, generation);
});

test('a device of another SDS cannot be registered', (t) => {
  const cluster = new Cluster();
  const state = deviceState(must(cluster.devices[1], 'it'), 100);
  cluster.run({ kind: 'registerDevices', sdsId: must(cluster.sdss[0], 'it'), devices: [state] });
  t.is(cluster.state.map.device(must(cluster.devices[1], 'it'))?.incarnation, 0);
});

test('a second writer needs allowMultiMap, a reader does not, and the same mapping again changes nothing', (t) => {
  const cluster = new Cluster();
  const volumeId = cluster.addVolume();
  const [a, b] = ['a', 'b'].map((name) => cluster.run({ kind: 'addSdc', name, guid: '' }));
  const map = { kind: 'mapVolume', volumeId, allowMultiMap: false } as const;
  cluster.run({ ...map, sdcId: must(a, 'a'), accessMode: 'rw' });
  const { version } = cluster.state.map;
  cluster.run({ ...map, sdcId: must(a, 'a'), accessMode: 'rw' });
  t.is(cluster.state.map.version, version);
  const refusal = cluster.refusal({ ...map, sdcId: must(b, 'b'), accessMode: 'rw' });
  t.regex(refusal.message, /mapped for writing to SDC a already.*--allow_multi_map/);
  cluster.run({ ...map, sdcId: must(b, 'b'), accessMode: 'ro' });
  t.is(cluster.refusal({ ...map, sdcId: must(b, 'b'), accessMode: 'rw' }).code, 'REFUSED');
  t.is(cluster.refusal({ kind: 'remove', object: 'volume', id: volumeId }).code, 'REFUSED');
  t.is(cluster.refusal({ kind: 'remove', object: 'sdc', id: must(a, 'a') }).code, 'REFUSED');
});

test('every mapping has an epoch of its own, also the same one made again', (t) => {
  const cluster = new Cluster();
  const volumeId = cluster.addVolume();
  const sdcId = cluster.run({ kind: 'addSdc', name: 'a', guid: '' });
  const map = { kind: 'mapVolume', volumeId, sdcId, accessMode: 'rw', allowMultiMap: false } as const;
  cluster.run(map);
  const first = must(cluster.state.map.mapping(volumeId, sdcId), 'it').epoch;
  cluster.run({ kind: 'unmapVolume', volumeId, sdcIds: [sdcId] });
  cluster.run(map);
  t.true(must(cluster.state.map.mapping(volumeId, sdcId), 'it').epoch > first);
});

test('an SDC is known by its guid, takes the place that waits for its name, and never another SDC’s', (t) => {
  const cluster = new Cluster();
  const waiting = cluster.run({ kind: 'addSdc', name: 'web', guid: '' });
  const register = (guid: string, name: string): number =>
    cluster.run({ kind: 'registerSdc', guid, name, address: 'x' });
  t.is(register('g1', 'web'), waiting);
  t.is(register('g1', 'other'), waiting);
  const second = register('g2', 'web');
  t.not(second, waiting);
  t.is(cluster.state.map.tables.sdc.size, 2);
});

for (const [sizeBytes, fits] of [
  [mib, true],
  [10 * mib, true],
  [1024 * tib, true],
  [mib - 1, false],
  [mib + 4096, false],
  [1024 * tib + mib, false],
  [Number.NaN, false],
] as const) {
  test(`a volume of ${sizeBytes} bytes is ${fits ? 'possible' : 'refused'}`, (t) => {
    const cluster = new Cluster();
    const decision = decide(cluster.state, { kind: 'addVolume', poolId: cluster.pool, sizeBytes, createdAtMs: 1 });
    t.is(decision.kind, fits ? 'changes' : 'refused');
  });
}

test('a volume grows by whole MiB up to the largest size, keeps all else, and its own size changes nothing', (t) => {
  const cluster = new Cluster();
  const volumeId = cluster.addVolume('v1', gib);
  const before = must(cluster.state.map.volume(volumeId), 'v1');
  const grow = (sizeBytes: number): number => cluster.run({ kind: 'growVolume', volumeId, sizeBytes });
  t.is(grow(gib + mib), volumeId);
  t.deepEqual(cluster.state.map.volume(volumeId), { ...before, sizeBytes: gib + mib });
  const { version } = cluster.state.map;
  grow(gib + mib);
  t.is(cluster.state.map.version, version);
  grow(1024 * tib);
  t.is(cluster.state.map.volume(volumeId)?.sizeBytes, 1024 * tib);
});

test('a volume does not shrink, and the refusal says what to do instead', (t) => {
  const cluster = new Cluster();
  const volumeId = cluster.addVolume('v1', 8 * gib);
  const refusal = cluster.refusal({ kind: 'growVolume', volumeId, sizeBytes: 4 * gib });
  t.is(refusal.code, 'REFUSED');
  t.regex(refusal.message, /Volume v1 has 8\.0 GB \(8192 MB\) and cannot be made smaller.*copy what is wanted/);
  t.is(cluster.state.map.volume(volumeId)?.sizeBytes, 8 * gib);
});

for (const sizeBytes of [8 * gib + 4096, 1024 * tib + mib, 0, -gib, 8.5 * gib + 0.5, Number.NaN]) {
  test(`a volume does not grow to ${sizeBytes} bytes`, (t) => {
    const cluster = new Cluster();
    const volumeId = cluster.addVolume('v1', 8 * gib);
    t.is(cluster.refusal({ kind: 'growVolume', volumeId, sizeBytes }).code, 'INVALID');
  });
}

test('a volume that is not there does not grow', (t) => {
  t.is(new Cluster().refusal({ kind: 'growVolume', volumeId: 999, sizeBytes: gib }).code, 'NOT_FOUND');
});

for (const [name, isValid] of [
  ['a', true],
  ['db-1.main_2', true],
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['', false],
  ['-x', false],
  ['a b', false],
  ['ä', false],
  ['a/b', false],
] as const) {
  test(`"${name.slice(0, 12)}" of ${name.length} characters is ${isValid ? 'a' : 'no'} name`, (t) => {
    const decision = decide(new Cluster().state, { kind: 'addProtectionDomain', name });
    t.is(decision.kind, isValid ? 'changes' : 'refused');
  });
}

test('names are unique per kind, and a rename to its own name changes nothing', (t) => {
  const cluster = new Cluster();
  const id = cluster.addVolume('v1');
  cluster.addVolume('v2');
  const rename = { kind: 'rename', object: 'volume', id } as const;
  t.is(cluster.refusal({ ...rename, name: 'v2' }).code, 'ALREADY_EXISTS');
  const { version } = cluster.state.map;
  cluster.run({ ...rename, name: 'v1' });
  t.is(cluster.state.map.version, version);
  cluster.run({ ...rename, name: 'v3' });
  t.is(cluster.state.map.volume(id)?.name, 'v3');
});

test('object ids and layer ids are never used again', (t) => {
  const cluster = new Cluster();
  const first = cluster.addVolume('v1');
  const layerId = must(cluster.state.map.volume(first), 'v1').layerId;
  cluster.run({ kind: 'remove', object: 'volume', id: first });
  const second = cluster.addVolume('v1');
  t.true(second > first);
  t.true(must(cluster.state.map.volume(second), 'v1').layerId > layerId);
});

test('what still holds something is not removed, and says what it holds', (t) => {
  const cluster = new Cluster();
  t.regex(cluster.refusal({ kind: 'remove', object: 'pool', id: cluster.pool }).message, /still holds device device-/);
  const domain = cluster.refusal({ kind: 'remove', object: 'protectionDomain', id: cluster.domain });
  t.regex(domain.message, /still holds storage pool sp1, SDS sds1, SDS sds2/);
});
