/**
 * What writes contain: one long random table, of which each write shows another part. A byte tells with its neighbours
 * which write it is of and where it belongs, so stale, misplaced and invented bytes are all recognised.
 */

import { mib } from '../../common/units.ts';
import { SimRandom } from './world/random.ts';

/** A prime: the part that a write shows at an offset repeats only after so many bytes. */
const period = 65_521;

/** The longest piece that is asked for at once. */
export const longestPiece = mib;

const table = makeTable();
const zeros = Buffer.alloc(longestPiece);

function makeTable(): Buffer {
  const bytes = Buffer.alloc(period + longestPiece);
  new SimRandom('pattern').bytes(bytes.subarray(0, period));
  for (let at = period; at < bytes.length; at += period) bytes.copy(bytes, at, 0, Math.min(period, bytes.length - at));
  return bytes;
}

/** The bytes of write `id` at a volume's offset; `length` up to `longestPiece`. Not to be changed. */
export function patternOf(id: number, offset: number, length: number): Buffer {
  const phase = (((id * 40_503) % period) + (offset % period)) % period;
  return table.subarray(phase, phase + length);
}

/** Not to be changed. */
export function zerosOf(length: number): Buffer {
  return zeros.subarray(0, length);
}
