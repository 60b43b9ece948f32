/** Virtual time: one queue of events for the whole world, run one after the other, each with all its microtasks. */

import { assert, must } from '../../../common/assert.ts';
import type { Timer } from '../../../common/host.ts';
import { drainMicrotasks } from './microtasks.ts';

/** Whose event it is: a process. Events of a dead one are skipped, those of a stopped one wait. */
export interface EventOwner {
  readonly alive: boolean;
  readonly stoppedUntilMs: number;
  /** An event of it has thrown: true when the owner has dealt with that, as a thread that ends would. */
  crashed?(error: unknown): boolean;
}

export class SimEvent implements Timer {
  timeMs: number;
  /** Orders events of the same time: first come, first run. */
  sequence: number;
  readonly owner: EventOwner | undefined;
  /** undefined when it was cancelled or has run. */
  callback: (() => void) | undefined;
  readonly #cancelled: () => void;

  constructor(
    timeMs: number,
    sequence: number,
    owner: EventOwner | undefined,
    callback: () => void,
    cancelled: () => void,
  ) {
    this.timeMs = timeMs;
    this.sequence = sequence;
    this.owner = owner;
    this.callback = callback;
    this.#cancelled = cancelled;
  }

  cancel(): void {
    if (this.callback === undefined) return;
    this.callback = undefined;
    this.#cancelled();
  }
}

function isBefore(left: SimEvent, right: SimEvent): boolean {
  return left.timeMs < right.timeMs || (left.timeMs === right.timeMs && left.sequence < right.sequence);
}

/** Events run before Node gets a turn of its own (for its ticks and signals). */
const eventsPerTurn = 2_000;

/** More events than this without time moving are a loop in the code under test. */
const maximumStandstill = 1_000_000;

/** Cancelled events are dropped from the queue when there are this many of them and they are its larger half. */
const minimumSweep = 256;

export class Scheduler {
  #nowMs = 0;
  #sequence = 0;
  #steps = 0;
  #digest = 0x811c9dc5;
  #standstill = 0;
  #running = false;
  /** A binary heap. */
  #heap: SimEvent[] = [];
  #cancelledCount = 0;
  readonly #countCancelled = (): void => {
    this.#cancelledCount++;
  };

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Events that have run. */
  get steps(): number {
    return this.#steps;
  }

  /** Of the times and order of all that has run and of what `note` was given: equal runs have equal digests. */
  get digest(): string {
    return (this.#digest >>> 0).toString(16).padStart(8, '0');
  }

  /** Mixes a 32-bit number (a checksum, a count) into the digest. */
  note(value: number): void {
    this.#digest = Math.imul(this.#digest ^ value, 0x01000193) ^ (this.#digest >>> 15);
  }

  after(delayMs: number, callback: () => void, owner?: EventOwner): SimEvent {
    return this.at(this.#nowMs + Math.max(0, delayMs), callback, owner);
  }

  /** A time that has passed means now, after what is queued for now already. */
  at(timeMs: number, callback: () => void, owner?: EventOwner): SimEvent {
    assert(Number.isFinite(timeMs), 'an event has a time');
    const event = new SimEvent(Math.max(this.#nowMs, timeMs), this.#sequence++, owner, callback, this.#countCancelled);
    this.#push(event);
    if (this.#cancelledCount > minimumSweep && this.#cancelledCount * 2 > this.#heap.length) this.#sweep();
    return event;
  }

  /**
   * Runs events until `until()` holds (asked before each event; true) or `limitMs` of virtual time have passed or
   * nothing is left to happen (false; time is then at the limit). Rejects with what an event threw.
   */
  run(until: () => boolean, limitMs: number): Promise<boolean> {
    assert(!this.#running, 'the world is run by one caller at a time');
    this.#running = true;
    const endMs = this.#nowMs + limitMs;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const turn = (): void => {
      try {
        const outcome = this.#runTurn(until, endMs);
        if (outcome === undefined) {
          setImmediate(turn);
          return;
        }
        this.#running = false;
        resolve(outcome);
      } catch (error) {
        this.#running = false;
        reject(error);
      }
    };
    setImmediate(turn);
    return promise;
  }

  async runFor(durationMs: number): Promise<void> {
    await this.run(never, durationMs);
  }

  /** Runs the world until a promise of it is settled, and gives its outcome. */
  async settle<T>(work: Promise<T>, limitMs = 600_000): Promise<T> {
    let settled = false;
    const note = (): void => {
      settled = true;
    };
    work.then(note, note);
    const inTime = await this.run(() => settled, limitMs);
    if (!inTime) throw new Error(`nothing came of it within ${limitMs} ms of virtual time`);
    return await work;
  }

  #runTurn(until: () => boolean, endMs: number): boolean | undefined {
    for (let count = 0; count < eventsPerTurn; count++) {
      if (until()) return true;
      const next = this.#next();
      if (next === undefined || next.timeMs > endMs) {
        this.#nowMs = endMs;
        return false;
      }
      this.#pop();
      this.#perform(next);
    }
    return undefined;
  }

  #perform(event: SimEvent): void {
    const { callback, owner } = event;
    if (callback === undefined || (owner !== undefined && !owner.alive)) return;
    if (owner !== undefined && owner.stoppedUntilMs > event.timeMs) {
      // Events of a stopped process keep their order: they are put off in the order in which they come up.
      event.timeMs = owner.stoppedUntilMs;
      event.sequence = this.#sequence++;
      this.#push(event);
      return;
    }
    this.#standstill = event.timeMs > this.#nowMs ? 0 : this.#standstill + 1;
    assert(this.#standstill < maximumStandstill, 'virtual time moves on');
    this.#nowMs = event.timeMs;
    this.#steps++;
    this.note(event.sequence);
    this.note(Math.floor(event.timeMs * 1000));
    event.callback = undefined;
    try {
      callback();
    } catch (error) {
      if (owner?.crashed?.(error) !== true) throw error;
    }
    drainMicrotasks();
  }

  /** The first event that is not cancelled. */
  #next(): SimEvent | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.callback !== undefined) return first;
      this.#pop();
      this.#cancelledCount--;
    }
  }

  #sweep(): void {
    const kept = this.#heap.filter((event) => event.callback !== undefined);
    // A sorted array is a heap.
    kept.sort((left, right) => (isBefore(left, right) ? -1 : 1));
    this.#heap = kept;
    this.#cancelledCount = 0;
  }

  #push(event: SimEvent): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = must(heap[parentIndex], 'the parent in the heap');
      if (!isBefore(event, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = must(heap.pop(), 'an event in the heap');
    const { length } = heap;
    if (length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = index * 2 + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex++;
      }
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}

function never(): boolean {
  return false;
}
