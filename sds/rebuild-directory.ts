/** Makes a device's directory anew from the chunk headers, which name layer, chunk, extents and version each. */

import type { DiskFile, Host } from '../common/host.ts';
import { extentsPerChunk } from '../common/units.ts';
import {
  type ChunkHeader,
  decodeHeader,
  headerOffset,
  headerPlaceBytes,
  noExtent,
  slotsIn,
  slotsPerGroup,
} from './core/chunk-header.ts';
import type { JournalHeader } from './core/journal-format.ts';
import type { Directory, DirectoryMeta } from './directory.ts';

/** How often the log says how far it is. */
const progressMs = 5_000;

const groupPlacesBytes = slotsPerGroup * headerPlaceBytes;

const neverWritten = Buffer.alloc(headerPlaceBytes);

export interface SlotHeaders {
  readonly slot: number;
  /** The one that counts, if there is one. */
  readonly header: ChunkHeader | undefined;
  /** Per place: it holds something that is no whole header of this slot. */
  readonly damaged: readonly [boolean, boolean];
}

export interface HeaderSource {
  readonly file: DiskFile;
  readonly slotCount: number;
  readonly newestSerial: number;
  readonly formatId: number;
}

/** Both places of every slot, in the order in which they lie, a group a read. */
export async function* readHeaders(source: HeaderSource): AsyncGenerator<SlotHeaders> {
  const { file } = source;
  const slotCount = Math.min(source.slotCount, slotsIn(file.sizeBytes()));
  const places = [Buffer.alloc(groupPlacesBytes), Buffer.alloc(groupPlacesBytes)] as const;
  for (let first = 0; first < slotCount; first += slotsPerGroup) {
    const counts = [
      await read(file, places[0], headerOffset(first, 0)),
      await read(file, places[1], headerOffset(first, 1)),
    ] as const;
    for (let slot = first; slot < Math.min(first + slotsPerGroup, slotCount); slot++) {
      yield headersOf(source, slot, (slot - first) * headerPlaceBytes, places, counts);
    }
  }
}

function headersOf(
  source: HeaderSource,
  slot: number,
  at: number,
  places: readonly [Buffer, Buffer],
  counts: readonly [number, number],
): SlotHeaders {
  let best: ChunkHeader | undefined;
  const damaged: [boolean, boolean] = [false, false];
  for (const place of [0, 1] as const) {
    if (at + headerPlaceBytes > counts[place]) continue;
    const bytes = places[place].subarray(at, at + headerPlaceBytes);
    const header = decodeHeader(bytes, slot);
    if (header === undefined) {
      damaged[place] = !bytes.equals(neverWritten);
      continue;
    }
    if (header.formatId !== source.formatId || header.serial > source.newestSerial) continue;
    if (best === undefined || header.serial > best.serial) best = header;
  }
  return { slot, header: best, damaged };
}

function read(file: DiskFile, into: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    file.read(into, position, (error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

/** Time in proportion to the device, so only when the directory is lost. The directory is empty. */
export async function rebuildDirectory(
  host: Host,
  directory: Directory,
  journalHeader: JournalHeader,
  source: HeaderSource,
): Promise<DirectoryMeta> {
  const { clock, log } = host;
  const startedMs = clock.nowMs();
  let saidMs = startedMs;
  let chunks = 0;
  for await (const { slot, header } of readHeaders(source)) {
    const nowMs = clock.nowMs();
    if (nowMs - saidMs >= progressMs) {
      saidMs = nowMs;
      const ofSlots = Math.min(source.slotCount, slotsIn(source.file.sizeBytes()));
      const leftS = Math.round((((nowMs - startedMs) / (slot + 1)) * (ofSlots - slot)) / 1000);
      log.write('info', 'directory-rebuilding', { headers: source.file.path, slots: slot, ofSlots, chunks, leftS });
    }
    if (header === undefined || header.free) continue;
    chunks++;
    note(directory, header);
  }
  const meta: DirectoryMeta = { serial: journalHeader.serial, tail: journalHeader.tail, mapVersion: 0 };
  await directory.write(meta, [], []);
  log.write('info', 'directory-is-whole', {
    headers: source.file.path,
    chunks,
    extents: directory.extents.used,
    tookMs: Math.round(clock.nowMs() - startedMs),
  });
  return meta;
}

function note(directory: Directory, header: ChunkHeader): void {
  const { layerId, chunkIndex, slice, slot, versionGeneration, versionSequence } = header;
  directory.slots.mark(slot);
  directory.set(layerId, chunkIndex, slot, versionGeneration, versionSequence);
  for (let k = 0; k < extentsPerChunk; k++) {
    const extent = header.extents[k] ?? noExtent;
    if (extent !== noExtent) directory.extents.mark(extent);
  }
  const row = directory.slices.row(slice);
  const newer = versionGeneration - row.versionGeneration || versionSequence - row.versionSequence;
  if (!header.unclean && newer > 0) directory.slices.advance(slice, versionGeneration, versionSequence);
}
