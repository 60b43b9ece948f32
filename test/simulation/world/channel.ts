/**
 * One direction of a simulated link: from the sender's memory through two kernels and the wire to the receiver's memory.
 *
 *   sender's queue ──take (copied, pins released)──> under way ──deliver, in pieces──> receiver's space()
 *
 * Bytes keep their order and are delivered as long as the receiver holds its end open, whatever became of the sender.
 */

import { assert, must } from '../../../common/assert.ts';
import type { Pinned } from '../../../common/host.ts';
import type { NetworkFaults } from './faults.ts';
import type { SimRandom } from './random.ts';
import type { EventOwner, Scheduler, SimEvent } from './scheduler.ts';

/** What a channel needs of the two ends of the link. */
export interface ChannelEnd {
  readonly owner: EventOwner;
  /** Has handlers and is open: can be given bytes. */
  readonly isReading: boolean;
  readonly isPaused: boolean;
  readonly isClosed: boolean;
  /** The memory of the next read. */
  readonly lent: Uint8Array;
  received(count: number): void;
  drained(): void;
  ended(reason: string): void;
}

/** What a channel needs of the network around it. */
export interface ChannelWeather {
  readonly scheduler: Scheduler;
  readonly random: SimRandom;
  readonly faults: NetworkFaults;
  /** Whether packets of this direction get through now. */
  isBlocked(): boolean;
  latencyMs(): number;
}

interface QueuedWrite {
  readonly bytes: Uint8Array;
  readonly pinned: Pinned | undefined;
  taken: number;
}

/** Bytes on the wire, or with `end` the end of the link. */
interface UnderWay {
  readonly bytes: Uint8Array;
  offset: number;
  readonly dueMs: number;
  readonly end: string | undefined;
}

const nothing = new Uint8Array(0);

/** Bytes behind what was received that are overwritten: they are the link's until `received`, so nobody may rely on them. */
const scribbleBytes = 16;

export class Channel {
  readonly #weather: ChannelWeather;
  readonly #sender: ChannelEnd;
  readonly #receiver: ChannelEnd;
  #queue: QueuedWrite[] = [];
  #queuedBytes = 0;
  /** Pins of taken writes, released when the present event's code has run. */
  #leaving: Pinned[] = [];
  #takePending = false;
  #underWay: UnderWay[] = [];
  #kernelBytes = 0;
  #lastDueMs = 0;
  #pump: SimEvent | undefined;
  #stalledUntilMs = 0;
  #trickle = 0;
  /** Nothing more is taken from the sender for the receiver: what is sent vanishes. */
  #cut = false;

  constructor(weather: ChannelWeather, sender: ChannelEnd, receiver: ChannelEnd) {
    this.#weather = weather;
    this.#sender = sender;
    this.#receiver = receiver;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** The sender's part. `pinned` is retained already. */
  enqueue(bytes: Uint8Array, pinned: Pinned | undefined): void {
    this.#queue.push({ bytes, pinned, taken: 0 });
    this.#queuedBytes += bytes.length;
  }

  /** The kernel takes what it has room for: all at once, or a part now and the rest a little later. */
  flush(): void {
    const { random, faults } = this.#weather;
    if (random.chance(faults.stallChance)) this.stall(random.within(faults.stallMs));
    // What waits for its turn already is not overtaken.
    if (this.#takePending) return;
    const partial = random.chance(faults.partialTakeChance);
    this.#take(partial ? random.below(this.#queuedBytes + 1) : this.#queuedBytes);
    this.#takeRestLater();
  }

  #takeRestLater(): void {
    if (this.#queuedBytes === 0 || this.#takePending || (this.#room() === 0 && !this.#cut)) return;
    const { scheduler, random, faults } = this.#weather;
    this.#takePending = true;
    scheduler.after(
      random.within(faults.kernelDelayMs),
      () => {
        this.#takePending = false;
        if (this.#sender.isClosed) return;
        this.#take(this.#queuedBytes);
        this.#takeRestLater();
        if (this.#queuedBytes === 0) this.#sender.drained();
      },
      this.#sender.owner,
    );
  }

  #room(): number {
    return Math.max(0, this.#weather.faults.windowBytes - this.#kernelBytes);
  }

  /** Copies now: a change that the sender makes to a queued buffer before is sent, as it would be by a real kernel. */
  #take(wanted: number): void {
    const count = this.#cut ? wanted : Math.min(wanted, this.#room());
    const chunk = this.#cut ? nothing : new Uint8Array(count);
    let done = 0;
    let whole = 0;
    while (done < count) {
      const write = must(this.#queue[whole], 'a queued write');
      const piece = Math.min(count - done, write.bytes.length - write.taken);
      if (!this.#cut) chunk.set(write.bytes.subarray(write.taken, write.taken + piece), done);
      write.taken += piece;
      done += piece;
      if (write.taken < write.bytes.length) break;
      whole++;
      if (write.pinned !== undefined) this.#releaseSoon(write.pinned);
    }
    if (whole > 0) this.#queue = whole === this.#queue.length ? [] : this.#queue.slice(whole);
    this.#queuedBytes -= count;
    if (chunk.length > 0) this.#send(chunk, undefined);
  }

  /** As with a real socket, never within `flush`. */
  #releaseSoon(pinned: Pinned): void {
    this.#leaving.push(pinned);
    if (this.#leaving.length > 1) return;
    queueMicrotask(() => {
      const leaving = this.#leaving;
      this.#leaving = [];
      if (this.#sender.owner.alive) for (const pin of leaving) pin.release();
    });
  }

  #send(bytes: Uint8Array, end: string | undefined): void {
    const { scheduler } = this.#weather;
    this.#lastDueMs = Math.max(this.#lastDueMs, scheduler.nowMs + this.#weather.latencyMs());
    this.#underWay.push({ bytes, offset: 0, dueMs: this.#lastDueMs, end });
    this.#kernelBytes += bytes.length;
    this.#schedulePump(this.#lastDueMs);
  }

  /** The sender closed its end, or died: what the kernel has taken still arrives, and then the end. */
  finish(reason: string): void {
    if (this.#cut) return;
    this.dropQueue();
    this.#send(nothing, reason);
    this.#cut = true;
  }

  /** Bytes under way are lost from some point on; what comes before that point still arrives. */
  truncate(): void {
    const kept = this.#weather.random.below(this.#underWay.length + 1);
    for (const lost of this.#underWay.splice(kept)) this.#kernelBytes -= lost.bytes.length - lost.offset;
  }

  /** What is sent from now on vanishes. */
  sever(): void {
    this.#cut = true;
    if (!this.#sender.isClosed) this.#takeRestLater();
  }

  /** The receiver is gone: what is under way vanishes, and what is sent from now on. */
  discard(): void {
    this.#underWay = [];
    this.#kernelBytes = 0;
    this.#cut = true;
    this.#pump?.cancel();
    this.#pump = undefined;
    if (!this.#sender.isClosed) this.#takeRestLater();
  }

  /** Releases the pins of what the kernel has not taken: the sender's end is closed. */
  dropQueue(): void {
    const dropped = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    if (!this.#sender.owner.alive) return;
    for (const write of dropped) write.pinned?.release();
  }

  stall(durationMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, this.#weather.scheduler.nowMs + durationMs);
  }

  /** The receiver reads (again). */
  wake(): void {
    const head = this.#underWay[0];
    if (head !== undefined) this.#schedulePump(head.dueMs);
  }

  #schedulePump(timeMs: number): void {
    if (this.#pump !== undefined) return;
    this.#pump = this.#weather.scheduler.at(timeMs, this.#deliver, this.#receiver.owner);
  }

  readonly #deliver = (): void => {
    this.#pump = undefined;
    const receiver = this.#receiver;
    const head = this.#underWay[0];
    // `wake` comes again when it reads.
    if (head === undefined || !receiver.isReading || receiver.isPaused) return;
    const { scheduler, random, faults } = this.#weather;
    const waitUntilMs = Math.max(head.dueMs, this.#stalledUntilMs);
    if (waitUntilMs > scheduler.nowMs) {
      this.#schedulePump(waitUntilMs);
      return;
    }
    if (this.#weather.isBlocked()) {
      this.#schedulePump(scheduler.nowMs + random.within(faults.retransmitMs));
      return;
    }
    if (head.end !== undefined) {
      this.#underWay = [];
      receiver.ended(head.end);
      return;
    }
    const available = this.#fill(receiver.lent);
    if (this.#queuedBytes > 0 && !this.#sender.isClosed) this.#takeRestLater();
    receiver.received(available);
    const next = this.#underWay[0];
    if (next !== undefined && !receiver.isClosed) this.#schedulePump(next.dueMs);
  };

  /** Copies one piece of what has arrived to the beginning of `into`; returns its length. */
  #fill(into: Uint8Array): number {
    assert(into.length > 0, 'space() gives at least one byte');
    const limit = this.#pieceLimit(into.length);
    const nowMs = this.#weather.scheduler.nowMs;
    let filled = 0;
    while (filled < limit) {
      const head = this.#underWay[0];
      if (head === undefined || head.end !== undefined || head.dueMs > nowMs) break;
      const piece = Math.min(limit - filled, head.bytes.length - head.offset);
      into.set(head.bytes.subarray(head.offset, head.offset + piece), filled);
      head.offset += piece;
      filled += piece;
      if (head.offset === head.bytes.length) this.#underWay.shift();
    }
    this.#kernelBytes -= filled;
    into.fill(0xdb, filled, Math.min(into.length, filled + scribbleBytes));
    return filled;
  }

  #pieceLimit(spaceBytes: number): number {
    const { random, faults } = this.#weather;
    if (this.#trickle > 0) {
      this.#trickle--;
      return 1;
    }
    if (random.chance(faults.trickleChance)) {
      this.#trickle = random.below(12);
      return 1;
    }
    if (random.chance(faults.cutChance)) {
      const head = must(this.#underWay[0], 'what is delivered');
      return Math.min(spaceBytes, 1 + random.below(head.bytes.length - head.offset));
    }
    return spaceBytes;
  }
}
