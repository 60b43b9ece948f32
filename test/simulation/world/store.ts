/** A process's handle of a simulated store. */

import { assert } from '../../../common/assert.ts';
import { ClusterError } from '../../../common/errors.ts';
import type { Store, StoreOperation } from '../../../common/host.ts';
import type { DiskState, DiskUser, UnderWayOperation } from './disk-state.ts';
import type { Scheduler } from './scheduler.ts';
import type { StoreState } from './store-state.ts';

/** Entries that `range` reads before time passes. */
const entriesPerRead = 100;

/** Rejects with ClusterError `LOCKED` or `DAMAGED`. */
export function openSimStore(scheduler: Scheduler, disk: DiskState, user: DiskUser, path: string): SimStore {
  const state = disk.store(path);
  if (state.user?.alive === true) {
    throw new ClusterError('LOCKED', `Could not open the store ${path}: another process has it open`);
  }
  if (state.damaged) throw new ClusterError('DAMAGED', `Could not open the store ${path}: its files are damaged`);
  if (user.alive) state.user = user;
  return new SimStore(scheduler, disk, user, state);
}

class SimStore implements Store {
  readonly #scheduler: Scheduler;
  readonly #disk: DiskState;
  readonly #user: DiskUser;
  readonly #state: StoreState;
  #lastBatchMs = 0;
  /** A batch was lost with its process: none after it may be there. */
  #cut = false;
  #closed = false;

  constructor(scheduler: Scheduler, disk: DiskState, user: DiskUser, state: StoreState) {
    this.#scheduler = scheduler;
    this.#disk = disk;
    this.#user = user;
    this.#state = state;
  }

  getSync(key: string): Uint8Array | undefined {
    this.#assertOpen();
    return this.#state.get(key)?.slice();
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    this.#assertOpen();
    await this.#delay(this.#disk.random.within(this.#disk.faults.readMs));
    return this.#state.get(key)?.slice();
  }

  batch(operations: readonly StoreOperation[], options: { readonly sync: boolean }): Promise<void> {
    this.#assertOpen();
    const { random, faults } = this.#disk;
    const fault = this.#disk.faultOf(this.#state.path);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const copies = operations.map((operation) =>
      operation.kind === 'put' ? { ...operation, value: operation.value.slice() } : operation,
    );
    const underWay: UnderWayOperation = {
      abandon: () => {
        this.#cut ||= random.chance(0.5);
        if (!this.#cut) this.#state.apply(copies, false);
      },
    };
    this.#user.underWay.add(underWay);
    const delayMs = random.within(options.sync ? faults.syncMs : faults.readMs) * (fault?.slowdown ?? 1);
    // In the order of the calls.
    this.#lastBatchMs = Math.max(this.#lastBatchMs, this.#scheduler.nowMs + delayMs);
    this.#scheduler.at(
      this.#lastBatchMs,
      () => {
        this.#user.underWay.delete(underWay);
        if (fault?.write !== undefined) {
          reject(new ClusterError('DISK_FAILED', `Could not write ${copies.length} entries at ${this.#state.path}`));
          return;
        }
        this.#state.apply(copies, options.sync);
        resolve();
      },
      this.#user,
    );
    return promise;
  }

  range(from: string, until: string): AsyncIterable<readonly [key: string, value: Uint8Array]> {
    this.#assertOpen();
    // level reads from a snapshot too.
    const entries = this.#state.keys(from, until).map((key) => [key, this.#state.get(key)] as const);
    return this.#iterate(entries);
  }

  async *#iterate(
    entries: readonly (readonly [string, Uint8Array | undefined])[],
  ): AsyncGenerator<readonly [key: string, value: Uint8Array]> {
    let count = 0;
    for (const [key, value] of entries) {
      if (count % entriesPerRead === 0) await this.#delay(this.#disk.random.within(this.#disk.faults.readMs));
      count++;
      if (value !== undefined) yield [key, value.slice()];
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#delay(Math.max(0, this.#lastBatchMs - this.#scheduler.nowMs));
    if (this.#user.alive) this.#state.user = undefined;
  }

  #delay(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#scheduler.after(delayMs, resolve, this.#user);
    return promise;
  }

  #assertOpen(): void {
    assert(!this.#closed, 'a store is used only until it is closed');
  }
}
