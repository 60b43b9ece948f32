/**
 * Moves what the journal holds into extents and headers, so that its space can be used again. The order of the steps is
 * the crash safety of the device: docs/data-layout.md, Checkpoint.
 */

import { assert, must } from '../common/assert.ts';
import type { Clock, CopyRange, DiskFile, Log } from '../common/host.ts';
import { blockBytes, blocksPerChunk, blocksPerExtent, extentBytes, extentsPerChunk } from '../common/units.ts';
import { type Chunk, type Overlay, overlayHasData, overlayKind } from './chunk.ts';
import { blockState } from './core/block-states.ts';
import { encodeHeader, headerOffset, headerPlaceBytes, noExtent } from './core/chunk-header.ts';
import type { SliceRow } from './core/slice-table.ts';
import { datasync } from './datasync.ts';
import type { DeviceStore } from './device-store.ts';

/** Headers encoded and written in one turn of the event loop: about 100 us. */
const headersPerWrite = 32;
/** Synchronous calls (holes) made in one turn of the event loop. */
const callsPerTurn = 32;

/** A block's extent in its chunk is its number shifted so far. */
const extentShift = Math.log2(blocksPerExtent);

interface Frozen {
  readonly end: number;
  readonly chunks: readonly Chunk[];
  readonly rows: readonly SliceRow[];
  /** Freed by this checkpoint, given to the allocator when it is complete: hold no data any more, or were replaced. */
  readonly emptiedExtents: number[];
  readonly replacedExtents: number[];
  readonly goneChunks: Chunk[];
  /** Byte ranges of retained extents that hold no data any more. */
  readonly holes: (readonly [position: number, length: number])[];
}

/** One at a time for a store; `run` rejects when the device fails, and the engine stops then. */
export class Checkpointer {
  readonly #store: DeviceStore;
  readonly #clock: Clock;
  readonly #log: Log;
  #running: Promise<void> | undefined;
  /** Memory for headers on their way out, used again for each write. */
  readonly #headerPlaces = Array.from({ length: headersPerWrite }, () => Buffer.alloc(headerPlaceBytes));

  constructor(store: DeviceStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Checkpoints everything that is committed now; a call during another one waits for that and its own. */
  async run(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    const own = this.#checkpoint();
    this.#running = own;
    try {
      await own;
    } finally {
      this.#running = undefined;
    }
  }

  async #checkpoint(): Promise<void> {
    const store = this.#store;
    const { journal, files, directory } = store;
    store.commit();
    if (journal.end === journal.tail && store.dirty.size === 0 && store.changedSlices.size === 0) return;
    const step = this.#stopwatch();
    const frozen = this.#freeze();
    await new Promise<void>((resolve) => journal.whenStable(resolve));
    const stableMs = step();
    const ranges = this.#place(frozen);
    const placeMs = step();
    await copy(files.journal, files.data, ranges);
    const copyMs = step();
    const serial = journal.serial + 1;
    await this.#writeHeaders(frozen, serial);
    const headersMs = step();
    for (const chunk of frozen.chunks) {
      const { header } = chunk;
      directory.set(
        chunk.layerId,
        chunk.chunkIndex,
        header.free ? -1 : header.slot,
        header.versionGeneration,
        header.versionSequence,
      );
    }
    for (const row of frozen.rows) directory.slices.copy(row);
    const hiddenSlots = [...store.freshSlots, ...frozen.goneChunks.map((chunk) => chunk.header.slot)];
    const meta = { serial, tail: frozen.end, mapVersion: store.mapVersion };
    await directory.write(
      meta,
      [...store.freshExtents, ...frozen.emptiedExtents, ...frozen.replacedExtents],
      hiddenSlots,
    );
    await new Promise<void>((resolve) => journal.advanceTail(serial, frozen.end, resolve));
    const directoryMs = step();
    await this.#release(frozen);
    const chunks = frozen.chunks.length;
    const releaseMs = step();
    this.#log.write('debug', 'checkpoint', {
      serial,
      chunks,
      ranges: ranges.length,
      stableMs,
      placeMs,
      copyMs,
      headersMs,
      directoryMs,
      releaseMs,
    });
  }

  /** Milliseconds since the last call of what it returns. */
  #stopwatch(): () => number {
    let lastMs = this.#clock.nowMs();
    return () => {
      const nowMs = this.#clock.nowMs();
      const passedMs = Math.round(nowMs - lastMs);
      lastMs = nowMs;
      return passedMs;
    };
  }

  /** From here on new records go to new overlays. */
  #freeze(): Frozen {
    const store = this.#store;
    const chunks = [...store.dirty].sort((a, b) => a.layerId - b.layerId || a.chunkIndex - b.chunkIndex);
    for (const chunk of chunks) {
      assert(chunk.frozen === undefined, 'one checkpoint runs at a time');
      chunk.frozen = chunk.active;
      chunk.active = undefined;
    }
    const rows = [...store.changedSlices].map((slice) => ({
      ...store.slices.row(slice),
      history: [...store.slices.row(slice).history],
    }));
    const { replacedExtents } = store;
    store.dirty = new Set();
    store.changedSlices = new Set();
    store.freshExtents = new Set();
    store.freshSlots = new Set();
    store.replacedExtents = [];
    return { end: store.journal.end, chunks, rows, emptiedExtents: [], replacedExtents, goneChunks: [], holes: [] };
  }

  /** Decides where each frozen block belongs and updates the headers in memory; returns what must be copied. */
  #place(frozen: Frozen): CopyRange[] {
    this.#store.commit();
    const ranges: CopyRange[] = [];
    for (const chunk of frozen.chunks) {
      const overlay = chunk.frozen;
      assert(overlay !== undefined, 'a frozen chunk has a frozen overlay');
      const wanted = overlay.touched | chunk.reserved;
      for (let extent = 0; extent < extentsPerChunk; extent++)
        if ((wanted & (1 << extent)) !== 0) this.#placeExtent(frozen, chunk, overlay, extent, ranges);
      applyOverlay(chunk, overlay);
      chunk.header.free = overlay.gone && chunk.active === undefined;
      if (chunk.header.free) frozen.goneChunks.push(chunk);
    }
    return ranges;
  }

  #placeExtent(frozen: Frozen, chunk: Chunk, overlay: Overlay, extent: number, ranges: CopyRange[]): void {
    const { header } = chunk;
    const old = header.extents[extent] ?? noExtent;
    const fresh = overlay.extents[extent] ?? -1;
    if (fresh >= 0) {
      if (old !== noExtent) frozen.replacedExtents.push(old);
      header.extents[extent] = fresh;
    }
    const first = extent * blocksPerExtent;
    let hasData = false;
    for (let block = first; block < first + blocksPerExtent; block++) {
      const kind = overlay.kinds[block] ?? 0;
      const wasData = header.states[block] === blockState.DATA && fresh < 0;
      if (kind === overlayKind.JOURNAL) {
        const target = this.#extentFor(chunk, extent) * extentBytes + (block - first) * blockBytes;
        addRange(ranges, overlay.offsets[block] ?? 0, target);
      } else if (wasData && (kind === overlayKind.ZERO || kind === overlayKind.INHERIT)) {
        addHole(frozen, (header.extents[extent] ?? 0) * extentBytes + (block - first) * blockBytes);
      }
      if (kind === overlayKind.JOURNAL || kind === overlayKind.EXTENT || (kind === overlayKind.NONE && wasData))
        hasData = true;
    }
    const awaited = chunk.active !== undefined && overlayHasData(chunk.active, extent);
    const own = header.extents[extent] ?? noExtent;
    if ((own !== noExtent || !awaited) && (chunk.reserved & (1 << extent)) !== 0) this.#unreserve(chunk, extent);
    if (own !== noExtent && !hasData && !awaited) {
      frozen.emptiedExtents.push(own);
      header.extents[extent] = noExtent;
    }
  }

  #extentFor(chunk: Chunk, extent: number): number {
    const own = chunk.header.extents[extent] ?? noExtent;
    if (own !== noExtent) return own;
    const taken = this.#store.directory.extents.allocate();
    assert(taken >= 0, 'space for a numbered write was reserved');
    chunk.header.extents[extent] = taken;
    return taken;
  }

  #unreserve(chunk: Chunk, extent: number): void {
    chunk.reserved &= ~(1 << extent);
    this.#store.reservedExtents--;
  }

  /** Headers of neighbouring slots go out together. */
  async #writeHeaders(frozen: Frozen, serial: number): Promise<void> {
    const { headers } = this.#store.files;
    const sorted = frozen.chunks
      .map((chunk) => ({ chunk, offset: headerOffset(chunk.header.slot, otherPlace(chunk)) }))
      .sort((a, b) => a.offset - b.offset);
    for (let from = 0; from < sorted.length; ) {
      const start = sorted[from]?.offset ?? 0;
      const places: Uint8Array[] = [];
      while (places.length < headersPerWrite && sorted[from]?.offset === start + places.length * headerPlaceBytes) {
        const { chunk } = must(sorted[from], 'a chunk to write');
        chunk.header.serial = serial;
        const place = must(this.#headerPlaces[places.length], 'memory for a header');
        encodeHeader(chunk.header, place);
        places.push(place);
        from++;
      }
      headers.writeSync(places, start);
      await this.#nextTurn();
    }
    if (sorted.length > 0) await datasync(headers);
  }

  /** The checkpoint is complete: what it freed may be used again. */
  async #release(frozen: Frozen): Promise<void> {
    const store = this.#store;
    const { data } = store.files;
    for (const chunk of frozen.chunks) {
      chunk.place = otherPlace(chunk);
      if (chunk.frozen !== undefined) store.recycle(chunk.frozen);
      chunk.frozen = undefined;
    }
    for (const chunk of frozen.goneChunks) {
      if (!chunk.gone) continue;
      store.directory.slots.free(chunk.header.slot);
      store.cache.forget(chunk);
    }
    let calls = 0;
    for (const [position, length] of frozen.holes) {
      data.punchHole(position, length);
      if (++calls % callsPerTurn === 0) await this.#nextTurn();
    }
    const { extents } = store.directory;
    // Space that was overwritten will be wanted again; what was trimmed goes back to the file system.
    const punched = frozen.replacedExtents.filter((extent) => !extents.recycle(extent));
    for (const extent of [...punched, ...frozen.emptiedExtents]) {
      data.punchHole(extent * extentBytes, extentBytes);
      extents.free(extent);
      if (++calls % callsPerTurn === 0) await this.#nextTurn();
    }
  }

  #nextTurn(): Promise<void> {
    return new Promise((resolve) => this.#clock.afterTurn(resolve));
  }
}

function otherPlace(chunk: Chunk): number {
  return chunk.place === 0 ? 1 : 0;
}

/** Brings states, checksums, versions and changed blocks of the header up to the overlay. */
function applyOverlay(chunk: Chunk, overlay: Overlay): void {
  const { header } = chunk;
  if (overlay.rebased) {
    header.baseGeneration = overlay.baseGeneration;
    header.baseSequence = overlay.baseSequence;
    header.changed.fill(0);
  }
  for (let block = 0; block < blocksPerChunk; block++) {
    if ((overlay.touched & (1 << (block >> extentShift))) === 0) {
      block |= blocksPerExtent - 1;
      continue;
    }
    const kind = overlay.kinds[block] ?? 0;
    if (kind === overlayKind.NONE) continue;
    header.changed[block >> 3] = (header.changed[block >> 3] ?? 0) | (1 << (block & 7));
    if (kind === overlayKind.ZERO) header.states[block] = blockState.ZERO;
    else if (kind === overlayKind.INHERIT) header.states[block] = blockState.INHERIT;
    else {
      header.states[block] = blockState.DATA;
      header.checksums[block] = overlay.checksums[block] ?? 0;
    }
  }
  header.versionGeneration = overlay.versionGeneration;
  header.versionSequence = overlay.versionSequence;
  header.unclean = overlay.unclean;
}

/** Adds a block to be copied, joined to the range before it where both sides go on. */
function addRange(ranges: CopyRange[], from: number, to: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.from + last.length === from && last.to + last.length === to) {
    ranges[ranges.length - 1] = { from: last.from, to: last.to, length: last.length + blockBytes };
  } else ranges.push({ from, to, length: blockBytes });
}

function addHole(frozen: Frozen, position: number): void {
  const last = frozen.holes.at(-1);
  if (last !== undefined && last[0] + last[1] === position)
    frozen.holes[frozen.holes.length - 1] = [last[0], last[1] + blockBytes];
  else frozen.holes.push([position, blockBytes]);
}

async function copy(source: DiskFile, target: DiskFile, ranges: readonly CopyRange[]): Promise<void> {
  if (ranges.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    target.copyFrom(source, ranges, (error) => (error === null ? resolve() : reject(error)));
  });
  await datasync(target);
}
