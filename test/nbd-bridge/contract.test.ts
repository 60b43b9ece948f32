/**
 * The contract with any client, honest or not: messages that are cut off, split, out of order or in the wrong phase get the
 * protocol's own error or a closed link, and nobody else notices.
 */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import type { ReplyMode } from '../../nbd-bridge/core/negotiated.ts';
import {
  contextData,
  extendedRequest,
  type FakeLink,
  FakeWorld,
  goBytes,
  hex,
  infoData,
  option,
  request,
  settle,
} from './fakes.ts';
import { RamExports, RamVolume } from './ram-volume.ts';

const flags = hex('00000003');

interface Setup {
  readonly world: FakeWorld;
  readonly volume: RamVolume;
}

async function setUp(): Promise<Setup> {
  const volume = new RamVolume({ name: 'vol', sizeBytes: 8 * mib });
  const world = new FakeWorld(new RamExports(volume));
  await world.server.open();
  return { world, volume };
}

/** A conversation with every option and every command, as a client of that mode has it. */
function conversation(mode: ReplyMode): Buffer {
  const make = mode === 'extended' ? extendedRequest : request;
  const options = [
    option(99, Buffer.from('abc')),
    option(3),
    ...(mode === 'simple' ? [] : [option(mode === 'structured' ? 8 : 11)]),
    option(9, contextData('vol')),
    option(10, contextData('vol', 'base:allocation', 'sio:layers')),
    option(6, infoData('vol', 0, 1, 2, 3)),
    option(7, infoData('vol', 3)),
  ];
  const requests = [
    make({ type: 1, offset: mib - 3, cookie: 1, payload: Buffer.from('across') }),
    make({ type: 0, offset: mib - 4, cookie: 2, lengthBytes: 9 }),
    make({ type: 3, cookie: 3 }),
    make({ type: 4, offset: 2 * mib, cookie: 4, lengthBytes: 4096 }),
    make({ type: 5, cookie: 5, lengthBytes: 4096 }),
    make({ type: 6, flags: 1, cookie: 6, offset: 3 * mib, lengthBytes: 4096 }),
    make({ type: 7, cookie: 7, lengthBytes: 8 * mib }),
    ...(mode === 'extended' ? [make({ type: 7, cookie: 8, payload: hex('0000000000100000 00000002') })] : []),
    make({ type: 1, cookie: 9, offset: 8 * mib, payload: Buffer.from('beyond') }),
    make({ type: 77, cookie: 10 }),
    make({ type: 2 }),
  ];
  return Buffer.concat([flags, ...options, ...requests]);
}

/** All that the server sends when the bytes come so many at a time. */
async function answersTo({ world }: Setup, bytes: Buffer, atOnce: number): Promise<{ link: FakeLink; sent: Buffer }> {
  const link = world.connect();
  const sent: Buffer[] = [link.takeSent()];
  for (let at = 0; at < bytes.length; at += atOnce) {
    world.feed(link, bytes.subarray(at, at + atOnce));
    await settle(world);
    sent.push(link.takeSent());
  }
  return { link, sent: Buffer.concat(sent) };
}

async function isServed({ world }: Setup): Promise<boolean> {
  const link = world.connect();
  world.ask(link, goBytes('vol'));
  world.feed(link, request({ type: 3 }));
  await settle(world);
  const answered = link.takeSent().length === 16;
  link.close('done');
  must(link.handlers, 'handlers').closed('done');
  return answered;
}

for (const mode of ['simple', 'structured', 'extended'] as const) {
  const bytes = conversation(mode);

  test(`${mode} replies: a conversation is answered the same, however its bytes are split`, async (t) => {
    // At most one request a turn: replies to several may come in any order.
    const slow = await answersTo(await setUp(), bytes, 1);
    t.regex(slow.link.closedReason ?? '', /disconnected/);
    for (const atOnce of [2, 3, 7, 13, 28]) {
      const { link, sent } = await answersTo(await setUp(), bytes, atOnce);
      t.regex(link.closedReason ?? '', /disconnected/);
      t.is(sent.toString('hex'), slow.sent.toString('hex'), `${atOnce} at a time`);
    }
    const { sent } = await answersTo(await setUp(), bytes, bytes.length);
    t.is(sent.length, slow.sent.length);
  });

  test(`${mode} replies: a conversation that breaks off after any byte leaves nothing behind`, async (t) => {
    const setup = await setUp();
    const { world, volume } = setup;
    for (let length = 0; length < bytes.length; length++) {
      const link = world.connect();
      world.feed(link, bytes.subarray(0, length));
      link.close('broken');
      must(link.handlers, 'handlers').closed('broken');
      await settle(world);
    }
    t.is(volume.pin.holders, 0);
    t.is(world.server.counters.connections, 0);
    t.is(world.server.counters.protocolErrorsTotal, 0);
    t.true(await isServed(setup));
  });

  test(`${mode} replies: any byte of a conversation may be wrong, the link ends or goes on, and others are served`, async (t) => {
    const setup = await setUp();
    const { world, volume } = setup;
    for (let at = 0; at < bytes.length; at++) {
      const wrong = Buffer.from(bytes);
      wrong[at] = must(wrong[at], 'a byte') ^ 0xa5;
      const link = world.connect();
      world.feed(link, wrong, 64);
      await settle(world);
      if (link.closedReason === undefined) link.close('done');
      must(link.handlers, 'handlers').closed('done');
    }
    t.is(volume.pin.holders, 0);
    t.is(world.server.counters.connections, 0);
    t.true(await isServed(setup));
  });
}

const acknowledged = 1;
const unsupported = 0x80000001;
const policy = 0x80000002;
const invalid = 0x80000003;
const tlsRequired = 0x80000005;
const extendedRequired = 0x8000000a;

/** What each state answers last: the type of a reply, 'closed', or 'transmission' with what stands before it. */
type Answer = number | 'closed' | 'transmission';

const states = ['fresh', 'structured', 'extended', 'before TLS', 'after TLS'] as const;

const options: readonly (readonly [title: string, bytes: Buffer, answers: readonly Answer[]])[] = [
  ['0', option(0), [unsupported, unsupported, unsupported, tlsRequired, unsupported]],
  ['EXPORT_NAME', option(1, Buffer.from('vol')), ['transmission', 'transmission', 'closed', 'closed', 'transmission']],
  ['LIST', option(3), [acknowledged, acknowledged, acknowledged, tlsRequired, acknowledged]],
  ['PEEK_EXPORT', option(4), [unsupported, unsupported, unsupported, tlsRequired, unsupported]],
  ['STARTTLS', option(5), [policy, policy, policy, acknowledged, invalid]],
  ['INFO', option(6, infoData('vol')), [acknowledged, acknowledged, acknowledged, tlsRequired, acknowledged]],
  ['GO', option(7, infoData('vol')), ['transmission', 'transmission', 'transmission', tlsRequired, 'transmission']],
  ['STRUCTURED_REPLY', option(8), [acknowledged, acknowledged, extendedRequired, tlsRequired, acknowledged]],
  ['LIST_META_CONTEXT', option(9, contextData('vol')), [invalid, acknowledged, acknowledged, tlsRequired, invalid]],
  ['SET_META_CONTEXT', option(10, contextData('vol')), [invalid, acknowledged, acknowledged, tlsRequired, invalid]],
  ['EXTENDED_HEADERS', option(11), [acknowledged, acknowledged, acknowledged, tlsRequired, acknowledged]],
  ['12', option(12), [unsupported, unsupported, unsupported, tlsRequired, unsupported]],
  ['2^32 - 1', option(0xffffffff), [unsupported, unsupported, unsupported, tlsRequired, unsupported]],
];

/** A link in that state, with all that was sent so far read. */
function linkIn(world: FakeWorld, state: (typeof states)[number]): FakeLink {
  const overNetwork = state === 'before TLS' || state === 'after TLS';
  const link = overNetwork ? world.connectFromNetwork() : world.connect();
  const before = {
    fresh: [],
    structured: [option(8)],
    extended: [option(11)],
    'before TLS': [],
    'after TLS': [option(5)],
  };
  world.ask(link, Buffer.concat([flags, ...before[state]]));
  if (state === 'after TLS') must(link.secured, 'TLS that has begun')();
  return link;
}

/** The type of the last reply. */
function lastType(sent: Buffer): number {
  let type = 0;
  for (let at = 0; at < sent.length; at += 20 + sent.readUInt32BE(at + 16)) type = sent.readUInt32BE(at + 12);
  return type;
}

for (const [title, bytes, answers] of options) {
  for (const [index, state] of states.entries()) {
    test(`option ${title} in state '${state}'`, async (t) => {
      const { world } = await setUp();
      const link = linkIn(world, state);
      const sent = world.ask(link, bytes);
      const answer = must(answers[index], 'an answer for each state');
      if (answer === 'closed') {
        t.not(link.closedReason, undefined);
        t.is(sent.length, 0);
        return;
      }
      t.is(link.closedReason, undefined);
      if (answer !== 'transmission') {
        t.is(lastType(sent), answer);
        return;
      }
      const make = state === 'extended' ? extendedRequest : request;
      world.feed(link, make({ type: 3, cookie: 5 }));
      await settle(world);
      t.is(Number(link.takeSent().readBigUInt64BE(8)), 5);
    });
  }
}

for (const [title, bytes] of [
  ['a request before GO', request({ type: 0, lengthBytes: 512 })],
  ['an extended request before GO', extendedRequest({ type: 0, lengthBytes: 512 })],
  ['client flags for a second time', flags],
] as const) {
  test(`${title} closes the link`, async (t) => {
    const { world } = await setUp();
    const link = linkIn(world, 'fresh');
    world.feed(link, Buffer.concat([bytes, Buffer.alloc(16)]));
    t.regex(link.closedReason ?? '', /IHAVEOPT/);
  });
}

for (const [title, bytes] of [
  ['a second GO', option(7, infoData('vol'))],
  ['STARTTLS', option(5)],
  ['ABORT', option(2)],
] as const) {
  test(`${title} in transmission closes the link`, async (t) => {
    const { world } = await setUp();
    const link = linkIn(world, 'fresh');
    world.feed(link, Buffer.concat([option(7, infoData('vol')), bytes, Buffer.alloc(32)]));
    t.regex(link.closedReason ?? '', /magic number/);
    t.is(world.server.counters.protocolErrorsTotal, 1);
  });
}

test('requests after DISC are not served', async (t) => {
  const { world, volume } = await setUp();
  volume.calls = [];
  const link = linkIn(world, 'fresh');
  const write = request({ type: 1, payload: Buffer.from('late') });
  world.feed(link, Buffer.concat([option(7, infoData('vol')), request({ type: 2 }), write]));
  await settle(world);
  t.regex(link.closedReason ?? '', /disconnected/);
  t.deepEqual(volume.calls, []);
});

test('DISC ends the link whatever its flags and fields say: the protocol has no reply to it', async (t) => {
  const { world } = await setUp();
  for (const bits of [1, 2, 4, 8, 16, 32, 0xffff]) {
    const link = linkIn(world, 'fresh');
    link.takeSent();
    world.ask(link, option(7, infoData('vol')));
    t.is(world.ask(link, request({ type: 2, flags: bits, offset: 5, lengthBytes: 77 })).length, 0);
    t.regex(link.closedReason ?? '', /disconnected/);
  }
});

test('a volume that grows is used at once by new connections, and by those that know', async (t) => {
  const { world, volume } = await setUp();
  const old = world.connect();
  world.ask(old, goBytes('vol'));
  const errnoOf = async (fields: Parameters<typeof request>[0]): Promise<number> => {
    world.feed(old, request(fields));
    await settle(world);
    return old.takeSent().readUInt32BE(4);
  };
  const beyond = { offset: 8 * mib, lengthBytes: 512 };
  t.is(await errnoOf({ type: 0, ...beyond }), 22);
  volume.sizeBytes = 16 * mib;
  t.is(await errnoOf({ type: 0, ...beyond }), 0);
  t.is(await errnoOf({ type: 1, offset: 16 * mib - 4, payload: Buffer.from('grow') }), 0);
  t.is(await errnoOf({ type: 1, offset: 16 * mib - 3, payload: Buffer.from('grow') }), 28);
  const link = world.connect();
  link.takeSent();
  const answer = world.ask(link, Buffer.concat([flags, option(7, infoData('vol'))]));
  t.is(Number(answer.readBigUInt64BE(20 + 14 + 20 + 2)), 16 * mib);
});
