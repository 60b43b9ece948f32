import test from 'ava';
import fc from 'fast-check';
import { codeOf } from '../../../common/errors.ts';
import { blocksPerChunk } from '../../../common/units.ts';
import { Allocator } from '../../../sds/core/allocator.ts';
import { blockState, packStates, resolveLayer, unpackStates } from '../../../sds/core/block-states.ts';
import {
  decodeHeader,
  emptyHeader,
  encodeHeader,
  headerOffset,
  headerPlaceBytes,
} from '../../../sds/core/chunk-header.ts';
import {
  batchHeaderBytes,
  decodeBatch,
  decodeJournalHeader,
  decodeRecord,
  encodeJournalHeader,
  recordKind,
  recordMetaBytes,
  sealBatch,
  writeRecordHead,
} from '../../../sds/core/journal-format.ts';
import { SliceTable } from '../../../sds/core/slice-table.ts';
import { decodeSuperblock, encodeSuperblock, type Superblock } from '../../../sds/core/superblock.ts';

const superblock: Superblock = {
  clusterId: '0123456789abcdef0123456789abcdef',
  deviceId: 4,
  poolId: 2,
  capacityBytes: 8 * 2 ** 30,
  journalBytes: 64 * 2 ** 20,
  serial: 0,
  formatId: 0,
  incarnation: 0x1234_5678_9abc,
  bootId: '11111111-2222-3333-4444-555555555555',
};

function hex(bytes: Uint8Array, from: number, until: number): string {
  return Buffer.from(bytes.subarray(from, until)).toString('hex');
}

test('a superblock has its fields where docs/data-layout.md says', (t) => {
  const bytes = encodeSuperblock(superblock);
  t.is(hex(bytes, 4, 16), `${Buffer.from('SIODEV01').toString('hex')}01000000`);
  t.is(hex(bytes, 48, 80), '0400000002000000' + '0000000002000000' + '0000000400000000' + 'bc9a785634120000');
  t.deepEqual(decodeSuperblock(bytes, '/d'), superblock);
});

test('a superblock of a raw disk has its layout where docs/data-layout.md says', (t) => {
  const disk = { slotCount: 512, journalStart: 2 ** 20, headersStart: 65 * 2 ** 20, dataStart: 69 * 2 ** 20 };
  const bytes = encodeSuperblock({ ...superblock, serial: 7, formatId: 0x01020304, disk });
  t.is(
    hex(bytes, 120, 160),
    '0700000000000000' + '04030201' + '00020000' + '0000100000000000' + '0000100400000000' + '0000500400000000',
  );
  t.deepEqual(decodeSuperblock(bytes, '/d'), { ...superblock, serial: 7, formatId: 0x01020304, disk });
});

test('a superblock with any byte changed is refused as damaged, a newer format as such', (t) => {
  const bytes = encodeSuperblock(superblock);
  for (const at of [0, 4, 20, 60, 100, 4095]) {
    const damaged = Uint8Array.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    t.is(codeOf(t.throws(() => decodeSuperblock(damaged, '/d'))), 'DAMAGED');
  }
  const newer = Uint8Array.from(bytes);
  newer[12] = 2;
  t.is(codeOf(t.throws(() => decodeSuperblock(newer, '/d'))), 'VERSION');
});

test('a chunk header comes back as it was written, and only for its own slot', (t) => {
  const header = emptyHeader(7);
  Object.assign(header, {
    free: false,
    unclean: true,
    layerId: 2 ** 40 + 3,
    chunkIndex: 9,
    slice: 77,
    serial: 5,
    versionGeneration: 3,
    versionSequence: 2 ** 35,
    baseGeneration: 1,
    baseSequence: 4,
  });
  header.extents[2] = 123;
  header.states[255] = blockState.DATA;
  header.states[0] = blockState.ZERO;
  header.changed[31] = 0x80;
  header.checksums[255] = 0xdeadbeef;
  const place = new Uint8Array(headerPlaceBytes);
  encodeHeader(header, place);
  t.is(hex(place, 4, 32), '53494f4807000000010000000300000000010000090000004d000000');
  t.deepEqual(decodeHeader(place, 7), header);
  t.is(decodeHeader(place, 8), undefined);
  place[4000] = 1;
  t.is(decodeHeader(place, 7), undefined);
});

test('no two places of headers overlap', (t) => {
  const seen = new Set<number>();
  for (let slot = 0; slot < 1000; slot++) for (const place of [0, 1]) seen.add(headerOffset(slot, place));
  t.is(seen.size, 2000);
  t.true([...seen].every((offset) => offset % headerPlaceBytes === 0));
});

test('of a torn journal header nothing counts', (t) => {
  const bytes = encodeJournalHeader({ serial: 9, tail: 2 ** 41 });
  t.deepEqual(decodeJournalHeader(bytes), { serial: 9, tail: 2 ** 41 });
  bytes[9] = 1;
  t.is(decodeJournalHeader(bytes), undefined);
});

test('a batch counts only whole, and only at the position it was written for', (t) => {
  const meta = new Uint8Array(batchHeaderBytes + recordMetaBytes(recordKind.ZERO, 2, 0));
  const view = new DataView(meta.buffer);
  writeRecordHead(view, batchHeaderBytes, recordKind.ZERO, 8, 4, 2, 0, 11, 12, 13, 14, 15, 16, 0);
  sealBatch(meta, view, {
    metaBytes: meta.length,
    totalBytes: meta.length,
    position: 512,
    incarnation: 77,
    stablePosition: 0,
    recordCount: 1,
    flags: 2,
  });
  t.deepEqual(decodeBatch(meta, 0, 512), {
    metaBytes: meta.length,
    totalBytes: meta.length,
    position: 512,
    incarnation: 77,
    stablePosition: 0,
    recordCount: 1,
    flags: 2,
  });
  t.is(decodeBatch(meta, 0, 1024), undefined);
  t.is(decodeBatch(meta.subarray(0, meta.length - 1), 0, 512), undefined);
  const decoded = decodeRecord(meta, batchHeaderBytes, meta.length);
  t.like(decoded?.record, {
    kind: recordKind.ZERO,
    flags: 8,
    firstBlock: 4,
    blockCount: 2,
    slot: 11,
    slice: 12,
    layerId: 13,
    chunkIndex: 14,
    generation: 15,
    sequence: 16,
  });
  for (let at = 0; at < meta.length; at++) {
    const damaged = Uint8Array.from(meta);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    t.is(decodeBatch(damaged, 0, 512), undefined, `byte ${at}`);
  }
});

test('no bytes make the decoders of journal and headers fail otherwise than by saying so', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 600 }), (bytes) => {
      decodeBatch(bytes, 0, 0);
      decodeRecord(bytes, 0, bytes.length);
      decodeHeader(bytes, 0);
      try {
        decodeSuperblock(bytes, '/d');
        return false;
      } catch (error) {
        return codeOf(error) !== undefined;
      }
    }),
  );
  t.pass();
});

test('an allocator never gives a unit twice and takes back what is freed', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 300 }), (steps) => {
      const allocator = new Allocator(64);
      const used = new Set<number>();
      for (const step of steps) {
        if (step < 60) {
          const unit = allocator.allocate();
          if (unit < 0 ? used.size !== 64 : used.has(unit)) return false;
          if (unit >= 0) used.add(unit);
        } else {
          const [unit] = used;
          if (unit === undefined) continue;
          allocator.free(unit);
          used.delete(unit);
        }
      }
      return allocator.used === used.size;
    }),
  );
  t.pass();
});

test('hidden units are free in what is stored and stay used in memory', (t) => {
  const allocator = new Allocator(100);
  const [kept, hidden] = [allocator.allocate(), allocator.allocate()];
  const [page] = allocator.takeDirty([hidden]);
  const stored = new Allocator(100);
  stored.load(0, page?.[1] ?? new Uint8Array());
  t.true(stored.has(kept));
  t.false(stored.has(hidden));
  t.true(allocator.has(hidden));
  t.is(allocator.takeDirty([]).length, 1, 'the page counts as changed until the unit is no longer hidden');
});

test('block states survive packing', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: blocksPerChunk, maxLength: blocksPerChunk, max: 2 }), (states) => {
      const packed = new Uint8Array(64);
      packStates(states, packed);
      const back = new Uint8Array(blocksPerChunk);
      unpackStates(packed, back);
      return Buffer.from(back).equals(Buffer.from(states));
    }),
  );
  t.pass();
});

test('a read falls through inherited layers and stops at zeros', (t) => {
  const { INHERIT, ZERO, DATA } = blockState;
  const resolve = (states: number[]): number => resolveLayer(states.length, (layer) => states[layer] ?? 0);
  t.is(resolve([DATA, DATA]), 0);
  t.is(resolve([INHERIT, INHERIT, DATA]), 2);
  t.is(resolve([INHERIT, ZERO, DATA]), -1);
  t.is(resolve([INHERIT, INHERIT]), -1);
});

test('slice rows survive storing, with at most 64 past generations', (t) => {
  const table = new SliceTable();
  for (let generation = 1; generation <= 80; generation++) {
    table.advance(300, generation, 1);
    table.advance(300, generation, generation * 2);
  }
  table.settle(300, 81);
  const [page] = table.takeDirty();
  const back = new SliceTable();
  back.load(page?.[1] ?? new Uint8Array());
  const row = back.row(300);
  t.like(row, {
    generation: 81,
    versionGeneration: 80,
    versionSequence: 160,
    settledGeneration: 80,
    settledSequence: 160,
  });
  t.is(row.history.length, 64);
  t.deepEqual(row.history.at(-1), [79, 158]);
});
