/** What a listener that wants TLS answers before it, at its beginning and after it; the encryption itself is a fake here. */

import test from 'ava';
import { ClusterError } from '../../common/errors.ts';
import { SlabPool } from '../../common/slab.ts';
import { mib } from '../../common/units.ts';
import { maximumNetworkConnections } from '../../nbd-bridge/core/limits.ts';
import { NbdServer } from '../../nbd-bridge/server.ts';
import { contextData, type FakeLink, FakeWorld, goBytes, hex, infoData, option, request, settle } from './fakes.ts';
import { RamExports, RamVolume } from './ram-volume.ts';
import { createTestHost } from './test-host.ts';

const acknowledged = 1;
const invalid = 0x80000003;
const tlsRequired = 0x80000005;
const flags = hex('00000003');
const starttls = option(5);

async function open(): Promise<FakeWorld> {
  const world = new FakeWorld(new RamExports(new RamVolume({ name: 'vol', sizeBytes: mib })));
  await world.server.open();
  return world;
}

/** A link from the network whose greeting was read. */
async function connect(): Promise<{ readonly world: FakeWorld; readonly link: FakeLink }> {
  const world = await open();
  const link = world.connectFromNetwork();
  link.takeSent();
  return { world, link };
}

/** The same with TLS up. */
async function connectSecured(): Promise<{ readonly world: FakeWorld; readonly link: FakeLink }> {
  const { world, link } = await connect();
  world.ask(link, Buffer.concat([flags, starttls]));
  link.secured?.();
  return { world, link };
}

const options: readonly (readonly [title: string, bytes: Buffer])[] = [
  ['LIST', option(3)],
  ['INFO of an export', option(6, infoData('vol'))],
  ['GO of an export', option(7, infoData('vol'))],
  ['GO of no export', option(7, infoData('nobody'))],
  ['GO without data', option(7)],
  ['STRUCTURED_REPLY', option(8)],
  ['LIST_META_CONTEXT', option(9, contextData('vol'))],
  ['SET_META_CONTEXT', option(10, contextData('vol', 'base:allocation'))],
  ['EXTENDED_HEADERS', option(11)],
  ['an unknown option', option(99)],
  ['an option longer than the bound', option(6, Buffer.alloc(70_000))],
];

for (const [title, bytes] of options) {
  test(`${title} before TLS is answered with TLS_REQD and nothing about any export`, async (t) => {
    const { world, link } = await connect();
    const answer = world.ask(link, Buffer.concat([flags, bytes]));
    t.is(answer.readUInt32BE(12), tlsRequired);
    t.is(answer.length, 20 + answer.readUInt32BE(16));
    t.notRegex(answer.toString('latin1'), /vol|nobody/);
    t.is(world.ask(link, starttls).readUInt32BE(12), acknowledged);
  });
}

test('EXPORT_NAME before TLS closes the link', async (t) => {
  const { world, link } = await connect();
  world.feed(link, Buffer.concat([flags, option(1, Buffer.from('vol'))]));
  t.regex(link.closedReason ?? '', /before TLS/);
  t.is(link.takeSent().length, 0);
});

test('ABORT before TLS is acknowledged', async (t) => {
  const { world, link } = await connect();
  t.is(world.ask(link, Buffer.concat([flags, option(2)])).readUInt32BE(12), acknowledged);
  t.regex(link.closedReason ?? '', /ended the handshake/);
});

test('STARTTLS with data is invalid, and TLS does not begin', async (t) => {
  const { world, link } = await connect();
  t.is(world.ask(link, Buffer.concat([flags, option(5, Buffer.alloc(4))])).readUInt32BE(12), invalid);
  t.is(link.secured, undefined);
});

test('TLS begins when its acknowledgement has left, and not before', async (t) => {
  const { world, link } = await connect();
  link.takes = false;
  world.feed(link, Buffer.concat([flags, starttls]));
  world.turn();
  t.is(link.secured, undefined);
  link.drain();
  world.turn();
  t.not(link.secured, undefined);
  t.is(link.takeSent().readUInt32BE(12), acknowledged);
});

for (const [title, when] of [
  ['in the same packet as STARTTLS', 'same'],
  ['after STARTTLS, before its acknowledgement has left', 'unsent'],
  ['half a header of them', 'half'],
] as const) {
  test(`bytes in the clear are never taken as inside TLS: ${title}`, async (t) => {
    const { world, link } = await connect();
    const smuggled = when === 'half' ? option(3).subarray(0, 7) : option(8);
    link.takes = when !== 'unsent';
    if (when === 'unsent') {
      world.feed(link, Buffer.concat([flags, starttls]));
      world.feed(link, smuggled);
    } else world.feed(link, Buffer.concat([flags, starttls, smuggled]));
    t.regex(link.closedReason ?? '', /follow STARTTLS/);
    t.is(link.secured, undefined);
    t.is(world.server.counters.protocolErrorsTotal, 1);
  });
}

test('after TLS all is served, and STARTTLS again is invalid', async (t) => {
  const { world, link } = await connectSecured();
  t.is(world.ask(link, starttls).readUInt32BE(12), invalid);
  world.ask(link, goBytes('vol').subarray(4));
  world.feed(link, request({ type: 3, cookie: 8 }));
  await settle(world);
  t.is(link.takeSent().toString('hex'), hex('67446698 00000000 0000000000000008').toString('hex'));
});

test('a client that stops in the middle of the TLS handshake is closed in the end, and counted', async (t) => {
  const { world, link } = await connect();
  world.ask(link, Buffer.concat([flags, starttls]));
  t.not(link.secured, undefined);
  world.timers.findLast(({ cancelled }) => !cancelled)?.callback();
  t.regex(link.closedReason ?? '', /took longer than/);
  link.handlers?.closed('closed');
  t.is(world.server.counters.tlsFailuresTotal, 1);
});

test('EXPORT_NAME works after TLS', async (t) => {
  const { world, link } = await connectSecured();
  t.is(world.ask(link, option(1, Buffer.from('vol'))).length, 10);
});

test('links from the network are bounded by themselves: local clients still come in', async (t) => {
  const names = Array.from({ length: 5 }, (_, index) => `vol${index}`);
  const world = new FakeWorld(new RamExports(...names.map((name) => new RamVolume({ name, sizeBytes: mib }))));
  await world.server.open();
  const links = Array.from({ length: maximumNetworkConnections }, (_, index) => {
    const link = world.connectFromNetwork();
    link.takeSent();
    world.ask(link, Buffer.concat([flags, starttls]));
    link.secured?.();
    world.ask(link, goBytes(names[index % names.length] ?? '').subarray(4));
    return link;
  });
  links.push(world.connectFromNetwork());
  t.deepEqual(
    links.map(({ closedReason }) => closedReason).filter((reason) => reason !== undefined),
    [`more than ${maximumNetworkConnections} connections came over the network`],
  );
  t.is(world.server.counters.connectionsRefusedTotal, 1);
  t.is(world.connect().closedReason, undefined);
  for (const link of [links.at(0), links.at(-1)]) {
    link?.close('gone');
    link?.handlers?.closed('gone');
  }
  t.is(world.connectFromNetwork().closedReason, undefined);
});

test('a server that would serve other servers in the clear does not open', async (t) => {
  const exports = new RamExports();
  const tcp = (host: string) => ({ kind: 'tcp', host, port: 0 }) as const;
  for (const [address, network] of [
    [tcp('0.0.0.0'), undefined],
    [tcp('127.0.0.1'), { address: tcp('::') }],
    [tcp('127.0.0.1'), { address: tcp('192.0.2.1') }],
  ] as const) {
    const server = new NbdServer({
      host: createTestHost(),
      address,
      exports,
      slabs: new SlabPool(),
      ...(network === undefined ? {} : { network }),
    });
    const error = await t.throwsAsync(server.open(), { instanceOf: ClusterError });
    t.is(error.code, 'INVALID');
    t.regex(error.message, /without TLS: give a certificate/);
    await server.close();
  }
});

test('on loopback addresses it serves without TLS', async (t) => {
  const server = new NbdServer({
    host: createTestHost(),
    address: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    network: { address: { kind: 'tcp', host: 'localhost', port: 0 } },
    exports: new RamExports(),
    slabs: new SlabPool(),
  });
  await server.open();
  t.is(server.networkAddress?.kind, 'tcp');
  await server.close();
});
