/** What a device knows of each slice it holds, as of a checkpoint or (in the engine's own copy) now. */

import { ClusterError } from '../../common/errors.ts';
import { readU64, writeU64 } from '../../common/frame.ts';

/** Past generations whose last version is kept, so that a returning replica can be placed in the history. */
export const keptGenerations = 64;
export const rowsPerPage = 256;

export interface SliceRow {
  readonly slice: number;
  /** The highest generation this device has settled in. */
  generation: number;
  versionGeneration: number;
  versionSequence: number;
  /** At this version all replicas were equal and stable. */
  settledGeneration: number;
  settledSequence: number;
  /** (generation, last sequence in it), oldest first. */
  history: (readonly [generation: number, sequence: number])[];
}

/**
 * Whether the row was rebuilt from chunk headers and has not been settled since: its version is the highest of the chunks
 * that are there, which is no promise that all are.
 */
export function isSuspect(row: SliceRow): boolean {
  return row.generation === 0 && row.versionGeneration !== 0;
}

export class SliceTable {
  readonly #rows = new Map<number, SliceRow>();
  readonly #dirty = new Set<number>();

  /** The row of a slice, made empty at first use. */
  row(slice: number): SliceRow {
    let row = this.#rows.get(slice);
    if (row === undefined) {
      row = {
        slice,
        generation: 0,
        versionGeneration: 0,
        versionSequence: 0,
        settledGeneration: 0,
        settledSequence: 0,
        history: [],
      };
      this.#rows.set(slice, row);
    }
    return row;
  }

  rows(): IterableIterator<SliceRow> {
    return this.#rows.values();
  }

  /** Raises the version of a slice; the last one of a generation that ends becomes history. */
  advance(slice: number, generation: number, sequence: number): void {
    const row = this.row(slice);
    if (generation !== row.versionGeneration && row.versionGeneration !== 0) {
      row.history.push([row.versionGeneration, row.versionSequence]);
      if (row.history.length > keptGenerations) row.history.shift();
    }
    row.versionGeneration = generation;
    row.versionSequence = sequence;
    this.#dirty.add(Math.floor(slice / rowsPerPage));
  }

  /** Notes that all replicas were equal at the row's version under this generation. */
  settle(slice: number, acceptedGeneration: number): void {
    const row = this.row(slice);
    row.generation = acceptedGeneration;
    row.settledGeneration = row.versionGeneration;
    row.settledSequence = row.versionSequence;
    this.#dirty.add(Math.floor(slice / rowsPerPage));
  }

  /** Copies a row from another table. */
  copy(row: SliceRow): void {
    this.#rows.set(row.slice, { ...row, history: [...row.history] });
    this.#dirty.add(Math.floor(row.slice / rowsPerPage));
  }

  /** Throws `DAMAGED` for bytes that are no page: the directory is then rebuilt from the chunk headers. */
  load(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; ) {
      const historyLength = at + 36 <= bytes.length ? view.getUint32(at + 32, true) : Number.POSITIVE_INFINITY;
      if (historyLength > keptGenerations || at + 36 + historyLength * 12 > bytes.length)
        throw new ClusterError('DAMAGED', `a page of the slice table is cut short at byte ${at} of ${bytes.length}`);
      const history: [number, number][] = [];
      for (let i = 0; i < historyLength; i++) {
        history.push([view.getUint32(at + 36 + i * 12, true), readU64(view, at + 40 + i * 12)]);
      }
      const slice = view.getUint32(at, true);
      this.#rows.set(slice, {
        slice,
        generation: view.getUint32(at + 4, true),
        versionGeneration: view.getUint32(at + 8, true),
        versionSequence: readU64(view, at + 12),
        settledGeneration: view.getUint32(at + 20, true),
        settledSequence: readU64(view, at + 24),
        history,
      });
      at += 36 + historyLength * 12;
    }
  }

  /** Pages of rows that changed since the last call. */
  takeDirty(): (readonly [page: number, bytes: Uint8Array])[] {
    const pages = [...this.#dirty].map((page) => [page, this.#encode(page)] as const);
    this.#dirty.clear();
    return pages;
  }

  #encode(page: number): Uint8Array {
    const rows: SliceRow[] = [];
    for (let slice = page * rowsPerPage; slice < (page + 1) * rowsPerPage; slice++) {
      const row = this.#rows.get(slice);
      if (row !== undefined) rows.push(row);
    }
    const bytes = new Uint8Array(rows.reduce((total, row) => total + 36 + row.history.length * 12, 0));
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (const row of rows) {
      view.setUint32(at, row.slice, true);
      view.setUint32(at + 4, row.generation, true);
      view.setUint32(at + 8, row.versionGeneration, true);
      writeU64(view, at + 12, row.versionSequence);
      view.setUint32(at + 20, row.settledGeneration, true);
      writeU64(view, at + 24, row.settledSequence);
      view.setUint32(at + 32, row.history.length, true);
      at += 36;
      for (const [generation, sequence] of row.history) {
        view.setUint32(at, generation, true);
        writeU64(view, at + 4, sequence);
        at += 12;
      }
    }
    return bytes;
  }
}
