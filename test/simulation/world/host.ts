/** A whole simulated world: virtual time, a network, and servers with disks on which processes live and die. */

import { assert } from '../../../common/assert.ts';
import { DiskState } from './disk-state.ts';
import { calmDisks, calmNetwork, type DiskFaults, type NetworkFaults } from './faults.ts';
import { WorldLog } from './log.ts';
import { type NetworkServer, WorldNetwork } from './network.ts';
import { type ClockRate, SimProcess } from './process.ts';
import { SimRandom } from './random.ts';
import { Scheduler } from './scheduler.ts';

export { SimProcess } from './process.ts';

export interface WorldOptions {
  readonly seed: number | string;
  readonly network?: NetworkFaults;
  readonly disks?: DiskFaults;
}

export class SimWorld {
  readonly scheduler = new Scheduler();
  /** For the scenario's own draws. */
  readonly random: SimRandom;
  readonly network: WorldNetwork;
  readonly log = new WorldLog(() => this.scheduler.nowMs);
  readonly #servers = new Map<string, SimServer>();
  readonly #seed: SimRandom;
  readonly #disks: DiskFaults;

  constructor(options: WorldOptions) {
    this.#seed = new SimRandom(String(options.seed));
    this.#disks = options.disks ?? calmDisks;
    this.random = this.#seed.stream('scenario');
    this.network = new WorldNetwork(this.scheduler, this.#seed.stream('network'), options.network ?? calmNetwork);
  }

  /** The server of a name, which is also its address; made and switched on at its first mention. */
  server(name: string): SimServer {
    let server = this.#servers.get(name);
    if (server === undefined) {
      server = new SimServer(name, this, this.#seed.stream(`server ${name}`), this.#disks);
      this.#servers.set(name, server);
      this.network.addName(name, server);
    }
    return server;
  }

  get servers(): readonly SimServer[] {
    return [...this.#servers.values()];
  }
}

export class SimServer implements NetworkServer {
  readonly name: string;
  readonly disk: DiskState;
  /** May be replaced while no process runs. */
  clockRate: ClockRate = { rate: 1, offsetMs: 0 };
  readonly #world: SimWorld;
  readonly #random: SimRandom;
  #processes: SimProcess[] = [];
  #started = 0;
  #powered = true;
  #nextPort = 40_000;

  constructor(name: string, world: SimWorld, random: SimRandom, disks: DiskFaults) {
    this.name = name;
    this.#world = world;
    this.#random = random;
    this.disk = new DiskState(random.stream('disk'), disks);
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** The living ones. */
  get processes(): readonly SimProcess[] {
    return this.#processes.filter((process) => process.alive);
  }

  /** Another name or address under which the server is reached. */
  addName(name: string): void {
    this.#world.network.addName(name, this);
  }

  takePort(): number {
    return this.#nextPort++;
  }

  /** A new process; `name` is for the log and may be used again after a death. */
  start(name: string): SimProcess {
    assert(this.#powered, 'processes start on a server that has power');
    this.#started++;
    const process = new SimProcess(name, {
      scheduler: this.#world.scheduler,
      network: this.#world.network,
      log: this.#world.log,
      server: this,
      disk: this.disk,
      random: this.#random.stream(`process ${this.#started}`),
      clockRate: () => this.clockRate,
    });
    this.#processes = [...this.processes, process];
    return process;
  }

  /** All processes die unheard; each write that no datasync covered is kept, dropped or torn. */
  losePower(): void {
    if (!this.#powered) return;
    this.#powered = false;
    for (const process of this.#processes) process.vanish();
    this.#processes = [];
    this.disk.losePower();
  }

  /** The machine is up again, with another boot id and no process. */
  restorePower(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.#world.network.serverUp(this);
  }
}
