/**
 * One client's link: handshake (TLS included), then requests in and replies out, within bounds that make a slow or hostile client
 * wait instead of the process growing.
 *
 *   handshake ──▶ transmission ──▶ ending ──▶ closed
 *       │               │ DISC, server closes  ▲
 *       └───────────────┴── link broken, bytes that are no NBD, export closed
 *
 * NBD proto.md, «Transmission», «Terminating the transmission phase».
 */

import { assert, must, unreachable } from '../common/assert.ts';
import type { Host, SecurableLink, StreamHandlers, StreamLink, Timer } from '../common/host.ts';
import { ReceiveBuffer, type SlabPool } from '../common/slab.ts';
import { Handshake, type HandshakeServices } from './core/handshake.ts';
import { endTimeoutMs, handshakeTimeoutMs, maximumReadBytes, maximumUnsentBytes } from './core/limits.ts';
import type { Negotiated } from './core/negotiated.ts';
import type { NbdCounters } from './counters.ts';
import { ReplyQueue } from './reply-queue.ts';
import { Session } from './session.ts';
import type { BlockVolume, Exports } from './volume.ts';

/** What a connection needs of its server. */
export interface ConnectionOwner {
  readonly host: Host;
  readonly exports: Exports;
  readonly counters: NbdCounters;
  readonly slabs: SlabPool;
  readonly arenas: SlabPool;
  /** Why this export takes no further connection; undefined when it does. */
  refusal(volume: BlockVolume): string | undefined;
  /** The link is gone; nothing follows. */
  connectionClosed(connection: Connection): void;
}

type Status = 'handshake' | 'transmission' | 'ending' | 'closed';

const nextStatuses: Readonly<Record<Status, readonly Status[]>> = {
  handshake: ['transmission', 'ending', 'closed'],
  transmission: ['ending', 'closed'],
  ending: ['closed'],
  closed: [],
};

/**
 * STARTTLS was acknowledged ('asked'): when the acknowledgement has left, TLS begins ('handshake'). Until it is up no
 * plain byte is taken: one that came would have been slipped in before the encryption.
 */
type Securing = 'no' | 'asked' | 'handshake';

export class Connection implements StreamHandlers {
  readonly #owner: ConnectionOwner;
  readonly #link: StreamLink;
  readonly #buffer: ReceiveBuffer;
  readonly #replies: ReplyQueue;
  readonly #handshake: Handshake;
  /** The link where it can go on inside TLS. */
  readonly #securable: SecurableLink | undefined;
  readonly #endTurn = (): void => this.#turnEnded();
  #status: Status = 'handshake';
  #securing: Securing = 'no';
  #session: Session | undefined;
  #timer: Timer | undefined;
  #endReason = '';
  /** Reading has stopped because a bound was reached. */
  #stalled = false;
  #turnScheduled = false;

  /** `securable`: the same link, of a listener on which nothing is served outside TLS. */
  constructor(owner: ConnectionOwner, link: StreamLink, securable?: SecurableLink) {
    this.#owner = owner;
    this.#link = link;
    this.#securable = securable;
    this.#buffer = new ReceiveBuffer(owner.slabs);
    this.#replies = new ReplyQueue(link, owner.arenas);
    const services: HandshakeServices = {
      exports: owner.exports,
      tls: securable !== undefined,
      refusal: (volume) => owner.refusal(volume),
      send: (bytes) => this.#replies.message(bytes),
    };
    this.#handshake = new Handshake(services);
    this.#timer = owner.host.clock.after(handshakeTimeoutMs, () => this.close('the handshake took too long'));
    this.#scheduleTurnEnd();
  }

  /** The export in transmission, until the link is closed. */
  get volume(): BlockVolume | undefined {
    return this.#session?.volume;
  }

  /** Closes at once: unsent replies are dropped, and answers of the volume that are still to come are ignored. */
  close(reason: string): void {
    if (this.#status === 'closed') return;
    this.#link.close(reason);
    this.#shut();
  }

  /** Takes no further request, lets those under way finish up to a bound in time, then closes. */
  end(reason: string): void {
    if (this.#status === 'handshake') {
      this.close(reason);
    } else if (this.#status === 'transmission') {
      this.#beginEnd(reason);
    }
  }

  space(): Uint8Array {
    const space = this.#buffer.space(this.#session?.wantedBytes ?? this.#handshake.wantedBytes);
    return space.length > maximumReadBytes ? space.subarray(0, maximumReadBytes) : space;
  }

  received(count: number): void {
    this.#buffer.received(count);
    this.#drive();
  }

  drained(): void {
    this.#scheduleTurnEnd();
  }

  closed(reason: string): void {
    this.#shut();
    this.#owner.host.log.write('debug', 'nbd_link_closed', {
      remote: this.#link.remote,
      export: this.volume?.name,
      reason,
    });
    this.#session = undefined;
    this.#owner.connectionClosed(this);
  }

  #become(next: Status): void {
    assert(nextStatuses[this.#status].includes(next), `a connection may become ${next} from ${this.#status}`);
    this.#status = next;
  }

  #shut(): void {
    if (this.#status === 'closed') return;
    this.#become('closed');
    this.#timer?.cancel();
    this.#session?.abandon();
    this.#replies.letGo();
    // The slab that the link may still be reading into lives as long as the link refers to it.
    this.#buffer.letGo();
  }

  #protocolError(reason: string): void {
    this.#owner.counters.protocolErrorsTotal++;
    this.#owner.host.log.write('warn', 'nbd_protocol_error', { remote: this.#link.remote, reason });
    this.close(reason);
  }

  #beginEnd(reason: string): void {
    this.#become('ending');
    this.#endReason = reason;
    this.#link.pause();
    this.#timer?.cancel();
    this.#timer = this.#owner.host.clock.after(endTimeoutMs, () => this.close(`${reason}; requests took too long`));
    this.#session?.cutShort();
    this.#scheduleTurnEnd();
  }

  #scheduleTurnEnd(): void {
    if (this.#turnScheduled) return;
    this.#turnScheduled = true;
    this.#owner.host.clock.afterTurn(this.#endTurn);
  }

  /** Sends the replies of this turn, then goes on where a bound had stopped reading. */
  #turnEnded(): void {
    this.#turnScheduled = false;
    if (this.#status === 'closed') return;
    this.#replies.flush();
    if (this.#securing === 'asked') {
      this.#startTls();
    } else if (this.#status === 'ending') {
      if ((this.#session?.underWay ?? 0) === 0 && this.#link.unsentBytes === 0) this.close(this.#endReason);
    } else if (this.#stalled && !this.#overloaded()) {
      this.#stalled = false;
      this.#drive();
      if (!this.#stalled && this.#takesRequests()) this.#link.resume();
    }
  }

  #takesRequests(): boolean {
    return this.#status === 'handshake' || this.#status === 'transmission';
  }

  #overloaded(): boolean {
    return this.#session?.overloaded ?? this.#replies.unsentBytes >= maximumUnsentBytes;
  }

  #stall(): void {
    this.#stalled = true;
    this.#link.pause();
    // Replies that are queued but not flushed count as unsent: their flush may already end the stall.
    this.#scheduleTurnEnd();
  }

  #drive(): void {
    if (this.#stalled) return;
    if (this.#securing !== 'no') {
      if (this.#buffer.length > 0) this.#protocolError('bytes follow STARTTLS before TLS has begun');
      return;
    }
    if (this.#status === 'handshake') this.#haggle();
    if (this.#status === 'transmission') this.#transmit();
  }

  #haggle(): void {
    while (this.#status === 'handshake') {
      if (this.#overloaded()) {
        this.#stall();
        return;
      }
      const outcome = this.#handshake.advance(this.#buffer);
      this.#scheduleTurnEnd();
      switch (outcome.kind) {
        case 'step':
          break;
        case 'short':
          return;
        case 'transmission':
          this.#enterTransmission(outcome.volume, outcome.negotiated);
          break;
        case 'starttls':
          this.#securing = 'asked';
          this.#drive();
          return;
        case 'close':
          this.#owner.host.log.write('debug', 'nbd_handshake_ended', {
            remote: this.#link.remote,
            reason: outcome.reason,
          });
          this.#beginEnd(outcome.reason);
          break;
        default:
          unreachable(outcome);
      }
    }
  }

  /** When the acknowledgement of STARTTLS has left; until then the client cannot have begun. */
  #startTls(): void {
    if (this.#link.unsentBytes > 0) return;
    this.#securing = 'handshake';
    must(this.#securable, 'a link that can begin TLS').startTls(() => {
      this.#securing = 'no';
      this.#handshake.secured();
    });
  }

  #enterTransmission(volume: BlockVolume, negotiated: Negotiated): void {
    this.#become('transmission');
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#session = new Session({
      volume,
      negotiated,
      buffer: this.#buffer,
      replies: this.#replies,
      counters: this.#owner.counters,
      onProgress: () => this.#scheduleTurnEnd(),
    });
    this.#owner.host.log.write('debug', 'nbd_transmission', {
      remote: this.#link.remote,
      export: volume.name,
      mode: negotiated.mode,
      contexts: negotiated.contexts.map(({ name }) => name),
    });
  }

  #transmit(): void {
    const outcome = must(this.#session, 'the session of a connection in transmission').drive();
    // The link may have been closed by what the volume did.
    if (this.#status !== 'transmission') return;
    switch (outcome) {
      case 'short':
        return;
      case 'overloaded':
        this.#stall();
        return;
      case 'disconnect':
        this.#beginEnd('the client disconnected');
        return;
      case 'bad-magic':
        this.#protocolError('a request does not begin with the magic number');
        return;
      case 'payload-too-long':
        this.#protocolError('a payload is longer than any that was offered');
        return;
      default:
        unreachable(outcome);
    }
  }
}
