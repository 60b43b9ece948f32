/** Reads back what the journal holds after a start: the prefix of batches that was written whole. */

import { crc32c } from '../common/crc32c.ts';
import { ClusterError } from '../common/errors.ts';
import type { DiskFile } from '../common/host.ts';
import { blockBytes, blocksPerChunk, blocksPerExtent, extentBytes, mib } from '../common/units.ts';
import {
  type BatchHeader,
  batchAlignment,
  batchFlag,
  batchHeaderBytes,
  decodeBatch,
  decodeRecord,
  paddedBatchBytes,
  payloadBytes,
  type Record,
  recordKind,
  ringStart,
} from './core/journal-format.ts';

export interface RecoveredRecord {
  readonly record: Record;
  /** WRITE: where its blocks begin in the journal file. */
  readonly payloadOffset: number;
  /** Of its batch. */
  readonly position: number;
}

export interface RecoveredJournal {
  readonly records: readonly RecoveredRecord[];
  /** Where the next batch goes. */
  readonly end: number;
  /** Of the last batch; undefined when there is none. */
  readonly incarnation: number | undefined;
}

interface Prefix {
  readonly records: RecoveredRecord[];
  end: number;
  /** The highest position that a batch of the prefix says had been synced. */
  stable: number;
  /** Incarnations that later ones have ended. */
  readonly ended: Set<number>;
  incarnation: number | undefined;
}

/** Throws `DAMAGED` when bytes that had been stable are gone. */
export function recoverJournal(journal: DiskFile, data: DiskFile, ringBytes: number, tail: number): RecoveredJournal {
  const prefix = readPrefix(journal, ringBytes, tail);
  verifyLargeWrites(prefix, data);
  refuseDamage(journal, ringBytes, prefix, tail);
  return { records: prefix.records, end: prefix.end, incarnation: prefix.incarnation };
}

/**
 * Writes what was recovered once more, with the same bytes. After an fdatasync that failed, the page cache shows bytes that
 * the kernel counts as clean and will never write: the next fdatasync makes stable only what was written anew.
 */
export function rewriteRecovered(
  journal: DiskFile,
  data: DiskFile,
  ringBytes: number,
  tail: number,
  { records, end }: RecoveredJournal,
): void {
  for (let position = tail; position < end; ) {
    const bytes = readRing(journal, ringBytes, position, Math.min(mib, end - position));
    if (bytes.length === 0) break;
    journal.writeSync([bytes], ringStart + (position % ringBytes));
    position += bytes.length;
  }
  const content = Buffer.allocUnsafe(extentBytes);
  for (const { record } of records) {
    if (record.kind !== recordKind.LARGE) continue;
    for (const extent of record.extents) {
      const count = data.readSync(content, extent * extentBytes);
      if (count > 0) data.writeSync([content.subarray(0, count)], extent * extentBytes);
    }
  }
}

/** Bytes of the ring from a position, at most up to the ring's end. */
function readRing(journal: DiskFile, ringBytes: number, position: number, length: number): Buffer {
  const inRing = Math.min(length, ringBytes - (position % ringBytes));
  const bytes = Buffer.allocUnsafe(inRing);
  return bytes.subarray(0, journal.readSync(bytes, ringStart + (position % ringBytes)));
}

function readPrefix(journal: DiskFile, ringBytes: number, tail: number): Prefix {
  const prefix: Prefix = { records: [], end: tail, stable: tail, ended: new Set(), incarnation: undefined };
  while (prefix.end - tail < ringBytes) {
    const batch = readBatch(journal, ringBytes, prefix.end);
    if (batch === undefined) break;
    const { header, bytes } = batch;
    const { incarnation } = prefix;
    if (incarnation !== undefined && header.incarnation !== incarnation) {
      if ((header.flags & batchFlag.FIRST) === 0 || prefix.ended.has(header.incarnation)) break;
      prefix.ended.add(incarnation);
    }
    const records = recordsOf(header, bytes, ringStart + (prefix.end % ringBytes));
    if (records === undefined) break;
    prefix.incarnation = header.incarnation;
    prefix.stable = Math.max(prefix.stable, header.stablePosition);
    for (const record of records) prefix.records.push(record);
    const skip = (header.flags & batchFlag.SKIP) !== 0;
    prefix.end += skip ? ringBytes - (prefix.end % ringBytes) : paddedBatchBytes(header.totalBytes);
  }
  return prefix;
}

function readBatch(
  journal: DiskFile,
  ringBytes: number,
  position: number,
): { header: BatchHeader; bytes: Buffer } | undefined {
  const head = readRing(journal, ringBytes, position, batchHeaderBytes);
  if (head.length < batchHeaderBytes) return undefined;
  const totalBytes = head.readUInt32LE(12);
  if (totalBytes < batchHeaderBytes || totalBytes > ringBytes) return undefined;
  const bytes = readRing(journal, ringBytes, position, totalBytes);
  const header = decodeBatch(bytes, 0, position);
  return header === undefined ? undefined : { header, bytes };
}

/** undefined when a payload does not match its checksums. */
function recordsOf(header: BatchHeader, bytes: Buffer, fileOffset: number): RecoveredRecord[] | undefined {
  const records: RecoveredRecord[] = [];
  let at = batchHeaderBytes;
  let payload = header.metaBytes;
  for (let i = 0; i < header.recordCount; i++) {
    const decoded = decodeRecord(bytes, at, header.metaBytes);
    if (decoded === undefined) return undefined;
    const { record, length } = decoded;
    if (payload + payloadBytes(record) > bytes.length) return undefined;
    if (record.kind === recordKind.WRITE) {
      for (let block = 0; block < record.blockCount; block++) {
        const from = payload + block * blockBytes;
        if (crc32c(bytes.subarray(from, from + blockBytes)) !== record.checksums[block]) return undefined;
      }
    }
    records.push({ record, payloadOffset: fileOffset + payload, position: header.position });
    at += length;
    payload += payloadBytes(record);
  }
  return records;
}

/** Ends the prefix before the first large write whose blocks are not in their extents and not covered by a later record. */
function verifyLargeWrites(prefix: Prefix, data: DiskFile): void {
  for (;;) {
    const bad = firstBadLargeWrite(prefix, data);
    if (bad === undefined) return;
    prefix.records.splice(prefix.records.findIndex((record) => record.position >= bad));
    prefix.end = bad;
  }
}

function firstBadLargeWrite(prefix: Prefix, data: DiskFile): number | undefined {
  const covered = new Map<string, Uint8Array>();
  const block = Buffer.allocUnsafe(blockBytes);
  let bad: number | undefined;
  for (const { record, position } of prefix.records.toReversed()) {
    if (record.kind === recordKind.SLICE) continue;
    const key = `${record.layerId}/${record.chunkIndex}`;
    const later = covered.get(key) ?? new Uint8Array(blocksPerChunk);
    covered.set(key, later);
    if (record.kind === recordKind.LARGE && position >= prefix.stable) {
      for (let i = 0; i < record.blockCount; i++) {
        if (later[record.firstBlock + i] === 1) continue;
        const extent = record.extents[Math.floor(i / blocksPerExtent)] ?? 0;
        const count = data.readSync(block, extent * extentBytes + (i % blocksPerExtent) * blockBytes);
        if (count !== blockBytes || crc32c(block) !== record.checksums[i]) bad = position;
      }
    }
    later.fill(1, record.firstBlock, record.firstBlock + record.blockCount);
  }
  return bad;
}

/** A batch beyond the end that says the end had been synced proves that synced bytes are gone. */
function refuseDamage(journal: DiskFile, ringBytes: number, prefix: Prefix, tail: number): void {
  const damaged = (at: number, stable: number): ClusterError =>
    new ClusterError(
      'DAMAGED',
      `journal ${journal.path}: the batch at position ${prefix.end} is damaged, though the one at ${at} says that all below ${stable} was stable; nothing was changed. The disk has lost data: replace it`,
    );
  if (prefix.stable > prefix.end) throw damaged(prefix.end, prefix.stable);
  for (const header of batchesBeyond(journal, ringBytes, prefix.end, tail)) {
    if (header.stablePosition > prefix.end && !prefix.ended.has(header.incarnation))
      throw damaged(header.position, header.stablePosition);
  }
}

/** Whole batches from `end` on that were written for where they lie, up to a lap behind the tail. */
export function* batchesBeyond(
  journal: DiskFile,
  ringBytes: number,
  end: number,
  tail: number,
): Generator<BatchHeader> {
  const window = Math.min(mib, ringBytes);
  for (let position = end; position < tail + ringBytes; ) {
    const bytes = readRing(journal, ringBytes, position, Math.min(window, tail + ringBytes - position));
    if (bytes.length < batchHeaderBytes) break;
    for (let at = 0; at + batchHeaderBytes <= bytes.length; at += batchAlignment) {
      const header = decodeHeaderOf(journal, ringBytes, bytes, at, position + at);
      if (header !== undefined) yield header;
    }
    position += Math.max(batchAlignment, bytes.length - (bytes.length % batchAlignment));
  }
}

function decodeHeaderOf(
  journal: DiskFile,
  ringBytes: number,
  bytes: Buffer,
  at: number,
  position: number,
): BatchHeader | undefined {
  // The cheap test first: almost every sector fails it.
  if (
    bytes.readUInt32LE(at + 16) !== position % 2 ** 32 ||
    bytes.readUInt32LE(at + 20) !== Math.floor(position / 2 ** 32)
  )
    return undefined;
  return readBatch(journal, ringBytes, position)?.header;
}
