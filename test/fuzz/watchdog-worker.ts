/** The thread of watchdog.ts: looks now and then whether the input has changed. */

import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import type { WatchdogData } from './watchdog.ts';

const { memory, folder, cpuLimitMs, lookMs } = workerData as WatchdogData;
const numbers = new Int32Array(memory, 0, 2);
const bytes = new Uint8Array(memory, 8);
let seen = -1;
let used = process.cpuUsage();

setInterval(() => {
  const length = Atomics.load(numbers, 1);
  const number = Atomics.load(numbers, 0);
  if (number !== seen || length < 0) {
    seen = number;
    used = process.cpuUsage();
    return;
  }
  const { user, system } = process.cpuUsage(used);
  if ((user + system) / 1000 < cpuLimitMs) return;
  const target = Buffer.from(bytes.slice(0, 64)).toString().replace(/\0+$/, '');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${target}-hang`);
  writeFileSync(file, bytes.slice(64, 64 + length));
  // The main thread's streams do not run any more.
  writeSync(
    1,
    `crash of ${target}: it never comes back\nrepeat: npm run fuzz -- --target ${target} --repeat ${file}\n`,
  );
  process.kill(process.pid, 'SIGKILL');
}, lookMs);
