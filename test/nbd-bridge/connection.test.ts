import test from 'ava';
import fc from 'fast-check';
import { kib, mib } from '../../common/units.ts';
import {
  maximumBytesUnderWay,
  maximumConnectionsPerExport,
  maximumRequestsUnderWay,
  maximumUnsentBytes,
} from '../../nbd-bridge/core/limits.ts';
import { chunksOf, type FakeLink, FakeWorld, goBytes, hex, infoData, option, request, settle } from './fakes.ts';
import { RamExports, RamVolume, type RamVolumeOptions } from './ram-volume.ts';

interface Setup {
  readonly world: FakeWorld;
  readonly volume: RamVolume;
  readonly exports: RamExports;
  readonly link: FakeLink;
}

async function setUp(
  options: Partial<RamVolumeOptions> & { readonly structured?: boolean; readonly slabBytes?: number } = {},
): Promise<Setup> {
  const volume = new RamVolume({ name: 'vol', sizeBytes: 64 * mib, ...options });
  volume.calls = [];
  const exports = new RamExports(volume);
  const world = new FakeWorld(exports, options.slabBytes === undefined ? {} : { slabBytes: options.slabBytes });
  await world.server.open();
  const link = world.connect();
  world.ask(link, goBytes('vol', options.structured ? { mode: 'structured' } : {}));
  return { world, volume, exports, link };
}

const pattern = (lengthBytes: number, seed = 1): Buffer =>
  Buffer.from(Uint8Array.from({ length: lengthBytes }, (_, index) => (index * 7 + seed) % 251));

test('a whole conversation is answered byte for byte, fed one byte at a time', async (t) => {
  const { world, link } = await setUp();
  const ask = async (text: string): Promise<string> => {
    world.feed(link, hex(text), 1);
    await settle(world);
    return link.takeSent().toString('hex');
  };
  const answer = (text: string): string => hex(text).toString('hex');
  t.is(
    await ask('25609513 0001 0001 00000000000000aa 00000000000fffff 00000002 c1c2'),
    answer('67446698 00000000 00000000000000aa'),
  );
  t.is(
    await ask('25609513 0000 0000 00000000000000ab 00000000000ffffe 00000004'),
    answer('67446698 00000000 00000000000000ab 00c1c200'),
  );
  t.is(
    await ask('25609513 0000 0003 00000000000000ac 0000000000000000 00000000'),
    answer('67446698 00000000 00000000000000ac'),
  );
  t.is(
    await ask('25609513 0000 0006 00000000000000ad 0000000000100000 00000001'),
    answer('67446698 00000000 00000000000000ad'),
  );
  t.is(
    await ask('25609513 0000 0000 00000000000000ae 00000000000fffff 00000002'),
    answer('67446698 00000000 00000000000000ae c100'),
  );
  t.is(
    await ask('25609513 0000 0005 00000000000000af 0000000000000000 00001000'),
    answer('67446698 00000000 00000000000000af'),
  );
  t.is(
    await ask('25609513 0000 0000 00000000000000b0 0000000010000000 00001000'),
    answer('67446698 00000016 00000000000000b0'),
  );
});

test('replies of one turn leave with one flush', async (t) => {
  const { world, link } = await setUp();
  const before = link.flushes;
  world.feed(
    link,
    Buffer.concat(Array.from({ length: 32 }, (_, cookie) => request({ type: 0, cookie, lengthBytes: 512 }))),
  );
  await settle(world);
  t.is(link.takeSent().length, 32 * (16 + 512));
  t.is(link.flushes - before, 1);
});

test('a write is handed on in parts, with FUA on each, and answered once', async (t) => {
  const { world, link, volume } = await setUp();
  const payload = pattern(2 * mib);
  world.feed(link, request({ type: 1, flags: 1, offset: mib - 512, payload }), 300_000);
  await settle(world);
  t.deepEqual(volume.calls, [
    `write ${mib - 512}+512 fua`,
    `write ${mib}+${mib} fua`,
    `write ${2 * mib}+${mib - 512} fua`,
  ]);
  t.is(link.takeSent().length, 16);
  t.true(volume.snapshot(mib - 512, payload.length).equals(payload));
});

test('requests end in any order, each with its own cookie', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  for (let cookie = 1; cookie <= 3; cookie++) world.feed(link, request({ type: 1, cookie, payload: pattern(512) }));
  for (const cookie of [3, 1, 2]) {
    volume.finishNext(cookie === 3 ? 2 : 0);
    world.turn();
    t.is(link.takeSent().readUInt32BE(12), cookie);
  }
});

for (const backwards of [false, true]) {
  test(`a simple reply has the pieces of a read in order${backwards ? ' though they come last first' : ''}`, async (t) => {
    const { world, link } = await setUp({ pieceBytes: 64 * kib, backwards });
    const payload = pattern(400 * kib);
    world.feed(link, request({ type: 1, offset: mib - 100 * kib, payload }));
    world.feed(link, request({ type: 0, offset: mib - 200 * kib, lengthBytes: 600 * kib }));
    await settle(world);
    const sent = link.takeSent();
    t.is(sent.length, 16 + 16 + 600 * kib);
    t.true(sent.subarray(32).equals(Buffer.concat([Buffer.alloc(100 * kib), payload, Buffer.alloc(100 * kib)])));
  });
}

test('a structured read of one piece is one chunk that is done', async (t) => {
  const { world, link } = await setUp({ structured: true });
  world.feed(link, request({ type: 1, offset: 4096, payload: pattern(4096) }));
  world.feed(link, request({ type: 0, offset: 4096, lengthBytes: 4096, cookie: 9 }));
  await settle(world);
  const [chunk, ...others] = chunksOf(link.takeSent().subarray(16));
  t.deepEqual(others, []);
  t.like(chunk, { done: true, type: 1, cookie: 9 });
  t.is(Number(chunk?.payload.readBigUInt64BE()), 4096);
  t.true(chunk?.payload.subarray(8).equals(pattern(4096)));
});

test('a structured read sends each piece as it comes, holes as holes, and the last one done', async (t) => {
  const { world, link, volume } = await setUp({ structured: true, backwards: true });
  world.feed(link, request({ type: 1, offset: mib, payload: pattern(1000) }));
  await settle(world);
  world.feed(link, request({ type: 0, offset: mib - 4096, lengthBytes: 8192 }));
  await settle(world);
  const found = chunksOf(link.takeSent().subarray(16));
  t.deepEqual(
    found.map(({ type, done }) => [type, done]),
    [
      [1, false],
      [2, true],
    ],
  );
  t.is(found[1]?.payload.toString('hex'), hex(`00000000000ff000 00001000`).toString('hex'));
  t.is(volume.pin.holders, 0);
});

test('a read with DF is one data chunk, zeros included', async (t) => {
  const { world, link } = await setUp({ structured: true, backwards: true });
  world.feed(link, request({ type: 1, offset: mib, payload: pattern(4096) }));
  world.feed(link, request({ type: 0, flags: 4, offset: mib - 4096, lengthBytes: 8192 }));
  await settle(world);
  const found = chunksOf(link.takeSent().subarray(16));
  t.is(found.length, 1);
  t.like(found[0], { type: 1, done: true });
  t.true(found[0]?.payload.subarray(8).equals(Buffer.concat([Buffer.alloc(4096), pattern(4096)])));
});

test('a structured error says why; a simple one has only the number', async (t) => {
  for (const structured of [true, false]) {
    const { world, link, volume } = await setUp({ structured });
    volume.failure = 'NO_SPACE';
    world.feed(link, request({ type: 1, payload: pattern(512) }));
    await settle(world);
    const sent = link.takeSent();
    if (structured) {
      const [chunk] = chunksOf(sent);
      t.like(chunk, { done: true, type: 0x8001 });
      t.is(chunk?.payload.readUInt32BE(), 28);
      t.regex(chunk?.payload.toString('utf8', 6) ?? '', /no space/);
    } else {
      t.is(sent.toString('hex'), hex('67446698 0000001c 0000000000000001').toString('hex'));
    }
  }
});

test('a request of no bytes succeeds without the volume', async (t) => {
  const { world, link, volume } = await setUp({ structured: true });
  world.feed(link, Buffer.concat([0, 1, 4, 6].map((type) => request({ type, lengthBytes: 0 }))));
  await settle(world);
  t.deepEqual(volume.calls, []);
  const sent = link.takeSent();
  t.is(sent.length, 20 + 3 * 16);
  t.like(chunksOf(sent.subarray(0, 20))[0], { type: 0, done: true });
});

test('the payload of a refused write is read over, and the next request is served', async (t) => {
  const { world, link, volume } = await setUp();
  world.feed(link, request({ type: 1, offset: 64 * mib, payload: pattern(5000) }), 999);
  world.feed(link, request({ type: 1, payload: Buffer.alloc(33 * mib) }), 700_000);
  world.feed(link, request({ type: 3 }));
  await settle(world);
  const sent = link.takeSent();
  t.deepEqual(
    [0, 16, 32].map((at) => sent.readUInt32BE(at + 4)),
    [28, 22, 0],
  );
  t.deepEqual(volume.calls, ['flush']);
});

test('after a part has failed the rest of a write is read over', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  const bytes = request({ type: 1, payload: pattern(4 * mib) });
  volume.failure = 'DISK_FAILED';
  world.feed(link, bytes.subarray(0, mib + 28));
  volume.finishAll();
  world.feed(link, bytes.subarray(mib + 28));
  world.turn();
  t.is(volume.calls?.length, 1);
  t.is(link.takeSent().toString('hex'), hex('67446698 00000005 0000000000000001').toString('hex'));
});

test('bytes that are no request close the link and are counted', async (t) => {
  const { world, link } = await setUp();
  world.feed(link, Buffer.alloc(28));
  t.regex(link.closedReason ?? '', /magic/);
  t.is(world.server.counters.protocolErrorsTotal, 1);
});

test('DISC waits for requests under way and their replies, then closes', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  world.feed(
    link,
    Buffer.concat([request({ type: 1, payload: pattern(512) }), request({ type: 2 }), request({ type: 3 })]),
  );
  t.is(link.closedReason, undefined);
  volume.finishAll();
  world.turn();
  t.is(link.takeSent().length, 16);
  t.regex(link.closedReason ?? '', /disconnected/);
  t.deepEqual(volume.calls, ['write 0+512']);
});

test('more requests than the bound wait unread', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  const many = Buffer.concat(
    Array.from({ length: maximumRequestsUnderWay + 10 }, (_, cookie) => request({ type: 3, cookie })),
  );
  world.feed(link, many);
  t.is(volume.underWay, maximumRequestsUnderWay);
  t.true(link.paused);
  volume.finishNext();
  world.turn();
  t.is(volume.underWay, maximumRequestsUnderWay);
  t.true(link.paused);
  volume.finishAll();
  world.turn();
  t.is(volume.underWay, 9);
  t.false(link.paused);
});

test('more bytes than the bound wait unread, whatever arrives at once', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  const writes = Buffer.concat(Array.from({ length: 90 }, () => request({ type: 1, payload: Buffer.alloc(mib, 5) })));
  let taken = world.feed(link, writes);
  t.is(volume.underWay, maximumBytesUnderWay / mib);
  t.true(taken <= maximumBytesUnderWay + 4 * mib);
  while (taken < writes.length) {
    volume.finishAll();
    world.turn();
    taken += world.feed(link, writes.subarray(taken));
  }
  volume.finishAll();
  world.turn();
  t.is(link.takeSent().length, 90 * 16);
});

test('a client that does not read its replies is not served further, and nothing is lost when it does', async (t) => {
  const { world, link, volume } = await setUp();
  world.feed(link, request({ type: 1, payload: pattern(mib) }));
  await settle(world);
  link.takeSent();
  link.takes = false;
  for (let cookie = 0; cookie < 40; cookie++) {
    world.feed(link, request({ type: 0, cookie, lengthBytes: mib }));
    await settle(world);
  }
  t.true(link.paused);
  t.true(link.unsentBytes <= maximumUnsentBytes + mib);
  t.true(volume.pin.holders > 0);
  link.drain();
  await settle(world);
  await settle(world);
  t.false(link.paused);
  t.is(volume.pin.holders, 0);
});

test('when the link breaks in the middle of a write, the parts that were handed on stay and nothing else happens', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  world.feed(link, request({ type: 1, payload: pattern(3 * mib) }).subarray(0, 28 + 2 * mib + 100));
  t.deepEqual(volume.calls, [`write 0+${mib}`, `write ${mib}+${mib}`]);
  link.close('broken');
  link.handlers?.closed('broken');
  volume.finishAll();
  world.turn();
  t.is(link.takeSent().length, 0);
  t.true(volume.snapshot(0, 2 * mib).equals(pattern(3 * mib).subarray(0, 2 * mib)));
});

test('pinned memory of a read is let go when the link breaks, and late data is not held', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  world.feed(link, request({ type: 1, payload: pattern(8192) }));
  volume.finishAll();
  world.feed(link, request({ type: 0, lengthBytes: 8192 }));
  t.is(volume.pin.holders, 1);
  link.close('broken');
  link.handlers?.closed('broken');
  t.is(volume.pin.holders, 0);
  volume.finishAll();
  world.turn();
  t.is(volume.pin.holders, 0);
});

test('closeExport closes the links of that export alone', async (t) => {
  const { world, exports, link } = await setUp();
  exports.volumes.set('other', new RamVolume({ name: 'other', sizeBytes: mib }));
  const other = world.connect();
  world.ask(other, goBytes('other'));
  t.is(world.server.connectionsOf('vol'), 1);
  world.server.closeExport('vol');
  t.regex(link.closedReason ?? '', /export was closed/);
  t.is(other.closedReason, undefined);
});

test('close lets requests under way finish and turns new links away', async (t) => {
  const { world, link, volume } = await setUp({ manual: true });
  const idle = world.connect();
  world.feed(link, request({ type: 1, payload: pattern(512) }));
  const closing = world.server.close();
  await settle(world);
  t.regex(idle.closedReason ?? '', /closing/);
  t.is(link.closedReason, undefined);
  volume.finishAll();
  world.turn();
  t.is(link.takeSent().length, 16);
  t.regex(link.closedReason ?? '', /closing/);
  for (const each of [idle, link]) each.handlers?.closed('closed');
  await closing;
  await world.server.close();
  t.is(world.server.counters.connections, 0);
});

test('close does not wait for a volume for ever', async (t) => {
  const { world, link } = await setUp({ manual: true });
  world.feed(link, request({ type: 3 }));
  const closing = world.server.close();
  await settle(world);
  world.timers.findLast((timer) => !timer.cancelled)?.callback();
  t.regex(link.closedReason ?? '', /took too long/);
  link.handlers?.closed('closed');
  await closing;
});

test('an export takes a bounded number of connections, and says so', async (t) => {
  const { world } = await setUp();
  for (let count = 1; count < maximumConnectionsPerExport; count++) world.ask(world.connect(), goBytes('vol'));
  const link = world.connect();
  link.takeSent();
  const answer = world.ask(link, Buffer.concat([hex('00000003'), option(7, infoData('vol'))]));
  t.is(answer.readUInt32BE(12), 0x80000002);
  t.regex(answer.toString(), /64 connections/);
  t.is(world.server.counters.connectionsRefusedTotal, 1);
});

test('requests are counted by kind', async (t) => {
  const { world, link } = await setUp();
  const kinds = [0, 3, 4, 5, 6].map((type) => request({ type, lengthBytes: type === 3 ? 0 : 4096 }));
  world.feed(link, Buffer.concat([...kinds, request({ type: 1, payload: pattern(512) }), request({ type: 99 })]));
  await settle(world);
  t.like(world.server.counters, {
    connections: 1,
    readsTotal: 1,
    writesTotal: 1,
    flushesTotal: 1,
    trimsTotal: 1,
    zeroesTotal: 1,
    cachesTotal: 1,
    readBytesTotal: 4096,
    writtenBytesTotal: 512,
    zeroedBytesTotal: 4096,
    errorsTotal: 1,
  });
});

/** Bytes that look like NBD here and there, so that a random stream gets past the first check. */
const hostileBytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.nat(12), fc.uint8Array({ maxLength: 40 })).map(([type, data]) => option(type, data)),
      fc
        .record({
          type: fc.nat(8),
          flags: fc.nat(40),
          offset: fc.oneof(fc.nat(), fc.maxSafeNat()),
          lengthBytes: fc.oneof(fc.nat(5000), fc.nat(2 ** 32 - 1)),
        })
        .map(request),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Buffer.concat(parts));

test('no byte sequence stops the server, in the handshake or after it', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      hostileBytes,
      fc.integer({ min: 1, max: 200 }),
      async (inTransmission, bytes, atOnce) => {
        const { world, link, volume } = await setUp({ structured: true });
        const hostile = inTransmission ? link : world.connect();
        if (!inTransmission) world.feed(hostile, hex('00000003'));
        world.feed(hostile, bytes, atOnce);
        await settle(world);
        const other = world.connect();
        world.ask(other, goBytes('vol'));
        world.feed(other, request({ type: 3 }));
        await settle(world);
        t.is(other.takeSent().length, 16);
        t.is(volume.pin.holders, 0);
      },
    ),
    { numRuns: 150 },
  );
});
