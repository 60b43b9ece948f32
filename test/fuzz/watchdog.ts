/** Finds inputs on which the event loop never comes back: a thread of its own writes them down and ends the process. */

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { assert } from '../../common/assert.ts';

/** Of the process, while one input runs; a loop in one turn is seen by nobody else. */
const cpuLimitMs = 60_000;
const lookMs = 5_000;
const longestBytes = 4 * 1024 * 1024;
const headBytes = 8 + 64;

export interface WatchdogData {
  readonly memory: SharedArrayBuffer;
  readonly folder: string;
  readonly cpuLimitMs: number;
  readonly lookMs: number;
}

/** u32 number of the input, u32 its length, name of the target (64 bytes, zero filled), input. */
const memory = new SharedArrayBuffer(headBytes + longestBytes);
const numbers = new Int32Array(memory, 0, 2);
const bytes = new Uint8Array(memory, 8);
const folder = join(import.meta.dirname, 'crashes');
let worker: Worker | undefined;

/** Says which input runs from now on; no target: none. */
export function watch(target: string, input: Uint8Array): void {
  assert(input.length <= longestBytes, 'an input fits');
  if (worker === undefined) {
    const workerData: WatchdogData = { memory, folder, cpuLimitMs, lookMs };
    worker = new Worker(new URL('./watchdog-worker.ts', import.meta.url), { workerData });
    worker.unref();
  }
  bytes.fill(0, 0, 64);
  new TextEncoder().encodeInto(target, bytes);
  bytes.set(input, 64);
  Atomics.store(numbers, 1, target === '' ? -1 : input.length);
  Atomics.add(numbers, 0, 1);
}
