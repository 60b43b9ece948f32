/** A seed is worth something only when it says the same every time. */

import test from 'ava';
import { runSeed } from './run.ts';
import { drawPlan } from './swarm.ts';

for (const seed of [3, 14]) {
  test.serial(`seed ${seed} run twice takes the same steps`, async (t) => {
    t.timeout(60_000);
    const first = await runSeed(drawPlan(seed, undefined));
    const second = await runSeed(drawPlan(seed, undefined));
    t.is(first.violation, undefined);
    t.deepEqual(second, first);
  });
}
