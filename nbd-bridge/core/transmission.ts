/**
 * Reads requests of the transmission phase in place from a receive buffer, however the link splits the bytes.
 * NBD proto.md, «Request message»:
 *
 *   0  u32 magic 0x25609513
 *   4  u16 command flags
 *   6  u16 type
 *   8  u64 cookie
 *  16  u64 offset
 *  24  u32 length
 *  28  payload of a WRITE
 *
 *            header read
 *   header ──────────────▶ (owner decides) ──▶ header
 *     ▲                        │ beginPayload        ▲
 *     │ last byte taken        ▼                     │ last byte dropped
 *     └──────────────────── payload ─────────────────┘
 */

import { assert } from '../../common/assert.ts';
import type { ReceiveBuffer, Slab } from '../../common/slab.ts';
import { requestBytes, requestMagic } from './constants.ts';
import { partBytes } from './limits.ts';

export type HeaderOutcome = 'short' | 'request' | 'bad-magic';

/** The fields hold the request whose header was read last, until the next `readHeader`. */
export class RequestParser {
  type = 0;
  flags = 0;
  cookieHigh = 0;
  cookieLow = 0;
  /** Inexact past 2^53, where no export reaches. */
  offset = 0;
  lengthBytes = 0;

  readonly #buffer: ReceiveBuffer;
  #slab: Slab | undefined;
  #view: DataView;
  #payloadLeft = 0;
  /** Where in the export the next payload byte goes. */
  #position = 0;

  constructor(buffer: ReceiveBuffer) {
    this.#buffer = buffer;
    this.#view = new DataView(new ArrayBuffer(0));
  }

  /** Takes a request's header off the buffer. After `bad-magic` the bytes that follow mean nothing. */
  readHeader(): HeaderOutcome {
    const buffer = this.#buffer;
    if (buffer.length < requestBytes) return 'short';
    const slab = buffer.slab;
    if (slab !== this.#slab) {
      this.#slab = slab;
      this.#view = new DataView(slab.bytes.buffer, slab.bytes.byteOffset, slab.bytes.length);
    }
    const view = this.#view;
    const at = buffer.start;
    if (view.getUint32(at) !== requestMagic) return 'bad-magic';
    this.flags = view.getUint16(at + 4);
    this.type = view.getUint16(at + 6);
    this.cookieHigh = view.getUint32(at + 8);
    this.cookieLow = view.getUint32(at + 12);
    this.offset = view.getUint32(at + 16) * 0x1_0000_0000 + view.getUint32(at + 20);
    this.lengthBytes = view.getUint32(at + 24);
    buffer.consume(requestBytes);
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
    if (this.#payloadLeft === 0) return requestBytes;
    return dropping ? 1 : this.partLength;
  }
}
