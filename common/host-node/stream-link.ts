/**
 * A StreamLink over a node:net socket. Bytes land in the owner's memory; a batch of writes becomes one writev.
 * On the path of every frame: no promise, no closure and no lasting allocation of ours per write.
 *
 *   write ─> #queue ──flush──> writev on the descriptor ──the kernel took it all──────────> release its pins
 *                                                       └─the rest─> socket ──drained──> release the batch's pins
 */

import * as fs from 'node:fs';
import type * as net from 'node:net';
import { assert, must } from '../assert.ts';
import { messageOf } from '../errors.ts';
import type { Pinned, StreamHandlers, StreamLink } from '../host.ts';
import { descriptorOf, type OnRead } from './socket-handle.ts';
import { systemCodeOf } from './system-errors.ts';

/** Memory for a read that must not happen any more. */
const nowhere = new Uint8Array(1);

/** Consumed entries that a list of batches may keep at its front before it is moved up. */
const keptConsumed = 1024;

export class NodeStreamLink implements StreamLink, OnRead {
  readonly remote: string;
  #handlers: StreamHandlers | undefined;
  #socket: net.Socket | undefined;
  #closed = false;
  #paused = false;

  /** Written and not flushed. */
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  /** Pins of everything that has not left, oldest first, from `#firstPin` on. */
  readonly #pins: Pinned[] = [];
  #firstPin = 0;
  /** Pins of the writes that are not flushed: the last ones of `#pins`. */
  #queuedPins = 0;
  /** Pins of each batch in the socket, oldest first, from `#firstBatch` on. */
  readonly #batchPins: number[] = [];
  #firstBatch = 0;
  #owesDrained = false;

  constructor(remote: string) {
    this.remote = remote;
  }

  /** Once, before any byte arrives. */
  setHandlers(handlers: StreamHandlers): void {
    this.#handlers = handlers;
  }

  /** The connected socket, made with `onread: this`. What was written or closed before takes effect now. */
  attach(socket: net.Socket): void {
    assert(this.#socket === undefined, 'a link gets one socket');
    this.#socket = socket;
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
    if (this.#closed) {
      socket.destroy();
      return;
    }
    if (this.#paused) socket.pause();
    this.flush();
  }

  // OnRead, called by the socket.

  buffer(): Uint8Array {
    if (this.#closed || this.#handlers === undefined) return nowhere;
    return this.#handlers.space();
  }

  callback(count: number): boolean {
    if (this.#closed) return false;
    must(this.#handlers, 'the handlers of a link that reads').received(count);
    return !this.#closed;
  }

  // StreamLink, called by the owner.

  write(bytes: Uint8Array, pinned?: Pinned): void {
    if (this.#closed || bytes.length === 0) return;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (pinned !== undefined) {
      pinned.retain();
      this.#pins.push(pinned);
      this.#queuedPins++;
    }
  }

  flush(): void {
    const socket = this.#socket;
    const queue = this.#queue;
    if (queue.length === 0 || socket === undefined || this.#closed) return;
    // What the socket still holds goes first; else the kernel is asked without the socket's own bookkeeping.
    const sent = socket.writableLength === 0 ? this.#writeNow(socket) : 0;
    if (sent === this.#queuedBytes) {
      queue.length = 0;
      this.#queuedBytes = 0;
      this.#releaseNewest();
    } else if (sent >= 0) this.#handOver(socket, sent);
  }

  /** Bytes of the queue that the kernel took at once; -1 when the link is broken, and closed. */
  #writeNow(socket: net.Socket): number {
    const fd = socket.destroyed ? -1 : descriptorOf(socket);
    if (fd < 0) return 0;
    const queue = this.#queue;
    try {
      if (queue.length > 1) return fs.writevSync(fd, queue);
      const only = must(queue[0], 'the only queued buffer');
      return fs.writeSync(fd, only, 0, only.length, null);
    } catch (error) {
      const code = systemCodeOf(error);
      if (code === 'EAGAIN' || code === 'ENOBUFS') return 0;
      this.close(`writing failed: ${messageOf(error)}`);
      return -1;
    }
  }

  /** Gives the queue but its first `sent` bytes to the socket, which sends it as the kernel has room. */
  #handOver(socket: net.Socket, sent: number): void {
    const queue = this.#queue;
    this.#batchPins.push(this.#queuedPins);
    this.#queuedPins = 0;
    this.#queuedBytes = 0;
    let skip = sent;
    let first = 0;
    for (; first < queue.length; first++) {
      const { length } = must(queue[first], 'a queued buffer');
      if (skip < length) break;
      skip -= length;
    }
    const last = queue.length - 1;
    if (last > first) socket.cork();
    for (let index = first; index <= last; index++) {
      const bytes = must(queue[index], 'a queued buffer');
      const rest = index === first && skip > 0 ? bytes.subarray(skip) : bytes;
      if (index < last) socket.write(rest);
      else socket.write(rest, this.#onBatchTaken);
    }
    queue.length = 0;
    if (last > first) socket.uncork();
    if (socket.writableLength > 0) this.#owesDrained = true;
  }

  get unsentBytes(): number {
    return this.#closed ? 0 : this.#queuedBytes + (this.#socket?.writableLength ?? 0);
  }

  pause(): void {
    this.#paused = true;
    this.#socket?.pause();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#closed) this.#socket?.resume();
  }

  close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    // Closes the descriptor before it returns: from here on nobody reads the pinned memory.
    this.#socket?.destroy();
    this.#releaseAll();
    setImmediate(NodeStreamLink.#tellClosed, this, reason);
  }

  static #tellClosed(this: void, link: NodeStreamLink, reason: string): void {
    must(link.#handlers, 'the handlers of a link that is closed').closed(reason);
  }

  // Events of the socket: one function a link, made once.

  readonly #onBatchTaken = (error?: Error | null): void => {
    if (this.#closed) return;
    if (error) {
      this.close(`writing failed: ${error.message}`);
      return;
    }
    const count = must(this.#batchPins[this.#firstBatch], 'the oldest batch in the socket');
    this.#firstBatch++;
    for (let index = 0; index < count; index++) {
      must(this.#pins[this.#firstPin + index], 'a pin of the batch').release();
    }
    this.#firstPin += count;
    this.#trim();
    // Bytes that are queued and not flushed do not count: they may leave at once, and nobody would be told then.
    if (this.#owesDrained && this.#socket?.writableLength === 0) {
      this.#owesDrained = false;
      must(this.#handlers, 'the handlers of an open link').drained();
    }
  };

  readonly #onEnd = (): void => this.close('the other side closed the link');
  readonly #onError = (error: Error): void => this.close(error.message);
  readonly #onClose = (): void => this.close('the link is gone');

  /** Lists that never become empty are moved up now and then. */
  #trim(): void {
    if (this.#firstPin === this.#pins.length) {
      this.#pins.length = 0;
      this.#firstPin = 0;
    } else if (this.#firstPin > keptConsumed) {
      this.#pins.splice(0, this.#firstPin);
      this.#firstPin = 0;
    }
    if (this.#firstBatch === this.#batchPins.length) {
      this.#batchPins.length = 0;
      this.#firstBatch = 0;
    } else if (this.#firstBatch > keptConsumed) {
      this.#batchPins.splice(0, this.#firstBatch);
      this.#firstBatch = 0;
    }
  }

  /** The pins of a batch that has left at once: the last ones. */
  #releaseNewest(): void {
    for (; this.#queuedPins > 0; this.#queuedPins--) must(this.#pins.pop(), 'a pin of the batch').release();
    this.#trim();
  }

  #releaseAll(): void {
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    this.#queuedPins = 0;
    const { length } = this.#pins;
    for (let index = this.#firstPin; index < length; index++) must(this.#pins[index], 'a pin').release();
    this.#pins.length = 0;
    this.#firstPin = 0;
    this.#batchPins.length = 0;
    this.#firstBatch = 0;
  }
}
