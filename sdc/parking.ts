/** Parts that wait for a newer map or for a pause to end, with one timer for all of them. Rare, so lists are searched. */

import type { Clock, Timer } from '../common/host.ts';
import type { Part } from './part.ts';

export class Parking {
  readonly #clock: Clock;
  readonly #release: (part: Part) => void;
  #parts: Part[] = [];
  #timer: Timer | undefined;
  #timerAtMs = 0;

  /** `release` places a part again. */
  constructor(clock: Clock, release: (part: Part) => void) {
    this.#clock = clock;
    this.#release = release;
  }

  get size(): number {
    return this.#parts.length;
  }

  /** Until `pauseMs` have passed, or with `waitsForMap` until the map changes, if that is earlier. */
  park(part: Part, pauseMs: number, waitsForMap: boolean): void {
    part.retryAtMs = this.#clock.nowMs() + pauseMs;
    part.waitsForMap = waitsForMap;
    this.#parts.push(part);
    this.#schedule(part.retryAtMs);
  }

  mapChanged(): void {
    for (const part of this.withdraw((parked) => parked.waitsForMap)) this.#release(part);
  }

  /** Takes parts out; they are not released. */
  withdraw(matches: (part: Part) => boolean): Part[] {
    const taken = this.#parts.filter(matches);
    if (taken.length > 0) this.#parts = this.#parts.filter((part) => !matches(part));
    if (this.#parts.length === 0) this.#cancel();
    return taken;
  }

  #schedule(atMs: number): void {
    if (this.#timer !== undefined && this.#timerAtMs <= atMs) return;
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    this.#timer = this.#clock.after(atMs - this.#clock.nowMs(), () => this.#due());
  }

  #due(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.nowMs();
    const due = this.withdraw((part) => part.retryAtMs <= nowMs);
    let nextMs = Number.POSITIVE_INFINITY;
    for (const part of this.#parts) nextMs = Math.min(nextMs, part.retryAtMs);
    if (nextMs < Number.POSITIVE_INFINITY) this.#schedule(nextMs);
    for (const part of due) this.#release(part);
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
