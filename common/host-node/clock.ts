/** The real clock: monotonic time of the process, Node's timers, and the end of a turn of libuv's loop. */

import { assert } from '../assert.ts';
import type { Clock, Timer } from '../host.ts';

/** setTimeout takes a signed 32-bit number of milliseconds; above it Node fires at once. */
const maximumDelayMs = 2 ** 31 - 1;

/**
 * Timers never fire early: libuv counts whole milliseconds, so a timer may come up to one too soon by `performance.now()`,
 * and code that asks the clock in the callback would then find its time not yet reached.
 */
class NodeTimer implements Timer {
  readonly #dueMs: number;
  readonly #callback: () => void;
  #timeout: NodeJS.Timeout;

  constructor(delayMs: number, callback: () => void) {
    this.#dueMs = performance.now() + delayMs;
    this.#callback = callback;
    this.#timeout = setTimeout(NodeTimer.#fire, delayMs, this);
  }

  cancel(): void {
    clearTimeout(this.#timeout);
  }

  static #fire(this: void, timer: NodeTimer): void {
    const remainingMs = timer.#dueMs - performance.now();
    if (remainingMs > 0) timer.#timeout = setTimeout(NodeTimer.#fire, remainingMs, timer);
    else timer.#callback();
  }
}

export class NodeClock implements Clock {
  nowMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  /** Keeps the process alive until it has fired or was cancelled. */
  after(delayMs: number, callback: () => void): Timer {
    assert(delayMs <= maximumDelayMs, 'a timer runs for 24 days at most');
    return new NodeTimer(Math.max(0, delayMs), callback);
  }

  afterTurn(callback: () => void): void {
    setImmediate(callback);
  }
}
