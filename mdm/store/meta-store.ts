/**
 * The meta store: where the MDM keeps what must survive. One narrow interface that level (a single MDM) and etcd (a
 * cluster of MDMs) can both keep exactly; test/contract/meta-store.ts is its contract.
 */

/** What must be so for a commit to happen: the key has exactly this value, or (undefined) is not there. */
export interface Condition {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** All of it happens, or none. No key stands in both `puts` and `deletes`, and none twice. */
export interface Transaction {
  readonly conditions: readonly Condition[];
  readonly puts: readonly (readonly [key: string, value: Uint8Array])[];
  readonly deletes: readonly string[];
}

/** `conflict`: a condition did not hold and nothing was written. */
export type CommitOutcome = 'committed' | 'conflict';

/** Whether this process may write. A single MDM always leads; with etcd the lease-bound key of the leader decides. */
export type Leadership = 'leader' | 'standby';

/** Keys are ASCII, ordered by their bytes, 512 bytes at most. */
export interface MetaStore {
  /** `checked`: an entry that was altered or is missing would have been noticed. `unknown`: an old store without that. */
  readonly integrity: 'checked' | 'unknown';
  get(key: string): Promise<Uint8Array | undefined>;
  /** Entries with `from` <= key < `until`, in order. */
  range(from: string, until: string): AsyncIterable<readonly [key: string, value: Uint8Array]>;
  /**
   * Stable when it resolves with `committed`. When it rejects the outcome is unknown: the caller must read again before
   * it decides anything.
   */
  commit(transaction: Transaction): Promise<CommitOutcome>;
  /** Tells the present leadership at once and each change after it; returns what ends the watch. */
  watchLeader(listener: (leadership: Leadership) => void): () => void;
  /** Waits for commits under way. May be called twice. */
  close(): Promise<void>;
}
