/**
 * The durable state and the only way to change it: commands go through one after the other, each decided on the state
 * that the one before it left, made stable, applied, and only then told.
 */

import { assert, must } from '../common/assert.ts';
import { ClusterError, type ErrorCode } from '../common/errors.ts';
import type { Clock } from '../common/host.ts';
import type { MapDelta } from '../common/messages.ts';
import type { Command, Outcome } from './core/commands.ts';
import { decide } from './core/decide.ts';
import { applyChanges, type Changes, isEmptyChange, MapView, type MdmState } from './core/state.ts';
import type { MetaStore, Transaction } from './store/meta-store.ts';
import { countersCondition, readState, transactionOf } from './store/records.ts';

/** More commands than this under way are answered `BUSY`: each may hold a few hundred KiB. */
const maximumQueued = 4_096;

/** What a command led to, and the map version at which it is so. */
export interface Executed extends Outcome {
  readonly version: number;
}

export interface LedgerOptions {
  readonly store: MetaStore;
  /** For messages. */
  readonly path: string;
  readonly clock: Clock;
  /** What belongs into the same transaction as these changes; pure. */
  readonly extrasOf: (changes: Changes, command: Command) => Partial<Transaction>;
  /** Called after each change is stable and applied, in order. */
  readonly changed: (delta: MapDelta, command: Command) => void;
  /** The store can no longer be trusted to hold what was told; nothing is executed any more. Called once. */
  readonly failed: (error: ClusterError) => void;
  readonly committed: (latencyMs: number) => void;
}

export class Ledger {
  readonly #options: LedgerOptions;
  #state: MdmState | undefined;
  #view: MapView | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #failure: ClusterError | undefined;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Reads the store. Before it nothing else may be called. */
  async open(): Promise<void> {
    this.#state = await readState(this.#options.store, this.#options.path);
    this.#view = new MapView(this.#state.map);
  }

  get state(): MdmState {
    return must(this.#state, 'the state of an open ledger');
  }

  get view(): MapView {
    return must(this.#view, 'the view of an open ledger');
  }

  get failure(): ClusterError | undefined {
    return this.#failure;
  }

  /** Rejects with the code of the refusal, or with what the store failed with. */
  execute(command: Command): Promise<Executed> {
    return this.#enqueue(async () => {
      const decision = decide(this.state, command);
      if (decision.kind === 'refused') throw new ClusterError(decision.code, decision.message);
      if (!isEmptyChange(decision.changes)) await this.#perform(decision.changes, command);
      return { ...decision.outcome, version: this.state.map.version };
    });
  }

  /** Writes what is no part of the map, in order with the commands. */
  write(transaction: Pick<Transaction, 'puts' | 'deletes'>): Promise<void> {
    return this.#enqueue(() => this.#commit({ ...transaction, conditions: [countersCondition(this.state)] }));
  }

  /** Everything asked for before has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#last]);
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.#queued >= maximumQueued) {
      return Promise.reject(
        new ClusterError('BUSY', `The MDM has ${maximumQueued} commands under way: try again later.`),
      );
    }
    this.#queued++;
    const result = this.#last.then(() => {
      if (this.#failure !== undefined) throw this.#failure;
      return work();
    });
    const end = (): void => {
      this.#queued--;
    };
    this.#last = result.then(end, end);
    return result;
  }

  async #perform(changes: Changes, command: Command): Promise<void> {
    const { state } = this;
    const fromVersion = state.map.version;
    await this.#commit(transactionOf(state, changes, this.#options.extrasOf(changes, command)));
    assert(state.map.version === fromVersion, 'commands are executed one after the other');
    applyChanges(state, changes);
    const { puts, deletes } = changes;
    const delta = { fromVersion, toVersion: state.map.version, whole: false, puts, deletes, tickets: [] };
    this.#options.changed(delta, command);
  }

  async #commit(transaction: Transaction): Promise<void> {
    const { store, clock, path } = this.#options;
    const startedMs = clock.nowMs();
    const outcome = await store.commit(transaction).catch((cause: unknown) => {
      throw this.#fail('DISK_FAILED', `The meta store ${path} did not take a change: the MDM stops.`, cause);
    });
    if (outcome === 'conflict') {
      throw this.#fail('REFUSED', `Another process has written to the meta store ${path}: this MDM stops.`, undefined);
    }
    this.#options.committed(clock.nowMs() - startedMs);
  }

  #fail(code: ErrorCode, message: string, cause: unknown): ClusterError {
    const error = new ClusterError(code, message, { cause });
    this.#failure = error;
    this.#options.failed(error);
    return error;
  }
}
