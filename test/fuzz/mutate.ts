/** Makes new inputs of old ones: flips, splices, lengths that break things. All chance is the caller's. */

import { must } from '../../common/assert.ts';
import type { SimRandom } from '../simulation/world/random.ts';

/** Numbers at the edges of what fields hold: signs, widths, blocks, chunks. */
const interesting = [
  0,
  1,
  2,
  7,
  8,
  16,
  24,
  32,
  64,
  127,
  128,
  255,
  256,
  511,
  512,
  1023,
  4095,
  4096,
  4097,
  32_767,
  32_768,
  65_535,
  65_536,
  1_048_575,
  1_048_576,
  1_048_577,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 2,
  2 ** 32 - 1,
];

export interface MutateOptions {
  readonly random: SimRandom;
  /** Inputs to splice with. */
  readonly corpus: readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
  readonly longestBytes: number;
}

type Mutation = (bytes: Buffer, options: MutateOptions) => Buffer;

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setByte,
  setNumber,
  setNumber,
  setNumber,
  addToNumber,
  insertRandom,
  removeRange,
  repeatRange,
  moveRange,
  splice,
  splice,
  insertWord,
];

/** A mutant of `input`, at most `longestBytes` long; one to eight changes. */
export function mutate(input: Uint8Array, options: MutateOptions): Buffer {
  const { random, longestBytes } = options;
  let bytes: Buffer = Buffer.from(input);
  for (let left = 1 << Math.floor(random.fraction() * 4); left > 0; left--) {
    const mutation = must(mutations[index(random, mutations.length)], 'a mutation');
    bytes = mutation(bytes, options);
  }
  return bytes.length > longestBytes ? bytes.subarray(0, longestBytes) : bytes;
}

function index(random: SimRandom, length: number): number {
  return Math.min(length - 1, Math.floor(random.fraction() * length));
}

/** A piece of `length` bytes, often short. */
function range(random: SimRandom, length: number): readonly [start: number, end: number] {
  const start = index(random, length + 1);
  const longest = random.fraction() < 0.7 ? Math.min(64, length - start) : length - start;
  return [start, start + index(random, longest + 1)];
}

function flipBit(bytes: Buffer, { random }: MutateOptions): Buffer {
  if (bytes.length === 0) return bytes;
  const at = index(random, bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << index(random, 8));
  return bytes;
}

function setByte(bytes: Buffer, { random }: MutateOptions): Buffer {
  if (bytes.length > 0) bytes[index(random, bytes.length)] = random.uint32() & 0xff;
  return bytes;
}

/** A field of one, two, four or eight bytes gets a number at an edge, in either order of bytes. */
function setNumber(bytes: Buffer, { random }: MutateOptions): Buffer {
  const width = 1 << index(random, 4);
  if (bytes.length < width) return bytes;
  // Headers are aligned; payloads care little.
  const step = random.fraction() < 0.7 ? Math.min(width, 4) : 1;
  const at = index(random, Math.floor((bytes.length - width) / step) + 1) * step;
  const value = must(interesting[index(random, interesting.length)], 'a number');
  const field = Buffer.alloc(8);
  if (random.fraction() < 0.5) field.writeUInt32LE(value);
  else field.writeUInt32LE(2 ** 32 - value > 0xffff_ffff ? 0 : 2 ** 32 - value);
  if (width === 8 && random.fraction() < 0.5) field.writeUInt32LE(value, 4);
  const piece = field.subarray(0, width);
  bytes.set(random.fraction() < 0.5 ? piece : piece.toReversed(), at);
  return bytes;
}

function addToNumber(bytes: Buffer, { random }: MutateOptions): Buffer {
  if (bytes.length < 4) return bytes;
  const at = index(random, bytes.length - 3);
  const add = index(random, 35) - 17;
  bytes.writeUInt32LE((bytes.readUInt32LE(at) + add) >>> 0, at);
  return bytes;
}

function insertRandom(bytes: Buffer, { random }: MutateOptions): Buffer {
  const at = index(random, bytes.length + 1);
  const count = 1 + index(random, random.fraction() < 0.9 ? 16 : 1024);
  const piece = Buffer.alloc(count, random.uint32() & 0xff);
  if (random.fraction() < 0.7) random.bytes(piece);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

function removeRange(bytes: Buffer, { random }: MutateOptions): Buffer {
  const [start, end] = range(random, bytes.length);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}

function repeatRange(bytes: Buffer, { random, longestBytes }: MutateOptions): Buffer {
  const [start, end] = range(random, bytes.length);
  const piece = bytes.subarray(start, end);
  const most = Math.max(1, Math.floor((longestBytes - bytes.length) / Math.max(1, piece.length)));
  const count = Math.min(most, random.fraction() < 0.9 ? 1 + index(random, 4) : 1 + index(random, 300));
  return Buffer.concat([bytes.subarray(0, end), ...Array.from({ length: count }, () => piece), bytes.subarray(end)]);
}

function moveRange(bytes: Buffer, { random }: MutateOptions): Buffer {
  const [start, end] = range(random, bytes.length);
  const at = index(random, Math.max(1, bytes.length - (end - start)));
  bytes.copy(bytes, at, start, end);
  return bytes;
}

/** The head of one input and the tail of another, or a piece of it in the middle. */
function splice(bytes: Buffer, { random, corpus }: MutateOptions): Buffer {
  const other = corpus[index(random, corpus.length)];
  if (other === undefined) return bytes;
  const at = index(random, bytes.length + 1);
  const [start, end] = random.fraction() < 0.5 ? [0, other.length] : range(random, other.length);
  const tail = random.fraction() < 0.5 ? bytes.subarray(at) : Buffer.alloc(0);
  return Buffer.concat([bytes.subarray(0, at), other.subarray(start, end), tail]);
}

function insertWord(bytes: Buffer, { random, words }: MutateOptions): Buffer {
  const word = words[index(random, words.length)];
  if (word === undefined) return bytes;
  const at = index(random, bytes.length + 1);
  const over = random.fraction() < 0.5 ? word.length : 0;
  return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(Math.min(bytes.length, at + over))]);
}
