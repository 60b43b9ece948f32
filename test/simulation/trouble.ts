/** Makes what a plan says of trouble happen: each stroke has a number and draws of its own, so that one may be left out. */

import { must } from '../../common/assert.ts';
import { kib, mib } from '../../common/units.ts';
import type { Admin } from './admin.ts';
import { type Daemon, devicePath, type SimCluster } from './cluster.ts';
import { type FaultKind, type RunPlan, weather } from './swarm.ts';
import type { PathFault } from './world/disk-state.ts';
import type { SimServer } from './world/host.ts';
import { SimRandom } from './world/random.ts';

/** Makes trouble of a cluster until `stop`. */
export class Trouble {
  readonly #cluster: SimCluster;
  readonly #plan: RunPlan;
  readonly #admin: Admin;
  readonly #pace: SimRandom;
  /** Operations until the next stroke of each kind. */
  readonly #left = new Map<FaultKind, number>();
  readonly #without: ReadonlySet<number>;
  #strokes = 0;
  #stopped = false;

  constructor(cluster: SimCluster, plan: RunPlan, admin: Admin) {
    this.#cluster = cluster;
    this.#plan = plan;
    this.#admin = admin;
    this.#pace = new SimRandom(`trouble ${plan.cluster.seed}`);
    this.#without = new Set(plan.withoutStrokes);
    for (const [kind, mean] of Object.entries(plan.faults) as [FaultKind, number][]) {
      if (!weather.has(kind) && mean > 0) this.#left.set(kind, this.#draw(kind));
    }
  }

  /** Strokes so far, with those that were left out. */
  get strokes(): number {
    return this.#strokes;
  }

  /** Nothing new happens, what was cut or broken is whole again; servers that are off come back in their time. */
  stop(): void {
    this.#stopped = true;
    const { network } = this.#cluster.world;
    network.healAll();
    network.faults = { ...network.faults, stallChance: 0, breakChance: 0 };
    for (const daemon of this.#cluster.sdss) this.#heal(daemon);
    this.#admin.finish();
  }

  /** An operation of the workload has ended: trouble keeps pace with work, and so meets it. */
  operationEnded(): void {
    for (const [kind, left] of this.#left) {
      this.#left.set(kind, left - 1);
      if (left > 0) continue;
      this.#left.set(kind, this.#draw(kind));
      this.#soon(kind, this.#pace.pick([0, 0.3, 3, 30]));
    }
  }

  #has(kind: FaultKind): boolean {
    return (this.#plan.faults[kind] ?? 0) > 0;
  }

  #draw(kind: FaultKind): number {
    return Math.floor(this.#pace.exponential(this.#plan.faults[kind] ?? 1));
  }

  #soon(kind: FaultKind, meanMs: number): void {
    const number = this.#strokes++;
    const random = this.#pace.stream(`stroke ${number}`);
    const delayMs = random.exponential(meanMs);
    this.#later(delayMs, () => {
      if (!this.#without.has(number)) this.#strike(kind, random);
      const again = random.stream('again');
      if (again.chance(this.#plan.againChance))
        this.#soon(again.pick([...this.#left.keys()]), again.pick([1, 30, 300]));
    });
  }

  #later(delayMs: number, stroke: () => void): void {
    this.#cluster.world.scheduler.after(delayMs, () => {
      if (!this.#stopped) stroke();
    });
  }

  /** The devices of a server work again, and have room. */
  #heal({ server }: Daemon): void {
    const { disk } = server;
    const { plan, sdss } = this.#cluster;
    const lies = sdss[plan.liar]?.server === server;
    for (let index = 0; index < plan.devices.length; index++) {
      const path = devicePath(index);
      for (const name of ['', '/journal', '/data', '/headers', '/directory']) disk.setFault(path + name, undefined);
      if (lies) disk.setFault(path, { syncLies: true });
    }
    disk.capacityBytes = Number.MAX_SAFE_INTEGER;
  }

  #strike(kind: FaultKind, random: SimRandom): void {
    const cluster = this.#cluster;
    const { network, scheduler, log } = cluster.world;
    const say = (what: string): void => log.add('trouble', 'info', kind, { what });
    switch (kind) {
      case 'stall': {
        const [one, other] = this.#twoServers(random);
        const durationMs = random.pick([10, 200, 3_000]) * random.fraction();
        say(`${one.name} ${other.name} ${durationMs.toFixed(0)} ms`);
        network.stallLinks(one, other, durationMs, random.chance(0.5));
        break;
      }
      case 'break': {
        const [one, other] = this.#twoServers(random);
        say(`${one.name} ${other.name}`);
        network.breakLinks(one, other);
        break;
      }
      case 'partition': {
        const [one, other] = this.#twoServers(random);
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
        const stallMs = this.#has('stall') && random.chance(0.7) ? random.pick([500, 3_000]) * random.fraction() : 0;
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
        const offMs = this.#offMs(random);
        this.#later(this.#checkpointFirst(random), () => cluster.cutPower(server, offMs));
        break;
      }
      case 'power-all':
        this.#powerAll(random, say);
        break;
      case 'checkpoint':
        for (const engine of cluster.engines.values()) if (random.chance(0.5)) engine.checkpoint(true);
        break;
      case 'disk-error':
        this.#diskError(random, say);
        break;
      case 'disk-full':
        this.#diskFull(random, say);
        break;
      case 'rot':
        this.#rot(random, say);
        break;
      case 'unmap':
        this.#admin.moveVolume(random, say);
        break;
      case 'volumes':
        this.#admin.useNewVolume(random, say);
        break;
      case 'latency':
      case 'disk':
      case 'lie':
      case 'timeout':
      case 'clock':
      case 'full-pool':
      case 'cache':
        break;
      default:
        kind satisfies never;
    }
  }

  #deviceCount(daemon: Daemon): number {
    const { sdss, plan } = this.#cluster;
    return must(plan.devices[sdss.indexOf(daemon)], 'the number of devices of a data server');
  }

  #diskError(random: SimRandom, say: (what: string) => void): void {
    const daemon = random.pick(this.#cluster.sdss);
    const path =
      devicePath(random.below(this.#deviceCount(daemon))) +
      random.pick(['', '', '/journal', '/data', '/headers', '/directory']);
    const fault = random.pick<PathFault>([
      { read: 'EIO', write: 'EIO', sync: 'EIO' },
      { read: 'EIO' },
      { write: 'EIO' },
      { sync: 'EIO' },
      { sync: 'EIO' },
    ]);
    const durationMs = random.pick([2, 50, 3_000]) * random.fraction();
    say(`${daemon.name}${path} ${Object.keys(fault).join(' ')} ${durationMs.toFixed(0)} ms`);
    this.#cluster.excuse(daemon, ['DISK_FAILED']);
    daemon.server.disk.setFault(path, fault);
    this.#cluster.world.scheduler.after(durationMs, () => this.#heal(daemon));
  }

  #diskFull(random: SimRandom, say: (what: string) => void): void {
    const daemon = random.pick(this.#cluster.sdss);
    const { disk } = daemon.server;
    const leftBytes = random.pick([0, 64 * kib, mib]);
    const durationMs = random.pick([50, 500, 5_000]) * random.fraction();
    say(`${daemon.name} has ${leftBytes} bytes left for ${durationMs.toFixed(0)} ms`);
    this.#cluster.excuse(daemon, ['DISK_FULL', 'DISK_FAILED']);
    disk.capacityBytes = disk.usedBytes + leftBytes;
    this.#cluster.world.scheduler.after(durationMs, () => this.#heal(daemon));
  }

  /** One data server of a run only. */
  #rot(random: SimRandom, say: (what: string) => void): void {
    const { sdss, plan } = this.#cluster;
    const daemon = must(sdss[plan.seed % sdss.length], 'a data server');
    const path =
      devicePath(random.below(this.#deviceCount(daemon))) +
      random.pick(['/data', '/data', '/data', '/headers', '/journal']);
    this.#cluster.distrust(daemon);
    const page = daemon.server.disk.rot(path, 1 + random.below(64));
    say(`${daemon.name}${path} page ${page ?? 'none'}`);
  }

  #powerAll(random: SimRandom, say: (what: string) => void): void {
    const cluster = this.#cluster;
    const everything = random.chance(0.25);
    const afterMs = this.#checkpointFirst(random);
    const spreadMs = random.pick([0, 0, 5, 300]);
    say(`${everything ? 'everything' : 'data servers'} within ${spreadMs} ms`);
    for (const { server, name } of everything ? cluster.daemons : cluster.sdss) {
      const delayMs = spreadMs * random.fraction();
      const offMs = this.#offMs(random);
      if (!everything && random.chance(0.1) && name !== 'mdm') continue;
      this.#later(afterMs + delayMs, () => cluster.cutPower(server, offMs));
    }
  }

  /** Where checkpoints come at odd times, power fails most often in the middle of one; returns after how long. */
  #checkpointFirst(random: SimRandom): number {
    if (!this.#has('checkpoint') || random.chance(0.3)) return 0;
    for (const engine of this.#cluster.engines.values()) engine.checkpoint(true);
    return random.exponential(random.pick([0.5, 2, 10]));
  }

  #offMs(random: SimRandom): number {
    return random.pick([50, 500, 3_000]) * (0.2 + random.fraction());
  }

  #twoServers(random: SimRandom): readonly [SimServer, SimServer] {
    const { servers } = this.#cluster.world;
    const first = random.below(servers.length);
    const second = (first + 1 + random.below(servers.length - 1)) % servers.length;
    const [one, other] = [servers[first], servers[second]];
    if (one === undefined || other === undefined) throw new Error('there are two servers');
    return [one, other];
  }
}
