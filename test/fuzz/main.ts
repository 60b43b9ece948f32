/**
 * `npm run fuzz -- [--minutes N] [--target NAME,…] [--seed N] [--keep] [--repeat FILE]`: throws mutants at every decoder
 * and handler. A crash writes its input to test/fuzz/crashes and prints the command that repeats it. Exit 0 green, 1 crash,
 * 2 usage.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { crc32c } from '../../common/crc32c.ts';
import { inputsOf, keep } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { type Crash, crashOf, Fuzzer } from './fuzzer.ts';
import type { Target } from './target.ts';
import { targets } from './targets.ts';

const checkout = resolve(import.meta.dirname, '..', '..');
const crashes = join(import.meta.dirname, 'crashes');

/** Targets take turns, so that a short run sees all of them. */
const sliceMs = 1_000;

function usage(text: string): never {
  process.stderr.write(`${text}\ntargets: ${targets.map(({ name }) => name).join(' ')}\n`);
  process.exit(2);
}

function report(target: Target, { input, error }: Crash): void {
  mkdirSync(crashes, { recursive: true });
  const file = join(crashes, `${target.name}-${crc32c(input).toString(16).padStart(8, '0')}`);
  writeFileSync(file, input);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stdout.write(`crash of ${target.name}: ${text}\n`);
  process.stdout.write(`repeat: npm run fuzz -- --target ${target.name} --repeat ${relative(checkout, file)}\n`);
}

async function repeat(target: Target, file: string): Promise<number> {
  const crash = await crashOf(target, readFileSync(file));
  if (crash === undefined) {
    process.stdout.write(`${target.name}: ${file} does no harm\n`);
    return 0;
  }
  process.stdout.write(`crash of ${target.name}: ${crash.error instanceof Error ? crash.error.stack : crash.error}\n`);
  return 1;
}

async function fuzz(chosen: readonly Target[], seed: number, minutes: number, keeping: boolean): Promise<number> {
  const endMs = performance.now() + minutes * 60_000;
  const coverage = new Coverage();
  const fuzzers = chosen.map((target) => new Fuzzer(target, coverage, seed));
  const crashed = new Set<Fuzzer>();
  const found = (fuzzer: Fuzzer, crash: Crash): void => {
    report(fuzzer.target, crash);
    crashed.add(fuzzer);
  };
  for (const fuzzer of fuzzers) {
    const crash = await fuzzer.begin(inputsOf(fuzzer.target.name));
    if (crash !== undefined) found(fuzzer, crash);
  }
  while (performance.now() < endMs && crashed.size < fuzzers.length) {
    for (const fuzzer of fuzzers) {
      const sliceEndMs = Math.min(endMs, performance.now() + sliceMs);
      while (!crashed.has(fuzzer) && performance.now() < sliceEndMs) {
        const crash = await fuzzer.batch();
        if (crash !== undefined) found(fuzzer, crash);
      }
    }
  }
  for (const fuzzer of fuzzers) {
    const { target, runs, corpus } = fuzzer;
    if (keeping) keep(target.name, corpus);
    process.stdout.write(
      `${target.name} ${crashed.has(fuzzer) ? 'crashed' : 'passed'} runs=${runs} corpus=${corpus.length}\n`,
    );
  }
  process.stdout.write(`fuzz done targets=${fuzzers.length} crashed=${crashed.size} blocks=${coverage.count}\n`);
  return crashed.size === 0 ? 0 : 1;
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
    repeat: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) usage('--minutes and --seed take numbers');
const names = values.target?.split(',') ?? targets.map(({ name }) => name);
const chosen = names.map(
  (name) => targets.find((target) => target.name === name) ?? usage(`there is no target ${name}`),
);
const [first] = chosen;
if (values.repeat !== undefined && (first === undefined || chosen.length !== 1)) usage('--repeat needs one --target');
// What was under way in simulated worlds keeps nothing alive that matters.
process.exit(
  values.repeat !== undefined && first !== undefined
    ? await repeat(first, values.repeat)
    : await fuzz(chosen, seed, minutes, values.keep),
);
