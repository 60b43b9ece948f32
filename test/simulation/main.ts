/** The simulator's command line: `npm run simulate -- --seeds 1..2000`. docs/testing.md says how to read a failure. */

import { parseArgs } from 'node:util';
import { type FaultKind, faultKinds, drawPlan } from './swarm.ts';
import { runSeed } from './run.ts';

const logLines = 60;

function usage(message: string): never {
  process.stderr.write(
    `${message}\nusage: npm run simulate -- (--seed N | --seeds A..B) [--budget-s S] [--faults LIST] [--plant NAME] [--list-plants]\n`,
  );
  process.exit(2);
}

const { values } = (() => {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string' },
        seeds: { type: 'string' },
        'budget-s': { type: 'string' },
        faults: { type: 'string' },
        plant: { type: 'string' },
        'list-plants': { type: 'boolean' },
        log: { type: 'string' },
      },
    });
  } catch (error) {
    return usage((error as Error).message);
  }
})();

const range = /^(\d+)\.\.(\d+)$/.exec(values.seeds ?? `${values.seed}..${values.seed}`);
if (range === null) usage('give --seed N or --seeds A..B');
const first = Number(range[1]);
const last = Number(range[2]);
const faults = values.faults === undefined ? undefined : new Set(values.faults.split(',') as FaultKind[]);
for (const kind of faults ?? []) if (!(kind in faultKinds)) usage(`there is no fault ${kind}; there are ${Object.keys(faultKinds).join(', ')}`);
let failed = 0;
for (let seed = first; seed <= last; seed++) {
  const result = await runSeed(drawPlan(seed, faults));
  if (result.violation !== undefined) {
    failed++;
    const lines = result.log.split('\n');
    process.stdout.write(`${lines.slice(-Number(values.log ?? logLines)).join('\n')}\nVIOLATION: ${result.violation}\n`);
  }
  process.stdout.write(
    `seed ${seed} ${result.violation === undefined ? 'passed' : 'failed'} steps=${result.steps} acknowledged=${result.acknowledged} digest=${result.digest}\n`,
  );
}
process.exit(failed > 0 ? 1 : 0);
