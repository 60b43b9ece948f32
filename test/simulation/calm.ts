/** A cluster in which nothing goes wrong: for stories that bring their own trouble, and to take one kind out of a plan. */

import { mib } from '../../common/units.ts';
import type { ClusterPlan } from './cluster.ts';
import type { FaultKind } from './swarm.ts';
import { calmDisks, calmNetwork } from './world/faults.ts';

/** Three data servers with one device each, one SDC, one volume of 4 MiB with two replicas. */
export const calmPlan: ClusterPlan = {
  seed: 1,
  network: calmNetwork,
  disks: calmDisks,
  replicas: 2,
  sliceCount: 8,
  acknowledge: 'received',
  devices: [1, 1, 1],
  capacityBytes: 64 * mib,
  journalBytes: 4 * mib,
  smallCache: false,
  clockDrift: 0,
  liar: -1,
  sdcCount: 1,
  volumes: [{ name: 'volume1', sizeBytes: 4 * mib, sdcs: [0] }],
  ioTimeoutMs: 0,
};

/** What a kind that is set once for a run has changed, as it is without it. */
export function calmCluster(kind: FaultKind): Partial<ClusterPlan> {
  switch (kind) {
    case 'latency':
      return { network: calmNetwork };
    case 'disk':
      return { disks: calmDisks };
    case 'lie':
      return { liar: -1 };
    case 'timeout':
      return { ioTimeoutMs: 0 };
    case 'clock':
      return { clockDrift: 0 };
    case 'full-pool':
      return { capacityBytes: calmPlan.capacityBytes };
    case 'cache':
      return { smallCache: false };
    default:
      return {};
  }
}
