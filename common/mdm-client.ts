/**
 * A daemon's link to the MDM: found, proven, registered, and made again whenever it breaks.
 * It keeps the owner's ClusterMap up to date; the owner says when it acts on it.
 *
 *   stopped ──open──▶ connecting ──handshake, register──▶ registering ──Registered──▶ registered
 *                        ▲   │ no answer, refused             │                          │
 *                        │   ▼                                ▼                          ▼
 *                        └─ waiting ◀──────────── link closed, silence, refusal ─────────┘        any ──close──▶ closed
 */

import { assert, must } from './assert.ts';
import { ClusterError, messageOf } from './errors.ts';
import { CallerHandshake, type Credentials, type Introduction } from './handshake.ts';
import type { Address, Host, MessageHandlers, MessageLink, Timer } from './host.ts';
import type { ClusterMap } from './map.ts';
import { checkMap } from './map-check.ts';
import {
  type ControlMessage,
  type DeviceState,
  decodeControl,
  encodeControl,
  type MapDelta,
  type RegisterSdc,
  type RegisterSds,
} from './messages.ts';

const heartbeatMs = 225;
const connectTimeoutMs = 2000;
/** From the connection to Registered: an MDM that accepts and says nothing is as good as none. */
const registrationTimeoutMs = 5000;
const firstPauseMs = 100;
const longestPauseMs = 2000;
/** A refusal does not go away by asking often: a wrong key, an unapproved node. */
const refusedPauseMs = 5000;
/** Heartbeats are left out while the link holds more than this unsent. */
const heartbeatUnsentBytes = 64 * 1024;
/** Reports (MapApplied, SlicesSettled) are small and rare: an MDM that leaves this much unread does not read at all. */
const maximumUnsentBytes = 16 * 1024 * 1024;

export type RegisterMessage =
  | { readonly kind: 'registerSds'; readonly body: RegisterSds }
  | { readonly kind: 'registerSdc'; readonly body: RegisterSdc };

export interface MdmClientOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  /** Asked in turn until one registers this node. TCP, at least one. */
  readonly addresses: readonly Address[];
  /** Asked anew for each link: the node id and the incarnation may have changed. */
  readonly introduction: () => Introduction;
  readonly register: () => RegisterMessage;
  /** For heartbeats; an SDC has none. */
  readonly deviceStates: () => readonly DeviceState[];
  /** Where deltas are applied: the kept map, or an empty one. */
  readonly map: ClusterMap;
  /** Before the first map of each link. */
  readonly onRegistered?: (nodeId: number) => void;
  /** After each delta that was applied; the first of each link is whole. */
  readonly onMap: (map: ClusterMap, delta: MapDelta) => void;
}

type Status = 'stopped' | 'connecting' | 'registering' | 'registered' | 'waiting' | 'closed';

const nextStatuses: Readonly<Record<Status, readonly Status[]>> = {
  stopped: ['connecting', 'closed'],
  connecting: ['registering', 'waiting', 'closed'],
  registering: ['registered', 'waiting', 'closed'],
  registered: ['waiting', 'closed'],
  waiting: ['connecting', 'closed'],
  closed: [],
};

export class MdmClient {
  readonly #options: MdmClientOptions;
  readonly #host: Host;
  #status: Status = 'stopped';
  #attempt: ControlLink | undefined;
  #addressIndex = 0;
  #pauseMs = firstPauseMs;
  #timer: Timer | undefined;
  #heartbeats: Timer | undefined;
  /** What was last logged about the way to the MDM: each series of failures is one line. */
  #saidDown = false;
  #wantsWholeMap = false;

  constructor(options: MdmClientOptions) {
    assert(options.addresses.length > 0, 'an MDM client knows at least one address');
    this.#options = options;
    this.#host = options.host;
  }

  /** True while the MDM has this node registered on a link that is up. */
  get isRegistered(): boolean {
    return this.#status === 'registered';
  }

  /** Begins to look for the MDM and returns at once. A second call does nothing. */
  open(): void {
    if (this.#status === 'stopped') this.#connect();
  }

  /** Closes the link; nothing is called back from then on. A second call does nothing. */
  close(): void {
    if (this.#status === 'closed') return;
    this.#become('closed');
    this.#stopTimers();
    this.#attempt?.close('the daemon is stopping');
    this.#attempt = undefined;
  }

  /**
   * The owner acts on no older map any more. Lost while no link is up: the next link begins with a whole map, for which
   * the owner says it again.
   */
  applied(version: number): void {
    this.send({ kind: 'mapApplied', body: { mapVersion: version } });
  }

  /** Sends when registered; false when the message was not sent: it must be said anew after the next `onMap`. */
  send(message: ControlMessage): boolean {
    const attempt = this.#attempt;
    if (this.#status !== 'registered' || attempt === undefined) return false;
    if (attempt.unsentBytes > maximumUnsentBytes) {
      this.#lost(attempt, 'it does not read what is sent to it', false);
      return false;
    }
    attempt.send(message);
    return true;
  }

  /** Sends the register message again on the present link: a device has started, failed or restarted. */
  registerAgain(): void {
    this.send(this.#options.register());
  }

  #become(next: Status): void {
    assert(nextStatuses[this.#status].includes(next), `an MDM client may become ${next} from ${this.#status}`);
    this.#status = next;
  }

  #connect(): void {
    this.#become('connecting');
    const { credentials, addresses, introduction } = this.#options;
    const address = must(addresses[this.#addressIndex % addresses.length], 'an MDM address');
    const handshake = new CallerHandshake(credentials, this.#host.random, introduction());
    const attempt = new ControlLink(handshake, {
      proven: (own) => this.#proven(own),
      message: (own, message) => this.#message(own, message),
      ended: (own, reason, refused) => this.#lost(own, reason, refused),
    });
    this.#attempt = attempt;
    this.#timer = this.#host.clock.after(connectTimeoutMs + registrationTimeoutMs, () =>
      this.#lost(attempt, 'it did not register this node in time', false),
    );
    this.#host.network
      .connectMessages(address, connectTimeoutMs, (link) => attempt.attach(link))
      .then(
        () => attempt.begin(),
        (error: unknown) => this.#lost(attempt, messageOf(error), false),
      );
  }

  #proven(attempt: ControlLink): void {
    if (attempt !== this.#attempt) return;
    this.#become('registering');
    attempt.send(this.#options.register());
  }

  #message(attempt: ControlLink, message: ControlMessage): void {
    if (attempt !== this.#attempt) return;
    switch (message.kind) {
      case 'registered':
        if (this.#status === 'registering') this.#registered(attempt, message.body.nodeId);
        break;
      case 'map':
        this.#map(attempt, message.body);
        break;
      case 'refusal':
        this.#lost(attempt, message.body.message, true);
        break;
      default:
        this.#lost(attempt, `it sent ${message.kind}, which only it may receive`, false);
    }
  }

  #registered(attempt: ControlLink, nodeId: number): void {
    this.#become('registered');
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#pauseMs = firstPauseMs;
    this.#saidDown = false;
    this.#wantsWholeMap = false;
    this.#host.log.write('info', 'mdm-registered', { mdm: attempt.remote, nodeId });
    this.#options.onRegistered?.(nodeId);
    this.#scheduleHeartbeat(attempt);
  }

  #map(attempt: ControlLink, delta: MapDelta): void {
    const { map, onMap } = this.#options;
    checkMap(delta);
    const applied = map.apply(delta);
    if (applied === 'applied') {
      this.#wantsWholeMap = false;
      onMap(map, delta);
    } else if (applied === 'gap') {
      if (this.#wantsWholeMap) return;
      this.#wantsWholeMap = true;
      const { fromVersion, toVersion } = delta;
      this.#host.log.write('info', 'map-gap', { have: map.version, fromVersion, toVersion });
      attempt.send({ kind: 'wantWholeMap', body: {} });
    } else if (delta.whole) {
      this.#host.log.write('warn', 'older-map-ignored', { have: map.version, offered: delta.toVersion });
    }
  }

  #scheduleHeartbeat(attempt: ControlLink): void {
    this.#heartbeats = this.#host.clock.after(heartbeatMs, () => {
      if (attempt !== this.#attempt) return;
      if (attempt.unsentBytes <= heartbeatUnsentBytes) {
        const { map, deviceStates } = this.#options;
        attempt.send({ kind: 'heartbeat', body: { mapVersion: map.version, devices: deviceStates() } });
      }
      this.#scheduleHeartbeat(attempt);
    });
  }

  #lost(attempt: ControlLink, reason: string, refused: boolean): void {
    if (attempt !== this.#attempt) return;
    this.#stopTimers();
    this.#attempt = undefined;
    attempt.close(reason);
    if (!this.#saidDown || refused) {
      const event = refused ? 'mdm-refused' : this.#status === 'registered' ? 'mdm-lost' : 'mdm-unreachable';
      this.#host.log.write('warn', event, { mdm: attempt.remote, reason });
      this.#saidDown = true;
    }
    this.#become('waiting');
    this.#timer = this.#host.clock.after(this.#nextPauseMs(refused), () => this.#connect());
  }

  /** The addresses are tried one after the other; only a whole round without success is followed by a pause. */
  #nextPauseMs(refused: boolean): number {
    this.#addressIndex++;
    if (this.#addressIndex % this.#options.addresses.length !== 0) return 0;
    const jitter = 0.5 + this.#host.random.fraction();
    if (refused) return refusedPauseMs * jitter;
    const pauseMs = this.#pauseMs * jitter;
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
    return pauseMs;
  }

  #stopTimers(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#heartbeats?.cancel();
    this.#heartbeats = undefined;
  }
}

interface ControlLinkOwner {
  proven(link: ControlLink): void;
  message(link: ControlLink, message: ControlMessage): void;
  ended(link: ControlLink, reason: string, refused: boolean): void;
}

/** One attempt to reach the MDM and the link it leads to: the handshake, then control messages. */
class ControlLink implements MessageHandlers {
  readonly #handshake: CallerHandshake;
  readonly #owner: ControlLinkOwner;
  #link: MessageLink | undefined;
  #proven = false;
  #closed = false;

  constructor(handshake: CallerHandshake, owner: ControlLinkOwner) {
    this.#handshake = handshake;
    this.#owner = owner;
  }

  get remote(): string | undefined {
    return this.#link?.remote;
  }

  get unsentBytes(): number {
    return this.#link?.unsentBytes ?? 0;
  }

  attach(link: MessageLink): this {
    this.#link = link;
    return this;
  }

  /** The link is up: says hello, or closes it when nobody wants it any more. */
  begin(): void {
    if (this.#closed) this.#link?.close('not needed any more');
    else this.#link?.send(this.#handshake.hello);
  }

  send(message: ControlMessage): void {
    if (!this.#closed) this.#link?.send(encodeControl(message));
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#link?.close(reason);
  }

  message(bytes: Uint8Array): void {
    if (this.#closed) return;
    try {
      if (this.#proven) this.#owner.message(this, decodeControl(bytes));
      else this.#step(bytes);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      this.#owner.ended(this, messageOf(error), !this.#proven);
    }
  }

  closed(reason: string): void {
    this.#owner.ended(this, reason, false);
  }

  #step(bytes: Uint8Array): void {
    const { send, established } = this.#handshake.next(bytes);
    if (send !== undefined) this.#link?.send(send);
    if (!established) return;
    this.#proven = true;
    this.#owner.proven(this);
  }
}
