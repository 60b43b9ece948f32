/** Answers a STATUS: what a range of a chunk consists of, as a read at the same moment would find it. */

import { type RunState, runBytes, writeRun } from '../common/block-runs.ts';
import { blocksTouched, frameKind, headerBytes } from '../common/frame.ts';
import { blockBytes, blocksPerChunk } from '../common/units.ts';
import type { Chunk } from './chunk.ts';
import type { ReadRequest } from './client-session.ts';
import { blockState } from './core/block-states.ts';
import type { Engine } from './engine.ts';
import { chunksOf, waits } from './reading.ts';

/** The runs of the answer that is being made. Turns are not reentrant. */
const lengths = new Uint32Array(blocksPerChunk);
const layers = new Float64Array(blocksPerChunk);
const states: RunState[] = new Array<RunState>(blocksPerChunk).fill('hole');

/**
 * Queues the reply on the client's link and returns true; false when a write of the range is unfinished: then it is tried
 * again when that one is finished, so that no state is told that a failover could take back.
 */
export function answerStatus(engine: Engine, request: ReadRequest): boolean {
  const { session, handle, requestId, generation, chunkIndex, start, length } = request;
  const chunks = chunksOf(engine, handle.layers, chunkIndex);
  const firstBlock = Math.floor(start / blockBytes);
  const blockCount = blocksTouched(start, length);
  const writable = chunks[0];
  if (writable !== undefined && writable.unfinished.length > 0 && waits(request, writable, firstBlock, blockCount)) {
    return false;
  }
  engine.counters.statuses++;
  const count = findRuns(chunks, start, length);
  const { writer } = session.link;
  const frameBytes = headerBytes + runBytes * count;
  const at = writer.open(frameKind.REPLY, 0, 0, requestId, generation, frameBytes, 0, true);
  for (let run = 0; run < count; run++) {
    writeRun(
      writer.view,
      at + headerBytes + run * runBytes,
      lengths[run] ?? 0,
      states[run] ?? 'hole',
      layers[run] ?? 0,
    );
  }
  writer.seal(at);
  return true;
}

/** Fills the runs of [start, start + length); returns how many there are. */
function findRuns(chunks: readonly (Chunk | undefined)[], start: number, length: number): number {
  if (chunks.every((chunk) => chunk === undefined)) {
    lengths[0] = length;
    states[0] = 'hole';
    layers[0] = 0;
    return 1;
  }
  const end = start + length;
  let count = 0;
  for (let at = start; at < end; ) {
    const block = Math.floor(at / blockBytes);
    const blockEnd = Math.min(end, (block + 1) * blockBytes);
    const owner = ownerOf(chunks, block);
    const state = owner === undefined ? 'hole' : owner.stateOf(block) === blockState.DATA ? 'data' : 'zero';
    const layer = owner?.layerId ?? 0;
    if (count > 0 && states[count - 1] === state && layers[count - 1] === layer) {
      lengths[count - 1] = (lengths[count - 1] ?? 0) + blockEnd - at;
    } else {
      lengths[count] = blockEnd - at;
      states[count] = state;
      layers[count] = layer;
      count++;
    }
    at = blockEnd;
  }
  return count;
}

/** The chunk of the first layer that has its own state of the block; undefined when none has. */
function ownerOf(chunks: readonly (Chunk | undefined)[], block: number): Chunk | undefined {
  for (const chunk of chunks) if (chunk !== undefined && chunk.stateOf(block) !== blockState.INHERIT) return chunk;
  return undefined;
}
