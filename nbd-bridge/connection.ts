/**
 * One client's link: handshake, then requests in and replies out, within bounds that make a slow or hostile client
 * wait instead of the process growing.
 *
 *   handshake ──▶ transmission ──▶ ending ──▶ closed
 *       │               │ DISC, server closes  ▲
 *       └───────────────┴── link broken, bytes that are no NBD, export closed
 *
 * NBD proto.md, «Transmission», «Terminating the transmission phase».
 */

import { assert, must, unreachable } from '../common/assert.ts';
import { ClusterError } from '../common/errors.ts';
import type { Host, StreamHandlers, StreamLink, Timer } from '../common/host.ts';
import type { GuardedLink } from '../common/link-gate.ts';
import { ReceiveBuffer, type SlabPool } from '../common/slab.ts';
import { command, commandFlag, errno } from './core/constants.ts';
import { Handshake, type HandshakeServices } from './core/handshake.ts';
import {
  endTimeoutMs,
  handshakeTimeoutMs,
  maximumBytesUnderWay,
  maximumReadBytes,
  maximumRequestsUnderWay,
  maximumUnsentBytes,
} from './core/limits.ts';
import { type Refusal, refusalOf } from './core/refusal.ts';
import { RequestParser } from './core/transmission.ts';
import type { NbdCounters } from './counters.ts';
import { ReplyQueue } from './reply-queue.ts';
import { Request, type RequestOwner } from './request.ts';
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
  /** It is closed for what it sent or did not send, or at a bound. */
  connectionRefused(connection: Connection, error: ClusterError): void;
  /** The handshake is through. */
  transmissionEntered(connection: Connection): void;
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

export class Connection implements StreamHandlers, RequestOwner, GuardedLink {
  readonly #owner: ConnectionOwner;
  readonly #link: StreamLink;
  readonly #buffer: ReceiveBuffer;
  readonly #replies: ReplyQueue;
  readonly #parser: RequestParser;
  readonly #handshake: Handshake;
  readonly #endTurn = (): void => this.#turnEnded();
  #status: Status = 'handshake';
  #volume: BlockVolume | undefined;
  #structured = false;
  #timer: Timer | undefined;
  #endReason = '';

  /** Every request object of this connection, and those that are free. */
  readonly #requests: Request[] = [];
  readonly #free: Request[] = [];
  #underWay = 0;
  #bytesUnderWay = 0;
  /** The WRITE whose payload is arriving. */
  #writing: Request | undefined;
  /** Why the WRITE whose payload is arriving is refused. */
  #dropping: Refusal | undefined;
  /** Reading has stopped because a bound was reached. */
  #stalled = false;
  #turnScheduled = false;

  constructor(owner: ConnectionOwner, link: StreamLink) {
    this.#owner = owner;
    this.#link = link;
    this.#buffer = new ReceiveBuffer(owner.slabs);
    this.#replies = new ReplyQueue(link, owner.arenas);
    this.#parser = new RequestParser(this.#buffer);
    const services: HandshakeServices = {
      exports: owner.exports,
      refusal: (volume) => owner.refusal(volume),
      send: (bytes) => this.#replies.message(bytes),
    };
    this.#handshake = new Handshake(services);
    this.#timer = owner.host.clock.after(handshakeTimeoutMs, () =>
      this.refuse(new ClusterError('TIMEOUT', `the handshake took longer than ${handshakeTimeoutMs} ms`)),
    );
    this.#scheduleTurnEnd();
  }

  /** The export in transmission, until the link is closed. */
  get volume(): BlockVolume | undefined {
    return this.#volume;
  }

  get remote(): string {
    return this.#link.remote;
  }

  refuse(error: ClusterError): void {
    if (this.#status === 'closed') return;
    this.#owner.connectionRefused(this, error);
    this.close(error.message);
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
    const wanted =
      this.#status === 'handshake'
        ? this.#handshake.wantedBytes
        : this.#parser.wantedBytes(this.#dropping !== undefined);
    const space = this.#buffer.space(wanted);
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
      export: this.#volume?.name,
      reason,
    });
    this.#volume = undefined;
    this.#owner.connectionClosed(this);
  }

  requestOver(request: Request, failed: boolean): void {
    this.#underWay--;
    this.#bytesUnderWay -= bytesOf(request.type, request.lengthBytes);
    if (failed) this.#owner.counters.errorsTotal++;
    this.#free.push(request);
    if (!this.#turnScheduled) this.#scheduleTurnEnd();
  }

  #become(next: Status): void {
    assert(nextStatuses[this.#status].includes(next), `a connection may become ${next} from ${this.#status}`);
    this.#status = next;
  }

  #shut(): void {
    if (this.#status === 'closed') return;
    this.#become('closed');
    this.#timer?.cancel();
    for (const request of this.#requests) request.abandon();
    this.#replies.letGo();
    // The slab that the link may still be reading into lives as long as the link refers to it.
    this.#buffer.letGo();
  }

  #protocolError(reason: string): void {
    this.#owner.counters.protocolErrorsTotal++;
    this.refuse(new ClusterError('INVALID', reason));
  }

  #beginEnd(reason: string): void {
    this.#become('ending');
    this.#endReason = reason;
    this.#link.pause();
    this.#timer?.cancel();
    this.#timer = this.#owner.host.clock.after(endTimeoutMs, () => this.close(`${reason}; requests took too long`));
    this.#writing?.cutShort();
    this.#writing = undefined;
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
    if (this.#status === 'ending') {
      if (this.#underWay === 0 && this.#link.unsentBytes === 0) this.close(this.#endReason);
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
    return (
      this.#underWay >= maximumRequestsUnderWay ||
      this.#bytesUnderWay >= maximumBytesUnderWay ||
      this.#replies.unsentBytes >= maximumUnsentBytes
    );
  }

  #stall(): void {
    this.#stalled = true;
    this.#link.pause();
    // Replies that are queued but not flushed count as unsent: their flush may already end the stall.
    this.#scheduleTurnEnd();
  }

  #drive(): void {
    if (this.#stalled) return;
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
          this.#enterTransmission(outcome.volume, outcome.structured);
          break;
        case 'close':
          this.#owner.host.log.write('debug', 'nbd_handshake_ended', {
            remote: this.#link.remote,
            reason: outcome.reason,
          });
          if (outcome.code !== 'OK')
            this.#owner.connectionRefused(this, new ClusterError(outcome.code, outcome.reason));
          this.#beginEnd(outcome.reason);
          break;
        default:
          unreachable(outcome);
      }
    }
  }

  #enterTransmission(volume: BlockVolume, structured: boolean): void {
    this.#become('transmission');
    this.#owner.transmissionEntered(this);
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#volume = volume;
    this.#structured = structured;
    this.#owner.host.log.write('debug', 'nbd_transmission', {
      remote: this.#link.remote,
      export: volume.name,
      structured,
    });
  }

  #transmit(): void {
    while (this.#status === 'transmission') {
      if (this.#writing !== undefined) {
        if (!this.#passParts(this.#writing)) return;
      } else if (this.#dropping !== undefined) {
        if (!this.#parser.dropPayload()) return;
        this.#refuse(this.#dropping);
        this.#dropping = undefined;
      } else if (this.#overloaded()) {
        this.#stall();
        return;
      } else {
        const outcome = this.#parser.readHeader();
        if (outcome === 'short') return;
        if (outcome === 'request') this.#beginRequest(must(this.#volume, 'volume'));
        else this.#protocolError('a request does not begin with the magic number');
      }
    }
  }

  #beginRequest(volume: BlockVolume): void {
    const parser = this.#parser;
    const { type, lengthBytes } = parser;
    const refusal = refusalOf(
      type,
      parser.flags,
      parser.offset,
      lengthBytes,
      volume.sizeBytes,
      volume.readOnly,
      this.#structured,
    );
    if (refusal !== undefined) {
      if (type === command.write && lengthBytes > 0) {
        parser.beginPayload();
        this.#dropping = refusal;
      } else {
        this.#refuse(refusal);
      }
    } else if (type === command.disconnect) {
      this.#beginEnd('the client disconnected');
    } else {
      this.#owner.counters.countRequest(type, lengthBytes);
      if (type === command.cache || (lengthBytes === 0 && type !== command.flush)) this.#succeedAtOnce();
      else this.#perform(volume);
    }
  }

  /** Hands a checked request to the volume. */
  #perform(volume: BlockVolume): void {
    const { type, offset, lengthBytes, flags } = this.#parser;
    const fua = (flags & commandFlag.fua) !== 0;
    const request = this.#takeRequest();
    request.begin(this.#parser);
    this.#underWay++;
    this.#bytesUnderWay += bytesOf(type, lengthBytes);
    if (type === command.write) {
      this.#parser.beginPayload();
      this.#writing = request;
      return;
    }
    request.expect(true);
    switch (type) {
      case command.read:
        volume.read(offset, lengthBytes, request);
        break;
      case command.flush:
        volume.flush(request);
        break;
      case command.trim:
        volume.trim(offset, lengthBytes, fua, request);
        break;
      default:
        assert(type === command.writeZeroes, 'only known commands are performed');
        volume.zero(offset, lengthBytes, fua, request);
    }
  }

  /** Hands on the parts of a WRITE that have arrived; true when the payload has ended. */
  #passParts(request: Request): boolean {
    const parser = this.#parser;
    const volume = must(this.#volume, 'volume');
    const fua = (parser.flags & commandFlag.fua) !== 0;
    while (parser.payloadLeft > 0) {
      if (request.failed) {
        if (!parser.dropPayload()) return false;
        request.endPayload();
        break;
      }
      if (!parser.partArrived) return false;
      const length = parser.partLength;
      const { slab, start } = this.#buffer;
      const position = parser.position;
      const bytes = slab.bytes.subarray(start, start + length);
      request.expect(length === parser.payloadLeft);
      volume.write(position, bytes, slab, fua, request);
      parser.takePart(length);
    }
    this.#writing = undefined;
    return true;
  }

  #takeRequest(): Request {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const request = new Request(this, this.#replies, this.#structured);
    this.#requests.push(request);
    return request;
  }

  /** Answers the request in the parser with an error. */
  #refuse(refusal: Refusal): void {
    const { cookieHigh, cookieLow } = this.#parser;
    if (this.#structured) this.#replies.error(refusal, cookieHigh, cookieLow);
    else this.#replies.simple(refusal.errno, cookieHigh, cookieLow);
    this.#owner.counters.errorsTotal++;
    this.#scheduleTurnEnd();
  }

  /** Answers the request in the parser, which there is nothing to do for. */
  #succeedAtOnce(): void {
    const { type, cookieHigh, cookieLow } = this.#parser;
    if (type === command.read && this.#structured) this.#replies.none(cookieHigh, cookieLow);
    else this.#replies.simple(errno.none, cookieHigh, cookieLow);
    this.#scheduleTurnEnd();
  }
}

/** What a request weighs against the bound of bytes under way: the others carry no data. */
function bytesOf(type: number, lengthBytes: number): number {
  return type === command.read || type === command.write ? lengthBytes : 0;
}
