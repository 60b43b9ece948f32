/** A simulated process: a Host whose every effect ends with the process's death. */

import type { Clock, Disks, Host, Log, Network, Random, StreamLink, Timer } from '../../../common/host.ts';
import type { DiskState, DiskUser, UnderWayOperation } from './disk-state.ts';
import { SimDisks } from './disks.ts';
import { SimLog, type WorldLog } from './log.ts';
import { SimMessageLink } from './message-link.ts';
import type { NetworkProcess, NetworkServer, WorldNetwork } from './network.ts';
import type { SimRandom } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** The end of a turn comes a little later than the event that asks for it, so that more of them may share one turn. */
const longestTurnMs = 0.03;

/** How a server's clock runs against virtual time. */
export interface ClockRate {
  /** 1.02: two per cent fast. */
  readonly rate: number;
  readonly offsetMs: number;
}

/** Unix time at the beginning of every world. */
const worldStartWallMs = Date.UTC(2030, 0, 1);

class SimClock implements Clock {
  readonly #scheduler: Scheduler;
  readonly #random: SimRandom;
  readonly #process: SimProcess;
  readonly #rate: () => ClockRate;
  #lastTurnEndMs = 0;

  constructor(scheduler: Scheduler, random: SimRandom, process: SimProcess, rate: () => ClockRate) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#process = process;
    this.#rate = rate;
  }

  nowMs(): number {
    const { rate, offsetMs } = this.#rate();
    return offsetMs + this.#scheduler.nowMs * rate;
  }

  wallMs(): number {
    return worldStartWallMs + this.nowMs();
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.#scheduler.after(delayMs / this.#rate().rate, callback, this.#process);
  }

  afterTurn(callback: () => void): void {
    const endMs = this.#scheduler.nowMs + this.#random.fraction() * longestTurnMs;
    this.#lastTurnEndMs = Math.max(this.#lastTurnEndMs, endMs);
    this.#scheduler.at(this.#lastTurnEndMs, callback, this.#process);
  }
}

/** What a process needs of its server and world. */
export interface ProcessSurroundings {
  readonly scheduler: Scheduler;
  readonly network: WorldNetwork;
  readonly log: WorldLog;
  readonly server: NetworkServer;
  readonly disk: DiskState;
  readonly random: SimRandom;
  clockRate(): ClockRate;
}

export class SimProcess implements Host, NetworkProcess, DiskUser {
  readonly name: string;
  readonly server: NetworkServer;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly disks: Disks;
  readonly log: Log;
  readonly underWay = new Set<UnderWayOperation>();
  /** Told what an event of this process has thrown; true when that is dealt with. */
  onCrash: ((error: unknown) => boolean) | undefined;
  readonly #surroundings: ProcessSurroundings;
  readonly #threads: SimProcess[] = [];
  #alive = true;
  #stoppedUntilMs = 0;

  constructor(name: string, surroundings: ProcessSurroundings) {
    const { scheduler, random, network } = surroundings;
    this.name = name;
    this.server = surroundings.server;
    this.#surroundings = surroundings;
    this.clock = new SimClock(scheduler, random.stream('turns'), this, () => surroundings.clockRate());
    const chance = random.stream('chance');
    this.random = { bytes: (into) => chance.bytes(into), fraction: () => chance.fraction() };
    this.network = networkOf(network, this);
    this.disks = new SimDisks(scheduler, surroundings.disk, this);
    this.log = new SimLog(surroundings.log, this);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** A worker thread: a host of its own that may end alone, and ends and stands still with its process. */
  thread(name: string): SimProcess {
    const random = this.#surroundings.random.stream(`thread ${this.#threads.length}`);
    const thread = new SimProcess(name, { ...this.#surroundings, random });
    if (!this.#alive) thread.vanish();
    this.#threads.push(thread);
    return thread;
  }

  crashed(error: unknown): boolean {
    return this.onCrash?.(error) === true;
  }

  get stoppedUntilMs(): number {
    return this.#stoppedUntilMs;
  }

  /**
   * Kills the process: none of its timers, callbacks, links, files and stores does anything from now on. Its page cache
   * survives; links end at their other sides; what was under way has happened or not. Does nothing to a dead one.
   */
  kill(): void {
    this.#end(false);
  }

  /** Its server lost power. For SimServer. */
  vanish(): void {
    this.#end(true);
  }

  #end(silently: boolean): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const thread of this.#threads) thread.#end(silently);
    const { disk, network } = this.#surroundings;
    for (const operation of this.underWay) operation.abandon(disk.random);
    this.underWay.clear();
    network.processEnded(this, silently);
  }

  /** SIGSTOP, or a long garbage collection: nothing of it runs for a while; then all that has become due, in order. */
  stop(durationMs: number): void {
    this.#stoppedUntilMs = Math.max(this.#stoppedUntilMs, this.#surroundings.scheduler.nowMs + durationMs);
    for (const thread of this.#threads) thread.stop(durationMs);
  }
}

function networkOf(world: WorldNetwork, process: SimProcess): Network {
  return {
    listenStream: (address, accept) => world.listen(process, address, 'stream', accept),
    connectStream: (address, timeoutMs, handlers) => world.connect(process, address, 'stream', timeoutMs, handlers),
    listenMessages: (address, accept) =>
      world.listen(process, address, 'messages', (stream) => {
        const link = new SimMessageLink(stream, true);
        link.setHandlers(accept(link));
        return link;
      }),
    connectMessages: async (address, timeoutMs, handlers) => {
      const made: { link?: SimMessageLink } = {};
      const open = (stream: StreamLink): SimMessageLink => {
        const link = new SimMessageLink(stream);
        made.link = link;
        link.setHandlers(handlers(link));
        return link;
      };
      const stream = await world.connect(process, address, 'messages', timeoutMs, open);
      return made.link ?? new SimMessageLink(stream);
    },
  };
}
