import test from 'ava';
import fc from 'fast-check';
import { ReceiveBuffer, SlabPool } from '../../common/slab.ts';
import { gib, kib, mib } from '../../common/units.ts';
import { makeRefusal, refusalOf } from '../../nbd-bridge/core/refusal.ts';
import { putDataHeader, putErrorHeader, putHole, putNone, putSimpleReply } from '../../nbd-bridge/core/replies.ts';
import { RequestParser } from '../../nbd-bridge/core/transmission.ts';
import { hex, request } from './fakes.ts';

/** What a parser finds in bytes that arrive `sizes` at a time (the last size repeats). */
function parse(bytes: Uint8Array, sizes: readonly number[]): string[] {
  const buffer = new ReceiveBuffer(new SlabPool({ poison: true }));
  const parser = new RequestParser(buffer);
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
      if (parser.type === 1 && parser.lengthBytes > 0) parser.beginPayload();
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
  t.is(refusalOf(0, 0, 2 ** 64, 1, Number.MAX_SAFE_INTEGER, false, false)?.errno, 22);
});

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

test('replies are laid out as in proto.md', (t) => {
  const same = (actual: string, text: string): void => void t.is(actual, hex(text).toString('hex'));
  same(
    encoded(16, (view) => putSimpleReply(view, 0, 28, 1, 2)),
    '67446698 0000001c 0000000100000002',
  );
  same(
    encoded(20, (view) => putNone(view, 0, 1, 2)),
    '668e33ef 0001 0000 0000000100000002 00000000',
  );
  same(
    encoded(28, (view) => putDataHeader(view, 0, 0, 1, 2, 5 * gib + 1, 4096)),
    '668e33ef 0000 0001 0000000100000002 00001008 0000000140000001',
  );
  same(
    encoded(32, (view) => putHole(view, 0, 1, 1, 2, 4096, 512)),
    '668e33ef 0001 0002 0000000100000002 0000000c 0000000000001000 00000200',
  );
  same(
    encoded(26, (view) => putErrorHeader(view, 0, makeRefusal(5, 'oh'), 1, 2)),
    '668e33ef 0001 8001 0000000100000002 00000008 00000005 0002',
  );
});

const size = gib;
const checks: readonly {
  readonly title: string;
  readonly request: readonly [type: number, flags: number, offset: number, lengthBytes: number];
  readonly readOnly?: boolean;
  readonly structured?: boolean;
  readonly errno: number | undefined;
}[] = [
  { title: 'a read to the last byte', request: [0, 0, size - 1, 1], errno: undefined },
  { title: 'a read beyond the end is EINVAL', request: [0, 0, size, 1], errno: 22 },
  { title: 'a read of 32 MiB', request: [0, 0, 3, 32 * mib], errno: undefined },
  { title: 'a read of more is EOVERFLOW', request: [0, 0, 3, 32 * mib + 1], errno: 75 },
  { title: 'DF without structured replies is EINVAL', request: [0, 4, 0, 1], errno: 22 },
  { title: 'DF with structured replies', request: [0, 4, 0, 1], structured: true, errno: undefined },
  { title: 'FUA on a read is harmless', request: [0, 1, 0, 1], errno: undefined },
  { title: 'a write beyond the end is ENOSPC', request: [1, 0, size - 1, 2], errno: 28 },
  { title: 'a write of more than 32 MiB is EINVAL', request: [1, 0, 0, 32 * mib + 1], errno: 22 },
  { title: 'a write to a read-only export is EPERM', request: [1, 0, 0, 1], readOnly: true, errno: 1 },
  { title: 'DF on a write is EINVAL', request: [1, 4, 0, 1], structured: true, errno: 22 },
  { title: 'a flush with a range is EINVAL', request: [3, 0, 0, 1], errno: 22 },
  { title: 'a flush of a read-only export', request: [3, 0, 0, 0], readOnly: true, errno: undefined },
  { title: 'a trim beyond the end is EINVAL', request: [4, 0, size, 1], errno: 22 },
  { title: 'a trim of a read-only export is EPERM', request: [4, 0, 0, 1], readOnly: true, errno: 1 },
  { title: 'a trim of half the export', request: [4, 0, 0, size / 2], errno: undefined },
  { title: 'cache beyond the end is EINVAL', request: [5, 0, size, 1], errno: 22 },
  { title: 'zeroes with FUA, NO_HOLE and FAST_ZERO', request: [6, 1 | 2 | 16, 0, size], errno: undefined },
  { title: 'zeroes beyond the end are ENOSPC', request: [6, 0, 1, size], errno: 28 },
  { title: 'zeroes on a read-only export are EPERM', request: [6, 0, 0, 1], readOnly: true, errno: 1 },
  { title: 'block status without a context is EINVAL', request: [7, 0, 0, 1], structured: true, errno: 22 },
  { title: 'an unknown command is EINVAL', request: [77, 0, 0, 0], errno: 22 },
  { title: 'an unknown flag is EINVAL', request: [3, 0x8000, 0, 0], errno: 22 },
];

for (const check of checks) {
  test(check.title, (t) => {
    const refusal = refusalOf(...check.request, size, check.readOnly ?? false, check.structured ?? false);
    t.is(refusal?.errno, check.errno);
  });
}
