/**
 * A chunk in memory: its header as the last checkpoint wrote it, and over it what has been journalled since.
 * `active` takes new records; during a checkpoint `frozen` holds what is being applied.
 */

import { blocksPerChunk, blocksPerExtent, extentsPerChunk } from '../common/units.ts';
import { blockState } from './core/block-states.ts';
import type { ChunkHeader } from './core/chunk-header.ts';
import { noExtent } from './core/chunk-header.ts';

/** Where the newest content of a block is, as far as one overlay knows. */
export const overlayKind = {
  NONE: 0,
  /** In the journal file, at `offsets`. */
  JOURNAL: 1,
  /** In the fresh extent of a large write. */
  EXTENT: 2,
  ZERO: 3,
  INHERIT: 4,
} as const;

export class Overlay {
  readonly kinds = new Uint8Array(blocksPerChunk);
  /** JOURNAL: byte offset in the journal file. EXTENT: in the data file. */
  readonly offsets = new Float64Array(blocksPerChunk);
  readonly checksums = new Uint32Array(blocksPerChunk);
  /** Fresh extents that replace the chunk's own; -1 where none. */
  readonly extents = new Int32Array(extentsPerChunk).fill(-1);
  /** Bit k: something is known of extent k; the others need not be looked at. */
  touched = 0;
  versionGeneration = 0;
  versionSequence = 0;
  unclean = false;
  /** The chunk is gone: its slot is freed by the checkpoint. */
  gone = false;
  baseGeneration = 0;
  baseSequence = 0;
  /** The base version moved: changed blocks count from this overlay on. */
  rebased = false;

  /** For reuse. */
  reset(): void {
    this.kinds.fill(0);
    this.extents.fill(-1);
    this.touched = 0;
    this.unclean = false;
    this.gone = false;
    this.rebased = false;
  }
}

/** What a read must know of a write that not every replica has yet. */
export interface UnfinishedWrite {
  readonly firstBlock: number;
  readonly blockCount: number;
}

export class Chunk {
  readonly layerId: number;
  readonly chunkIndex: number;
  readonly slice: number;
  readonly header: ChunkHeader;
  /** Which of the slot's two places holds `header`; the next checkpoint writes the other. -1: neither, it is new. */
  place: number;
  active: Overlay | undefined;
  frozen: Overlay | undefined;
  /** With everything that was appended. */
  versionGeneration: number;
  versionSequence: number;
  unclean: boolean;
  gone = false;
  /** Bit k: space for extent k is reserved until a checkpoint allocates it. */
  reserved = 0;
  /** Writes that are numbered and not yet acknowledged by all replicas. */
  readonly unfinished: UnfinishedWrite[] = [];
  /** Appended records that are not committed: only then do they show in `active`. */
  uncommitted = 0;
  /** Used since the cache looked last. */
  touched = true;

  constructor(header: ChunkHeader, place: number) {
    this.header = header;
    this.place = place;
    this.layerId = header.layerId;
    this.chunkIndex = header.chunkIndex;
    this.slice = header.slice;
    this.versionGeneration = header.versionGeneration;
    this.versionSequence = header.versionSequence;
    this.unclean = header.unclean;
  }

  get evictable(): boolean {
    return (
      this.active === undefined && this.frozen === undefined && this.unfinished.length === 0 && this.uncommitted === 0
    );
  }

  /** State of a block with everything that was committed. */
  stateOf(block: number): number {
    const kind = this.active?.kinds[block] || this.frozen?.kinds[block] || 0;
    switch (kind) {
      case overlayKind.NONE:
        return this.header.states[block] ?? blockState.INHERIT;
      case overlayKind.ZERO:
        return blockState.ZERO;
      case overlayKind.INHERIT:
        return blockState.INHERIT;
      default:
        return blockState.DATA;
    }
  }

  /** Whether data of this extent's blocks has, or will get, a place without a new allocation. */
  hasSpaceFor(extent: number): boolean {
    return (
      this.header.extents[extent] !== noExtent ||
      (this.reserved & (1 << extent)) !== 0 ||
      (this.active?.extents[extent] ?? -1) >= 0 ||
      (this.frozen?.extents[extent] ?? -1) >= 0
    );
  }
}

/** Whether any block of an extent has data in the overlay. */
export function overlayHasData(overlay: Overlay, extent: number): boolean {
  for (let block = extent * blocksPerExtent; block < (extent + 1) * blocksPerExtent; block++) {
    const kind = overlay.kinds[block];
    if (kind === overlayKind.JOURNAL || kind === overlayKind.EXTENT) return true;
  }
  return false;
}
