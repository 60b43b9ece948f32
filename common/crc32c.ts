/**
 * CRC-32C, by the fastest implementation that works here: SSE 4.2 through fast-crc32c's native part (0.6 us per 4 KiB),
 * @node-rs/crc32 (1.0 us, prebuilt), or fast-crc32c's JavaScript (12 us). `checksumImplementation` says which, for the log.
 */

import { createRequire } from 'node:module';
import { crc32c as prebuilt } from '@node-rs/crc32';
import fast from 'fast-crc32c';
import { blockBytes } from './units.ts';

type Checksum = (bytes: Uint8Array) => number;

function choose(): { readonly name: string; readonly checksum: Checksum } {
  const expected = 0xe3069283;
  const probe = Buffer.from('123456789');
  try {
    // fast-crc32c falls back to JavaScript without a word where its optional native part was not built.
    createRequire(import.meta.url)('sse4_crc32');
    if (fast.calculate(probe) === expected)
      return { name: 'native', checksum: (bytes) => fast.calculate(bytes as Buffer) };
  } catch {
    // The native part was not built at install: the prebuilt one is next.
  }
  if (prebuilt(probe) === expected) return { name: 'prebuilt', checksum: (bytes) => prebuilt(bytes as Buffer) };
  return { name: 'javascript', checksum: (bytes) => fast.calculate(bytes as Buffer) };
}

const chosen = choose();

/** `native`, `prebuilt` or `javascript`. */
export const checksumImplementation: string = chosen.name;

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
