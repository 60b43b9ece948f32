import test from 'ava';
import fc from 'fast-check';
import { ReceiveBuffer, SlabPool } from '../../common/slab.ts';
import { gib, kib, mib } from '../../common/units.ts';
import { metaContexts } from '../../nbd-bridge/core/meta-contexts.ts';
import type { Negotiated, ReplyMode } from '../../nbd-bridge/core/negotiated.ts';
import { makeRefusal, RequestRules } from '../../nbd-bridge/core/refusal.ts';
import { ChunkEncoder, putSimpleReply } from '../../nbd-bridge/core/replies.ts';
import { RequestParser } from '../../nbd-bridge/core/transmission.ts';
import { hex, request } from './fakes.ts';

/** What a parser finds in bytes that arrive `sizes` at a time (the last size repeats). */
function parse(bytes: Uint8Array, sizes: readonly number[], extended = false): string[] {
  const buffer = new ReceiveBuffer(new SlabPool({ poison: true }));
  const parser = new RequestParser(buffer);
  if (extended) parser.useExtendedHeaders();
  const found: string[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const space = buffer.space(parser.wantedBytes(false));
    const size = sizes[Math.min(turn, sizes.length - 1)] ?? 1;
    const count = Math.min(size, space.length, bytes.length - at);
    space.set(bytes.subarray(at, at + count));
    buffer.received(count);
    at += count;
    while (true) {
      if (parser.payloadLeft > 0) {
        if (!parser.partArrived) break;
        const length = parser.partLength;
        const first = buffer.slab.bytes[buffer.start];
        const last = buffer.slab.bytes[buffer.start + length - 1];
        found.push(`part ${parser.position}+${length} ${first}..${last}`);
        parser.takePart(length);
        continue;
      }
      const outcome = parser.readHeader();
      if (outcome === 'short') break;
      found.push(
        outcome === 'request'
          ? `${parser.type} ${parser.flags} ${parser.cookieHigh}:${parser.cookieLow} ${parser.offset}+${parser.lengthBytes}`
          : outcome,
      );
      if (outcome === 'bad-magic') return found;
      if (parser.payloadBytes > 0) parser.beginPayload();
    }
  }
  return found;
}

const vector = hex(`
  25609513 0000 0000 0102030405060708 0000000100001000 00002000
  25609513 0001 0001 fffffffffffffffe 0000000000000003 00000002 a1a2
  25609513 0000 0003 0000000000000000 0000000000000000 00000000
  deadbeef 0000 0000 0000000000000000 0000000000000000 00000000
`);
const expected = [
  '0 0 16909060:84281096 4294971392+8192',
  '1 1 4294967295:4294967294 3+2',
  'part 3+2 161..162',
  '3 0 0:0 0+0',
  'bad-magic',
];

test('requests are read as proto.md lays them out', (t) => {
  t.deepEqual(parse(vector, [vector.length]), expected);
});

test('requests are read the same one byte at a time', (t) => {
  t.deepEqual(parse(vector, [1]), expected);
});

test('an offset past 2^53 is beyond every export', (t) => {
  const [found] = parse(hex('25609513 0000 0000 0000000000000001 ffffffffffffffff 00000001'), [28]);
  t.is(found, `0 0 0:1 ${2 ** 64}+1`);
  const rules = new RequestRules({ mode: 'simple', contexts: [] });
  const head = { type: 0, flags: 0, offset: 2 ** 64, lengthBytes: 1 };
  t.is(rules.refusalOf(head, Number.MAX_SAFE_INTEGER, false)?.errno, 22);
});

/** proto.md, «Request message», extended: the length is a payload's only where PAYLOAD_LEN (bit 5) stands. */
const extendedVector = hex(`
  21e41c71 0000 0006 0102030405060708 0000000100001000 0000000300002000
  21e41c71 0021 0001 fffffffffffffffe 0000000000000003 0000000000000002 a1a2
  21e41c71 0000 0001 0000000000000001 0000000000000000 0000000000000002
  21e41c71 0020 0007 0000000000000002 0000000000001000 000000000000000c 0000000000002000 00000001
  25609513 0000 0000 0000000000000000 0000000000000000 00000000 00000000
`);
const extendedExpected = [
  '6 0 16909060:84281096 4294971392+12884910080',
  '1 33 4294967295:4294967294 3+2',
  'part 3+2 161..162',
  '1 0 0:1 0+2',
  '7 32 0:2 4096+12',
  'part 4096+12 0..1',
  'bad-magic',
];

for (const size of [1, 7, 4096]) {
  test(`extended requests are read as the extension lays them out, ${size} bytes at a time`, (t) => {
    t.deepEqual(parse(extendedVector, [size], true), extendedExpected);
  });
}

const requests = fc.array(
  fc.record({
    type: fc.constantFrom(0, 1, 1, 3, 4),
    offset: fc.oneof(fc.nat(10_000), fc.integer({ min: mib - 5000, max: mib + 5000 })),
    cookie: fc.nat(),
    payloadBytes: fc.nat(9000),
  }),
  { maxLength: 12 },
);

test('however the link splits the bytes, the same requests and parts come out', (t) => {
  fc.assert(
    fc.property(requests, fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (list, sizes) => {
      const bytes = Buffer.concat(
        list.map(({ type, offset, cookie, payloadBytes }, index) =>
          request(
            type === 1
              ? { type, offset, cookie, payload: Buffer.alloc(payloadBytes, index + 1) }
              : { type, offset, cookie, lengthBytes: payloadBytes },
          ),
        ),
      );
      t.deepEqual(parse(bytes, sizes), parse(bytes, [bytes.length]));
    }),
    { numRuns: 200 },
  );
  t.pass();
});

test('a long payload is handed on in parts that end at multiples of 1 MiB', (t) => {
  const bytes = request({ type: 1, offset: mib - 10, payload: Buffer.alloc(2 * mib + 20, 7) });
  const parts = [
    `part ${mib - 10}+10 7..7`,
    `part ${mib}+${mib} 7..7`,
    `part ${2 * mib}+${mib} 7..7`,
    `part ${3 * mib}+10 7..7`,
  ];
  for (const size of [bytes.length, 100 * kib, 4099]) t.deepEqual(parse(bytes, [size]).slice(1), parts);
});

function encoded(length: number, put: (view: DataView) => void): string {
  const bytes = Buffer.alloc(length);
  put(new DataView(bytes.buffer, bytes.byteOffset, length));
  return bytes.toString('hex');
}

const mark = { cookieHigh: 1, cookieLow: 2, offsetHigh: 3, offsetLow: 4 };
const extents = [
  { lengthBytes: 4096, status: 3 },
  { lengthBytes: 512, status: 0 },
];

test('replies are laid out as in proto.md', (t) => {
  const same = (actual: string, text: string): void => void t.is(actual, hex(text).toString('hex'));
  const chunks = new ChunkEncoder(false);
  same(
    encoded(16, (view) => putSimpleReply(view, 0, 28, mark)),
    '67446698 0000001c 0000000100000002',
  );
  same(
    encoded(20, (view) => chunks.putNone(view, 0, mark)),
    '668e33ef 0001 0000 0000000100000002 00000000',
  );
  same(
    encoded(28, (view) => chunks.putData(view, 0, 0, mark, 5 * gib + 1, 4096)),
    '668e33ef 0000 0001 0000000100000002 00001008 0000000140000001',
  );
  same(
    encoded(32, (view) => chunks.putHole(view, 0, 1, mark, 4096, 512)),
    '668e33ef 0001 0002 0000000100000002 0000000c 0000000000001000 00000200',
  );
  same(
    encoded(26, (view) => chunks.putError(view, 0, makeRefusal(5, 'oh'), mark)),
    '668e33ef 0001 8001 0000000100000002 00000008 00000005 0002',
  );
  const [allocation] = metaContexts;
  same(
    encoded(chunks.statusBytes(2), (view) => allocation && chunks.putStatus(view, 0, 1, mark, allocation, extents)),
    '668e33ef 0001 0005 0000000100000002 00000014 00000001 00001000 00000003 00000200 00000000',
  );
});

test("extended replies are laid out as in the extension: 32 bytes of header with the request's offset", (t) => {
  const same = (actual: string, text: string): void => void t.is(actual, hex(text).toString('hex'));
  const chunks = new ChunkEncoder(true);
  const head = '0000000100000002 0000000300000004';
  same(
    encoded(32, (view) => chunks.putNone(view, 0, mark)),
    `6e8a278c 0001 0000 ${head} 0000000000000000`,
  );
  same(
    encoded(40, (view) => chunks.putData(view, 0, 0, mark, 5 * gib + 1, 4096)),
    `6e8a278c 0000 0001 ${head} 0000000000001008 0000000140000001`,
  );
  same(
    encoded(44, (view) => chunks.putHole(view, 0, 1, mark, 4096, 512)),
    `6e8a278c 0001 0002 ${head} 000000000000000c 0000000000001000 00000200`,
  );
  same(
    encoded(38, (view) => chunks.putError(view, 0, makeRefusal(5, 'oh'), mark)),
    `6e8a278c 0001 8001 ${head} 0000000000000008 00000005 0002`,
  );
  const [, layers] = metaContexts;
  same(
    encoded(chunks.statusBytes(2), (view) => {
      const large = [{ lengthBytes: 5 * gib, status: 2 ** 33 + 1 }, extents[1] ?? { lengthBytes: 1, status: 0 }];
      if (layers) chunks.putStatus(view, 0, 0, mark, layers, large);
    }),
    `6e8a278c 0000 0006 ${head} 0000000000000028 00000002 00000002
     0000000140000000 0000000200000001 0000000000000200 0000000000000000`,
  );
});

test('a layer id that a compact reply cannot hold is shown as the largest number', (t) => {
  const chunks = new ChunkEncoder(false);
  const [, layers] = metaContexts;
  const text = encoded(chunks.statusBytes(1), (view) => {
    if (layers) chunks.putStatus(view, 0, 0, mark, layers, [{ lengthBytes: 1, status: 2 ** 33 }]);
  });
  t.is(text.slice(-8), 'ffffffff');
});

const size = gib;
const everyContext: Partial<Negotiated> = { contexts: metaContexts };
const checks: readonly {
  readonly title: string;
  readonly request: readonly [type: number, flags: number, offset: number, lengthBytes: number];
  readonly readOnly?: boolean;
  readonly mode?: ReplyMode;
  readonly contexts?: Negotiated['contexts'];
  readonly errno: number | undefined;
}[] = [
  { title: 'a read to the last byte', request: [0, 0, size - 1, 1], errno: undefined },
  { title: 'a read beyond the end is EINVAL', request: [0, 0, size, 1], errno: 22 },
  { title: 'a read of 32 MiB', request: [0, 0, 3, 32 * mib], errno: undefined },
  { title: 'a read of more is EOVERFLOW', request: [0, 0, 3, 32 * mib + 1], errno: 75 },
  { title: 'DF on a read of more is EOVERFLOW', request: [0, 4, 0, 32 * mib + 1], mode: 'structured', errno: 75 },
  { title: 'DF without structured replies is EINVAL', request: [0, 4, 0, 1], errno: 22 },
  { title: 'DF with structured replies', request: [0, 4, 0, 1], mode: 'structured', errno: undefined },
  { title: 'DF with extended headers', request: [0, 4, 0, 1], mode: 'extended', errno: undefined },
  { title: 'FUA on a read is harmless', request: [0, 1, 0, 1], errno: undefined },
  { title: 'a write beyond the end is ENOSPC', request: [1, 0, size - 1, 2], errno: 28 },
  { title: 'a write of more than 32 MiB is EINVAL', request: [1, 0, 0, 32 * mib + 1], errno: 22 },
  { title: 'a write to a read-only export is EPERM', request: [1, 0, 0, 1], readOnly: true, errno: 1 },
  { title: 'DF on a write is EINVAL', request: [1, 4, 0, 1], mode: 'structured', errno: 22 },
  { title: 'PAYLOAD_LEN without extended headers is EINVAL', request: [1, 32, 0, 1], mode: 'structured', errno: 22 },
  { title: 'an extended write', request: [1, 32 | 1, 0, 1], mode: 'extended', errno: undefined },
  { title: 'an extended write without PAYLOAD_LEN is EINVAL', request: [1, 0, 0, 1], mode: 'extended', errno: 22 },
  { title: 'PAYLOAD_LEN on an extended read is EINVAL', request: [0, 32, 0, 1], mode: 'extended', errno: 22 },
  { title: 'a flush with a range is EINVAL', request: [3, 0, 0, 1], errno: 22 },
  { title: 'a flush of a read-only export', request: [3, 0, 0, 0], readOnly: true, errno: undefined },
  { title: 'a trim beyond the end is EINVAL', request: [4, 0, size, 1], errno: 22 },
  { title: 'a trim of a read-only export is EPERM', request: [4, 0, 0, 1], readOnly: true, errno: 1 },
  { title: 'a trim of half the export', request: [4, 0, 0, size / 2], errno: undefined },
  { title: 'cache beyond the end is EINVAL', request: [5, 0, size, 1], errno: 22 },
  { title: 'zeroes with FUA, NO_HOLE and FAST_ZERO', request: [6, 1 | 2 | 16, 0, size], errno: undefined },
  { title: 'zeroes beyond the end are ENOSPC', request: [6, 0, 1, size], errno: 28 },
  { title: 'zeroes on a read-only export are EPERM', request: [6, 0, 0, 1], readOnly: true, errno: 1 },
  { title: 'block status without a context is EINVAL', request: [7, 0, 0, 1], mode: 'structured', errno: 22 },
  {
    title: 'block status with REQ_ONE',
    request: [7, 8, 0, size],
    mode: 'structured',
    ...everyContext,
    errno: undefined,
  },
  {
    title: 'block status of no bytes is EINVAL',
    request: [7, 0, 0, 0],
    mode: 'structured',
    ...everyContext,
    errno: 22,
  },
  {
    title: 'block status beyond the end is EINVAL',
    request: [7, 0, 1, size],
    mode: 'extended',
    ...everyContext,
    errno: 22,
  },
  {
    title: 'block status of a read-only export',
    request: [7, 0, 0, 1],
    mode: 'structured',
    readOnly: true,
    ...everyContext,
    errno: undefined,
  },
  { title: 'an unknown command is EINVAL', request: [77, 0, 0, 0], errno: 22 },
  { title: 'an unknown flag is EINVAL', request: [3, 0x8000, 0, 0], errno: 22 },
];

for (const { title, request, readOnly = false, mode = 'simple', contexts = [], errno } of checks) {
  test(title, (t) => {
    const [type, flags, offset, lengthBytes] = request;
    const rules = new RequestRules({ mode, contexts });
    t.is(rules.refusalOf({ type, flags, offset, lengthBytes }, size, readOnly)?.errno, errno);
  });
}
