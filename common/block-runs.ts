/**
 * The answer to a STATUS frame: what a range of a chunk consists of, as runs of blocks of one state. Little-endian, behind
 * the header of the REPLY, one after the other from the beginning of the range to its end:
 *
 *    0  u32  bytes of the run (at most a chunk) | state << 24: 0 hole, 1 zero, 2 data
 *    4  u64  layer that the run comes from; 0 for a hole
 */

import { readU64, writeU64 } from './frame.ts';
import { blocksPerChunk } from './units.ts';

/** `hole`: written in no layer; `zero`: zeroed or trimmed in a layer over others; `data`: anything else. */
export type RunState = 'hole' | 'zero' | 'data';

export interface BlockRun {
  readonly lengthBytes: number;
  readonly state: RunState;
  readonly layer: number;
}

export const runBytes = 12;
/** Every block of a chunk may differ from the one before. */
export const maxRuns = blocksPerChunk;

const states: readonly RunState[] = ['hole', 'zero', 'data'];
const lengthMask = 2 ** 24 - 1;

export function writeRun(view: DataView, at: number, lengthBytes: number, state: RunState, layer: number): void {
  view.setUint32(at, lengthBytes + states.indexOf(state) * 2 ** 24, true);
  writeU64(view, at + 4, layer);
}

/** The runs at [at, end); undefined when they are not the states of exactly `lengthBytes` bytes. */
export function decodeRuns(view: DataView, at: number, end: number, lengthBytes: number): BlockRun[] | undefined {
  if ((end - at) % runBytes !== 0 || end - at > maxRuns * runBytes) return undefined;
  const runs: BlockRun[] = [];
  let covered = 0;
  for (let run = at; run < end; run += runBytes) {
    const word = view.getUint32(run, true);
    const length = word & lengthMask;
    const state = states[word >>> 24];
    const layer = readU64(view, run + 4);
    const isSound =
      state !== undefined && length > 0 && Number.isSafeInteger(layer) && (layer === 0) === (state === 'hole');
    if (!isSound) return undefined;
    covered += length;
    runs.push({ lengthBytes: length, state, layer });
  }
  return covered === lengthBytes ? runs : undefined;
}
