/** Which CRC-32C runs in this process and how fast: measured once at the start, for the log, /metrics and /readyz. */

import { Gauge, type Registry } from 'prom-client';
import { checksumImplementation, crc32c } from '../crc32c.ts';
import { blockBytes } from '../units.ts';

/** Together 1 ms with the fast implementations and 12 ms with the slow one, compiling it included. */
const rounds = 25;
const blocksPerRound = 40;

export interface ChecksumSpeed {
  readonly implementation: string;
  /** For 4 KiB: the best of many short rounds, because anything may hold up one of them. */
  readonly blockUs: number;
}

let measured: ChecksumSpeed | undefined;

export function checksumSpeed(): ChecksumSpeed {
  measured ??= measure();
  return measured;
}

function measure(): ChecksumSpeed {
  const block = new Uint8Array(blockBytes).map((_, index) => index);
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const beganMs = performance.now();
    for (let count = 0; count < blocksPerRound; count++) crc32c(block);
    bestMs = Math.min(bestMs, performance.now() - beganMs);
  }
  const blockUs = (bestMs * 1_000) / blocksPerRound;
  return { implementation: checksumImplementation, blockUs: Math.round(blockUs * 100) / 100 };
}

/** A sentence for the admin where checksums take the slow path; undefined where they do not. */
export function slowChecksums({ implementation, blockUs }: ChecksumSpeed = checksumSpeed()): string | undefined {
  if (implementation !== 'javascript') return undefined;
  return (
    `checksums are counted in JavaScript (${blockUs} us per 4 KiB, over ten times what they should take): neither the native ` +
    'part of fast-crc32c nor @node-rs/crc32 works here; install a C++ compiler, make and python3, and run npm ci again'
  );
}

/** Both gauges stay as they are. */
export function addChecksumMetrics(registry: Registry): void {
  const { implementation, blockUs } = checksumSpeed();
  const registers = [registry];
  const labelNames = ['implementation'];
  new Gauge({
    name: 'sio_checksum_implementation',
    help: '1 for the implementation of CRC-32C that runs: native, prebuilt or javascript (slow)',
    labelNames,
    registers,
  }).set({ implementation }, 1);
  new Gauge({
    name: 'sio_checksum_block_seconds',
    help: 'What the checksum of 4 KiB took at the start',
    registers,
  }).set(blockUs / 1e6);
}
