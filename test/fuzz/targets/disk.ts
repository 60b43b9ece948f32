/** What lies on a device: superblock, journal, chunk headers, pages of the slice table. */

import { crc32c } from '../../../common/crc32c.ts';
import { writeU64 } from '../../../common/frame.ts';
import type { DiskFile } from '../../../common/host.ts';
import { blockBytes, blocksPerChunk } from '../../../common/units.ts';
import { decodeHeader, emptyHeader, encodeHeader, headerPlaceBytes } from '../../../sds/core/chunk-header.ts';
import {
  batchAlignment,
  batchFlag,
  batchHeaderBytes,
  recordHeadBytes,
  recordKind,
  recordMetaBytes,
  ringStart,
  sealBatch,
  writeRecordHead,
} from '../../../sds/core/journal-format.ts';
import { SliceTable } from '../../../sds/core/slice-table.ts';
import { decodeSuperblock, encodeSuperblock } from '../../../sds/core/superblock.ts';
import { recoverJournal } from '../../../sds/recovery.ts';
import { expectThat, isRefusal, mayRefuse, type Target } from '../target.ts';

/** The checksum at the beginning, over all that follows. */
function repairHead(bytes: Buffer): void {
  if (bytes.length >= 4) bytes.writeUInt32LE(crc32c(bytes.subarray(4)), 0);
}

export const superblock: Target = {
  name: 'superblock',
  longestBytes: 5000,
  seeds: () => [
    encodeSuperblock({
      clusterId: 'a'.repeat(32),
      deviceId: 1,
      poolId: 2,
      capacityBytes: 2 ** 33,
      journalBytes: 2 ** 26,
      incarnation: 77,
      bootId: 'b'.repeat(36),
      serial: 5,
      formatId: 0,
    }),
  ],
  fixUp: repairHead,
  run: (bytes) => mayRefuse(() => decodeSuperblock(bytes, '/dev1'), 'DAMAGED', 'VERSION'),
};

const slot = 3;

export const headers: Target = {
  name: 'headers',
  longestBytes: headerPlaceBytes,
  seeds: () => {
    const bytes = new Uint8Array(headerPlaceBytes);
    encodeHeader({ ...emptyHeader(slot), free: false, layerId: 5, chunkIndex: 9, slice: 4 }, bytes);
    return [bytes];
  },
  fixUp: repairHead,
  run: (bytes) => {
    const header = decodeHeader(bytes, slot);
    if (header === undefined) return;
    // What is believed can be written back, and is then the same.
    const again = new Uint8Array(headerPlaceBytes);
    encodeHeader(header, again);
    expectThat(decodeHeader(again, slot) !== undefined, 'a header that was read can be written');
  },
};

export const slicePages: Target = {
  name: 'slice-pages',
  longestBytes: 40_000,
  seeds: () => {
    const table = new SliceTable();
    for (let generation = 1; generation < 5; generation++) table.advance(3, generation, 10 * generation);
    table.settle(3, 4);
    table.advance(200, 1, 1);
    return table.takeDirty().map(([, bytes]) => bytes);
  },
  run: (bytes) => mayRefuse(() => new SliceTable().load(bytes), 'DAMAGED'),
};

const ringBytes = 64 * 1024;

/** A file of which only reading matters. */
class MemoryFile {
  readonly path = '/memory';
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  readSync(into: Uint8Array, position: number): number {
    if (position >= this.#bytes.length) return 0;
    const piece = this.#bytes.subarray(position, position + into.length);
    into.set(piece);
    return piece.length;
  }
}

function fileOf(bytes: Buffer): DiskFile {
  return new MemoryFile(bytes) as unknown as DiskFile;
}

/** A batch at a position: a small write, a large one, zeros, and a settled slice. */
function batchAt(position: number, flags: number, stablePosition: number): Buffer {
  const heads: (readonly [kind: number, blocks: number, extents: number])[] = [
    [recordKind.WRITE, 1, 0],
    [recordKind.ZERO, 4, 0],
    [recordKind.SLICE, 0, 0],
    [recordKind.LARGE, 16, 1],
  ];
  const metaBytes = heads.reduce(
    (sum, [kind, blocks, extents]) => sum + recordMetaBytes(kind, blocks, extents),
    batchHeaderBytes,
  );
  const bytes = Buffer.alloc(Math.ceil((metaBytes + blockBytes) / batchAlignment) * batchAlignment);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = batchHeaderBytes;
  for (const [kind, blocks, extents] of heads) {
    writeRecordHead(view, at, kind, 0, 0, blocks, extents, 1, 3, 5, 9, 1, 1, 1);
    for (let block = 0; block < blocks; block++)
      view.setUint32(at + recordHeadBytes + block * 4, crc32c(Buffer.alloc(blockBytes)), true);
    at += recordMetaBytes(kind, blocks, extents);
  }
  const totalBytes = metaBytes + blockBytes;
  const header = { metaBytes, totalBytes, position, incarnation: 77, stablePosition, recordCount: 4, flags };
  sealBatch(bytes, view, header);
  return bytes;
}

/** Batches begin at sectors: each gets the position that it lies at, and its checksums. */
function repairBatches(bytes: Buffer): void {
  for (let at = 0; at + batchHeaderBytes <= bytes.length; at += batchAlignment) {
    if (bytes.readUInt32LE(at + 4) !== 0x424f4953) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
    writeU64(view, 16, at);
    const metaBytes = view.getUint32(8, true);
    if (metaBytes < batchHeaderBytes || metaBytes > view.byteLength) continue;
    view.setUint32(0, crc32c(bytes.subarray(at + 4, at + metaBytes)), true);
  }
}

export const journal: Target = {
  name: 'journal',
  longestBytes: ringBytes,
  seeds: () => {
    const first = batchAt(0, batchFlag.FIRST, 0);
    const second = batchAt(first.length, 0, first.length);
    const skip = batchAt(first.length, batchFlag.SKIP, 0);
    return [first, Buffer.concat([first, second]), Buffer.concat([first, skip])];
  },
  fixUp: (bytes) => repairBatches(bytes),
  run: (bytes) => {
    const image = Buffer.alloc(ringStart + ringBytes);
    bytes.copy(image, ringStart);
    const file = fileOf(image);
    try {
      const { records } = recoverJournal(file, fileOf(Buffer.alloc(2 * 65_536)), ringBytes, 0);
      for (const { record, payloadOffset } of records) {
        expectThat(record.firstBlock + record.blockCount <= blocksPerChunk, 'a record stays in its chunk');
        if (record.kind !== recordKind.WRITE) continue;
        for (let block = 0; block < record.blockCount; block++) {
          const from = payloadOffset + block * blockBytes;
          const sum = crc32c(image.subarray(from, from + blockBytes));
          expectThat(sum === record.checksums[block], 'a recovered block matches its checksum');
        }
      }
    } catch (error) {
      if (!isRefusal(error, ['DAMAGED'])) throw error;
    }
  },
};
