import test from 'ava';
import fc from 'fast-check';
import { crc32c } from '../../common/crc32c.ts';
import {
  blocksTouched,
  checksumsMatch,
  FrameReader,
  FrameWriter,
  frameKind,
  maxFrameBytes,
  requestBytes,
  writeChecksums,
} from '../../common/frame.ts';
import type { StreamLink } from '../../common/host.ts';
import { SlabPool } from '../../common/slab.ts';

/** A link that keeps what is written. */
function sink(): { readonly link: StreamLink; readonly bytes: () => Buffer } {
  const parts: Buffer[] = [];
  const link: StreamLink = {
    remote: 'test',
    write: (bytes) => parts.push(Buffer.from(bytes)),
    flush: () => undefined,
    unsentBytes: 0,
    pause: () => undefined,
    resume: () => undefined,
    close: () => undefined,
  };
  return { link, bytes: () => Buffer.concat(parts) };
}

function writeFrame(writer: FrameWriter, start: number, payload: Uint8Array, requestId: number): void {
  const payloadStart = requestBytes + 4 * blocksTouched(start, payload.length);
  const at = writer.open(frameKind.WRITE, 0, 3, requestId, 9, payloadStart, payload.length, false);
  writer.view.setUint32(at + 24, 5, true);
  writer.view.setUint32(at + 28, start, true);
  writer.view.setUint32(at + 32, payload.length, true);
  writeChecksums(writer.view, at + requestBytes, start, payload);
  writer.seal(at, payload);
}

/** CRC-32C of a text as it lies in a frame. */
function crc(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32c(Buffer.from(text)));
  return bytes.toString('hex');
}

/** Feeds bytes in pieces; returns the request ids of the frames, and why the link was to be closed. */
function feed(
  bytes: Uint8Array,
  pieces: readonly number[],
  limitBytes = maxFrameBytes,
): { readonly ids: number[]; readonly broken: string | undefined } {
  const ids: number[] = [];
  const reader = new FrameReader(new SlabPool({ poison: true }), (slab, at) => {
    ids.push(slab.view.getUint32(at + 16, true));
  });
  reader.limitBytes = limitBytes;
  let from = 0;
  let piece = 0;
  let broken: string | undefined;
  while (from < bytes.length && broken === undefined) {
    const space = reader.space();
    const count = Math.min(space.length, bytes.length - from, pieces[piece++ % pieces.length] ?? 1);
    space.set(bytes.subarray(from, from + count));
    from += count;
    broken = reader.received(count);
  }
  reader.letGo();
  return { ids, broken };
}

test('a write frame has its fields where the table says', (t) => {
  const { link, bytes } = sink();
  const writer = new FrameWriter(link, new SlabPool());
  writeFrame(writer, 4094, Buffer.from('abcd'), 7);
  writer.flush();
  t.is(
    bytes().toString('hex', 4),
    '30000000' +
      '2c000000' +
      '04' +
      '00' +
      '0300' +
      '07000000' +
      '09000000' +
      '05000000' +
      'fe0f0000' +
      '04000000' +
      crc('ab') +
      crc('cd') +
      '61626364',
  );
});

test('frames come out whole, however the bytes arrive', (t) => {
  const { link, bytes } = sink();
  const writer = new FrameWriter(link, new SlabPool());
  for (let id = 1; id <= 4; id++) writeFrame(writer, id * 1000, Buffer.alloc(id * 3000, id), id);
  writer.flush();
  t.deepEqual(feed(bytes(), [1]), { ids: [1, 2, 3, 4], broken: undefined });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 20 }),
      (pieces) => feed(bytes(), pieces).ids.length === 4,
    ),
    { numRuns: 30 },
  );
});

test('a header with a wrong checksum, an absurd length or a payload outside the frame closes the link', (t) => {
  const { link, bytes } = sink();
  const writer = new FrameWriter(link, new SlabPool());
  writeFrame(writer, 0, Buffer.alloc(4096, 1), 1);
  writer.flush();
  const whole = bytes();
  for (const [at, value] of [
    [25, 1],
    [7, 0x7f],
    [4, 8],
    [11, 0x10],
  ] as const) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ value;
    const { ids, broken } = feed(damaged, [5000]);
    t.deepEqual(ids, []);
    t.truthy(broken, `byte ${at}`);
  }
  t.truthy(feed(whole, [5000], 4096).broken, 'before the handshake frames are small');
});

test('payload checksums are per block of the chunk, whatever the alignment', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20_000 }),
      fc.uint8Array({ minLength: 1, maxLength: 20_000 }),
      (start, payload) => {
        const view = new DataView(new ArrayBuffer(4 * blocksTouched(start, payload.length)));
        writeChecksums(view, 0, start, payload);
        if (!checksumsMatch(view, 0, start, payload)) return false;
        payload[payload.length - 1] = (payload.at(-1) ?? 0) ^ 1;
        return !checksumsMatch(view, 0, start, payload);
      },
    ),
  );
  t.pass();
});
