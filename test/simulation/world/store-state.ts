/** The content of a simulated store: ordered entries, and what undoes its unsynced batches should the power fail. */

import type { StoreOperation } from '../../../common/host.ts';
import type { SimRandom } from './random.ts';
import type { EventOwner } from './scheduler.ts';

/** The former values of what a batch changed, newest change last. */
type Undo = readonly (readonly [key: string, before: Uint8Array | undefined])[];

export class StoreState {
  readonly path: string;
  /** The process that has it open. */
  user: EventOwner | undefined;
  damaged = false;
  readonly #values = new Map<string, Uint8Array>();
  /** The keys of `#values` in order. */
  readonly #keys: string[] = [];
  #unsynced: Undo[] = [];

  constructor(path: string) {
    this.path = path;
  }

  /** The stored bytes: not to be changed. */
  get(key: string): Uint8Array | undefined {
    return this.#values.get(key);
  }

  /** `put` values are kept: they must not change any more. */
  apply(operations: readonly StoreOperation[], sync: boolean): void {
    const undo: (readonly [string, Uint8Array | undefined])[] = [];
    for (const operation of operations) {
      if (!sync) undo.push([operation.key, this.#values.get(operation.key)]);
      this.#set(operation.key, operation.kind === 'put' ? operation.value : undefined);
    }
    if (sync) this.#unsynced = [];
    else this.#unsynced.push(undo);
  }

  /** Keys with `from` <= key < `until`, in order. */
  keys(from: string, until: string): readonly string[] {
    return this.#keys.slice(this.#indexOf(from), this.#indexOf(until));
  }

  /** Some of the newest unsynced batches are gone. */
  losePower(random: SimRandom): void {
    const kept = random.below(this.#unsynced.length + 1);
    for (const undo of this.#unsynced.splice(kept).reverse()) {
      for (const [key, before] of [...undo].reverse()) this.#set(key, before);
    }
    this.#unsynced = [];
    this.user = undefined;
  }

  #set(key: string, value: Uint8Array | undefined): void {
    const present = this.#values.has(key);
    if (value === undefined) {
      if (!present) return;
      this.#values.delete(key);
      this.#keys.splice(this.#indexOf(key), 1);
    } else {
      this.#values.set(key, value);
      if (!present) this.#keys.splice(this.#indexOf(key), 0, key);
    }
  }

  /** Of the first key that is not before `key`. */
  #indexOf(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
