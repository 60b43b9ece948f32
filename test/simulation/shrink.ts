/**
 * Makes a run that fails smaller: fewer kinds of trouble, fewer operations, clients and volumes, fewer strokes, less time;
 * as long as it fails in the same way. What is left is told as knobs, which give that run again.
 */

import { calmCluster } from './calm.ts';
import { commandOf, type Job, planOf, runPlan } from './job.ts';
import { type FaultKind, type RunPlan, weather, withKnobs } from './swarm.ts';

/** Runs at most: a step that helps is tried again from there. */
const maximumRuns = 200;

/** Parts of a plan, and what they become. */
type Knobs = { readonly [key: string]: unknown };

export interface Shrunk {
  readonly knobs: Knobs;
  readonly violation: string;
  readonly runs: number;
  readonly acknowledged: number;
}

/** undefined when the seed does not fail. `say` is given lines. */
export async function shrinkSeed(
  job: Job,
  seed: number,
  say: (line: string) => void,
  runLimit = maximumRuns,
): Promise<Shrunk | undefined> {
  const drawn = planOf(job, seed);
  const first = await runPlan(job, drawn);
  if (first.violation === undefined) {
    say(`seed ${seed} passes: there is nothing to shrink`);
    return undefined;
  }
  const wanted = wayOf(first.violation);
  say(`seed ${seed} fails: ${wanted} (${first.steps} steps, ${first.strokes} strokes)`);
  let knobs: Knobs = isKnobs(job.knobs) ? job.knobs : {};
  let best = first;
  let runs = 1;
  /** Whether the run still fails with more knobs; then they are kept. */
  const attempt = async (more: Knobs, what: string): Promise<boolean> => {
    if (runs >= runLimit) return false;
    runs++;
    const next = withKnobs(knobs, more);
    const result = await runPlan(job, withKnobs(drawn, next));
    if (result.violation === undefined || wayOf(result.violation) !== wanted) return false;
    knobs = next;
    best = result;
    say(`${what}: ${result.steps} steps, ${result.strokes} strokes`);
    return true;
  };
  const present = (): RunPlan => withKnobs(drawn, knobs);
  await dropKinds(present, attempt);
  await lessWork(present, attempt);
  await dropStrokes(present, () => best.strokes, attempt);
  await lessTime(present, attempt);
  await lessWork(present, attempt);
  const violation = best.violation ?? first.violation;
  say(`violation: ${violation}`);
  say(`after ${runs} runs; repeat: ${commandOf(job, seed, knobs)}`);
  return { knobs, violation, runs, acknowledged: best.acknowledged };
}

type Attempt = (more: Knobs, what: string) => Promise<boolean>;

/** Two violations are of one way when they say the same but for numbers and what comes after the first line. */
export function wayOf(violation: string): string {
  const [line = ''] = violation.split('\n');
  return line
    .replace(/but may be .*$/, '')
    .replace(/not ended: .*$/, 'not ended')
    .replace(/read as .*$/, 'read as')
    .replaceAll(/\(?[\d.]+\)?/g, '#')
    .slice(0, 100);
}

async function dropKinds(present: () => RunPlan, attempt: Attempt): Promise<void> {
  for (const kind of Object.keys(present().faults) as FaultKind[]) {
    const calm = weather.has(kind) ? { cluster: calmCluster(kind) } : {};
    await attempt({ ...calm, faults: { [kind]: 0 } }, `without ${kind}`);
  }
  if (present().againChance > 0) await attempt({ againChance: 0 }, 'without second strokes');
}

async function lessWork(present: () => RunPlan, attempt: Attempt): Promise<void> {
  const { cluster } = present();
  for (const volume of cluster.volumes) {
    const rest = present().cluster.volumes.filter(({ name }) => name !== volume.name);
    if (rest.length > 0) await attempt({ cluster: { volumes: rest } }, `without ${volume.name}`);
  }
  for (let clients = present().workload.clientsPerVolume; clients > 1; ) {
    clients = Math.floor(clients / 2);
    if (!(await attempt({ workload: { clientsPerVolume: clients } }, `${clients} clients a volume`))) break;
  }
  for (const share of [0.25, 0.5, 0.75, 0.9]) {
    for (;;) {
      const operations = Math.floor(present().workload.operationsPerClient * share);
      if (operations < 1) break;
      if (!(await attempt({ workload: { operationsPerClient: operations } }, `${operations} operations a client`)))
        break;
    }
  }
}

/** Leaves out halves, then quarters, and so on down to single strokes. */
async function dropStrokes(present: () => RunPlan, count: () => number, attempt: Attempt): Promise<void> {
  for (let piece = Math.ceil(count() / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let from = 0; from < count(); from += piece) {
      const { withoutStrokes } = present();
      const more = Array.from({ length: piece }, (_, index) => from + index).filter(
        (number) => number < count() && !withoutStrokes.includes(number),
      );
      if (more.length === 0) continue;
      await attempt({ withoutStrokes: [...withoutStrokes, ...more] }, `without strokes ${from} to ${from + piece - 1}`);
    }
  }
}

async function lessTime(present: () => RunPlan, attempt: Attempt): Promise<void> {
  for (const share of [0.1, 0.5, 0.8]) {
    while (await attempt({ workMs: Math.round(present().workMs * share) }, `${present().workMs} ms at most, less`)) {
      if (present().workMs < 10) return;
    }
  }
}

function isKnobs(knobs: unknown): knobs is Knobs {
  return typeof knobs === 'object' && knobs !== null && !Array.isArray(knobs);
}
