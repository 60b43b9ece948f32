/** What a seed means: the cluster, the work on it and the trouble it meets, all drawn from the seed. */

import { mib } from '../../common/units.ts';
import type { ClusterPlan, SimCluster, VolumePlan } from './cluster.ts';
import type { WorkloadPlan } from './workload.ts';
import { calmDisks, calmNetwork, drawDiskFaults, drawNetworkFaults } from './world/faults.ts';
import type { SimServer } from './world/host.ts';
import { SimRandom } from './world/random.ts';

export const faultKinds = {
  stall: 'one link freezes for a while; bytes arrive late, maybe after those of a newer link',
  break: 'links break; each side hears of it on its own',
  partition: 'nothing passes between two servers, both ways or one, until it is healed',
  latency: 'slow and cut deliveries, small windows, resets',
  disk: 'slow disks and late syncs',
  pause: 'a process stands still (SIGSTOP, a long garbage collection)',
  'kill-sds': 'kill -9 of an SDS, or of all at once',
  'kill-sdc': 'kill -9 of an SDC',
  'kill-mdm': 'kill -9 of the MDM',
  power: 'one server loses power',
  'power-all': 'all data servers lose power, at once or one after the other; or everything does',
  timeout: 'user I/O that takes too long fails',
  checkpoint: 'devices checkpoint at odd times (no fault: what is late elsewhere comes early)',
} as const;

export type FaultKind = keyof typeof faultKinds;

export interface RunPlan {
  readonly cluster: ClusterPlan;
  readonly workload: WorkloadPlan;
  /** Kinds that this run meets. */
  readonly kinds: ReadonlySet<FaultKind>;
  /** Mean number of operations that end between two strokes of a kind. */
  readonly meanOperations: ReadonlyMap<FaultKind, number>;
  /** Of a second stroke soon after one. */
  readonly againChance: number;
}

/** `allowed` undefined: all kinds. */
export function drawPlan(seed: number, allowed: ReadonlySet<FaultKind> | undefined): RunPlan {
  const random = new SimRandom(`plan ${seed}`);
  const kinds = new Set<FaultKind>();
  const meanOperations = new Map<FaultKind, number>();
  const density = random.pick([0.15, 0.3, 0.5]);
  for (const kind of Object.keys(faultKinds) as FaultKind[]) {
    const isDrawn = random.chance(kind === 'checkpoint' ? 0.5 : density);
    const mean = random.pick([6, 15, 40]);
    if (!isDrawn || (allowed !== undefined && !allowed.has(kind))) continue;
    kinds.add(kind);
    meanOperations.set(kind, mean);
  }
  // Late requests of an old link need both.
  if (kinds.has('kill-sdc') && random.chance(0.5) && allowed?.has('stall') !== false) kinds.add('stall');
  return {
    cluster: drawCluster(seed, random, kinds),
    workload: drawWorkload(random),
    kinds,
    meanOperations,
    againChance: random.pick([0, 0.2, 0.5]),
  };
}

function drawCluster(seed: number, random: SimRandom, kinds: ReadonlySet<FaultKind>): ClusterPlan {
  const network = drawNetworkFaults(random.stream('network'));
  const { stallChance, stallMs, breakChance, breakSpreadMs, ...weather } = network;
  const sdcCount = random.pick([1, 1, 2]);
  return {
    seed,
    network: {
      ...(kinds.has('latency') ? { ...calmNetwork, ...weather } : calmNetwork),
      stallChance: kinds.has('stall') ? stallChance : 0,
      stallMs,
      breakChance: kinds.has('break') ? breakChance : 0,
      breakSpreadMs,
    },
    disks: kinds.has('disk') ? drawDiskFaults(random.stream('disks')) : calmDisks,
    replicas: random.pick([2, 2, 2, 3]),
    sliceCount: random.pick([8, 16, 32]),
    acknowledge: random.pick(['received', 'received', 'stable']),
    devices: [random.pick([1, 1, 2]), 1, random.pick([1, 1, 2])],
    capacityBytes: 64 * mib,
    journalBytes: random.pick([4, 4, 8]) * mib,
    sdcCount,
    volumes: drawVolumes(random, sdcCount),
    ioTimeoutMs: kinds.has('timeout') ? random.pick([400, 2_000, 6_000]) : 0,
  };
}

function drawVolumes(random: SimRandom, sdcCount: number): VolumePlan[] {
  return Array.from({ length: random.pick([1, 1, 2]) }, (_, index) => ({
    name: `volume${index + 1}`,
    sizeBytes: random.pick([1, 2, 4, 8]) * mib,
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
    largeChance: random.pick([0.02, 0.1, 0.3]),
    unalignedChance: random.pick([0, 0.2, 0.6]),
    hotSpots: random.pick([0, 3, 10]),
  };
}

/** Kinds that are weather, not strokes. */
const weather: ReadonlySet<FaultKind> = new Set(['latency', 'disk', 'timeout']);

/** Makes trouble of a cluster until `stop`. */
export class Trouble {
  readonly #cluster: SimCluster;
  readonly #plan: RunPlan;
  readonly #random: SimRandom;
  /** Operations until the next stroke of each kind. */
  readonly #left = new Map<FaultKind, number>();
  #stopped = false;

  constructor(cluster: SimCluster, plan: RunPlan) {
    this.#cluster = cluster;
    this.#plan = plan;
    this.#random = new SimRandom(`trouble ${plan.cluster.seed}`);
    for (const kind of plan.meanOperations.keys()) if (!weather.has(kind)) this.#left.set(kind, this.#draw(kind));
  }

  /** Nothing new happens, cut links are healed and the weather is calm; servers that are off come back in their time. */
  stop(): void {
    this.#stopped = true;
    const { network } = this.#cluster.world;
    network.healAll();
    network.faults = { ...network.faults, stallChance: 0, breakChance: 0 };
  }

  /** An operation of the workload has ended: trouble keeps pace with work, and so meets it. */
  operationEnded(): void {
    for (const [kind, left] of this.#left) {
      this.#left.set(kind, left - 1);
      if (left > 0) continue;
      this.#left.set(kind, this.#draw(kind));
      this.#soon(kind, this.#random.pick([0, 0.3, 3, 30]));
    }
  }

  #draw(kind: FaultKind): number {
    return Math.floor(this.#random.exponential(this.#plan.meanOperations.get(kind) ?? 1));
  }

  #soon(kind: FaultKind, meanMs: number): void {
    this.#later(this.#random.exponential(meanMs), () => {
      this.#strike(kind);
      if (!this.#random.chance(this.#plan.againChance)) return;
      this.#soon(this.#random.pick([...this.#left.keys()]), this.#random.pick([1, 30, 300]));
    });
  }

  #later(delayMs: number, stroke: () => void): void {
    this.#cluster.world.scheduler.after(delayMs, () => {
      if (!this.#stopped) stroke();
    });
  }

  #strike(kind: FaultKind): void {
    const cluster = this.#cluster;
    const random = this.#random;
    const { network, scheduler, log } = cluster.world;
    const say = (what: string): void => log.add('trouble', 'info', kind, { what });
    switch (kind) {
      case 'stall': {
        const [one, other] = this.#twoServers();
        const durationMs = random.pick([10, 200, 3_000]) * random.fraction();
        say(`${one.name} ${other.name} ${durationMs.toFixed(0)} ms`);
        network.stallLinks(one, other, durationMs, random.chance(0.5));
        break;
      }
      case 'break': {
        const [one, other] = this.#twoServers();
        say(`${one.name} ${other.name}`);
        network.breakLinks(one, other);
        break;
      }
      case 'partition': {
        const [one, other] = this.#twoServers();
        const oneWay = random.chance(0.4);
        const durationMs = random.pick([50, 1_000, 5_000]) * random.fraction();
        say(`${one.name} ${other.name}${oneWay ? ' one way' : ''} ${durationMs.toFixed(0)} ms`);
        network.partition(one, other, oneWay);
        scheduler.after(durationMs, () => network.heal(one, other));
        break;
      }
      case 'pause': {
        const daemon = random.pick(cluster.daemons);
        const durationMs = random.pick([20, 500, 3_000]) * random.fraction();
        say(`${daemon.name} ${durationMs.toFixed(0)} ms`);
        daemon.process?.stop(durationMs);
        break;
      }
      case 'kill-sds': {
        const all = random.chance(0.15);
        say(all ? 'all' : 'one');
        for (const daemon of all ? cluster.sdss : [random.pick(cluster.sdss)]) cluster.kill(daemon);
        break;
      }
      case 'kill-sdc': {
        const daemon = random.pick(cluster.sdcs);
        const stallMs =
          this.#plan.kinds.has('stall') && random.chance(0.7) ? random.pick([500, 3_000]) * random.fraction() : 0;
        say(`${daemon.name}${stallMs > 0 ? `, its links stall ${stallMs.toFixed(0)} ms` : ''}`);
        if (stallMs === 0) return cluster.kill(daemon);
        // What it sends until then arrives when its next start has long sent more.
        for (const { server } of cluster.sdss) network.stallLinks(daemon.server, server, stallMs, true);
        this.#later(random.exponential(10), () => cluster.kill(daemon));
        break;
      }
      case 'kill-mdm':
        say('mdm');
        cluster.kill(cluster.mdm);
        break;
      case 'power': {
        const server = random.pick(cluster.world.servers);
        say(server.name);
        const offMs = this.#offMs();
        this.#later(this.#checkpointFirst(), () => cluster.cutPower(server, offMs));
        break;
      }
      case 'power-all':
        this.#powerAll(say);
        break;
      case 'checkpoint':
        for (const engine of cluster.engines.values()) if (random.chance(0.5)) engine.checkpoint(true);
        break;
      case 'latency':
      case 'disk':
      case 'timeout':
        break;
      default:
        kind satisfies never;
    }
  }

  #powerAll(say: (what: string) => void): void {
    const random = this.#random;
    const cluster = this.#cluster;
    const everything = random.chance(0.25);
    const afterMs = this.#checkpointFirst();
    const spreadMs = random.pick([0, 0, 5, 300]);
    say(`${everything ? 'everything' : 'data servers'} within ${spreadMs} ms`);
    for (const { server, name } of everything ? cluster.daemons : cluster.sdss) {
      const delayMs = spreadMs * random.fraction();
      const offMs = this.#offMs();
      if (!everything && random.chance(0.1) && name !== 'mdm') continue;
      this.#later(afterMs + delayMs, () => cluster.cutPower(server, offMs));
    }
  }

  /** Where checkpoints come at odd times, power fails most often in the middle of one; returns after how long. */
  #checkpointFirst(): number {
    const random = this.#random;
    if (!this.#plan.kinds.has('checkpoint') || random.chance(0.3)) return 0;
    for (const engine of this.#cluster.engines.values()) engine.checkpoint(true);
    return random.exponential(random.pick([0.5, 2, 10]));
  }

  #offMs(): number {
    return this.#random.pick([50, 500, 3_000]) * (0.2 + this.#random.fraction());
  }

  #twoServers(): readonly [SimServer, SimServer] {
    const { servers } = this.#cluster.world;
    const first = this.#random.below(servers.length);
    const second = (first + 1 + this.#random.below(servers.length - 1)) % servers.length;
    const [one, other] = [servers[first], servers[second]];
    if (one === undefined || other === undefined) throw new Error('there are two servers');
    return [one, other];
  }
}
