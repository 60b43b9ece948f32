/** The inputs that are kept in the repository: a few for each target, so that each run begins where others have ended. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32c } from '../../common/crc32c.ts';

const folder = join(import.meta.dirname, 'corpus');

/** Of all targets together it stays below 200 KiB. */
const keptBytesPerTarget = 14 * 1024;

/** Longer ones are made again by mutation; the kept ones are read by people now and then. */
const longestKeptBytes = 4096;

export function inputsOf(target: string): Buffer[] {
  const path = join(folder, target);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .sort()
    .map((name) => readFileSync(join(path, name)));
}

/** Replaces what is kept of a target by the shortest of these, as many as fit. */
export function keep(target: string, inputs: readonly Uint8Array[]): void {
  const path = join(folder, target);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  let left = keptBytesPerTarget;
  for (const input of inputs.toSorted((a, b) => a.length - b.length)) {
    if (input.length > longestKeptBytes || input.length > left) break;
    left -= input.length;
    writeFileSync(join(path, crc32c(input).toString(16).padStart(8, '0')), input);
  }
}
