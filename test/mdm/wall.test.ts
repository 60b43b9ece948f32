/** The MDM's port against ill will: commands without the token, control links that send too much. */

import test, { type ExecutionContext } from 'ava';
import type { MessageHandlers } from '../../common/host.ts';
import { maximumNodeMessageBytes } from '../../common/host-node/message-network.ts';
import { maximumBodyBytes } from '../../mdm/api/server.ts';
import { MetadataManager } from '../../mdm/service.ts';
import { maximumReportedDevices, maximumReportsUnderWay } from '../../mdm/session.ts';
import { maximumUnregisteredLinks } from '../../mdm/sessions.ts';
import type { RunningMdm } from '../../mdm/start.ts';
import { startMdm } from '../../mdm/start.ts';
import { connect, halfOpen } from '../integration/rubbish.ts';
import { SimWorld } from '../simulation/world/host.ts';
import { credentials, deviceState, silentLog, smallSeed, TestNode, temporaryDirectory } from './support.ts';

const adminToken = 'a-token-of-this-test-alone';

async function start(t: ExecutionContext): Promise<RunningMdm & { readonly url: string; readonly port: number }> {
  const mdm = await startMdm({
    dataDirectory: await temporaryDirectory(t),
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    credentials,
    adminToken,
    seed: smallSeed,
    log: silentLog,
  });
  t.teardown(() => mdm.close());
  const port = mdm.address.kind === 'tcp' ? mdm.address.port : 0;
  return { ...mdm, url: `http://127.0.0.1:${port}/api/v1/commands/query_all`, port };
}

function ask(url: string, token: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body });
}

test('a command without the token is refused before its body is read, and told', async (t) => {
  const { port, manager } = await start(t);
  const socket = await connect({ host: '127.0.0.1', port });
  const heard = new Promise<string>((resolve) => socket.once('data', (bytes: Buffer) => resolve(bytes.toString())));
  // Of a body that long not a byte is sent: who waited for it would wait for ever.
  socket.write(
    `POST /api/v1/commands/query_all HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${maximumBodyBytes}\r\n\r\n`,
  );
  t.regex(await heard, /^HTTP\/1\.1 401 /);
  socket.destroy();
  t.is(manager.refusals.counts.NOT_ALLOWED, 1);
});

test('a body beyond the limit is refused, one below it is read', async (t) => {
  const { url } = await start(t);
  const body = (length: number): string => `{"x":"${'y'.repeat(length)}"}`;
  t.is((await ask(url, adminToken, body(maximumBodyBytes))).status, 413);
  const small = await ask(url, adminToken, body(1000));
  t.is(small.status, 400);
  t.regex(await small.text(), /--x is no flag/);
});

test('with 500 links that say nothing an admin is answered and a node registers', async (t) => {
  const { url, port } = await start(t);
  const sockets = await halfOpen({ host: '127.0.0.1', port }, 500);
  t.is((await ask(url, adminToken, '{}')).status, 200);
  const node = await TestNode.connect({ kind: 'tcp', host: '127.0.0.1', port }, 'sdc', 'sdc1');
  await node.registerSdc('guid-1', 'sdc1');
  t.true(node.map.version > 0);
  node.close();
  for (const socket of sockets) socket.destroy();
});

async function sds(t: ExecutionContext): Promise<{ readonly node: TestNode; readonly mdm: RunningMdm }> {
  const mdm = await start(t);
  const node = await TestNode.connect(mdm.address, 'sds', 'sds1');
  await node.registerSds([]);
  return { node, mdm };
}

test('a node that reports more devices than there are is cut off, and the MDM goes on', async (t) => {
  const { node, mdm } = await sds(t);
  const devices = Array.from({ length: maximumReportedDevices + 1 }, () => ({ ...deviceState(1, 0), error: '' }));
  node.send({ kind: 'heartbeat', body: { mapVersion: 1, devices } });
  await node.until(() => node.closedBecause !== undefined);
  t.is(node.refusal?.code, 'INVALID');
  t.is(mdm.manager.refusals.counts.INVALID, 1);
  t.true(mdm.manager.isServing);
});

test('a node that sends reports faster than they are dealt with is cut off', async (t) => {
  const { node, mdm } = await sds(t);
  const body = { deviceId: 1, incarnation: 1, slices: [], generations: [] };
  for (let count = 0; count < 20 * maximumReportsUnderWay; count++) node.send({ kind: 'slicesSettled', body });
  await node.until(() => node.closedBecause !== undefined);
  t.is(node.refusal?.code, 'BUSY');
  t.is(mdm.manager.refusals.counts.BUSY, 1);
});

test('a message beyond the longest report closes its link', async (t) => {
  const { node, mdm } = await sds(t);
  node.sendRaw(new Uint8Array(maximumNodeMessageBytes + 1));
  await node.until(() => node.closedBecause !== undefined);
  t.true(mdm.manager.isServing);
});

test('nodes that come back all at once are let in group by group', async (t) => {
  const world = new SimWorld({ seed: 'herd' });
  const address = { kind: 'tcp', host: 'mdm', port: 6_611 } as const;
  const host = world.server('mdm').start('mdm');
  const manager = new MetadataManager({ host, storePath: '/meta', credentials, listen: address, seed: smallSeed });
  await world.scheduler.settle(manager.open());
  const nodes = world.server('nodes').start('nodes');
  let closed = 0;
  const handlers = (): MessageHandlers => ({ message: () => undefined, closed: () => void closed++ });
  for (let count = 0; count < maximumUnregisteredLinks + 2; count++)
    await world.scheduler.settle(nodes.network.connectMessages(address, 5_000, handlers));
  await world.scheduler.runFor(10);
  t.is(closed, 2);
  t.is(manager.refusals.counts.BUSY, 2);
  await world.scheduler.settle(manager.close());
});

test('a wrong key, a wrong cluster and a role that is none are told and counted', async (t) => {
  const { address, manager } = await start(t);
  const wrongKey = await TestNode.connect(address, 'sds', 'sds1', { ...credentials, key: new Uint8Array(32) });
  t.is(wrongKey.closedBecause, 'NOT_ALLOWED');
  wrongKey.close();
  const foreign = await TestNode.connect(address, 'sds', 'sds1', { ...credentials, clusterId: 'f'.repeat(32) });
  t.is(foreign.closedBecause, 'FOREIGN');
  t.is(manager.refusals.counts.FOREIGN, 1);
});
