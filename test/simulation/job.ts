/** Seeds to be run, and what is printed of each. */

import { must } from '../../common/assert.ts';
import { plants } from './plants.ts';
import { type RunResult, runSeed } from './run.ts';
import { drawPlan, type FaultKind, type RunPlan, withKnobs } from './swarm.ts';

export interface Job {
  readonly first: number;
  readonly last: number;
  readonly stride: number;
  readonly budgetMs: number;
  /** undefined: all kinds. */
  readonly faults: readonly string[] | undefined;
  readonly plant: string | undefined;
  /** Parts of the plan that are not drawn from the seed. */
  readonly knobs: unknown;
  /** Of the log, printed of a failure. */
  readonly logLines: number;
}

export interface SeedReport {
  readonly seed: number;
  readonly failed: boolean;
  /** Ends with the seed's line. */
  readonly text: string;
}

export function planOf(job: Job, seed: number): RunPlan {
  const faults = job.faults === undefined ? undefined : new Set(job.faults as FaultKind[]);
  return withKnobs(drawPlan(seed, faults), job.knobs);
}

/** Runs a plan with the job's plant in the code. */
export async function runPlan(job: Job, plan: RunPlan): Promise<RunResult> {
  const plant = job.plant === undefined ? undefined : must(plants[job.plant], 'a plant that was checked');
  const remove = plant?.install();
  try {
    return await runSeed(plan, plant?.seams?.());
  } finally {
    remove?.();
  }
}

/** What runs the seed again. */
export function commandOf(job: Job, seed: number, knobs: unknown = job.knobs): string {
  return [
    `npm run simulate -- --seed ${seed}`,
    ...(job.faults === undefined ? [] : [`--faults ${job.faults.join(',')}`]),
    ...(job.plant === undefined ? [] : [`--plant ${job.plant}`]),
    ...(knobs === undefined ? [] : [`--knobs '${JSON.stringify(knobs)}'`]),
  ].join(' ');
}

export async function reportOf(job: Job, seed: number): Promise<SeedReport> {
  const result = await runPlan(job, planOf(job, seed));
  const failed = result.violation !== undefined;
  const line = `seed ${seed} ${failed ? 'failed' : 'passed'} steps=${result.steps} acknowledged=${result.acknowledged} digest=${result.digest}\n`;
  if (!failed) return { seed, failed, text: line };
  const tail = result.log.split('\n').slice(-job.logLines).join('\n');
  return {
    seed,
    failed,
    text: `${tail}\nviolation: ${result.violation}\nrepeat: ${commandOf(job, seed)}\n${line}`,
  };
}

/** Runs a job's seeds one after the other until its time is up. */
export async function performJob(job: Job, nowMs: () => number, report: (report: SeedReport) => void): Promise<void> {
  const endMs = nowMs() + job.budgetMs;
  for (let seed = job.first; seed <= job.last && nowMs() < endMs; seed += job.stride) report(await reportOf(job, seed));
}
