/** Simulated message links: frames over a simulated byte stream, so that they meet the same trouble. */

import { must } from '../../../common/assert.ts';
import {
  type MessageHandlers,
  type MessageLink,
  maximumUnprovenBytes,
  type StreamHandlers,
  type StreamLink,
} from '../../../common/host.ts';

/** Before each message: its length, u32 little-endian. */
const headerBytes = 4;

const readBytes = 16 * 1024;

export class SimMessageLink implements MessageLink, StreamHandlers {
  readonly #stream: StreamLink;
  readonly #memory = new Uint8Array(readBytes);
  readonly #header = new Uint8Array(headerBytes);
  #headerHave = 0;
  #message: Uint8Array | undefined;
  #messageHave = 0;
  #handlers: MessageHandlers | undefined;
  #closed = false;

  /** Of the accepting side: what its peer may still send without having proven itself. */
  #trustBytes: number;

  constructor(stream: StreamLink, isAccepted = false) {
    this.#stream = stream;
    this.#trustBytes = isAccepted ? maximumUnprovenBytes : Number.POSITIVE_INFINITY;
  }

  setHandlers(handlers: MessageHandlers): void {
    this.#handlers = handlers;
  }

  get remote(): string {
    return this.#stream.remote;
  }

  get unsentBytes(): number {
    return this.#stream.unsentBytes;
  }

  proven(): void {
    this.#trustBytes = Number.POSITIVE_INFINITY;
  }

  send(message: Uint8Array): void {
    if (this.#closed) return;
    const framed = new Uint8Array(headerBytes + message.length);
    new DataView(framed.buffer).setUint32(0, message.length, true);
    framed.set(message, headerBytes);
    this.#stream.write(framed);
    this.#stream.flush();
  }

  close(reason: string): void {
    this.#closed = true;
    this.#stream.close(reason);
  }

  space(): Uint8Array {
    return this.#memory;
  }

  received(count: number): void {
    let at = 0;
    while (at < count && !this.#closed) at += this.#consume(this.#memory.subarray(at, count));
  }

  /** Takes as many bytes as the part that has begun still lacks; returns their count. */
  #consume(bytes: Uint8Array): number {
    let message = this.#message;
    if (message === undefined) {
      const piece = bytes.subarray(0, headerBytes - this.#headerHave);
      this.#header.set(piece, this.#headerHave);
      this.#headerHave += piece.length;
      if (this.#headerHave < headerBytes) return piece.length;
      const length = new DataView(this.#header.buffer).getUint32(0, true);
      this.#trustBytes -= length;
      if (this.#trustBytes < 0) {
        this.close('it sent more than it may without a handshake');
        return piece.length;
      }
      message = new Uint8Array(length);
      this.#message = message;
      this.#messageHave = 0;
      this.#deliverWhole(message);
      return piece.length;
    }
    const piece = bytes.subarray(0, message.length - this.#messageHave);
    message.set(piece, this.#messageHave);
    this.#messageHave += piece.length;
    this.#deliverWhole(message);
    return piece.length;
  }

  #deliverWhole(message: Uint8Array): void {
    if (this.#messageHave < message.length) return;
    this.#message = undefined;
    this.#headerHave = 0;
    must(this.#handlers, 'the handlers of a message link').message(message);
  }

  drained(): void {
    // Nobody waits: `unsentBytes` is asked.
    return undefined;
  }

  closed(reason: string): void {
    this.#closed = true;
    this.#handlers?.closed(reason);
  }
}
