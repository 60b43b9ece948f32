/** Goes through all chunk headers of a device: their checksums, the directory's word on them, and every block they name. */

import { crc32c } from '../../common/crc32c.ts';
import type { DiskFile } from '../../common/host.ts';
import { blockBytes, blocksPerExtent, extentBytes, extentsPerChunk } from '../../common/units.ts';
import { blockState } from '../core/block-states.ts';
import { type ChunkHeader, headerOffset } from '../core/chunk-header.ts';
import type { Directory, DirectoryEntry } from '../directory.ts';
import { type HeaderSource, readHeaders, type SlotHeaders } from '../rebuild-directory.ts';
import { type Findings, hex } from './findings.ts';
import { chunkKey, type JournalContent } from './journal-check.ts';
import { chunkName, type References } from './references.ts';

export interface HeadersCheckOptions {
  readonly source: HeaderSource;
  readonly data: DiskFile;
  readonly directory: Directory | undefined;
  readonly journal: JournalContent;
  readonly references: References;
  readonly findings: Findings;
  /** After each chunk. */
  readonly progress: (slot: number) => void;
}

export class HeadersCheck {
  readonly #options: HeadersCheckOptions;
  readonly #extent = Buffer.alloc(extentBytes);
  /** What the directory says, by slot; taken out as its header is met. */
  readonly #entries = new Map<number, DirectoryEntry>();
  blocks = 0;

  constructor(options: HeadersCheckOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { source, directory, findings } = this.#options;
    if (directory !== undefined) await this.#readEntries(directory);
    for await (const headers of readHeaders(source)) await this.#slot(headers);
    for (const { slot, chunkIndex, layerId } of this.#entries.values()) {
      findings.add({
        kind: 'header',
        slot,
        chunk: chunkIndex,
        layer: layerId,
        file: source.file.path,
        offset: headerOffset(slot, 0),
        text: `${chunkName(chunkIndex, layerId)} has no header: slot ${slot}, which the directory names, holds none of its version`,
      });
    }
  }

  async #readEntries(directory: Directory): Promise<void> {
    for await (const entry of directory.entries()) {
      const { slot, chunkIndex, layerId } = entry;
      const other = this.#entries.get(slot);
      this.#entries.set(slot, entry);
      if (other === undefined) continue;
      this.#options.findings.add({
        kind: 'slot',
        slot,
        chunk: chunkIndex,
        layer: layerId,
        text: `slot ${slot} is given by the directory to ${chunkName(chunkIndex, layerId)} and to ${chunkName(other.chunkIndex, other.layerId)}`,
      });
    }
  }

  async #slot({ slot, header, damaged }: SlotHeaders): Promise<void> {
    const { source, findings, directory, progress } = this.#options;
    for (const place of [0, 1] as const) {
      if (!damaged[place]) continue;
      const offset = headerOffset(slot, place);
      findings.add({
        kind: 'header',
        slot,
        file: source.file.path,
        offset,
        text: `place ${place} of header slot ${slot}, at byte ${offset} of ${source.file.path}, does not match its checksum`,
      });
    }
    if (directory !== undefined && directory.slots.has(slot) !== (header !== undefined && !header.free)) {
      const word = directory.slots.has(slot) ? 'used, and it holds no chunk' : 'free, and it holds a chunk';
      findings.add({ kind: 'slot', slot, text: `header slot ${slot} is called ${word}` });
    }
    if (header === undefined || header.free) return;
    if (directory !== undefined) this.#compare(header);
    await this.#chunk(header);
    progress(slot);
  }

  #compare(header: ChunkHeader): void {
    const { slot, chunkIndex, layerId } = header;
    const entry = this.#entries.get(slot);
    const says = (generation: number, sequence: number): string => `version (${generation},${sequence})`;
    const found = says(header.versionGeneration, header.versionSequence);
    const about = { kind: 'directory', slot, chunk: chunkIndex, layer: layerId, found } as const;
    const name = `${chunkName(chunkIndex, layerId)} (slot ${slot})`;
    if (entry === undefined || entry.layerId !== layerId || entry.chunkIndex !== chunkIndex) {
      this.#options.findings.add({ ...about, text: `${name} has a header, and the directory does not know it` });
      return;
    }
    this.#entries.delete(slot);
    const expected = says(entry.generation, entry.sequence);
    if (expected === found) return;
    const text = `the header of ${name} is of ${found}, and the directory says ${expected}: the header is an older one`;
    this.#options.findings.add({ ...about, expected, text });
  }

  async #chunk(header: ChunkHeader): Promise<void> {
    const { references, journal, findings } = this.#options;
    const { slot, chunkIndex, layerId } = header;
    const covered = journal.covered.get(chunkKey(layerId, chunkIndex));
    const isThere = references.note(header);
    for (let k = 0; k < extentsPerChunk; k++) {
      const first = k * blocksPerExtent;
      const wanted: number[] = [];
      for (let block = first; block < first + blocksPerExtent; block++)
        if (header.states[block] === blockState.DATA && covered?.[block] !== 1) wanted.push(block);
      const [block] = wanted;
      if (block === undefined) continue;
      if (isThere[k] === true) await this.#blocks(header, header.extents[k] ?? 0, first, wanted);
      else {
        const text = `block ${block} of ${chunkName(chunkIndex, layerId)} (slot ${slot}) holds data, and the chunk has no extent for it`;
        findings.add({ kind: 'header', slot, chunk: chunkIndex, layer: layerId, block, text });
      }
    }
  }

  async #blocks(header: ChunkHeader, extent: number, first: number, wanted: readonly number[]): Promise<void> {
    const { data, findings } = this.#options;
    const { slot, chunkIndex, layerId } = header;
    const bytes = this.#extent;
    const outcome = await read(data, bytes, extent * extentBytes);
    for (const block of wanted) {
      this.blocks++;
      const at = (block - first) * blockBytes;
      const offset = extent * extentBytes + at;
      const expected = header.checksums[block] ?? 0;
      const isRead = typeof outcome === 'number' && at + blockBytes <= outcome;
      const found = isRead ? crc32c(bytes.subarray(at, at + blockBytes)) : undefined;
      if (found === expected) continue;
      const why =
        found !== undefined
          ? `has checksum ${hex(found)} instead of ${hex(expected)}`
          : `cannot be read: ${typeof outcome === 'number' ? 'the file ends before it' : outcome.message}`;
      findings.add({
        kind: 'data',
        chunk: chunkIndex,
        layer: layerId,
        block,
        slot,
        extent,
        file: data.path,
        offset,
        expected: hex(expected),
        ...(found === undefined ? {} : { found: hex(found) }),
        text: `block ${block} of ${chunkName(chunkIndex, layerId)}, at byte ${offset} of ${data.path}, ${why}`,
      });
    }
  }
}

/** Bytes read, or why it failed: a disk with a bad place is checked to its end. */
function read(file: DiskFile, into: Uint8Array, position: number): Promise<number | Error> {
  return new Promise((resolve) => {
    file.read(into, position, (error, count) => resolve(error ?? count));
  });
}
