/** Batches and records of the journal as they lie on disk. Layout in docs/data-layout.md. */

import { crc32c, crc32cOf } from '../../common/crc32c.ts';
import { readU64, writeU64 } from '../../common/frame.ts';
import { blockBytes, blocksPerChunk, extentsPerChunk } from '../../common/units.ts';

export const journalHeaderBytes = 4096;
/** Where the ring begins: behind the two places of the journal header. */
export const ringStart = 2 * journalHeaderBytes;
/** Batches begin at multiples of a sector, so that no sector of an earlier batch is written again. */
export const batchAlignment = 512;
export const batchHeaderBytes = 64;
export const recordHeadBytes = 48;

const journalMagic = 0x4a4f4953;
const batchMagic = 0x424f4953;

export const batchFlag = { SKIP: 1, FIRST: 2 } as const;
export const recordKind = { WRITE: 1, LARGE: 2, ZERO: 3, SLICE: 4 } as const;
export const recordFlag = { UNCLEAN: 1, DROP: 2, CLEAN: 4, INHERIT: 8, GONE: 16 } as const;

export interface JournalHeader {
  readonly serial: number;
  readonly tail: number;
}

export function encodeJournalHeader(header: JournalHeader): Uint8Array {
  const bytes = new Uint8Array(journalHeaderBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, journalMagic, true);
  writeU64(view, 8, header.serial);
  writeU64(view, 16, header.tail);
  view.setUint32(0, crc32c(bytes.subarray(4)), true);
  return bytes;
}

/** undefined when it is torn or was never written. */
export function decodeJournalHeader(bytes: Uint8Array): JournalHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(4, true) !== journalMagic || view.getUint32(0, true) !== crc32c(bytes.subarray(4)))
    return undefined;
  return { serial: readU64(view, 8), tail: readU64(view, 16) };
}

export interface BatchHeader {
  readonly metaBytes: number;
  readonly totalBytes: number;
  readonly position: number;
  readonly incarnation: number;
  readonly stablePosition: number;
  readonly recordCount: number;
  readonly flags: number;
}

/** Fills the batch header at the beginning of `meta`, which holds the record heads behind it, and its checksum. */
export function sealBatch(meta: Uint8Array, view: DataView, header: BatchHeader): void {
  view.setUint32(4, batchMagic, true);
  view.setUint32(8, header.metaBytes, true);
  view.setUint32(12, header.totalBytes, true);
  writeU64(view, 16, header.position);
  writeU64(view, 24, header.incarnation);
  writeU64(view, 32, header.stablePosition);
  view.setUint32(40, header.recordCount, true);
  view.setUint32(44, header.flags, true);
  view.setUint32(48, 0, true);
  view.setUint32(52, 0, true);
  view.setUint32(56, 0, true);
  view.setUint32(60, 0, true);
  view.setUint32(0, crc32cOf(meta, 4, header.metaBytes), true);
}

/** The batch that begins at `at`, or undefined when there is none that is whole and was written for `position`. */
export function decodeBatch(bytes: Uint8Array, at: number, position: number): BatchHeader | undefined {
  if (at + batchHeaderBytes > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  if (view.getUint32(4, true) !== batchMagic || readU64(view, 16) !== position) return undefined;
  const metaBytes = view.getUint32(8, true);
  const totalBytes = view.getUint32(12, true);
  if (metaBytes < batchHeaderBytes || totalBytes < metaBytes || at + totalBytes > bytes.length) return undefined;
  if (view.getUint32(0, true) !== crc32c(bytes.subarray(at + 4, at + metaBytes))) return undefined;
  return {
    metaBytes,
    totalBytes,
    position,
    incarnation: readU64(view, 24),
    stablePosition: readU64(view, 32),
    recordCount: view.getUint32(40, true),
    flags: view.getUint32(44, true),
  };
}

export function paddedBatchBytes(totalBytes: number): number {
  return Math.ceil(totalBytes / batchAlignment) * batchAlignment;
}

export interface Record {
  readonly kind: number;
  readonly flags: number;
  readonly firstBlock: number;
  readonly blockCount: number;
  readonly slot: number;
  readonly slice: number;
  readonly layerId: number;
  readonly chunkIndex: number;
  readonly generation: number;
  readonly sequence: number;
  /** SLICE: the generation accepted with it. */
  readonly acceptedGeneration: number;
  /** One a block of WRITE and LARGE. */
  readonly checksums: Uint32Array;
  /** Of LARGE, in the order of the chunk. */
  readonly extents: Uint32Array;
}

/** Bytes of a record head with its tables. */
export function recordMetaBytes(kind: number, blockCount: number, extentCount: number): number {
  const checksums = kind === recordKind.WRITE || kind === recordKind.LARGE ? blockCount : 0;
  return Math.ceil((recordHeadBytes + (checksums + extentCount) * 4) / 8) * 8;
}

/** Writes the head without its tables; returns where the checksums begin. */
export function writeRecordHead(
  view: DataView,
  at: number,
  kind: number,
  flags: number,
  firstBlock: number,
  blockCount: number,
  extentCount: number,
  slot: number,
  slice: number,
  layerId: number,
  chunkIndex: number,
  generation: number,
  sequence: number,
  acceptedGeneration: number,
): number {
  view.setUint8(at, kind);
  view.setUint8(at + 1, flags);
  view.setUint16(at + 2, firstBlock, true);
  view.setUint16(at + 4, blockCount, true);
  view.setUint16(at + 6, extentCount, true);
  view.setUint32(at + 8, slot, true);
  view.setUint32(at + 12, slice, true);
  writeU64(view, at + 16, layerId);
  view.setUint32(at + 24, chunkIndex, true);
  view.setUint32(at + 28, generation, true);
  writeU64(view, at + 32, sequence);
  view.setUint32(at + 40, acceptedGeneration, true);
  view.setUint32(at + 44, 0, true);
  return at + recordHeadBytes;
}

/** The record whose head is at `at`; undefined when it contradicts itself. `length`: bytes of its head with tables. */
export function decodeRecord(
  bytes: Uint8Array,
  at: number,
  end: number,
): { readonly record: Record; readonly length: number } | undefined {
  if (at + recordHeadBytes > end) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kind = view.getUint8(at);
  const firstBlock = view.getUint16(at + 2, true);
  const blockCount = view.getUint16(at + 4, true);
  const extentCount = view.getUint16(at + 6, true);
  if (kind < recordKind.WRITE || kind > recordKind.SLICE) return undefined;
  if (firstBlock + blockCount > blocksPerChunk || extentCount > extentsPerChunk) return undefined;
  const length = recordMetaBytes(kind, blockCount, extentCount);
  if (at + length > end) return undefined;
  const checksums = new Uint32Array(kind === recordKind.WRITE || kind === recordKind.LARGE ? blockCount : 0);
  const extents = new Uint32Array(extentCount);
  let table = at + recordHeadBytes;
  for (let i = 0; i < checksums.length; i++, table += 4) checksums[i] = view.getUint32(table, true);
  for (let i = 0; i < extents.length; i++, table += 4) extents[i] = view.getUint32(table, true);
  const record: Record = {
    kind,
    flags: view.getUint8(at + 1),
    firstBlock,
    blockCount,
    slot: view.getUint32(at + 8, true),
    slice: view.getUint32(at + 12, true),
    layerId: readU64(view, at + 16),
    chunkIndex: view.getUint32(at + 24, true),
    generation: view.getUint32(at + 28, true),
    sequence: readU64(view, at + 32),
    acceptedGeneration: view.getUint32(at + 40, true),
    checksums,
    extents,
  };
  return { record, length };
}

/** Bytes that a record keeps behind the heads of its batch. */
export function payloadBytes(record: Record): number {
  return record.kind === recordKind.WRITE ? record.blockCount * blockBytes : 0;
}
