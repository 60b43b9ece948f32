/** Who uses which extent and slot, against what the directory's bitmaps say: used twice, leaked, or used and called free. */

import { extentBytes } from '../../common/units.ts';
import type { ChunkHeader } from '../core/chunk-header.ts';
import { noExtent } from '../core/chunk-header.ts';
import { recordKind } from '../core/journal-format.ts';
import type { Directory } from '../directory.ts';
import type { RecoveredRecord } from '../recovery.ts';
import type { Findings } from './findings.ts';

export function chunkName(chunkIndex: number, layerId: number): string {
  return `chunk ${chunkIndex} of layer ${layerId}`;
}

export class References {
  /** Slot + 1 of the header that has the extent; 0: nobody. */
  readonly #owners: Uint32Array;
  readonly #names = new Map<number, string>();
  readonly #findings: Findings;
  readonly #dataPath: string;
  /** Chunk headers that count. */
  chunks = 0;
  extents = 0;

  constructor(extentCount: number, dataPath: string, findings: Findings) {
    this.#owners = new Uint32Array(extentCount);
    this.#dataPath = dataPath;
    this.#findings = findings;
  }

  /** Notes the extents of a header that counts; false for those that it cannot have. */
  note(header: ChunkHeader): boolean[] {
    const { slot, chunkIndex, layerId } = header;
    this.chunks++;
    return Array.from(header.extents, (extent) => {
      if (extent === noExtent) return false;
      const name = chunkName(chunkIndex, layerId);
      const about = { kind: 'extent', chunk: chunkIndex, layer: layerId, slot, extent } as const;
      if (extent >= this.#owners.length) {
        const text = `${name} (slot ${slot}) names extent ${extent}, and the device has ${this.#owners.length}`;
        this.#findings.add({ ...about, text });
        return false;
      }
      this.extents++;
      const other = this.#owners[extent] ?? 0;
      if (other !== 0) {
        const text = `extent ${extent}, at byte ${extent * extentBytes} of ${this.#dataPath}, is named by ${name} (slot ${slot}) and by slot ${other - 1}`;
        this.#findings.add({ ...about, file: this.#dataPath, offset: extent * extentBytes, text });
        return true;
      }
      this.#owners[extent] = slot + 1;
      return true;
    });
  }

  /** Large writes of the journal lie in extents that nobody else has yet. */
  noteRecords(records: readonly RecoveredRecord[]): void {
    for (const { record, position } of records) {
      if (record.kind === recordKind.SLICE) continue;
      const { chunkIndex, layerId, slot } = record;
      const name = `the journal's record at position ${position}, of ${chunkName(chunkIndex, layerId)},`;
      for (const extent of record.extents) {
        const owner = extent < this.#owners.length ? (this.#owners[extent] ?? 0) : undefined;
        const before = this.#names.get(extent);
        this.#names.set(extent, name);
        const conflict =
          owner === undefined ? 'which the device has not' : owner > 0 ? `which slot ${owner - 1} has` : '';
        const text = conflict || (before === undefined ? '' : `which ${before} has too`);
        if (text === '') continue;
        this.#findings.add({
          kind: 'extent',
          chunk: chunkIndex,
          layer: layerId,
          slot,
          extent,
          text: `${name} names extent ${extent}, ${text}`,
        });
      }
    }
  }

  /** The bitmap is of the last checkpoint, as the headers are. */
  compare(directory: Directory): void {
    for (let extent = 0; extent < this.#owners.length; extent++) {
      const owner = this.#owners[extent] ?? 0;
      if (directory.extents.has(extent) === owner > 0) continue;
      const at = `at byte ${extent * extentBytes} of ${this.#dataPath},`;
      this.#findings.add({
        kind: 'extent',
        extent,
        file: this.#dataPath,
        offset: extent * extentBytes,
        ...(owner > 0 ? { slot: owner - 1 } : {}),
        text:
          owner > 0
            ? `extent ${extent}, ${at} is named by slot ${owner - 1}, and the directory calls it free: it may be given away`
            : `extent ${extent}, ${at} is leaked: the directory calls it used, and no header names it`,
      });
    }
  }
}
