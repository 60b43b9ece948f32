/**
 * What a seed means: the cluster, the work on it and the trouble it meets, as data. All of it is drawn from the seed, and
 * any part may then be set by hand (`--knobs`): so a run that fails can be made smaller and still be the same run.
 */

import { kib, mib } from '../../common/units.ts';
import type { ClusterPlan, VolumePlan } from './cluster.ts';
import type { WorkloadPlan } from './workload.ts';
import { calmDisks, calmNetwork, drawDiskFaults, drawNetworkFaults } from './world/faults.ts';
import { SimRandom } from './world/random.ts';

export const faultKinds = {
  stall: 'one link freezes for a while; bytes arrive late, maybe after those of a newer link',
  break: 'links break; each side hears of it on its own',
  partition: 'nothing passes between two servers, both ways or one, until it is healed',
  latency: 'slow and cut deliveries, small windows, resets',
  disk: 'slow disks and late syncs',
  'disk-error': 'a device gives EIO for reads, writes or syncs, or all, for a while',
  'disk-full': 'the file system under the devices of a server is full for a while',
  lie: 'the disks of one data server say "stable" of what is not',
  rot: 'bytes of one data server change at rest',
  pause: 'a process stands still (SIGSTOP, a long garbage collection)',
  'kill-sds': 'kill -9 of an SDS, or of all at once',
  'kill-sdc': 'kill -9 of an SDC',
  'kill-mdm': 'kill -9 of the MDM',
  power: 'one server loses power',
  'power-all': 'all data servers lose power, at once or one after the other; or everything does',
  timeout: 'user I/O that takes too long fails',
  clock: 'clocks run up to 5 % apart',
  'full-pool': 'the devices are so small that the work fills them',
  cache: 'devices keep next to no chunk in memory',
  unmap: 'volumes are unmapped in the middle of I/O, mapped for reading only for a while, and mapped again',
  volumes: 'volumes are made, used, unmapped and removed in the middle of all this',
  checkpoint: 'devices checkpoint at odd times (no fault: what is late elsewhere comes early)',
} as const;

export type FaultKind = keyof typeof faultKinds;

/** Kinds that are set once for a run; the others strike again and again. */
export const weather: ReadonlySet<FaultKind> = new Set([
  'latency',
  'disk',
  'lie',
  'timeout',
  'clock',
  'full-pool',
  'cache',
]);

/** Plain data: JSON gives it back as it was. */
export interface RunPlan {
  readonly cluster: ClusterPlan;
  readonly workload: WorkloadPlan;
  /** Kinds that this run meets, and the mean number of operations that end between two strokes of each; 0: never. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Of a second stroke soon after one. */
  readonly againChance: number;
  /** Numbers of strokes (0 is the first) that are left out. */
  readonly withoutStrokes: readonly number[];
  /** Work and trouble last so long at most. */
  readonly workMs: number;
}

/** Work and trouble last so long at most. */
const workMs = 20_000;
/** How likely a kind is, against the seed's density. Where disks lose what they had said was stable, less can be asked of the run. */
const weights: Readonly<Partial<Record<FaultKind, number>>> = {
  lie: 0.15,
  rot: 0.3,
  'disk-full': 0.5,
  'full-pool': 0.5,
};

/** `allowed` undefined: all kinds. */
export function drawPlan(seed: number, allowed: ReadonlySet<FaultKind> | undefined): RunPlan {
  const random = new SimRandom(`plan ${seed}`);
  const faults: Partial<Record<FaultKind, number>> = {};
  const density = random.pick([0.1, 0.25, 0.45]);
  for (const kind of Object.keys(faultKinds) as FaultKind[]) {
    const isDrawn = random.chance(kind === 'checkpoint' ? 0.5 : density * (weights[kind] ?? 1));
    const mean = random.pick([6, 15, 40]);
    if (isDrawn && (allowed === undefined || allowed.has(kind))) faults[kind] = mean;
  }
  // Late requests of an old link need both.
  if (faults['kill-sdc'] !== undefined && random.chance(0.5) && allowed?.has('stall') !== false) faults.stall ??= 15;
  // One data server at most is not to be trusted: with two of them nothing at all could be promised.
  if (faults.lie !== undefined) delete faults.rot;
  const cluster = drawCluster(seed, random, faults);
  return {
    cluster,
    workload: drawWorkload(random),
    faults,
    againChance: random.pick([0, 0.2, 0.5]),
    withoutStrokes: [],
    workMs,
  };
}

/** Sets parts of a plan, or of other knobs: objects are merged, all else is replaced. */
export function withKnobs<T>(plan: T, knobs: unknown): T {
  return merge(plan, knobs) as T;
}

function merge(value: unknown, change: unknown): unknown {
  if (!isPlain(value) || !isPlain(change)) return change === undefined ? value : change;
  const merged: Record<string, unknown> = { ...value };
  for (const [key, part] of Object.entries(change)) merged[key] = merge(merged[key], part);
  return merged;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function drawCluster(seed: number, random: SimRandom, faults: RunPlan['faults']): ClusterPlan {
  const network = drawNetworkFaults(random.stream('network'));
  const { stallChance, stallMs, breakChance, breakSpreadMs, ...delivery } = network;
  const sdcCount = random.pick([1, 1, 2]);
  const has = (kind: FaultKind): boolean => faults[kind] !== undefined;
  return {
    seed,
    network: {
      ...(has('latency') ? { ...calmNetwork, ...delivery } : calmNetwork),
      stallChance: has('stall') ? stallChance : 0,
      stallMs,
      breakChance: has('break') ? breakChance : 0,
      breakSpreadMs,
    },
    disks: has('disk') ? drawDiskFaults(random.stream('disks')) : calmDisks,
    replicas: random.pick([2, 2, 2, 3]),
    sliceCount: random.pick([8, 16, 32]),
    acknowledge: random.pick(['received', 'received', 'stable']),
    devices: [random.pick([1, 1, 2]), 1, random.pick([1, 1, 2])],
    // Half of the 4 MiB is kept for settling.
    capacityBytes: has('full-pool') ? random.pick([4 * mib, 5 * mib, 6 * mib]) : 64 * mib,
    journalBytes: has('full-pool') ? 4 * mib : random.pick([4, 4, 8]) * mib,
    smallCache: has('cache'),
    clockDrift: has('clock') ? random.pick([0.01, 0.05, 0.05]) : 0,
    liar: has('lie') ? random.below(3) : -1,
    sdcCount,
    volumes: drawVolumes(random, sdcCount),
    ioTimeoutMs: has('timeout') ? random.pick([400, 2_000, 6_000]) : 0,
  };
}

function drawVolumes(random: SimRandom, sdcCount: number): VolumePlan[] {
  const count = random.pick([1, 1, 1, 2, 2, 6]);
  return Array.from({ length: count }, (_, index) => ({
    name: `volume${index + 1}`,
    sizeBytes: (count > 2 ? random.pick([1, 2]) : random.pick([1, 2, 4, 8])) * mib,
    sdcs: sdcCount === 2 && random.chance(0.3) ? [0, 1] : [random.below(sdcCount)],
  }));
}

function drawWorkload(random: SimRandom): WorkloadPlan {
  const clientsPerVolume = random.pick([1, 2, 4, 8]);
  return {
    clientsPerVolume,
    operationsPerClient: Math.ceil(random.pick([40, 100, 200]) / clientsPerVolume),
    meanThinkMs: random.pick([0.2, 2, 10, 40]),
    fuaChance: random.pick([0, 0.1, 0.5]),
    weights: {
      read: random.pick([10, 30]),
      write: random.pick([20, 40]),
      zero: random.pick([0, 3]),
      trim: random.pick([0, 3]),
      flush: random.pick([0, 3, 12]),
      status: random.pick([0, 5]),
    },
    largeChance: random.pick([0.02, 0.1, 0.3, 0.8]),
    unalignedChance: random.pick([0, 0.2, 0.6]),
    hotSpots: random.pick([0, 3, 10]),
  };
}

/** A plan as a person would tell it, in a line. */
export function describePlan({ cluster, faults }: RunPlan): string {
  const { replicas, devices, sdcCount, volumes, acknowledge, journalBytes } = cluster;
  return `${replicas} replicas, devices ${devices.join('+')}, ${sdcCount} SDC, ${volumes.length} volumes, ${acknowledge}, journal ${journalBytes / kib} KiB; ${Object.keys(faults).join(' ')}`;
}
