/** Measures jobs against targets in alternation, so that what else the machine does hits all of them alike. */

import { setTimeout as pause } from 'node:timers/promises';
import { prefill, runJob } from './fio.ts';
import { type Job, type WorkingSet, warmUp } from './jobs.ts';
import { type LoopDelay, type LoopDelays, loopDelayBetween } from './loop-delay.ts';
import type { Options } from './options.ts';
import { cpuUs, type WatchedProcess } from './processes.ts';
import type { Row } from './results.ts';
import type { Target } from './target.ts';

/** Idle enough: less than 15 % of a core for this long. What was put off is then done, and counts for whoever put it off. */
const quietMs = 200;
const quietCpuUs = 0.15 * quietMs * 1_000;
/** A target that never rests is measured as it is. */
const quietLimitMs = 10_000;

function cpuOf(processes: readonly WatchedProcess[]): number[] {
  return processes.map(({ pid }) => cpuUs(pid));
}

async function untilQuiet({ processes }: Target, signal: AbortSignal): Promise<void> {
  const sum = (): number => cpuOf(processes).reduce((total, us) => total + us, 0);
  const endMs = performance.now() + quietLimitMs;
  for (let before = sum(); performance.now() < endMs; ) {
    await pause(quietMs, undefined, { signal });
    const now = sum();
    if (now - before <= quietCpuUs) return;
    before = now;
  }
}

function loopDelaysBetween(
  before: ReadonlyMap<string, LoopDelays>,
  after: ReadonlyMap<string, LoopDelays>,
): Record<string, LoopDelay> {
  const found: Record<string, LoopDelay> = {};
  for (const [name, delays] of after) {
    const delay = loopDelayBetween(before.get(name) ?? new Map(), delays);
    if (delay !== undefined) found[name] = delay;
  }
  return found;
}

async function measureOne(
  job: Job,
  target: Target,
  options: Options,
  signal: AbortSignal,
): Promise<Omit<Row, 'round'>> {
  const cpuBefore = cpuOf(target.processes);
  const loopsBefore = await target.loopDelays();
  const seconds = job.isLong === true ? options.longSeconds : options.seconds;
  const { fioUsPerIo, ...measured } = await runJob(job, target.region(job.set), { seconds, signal });
  const loopsAfter = await target.loopDelays();
  await untilQuiet(target, signal);
  const cpu = target.processes.map(({ name, pid }, i): [string, number] => [
    name,
    (cpuUs(pid) - (cpuBefore[i] ?? 0)) / measured.operations,
  ]);
  return {
    job: job.name,
    target: target.name,
    ...measured,
    cpuUsPerIo: { ...Object.fromEntries(cpu), fio: fioUsPerIo },
    loopDelayMs: loopDelaysBetween(loopsBefore, loopsAfter),
  };
}

/** Fills what the jobs use, and lets every target run for a while. */
export async function prepare(targets: readonly Target[], options: Options, signal: AbortSignal): Promise<void> {
  // `within` is a part of `whole`, and the warm-up uses that.
  const sets: WorkingSet[] = options.sizes.beyond > 0 ? ['whole', 'beyond'] : ['whole'];
  for (const target of targets) {
    console.error(`filling and warming up ${target.name}`);
    for (const set of sets) await prefill(target.region(set), signal);
    await runJob(warmUp, target.region(warmUp.set), { seconds: options.warmUpSeconds, signal });
    await untilQuiet(target, signal);
  }
}

/** All rounds of a job; a long one has one. Each round begins with another target. */
export async function measure(
  job: Job,
  targets: readonly Target[],
  options: Options,
  signal: AbortSignal,
): Promise<Row[]> {
  const rows: Row[] = [];
  const rounds = job.isLong === true ? 1 : options.rounds;
  for (let round = 1; round <= rounds; round++) {
    const first = (round - 1) % targets.length;
    for (const target of [...targets.slice(first), ...targets.slice(0, first)])
      rows.push({ ...(await measureOne(job, target, options, signal)), round });
  }
  return rows;
}
