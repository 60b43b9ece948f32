/**
 * Requests under way on one link by request id: slot number plus a lap of that slot, so that a reply to an earlier
 * request of the slot is recognised. Nothing is allocated per request.
 *
 *   requestId:  bit 31 = 0 | lap (23 bits) | slot (8 bits)
 */

import { assert, must } from '../../common/assert.ts';

const slotBits = 8;
const slotMask = 2 ** slotBits - 1;
const lapMask = 2 ** 23 - 1;

export interface Slotted {
  /** -1 while it is not in a slot. */
  slot: number;
}

export class LinkSlots<Request extends Slotted> {
  readonly #requests: (Request | undefined)[];
  readonly #laps: Uint32Array;
  readonly #free: number[] = [];

  constructor(count: number) {
    assert(count <= slotMask + 1, 'a slot number fits the request id');
    this.#requests = new Array<Request | undefined>(count).fill(undefined);
    this.#laps = new Uint32Array(count);
    for (let slot = count - 1; slot >= 0; slot--) this.#free.push(slot);
  }

  get used(): number {
    return this.#requests.length - this.#free.length;
  }

  /** Gives the request a slot, of which there must be one; returns its request id. */
  take(request: Request): number {
    assert(request.slot === -1, 'a request is on one link at a time');
    const slot = must(this.#free.pop(), 'a free slot');
    this.#requests[slot] = request;
    request.slot = slot;
    return this.#idOf(slot);
  }

  /** The request of an id that was given out and is not yet freed. */
  find(requestId: number): Request | undefined {
    const slot = requestId & slotMask;
    if (slot >= this.#requests.length || this.#idOf(slot) !== requestId) return undefined;
    return this.#requests[slot];
  }

  free(request: Request): void {
    const { slot } = request;
    assert(this.#requests[slot] === request, 'a request leaves the slot that it holds');
    this.#requests[slot] = undefined;
    this.#laps[slot] = (must(this.#laps[slot], 'the lap of a slot') + 1) & lapMask;
    this.#free.push(slot);
    request.slot = -1;
  }

  /** In the order of their slots. */
  all(): Request[] {
    return this.#requests.filter((request) => request !== undefined);
  }

  #idOf(slot: number): number {
    return ((this.#laps[slot] ?? 0) << slotBits) | slot;
  }
}
