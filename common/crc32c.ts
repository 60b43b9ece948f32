/**
 * CRC-32C, by the fastest implementation that works here: SSE 4.2 through fast-crc32c's native part (0.6 us per 4 KiB),
 * @node-rs/crc32 (1.0 us, prebuilt), or fast-crc32c's JavaScript (12 us). Which one it is, daemons say at their start.
 */

import { createRequire } from 'node:module';
import { blockBytes } from './units.ts';

export type Checksum = (bytes: Uint8Array) => number;

/** `native` is built at install where there is a compiler; the others come as they are. */
export type ChecksumName = 'native' | 'prebuilt' | 'javascript';

interface Implementation {
  readonly name: ChecksumName;
  /** As `require` takes it. */
  readonly module: string;
  readonly function: string;
}

/** The fastest first. fast-crc32c itself would go to its JavaScript without a word. */
const implementations: readonly Implementation[] = [
  { name: 'native', module: 'fast-crc32c/impls/sse4_crc32c.js', function: 'calculate' },
  { name: 'prebuilt', module: '@node-rs/crc32', function: 'crc32c' },
  { name: 'javascript', module: 'fast-crc32c/impls/js_crc32c.js', function: 'calculate' },
];

/** Of `123456789`: the check value of CRC-32C in RFC 3720, B.4 and the catalogues. */
const checkValue = 0xe3069283;

export interface ChosenChecksum {
  readonly name: ChecksumName;
  readonly checksum: Checksum;
}

/** The first implementation that `load` gives and that counts right. Throws where there is none: no daemon can run then. */
export function chooseChecksum(load: (module: string) => unknown): ChosenChecksum {
  const failures: unknown[] = [];
  for (const { name, module, function: key } of implementations) {
    try {
      const checksum = (load(module) as Readonly<Record<string, Checksum>>)[key];
      if (checksum?.(Buffer.from('123456789')) === checkValue) return { name, checksum };
    } catch (error) {
      // Not built, not for this processor, or not installed: the next one.
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'No implementation of CRC-32C works here: install again with npm ci');
}

const chosen = chooseChecksum(createRequire(import.meta.url));

export const checksumImplementation: ChecksumName = chosen.name;

/** CRC-32C of all the bytes, as an unsigned 32-bit number. */
export const crc32c: Checksum = chosen.checksum;

/** Up to here the call into native code costs more than the sum (0.4 us against 1.3 ns a byte): frame headers are shorter. */
const shortBytes = 200;

const table = new Int32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0x82f63b78;
  table[byte] = rest;
}

/** CRC-32C of the bytes at [from, until), as an unsigned 32-bit number. */
export function crc32cOf(bytes: Uint8Array, from: number, until: number): number {
  if (until - from > shortBytes) return crc32c(bytes.subarray(from, until));
  let rest = -1;
  for (let at = from; at < until; at++) rest = (table[(rest ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (rest >>> 8);
  return ~rest >>> 0;
}

/** Of 4 KiB of zeros: what a block that was never written reads as. */
export const zeroBlockCrc = crc32c(new Uint8Array(blockBytes));
