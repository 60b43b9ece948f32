/** The metadata manager on the real host: registration, deltas, tickets, fences, restarts. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { encodeRecord, type MapDelta } from '../../common/messages.ts';
import { sameProof, ticketProof } from '../../common/secret.ts';
import { gib } from '../../common/units.ts';
import type { MetadataManager } from '../../mdm/service.ts';
import { credentials, deviceState, openManager, sdsFacts, TestNode, temporaryDirectory } from './support.ts';

function idOf(manager: MetadataManager, kind: 'device' | 'volume' | 'sds' | 'pool' | 'sdc', name: string): number {
  const records: Iterable<{ readonly id: number; readonly name: string }> = manager.view.map.tables[kind].values();
  return must(
    [...records].find((record) => record.name === name),
    `${kind} ${name}`,
  ).id;
}

/** All three SDSs with their devices. */
async function connectSdss(manager: MetadataManager): Promise<TestNode[]> {
  const nodes: TestNode[] = [];
  for (const name of ['sds1', 'sds2', 'sds3']) {
    const node = await TestNode.connect(manager.address, 'sds', name);
    await node.registerSds([deviceState(idOf(manager, 'device', `${name}-d1`), 100)]);
    nodes.push(node);
  }
  return nodes;
}

test('an SDS gets its id and the whole map with its own devices placed', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const node = await TestNode.connect(manager.address, 'sds', 'sds1');
  await node.registerSds([]);
  t.is(node.nodeId, idOf(manager, 'sds', 'sds1'));
  t.is(node.map.version, manager.view.map.version);
  t.is([...node.map.slices(idOf(manager, 'pool', 'sp1'))].length, 16);
  t.true(manager.membership.isConnected(node.nodeId));
});

test('an SDS that was never added is refused with the command that adds it', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const node = await TestNode.connect(manager.address, 'sds', 'sds9');
  await node.registerSds([]);
  t.is(node.refusal?.code, 'NOT_FOUND');
  t.regex(node.refusal?.message ?? '', /--add_sds --sds_name sds9/);
});

test('a caller with another key is not let in', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const stranger = { ...credentials, key: new Uint8Array(32).fill(8) };
  const node = await TestNode.connect(manager.address, 'sds', 'sds1', stranger);
  t.is(node.closedBecause, 'NOT_ALLOWED');
});

test('a restarted device raises the generation of its slices, and all nodes hear of it by a delta', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const [first, second] = await connectSdss(manager);
  const poolId = idOf(manager, 'pool', 'sp1');
  const deviceId = idOf(manager, 'device', 'sds1-d1');
  const before = [...manager.view.map.slices(poolId)].map(([, entry]) => entry.generation);
  must(first, 'sds1').send({
    kind: 'registerSds',
    body: { devices: [deviceState(deviceId, 101, 'boot-2')], ...sdsFacts },
  });
  const watcher = must(second, 'sds2');
  await watcher.until(() => watcher.map.device(deviceId)?.incarnation === 101);
  for (const [slice, entry] of watcher.map.slices(poolId)) {
    const isHeld = entry.replicas.includes(deviceId);
    t.is(entry.generation, must(before[slice], 'its generation') + (isHeld ? 1 : 0));
    t.deepEqual([...entry.rebooted], isHeld ? [deviceId] : []);
  }
  t.true(watcher.applied.every((applied) => applied === 'applied'));
});

test('a node that asks for the whole map after a gap gets it', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const node = await TestNode.connect(manager.address, 'sds', 'sds1');
  await node.registerSds([]);
  node.map.setVersion(1);
  await manager.execute({ kind: 'addProtectionDomain', name: 'pd2' });
  await node.until(() => node.applied.includes('gap'));
  node.send({ kind: 'wantWholeMap', body: {} });
  await node.until(() => node.map.version === manager.view.map.version);
  t.is(node.map.tables.protectionDomain.size, 2);
});

test('an SDC takes the record that waits for its name, and gets the tickets of its own mappings only', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const sdcId = idOf(manager, 'sdc', 'sdc1');
  const own = await TestNode.connect(manager.address, 'sdc', 'sdc1');
  await own.registerSdc('guid-1', 'sdc1');
  t.is(own.nodeId, sdcId);
  const volumeId = idOf(manager, 'volume', 'demo');
  const ticket = must(own.map.tickets[0], 'the ticket of demo');
  const { epoch, accessMode } = must(own.map.mapping(volumeId, sdcId), 'the mapping');
  t.true(sameProof(ticket.proof, ticketProof(credentials.key, { volumeId, sdcId, epoch, accessMode })));
  const other = await TestNode.connect(manager.address, 'sdc', 'sdc2');
  await other.registerSdc('guid-2', 'sdc2');
  t.is(other.map.tickets.length, 0);
  await own.until(() => own.map.tables.sdc.size === 2);
  t.is(own.map.tickets.length, 1);
});

test('unmap answers when every SDS with devices has confirmed a map without the mapping', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const nodes = await connectSdss(manager);
  const volumeId = idOf(manager, 'volume', 'demo');
  const sdcIds = [idOf(manager, 'sdc', 'sdc1')];
  let isAnswered = false;
  const unmapped = manager.execute({ kind: 'unmapVolume', volumeId, sdcIds }).then(() => {
    isAnswered = true;
  });
  for (const [index, node] of nodes.entries()) {
    await node.until(() => node.map.mappingsOf(volumeId).length === 0);
    t.false(isAnswered, `${index} of 3 have confirmed`);
    node.confirm(node.map.version);
  }
  await unmapped;
  t.is(manager.pendingFenceCount, 0);
});

test('the growth of a volume is waited for at its SDC and SDSs; who is away or silent is named', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t), { durations: { growWaitMs: 50 } });
  const nodes = await connectSdss(manager);
  const client = await TestNode.connect(manager.address, 'sdc', 'sdc1');
  await client.registerSdc('guid-1', 'sdc1');
  const volumeId = idOf(manager, 'volume', 'demo');
  const { version } = await manager.execute({ kind: 'growVolume', volumeId, sizeBytes: 2 * gib });
  await client.until(() => client.map.volume(volumeId)?.sizeBytes === 2 * gib);
  for (const node of [client, ...nodes.slice(1)]) node.confirm(Number.MAX_SAFE_INTEGER);
  t.deepEqual(await manager.waitForVolumeUsers(volumeId, version), ['Not confirmed within 50 ms: SDS sds1.']);
  must(nodes[0], 'sds1').confirm(Number.MAX_SAFE_INTEGER);
  t.deepEqual(await manager.waitForVolumeUsers(volumeId, version), []);
  client.close();
  const later = await manager.execute({ kind: 'growVolume', volumeId, sizeBytes: 3 * gib });
  for (const node of nodes) node.confirm(Number.MAX_SAFE_INTEGER);
  t.deepEqual(await manager.waitForVolumeUsers(volumeId, later.version), ['Away, and told when back: SDC sdc1.']);
});

test('unmap names the SDS that has not confirmed, its change is durable, and a new mapping waits for the fence', async (t) => {
  const directory = await temporaryDirectory(t);
  const durations = { fenceWaitMs: 50 };
  const manager = await openManager(t, directory, { durations });
  const nodes = await connectSdss(manager);
  const volumeId = idOf(manager, 'volume', 'demo');
  const unmap = { kind: 'unmapVolume', volumeId, sdcIds: [idOf(manager, 'sdc', 'sdc1')] } as const;
  for (const node of nodes.slice(1)) {
    node.confirm(Number.MAX_SAFE_INTEGER);
    void node.until(() => node.map.mappingsOf(volumeId).length === 0).then(() => node.confirm(node.map.version));
  }
  const error = await t.throwsAsync(manager.execute(unmap));
  t.regex(error?.message ?? '', /durable.* SDS sds1 has not confirmed/);
  t.is(manager.view.map.mappingsOf(volumeId).length, 0);
  await manager.close();
  const again = await openManager(t, directory, { durations: { fenceWaitMs: 50 } });
  const { id: sdcId } = await again.execute({ kind: 'addSdc', name: 'sdc2', guid: '' });
  const map = { kind: 'mapVolume', volumeId, sdcId, accessMode: 'rw', allowMultiMap: false } as const;
  await t.throwsAsync(again.execute(map), { message: /was not mapped.*sds1, sds2, sds3/ });
  for (const node of await connectSdss(again)) node.confirm(node.map.version);
  t.true((await again.execute(map)).changed);
});

test('a mapping that is asked for while an unmap is being made durable waits for its fence', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t), { durations: { fenceWaitMs: 50 } });
  await connectSdss(manager);
  const volumeId = idOf(manager, 'volume', 'demo');
  const { id: sdcId } = await manager.execute({ kind: 'addSdc', name: 'sdc2', guid: '' });
  const unmap = manager.execute({ kind: 'unmapVolume', volumeId, sdcIds: [idOf(manager, 'sdc', 'sdc1')] });
  const map = manager.execute({ kind: 'mapVolume', volumeId, sdcId, accessMode: 'rw', allowMultiMap: true });
  const [unmapped, mapped] = await Promise.allSettled([unmap, map]);
  t.is(unmapped.status, 'rejected', 'nobody has confirmed');
  t.is(mapped.status, 'rejected');
  t.is(manager.view.map.mappingsOf(volumeId).length, 0);
});

test('a second link of the same SDS replaces the first', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const [first] = await connectSdss(manager);
  const second = await TestNode.connect(manager.address, 'sds', 'sds1');
  await second.registerSds([]);
  await first?.until(() => first.closedBecause !== undefined);
  t.regex(first?.closedBecause ?? '', /newer link/);
  t.true(manager.membership.isConnected(second.nodeId));
});

test('a node that falls silent is shown as disconnected', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t), { durations: { silenceMs: 60 } });
  const node = await TestNode.connect(manager.address, 'sds', 'sds1');
  await node.registerSds([]);
  await node.until(() => node.closedBecause !== undefined);
  t.false(manager.membership.isConnected(node.nodeId));
  t.regex(manager.membership.member(node.nodeId).reason, /nothing heard/);
});

test('bytes that are no message end the link with the reason, and the MDM goes on', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const node = await TestNode.connect(manager.address, 'sds', 'sds1');
  node.sendRaw(Buffer.from('not protobuf at all'));
  await node.until(() => node.closedBecause !== undefined);
  t.is(node.refusal?.code, 'INVALID');
  t.true((await manager.execute({ kind: 'addProtectionDomain', name: 'pd2' })).changed);
});

test('a new device is answered for when it has registered, and with the sentence of its SDS when it cannot be opened', async (t) => {
  const manager = await openManager(t, await temporaryDirectory(t));
  const [node] = await connectSdss(manager);
  const sds1 = must(node, 'sds1');
  const sdsId = idOf(manager, 'sds', 'sds1');
  const poolId = idOf(manager, 'pool', 'sp1');
  const add = async (path: string): Promise<number> => {
    const device = { path, poolId, capacityBytes: gib };
    return (await manager.execute({ kind: 'addDevice', sdsId, device })).id;
  };
  const good = await add('/data/good');
  const waiting = manager.waitForDevice(good);
  sds1.send({
    kind: 'registerSds',
    body: { devices: [deviceState(good, 5)], ...sdsFacts },
  });
  t.is(await waiting, 'serving');
  const bad = await add('/data/bad');
  const failing = t.throwsAsync(manager.waitForDevice(bad), { message: /could not open it: no such directory/ });
  const state = { ...deviceState(bad, 0), error: 'no such directory' };
  sds1.send({ kind: 'heartbeat', body: { mapVersion: 1, devices: [state] } });
  await failing;
});

test('an MDM that is started again has the same map but for the history it begins, and seeds nothing twice', async (t) => {
  const directory = await temporaryDirectory(t);
  const manager = await openManager(t, directory);
  await manager.execute({ kind: 'addProtectionDomain', name: 'pd2' });
  const before = manager.view.map.whole();
  await manager.close();
  const again = (await openManager(t, directory)).view.map.whole();
  t.is(again.toVersion, before.toVersion + 1);
  const rest = ({ puts }: MapDelta) => puts.filter(({ kind }) => kind !== 'system').map(encodeRecord);
  t.deepEqual(rest(again), rest(before));
});

test('an empty store without a seed is refused', async (t) => {
  const directory = await temporaryDirectory(t);
  await t.throwsAsync(openManager(t, directory, { seed: undefined } as never), { message: /is empty/ });
});

test('a store of another cluster is refused', async (t) => {
  const directory = await temporaryDirectory(t);
  await (await openManager(t, directory)).close();
  const foreign = { ...credentials, clusterId: 'ffffffff000000000000000000000000' };
  await t.throwsAsync(openManager(t, directory, { credentials: foreign }), { message: /belongs to cluster 6ad9c1e4/ });
});
