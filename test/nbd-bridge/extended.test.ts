/**
 * Extended headers: requests and replies of 32 bytes, 64-bit lengths, payloads that are announced. No packaged client of
 * Debian 12 speaks them yet (libnbd 1.14, qemu 7.2), so these are conversations of our own, after the extension's text.
 */

import test from 'ava';
import { gib, mib } from '../../common/units.ts';
import {
  type Chunk,
  chunksOf,
  extendedRequest,
  type FakeLink,
  FakeWorld,
  goBytes,
  hex,
  option,
  request,
  settle,
} from './fakes.ts';
import { RamExports, RamVolume, type RamVolumeOptions } from './ram-volume.ts';

interface Setup {
  readonly world: FakeWorld;
  readonly volume: RamVolume;
  readonly link: FakeLink;
  ask(...requests: readonly Buffer[]): Promise<Chunk[]>;
}

async function setUp(
  options: Partial<RamVolumeOptions> = {},
  contexts = ['base:allocation', 'sio:layers'],
): Promise<Setup> {
  const volume = new RamVolume({ name: 'vol', sizeBytes: 64 * mib, ...options });
  volume.calls = [];
  const world = new FakeWorld(new RamExports(volume));
  await world.server.open();
  const link = world.connect();
  world.ask(link, goBytes('vol', { mode: 'extended', contexts }));
  const ask = async (...requests: readonly Buffer[]): Promise<Chunk[]> => {
    world.feed(link, Buffer.concat(requests), 1000);
    await settle(world);
    return chunksOf(link.takeSent(), 'extended');
  };
  return { world, volume, link, ask };
}

const errnoOf = (chunk: Chunk | undefined): number | undefined =>
  chunk?.type === 0x8001 ? chunk.payload.readUInt32BE() : undefined;

/** The payload of a BLOCK_STATUS: the length of the range and the contexts to tell of. */
function filter(lengthBytes: number, ...ids: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + 4 * ids.length);
  bytes.writeBigUInt64BE(BigInt(lengthBytes));
  ids.forEach((id, index) => void bytes.writeUInt32BE(id, 8 + 4 * index));
  return bytes;
}

/** Context, number of descriptors, then length and status of each. */
function told({ payload }: Chunk): number[] {
  const found = [payload.readUInt32BE(), payload.readUInt32BE(4)];
  for (let at = 8; at < payload.length; at += 8) found.push(Number(payload.readBigUInt64BE(at)));
  return found;
}

test('a whole conversation is answered byte for byte, fed one byte at a time', async (t) => {
  const { world, link } = await setUp();
  const conversation = [
    [
      '21e41c71 0021 0001 00000000000000aa 00000000000fffff 0000000000000002 c1c2',
      '6e8a278c 0001 0000 00000000000000aa 00000000000fffff 0000000000000000',
    ],
    [
      '21e41c71 0004 0000 00000000000000ab 00000000000ffffe 0000000000000004',
      '6e8a278c 0001 0001 00000000000000ab 00000000000ffffe 000000000000000c 00000000000ffffe 00c1c200',
    ],
    [
      '21e41c71 0000 0006 00000000000000ac 0000000000100000 0000000000100000',
      '6e8a278c 0001 0000 00000000000000ac 0000000000100000 0000000000000000',
    ],
    [
      '21e41c71 0000 0000 00000000000000ad 0000000000100000 0000000000001000',
      '6e8a278c 0001 0002 00000000000000ad 0000000000100000 000000000000000c 0000000000100000 00001000',
    ],
    [
      '21e41c71 0000 0007 00000000000000ae 0000000000000000 0000000000300000',
      `6e8a278c 0000 0006 00000000000000ae 0000000000000000 0000000000000028 00000001 00000002
       0000000000100000 0000000000000000 0000000000200000 0000000000000003
       6e8a278c 0001 0006 00000000000000ae 0000000000000000 0000000000000028 00000002 00000002
       0000000000200000 0000000000000001 0000000000100000 0000000000000000`,
    ],
    [
      '21e41c71 0020 0007 00000000000000af 0000000000100000 000000000000000c 0000000000000200 00000002',
      `6e8a278c 0001 0006 00000000000000af 0000000000100000 0000000000000018 00000002 00000001
       0000000000000200 0000000000000001`,
    ],
    [
      '21e41c71 0000 0003 00000000000000b0 0000000000000000 0000000000000000',
      '6e8a278c 0001 0000 00000000000000b0 0000000000000000 0000000000000000',
    ],
  ] as const;
  for (const [send, answer] of conversation) {
    world.feed(link, hex(send), 1);
    await settle(world);
    t.is(link.takeSent().toString('hex'), hex(answer).toString('hex'));
  }
});

test('zeroes, trims and block status take lengths past 4 GiB in one request', async (t) => {
  const { volume, ask } = await setUp({ sizeBytes: 40 * gib, manual: false });
  const [zeroed, trimmed, first, second] = await ask(
    extendedRequest({ type: 6, lengthBytes: 12 * gib, cookie: 1 }),
    extendedRequest({ type: 4, offset: 16 * gib, lengthBytes: 8 * gib, cookie: 2 }),
    extendedRequest({ type: 7, offset: 24 * gib, lengthBytes: 16 * gib, cookie: 3 }),
  );
  t.deepEqual(volume.calls, [`zero 0+${12 * gib}`, `trim ${16 * gib}+${8 * gib}`, `status ${24 * gib}+${16 * gib}`]);
  t.deepEqual([zeroed?.type, trimmed?.type], [0, 0]);
  t.deepEqual(
    [first, second].map((chunk) => chunk && told(chunk)),
    [
      [1, 1, 16 * gib, 3],
      [2, 1, 16 * gib, 0],
    ],
  );
});

test('each error carries the offset of its request, also one past every export', async (t) => {
  const { link, world } = await setUp();
  world.feed(link, hex('21e41c71 0000 0000 0000000000000001 fffffffffffffff0 0000000000000001'));
  await settle(world);
  const sent = link.takeSent();
  t.is(sent.toString('hex', 16, 24), 'fffffffffffffff0');
  t.is(sent.readUInt32BE(32), 22);
});

const refused: readonly (readonly [title: string, bytes: Buffer, errno: number])[] = [
  ['a write without PAYLOAD_LEN', extendedRequest({ type: 1, lengthBytes: 512 }), 22],
  ['a write beyond the end', extendedRequest({ type: 1, offset: 64 * mib, payload: Buffer.alloc(512) }), 28],
  ['a read with a payload', extendedRequest({ type: 0, payload: Buffer.alloc(512) }), 22],
  ['a flush with a payload', extendedRequest({ type: 3, payload: Buffer.alloc(3) }), 22],
  ['an unknown command with a payload', extendedRequest({ type: 99, payload: Buffer.alloc(77) }), 22],
  ['a read of 33 MiB', extendedRequest({ type: 0, lengthBytes: 33 * mib }), 75],
  ['a read past 2^53', extendedRequest({ type: 0, lengthBytes: 2 ** 60 }), 22],
  ['zeroes beyond the end', extendedRequest({ type: 6, lengthBytes: 65 * mib }), 28],
  ['zeroes past 2^53', extendedRequest({ type: 6, lengthBytes: 2 ** 63 }), 28],
  ['a block status beyond the end', extendedRequest({ type: 7, lengthBytes: 65 * mib }), 22],
  ['a filter of no context', extendedRequest({ type: 7, payload: filter(512) }), 22],
  ['a filter with a context twice', extendedRequest({ type: 7, payload: filter(512, 1, 1) }), 22],
  ['a filter with an unknown context', extendedRequest({ type: 7, payload: filter(512, 3) }), 22],
  ['a filter of more contexts than there are', extendedRequest({ type: 7, payload: filter(512, 1, 2, 3) }), 22],
  ['a filter of an odd length', extendedRequest({ type: 7, payload: Buffer.alloc(13) }), 22],
  ['a filter of a range beyond the end', extendedRequest({ type: 7, payload: filter(65 * mib, 1) }), 22],
  ['a filter of no bytes', extendedRequest({ type: 7, payload: filter(0, 1) }), 22],
];

for (const [title, bytes, errno] of refused) {
  test(`${title} is refused, its payload is read over, and the next request is served`, async (t) => {
    const { volume, ask } = await setUp();
    const [error, flushed, ...others] = await ask(bytes, extendedRequest({ type: 3, cookie: 2 }));
    t.is(errnoOf(error), errno);
    t.like(flushed, { type: 0, done: true, cookie: 2 });
    t.deepEqual(others, []);
    t.deepEqual(volume.calls, ['flush']);
  });
}

test('a filter across a multiple of 1 MiB of the export is read whole', async (t) => {
  const { ask } = await setUp();
  const [chunk, ...others] = await ask(extendedRequest({ type: 7, offset: mib - 4, payload: filter(8, 2) }));
  t.deepEqual(others, []);
  t.deepEqual(chunk && told(chunk), [2, 1, 8, 0]);
});

test('without contexts a filter is refused like any payload', async (t) => {
  const { ask } = await setUp({}, []);
  const [error] = await ask(extendedRequest({ type: 7, payload: filter(512, 1) }));
  t.is(errnoOf(error), 22);
});

test('a compact request, or a payload longer than any that was offered, closes the link', async (t) => {
  const tooLong = extendedRequest({ type: 1, lengthBytes: 33 * mib, flags: 32 });
  for (const bytes of [
    request({ type: 3, cookie: 1 }),
    tooLong,
    extendedRequest({ type: 3, lengthBytes: 2 ** 62, flags: 32 }),
  ]) {
    const { world, link } = await setUp();
    world.feed(link, Buffer.concat([bytes, Buffer.alloc(64)]));
    t.regex(link.closedReason ?? '', /magic number|longer than any/);
    t.is(world.server.counters.protocolErrorsTotal, 1);
  }
});

test('an extended request where none were negotiated closes the link', async (t) => {
  const { world } = await setUp();
  const link = world.connect();
  world.ask(link, goBytes('vol', { mode: 'structured' }));
  world.feed(link, extendedRequest({ type: 3 }));
  t.regex(link.closedReason ?? '', /magic number/);
});

test('structured replies cannot be had back, and extended headers may be asked for twice', async (t) => {
  const { world } = await setUp();
  const link = world.connect();
  link.takeSent();
  const answer = world.ask(link, Buffer.concat([hex('00000003'), option(11), option(8), option(11)]));
  t.is(answer.readUInt32BE(12), 1);
  t.is(answer.readUInt32BE(32), 0x8000000a);
  t.is(answer.readUInt32BE(answer.length - 8), 1);
});

test('a write in parts and a read in pieces go through extended headers', async (t) => {
  const { volume, ask } = await setUp({ pieceBytes: 64 * 1024, backwards: true });
  const payload = Buffer.from(Uint8Array.from({ length: 3 * mib }, (_, index) => (index * 13) % 251));
  const [written] = await ask(extendedRequest({ type: 1, flags: 1, offset: mib - 7, payload }));
  t.like(written, { type: 0, done: true });
  t.true(volume.snapshot(mib - 7, payload.length).equals(payload));
  const found = await ask(extendedRequest({ type: 0, offset: mib - 7, lengthBytes: payload.length, cookie: 4 }));
  t.deepEqual(new Set(found.map(({ offset, cookie }) => `${offset} ${cookie}`)), new Set([`${mib - 7} 4`]));
  t.deepEqual(found.filter(({ done }) => done).length, 1);
  const back = Buffer.alloc(payload.length);
  for (const { payload: piece } of found) piece.copy(back, Number(piece.readBigUInt64BE()) - (mib - 7), 8);
  t.true(back.equals(payload));
  t.is(volume.pin.holders, 0);
});

test('a request of no bytes succeeds with a chunk, as simple replies must not be used', async (t) => {
  const { volume, ask } = await setUp();
  const found = await ask(
    ...[0, 4, 5, 6].map((type) => extendedRequest({ type })),
    extendedRequest({ type: 1, flags: 32 }),
  );
  t.deepEqual(
    found.map(({ type, done }) => [type, done]),
    Array.from({ length: 5 }, () => [0, true]),
  );
  t.deepEqual(volume.calls, []);
});
