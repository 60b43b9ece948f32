/** The content of chunks between replicas while a slice settles: lists, sending, applying. */

import type { DataLink } from '../common/data-link.ts';
import { ClusterError } from '../common/errors.ts';
import { checksumsMatch, forwardBytes, frameFlag, readU64 } from '../common/frame.ts';
import type { Pinned } from '../common/host.ts';
import type { ChunkVersion } from '../common/messages.ts';
import { sliceOf } from '../common/placement.ts';
import { blockBytes, blocksPerChunk, blocksPerExtent } from '../common/units.ts';
import type { Chunk } from './chunk.ts';
import { blockState } from './core/block-states.ts';
import { recordFlag } from './core/journal-format.ts';
import type { Engine } from './engine.ts';
import { copyFlags, copyUpdate, sendUpdate } from './mirror-link.ts';

/** Blocks of one COPY frame: whole extents, so that they go straight to fresh ones. */
const blocksPerFrame = 4 * blocksPerExtent;

export function chunkKey(chunk: { readonly layerId: number; readonly chunkIndex: number }): string {
  return `${chunk.layerId}/${chunk.chunkIndex}`;
}

/**
 * The chunks that a device has of some slices, by slice and then by `chunkKey`. Layers of removed volumes are left out;
 * orphaned ones are not, for a volume may be made of them.
 */
export async function listChunks(
  engine: Engine,
  slices: ReadonlySet<number>,
): Promise<Map<number, Map<string, ChunkVersion>>> {
  const lists = new Map<number, Map<string, ChunkVersion>>();
  for (const slice of slices) lists.set(slice, new Map());
  const vtrees = new Map<number, number>();
  for (const volume of engine.map.tables.volume.values()) {
    if (volume.poolId !== engine.options.poolId) continue;
    for (const layerId of [volume.layerId, ...volume.parentLayerIds]) vtrees.set(layerId, volume.vtreeId);
  }
  const sliceCount = engine.pool?.sliceCount ?? 1;
  // What is in memory first: the directory's entries of later checkpoints are then no surprise.
  const inMemory = new Map<string, Chunk>();
  for (const chunk of engine.store.cache) inMemory.set(chunkKey(chunk), chunk);
  for (const chunk of inMemory.values()) {
    if (chunk.gone || !(vtrees.has(chunk.layerId) || engine.isOrphan(chunk.layerId))) continue;
    lists.get(chunk.slice)?.set(chunkKey(chunk), {
      layerId: chunk.layerId,
      chunkIndex: chunk.chunkIndex,
      versionGeneration: chunk.versionGeneration,
      versionSequence: chunk.versionSequence,
      unclean: chunk.unclean,
    });
  }
  for await (const entry of engine.store.directory.entries()) {
    if (inMemory.has(chunkKey(entry))) continue;
    const vtreeId = vtrees.get(entry.layerId);
    if (vtreeId === undefined && !engine.isOrphan(entry.layerId)) continue;
    if (vtreeId !== undefined && !lists.has(sliceOf(vtreeId, entry.chunkIndex, sliceCount))) continue;
    const chunk = engine.store.find(entry.layerId, entry.chunkIndex);
    // Only the header of an orphan knows its slice: its vtree is not in the map.
    const list = chunk === undefined ? undefined : lists.get(chunk.slice);
    if (chunk === undefined || list === undefined) continue;
    const { layerId, chunkIndex, versionGeneration, versionSequence, unclean } = chunk;
    list.set(chunkKey(entry), { layerId, chunkIndex, versionGeneration, versionSequence, unclean });
  }
  return lists;
}

/** Queues all content of a chunk but its end: the receiver's old content is dropped, then filled. */
export function sendContent(engine: Engine, link: DataLink, chunk: Chunk, fence: number): void {
  sendUpdate(link, 0, copyUpdate(chunk, fence, { flags: copyFlags.begin }), undefined, 0, undefined, undefined);
  for (let first = 0; first < blocksPerChunk; ) {
    const state = chunk.stateOf(first);
    let end = first + 1;
    const limit = Math.min(blocksPerChunk, Math.floor(first / blocksPerFrame + 1) * blocksPerFrame);
    while (end < limit && chunk.stateOf(end) === state) end++;
    if (state === blockState.DATA) sendBlocks(engine, link, chunk, fence, first, end - first);
    else if (state === blockState.ZERO) {
      const update = copyUpdate(chunk, fence, { flags: copyFlags.zero, firstBlock: first, blockCount: end - first });
      sendUpdate(link, 0, update, undefined, 0, undefined, undefined);
    }
    first = end;
  }
  engine.counters.chunksCopied++;
  link.flush();
}

function sendBlocks(
  engine: Engine,
  link: DataLink,
  chunk: Chunk,
  fence: number,
  firstBlock: number,
  blockCount: number,
): void {
  const payload = Buffer.allocUnsafe(blockCount * blockBytes);
  engine.store.read([chunk], firstBlock, blockCount, payload);
  const checksums = new DataView(new ArrayBuffer(blockCount * 4));
  for (let i = 0; i < blockCount; i++) checksums.setUint32(i * 4, engine.store.readChecksums[i] ?? 0, true);
  engine.counters.bytesCopied += payload.length;
  sendUpdate(link, 0, copyUpdate(chunk, fence, { flags: 0, firstBlock, blockCount }), checksums, 0, payload, undefined);
}

/** What a FORWARD or COPY frame says, checked; throws `INVALID` or `CORRUPT`. */
export interface Update {
  readonly flags: number;
  readonly fence: number;
  readonly number: number;
  readonly slice: number;
  readonly layerId: number;
  readonly chunkIndex: number;
  readonly firstBlock: number;
  readonly blockCount: number;
  readonly generation: number;
  readonly sequence: number;
  readonly previousGeneration: number;
  readonly previousSequence: number;
  readonly payload: Uint8Array | undefined;
}

export function decodeUpdate(bytes: Buffer, view: DataView, at: number, end: number): Update {
  const payloadStart = view.getUint32(at + 8, true);
  const flags = view.getUint8(at + 13);
  if (payloadStart < forwardBytes) throw new ClusterError('INVALID', 'a forward is shorter than its header');
  const start = view.getUint32(at + 28, true);
  const length = view.getUint32(at + 32, true);
  const firstBlock = start / blockBytes;
  const blockCount = length / blockBytes;
  const hasPayload = (flags & frameFlag.ZERO) === 0 && length > 0;
  const whole =
    Number.isInteger(firstBlock) && Number.isInteger(blockCount) && firstBlock + blockCount <= blocksPerChunk;
  if (
    !whole ||
    end - at - payloadStart !== (hasPayload ? length : 0) ||
    payloadStart !== forwardBytes + (hasPayload ? blockCount * 4 : 0)
  ) {
    throw new ClusterError('INVALID', `a forward of ${length} bytes at ${start} is not of whole blocks`);
  }
  const payload = hasPayload ? bytes.subarray(at + payloadStart, end) : undefined;
  if (payload !== undefined && !checksumsMatch(view, at + forwardBytes, start, payload)) {
    throw new ClusterError('CORRUPT', 'the payload of a forward does not match its checksums');
  }
  return {
    flags,
    fence: view.getUint32(at + 20, true),
    number: view.getUint32(at + 16, true),
    slice: view.getUint32(at + 36, true),
    layerId: readU64(view, at + 40),
    chunkIndex: view.getUint32(at + 24, true),
    firstBlock,
    blockCount,
    generation: view.getUint32(at + 48, true),
    sequence: readU64(view, at + 52),
    previousGeneration: view.getUint32(at + 60, true),
    previousSequence: readU64(view, at + 64),
    payload,
  };
}

/** Applies a COPY frame; room in the journal was made sure of. Throws `NO_SPACE`. */
export function applyCopy(engine: Engine, update: Update, view: DataView, at: number, pinned: Pinned): void {
  const { store } = engine;
  const { flags, layerId, chunkIndex, slice, firstBlock, blockCount, generation, sequence, payload } = update;
  const known = store.find(layerId, chunkIndex);
  if (payload !== undefined && store.extentsNeeded(known, firstBlock, blockCount) > store.freeExtents) {
    throw new ClusterError('NO_SPACE', `device ${engine.options.path} has no room for the copy of a chunk`);
  }
  const chunk = store.findOrCreate(layerId, chunkIndex, slice);
  if (chunk === undefined)
    throw new ClusterError('NO_SPACE', `device ${engine.options.path} has no room for another chunk`);
  if ((flags & frameFlag.BEGIN) !== 0) {
    store.appendZero(chunk, 0, blocksPerChunk, 0, 0, recordFlag.DROP | recordFlag.UNCLEAN | recordFlag.INHERIT);
  }
  if (payload !== undefined) {
    store.appendWrite(
      chunk,
      firstBlock,
      blockCount,
      0,
      0,
      recordFlag.UNCLEAN,
      view,
      at + forwardBytes,
      payload,
      pinned,
    );
  } else if (blockCount > 0) store.appendZero(chunk, firstBlock, blockCount, 0, 0, recordFlag.UNCLEAN);
  if ((flags & frameFlag.END) !== 0) {
    const gone = generation === 0 ? recordFlag.GONE : 0;
    store.appendZero(chunk, 0, 0, generation, sequence, recordFlag.CLEAN | gone);
  }
}

/** Drops a chunk of this device that the source of its slice does not have. */
export function dropChunk(engine: Engine, chunk: Chunk): void {
  const flags = recordFlag.DROP | recordFlag.INHERIT | recordFlag.CLEAN | recordFlag.GONE;
  engine.store.appendZero(chunk, 0, blocksPerChunk, 0, 0, flags);
}
