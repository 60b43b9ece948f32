/**
 * The store of one device: numbered records in, verified blocks out. Appends of a turn are committed together; reads see
 * everything that is committed; a checkpoint moves it from the journal to its place (checkpoint.ts).
 */

import { assert } from '../common/assert.ts';
import type { DiskFile, Lock, Pinned } from '../common/host.ts';
import { blockBytes, blocksPerChunk, blocksPerExtent, extentBytes, extentsPerChunk } from '../common/units.ts';
import { BlockReader } from './block-reader.ts';
import { type Chunk, Overlay, overlayKind } from './chunk.ts';
import { ChunkCache } from './chunk-cache.ts';
import { type Record, recordFlag, recordKind, recordMetaBytes, writeRecordHead } from './core/journal-format.ts';
import { SliceTable } from './core/slice-table.ts';
import type { Directory } from './directory.ts';
import type { Journal } from './journal.ts';

/** Overlays (3.4 KiB each) that may be pending before a checkpoint is due, however small the records are. */
const pendingOverlayLimit = 4096;

/** Extents of large writes (64 MiB) after which a checkpoint is due: no fdatasync has to write more than that. */
const pendingExtentLimit = 1024;

export interface DeviceFiles {
  readonly journal: DiskFile;
  readonly data: DiskFile;
  readonly headers: DiskFile;
  /** Of the superblock: headers of another one do not count. */
  readonly formatId: number;
  readonly lock: Lock;
}

const allExtents = 2 ** extentsPerChunk - 1;

const noExtents: readonly number[] = [];

/** What one record of the present batch does to its chunk once it is committed. */
interface Pending {
  readonly chunk: Chunk | undefined;
  readonly kind: number;
  readonly flags: number;
  readonly firstBlock: number;
  readonly blockCount: number;
  readonly payloadOffset: number;
  readonly extents: readonly number[];
  readonly checksumsAt: number;
  readonly generation: number;
  readonly sequence: number;
}

export class DeviceStore {
  readonly files: DeviceFiles;
  readonly journal: Journal;
  readonly directory: Directory;
  readonly cache: ChunkCache;
  /** Slice versions with everything that was appended. */
  readonly slices = new SliceTable();
  /** Slices whose row changed since the last freeze. */
  changedSlices = new Set<number>();
  /** Chunks with an active overlay. */
  dirty = new Set<Chunk>();
  /** Extents and slots taken by records since the last freeze. */
  freshExtents = new Set<number>();
  freshSlots = new Set<number>();
  /** Fresh extents that a later record replaced before any checkpoint: freed by the next one. */
  replacedExtents: number[] = [];
  /** Extents that checkpoints to come will allocate. */
  reservedExtents = 0;
  /** Highest version of the cluster map that the engine has worked under. */
  mapVersion = 0;
  readonly #pending: Pending[] = [];
  readonly #overlays: Overlay[] = [];
  readonly #reader: BlockReader;

  constructor(files: DeviceFiles, journal: Journal, directory: Directory) {
    this.files = files;
    this.journal = journal;
    this.#reader = new BlockReader(files);
    this.directory = directory;
    this.cache = new ChunkCache(directory, files.headers, () => journal.serial, files.formatId);
    for (const row of directory.slices.rows()) this.slices.copy(row);
  }

  /** Extents that new writes may still take. */
  get freeExtents(): number {
    const { extents } = this.directory;
    return extents.capacity - extents.used - this.reservedExtents;
  }

  get usedBytes(): number {
    return (this.directory.extents.used + this.reservedExtents) * extentBytes;
  }

  /** Whether a checkpoint should begin: much of the journal, of the memory for overlays, or of what may be unsynced is taken. */
  get checkpointDue(): boolean {
    return (
      this.journal.fill > 0.3 || this.dirty.size > pendingOverlayLimit || this.freshExtents.size > pendingExtentLimit
    );
  }

  /** Everything that was appended lies in its place: a checkpoint would free nothing. */
  get isApplied(): boolean {
    const { journal } = this;
    return (
      this.#pending.length === 0 &&
      journal.end === journal.tail &&
      this.dirty.size === 0 &&
      this.changedSlices.size === 0
    );
  }

  find(layerId: number, chunkIndex: number): Chunk | undefined {
    const chunk = this.cache.find(layerId, chunkIndex);
    return chunk === undefined || chunk.gone ? undefined : chunk;
  }

  /** The chunk, made when the device does not have it; undefined when there is no slot left. */
  findOrCreate(layerId: number, chunkIndex: number, slice: number): Chunk | undefined {
    const chunk = this.cache.find(layerId, chunkIndex);
    if (chunk !== undefined) {
      chunk.gone = false;
      return chunk;
    }
    const slot = this.directory.slots.allocate();
    if (slot < 0) return undefined;
    this.freshSlots.add(slot);
    return this.cache.create(layerId, chunkIndex, slice, slot);
  }

  /** Extents that a write of whole blocks would take, in the worst case. */
  extentsNeeded(chunk: Chunk | undefined, firstBlock: number, blockCount: number): number {
    const first = Math.floor(firstBlock / blocksPerExtent);
    const last = Math.floor((firstBlock + blockCount - 1) / blocksPerExtent);
    if (chunk === undefined) return last - first + 1;
    let needed = 0;
    for (let extent = first; extent <= last; extent++) if (!chunk.hasSpaceFor(extent)) needed++;
    return needed;
  }

  /** Room in the journal for a write of that many blocks, when it may be filled to `limit` (0 to 1). */
  hasRoom(blockCount: number, limit: number): boolean {
    return this.journal.hasRoom(
      recordMetaBytes(recordKind.WRITE, blockCount, 16) + 256,
      blockCount * blockBytes,
      limit,
    );
  }

  /**
   * Appends whole blocks under a version. `checksums` holds one per block from `checksumsAt` (bytes). Space must have been
   * checked. Parts that cover whole extents go to fresh ones at once; the rest is journalled.
   */
  appendWrite(
    chunk: Chunk,
    firstBlock: number,
    blockCount: number,
    generation: number,
    sequence: number,
    flags: number,
    checksums: DataView,
    checksumsAt: number,
    payload: Uint8Array,
    pinned: Pinned | undefined,
  ): void {
    assert(
      payload.length === blockCount * blockBytes && firstBlock + blockCount <= blocksPerChunk,
      'whole blocks are appended',
    );
    if (this.journal.isFull(3 * recordMetaBytes(recordKind.LARGE, blockCount, 16), payload.length)) this.commit();
    const end = firstBlock + blockCount;
    const largeFrom = Math.ceil(firstBlock / blocksPerExtent) * blocksPerExtent;
    const largeEnd = Math.floor(end / blocksPerExtent) * blocksPerExtent;
    const extents = largeEnd > largeFrom ? this.#takeExtents((largeEnd - largeFrom) / blocksPerExtent) : undefined;
    if (extents === undefined) {
      this.#appendPart(
        chunk,
        firstBlock,
        blockCount,
        generation,
        sequence,
        flags,
        checksums,
        checksumsAt,
        payload,
        undefined,
        pinned,
      );
    } else {
      const part = (from: number, until: number, taken: readonly number[] | undefined): void => {
        if (until <= from) return;
        const bytes = payload.subarray((from - firstBlock) * blockBytes, (until - firstBlock) * blockBytes);
        const at = checksumsAt + (from - firstBlock) * 4;
        this.#appendPart(chunk, from, until - from, generation, sequence, flags, checksums, at, bytes, taken, pinned);
      };
      part(firstBlock, largeFrom, undefined);
      part(largeFrom, largeEnd, extents);
      part(largeEnd, end, undefined);
    }
    this.#numbered(chunk, generation, sequence, flags);
  }

  /** Appends zeros (or, with flag INHERIT, nothing at all) for whole blocks; `blockCount` 0 changes only the version. */
  appendZero(
    chunk: Chunk,
    firstBlock: number,
    blockCount: number,
    generation: number,
    sequence: number,
    flags: number,
  ): void {
    if (this.journal.isFull(recordMetaBytes(recordKind.ZERO, blockCount, 0), 0)) this.commit();
    this.#appendHead(chunk, recordKind.ZERO, flags, firstBlock, blockCount, 0, generation, sequence);
    this.#pending.push({
      chunk,
      kind: recordKind.ZERO,
      flags,
      firstBlock,
      blockCount,
      payloadOffset: 0,
      extents: noExtents,
      checksumsAt: 0,
      generation,
      sequence,
    });
    this.#numbered(chunk, generation, sequence, flags);
  }

  /** Notes that the slice is settled at its version under a generation; `version` replaces the slice's own. */
  appendSlice(slice: number, acceptedGeneration: number, generation: number, sequence: number): void {
    if (this.journal.isFull(recordMetaBytes(recordKind.SLICE, 0, 0), 0)) this.commit();
    const at = this.journal.reserve(recordMetaBytes(recordKind.SLICE, 0, 0));
    writeRecordHead(
      this.journal.metaView,
      at,
      recordKind.SLICE,
      0,
      0,
      0,
      0,
      0,
      slice,
      0,
      0,
      generation,
      sequence,
      acceptedGeneration,
    );
    this.#settled(slice, acceptedGeneration, generation, sequence);
    this.#pending.push({
      chunk: undefined,
      kind: recordKind.SLICE,
      flags: 0,
      firstBlock: 0,
      blockCount: 0,
      payloadOffset: 0,
      extents: noExtents,
      checksumsAt: 0,
      generation,
      sequence,
    });
  }

  /** Writes everything appended since the last call to the journal, in one call. */
  commit(): void {
    if (this.#pending.length === 0) return;
    const payloadPosition = this.journal.commit();
    const base = this.journal.offsetOf(payloadPosition);
    for (const record of this.#pending) {
      if (record.chunk === undefined) continue;
      record.chunk.uncommitted = 0;
      const overlay = this.#overlayOf(record.chunk);
      this.#overlayVersion(overlay, record.chunk, record.flags, record.generation, record.sequence);
      this.#cover(overlay, record, base + record.payloadOffset);
    }
    this.#pending.length = 0;
  }

  /** After a start: applies a record that the journal still holds. */
  replay(record: Record, payloadOffset: number): void {
    if (record.kind === recordKind.SLICE) {
      this.#settled(record.slice, record.acceptedGeneration, record.generation, record.sequence);
      return;
    }
    let chunk = this.cache.find(record.layerId, record.chunkIndex);
    if (chunk === undefined) {
      if (this.directory.slots.mark(record.slot)) this.freshSlots.add(record.slot);
      chunk = this.cache.create(record.layerId, record.chunkIndex, record.slice, record.slot);
    }
    assert(chunk.header.slot === record.slot, 'a record names the slot of its chunk');
    chunk.gone = false;
    const { kind, flags, firstBlock, blockCount, generation, sequence } = record;
    const extents = [...record.extents];
    for (const extent of extents) if (this.directory.extents.mark(extent)) this.freshExtents.add(extent);
    if (kind === recordKind.WRITE) this.#reserve(chunk, firstBlock, blockCount);
    const overlay = this.#overlayOf(chunk);
    this.#numbered(chunk, generation, sequence, flags);
    this.#overlayVersion(overlay, chunk, flags, generation, sequence);
    const view = new DataView(record.checksums.buffer, record.checksums.byteOffset, record.checksums.byteLength);
    this.#cover(
      overlay,
      { chunk, kind, flags, firstBlock, blockCount, payloadOffset: 0, extents, checksumsAt: 0, generation, sequence },
      payloadOffset,
      view,
    );
  }

  /** As `BlockReader.read`: everything that is committed. */
  read(layers: readonly (Chunk | undefined)[], firstBlock: number, blockCount: number, into: Uint8Array): number {
    return this.#reader.read(layers, firstBlock, blockCount, into);
  }

  /** Checksums of the blocks that the last `read` returned. */
  get readChecksums(): Uint32Array {
    return this.#reader.readChecksums;
  }

  /** An overlay for reuse. */
  recycle(overlay: Overlay): void {
    if (this.#overlays.length < pendingOverlayLimit) this.#overlays.push(overlay);
  }

  async close(): Promise<void> {
    await this.directory.close();
    for (const file of [this.files.journal, this.files.data, this.files.headers]) await file.close();
    await this.files.lock.release();
  }

  #appendPart(
    chunk: Chunk,
    firstBlock: number,
    blockCount: number,
    generation: number,
    sequence: number,
    flags: number,
    checksums: DataView,
    checksumsAt: number,
    bytes: Uint8Array,
    extents: readonly number[] | undefined,
    pinned: Pinned | undefined,
  ): void {
    const kind = extents === undefined ? recordKind.WRITE : recordKind.LARGE;
    const table = this.#appendHead(
      chunk,
      kind,
      flags,
      firstBlock,
      blockCount,
      extents?.length ?? 0,
      generation,
      sequence,
    );
    const meta = this.journal.metaView;
    for (let i = 0; i < blockCount; i++)
      meta.setUint32(table + i * 4, checksums.getUint32(checksumsAt + i * 4, true), true);
    let payloadOffset = 0;
    if (extents === undefined) {
      this.#reserve(chunk, firstBlock, blockCount);
      payloadOffset = this.journal.addPayload(bytes, pinned);
    } else {
      for (const [i, extent] of extents.entries()) meta.setUint32(table + (blockCount + i) * 4, extent, true);
      this.#writeExtents(extents, bytes);
    }
    this.#pending.push({
      chunk,
      kind,
      flags,
      firstBlock,
      blockCount,
      payloadOffset,
      extents: extents ?? noExtents,
      checksumsAt: table,
      generation,
      sequence,
    });
  }

  #appendHead(
    chunk: Chunk,
    kind: number,
    flags: number,
    firstBlock: number,
    blockCount: number,
    extentCount: number,
    generation: number,
    sequence: number,
  ): number {
    const at = this.journal.reserve(recordMetaBytes(kind, blockCount, extentCount));
    chunk.uncommitted++;
    const { slot } = chunk.header;
    return writeRecordHead(
      this.journal.metaView,
      at,
      kind,
      flags,
      firstBlock,
      blockCount,
      extentCount,
      slot,
      chunk.slice,
      chunk.layerId,
      chunk.chunkIndex,
      generation,
      sequence,
      0,
    );
  }

  /** Fresh extents for a large write, or undefined when there are not enough: then it is journalled like a small one. */
  #takeExtents(count: number): number[] | undefined {
    if (this.freeExtents < count) return undefined;
    const taken: number[] = [];
    for (let i = 0; i < count; i++) {
      const extent = this.directory.extents.allocate();
      assert(extent >= 0, 'as many extents are free as were counted');
      taken.push(extent);
      this.freshExtents.add(extent);
    }
    return taken;
  }

  /**
   * Writes blocks into fresh extents. A call for each, though they may be neighbours: the page cache keeps what one call
   * wrote in one large folio, and small writes into large folios cost up to three times as much later (docs/performance.md).
   */
  #writeExtents(extents: readonly number[], bytes: Uint8Array): void {
    for (const [index, extent] of extents.entries()) {
      const piece = bytes.subarray(index * extentBytes, (index + 1) * extentBytes);
      this.files.data.writeSync([piece], extent * extentBytes);
    }
    this.journal.dataWritten();
  }

  #reserve(chunk: Chunk, firstBlock: number, blockCount: number): void {
    const last = Math.floor((firstBlock + blockCount - 1) / blocksPerExtent);
    for (let extent = Math.floor(firstBlock / blocksPerExtent); extent <= last; extent++) {
      if (chunk.hasSpaceFor(extent)) continue;
      chunk.reserved |= 1 << extent;
      this.reservedExtents++;
    }
  }

  /** The version that chunk and slice have from this record on. */
  #numbered(chunk: Chunk, generation: number, sequence: number, flags: number): void {
    if ((flags & recordFlag.UNCLEAN) !== 0) {
      chunk.unclean = true;
      return;
    }
    chunk.versionGeneration = generation;
    chunk.versionSequence = sequence;
    if ((flags & recordFlag.CLEAN) !== 0) {
      chunk.unclean = false;
      if ((flags & recordFlag.GONE) !== 0) chunk.gone = true;
      return;
    }
    this.slices.advance(chunk.slice, generation, sequence);
    this.changedSlices.add(chunk.slice);
  }

  #settled(slice: number, acceptedGeneration: number, generation: number, sequence: number): void {
    const row = this.slices.row(slice);
    if (row.versionGeneration !== generation || row.versionSequence !== sequence)
      this.slices.advance(slice, generation, sequence);
    this.slices.settle(slice, acceptedGeneration);
    this.changedSlices.add(slice);
  }

  #overlayOf(chunk: Chunk): Overlay {
    if (chunk.active === undefined) {
      chunk.active = this.#overlays.pop() ?? new Overlay();
      chunk.active.reset();
      this.dirty.add(chunk);
    }
    return chunk.active;
  }

  #overlayVersion(overlay: Overlay, chunk: Chunk, flags: number, generation: number, sequence: number): void {
    this.#rebase(overlay, chunk);
    if ((flags & recordFlag.UNCLEAN) !== 0) overlay.unclean = true;
    else if ((flags & recordFlag.CLEAN) !== 0) overlay.unclean = false;
    overlay.gone = (flags & recordFlag.GONE) !== 0;
    // While unclean the version stays what it was: equal versions must imply equal bytes.
    const kept = (flags & recordFlag.UNCLEAN) !== 0;
    overlay.versionGeneration = kept ? chunk.versionGeneration : generation;
    overlay.versionSequence = kept ? chunk.versionSequence : sequence;
  }

  /** Moves the base version up to what all replicas were known to have when the slice last settled. */
  #rebase(overlay: Overlay, chunk: Chunk): void {
    const { header } = chunk;
    const row = this.slices.row(chunk.slice);
    const settled =
      header.versionGeneration < row.settledGeneration ||
      (header.versionGeneration === row.settledGeneration && header.versionSequence <= row.settledSequence);
    const known = header.baseGeneration === header.versionGeneration && header.baseSequence === header.versionSequence;
    if (!settled || known || overlay.rebased || header.versionGeneration === 0 || chunk.frozen !== undefined) return;
    overlay.rebased = true;
    overlay.baseGeneration = header.versionGeneration;
    overlay.baseSequence = header.versionSequence;
  }

  /** Notes in the overlay where the blocks of a committed record are. */
  #cover(overlay: Overlay, record: Pending, payloadAt: number, checksums: DataView = this.journal.metaView): void {
    const { kind, flags, firstBlock, blockCount, extents, checksumsAt } = record;
    if ((flags & recordFlag.DROP) !== 0) this.#drop(overlay);
    const last = Math.floor((firstBlock + blockCount - 1) / blocksPerExtent);
    for (let extent = Math.floor(firstBlock / blocksPerExtent); extent <= last; extent++)
      overlay.touched |= 1 << extent;
    for (let i = 0; i < blockCount; i++) {
      const block = firstBlock + i;
      if (kind === recordKind.ZERO) {
        overlay.kinds[block] = (flags & recordFlag.INHERIT) !== 0 ? overlayKind.INHERIT : overlayKind.ZERO;
        continue;
      }
      overlay.checksums[block] = checksums.getUint32(checksumsAt + i * 4, true);
      if (kind === recordKind.WRITE) {
        overlay.kinds[block] = overlayKind.JOURNAL;
        overlay.offsets[block] = payloadAt + i * blockBytes;
      } else {
        overlay.kinds[block] = overlayKind.EXTENT;
        overlay.offsets[block] =
          (extents[Math.floor(i / blocksPerExtent)] ?? 0) * extentBytes + (i % blocksPerExtent) * blockBytes;
      }
    }
    for (const [i, extent] of extents.entries()) {
      const index = firstBlock / blocksPerExtent + i;
      const replaced = overlay.extents[index] ?? -1;
      if (replaced >= 0) this.replacedExtents.push(replaced);
      overlay.extents[index] = extent;
    }
  }

  #drop(overlay: Overlay): void {
    overlay.kinds.fill(overlayKind.INHERIT);
    overlay.touched = allExtents;
  }
}
