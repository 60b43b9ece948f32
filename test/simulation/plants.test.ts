/** Each deliberate bug is caught, by the same seeds that are run to look for the others. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { plants } from './plants.ts';
import { runSeed } from './run.ts';
import { drawPlan } from './swarm.ts';

/** docs/testing.md has how many each of them took. */
const maximumSeeds = 1_000;
const limitMs = 240_000;

for (const name of Object.keys(plants)) {
  test.serial(`the plant ${name} is caught`, async (t) => {
    t.timeout(limitMs);
    const plant = must(plants[name], 'a plant of the list');
    const remove = plant.install();
    try {
      for (let seed = 1; seed <= maximumSeeds; seed++) {
        const { violation } = await runSeed(drawPlan(seed, undefined), plant.seams?.());
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
