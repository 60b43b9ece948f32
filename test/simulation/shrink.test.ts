/** A run that fails is made smaller, and what is told of it repeats it. */

import test from 'ava';
import { type Job, planOf, runPlan } from './job.ts';
import { shrinkSeed, wayOf } from './shrink.ts';
import { describePlan, drawPlan, withKnobs } from './swarm.ts';

const job: Job = {
  first: 1,
  last: 1,
  stride: 1,
  budgetMs: Number.POSITIVE_INFINITY,
  faults: undefined,
  plant: 'trim-of-parts',
  knobs: { workload: { weights: { trim: 30 }, unalignedChance: 1 } },
  logLines: 0,
};

test.serial('a failing seed shrinks to fewer steps, and its knobs repeat the failure', async (t) => {
  t.timeout(240_000);
  const lines: string[] = [];
  const full = await runPlan(job, planOf(job, 1));
  const shrunk = await shrinkSeed(job, 1, (line) => lines.push(line), 25);
  if (shrunk === undefined) return t.fail('seed 1 catches the plant');
  const again = await runPlan(job, planOf({ ...job, knobs: JSON.parse(JSON.stringify(shrunk.knobs)) }, 1));
  t.is(again.violation, shrunk.violation);
  t.is(wayOf(shrunk.violation), wayOf(full.violation ?? ''));
  t.true(again.steps < full.steps);
  t.true(lines.at(-1)?.includes(`--seed 1 --plant trim-of-parts --knobs '${JSON.stringify(shrunk.knobs)}'`));
});

test('knobs change what they name and nothing else', (t) => {
  const plan = drawPlan(7, undefined);
  const changed = withKnobs(plan, { workload: { clientsPerVolume: 3 }, withoutStrokes: [1, 2] });
  t.deepEqual(changed, {
    ...plan,
    workload: { ...plan.workload, clientsPerVolume: 3 },
    withoutStrokes: [1, 2],
  });
});

test('a plan is plain data: JSON gives it back', (t) => {
  for (let seed = 1; seed <= 200; seed++) {
    const plan = drawPlan(seed, undefined);
    t.deepEqual(JSON.parse(JSON.stringify(plan)), plan, describePlan(plan));
  }
});

test('violations of one way differ in numbers only', (t) => {
  const one = 'volume v1: bytes [0, 4096) (chunk 0, slice 3) read as zero 3, but may be write 4 (acknowledged)';
  const other = 'volume v1: bytes [512, 1024) (chunk 1, slice 4) read as write 9, but may be write 11 (unfinished)';
  t.is(wayOf(one), wayOf(other));
  t.not(wayOf(one), wayOf('device 4 has slice 1 at (2, 3) when a flush has ended, but (2, 4) was said'));
});
