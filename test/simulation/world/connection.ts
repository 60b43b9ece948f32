/** A simulated link as a whole: its two ends, the two channels between them, and the ways in which it ends. */

import { Channel } from './channel.ts';
import type { NetworkFaults } from './faults.ts';
import type { NetworkProcess, NetworkServer } from './network.ts';
import type { SimRandom } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import { type EndSurroundings, SimStreamLink } from './stream-link.ts';

/** Until something is sent on a link that was idle. */
const idleMs = { min: 0, max: 2_000 };

/** What a connection needs of the network. */
export interface ConnectionWeather {
  readonly scheduler: Scheduler;
  readonly random: SimRandom;
  readonly faults: NetworkFaults;
  isBlocked(from: NetworkServer, to: NetworkServer): boolean;
  latencyMs(from: NetworkServer, to: NetworkServer): number;
  /** Both ends are closed. */
  forget(connection: Connection): void;
}

export class Connection implements EndSurroundings {
  readonly connector: SimStreamLink;
  readonly acceptor: SimStreamLink;
  readonly connectorProcess: NetworkProcess;
  readonly acceptorProcess: NetworkProcess;
  readonly #weather: ConnectionWeather;
  readonly #toAcceptor: Channel;
  readonly #toConnector: Channel;
  #broken = false;

  constructor(
    weather: ConnectionWeather,
    from: { readonly process: NetworkProcess; readonly name: string },
    to: { readonly process: NetworkProcess; readonly name: string },
  ) {
    this.#weather = weather;
    this.connectorProcess = from.process;
    this.acceptorProcess = to.process;
    this.connector = new SimStreamLink(from.process, to.name, this);
    this.acceptor = new SimStreamLink(to.process, from.name, this);
    this.#toAcceptor = this.#channel(this.connector, this.acceptor, from.process.server, to.process.server);
    this.#toConnector = this.#channel(this.acceptor, this.connector, to.process.server, from.process.server);
    this.connector.connect(this.#toAcceptor, this.#toConnector);
    this.acceptor.connect(this.#toConnector, this.#toAcceptor);
  }

  #channel(sender: SimStreamLink, receiver: SimStreamLink, from: NetworkServer, to: NetworkServer): Channel {
    const weather = this.#weather;
    return new Channel(
      {
        scheduler: weather.scheduler,
        random: weather.random,
        get faults() {
          return weather.faults;
        },
        isBlocked: () => weather.isBlocked(from, to),
        latencyMs: () => weather.latencyMs(from, to),
      },
      sender,
      receiver,
    );
  }

  get scheduler(): Scheduler {
    return this.#weather.scheduler;
  }

  joins(one: NetworkServer, other: NetworkServer): boolean {
    const { server: from } = this.connectorProcess;
    const { server: to } = this.acceptorProcess;
    return (from === one && to === other) || (from === other && to === one);
  }

  flushed(): void {
    const { random, faults } = this.#weather;
    if (random.chance(faults.breakChance)) this.breakDown('connection reset');
  }

  closedByOwner(end: SimStreamLink): void {
    const outgoing = this.#outgoingOf(end);
    // Unread bytes or an impatient kernel make a reset of it, which overtakes what is under way.
    if (this.#weather.random.chance(this.#weather.faults.resetChance)) outgoing.truncate();
    outgoing.finish('the other side closed the link');
  }

  gone(end: SimStreamLink): void {
    this.#incomingOf(end).discard();
    if (this.connector.isClosed && this.acceptor.isClosed) this.#weather.forget(this);
  }

  /** Bytes under way are lost from a random point on; each side learns of the end at a random time of its own. */
  breakDown(reason: string): void {
    if (this.#broken) return;
    this.#broken = true;
    const { random, faults, scheduler } = this.#weather;
    for (const end of [this.connector, this.acceptor]) {
      this.#outgoingOf(end).truncate();
      this.#outgoingOf(end).sever();
      scheduler.after(random.within(faults.breakSpreadMs), () => end.ended(reason), end.owner);
    }
  }

  /** Freezes both directions, or the one from a server. */
  stall(durationMs: number, from?: NetworkServer): void {
    if (from === undefined || this.connectorProcess.server === from) this.#toAcceptor.stall(durationMs);
    if (from === undefined || this.acceptorProcess.server === from) this.#toConnector.stall(durationMs);
  }

  /** A process died and its kernel closed the link; or its server lost power, and the other side hears nothing for long. */
  processEnded(process: NetworkProcess, silently: boolean): void {
    const { random, faults, scheduler } = this.#weather;
    for (const [end, other] of this.#ends()) {
      if (end.owner !== process || end.isClosed) continue;
      const outgoing = this.#outgoingOf(end);
      if (silently) {
        outgoing.truncate();
        outgoing.sever();
        scheduler.after(random.within(faults.silentLossMs), () => other.ended('no answer'), other.owner);
      } else {
        if (random.chance(faults.resetChance)) outgoing.truncate();
        outgoing.finish('the other side closed the link');
      }
      end.abandon();
    }
  }

  /** A server that came back answers for links that it no longer knows. */
  serverUp(server: NetworkServer): void {
    for (const [end, other] of this.#ends()) {
      if (this.#serverOf(end) === server && end.isClosed && !other.isClosed) {
        const { random, faults, scheduler } = this.#weather;
        // Who sends nothing hears of it late.
        const delayMs = random.within(random.chance(0.4) ? idleMs : faults.retransmitMs);
        scheduler.after(delayMs, () => this.#reset(end, other), other.owner);
      }
    }
  }

  /** The other end hears of the reset as soon as packets get through. */
  #reset(end: SimStreamLink, other: SimStreamLink): void {
    if (other.isClosed) return;
    const { random, faults, scheduler } = this.#weather;
    if (this.#weather.isBlocked(this.#serverOf(end), this.#serverOf(other))) {
      scheduler.after(random.within(faults.retransmitMs), () => this.#reset(end, other), other.owner);
    } else {
      other.ended('connection reset');
    }
  }

  #ends(): readonly (readonly [SimStreamLink, SimStreamLink])[] {
    return [
      [this.connector, this.acceptor],
      [this.acceptor, this.connector],
    ];
  }

  #serverOf(end: SimStreamLink): NetworkServer {
    return end === this.connector ? this.connectorProcess.server : this.acceptorProcess.server;
  }

  #outgoingOf(end: SimStreamLink): Channel {
    return end === this.connector ? this.#toAcceptor : this.#toConnector;
  }

  #incomingOf(end: SimStreamLink): Channel {
    return end === this.connector ? this.#toConnector : this.#toAcceptor;
  }
}
