/**
 * A whole cluster in a simulated world: the MDM, data servers and data clients of the product, started, killed and
 * started again as a launcher and a machine's power switch would. It knows each daemon's present process.
 */

import { AssertionError, must } from '../../common/assert.ts';
import { ClusterError, codeOf, type ErrorCode, messageOf } from '../../common/errors.ts';
import type { Credentials } from '../../common/handshake.ts';
import type { Address, Host } from '../../common/host.ts';
import { SlabPool } from '../../common/slab.ts';
import { kib, mib } from '../../common/units.ts';
import type { ClusterSeed } from '../../mdm/seed.ts';
import { MetadataManager } from '../../mdm/service.ts';
import { DataClient } from '../../sdc/client.ts';
import { DataServer } from '../../sds/data-server.ts';
import type { Engine } from '../../sds/engine.ts';
import { type EngineSettings, type LocalEngineHandle, localEngines } from '../../sds/engine-handle.ts';
import type { DiskFaults, NetworkFaults } from './world/faults.ts';
import { type SimProcess, type SimServer, SimWorld } from './world/host.ts';
import type { SimRandom } from './world/random.ts';

export const credentials: Credentials = {
  clusterId: '6ad9c1e4000000000000000000000000',
  key: new Uint8Array(32).fill(7),
};

const mdmPort = 7400;
const mdmAddresses: readonly Address[] = [{ kind: 'tcp', host: 'mdm', port: mdmPort }];
/** Holds a whole frame (1 MiB and its head), and no more than it must: a released slab is overwritten whole. */
const slabBytes = mib + 256 * kib;
/** What the launcher waits before it starts a daemon that has ended. */
const restartMs = { min: 30, max: 600 };
const bootLimitMs = 120_000;

/** What the cluster is made of, as data drawn from a seed. */
export interface ClusterPlan {
  readonly seed: number;
  readonly network: NetworkFaults;
  readonly disks: DiskFaults;
  readonly replicas: number;
  readonly sliceCount: number;
  readonly acknowledge: 'received' | 'stable';
  /** One number a data server: how many devices it has. */
  readonly devices: readonly number[];
  /** What a device tells the pool. */
  readonly capacityBytes: number;
  readonly journalBytes: number;
  /** Devices keep next to no chunk in memory that is not in use. */
  readonly smallCache: boolean;
  /** How far apart the rates of two servers' clocks may be: 0.05 is five per cent. */
  readonly clockDrift: number;
  /** Number of the data server whose disks say "stable" of what is not; -1: none. */
  readonly liar: number;
  readonly sdcCount: number;
  readonly volumes: readonly VolumePlan[];
  /** 0: never. */
  readonly ioTimeoutMs: number;
}

export interface VolumePlan {
  readonly name: string;
  readonly sizeBytes: number;
  /** Numbers of the SDCs that write it. */
  readonly sdcs: readonly number[];
}

/** Where deliberate bugs enter, and where observers look in. */
export interface ClusterSeams {
  /** The host that a daemon is given instead of its process. */
  host?(process: SimProcess, daemon: string): Host;
  /** An engine has been made and not yet opened. */
  engineMade?(engine: Engine, key: string): void;
  /** It has opened: its store is what recovery gave, and no map has come yet. */
  engineOpened?(engine: Engine): void;
  /** A daemon's process has ended. */
  ended?(daemon: Daemon): void;
  /** Its processes are about to die. */
  serverLosesPower?(server: SimServer): void;
  /** Something that must never happen has. */
  violated?(what: string): void;
}

/** One daemon of the cluster over all its processes. */
export class Daemon {
  readonly name: string;
  readonly server: SimServer;
  readonly boot: (process: SimProcess) => Promise<void>;
  process: SimProcess | undefined;
  /** Its start is scheduled. */
  starting = false;

  constructor(name: string, server: SimServer, boot: (process: SimProcess) => Promise<void>) {
    this.name = name;
    this.server = server;
    this.boot = boot;
  }

  get isRunning(): boolean {
    return this.process?.alive === true;
  }
}

export class SimCluster {
  readonly world: SimWorld;
  readonly plan: ClusterPlan;
  readonly mdm: Daemon;
  readonly sdss: readonly Daemon[];
  readonly sdcs: readonly Daemon[];
  /** The engine of each device that is open or opening, in the process that lives. */
  readonly engines = new Map<number, Engine>();
  manager: MetadataManager | undefined;
  /** By volume, the numbers of the SDCs that should be able to write it. */
  readonly mappings = new Map<string, readonly number[]>();
  readonly #seams: ClusterSeams;
  readonly #random: SimRandom;
  readonly #clients = new Map<Daemon, DataClient>();
  readonly #owners = new WeakMap<Engine, Daemon>();
  /** What their disks have done to engines is no bug of the engines; by daemon, the codes that are then excused. */
  /** By device: it never moves. */
  readonly #servers = new Map<number, SimServer>();
  readonly #untrusted = new Set<SimServer>();
  readonly #excuses = new Map<Daemon, Set<ErrorCode>>();
  /** No daemon is started any more: the end of the run. */
  #frozen = false;

  constructor(plan: ClusterPlan, seams: ClusterSeams) {
    this.plan = plan;
    this.#seams = seams;
    this.world = new SimWorld({ seed: plan.seed, network: plan.network, disks: plan.disks });
    this.#random = this.world.random.stream('launcher');
    this.mdm = this.#daemon('mdm', (process) => this.#bootMdm(process));
    this.sdss = plan.devices.map((_, index) =>
      this.#daemon(`sds${index + 1}`, (process) => this.#bootSds(process, must(this.sdss[index], 'an SDS'))),
    );
    this.sdcs = Array.from({ length: plan.sdcCount }, (_, index) =>
      this.#daemon(`sdc${index + 1}`, (process) => this.#bootSdc(process, must(this.sdcs[index], 'an SDC'))),
    );
    for (const { name, sdcs } of plan.volumes) this.mappings.set(name, sdcs);
    this.#setClocks();
    if (plan.liar >= 0) {
      const { disk } = must(this.sdss[plan.liar], 'the data server whose disks lie').server;
      for (let index = 0; index < plan.devices.length; index++) disk.setFault(devicePath(index), { syncLies: true });
    }
  }

  #setClocks(): void {
    const { clockDrift } = this.plan;
    if (clockDrift === 0) return;
    const random = this.world.random.stream('clocks');
    for (const { server } of this.daemons) {
      const rate = 1 + clockDrift * (random.fraction() - 0.5);
      server.clockRate = { rate, offsetMs: 1e6 * random.fraction() };
    }
  }

  get daemons(): readonly Daemon[] {
    return [this.mdm, ...this.sdss, ...this.sdcs];
  }

  client(sdc: number): DataClient | undefined {
    const daemon = must(this.sdcs[sdc], 'an SDC');
    return daemon.isRunning ? this.#clients.get(daemon) : undefined;
  }

  /** The server of a device. The MDM must have been up once since the device was made. */
  serverOfDevice(deviceId: number): SimServer {
    const known = this.#servers.get(deviceId);
    if (known !== undefined) return known;
    const { map } = must(this.manager, 'the MDM').view;
    const name = [...map.tables.sds.values()].find(({ id }) => id === map.device(deviceId)?.sdsId)?.name;
    const server = must(this.sdss.find((daemon) => daemon.name === name)?.server, 'the server of a device');
    this.#servers.set(deviceId, server);
    return server;
  }

  /** Starts everything and runs the world until every volume can be used. Rejects when that takes too long. */
  async start(): Promise<void> {
    for (const daemon of this.daemons) this.#launch(daemon);
    if (!(await this.world.scheduler.run(() => this.isHealthy, bootLimitMs))) {
      throw new Error(`the cluster does not come up: ${this.describe()}`);
    }
  }

  /** Every daemon runs, every slice is settled under the MDM's map, and every SDC serves its volumes. */
  get isHealthy(): boolean {
    if (this.daemons.some((daemon) => !daemon.isRunning) || this.manager?.isServing !== true) return false;
    const { map } = this.manager.view;
    for (const pool of map.tables.pool.values()) {
      for (const [slice, entry] of map.slices(pool.id)) {
        for (const deviceId of entry.replicas) {
          const state = this.engines.get(deviceId)?.slices.get(slice);
          if (state?.settled !== true || state.generation !== entry.generation) return false;
        }
      }
    }
    for (const [name, sdcs] of this.mappings) {
      for (const sdc of sdcs) if (this.client(sdc)?.find(name)?.readOnly !== false) return false;
    }
    return true;
  }

  /** From now on an engine of this data server may fail with these codes. */
  excuse(daemon: Daemon, codes: readonly ErrorCode[]): void {
    this.#excuses.set(daemon, new Set([...(this.#excuses.get(daemon) ?? []), ...codes]));
  }

  /** Whether a device lies on disks that have been made to lose bytes: what it holds proves nothing. */
  isTrusted(deviceId: number): boolean {
    return !this.#untrusted.has(this.serverOfDevice(deviceId));
  }

  /** The disks of a server have lost bytes that they had said were stable. */
  distrust(daemon: Daemon): void {
    this.#untrusted.add(daemon.server);
    this.excuse(daemon, ['DAMAGED', 'CORRUPT']);
  }

  get hasUntrusted(): boolean {
    return this.#untrusted.size > 0;
  }

  /** What keeps the cluster from being healthy, in a line. */
  describe(): string {
    const down = this.daemons.filter((daemon) => !daemon.isRunning).map((daemon) => daemon.name);
    const unsettled: string[] = [];
    for (const [deviceId, engine] of this.engines) {
      const open = [...engine.slices.values()].filter((state) => !state.settled).map((state) => state.slice);
      if (open.length > 0) unsettled.push(`device ${deviceId}: slices ${open.join(' ')} unsettled`);
    }
    return `down: ${down.join(' ') || 'none'}; ${unsettled.join('; ') || 'all settled'}`;
  }

  // Faults.

  /** kill -9, and a new start by the launcher. */
  kill(daemon: Daemon): void {
    if (!daemon.isRunning) return;
    daemon.process?.kill();
    this.#ended(daemon);
    this.#launchLater(daemon);
  }

  /** The server loses power now and has it again after `offMs`; its daemons come back then. */
  cutPower(server: SimServer, offMs: number): void {
    if (!server.powered) return;
    const liar = this.sdss[this.plan.liar];
    if (liar?.server === server) this.distrust(liar);
    this.#seams.serverLosesPower?.(server);
    server.losePower();
    for (const daemon of this.daemons)
      if (daemon.server === server && daemon.process !== undefined) this.#ended(daemon);
    this.world.scheduler.after(offMs, () => {
      server.restorePower();
      for (const daemon of this.daemons) if (daemon.server === server) this.#launchLater(daemon);
    });
  }

  /** No daemon is started any more: what runs is looked at. */
  freeze(): void {
    this.#frozen = true;
  }

  #ended(daemon: Daemon): void {
    for (const [deviceId, engine] of this.engines)
      if (this.#owners.get(engine) === daemon) this.engines.delete(deviceId);
    daemon.process = undefined;
    this.#clients.delete(daemon);
    if (daemon === this.mdm) this.manager = undefined;
    this.#seams.ended?.(daemon);
  }

  // Launcher.

  #daemon(name: string, boot: (process: SimProcess) => Promise<void>): Daemon {
    return new Daemon(name, this.world.server(name), boot);
  }

  #launchLater(daemon: Daemon): void {
    if (daemon.starting) return;
    daemon.starting = true;
    this.world.scheduler.after(this.#random.within(restartMs), () => {
      daemon.starting = false;
      if (!daemon.isRunning && daemon.server.powered) this.#launch(daemon);
    });
  }

  #launch(daemon: Daemon): void {
    if (this.#frozen) return;
    const process = daemon.server.start(daemon.name);
    daemon.process = process;
    daemon.boot(process).catch((error: unknown) => {
      if (!(error instanceof ClusterError)) this.#violated(`${daemon.name} could not start: ${(error as Error).stack}`);
      process.log.write('error', 'start-failed', { reason: messageOf(error) });
      if (daemon.process === process) this.kill(daemon);
    });
  }

  #violated(what: string): void {
    this.#seams.violated?.(what);
  }

  #hostOf(process: SimProcess, daemon: string): Host {
    return this.#seams.host?.(process, daemon) ?? process;
  }

  // Daemons.

  async #bootMdm(process: SimProcess): Promise<void> {
    const host = this.#hostOf(process, 'mdm');
    await host.disks.makeDirectory('/mdm');
    const manager = new MetadataManager({
      host,
      storePath: '/mdm/meta',
      credentials,
      listen: { kind: 'tcp', host: '0.0.0.0', port: mdmPort },
      seed: this.#seed(),
      failed: (error) => {
        this.#violated(`the meta store failed: ${messageOf(error)}`);
        this.kill(this.mdm);
      },
    });
    await manager.open();
    this.manager = manager;
  }

  #seed(): ClusterSeed {
    const { plan } = this;
    return {
      protectionDomains: [
        {
          name: 'pd1',
          pools: [{ name: 'sp1', replicas: plan.replicas, sliceCount: plan.sliceCount, acknowledge: plan.acknowledge }],
          sdss: plan.devices.map((count, index) => ({
            name: `sds${index + 1}`,
            devices: Array.from({ length: count }, (_, device) => ({
              path: devicePath(device),
              pool: 'sp1',
              capacityBytes: Math.max(plan.capacityBytes, 64 * mib),
              name: `sds${index + 1}-d${device + 1}`,
            })),
          })),
        },
      ],
      volumes: plan.volumes.map(({ name, sizeBytes, sdcs }) => ({
        name,
        pool: 'sp1',
        sizeBytes,
        mapTo: sdcs.map((sdc) => `sdc${sdc + 1}`),
      })),
      sdcs: Array.from({ length: plan.sdcCount }, (_, index) => ({ name: `sdc${index + 1}` })),
    };
  }

  async #bootSds(process: SimProcess, daemon: Daemon): Promise<void> {
    const host = this.#hostOf(process, daemon.name);
    const slabs = newSlabs();
    for (let index = 0; index < this.plan.devices.length; index++) await host.disks.makeDirectory(devicePath(index));
    const server = new DataServer({
      host,
      credentials,
      mdmAddresses,
      name: daemon.name,
      home: '/sds',
      listenHost: '0.0.0.0',
      advertisedHost: daemon.name,
      journalBytes: this.plan.journalBytes,
      metricsAddress: '',
      pid: 1,
      version: 'simulated',
      engines: (settings) => this.#engineThread(daemon, process, slabs, settings),
    });
    await server.open();
  }

  /** An engine in a thread of its own, as engine-thread.ts has it: what it throws ends the thread, and no more. */
  #engineThread(daemon: Daemon, process: SimProcess, slabs: SlabPool, settings: EngineSettings): LocalEngineHandle {
    const thread = process.thread(daemon.name);
    const opening = Promise.withResolvers<void>();
    let isOpen = false;
    const failed = (error: Error): void => {
      if (!thread.alive) return;
      thread.kill();
      this.#engineFailed(daemon, settings.deviceId, error);
      if (isOpen) settings.onFailure(error);
      else opening.reject(error);
    };
    thread.onCrash = (error) => {
      if (!(error instanceof ClusterError)) return false;
      failed(error);
      return true;
    };
    const format =
      settings.format === undefined ? {} : { format: { ...settings.format, capacityBytes: this.plan.capacityBytes } };
    const make = localEngines(this.#hostOf(thread, daemon.name), slabs);
    const handle = make({ ...settings, ...format, onFailure: failed });
    const { engine } = handle;
    this.#owners.set(engine, daemon);
    this.#seams.engineMade?.(engine, `${daemon.name}${engine.options.path}`);
    return {
      ...handle,
      open: () => {
        handle.open().then(() => {
          if (!thread.alive) return;
          isOpen = true;
          this.engines.set(engine.deviceId, engine);
          if (this.plan.smallCache) shrinkCache(engine);
          this.#seams.engineOpened?.(engine);
          opening.resolve();
        }, failed);
        return opening.promise;
      },
      applyMap: (delta) => {
        try {
          handle.applyMap(delta);
        } catch (error) {
          if (thread.onCrash?.(error) !== true) throw error;
        }
      },
      close: async () => {
        await handle.close();
        thread.kill();
      },
    };
  }

  /** An engine that fails has met a bug, unless its disks were made to fail. */
  #engineFailed(daemon: Daemon, deviceId: number, error: Error): void {
    this.engines.delete(deviceId);
    const code = codeOf(error);
    if (code !== undefined && this.#excuses.get(daemon)?.has(code) === true) return;
    const stack = error instanceof AssertionError || !(error instanceof ClusterError) ? error.stack : messageOf(error);
    this.#violated(`the engine of device ${deviceId} (${daemon.name}) failed: ${stack}`);
  }

  async #bootSdc(process: SimProcess, daemon: Daemon): Promise<void> {
    const client = new DataClient({
      host: this.#hostOf(process, daemon.name),
      credentials,
      mdmAddresses,
      name: daemon.name,
      home: '/sdc',
      about: { address: daemon.name, pid: 1, version: 'simulated' },
      slabs: newSlabs(),
      ioTimeoutMs: this.plan.ioTimeoutMs,
    });
    await client.open();
    if (process.alive) this.#clients.set(daemon, client);
  }
}

/** Of the data server's device number `index`, from 0. */
export function devicePath(index: number): string {
  return `/device${index + 1}`;
}

/** Every chunk that is looked up puts all others out that may go: what a cache that is always full would do. */
function shrinkCache({ store }: Engine): void {
  const { cache } = store;
  const { find } = cache;
  cache.find = (layerId, chunkIndex) => {
    const found = find.call(cache, layerId, chunkIndex);
    for (const chunk of [...cache]) if (chunk !== found && chunk.evictable) cache.forget(chunk);
    return found;
  };
}

/** One for each process, since it is one event loop. */
function newSlabs(): SlabPool {
  return new SlabPool({ slabBytes, poison: true });
}
