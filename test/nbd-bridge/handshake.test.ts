import test from 'ava';
import { gib, kib, mib } from '../../common/units.ts';
import { maximumOptions } from '../../nbd-bridge/core/limits.ts';
import { contextData, FakeWorld, hex, infoData, option } from './fakes.ts';
import { RamExports, RamVolume } from './ram-volume.ts';

async function openWorld(): Promise<FakeWorld> {
  const world = new FakeWorld(
    new RamExports(
      new RamVolume({ name: 'vol1', sizeBytes: 8 * gib }),
      new RamVolume({ name: 'ro', sizeBytes: mib, readOnly: true, description: 'kept' }),
    ),
  );
  await world.server.open();
  return world;
}

/** Vectors written by hand from NBD proto.md: what the client sends, and the server's exact answer. */
const replyMagic = '0003e889045565a9';
const greeting = '4e42444d41474943 49484156454f5054 0003';
const ihaveopt = '49484156454f5054';
const vectors: readonly { readonly title: string; readonly send: string; readonly answer: string }[] = [
  {
    title: 'LIST names each export and ends with ACK',
    send: `00000003 ${ihaveopt} 00000003 00000000`,
    answer: `${replyMagic} 00000003 00000002 00000008 00000004 766f6c31
             ${replyMagic} 00000003 00000002 0000000a 00000002 726f 6b657074
             ${replyMagic} 00000003 00000001 00000000`,
  },
  {
    title: 'GO answers block sizes, size and flags, then ACK',
    send: `00000003 ${ihaveopt} 00000007 0000000a 00000004 766f6c31 0000`,
    answer: `${replyMagic} 00000007 00000003 0000000e 0003 00000001 00001000 02000000
             ${replyMagic} 00000007 00000003 0000000c 0000 0000000200000000 0d6d
             ${replyMagic} 00000007 00000001 00000000`,
  },
  {
    title: 'INFO adds name and description when they are asked for, and DF after structured replies',
    send: `00000003 ${ihaveopt} 00000008 00000000
           ${ihaveopt} 00000006 0000000e 00000002 726f 0003 0001 0002 0063`,
    answer: `${replyMagic} 00000008 00000001 00000000
             ${replyMagic} 00000006 00000003 00000004 0001 726f
             ${replyMagic} 00000006 00000003 00000006 0002 6b657074
             ${replyMagic} 00000006 00000003 0000000e 0003 00000001 00001000 02000000
             ${replyMagic} 00000006 00000003 0000000c 0000 0000000000100000 0def
             ${replyMagic} 00000006 00000001 00000000`,
  },
  {
    title: 'LIST_META_CONTEXT without a query lists all contexts, and with one what it matches',
    send: `00000003 ${ihaveopt} 00000008 00000000
           ${ihaveopt} 00000009 0000000a 00000002 726f 00000000
           ${ihaveopt} 00000009 0000001b 00000002 726f 00000002 00000004 73696f3a 00000005 6f743a6879`,
    answer: `${replyMagic} 00000008 00000001 00000000
             ${replyMagic} 00000009 00000004 00000013 00000000 626173653a616c6c6f636174696f6e
             ${replyMagic} 00000009 00000004 0000000e 00000000 73696f3a6c6179657273
             ${replyMagic} 00000009 00000001 00000000
             ${replyMagic} 00000009 00000004 0000000e 00000000 73696f3a6c6179657273
             ${replyMagic} 00000009 00000001 00000000`,
  },
  {
    title: 'extended headers and a context that is set for the export show in its flags',
    send: `00000003 ${ihaveopt} 0000000b 00000000
           ${ihaveopt} 0000000a 0000001d 00000002 726f 00000001 0000000f 626173653a616c6c6f636174696f6e
           ${ihaveopt} 00000007 00000008 00000002 726f 0000`,
    answer: `${replyMagic} 0000000b 00000001 00000000
             ${replyMagic} 0000000a 00000004 00000013 00000001 626173653a616c6c6f636174696f6e
             ${replyMagic} 0000000a 00000001 00000000
             ${replyMagic} 00000007 00000003 0000000e 0003 00000001 00001000 02000000
             ${replyMagic} 00000007 00000003 0000000c 0000 0000000000100000 1def
             ${replyMagic} 00000007 00000001 00000000`,
  },
  {
    title: 'EXPORT_NAME without zeroes is answered with ten bytes',
    send: `00000003 ${ihaveopt} 00000001 00000004 766f6c31`,
    answer: '0000000200000000 0d6d',
  },
  {
    title: 'EXPORT_NAME of a client that does not decline them is answered with 124 zeros',
    send: `00000001 ${ihaveopt} 00000001 00000002 726f`,
    answer: `0000000000100000 0d6f ${'00'.repeat(124)}`,
  },
];

for (const { title, send, answer } of vectors) {
  for (const atOnce of [undefined, 1]) {
    test(`${title}${atOnce === 1 ? ', fed one byte at a time' : ''}`, async (t) => {
      const world = await openWorld();
      const link = world.connect();
      t.deepEqual(link.takeSent(), hex(greeting));
      t.is(world.ask(link, hex(send), atOnce).toString('hex'), hex(answer).toString('hex'));
      t.is(link.closedReason, undefined);
    });
  }
}

/** Replies as [option, type, text] of each message. */
function replies(bytes: Buffer): [number, number, string][] {
  const found: [number, number, string][] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 16);
    found.push([
      bytes.readUInt32BE(at + 8),
      bytes.readUInt32BE(at + 12),
      bytes.toString('utf8', at + 20, at + 20 + length),
    ]);
    at += 20 + length;
  }
  return found;
}

const unsupported = 0x80000001;
const policy = 0x80000002;
const invalid = 0x80000003;
const unknown = 0x80000006;
const tooBig = 0x80000009;

const refusals: readonly {
  readonly title: string;
  readonly option: Buffer;
  readonly type: number;
  readonly text: RegExp;
}[] = [
  { title: 'an unknown option', option: option(99, Buffer.from('abc')), type: unsupported, text: /option 99/ },
  { title: 'STARTTLS where there is none', option: option(5), type: policy, text: /without TLS/ },
  {
    title: 'LIST_META_CONTEXT before structured replies',
    option: option(9, contextData('vol1')),
    type: invalid,
    text: /structured replies/,
  },
  {
    title: 'SET_META_CONTEXT before structured replies',
    option: option(10, contextData('vol1', 'base:allocation')),
    type: invalid,
    text: /structured replies/,
  },
  { title: 'EXTENDED_HEADERS with data', option: option(11, Buffer.alloc(1)), type: invalid, text: /no data/ },
  { title: 'LIST with data', option: option(3, Buffer.alloc(1)), type: invalid, text: /no data/ },
  { title: 'STRUCTURED_REPLY with data', option: option(8, Buffer.alloc(1)), type: invalid, text: /no data/ },
  { title: 'GO without data', option: option(7), type: invalid, text: /malformed/ },
  {
    title: 'GO with a name longer than its data',
    option: option(7, hex('000000ff 61 0000')),
    type: invalid,
    text: /malformed/,
  },
  {
    title: 'GO with fewer types than it says',
    option: option(7, hex('00000001 61 0002 0000')),
    type: invalid,
    text: /malformed/,
  },
  {
    title: 'GO with a name that is no UTF-8',
    option: option(7, hex('00000001 ff 0000')),
    type: invalid,
    text: /malformed/,
  },
  { title: 'GO with a NUL in the name', option: option(7, infoData('a\0b')), type: invalid, text: /malformed/ },
  { title: 'GO of no export', option: option(7, infoData('vol2')), type: unknown, text: /'vol2'/ },
  { title: 'INFO of no export', option: option(6, infoData('')), type: unknown, text: /''/ },
  {
    title: 'GO of a name that fills its bound',
    option: option(7, infoData('x'.repeat(4096))),
    type: unknown,
    text: /^.{0,400}$/,
  },
  {
    title: 'an option longer than the bound',
    option: option(6, Buffer.alloc(64 * kib + 1)),
    type: tooBig,
    text: /65536/,
  },
  { title: 'an option much longer than a slab', option: option(7, Buffer.alloc(9 * mib)), type: tooBig, text: /65536/ },
];

for (const refusal of refusals) {
  test(`${refusal.title} is refused in words, and the handshake goes on`, async (t) => {
    const world = await openWorld();
    const link = world.connect();
    link.takeSent();
    const answer = replies(world.ask(link, Buffer.concat([hex('00000003'), refusal.option]), 64 * kib));
    t.is(answer.length, 1);
    t.is(answer[0]?.[1], refusal.type);
    t.regex(answer[0]?.[2] ?? '', refusal.text);
    t.deepEqual(
      replies(world.ask(link, option(7, infoData('vol1')))).map(([, type]) => type),
      [3, 3, 1],
    );
  });
}

const closings: readonly { readonly title: string; readonly send: Buffer; readonly reason: RegExp }[] = [
  { title: 'unknown client flags', send: hex('00000007'), reason: /client flags/ },
  { title: 'an option without its magic', send: hex(`00000003 ${'00'.repeat(16)}`), reason: /IHAVEOPT/ },
  {
    title: 'EXPORT_NAME of no export',
    send: Buffer.concat([hex('00000003'), option(1, Buffer.from('x'))]),
    reason: /no such/,
  },
  {
    title: 'EXPORT_NAME after extended headers',
    send: Buffer.concat([hex('00000003'), option(11), option(1, Buffer.from('vol1'))]),
    reason: /extended headers/,
  },
  {
    title: 'EXPORT_NAME of an endless name',
    send: Buffer.concat([hex('00000003'), option(1, Buffer.alloc(5000))]),
    reason: /too long/,
  },
  {
    title: 'GO of a client without fixed newstyle',
    send: Buffer.concat([hex('00000000'), option(7, infoData('vol1'))]),
    reason: /fixed newstyle/,
  },
];

for (const { title, send, reason } of closings) {
  test(`${title} closes the link`, async (t) => {
    const world = await openWorld();
    const link = world.connect();
    world.feed(link, send);
    world.turn();
    t.regex(link.closedReason ?? '', reason);
  });
}

test('ABORT is acknowledged before the link is closed', async (t) => {
  const world = await openWorld();
  const link = world.connect();
  link.takeSent();
  t.deepEqual(replies(world.ask(link, Buffer.concat([hex('00000003'), option(2)]))), [[2, 1, '']]);
  t.regex(link.closedReason ?? '', /ended the handshake/);
});

test('haggling without end closes the link', async (t) => {
  const world = await openWorld();
  const link = world.connect();
  world.feed(link, hex('00000003'));
  for (let count = 0; count < maximumOptions; count++) world.feed(link, option(99));
  t.is(link.closedReason, undefined);
  world.feed(link, option(99));
  t.regex(link.closedReason ?? '', /too many options/);
});

test('a client that stays in the handshake is closed in the end', async (t) => {
  const world = await openWorld();
  const link = world.connect();
  const [timer] = world.timers;
  t.false(timer?.cancelled);
  timer?.callback();
  t.regex(link.closedReason ?? '', /too long/);
});

test('a client that does not read its replies is not read from', async (t) => {
  const many = new RamExports();
  for (let index = 0; index < 1000; index++) {
    const name = `${index}`.padStart(200, 'x');
    many.volumes.set(name, new RamVolume({ name, sizeBytes: mib }));
  }
  const world = new FakeWorld(many);
  await world.server.open();
  const link = world.connect();
  link.takes = false;
  const lists = Buffer.concat([hex('00000003'), ...Array.from({ length: 200 }, () => option(3))]);
  world.feed(link, lists, 16);
  t.true(link.paused);
  t.true(link.unsentBytes < 17 * mib);
  link.drain();
  world.turn();
  t.false(link.paused);
});
