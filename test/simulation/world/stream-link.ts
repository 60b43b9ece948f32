/** One end of a simulated link, as its process sees it: a StreamLink with the lifecycle of a socket. */

import type { Pinned, StreamHandlers, StreamLink } from '../../../common/host.ts';
import type { Channel, ChannelEnd } from './channel.ts';
import type { EventOwner, Scheduler } from './scheduler.ts';

const nowhere = new Uint8Array(1);

/** What an end needs of the link it belongs to. */
export interface EndSurroundings {
  readonly scheduler: Scheduler;
  /** This end closed itself: the other one is to hear of it. */
  closedByOwner(end: SimStreamLink): void;
  /** This end is closed, whoever did it. */
  gone(end: SimStreamLink): void;
  /** Called at each flush: the network may break the link. */
  flushed(): void;
}

export class SimStreamLink implements StreamLink, ChannelEnd {
  readonly remote: string;
  readonly owner: EventOwner;
  readonly #surroundings: EndSurroundings;
  #outgoing: Channel | undefined;
  #incoming: Channel | undefined;
  #handlers: StreamHandlers | undefined;
  #queue: { readonly bytes: Uint8Array; readonly pinned: Pinned | undefined }[] = [];
  #queuedBytes = 0;
  #closed = false;
  #paused = false;
  lent: Uint8Array = nowhere;

  constructor(owner: EventOwner, remote: string, surroundings: EndSurroundings) {
    this.owner = owner;
    this.remote = remote;
    this.#surroundings = surroundings;
  }

  connect(outgoing: Channel, incoming: Channel): void {
    this.#outgoing = outgoing;
    this.#incoming = incoming;
  }

  /** The owner knows the link from here on. `make` may write to it, and may close it. */
  open(make: (link: SimStreamLink) => StreamHandlers): void {
    this.#handlers = make(this);
    if (this.#closed) return;
    this.lent = this.#handlers.space();
    this.flush();
    this.#incoming?.wake();
  }

  // StreamLink.

  write(bytes: Uint8Array, pinned?: Pinned): void {
    if (this.#closed || !this.owner.alive || bytes.length === 0) return;
    pinned?.retain();
    this.#queue.push({ bytes, pinned });
    this.#queuedBytes += bytes.length;
  }

  flush(): void {
    const outgoing = this.#outgoing;
    if (this.#queue.length === 0 || this.#closed || this.#handlers === undefined || !this.owner.alive) return;
    if (outgoing === undefined) return;
    for (const write of this.#queue) outgoing.enqueue(write.bytes, write.pinned);
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    outgoing.flush();
    this.#surroundings.flushed();
  }

  get unsentBytes(): number {
    return this.#closed ? 0 : this.#queuedBytes + (this.#outgoing?.queuedBytes ?? 0);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused || this.#closed || !this.owner.alive) return;
    this.#paused = false;
    this.#incoming?.wake();
  }

  close(reason: string): void {
    if (this.#closed || !this.owner.alive) return;
    this.#shut(reason);
    this.#surroundings.closedByOwner(this);
  }

  // ChannelEnd.

  get isReading(): boolean {
    return this.#handlers !== undefined && !this.#closed;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  received(count: number): void {
    const handlers = this.#handlers;
    if (handlers === undefined || this.#closed) return;
    handlers.received(count);
    // As with a real socket the memory of the next read is asked for now, long before that read.
    if (!this.isClosed) this.lent = handlers.space();
  }

  drained(): void {
    if (!this.#closed) this.#handlers?.drained();
  }

  /** The network or the other side ended the link. */
  ended(reason: string): void {
    if (!this.#closed) this.#shut(reason);
  }

  /** The process is dead: nothing is told to it. */
  abandon(): void {
    this.#closed = true;
    this.#surroundings.gone(this);
  }

  #shut(reason: string): void {
    this.#closed = true;
    this.#outgoing?.dropQueue();
    for (const write of this.#queue) write.pinned?.release();
    this.#queue = [];
    this.#queuedBytes = 0;
    this.lent = nowhere;
    this.#surroundings.gone(this);
    // Handlers may not be known yet: `close` within accept comes before they are returned.
    this.#surroundings.scheduler.after(0, () => this.#handlers?.closed(reason), this.owner);
  }
}
