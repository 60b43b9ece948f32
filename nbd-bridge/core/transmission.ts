/**
 * Reads requests of the transmission phase in place from a receive buffer, however the link splits the bytes.
 * NBD proto.md, «Request message»:
 *
 *   compact                      extended
 *   0  u32 magic 0x25609513      0  u32 magic 0x21e41c71
 *   4  u16 command flags         4  u16 command flags
 *   6  u16 type                  6  u16 type
 *   8  u64 cookie                8  u64 cookie
 *  16  u64 offset               16  u64 offset
 *  24  u32 length               24  u64 length: of the payload where PAYLOAD_LEN is set, else of the range
 *  28  payload of a WRITE       32  payload where PAYLOAD_LEN is set
 *
 *            header read
 *   header ──────────────▶ (owner decides) ──▶ header
 *     ▲                        │ beginPayload        ▲
 *     │ last byte taken        ▼                     │ last byte dropped
 *     └──────────────────── payload ─────────────────┘
 */

import { assert } from '../../common/assert.ts';
import type { ReceiveBuffer, Slab } from '../../common/slab.ts';
import {
  command,
  commandFlag,
  extendedRequestBytes,
  extendedRequestMagic,
  requestBytes,
  requestMagic,
} from './constants.ts';
import { partBytes } from './limits.ts';
import type { RequestHead } from './refusal.ts';
import type { RequestMark } from './replies.ts';

export type HeaderOutcome = 'short' | 'request' | 'bad-magic';

const twoTo32 = 0x1_0000_0000;

/** The fields hold the request whose header was read last, until the next `readHeader`. */
export class RequestParser implements RequestHead, RequestMark {
  type = 0;
  flags = 0;
  cookieHigh = 0;
  cookieLow = 0;
  offsetHigh = 0;
  offsetLow = 0;
  /** Inexact past 2^53, where no export reaches; so is `lengthBytes`. */
  offset = 0;
  lengthBytes = 0;

  readonly #buffer: ReceiveBuffer;
  #slab: Slab | undefined;
  #view: DataView;
  #extended = false;
  #headerBytes = requestBytes;
  #payloadLeft = 0;
  /** Where in the export the next payload byte goes. */
  #position = 0;

  constructor(buffer: ReceiveBuffer) {
    this.#buffer = buffer;
    this.#view = new DataView(new ArrayBuffer(0));
  }

  /** Before the first request: what the client negotiated. */
  useExtendedHeaders(): void {
    this.#extended = true;
    this.#headerBytes = extendedRequestBytes;
  }

  /** Bytes that follow the header just read. */
  get payloadBytes(): number {
    const hasPayload = this.#extended ? (this.flags & commandFlag.payloadLength) !== 0 : this.type === command.write;
    return hasPayload ? this.lengthBytes : 0;
  }

  /** Takes a request's header off the buffer. After `bad-magic` the bytes that follow mean nothing. */
  readHeader(): HeaderOutcome {
    const buffer = this.#buffer;
    if (buffer.length < this.#headerBytes) return 'short';
    const slab = buffer.slab;
    if (slab !== this.#slab) {
      this.#slab = slab;
      this.#view = new DataView(slab.bytes.buffer, slab.bytes.byteOffset, slab.bytes.length);
    }
    const view = this.#view;
    const at = buffer.start;
    if (view.getUint32(at) !== (this.#extended ? extendedRequestMagic : requestMagic)) return 'bad-magic';
    this.flags = view.getUint16(at + 4);
    this.type = view.getUint16(at + 6);
    this.cookieHigh = view.getUint32(at + 8);
    this.cookieLow = view.getUint32(at + 12);
    this.offsetHigh = view.getUint32(at + 16);
    this.offsetLow = view.getUint32(at + 20);
    this.offset = this.offsetHigh * twoTo32 + this.offsetLow;
    const length = view.getUint32(at + 24);
    this.lengthBytes = this.#extended ? length * twoTo32 + view.getUint32(at + 28) : length;
    buffer.consume(this.#headerBytes);
    return 'request';
  }

  /** The bytes that follow are the payload of the request just read. */
  beginPayload(): void {
    assert(this.#payloadLeft === 0, 'a payload begins when the one before has ended');
    this.#payloadLeft = this.lengthBytes;
    this.#position = this.offset;
  }

  /** Payload bytes that are not yet taken. */
  get payloadLeft(): number {
    return this.#payloadLeft;
  }

  /** Where in the export the next part goes. */
  get position(): number {
    return this.#position;
  }

  /** Length of the next part, up to a multiple of 1 MiB of the export or the end of the payload. */
  get partLength(): number {
    return Math.min(this.#payloadLeft, partBytes - (this.#position % partBytes));
  }

  /** The next part stands whole at `start` of the buffer. */
  get partArrived(): boolean {
    return this.#buffer.length >= this.partLength;
  }

  /** Takes the part at the beginning of the buffer; the caller has retained the slab if it keeps the bytes. */
  takePart(lengthBytes: number): void {
    this.#buffer.consume(lengthBytes);
    this.#payloadLeft -= lengthBytes;
    this.#position += lengthBytes;
  }

  /** Drops payload that has arrived; true when the whole payload is gone. */
  dropPayload(): boolean {
    this.takePart(Math.min(this.#payloadLeft, this.#buffer.length));
    return this.#payloadLeft === 0;
  }

  /** The unit that has begun, for `ReceiveBuffer.space`: it then stands in one piece. `dropping`: no unit is wanted. */
  wantedBytes(dropping: boolean): number {
    if (this.#payloadLeft === 0) return this.#headerBytes;
    return dropping ? 1 : this.partLength;
  }
}
