/** Waiting for something to become so, with a bound in time: looked at again whenever something has changed. */

import type { Clock } from '../common/host.ts';

interface Waiter {
  readonly isSo: () => boolean;
  readonly done: (isSo: boolean) => void;
}

export class Conditions {
  readonly #clock: Clock;
  readonly #waiters = new Set<Waiter>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True when it is so within the time. A condition that throws rejects. */
  waitFor(isSo: () => boolean, timeoutMs: number): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const timer = this.#clock.after(timeoutMs, () => waiter.done(false));
    const end = (settle: () => void): void => {
      timer.cancel();
      this.#waiters.delete(waiter);
      settle();
    };
    const waiter: Waiter = {
      isSo: () => {
        try {
          return isSo();
        } catch (error) {
          end(() => reject(error));
          return false;
        }
      },
      done: (result) => end(() => resolve(result)),
    };
    this.#waiters.add(waiter);
    if (waiter.isSo()) waiter.done(true);
    return promise;
  }

  /** Something has changed. */
  look(): void {
    for (const waiter of [...this.#waiters]) if (waiter.isSo()) waiter.done(true);
  }

  /** Ends all waits as if their time had run out. */
  close(): void {
    for (const waiter of [...this.#waiters]) waiter.done(false);
  }
}
