/**
 * The meta store of a single MDM: level, opened through the Host, with synced batches. It belongs to this process alone
 * (level locks its directory), so a compare followed by a batch is one transaction when commits go one after the other.
 */

import { assert } from '../../common/assert.ts';
import { ClusterError } from '../../common/errors.ts';
import type { Disks, Store, StoreOperation } from '../../common/host.ts';
import type { CommitOutcome, Leadership, MetaStore, Transaction } from './meta-store.ts';

/** Opens or makes the store in this directory. Rejects with `LOCKED` while another process has it open. */
export async function openLevelMetaStore(disks: Disks, path: string): Promise<MetaStore> {
  return new LevelMetaStore(await disks.openStore(path), path);
}

class LevelMetaStore implements MetaStore {
  readonly #store: Store;
  readonly #path: string;
  #lastCommit: Promise<unknown> = Promise.resolve();
  /** A batch that failed: the store's content is unknown until it is opened anew. */
  #failure: ClusterError | undefined;
  #closing: Promise<void> | undefined;

  constructor(store: Store, path: string) {
    this.#store = store;
    this.#path = path;
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return this.#store.get(key);
  }

  range(from: string, until: string): AsyncIterable<readonly [key: string, value: Uint8Array]> {
    return this.#store.range(from, until);
  }

  commit(transaction: Transaction): Promise<CommitOutcome> {
    assertDisjoint(transaction);
    const commit = this.#lastCommit.then(() => this.#commit(transaction));
    // The next commit waits for this one's end; its failure is told to its own caller.
    this.#lastCommit = Promise.allSettled([commit]);
    return commit;
  }

  async #commit({ conditions, puts, deletes }: Transaction): Promise<CommitOutcome> {
    if (this.#closing !== undefined) throw new ClusterError('CLOSED', `The meta store ${this.#path} is closed.`);
    if (this.#failure !== undefined) throw this.#failure;
    for (const { key, value } of conditions) {
      if (!sameValue(await this.#store.get(key), value)) return 'conflict';
    }
    const operations: StoreOperation[] = [
      ...puts.map(([key, value]) => ({ kind: 'put', key, value }) as const),
      ...deletes.map((key) => ({ kind: 'delete', key }) as const),
    ];
    try {
      await this.#store.batch(operations, { sync: true });
    } catch (cause) {
      this.#failure = new ClusterError(
        'DISK_FAILED',
        `Writing to the meta store ${this.#path} failed; whether the last change is there is known only after the MDM ` +
          'has been started again. Look at the disk under it first.',
        { cause },
      );
      throw this.#failure;
    }
    return 'committed';
  }

  watchLeader(listener: (leadership: Leadership) => void): () => void {
    listener('leader');
    return () => undefined;
  }

  close(): Promise<void> {
    this.#closing ??= this.#lastCommit.then(() => this.#store.close());
    return this.#closing;
  }
}

function assertDisjoint({ puts, deletes }: Transaction): void {
  const keys = new Set([...puts.map(([key]) => key), ...deletes]);
  assert(keys.size === puts.length + deletes.length, 'a transaction names each key once');
}

function sameValue(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
