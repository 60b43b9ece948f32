/**
 * Deliberate bugs are caught. Here the quick half, each in a swarm that is likely to meet it; `npm run test:long` gives every
 * one the seeds as they are.
 */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { plants } from './plants.ts';
import { runSeed } from './run.ts';
import { drawPlan, withKnobs } from './swarm.ts';

/** docs/testing.md has how many each of them took. */
const maximumSeeds = 200;
const limitMs = 240_000;

const quick = [
  'early-acknowledgement',
  'flush-skips-device',
  'recovery-ignores-tail',
  'mirror-reboot-unnoticed',
  'mirror-sync-not-awaited',
  'shared-sync',
  'extent-twice',
  'evicted-with-records',
  'full-is-fine',
  'trim-of-parts',
  'reboot-is-a-restart',
  'settling-compares-nothing',
  'removed-volume-stays',
];

for (const name of quick) {
  test.serial(`the plant ${name} is caught`, async (t) => {
    t.timeout(limitMs);
    const plant = must(plants[name], 'a plant of the list');
    const remove = plant.install();
    try {
      for (let seed = 1; seed <= maximumSeeds; seed++) {
        const { violation } = await runSeed(withKnobs(drawPlan(seed, undefined), plant.likely), plant.seams?.());
        if (violation === undefined) continue;
        t.log(`seed ${seed}: ${violation.split('\n')[0]}`);
        t.pass();
        return;
      }
    } finally {
      remove();
    }
    t.fail(`${maximumSeeds} seeds did not catch it: ${plant.what}`);
  });
}
