/** DESIGN.md, law 9: a store that is empty, damaged or older is not acted upon; and what a restore moves beyond. */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import type { ClusterError } from '../../common/errors.ts';
import { ClusterMap } from '../../common/map.ts';
import { MapCache } from '../../common/map-cache.ts';
import { mib } from '../../common/units.ts';
import { newestBackup } from '../../mdm/backup/backups.ts';
import { backupDirectory, storePlace } from '../../mdm/backup/place.ts';
import { historyOf, type SeenMap } from '../../mdm/core/history.ts';
import { renewalGap } from '../../mdm/core/renewal.ts';
import type { MetadataManager } from '../../mdm/service.ts';
import { type RunningMdm, restoreMdm, startMdm } from '../../mdm/start.ts';
import { credentials, deviceState, newHost, silentLog, smallSeed, TestNode, temporaryDirectory } from './support.ts';

const { clusterId } = credentials;

async function start(t: ExecutionContext, dataDirectory: string, withSeed = true): Promise<RunningMdm> {
  const running = await startMdm({
    dataDirectory,
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    credentials,
    adminToken: 'a-token-for-tests-only',
    durations: { fenceWaitMs: 50 },
    log: silentLog,
    ...(withSeed ? { seed: smallSeed } : {}),
  });
  t.teardown(() => running.close());
  return running;
}

function seenOf({ view }: MetadataManager): SeenMap {
  return { version: view.map.version, history: historyOf(view.system) };
}

function deviceOf({ view }: MetadataManager, sdsName: string): number {
  const sds = must(view.sdsByName(sdsName), sdsName);
  return must(view.devicesOfSds(sds.id)[0], 'its device').id;
}

async function register(mdm: RunningMdm, name: string, seen?: SeenMap, incarnation = 7): Promise<TestNode> {
  const node = await TestNode.connect(mdm.address, 'sds', name);
  await node.registerSds([deviceState(deviceOf(mdm.manager, name), incarnation)], seen);
  return node;
}

async function registerAll(mdm: RunningMdm, seen?: SeenMap): Promise<TestNode[]> {
  const nodes: TestNode[] = [];
  for (const name of ['sds1', 'sds2', 'sds3']) nodes.push(await register(mdm, name, seen));
  return nodes;
}

function addVolume({ manager }: RunningMdm, name: string): Promise<{ readonly id: number }> {
  const pool = must([...manager.view.map.tables.pool.values()][0], 'the pool');
  return manager.execute({ kind: 'addVolume', name, poolId: pool.id, sizeBytes: mib, createdAtMs: 1 });
}

function codeAndMessage(error: Error | undefined): string {
  return `${(error as ClusterError | undefined)?.code}: ${error?.message}`;
}

async function backupOf(dataDirectory: string): Promise<string> {
  const newest = await newestBackup(newHost().disks, [backupDirectory(dataDirectory)], clusterId);
  return must(newest, 'a backup').path;
}

async function startFailure(t: ExecutionContext, dataDirectory: string): Promise<string> {
  return codeAndMessage(await t.throwsAsync(start(t, dataDirectory)));
}

test('a store that was deleted is not begun anew: the MDM names the backup to restore', async (t) => {
  const directory = await temporaryDirectory(t);
  await (await start(t, directory)).close();
  await rm(join(directory, 'meta'), { recursive: true });
  const failure = await startFailure(t, directory);
  t.regex(failure, /^DAMAGED: .*is empty, and a cluster has begun here.*sio-mdm --restore \S+\.backup/);
  // Also when nothing but the backups is left, and when nothing but the mark is.
  await rm(join(directory, 'store'));
  t.regex(await startFailure(t, directory), /^DAMAGED: .*is empty, and a cluster has begun here/);
  await rm(backupDirectory(directory), { recursive: true });
  await writeFile(join(directory, 'store'), 'meta\n');
  t.regex(
    await startFailure(t, directory),
    /^DAMAGED: .*There is no backup .* the file "map" in the state folder of an SDS/,
  );
});

/** Ways in which the files of level can be damaged; each gets the folder of the store. */
const damages: Readonly<Record<string, (store: string) => Promise<void>>> = {
  'CURRENT is missing': (store) => rm(join(store, 'CURRENT')),
  'CURRENT is garbage': (store) => writeFile(join(store, 'CURRENT'), 'garbage'),
  'CURRENT names a manifest that is not there': (store) => writeFile(join(store, 'CURRENT'), 'MANIFEST-999999\n'),
  'the manifest is flipped': (store) => flip(store, /^MANIFEST/),
  'the manifest is empty': (store) => empty(store, /^MANIFEST/),
  'the beginning of a long log is flipped': (store) => flip(store, /\.log$/),
  'a table is flipped': (store) => flip(store, /\.ldb$/),
  'a table is missing': async (store) => rm(join(store, await fileOf(store, /\.ldb$/))),
  'a table is empty': (store) => empty(store, /\.ldb$/),
};

async function fileOf(store: string, pattern: RegExp): Promise<string> {
  return must(
    (await readdir(store)).find((name) => pattern.test(name)),
    `a file like ${pattern.source}`,
  );
}

async function flip(store: string, pattern: RegExp): Promise<void> {
  const path = join(store, await fileOf(store, pattern));
  const bytes = await readFile(path);
  // Within the first records, where the oldest changes lie.
  for (let at = 40; at < Math.min(bytes.length, 400); at += 90) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
}

async function empty(store: string, pattern: RegExp): Promise<void> {
  await writeFile(join(store, await fileOf(store, pattern)), '');
}

for (const [name, damage] of Object.entries(damages)) {
  test(`damaged store: ${name}: the MDM refuses, says which backup to restore, and works again after it`, async (t) => {
    const directory = await temporaryDirectory(t);
    const first = await start(t, directory);
    await addVolume(first, 'v1');
    await first.close();
    // The second start has moved the first one's log into a table, and writes a log of its own.
    const second = await start(t, directory);
    // Beyond 32 KiB: level drops a damaged block of its log without a word, and reads on behind it.
    const fillers = name.includes('long log') ? 150 : 0;
    for (let number = 0; number < fillers; number++) await addVolume(second, `${'filler'.repeat(15)}-${number}`);
    await second.close();
    const backup = await backupOf(directory);
    await damage((await storePlace(newHost().disks, directory)).storePath);
    const failure = await startFailure(t, directory);
    t.regex(failure, /^DAMAGED: /);
    t.true(failure.includes(`sio-mdm --restore ${backup}`), failure);
    const restored = await restoreMdm({ dataDirectory: directory, file: backup, clusterId, log: silentLog });
    t.is(restored.replacedPath, join(directory, 'meta'));
    const again = await start(t, directory);
    t.true([...again.manager.view.map.tables.volume.values()].some((volume) => volume.name === 'v1'));
  });
}

test('a log that has lost its end is an older store: it starts, and stops acting when a data server comes', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  await addVolume(first, 'v1');
  const seen = seenOf(first.manager);
  await first.close();
  const log = join(directory, 'meta', await fileOf(join(directory, 'meta'), /\.log$/));
  const bytes = await readFile(log);
  await writeFile(log, bytes.subarray(0, bytes.length - 20));
  const mdm = await start(t, directory);
  // What was lost, and the history that this start has begun: the same version, and not the same state.
  t.is(mdm.manager.view.map.version, seen.version);
  t.is((await register(mdm, 'sds1', seen)).refusal?.code, 'REFUSED');
});

test('a foreign file, a damaged one, a missing one and a running MDM are refused with a sentence each', async (t) => {
  const directory = await temporaryDirectory(t);
  const mdm = await start(t, directory);
  await mdm.manager.backups?.settled();
  const restore = async (file: string, cluster = clusterId): Promise<string> => {
    const options = { dataDirectory: directory, file, clusterId: cluster, log: silentLog };
    return codeAndMessage(await t.throwsAsync(restoreMdm(options)));
  };
  const backup = await backupOf(directory);
  t.regex(await restore(backup), /^LOCKED: .*in use by another sio-mdm; stop that one first/);
  await mdm.close();
  t.regex(await restore(backup, 'ffffffff000000000000000000000000'), /^FOREIGN: .*is of cluster 6ad9c1e4/);
  t.regex(await restore(join(directory, 'nothing')), /^NOT_FOUND: There is no file/);
  t.regex(await restore(join(directory, 'store')), /^DAMAGED: .*neither a backup of metadata nor a map/);
  const bytes = await readFile(backup);
  await writeFile(join(directory, 'cut'), bytes.subarray(0, bytes.length - 1));
  t.regex(await restore(join(directory, 'cut')), /^DAMAGED: .*checksum does not match/);
  t.is((await storePlace(newHost().disks, directory)).storePath, join(directory, 'meta'), 'nothing has changed');
});

test('an older store is not acted upon when a data server has seen more; nobody gets its map', async (t) => {
  const mdm = await start(t, await temporaryDirectory(t));
  const early = await register(mdm, 'sds3');
  const { version, history } = seenOf(mdm.manager);
  const node = await register(mdm, 'sds1', { version: version + 5, history });
  t.is(node.refusal?.code, 'REFUSED');
  t.regex(node.refusal?.message ?? '', /SDS sds1 has had map version \d+, and this store is at \d+.*sio-mdm --restore/);
  t.is(node.map.version, 0);
  await early.until(() => early.closedBecause !== undefined);
  t.regex(codeAndMessage(await t.throwsAsync(addVolume(mdm, 'v1'))), /^REFUSED: The metadata is older/);
  t.regex(mdm.manager.suspendedBecause, /scli --accept_metadata/);
});

test('a store that lost its last changes and made others is found out though its version is higher', async (t) => {
  const mdm = await start(t, await temporaryDirectory(t));
  const { version } = seenOf(mdm.manager);
  // As written by an MDM whose last changes this disk has not kept.
  const node = await register(mdm, 'sds1', { version, history: 4_711 });
  t.regex(node.refusal?.message ?? '', /has had map version \d+ of changes that this store does not have/);
});

test('a device that worked under a newer map is evidence too, when its SDS has lost its own', async (t) => {
  const mdm = await start(t, await temporaryDirectory(t));
  const node = await TestNode.connect(mdm.address, 'sds', 'sds1');
  const state = { ...deviceState(deviceOf(mdm.manager, 'sds1'), 7), seenMapVersion: 9_000 };
  await node.registerSds([state]);
  t.is(node.refusal?.code, 'REFUSED');
});

test('data servers that saw earlier states, also under earlier starts of the MDM, are welcome', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  const seen = seenOf(first.manager);
  await first.close();
  const second = await start(t, directory);
  t.is((await register(second, 'sds1', seen)).refusal, undefined);
  t.is((await register(second, 'sds2', { ...seen, version: seen.version - 1 })).refusal, undefined);
  t.is((await register(second, 'sds3', { version: 3, history: 12_345 })).refusal?.code, 'REFUSED');
});

test('a restored store waits for every data server, then goes on by itself, with every number beyond', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  await registerAll(first);
  await addVolume(first, 'v1');
  const seen = seenOf(first.manager);
  const before = first.manager.view.map.whole();
  await first.close();
  await rm(join(directory, 'meta'), { recursive: true });
  await restoreMdm({ dataDirectory: directory, file: await backupOf(directory), clusterId, log: silentLog });

  const mdm = await start(t, directory);
  const sdc = await TestNode.connect(mdm.address, 'sdc', 'sdc1');
  await sdc.registerSdc('guid-1', 'sdc1');
  t.is(sdc.refusal?.code, 'REFUSED', 'nobody gets a map before the data servers have been heard');
  t.regex((await register(mdm, 'sds1', seen)).refusal?.message ?? '', /waits for SDS sds2, sds3/);
  t.is((await register(mdm, 'sds2', seen)).refusal?.code, 'REFUSED');
  const last = await register(mdm, 'sds3', seen);
  t.is(last.refusal, undefined);
  t.is(mdm.manager.suspendedBecause, '');

  const { view } = mdm.manager;
  t.true(view.map.version >= seen.version + renewalGap);
  const names = (puts: typeof before.puts): string[] =>
    puts.flatMap((put) => (put.kind === 'volume' ? [`${put.body.name} ${put.body.layerId}`] : []));
  t.deepEqual(names(view.map.whole().puts), names(before.puts));
  const poolId = must([...view.map.tables.pool.values()][0], 'the pool').id;
  for (const [, entry] of view.map.slices(poolId)) t.true(entry.generation > seen.version + renewalGap - 10);
  const oldEpochs = before.puts.flatMap((put) => (put.kind === 'mapping' ? [put.body.epoch] : []));
  t.is(oldEpochs.length, 1);
  for (const { epoch } of view.map.tables.mapping.values()) t.true(epoch > Math.max(...oldEpochs) + renewalGap - 10);
  const added = view.map.volume((await addVolume(mdm, 'v2')).id);
  t.true(must(added, 'v2').layerId > renewalGap);
  t.true(must(added, 'v2').id > renewalGap);
  t.is((await register(mdm, 'sds1', seen)).refusal, undefined, 'what was seen before the restore is old now');
});

test('changes after the backup: the MDM says so; when they are accepted, their layers are kept and adopted', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  await registerAll(first);
  const backup = join(directory, 'exported');
  await writeFile(backup, (await must(first.manager.backups, 'backups').make()).bytes);
  const lost = first.manager.view.map.volume((await addVolume(first, 'lost')).id);
  const { layerId } = must(lost, 'the volume that the backup lacks');
  const seen = seenOf(first.manager);
  await first.close();
  await restoreMdm({ dataDirectory: directory, file: backup, clusterId, log: silentLog });

  const mdm = await start(t, directory);
  for (const name of ['sds1', 'sds2', 'sds3']) t.is((await register(mdm, name, seen)).refusal?.code, 'REFUSED');
  t.regex(mdm.manager.suspendedBecause, /restored from .* older than what data servers have seen: SDS sds1/);
  await mdm.manager.acceptMetadata();
  const node = await register(mdm, 'sds1', seen);
  t.is(node.refusal, undefined);
  const system = must([...node.map.tables.system.values()][0], 'the system');
  t.true(system.keptLayers.some(({ from, until }) => layerId >= from && layerId < until));
  t.false([...node.map.tables.volume.values()].some((volume) => volume.name === 'lost'));

  const poolId = must([...mdm.manager.view.map.tables.pool.values()][0], 'the pool').id;
  const adopt = { kind: 'adoptLayer', layerId, name: 'found', poolId, sizeBytes: mib, createdAtMs: 1 } as const;
  const found = mdm.manager.view.map.volume((await mdm.manager.execute(adopt)).id);
  t.is(found?.layerId, layerId);
  t.is(found?.vtreeId, layerId);
  const again = await t.throwsAsync(mdm.manager.execute({ ...adopt, name: 'twice' }));
  t.regex(codeAndMessage(again), /^NOT_FOUND: There is no orphaned layer/);
  t.regex(
    codeAndMessage(await t.throwsAsync(mdm.manager.acceptMetadata())),
    /^REFUSED: .*acts on its metadata already/,
  );
});

test('after a renewal no volume is mapped to another SDC before every SDS has the new map', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  await registerAll(first);
  const seen = seenOf(first.manager);
  await first.close();
  await restoreMdm({ dataDirectory: directory, file: await backupOf(directory), clusterId, log: silentLog });
  const mdm = await start(t, directory);
  for (const name of ['sds1', 'sds2', 'sds3']) await register(mdm, name, seen);
  const { manager } = mdm;
  const nodes = [await register(mdm, 'sds1', seen), await register(mdm, 'sds2', seen)];
  const volume = must([...manager.view.map.tables.volume.values()][0], 'demo');
  const { id: sdcId } = await manager.execute({ kind: 'addSdc', name: 'other', guid: '' });
  const map = { kind: 'mapVolume', volumeId: volume.id, sdcId, accessMode: 'rw', allowMultiMap: true } as const;
  for (const node of nodes) node.confirm(manager.view.map.version);
  t.regex(codeAndMessage(await t.throwsAsync(manager.execute(map))), /^TIMEOUT: .*SDS sds3 has not confirmed/);
  (await register(mdm, 'sds3', seen)).confirm(manager.view.map.version);
  t.true((await manager.execute(map)).changed);
  t.is(manager.pendingFenceCount, 0);
});

test('the map that an SDS has kept restores what no backup has', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  const [node] = await registerAll(first);
  await addVolume(first, 'newest');
  const version = first.manager.view.map.version;
  await must(node, 'sds1').until(() => must(node, 'sds1').map.version === version);
  const seen = seenOf(first.manager);
  await first.close();
  await rm(directory, { recursive: true });

  const file = join(await temporaryDirectory(t), 'map');
  const cache = new MapCache({ disks: newHost().disks, log: silentLog, path: file, clusterId });
  const kept = new ClusterMap();
  kept.apply(must(node, 'sds1').map.whole());
  cache.save(kept);
  await cache.settled();
  const restored = await restoreMdm({ dataDirectory: directory, file, clusterId, log: silentLog });
  t.is(restored.mapVersion, version);
  const mdm = await start(t, directory, false);
  for (const name of ['sds1', 'sds2', 'sds3']) await register(mdm, name, seen);
  t.is(mdm.manager.suspendedBecause, '');
  t.true([...mdm.manager.view.map.tables.volume.values()].some((volume) => volume.name === 'newest'));
  t.is(must([...mdm.manager.view.map.tables.mapping.values()][0], 'the mapping').accessMode, 'rw');
});

test('a restore that is sent to a running MDM is checked, and applied by its next start', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = await start(t, directory);
  await first.manager.backups?.settled();
  const backup = await readFile(await backupOf(directory));
  const { address } = first;
  const url = `http://127.0.0.1:${address.kind === 'tcp' ? address.port : 0}/api/v1/metadata`;
  const headers = { authorization: 'Bearer a-token-for-tests-only', 'content-type': 'application/octet-stream' };
  const put = (body: Uint8Array<ArrayBuffer>, more = {}): Promise<Response> =>
    fetch(url, { method: 'PUT', headers: { ...headers, ...more }, body });
  t.is((await put(backup, { authorization: 'Bearer another-token' })).status, 401);
  t.is((await put(new Uint8Array(100))).status, 409);
  t.is((await put(Uint8Array.from(backup))).status, 200);
  t.is((await first.failed).code, 'CLOSED');
  await first.close();
  const second = await start(t, directory);
  t.regex(second.manager.suspendedBecause, /restored from .*restore\.staged/);
  t.regex((await storePlace(newHost().disks, directory)).storePath, /meta-\d+$/);
  const exported = await fetch(url.replace(/:\d+\//, `:${second.address.kind === 'tcp' ? second.address.port : 0}/`), {
    headers,
  });
  t.is(exported.status, 200);
  await second.close();
  await start(t, directory);
  t.false((await readdir(directory)).includes('restore.staged'), 'it is applied once');
});
