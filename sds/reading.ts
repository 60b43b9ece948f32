/** Answers a read: verified blocks straight into the frame that leaves. */

import { crc32c } from '../common/crc32c.ts';
import { blocksTouched, frameFlag, frameKind, headerBytes } from '../common/frame.ts';
import { blockBytes, chunkBytes } from '../common/units.ts';
import type { Chunk } from './chunk.ts';
import type { ReadRequest } from './client-session.ts';
import type { Engine } from './engine.ts';
import { WriteOperation } from './write-operation.ts';

/** One chunk: reads that are not of whole blocks pass through it. Turns are not reentrant. */
const scratch = Buffer.alloc(chunkBytes);

/** The chunk in each layer of the volume, writable layer first. */
export function chunksOf(engine: Engine, layers: readonly number[], chunkIndex: number): (Chunk | undefined)[] {
  const chunks: (Chunk | undefined)[] = [];
  for (const layerId of layers) chunks.push(engine.store.find(layerId, chunkIndex));
  return chunks;
}

/**
 * Queues the reply on the client's link and returns true; false when the read met an unfinished write: it is tried again
 * when that one is finished. Throws `CORRUPT`.
 */
export function answerRead(engine: Engine, read: ReadRequest): boolean {
  const { session, handle, requestId, generation, chunkIndex, start, length } = read;
  const chunks = chunksOf(engine, handle.layers, chunkIndex);
  const firstBlock = Math.floor(start / blockBytes);
  const blockCount = blocksTouched(start, length);
  const { writer } = session.link;
  const payloadStart = headerBytes + 4 * blockCount;
  const at = writer.open(frameKind.REPLY, 0, 0, requestId, generation, payloadStart, length, true);
  const payload = writer.bytes.subarray(at + payloadStart, at + payloadStart + length);
  const whole = length === blockCount * blockBytes;
  let dataBlocks = 0;
  try {
    dataBlocks = engine.store.read(chunks, firstBlock, blockCount, whole ? payload : scratch);
  } catch (error) {
    writer.abandon(at);
    throw error;
  }
  const writable = chunks[0];
  if (writable !== undefined && writable.unfinished.length > 0 && waits(read, writable, firstBlock, blockCount)) {
    writer.abandon(at);
    return false;
  }
  engine.counters.reads++;
  engine.counters.readBytes += length;
  if (dataBlocks === 0) {
    writer.abandon(at);
    writer.seal(writer.open(frameKind.REPLY, frameFlag.ZERO, 0, requestId, generation, headerBytes, 0, true));
    return true;
  }
  const { view } = writer;
  const { readChecksums } = engine.store;
  if (!whole) scratch.copy(payload, 0, start % blockBytes, (start % blockBytes) + length);
  for (let i = 0; i < blockCount; i++) view.setUint32(at + headerBytes + i * 4, readChecksums[i] ?? 0, true);
  if (!whole) partialChecksums(view, at + headerBytes, start, payload);
  writer.seal(at);
  return true;
}

/** The first and last block of the range are covered in part: their checksums are of the part. */
function partialChecksums(view: DataView, tableAt: number, start: number, payload: Uint8Array): void {
  const headEnd = Math.min(payload.length, blockBytes - (start % blockBytes));
  view.setUint32(tableAt, crc32c(payload.subarray(0, headEnd)), true);
  const tail = (start + payload.length) % blockBytes;
  if (payload.length <= headEnd || tail === 0) return;
  const last = blocksTouched(start, payload.length) - 1;
  view.setUint32(tableAt + last * 4, crc32c(payload.subarray(payload.length - tail)), true);
}

/** Hands the request to the first unfinished write that touches its range. */
export function waits(read: ReadRequest, chunk: Chunk, firstBlock: number, blockCount: number): boolean {
  for (const write of chunk.unfinished) {
    if (write.firstBlock >= firstBlock + blockCount || firstBlock >= write.firstBlock + write.blockCount) continue;
    if (write instanceof WriteOperation) {
      write.waitingReads ??= [];
      write.waitingReads.push(read);
    }
    return true;
  }
  return false;
}
