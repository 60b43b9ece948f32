/**
 * The transmission phase of one connection: takes requests off the receive buffer, has the volume perform them, and puts
 * the replies in the queue. It reads no further while a bound on what is under way is reached.
 *
 *            header read                        last byte taken
 *   header ──────────────▶ refused, with payload ──────────────▶ header
 *      │                   WRITE: parts go to the volume as they arrive
 *      │                   BLOCK_STATUS with a payload: contexts to tell of
 *      └── without payload: done at once or handed to the volume
 */

import { assert } from '../common/assert.ts';
import type { ReceiveBuffer } from '../common/slab.ts';
import { command, commandFlag, statusPayloadBytes } from './core/constants.ts';
import {
  maximumBytesUnderWay,
  maximumPayloadBytes,
  maximumRequestsUnderWay,
  maximumUnsentBytes,
} from './core/limits.ts';
import { filterContexts, type MetaContext } from './core/meta-contexts.ts';
import type { Negotiated } from './core/negotiated.ts';
import { type Refusal, RequestRules, statusRefusal, wrongFilter } from './core/refusal.ts';
import { RequestParser } from './core/transmission.ts';
import type { NbdCounters } from './counters.ts';
import type { ReplyQueue } from './reply-queue.ts';
import { Request, type RequestOwner } from './request.ts';
import { type StatusOwner, StatusRequest } from './status-request.ts';
import type { BlockVolume } from './volume.ts';

export interface SessionOptions {
  readonly volume: BlockVolume;
  readonly negotiated: Negotiated;
  readonly buffer: ReceiveBuffer;
  readonly replies: ReplyQueue;
  readonly counters: NbdCounters;
  /** A reply waits in the queue, or a request that was under way is over. */
  readonly onProgress: () => void;
}

export type SessionOutcome =
  /** More bytes must arrive. */
  | 'short'
  /** A bound is reached: call again when something is over. */
  | 'overloaded'
  /** The client has ended the phase. */
  | 'disconnect'
  /** The link carries something that is no NBD: nothing after it can be trusted. */
  | 'bad-magic'
  /** A payload that no honest client sends («Request message»: a hard disconnect). */
  | 'payload-too-long';

export class Session implements RequestOwner, StatusOwner {
  readonly volume: BlockVolume;
  readonly replies: ReplyQueue;
  readonly #negotiated: Negotiated;
  readonly #rules: RequestRules;
  readonly #buffer: ReceiveBuffer;
  readonly #parser: RequestParser;
  readonly #counters: NbdCounters;
  readonly #onProgress: () => void;

  /** Every request object of this connection, and those that are free. */
  readonly #requests: Request[] = [];
  readonly #free: Request[] = [];
  #underWay = 0;
  #bytesUnderWay = 0;
  /** The WRITE whose payload is arriving. */
  #writing: Request | undefined;
  /** Why the request whose payload is arriving is refused. */
  #dropping: Refusal | undefined;
  /** The payload of a BLOCK_STATUS is arriving. */
  #filtering = false;
  #abandoned = false;

  constructor(options: SessionOptions) {
    const { volume, negotiated, buffer, replies, counters, onProgress } = options;
    this.volume = volume;
    this.replies = replies;
    this.#negotiated = negotiated;
    this.#rules = new RequestRules(negotiated);
    this.#buffer = buffer;
    this.#parser = new RequestParser(buffer);
    if (negotiated.mode === 'extended') this.#parser.useExtendedHeaders();
    replies.useMode(negotiated.mode);
    this.#counters = counters;
    this.#onProgress = onProgress;
  }

  /** For `ReceiveBuffer.space`. */
  get wantedBytes(): number {
    return this.#parser.wantedBytes(this.#dropping !== undefined);
  }

  /** Requests that the volume has not finished. */
  get underWay(): number {
    return this.#underWay;
  }

  get overloaded(): boolean {
    return (
      this.#underWay >= maximumRequestsUnderWay ||
      this.#bytesUnderWay >= maximumBytesUnderWay ||
      this.replies.unsentBytes >= maximumUnsentBytes
    );
  }

  get isAbandoned(): boolean {
    return this.#abandoned;
  }

  /** Takes requests as far as they have arrived. */
  drive(): SessionOutcome {
    while (!this.#abandoned) {
      if (this.#writing !== undefined) {
        if (!this.#passParts(this.#writing)) return 'short';
      } else if (this.#dropping !== undefined) {
        if (!this.#parser.dropPayload()) return 'short';
        this.#refuse(this.#dropping);
        this.#dropping = undefined;
      } else if (this.#filtering) {
        if (this.#buffer.length < this.#parser.payloadLeft) return 'short';
        this.#filterStatus();
      } else if (this.overloaded) {
        return 'overloaded';
      } else {
        const outcome = this.#parser.readHeader();
        if (outcome !== 'request') return outcome;
        const end = this.#beginRequest();
        if (end !== undefined) return end;
      }
    }
    return 'short';
  }

  /** No further request is taken: what is under way finishes, but for a WRITE whose payload will not arrive. */
  cutShort(): void {
    this.#writing?.cutShort();
    this.#writing = undefined;
  }

  /** The link is gone: memory is let go, and answers that are still to come are dropped. */
  abandon(): void {
    this.#abandoned = true;
    for (const request of this.#requests) request.abandon();
  }

  requestOver(request: Request, failed: boolean): void {
    this.#underWay--;
    this.#bytesUnderWay -= bytesOf(request.type, request.lengthBytes);
    if (failed) this.#counters.errorsTotal++;
    this.#free.push(request);
    this.#onProgress();
  }

  statusOver(failed: boolean): void {
    this.#underWay--;
    if (failed) this.#counters.errorsTotal++;
    this.#onProgress();
  }

  #beginRequest(): SessionOutcome | undefined {
    const parser = this.#parser;
    const { type, lengthBytes } = parser;
    if (type === command.disconnect) return 'disconnect';
    const { payloadBytes } = parser;
    // A compact WRITE cannot be longer than 4 GiB: it is read over, because its client may not know the bound.
    if (payloadBytes > maximumPayloadBytes && this.#negotiated.mode === 'extended') return 'payload-too-long';
    const refusal = this.#rules.refusalOf(parser, this.volume.sizeBytes, this.volume.readOnly);
    if (refusal !== undefined) {
      if (payloadBytes > 0) this.#drop(refusal);
      else this.#refuse(refusal);
    } else if (type === command.blockStatus) {
      if (payloadBytes === 0) this.#askStatus(lengthBytes, this.#negotiated.contexts);
      else this.#awaitFilter(payloadBytes);
    } else {
      this.#counters.countRequest(type, lengthBytes);
      if (type === command.cache || (lengthBytes === 0 && type !== command.flush)) this.#succeedAtOnce();
      else this.#perform();
    }
    return undefined;
  }

  /** Hands a checked request to the volume. */
  #perform(): void {
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
        this.volume.read(offset, lengthBytes, request);
        break;
      case command.flush:
        this.volume.flush(request);
        break;
      case command.trim:
        this.volume.trim(offset, lengthBytes, fua, request);
        break;
      default:
        assert(type === command.writeZeroes, 'only known commands are performed');
        this.volume.zero(offset, lengthBytes, fua, request);
    }
  }

  /** Hands on the parts of a WRITE that have arrived; true when the payload has ended. */
  #passParts(request: Request): boolean {
    const parser = this.#parser;
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
      this.volume.write(position, bytes, slab, fua, request);
      parser.takePart(length);
    }
    this.#writing = undefined;
    return true;
  }

  #askStatus(lengthBytes: number, contexts: readonly MetaContext[]): void {
    const parser = this.#parser;
    this.#counters.countRequest(command.blockStatus, lengthBytes);
    this.#underWay++;
    const one = (parser.flags & commandFlag.reqOne) !== 0;
    this.volume.blockStatus(parser.offset, lengthBytes, new StatusRequest(this, parser, contexts, one));
  }

  #awaitFilter(payloadBytes: number): void {
    const ids = (payloadBytes - statusPayloadBytes) / 4;
    if (Number.isInteger(ids) && ids >= 1 && ids <= this.#negotiated.contexts.length) {
      this.#parser.beginPayload();
      this.#filtering = true;
    } else this.#drop(wrongFilter);
  }

  /** u64 length of the range, u32 id of each context. */
  #filterStatus(): void {
    const parser = this.#parser;
    const { slab, start } = this.#buffer;
    const { view } = slab;
    const lengthBytes = view.getUint32(start) * 0x1_0000_0000 + view.getUint32(start + 4);
    const ids: number[] = [];
    for (let at = statusPayloadBytes; at < parser.payloadLeft; at += 4) ids.push(view.getUint32(start + at));
    parser.takePart(parser.payloadLeft);
    this.#filtering = false;
    const contexts = filterContexts(this.#negotiated.contexts, ids);
    const refusal = statusRefusal(parser.offset, lengthBytes, this.volume.sizeBytes);
    if (contexts === undefined) this.#refuse(wrongFilter);
    else if (refusal !== undefined) this.#refuse(refusal);
    else this.#askStatus(lengthBytes, contexts);
  }

  #takeRequest(): Request {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const request = new Request(this, this.replies, this.#negotiated.mode);
    this.#requests.push(request);
    return request;
  }

  /** Refuses the request in the parser when its payload has been read over. */
  #drop(refusal: Refusal): void {
    this.#parser.beginPayload();
    this.#dropping = refusal;
  }

  /** Answers the request in the parser with an error. */
  #refuse(refusal: Refusal): void {
    this.replies.failure(refusal, this.#parser);
    this.#counters.errorsTotal++;
    this.#onProgress();
  }

  /** Answers the request in the parser, which there is nothing to do for. */
  #succeedAtOnce(): void {
    const parser = this.#parser;
    if (parser.type === command.read && this.#negotiated.mode !== 'simple') this.replies.none(parser);
    else this.replies.success(parser);
    this.#onProgress();
  }
}

/** What a request weighs against the bound of bytes under way: the others carry no data. */
function bytesOf(type: number, lengthBytes: number): number {
  return type === command.read || type === command.write ? lengthBytes : 0;
}
