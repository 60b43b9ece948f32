/** The simulator's command line: `npm run simulate -- --seeds 1..2000`. docs/testing.md says how to read a failure. */

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { answerVersion } from '../version-option.ts';
import type { Job, SeedReport } from './job.ts';
import { plants } from './plants.ts';
import { shrinkSeed } from './shrink.ts';
import { faultKinds } from './swarm.ts';

/** More threads than this are of no use on the machines that run this. */
const maximumThreads = 2;
/** Fewer seeds than this are not worth a thread. */
const seedsPerThread = 20;

/** What a plant is given to be caught in. */
const seedsForPlants = '1..2000';

const options = {
  seed: { type: 'string' },
  seeds: { type: 'string' },
  'budget-s': { type: 'string' },
  faults: { type: 'string' },
  plant: { type: 'string' },
  'list-plants': { type: 'boolean' },
  'log-lines': { type: 'string' },
  help: { type: 'boolean' },
  knobs: { type: 'string' },
  shrink: { type: 'boolean' },
  threads: { type: 'string' },
  mutations: { type: 'boolean' },
} as const;

const usageText =
  'usage: npm run simulate -- (--seed N | --seeds A..B) [--budget-s S] [--faults LIST] [--plant NAME] [--list-plants] [--log-lines N]\n' +
  '       npm run simulate -- --help | --version\n' +
  '                               [--knobs JSON|FILE] [--shrink] [--threads N]\n' +
  '       npm run simulate -- --mutations [--seeds A..B] [--plant NAME]: every plant must be caught\n' +
  `faults: ${Object.entries(faultKinds)
    .map(([kind, what]) => `\n  ${kind.padEnd(10)}${what}`)
    .join('')}\n`;

class UsageError extends Error {}

interface Asked {
  readonly job: Job;
  readonly shrink: boolean;
  readonly mutations: boolean;
  readonly threads: number;
}

/** undefined: the list of plants is asked for. */
function jobOf(args: readonly string[]): Asked | undefined {
  const { values } = parseArgs({ args: [...args], options });
  if (values['list-plants'] === true) return undefined;
  const mutations = values.mutations === true;
  const range = /^(\d+)(?:\.\.(\d+))?$/.exec(values.seeds ?? values.seed ?? (mutations ? seedsForPlants : ''));
  if (range === null) throw new UsageError('Give --seed N or --seeds A..B.');
  const first = Number(range[1]);
  const last = Number(range[2] ?? range[1]);
  const faults = values.faults?.split(',');
  for (const kind of faults ?? []) if (!(kind in faultKinds)) throw new UsageError(`There is no fault "${kind}".`);
  const { plant } = values;
  if (plant !== undefined && !(plant in plants))
    throw new UsageError(`There is no plant "${plant}": see --list-plants.`);
  const budgetS = Number(values['budget-s'] ?? Number.POSITIVE_INFINITY);
  const logLines = Number(values['log-lines'] ?? 60);
  if (Number.isNaN(budgetS) || Number.isNaN(logLines))
    throw new UsageError('--budget-s and --log-lines take a number.');
  const threads = Number(values.threads ?? maximumThreads);
  if (!(threads >= 1)) throw new UsageError('--threads takes a number.');
  const knobs = values.knobs === undefined ? undefined : knobsOf(values.knobs);
  const job = { first, last, stride: 1, budgetMs: budgetS * 1000, faults, plant, knobs, logLines };
  return { job, shrink: values.shrink === true, mutations, threads };
}

function knobsOf(text: string): unknown {
  const json = text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8');
  const knobs: unknown = JSON.parse(json);
  return knobs;
}

/**
 * Of processor time: a seed takes less than a second of it, a few at most; one that takes so long is a loop in which virtual
 * time stands still. Not of time on the wall: where others take the processors, that says nothing.
 */
const hangMs = 60_000;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Outcome {
  readonly done: number;
  readonly failed: number;
  /** Of the seed that failed first, its violation's first line. */
  readonly first: { readonly seed: number; readonly violation: string } | undefined;
}

/** Runs a job's seeds and tells each report; with a plant only until it is caught. */
async function perform(job: Job, allowed: number, tell: (report: string) => void): Promise<Outcome> {
  const count = job.last - job.first + 1;
  const threads = Math.max(1, Math.min(allowed, availableParallelism(), Math.floor(count / seedsPerThread)));
  let done = 0;
  let failed = 0;
  let first: Outcome['first'];
  const workers: Worker[] = [];
  const work = Array.from({ length: threads }, (_, index) => {
    const own: Job = { ...job, first: job.first + index, stride: threads };
    const worker = new Worker(new URL('./job-worker.ts', import.meta.url), { workerData: own });
    workers.push(worker);
    let next = own.first;
    return new Promise<void>((resolve, reject) => {
      let lastMs = processorMs();
      const watchdog = setInterval(() => {
        if (processorMs() - lastMs < hangMs * threads) return;
        failed++;
        tell(
          `violation: nothing comes of seed ${next} within ${hangMs / 1000} s of processor time: a loop\nseed ${next} failed steps=0 acknowledged=0 digest=0\n`,
        );
        void worker.terminate();
      }, hangMs / 10);
      worker.on('message', (report: SeedReport) => {
        lastMs = processorMs();
        next = report.seed + own.stride;
        done++;
        if (report.failed) failed++;
        if (report.failed) {
          const violation = /^violation: (.*)$/m.exec(report.text)?.[1] ?? '';
          first ??= { seed: report.seed, violation };
        }
        tell(report.text);
        // A plant is caught once.
        if (report.failed && job.plant !== undefined) for (const other of workers) void other.terminate();
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        clearInterval(watchdog);
        resolve();
      });
    });
  });
  await Promise.all(work);
  return { done, failed, first };
}

const print = (text: string): void => void process.stdout.write(text);

/** Prints what each seed has given; true when all were green. */
async function runSeeds(job: Job, threads: number): Promise<boolean> {
  const { done, failed } = await perform(job, threads, print);
  const count = job.last - job.first + 1;
  if (count > 1) {
    const plant =
      job.plant === undefined ? '' : failed > 0 ? `plant ${job.plant} caught: ` : `plant ${job.plant} NOT caught: `;
    print(`${plant}${done} of ${count} seeds ran, ${failed} failed\n`);
  }
  return failed === 0;
}

/** Each plant must be caught by the same seeds; true when all were. */
async function runMutations(job: Job, threads: number): Promise<boolean> {
  const missed: string[] = [];
  for (const name of job.plant === undefined ? Object.keys(plants) : [job.plant]) {
    const { done, first } = await perform({ ...job, plant: name }, threads, () => undefined);
    if (first === undefined) missed.push(name);
    print(
      `plant ${name} ${first === undefined ? `NOT caught by ${done} seeds` : `caught by seed ${first.seed}: ${first.violation}`}\n`,
    );
  }
  print(missed.length === 0 ? 'every plant was caught\n' : `not caught: ${missed.join(' ')}\n`);
  return missed.length === 0;
}

async function main(): Promise<number> {
  answerVersion('sio-simulate');
  if (process.argv.slice(2).includes('--help')) {
    process.stdout.write(usageText);
    return 0;
  }
  let asked: Asked | undefined;
  try {
    asked = jobOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usageText}`);
    return 2;
  }
  if (asked === undefined) {
    for (const [name, { what }] of Object.entries(plants)) process.stdout.write(`${name.padEnd(28)}${what}\n`);
    return 0;
  }
  const { job, shrink, mutations, threads } = asked;
  if (mutations) return (await runMutations(job, threads)) ? 0 : 1;
  if (!shrink) return (await runSeeds(job, threads)) ? 0 : 1;
  const shrunk = await shrinkSeed(job, job.first, (line) => print(`${line}\n`));
  return shrunk === undefined ? 0 : 1;
}

process.exitCode = await main();
