/** A simulated server with one process, as a setting of the contract suites. */

import type { Setting } from '../../contract/setting.ts';
import { drawDiskFaults, drawNetworkFaults } from './faults.ts';
import { SimWorld } from './host.ts';
import { SimRandom } from './random.ts';

const limitMs = 600_000;

/** The trouble of contract settings: delays and cuts of every kind, but links that hold. */
export function makeWorld(seed: number): SimWorld {
  const random = new SimRandom(`contract ${seed}`);
  return new SimWorld({
    seed,
    network: { ...drawNetworkFaults(random), breakChance: 0, stallMs: { min: 1, max: 50 } },
    disks: drawDiskFaults(random),
  });
}

export async function makeSimSetting(seed: number): Promise<Setting> {
  const world = makeWorld(seed);
  const server = world.server('alpha');
  const host = server.start('subject');
  await world.scheduler.settle(host.disks.makeDirectory('/data'));
  return {
    host,
    directory: '/data',
    run: (work) => world.scheduler.settle(work),
    leftOpen: [],
    until: async (condition) => {
      if (!(await world.scheduler.run(condition, limitMs))) throw new Error('it did not happen in good time');
    },
    close: async () => host.kill(),
  };
}
