/** The simulated network of a world: who listens where, who can reach whom, and the trouble between them. */

import { ClusterError } from '../../../common/errors.ts';
import type { Address, Listener, StreamHandlers, StreamLink, Timer } from '../../../common/host.ts';
import { Connection, type ConnectionWeather } from './connection.ts';
import type { NetworkFaults } from './faults.ts';
import type { SimRandom } from './random.ts';
import type { EventOwner, Scheduler } from './scheduler.ts';

/** A server as the network sees it. */
export interface NetworkServer {
  readonly name: string;
  readonly powered: boolean;
  /** For ports asked for as 0. */
  takePort(): number;
}

/** A process as the network sees it. */
export interface NetworkProcess extends EventOwner {
  readonly name: string;
  readonly server: NetworkServer;
}

/** Stream and message links do not understand one another, as a WebSocket and a data link do not. */
export type LinkKind = 'stream' | 'messages';

interface Binding {
  readonly process: NetworkProcess;
  readonly kind: LinkKind;
  /** Reached from the server itself only. */
  readonly localOnly: boolean;
  readonly accept: (link: StreamLink) => StreamHandlers;
}

interface Attempt {
  readonly process: NetworkProcess;
  readonly address: Address;
  readonly kind: LinkKind;
  readonly handlers: (link: StreamLink) => StreamHandlers;
  readonly deadlineMs: number;
  readonly outcome: PromiseWithResolvers<StreamLink>;
  timer: Timer | undefined;
}

const ownNames = new Set(['127.0.0.1', 'localhost', '::1']);
const anyNames = new Set(['0.0.0.0', '::']);

function format(address: Address): string {
  return address.kind === 'unix' ? address.path : `${address.host}:${address.port}`;
}

export class WorldNetwork implements ConnectionWeather {
  readonly scheduler: Scheduler;
  readonly random: SimRandom;
  /** May be replaced at any time. */
  faults: NetworkFaults;
  readonly #serverOfName = new Map<string, NetworkServer>();
  readonly #bindings = new Map<string, Binding>();
  readonly #connections = new Set<Connection>();
  /** `from>to` of the directions that are cut. */
  readonly #cuts = new Set<string>();

  constructor(scheduler: Scheduler, random: SimRandom, faults: NetworkFaults) {
    this.scheduler = scheduler;
    this.random = random;
    this.faults = faults;
  }

  /** Makes a name or address of a server known; its own name is the first. */
  addName(name: string, server: NetworkServer): void {
    this.#serverOfName.set(name, server);
  }

  // Faults.

  /** Nothing passes between two servers, or with `oneWay` from the first to the second. Links stay, and what they hold. */
  partition(from: NetworkServer, to: NetworkServer, oneWay = false): void {
    this.#cuts.add(`${from.name}>${to.name}`);
    if (!oneWay) this.#cuts.add(`${to.name}>${from.name}`);
  }

  heal(one: NetworkServer, other: NetworkServer): void {
    this.#cuts.delete(`${one.name}>${other.name}`);
    this.#cuts.delete(`${other.name}>${one.name}`);
  }

  healAll(): void {
    this.#cuts.clear();
  }

  /** Freezes all links between two servers for a while; with `oneWay` only what the first sends. */
  stallLinks(one: NetworkServer, other: NetworkServer, durationMs: number, oneWay = false): void {
    for (const connection of this.#connections) {
      if (connection.joins(one, other)) connection.stall(durationMs, oneWay ? one : undefined);
    }
  }

  /** Breaks all links between two servers; both sides hear of it within `faults.breakSpreadMs`. */
  breakLinks(one: NetworkServer, other: NetworkServer): void {
    for (const connection of [...this.#connections]) {
      if (connection.joins(one, other)) connection.breakDown('connection reset');
    }
  }

  /** Breaks one link drawn from all that exist. */
  breakAnyLink(): void {
    if (this.#connections.size > 0) this.random.pick([...this.#connections]).breakDown('connection reset');
  }

  get linkCount(): number {
    return this.#connections.size;
  }

  // What processes do.

  /** Rejects with ClusterError `UNREACHABLE` when the address is taken. */
  async listen(
    process: NetworkProcess,
    address: Address,
    kind: LinkKind,
    accept: (link: StreamLink) => StreamHandlers,
  ): Promise<Listener> {
    const bound: Address = address.kind === 'tcp' && address.port === 0 ? withPort(address, process.server) : address;
    const key = this.#keyOf(process.server, bound);
    const present = this.#bindings.get(key);
    if (present?.process.alive === true) {
      throw new ClusterError('UNREACHABLE', `Could not listen on ${format(bound)}: the address is in use`);
    }
    if (bound.kind === 'tcp' && !ownNames.has(bound.host) && !anyNames.has(bound.host)) {
      if (this.#serverOfName.get(bound.host) !== process.server) {
        throw new ClusterError('UNREACHABLE', `Could not listen on ${format(bound)}: it is no address of this server`);
      }
    }
    const localOnly = bound.kind === 'unix' || ownNames.has(bound.host);
    const binding: Binding = { process, kind, localOnly, accept };
    if (process.alive) this.#bindings.set(key, binding);
    return {
      address: bound,
      close: async () => {
        if (this.#bindings.get(key) === binding && process.alive) this.#bindings.delete(key);
      },
    };
  }

  connect(
    process: NetworkProcess,
    address: Address,
    kind: LinkKind,
    timeoutMs: number,
    handlers: (link: StreamLink) => StreamHandlers,
  ): Promise<StreamLink> {
    const outcome = Promise.withResolvers<StreamLink>();
    const attempt: Attempt = {
      process,
      address,
      kind,
      handlers,
      deadlineMs: this.scheduler.nowMs + timeoutMs,
      outcome,
      timer: undefined,
    };
    if (!process.alive) return outcome.promise;
    const target = this.#targetOf(process, address);
    attempt.timer = this.scheduler.after(
      timeoutMs,
      () => this.#refuse(attempt, `no answer within ${timeoutMs} ms`),
      process,
    );
    if (target === undefined) this.#refuse(attempt, 'no such host');
    else this.scheduler.after(this.latencyMs(process.server, target), () => this.#arrive(attempt, target));
    return outcome.promise;
  }

  #refuse(attempt: Attempt, why: string): void {
    attempt.timer?.cancel();
    const message = `Could not connect to ${format(attempt.address)}: ${why}`;
    attempt.outcome.reject(new ClusterError('UNREACHABLE', message));
  }

  /** The first packet reaches the server, or tries again until the connecting side gives up. */
  #arrive(attempt: Attempt, target: NetworkServer): void {
    const { process, address } = attempt;
    if (this.scheduler.nowMs >= attempt.deadlineMs || !process.alive) return;
    if (!target.powered || this.isBlocked(process.server, target)) {
      this.scheduler.after(this.random.within(this.faults.retransmitMs), () => this.#arrive(attempt, target));
      return;
    }
    const binding = this.#bindings.get(this.#keyOf(target, address));
    const found =
      binding?.process.alive === true &&
      binding.kind === attempt.kind &&
      (!binding.localOnly || process.server === target);
    const backMs = this.latencyMs(target, process.server);
    if (!found) {
      this.scheduler.after(backMs, () => this.#answerRefused(attempt, target), process);
      return;
    }
    const connection = new Connection(
      this,
      { process, name: `${process.server.name}:${process.name}` },
      { process: binding.process, name: format(address) },
    );
    this.#connections.add(connection);
    // The kernel answers for the process, which takes the link when it comes to it.
    this.scheduler.after(
      this.random.within(this.faults.localLatencyMs),
      () => {
        if (!connection.acceptor.isClosed) connection.acceptor.open(binding.accept);
      },
      binding.process,
    );
    this.scheduler.after(backMs, () => this.#establish(attempt, connection), process);
  }

  #answerRefused(attempt: Attempt, target: NetworkServer): void {
    if (!this.isBlocked(target, attempt.process.server)) this.#refuse(attempt, 'connection refused');
  }

  #establish(attempt: Attempt, connection: Connection): void {
    const { connector } = connection;
    if (connector.isClosed) {
      this.#refuse(attempt, 'connection reset');
    } else if (this.scheduler.nowMs >= attempt.deadlineMs) {
      connector.close('too late');
    } else if (this.isBlocked(connection.acceptorProcess.server, attempt.process.server)) {
      const againMs = this.random.within(this.faults.retransmitMs);
      this.scheduler.after(againMs, () => this.#establish(attempt, connection), attempt.process);
    } else {
      attempt.timer?.cancel();
      connector.open(attempt.handlers);
      attempt.outcome.resolve(connector);
    }
  }

  /** All that a process had is gone; `silently` when its server lost power and can tell nobody. */
  processEnded(process: NetworkProcess, silently: boolean): void {
    for (const [key, binding] of this.#bindings) if (binding.process === process) this.#bindings.delete(key);
    for (const connection of [...this.#connections]) connection.processEnded(process, silently);
  }

  serverUp(server: NetworkServer): void {
    for (const connection of this.#connections) connection.serverUp(server);
  }

  // ConnectionWeather.

  isBlocked(from: NetworkServer, to: NetworkServer): boolean {
    return this.#cuts.size > 0 && from !== to && this.#cuts.has(`${from.name}>${to.name}`);
  }

  latencyMs(from: NetworkServer, to: NetworkServer): number {
    const { random, faults } = this;
    const base = random.within(from === to ? faults.localLatencyMs : faults.latencyMs);
    return random.chance(faults.spikeChance) ? base + random.within(faults.spikeMs) : base;
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  #targetOf(process: NetworkProcess, address: Address): NetworkServer | undefined {
    if (address.kind === 'unix' || ownNames.has(address.host)) return process.server;
    return this.#serverOfName.get(address.host);
  }

  #keyOf(server: NetworkServer, address: Address): string {
    return address.kind === 'unix' ? `${server.name} ${address.path}` : `${server.name} ${address.port}`;
  }
}

function withPort(address: { readonly host: string }, server: NetworkServer): Address {
  return { kind: 'tcp', host: address.host, port: server.takePort() };
}
