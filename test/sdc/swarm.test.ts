/** Many seeds of trouble: links that break before and after a request was done, refusals, new generations. */

import test from 'ava';
import { frameKind } from '../../common/frame.ts';
import { kib, mib } from '../../common/units.ts';
import { calmNetwork } from '../simulation/world/faults.ts';
import { SimWorld } from '../simulation/world/host.ts';
import type { FakeEngine } from './fake-engine.ts';
import { Outcome, pattern, Scene, startEngines } from './scene.ts';

const seeds = 12;
const writesPerRound = 40;
const volumeBytes = 3 * mib;

/** One seed; returns what is wrong, or undefined. */
async function run(seed: number): Promise<string | undefined> {
  const world = new SimWorld({ seed: `swarm ${seed}`, network: { ...calmNetwork, breakChance: 0.002 } });
  const { random } = world;
  const draw = (limit: number): number => Math.floor(random.fraction() * limit);
  const engines = await startEngines(world);
  const it = new Scene(world, engines, {});
  let generation = 1;
  const disturb = (engine: FakeEngine): void => {
    engine.behaviour = (request) => {
      if (request.generation < generation && request.kind !== frameKind.FLUSH) return 'STALE_MAP';
      const chance = random.fraction();
      if (chance < 0.05) return 'BUSY';
      if (chance < 0.08) {
        // Done, and nobody hears of it.
        engine.serve(request);
        engine.breakLinks();
        return 'hold';
      }
      if (chance < 0.1) {
        request.link.close('the test breaks it');
        return 'hold';
      }
      return 'serve';
    };
  };
  for (const engine of engines) disturb(engine);
  const model = Buffer.alloc(volumeBytes);
  for (let round = 0; round < 3; round++) {
    const outcomes: Outcome[] = [];
    for (let count = 0; count < writesPerRound; count++) {
      // Few places, so that most writes overlap one under way; lengths that are no multiples of anything.
      const chunk = draw(3);
      const lengthBytes = 1 + draw(draw(4) === 0 ? 100 * kib : 6 * kib);
      const offset = chunk * mib + Math.min(draw(32 * kib), mib - lengthBytes);
      if (draw(8) === 0) {
        model.fill(0, offset, offset + lengthBytes);
        const outcome = new Outcome();
        it.volume.zero(offset, lengthBytes, false, outcome);
        outcomes.push(outcome);
      } else {
        const bytes = pattern(lengthBytes, draw(256));
        bytes.copy(model, offset);
        outcomes.push(it.write(offset, bytes, draw(4) === 0));
      }
      if (draw(5) === 0) await world.scheduler.runFor(random.fraction() * 3);
      if (draw(40) === 0) {
        generation++;
        it.changeSlices(generation);
      }
    }
    outcomes.push(it.flush());
    if (!(await world.scheduler.run(() => outcomes.every(({ code }) => code !== undefined), 600_000)))
      return 'requests without an end';
    if (outcomes.some(({ code, calls }) => code !== 'OK' || calls !== 1)) return 'a request failed or ended twice';
    if (it.pin.holders !== 0) return `${it.pin.holders} holders of the user's memory`;
    const read = it.read(0, volumeBytes);
    if ((await it.code(read)) !== 'OK') return 'the read failed';
    if (!read.bytes.equals(model)) return `round ${round}: the volume is not what was written`;
  }
  return it.volume.counters.inFlight === 0 ? undefined : 'the count of requests in flight is wrong';
}

test.serial('whatever breaks, the volume holds the writes in their order', async (t) => {
  t.timeout(120_000);
  for (let seed = 1; seed <= seeds; seed++) t.is(await run(seed), undefined, `seed ${seed}`);
});
