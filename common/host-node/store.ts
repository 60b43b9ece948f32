/** The real Store: level (LevelDB), with batches kept in the order of their calls. */

import { Level } from 'level';
import { ClusterError } from '../errors.ts';
import type { Store, StoreOperation } from '../host.ts';
import { systemCodeOf } from './system-errors.ts';

type Database = Level<string, Uint8Array>;

type BatchEntry =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string };

const encodings = { keyEncoding: 'utf8', valueEncoding: 'view' } as const;

/** Batches that wait for the one under way; they go to level together, as one. */
interface Waiting {
  readonly entries: BatchEntry[];
  sync: boolean;
  readonly written: PromiseWithResolvers<void>;
}

/** Rejects with ClusterError `LOCKED` while another process has it open, `DAMAGED` when level finds it corrupt. */
export async function openNodeStore(path: string): Promise<Store> {
  const database: Database = new Level(path, encodings);
  try {
    await database.open();
  } catch (error) {
    throw openingError(path, error);
  }
  return new NodeStore(path, database);
}

function openingError(path: string, error: unknown): ClusterError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  switch (systemCodeOf(cause)) {
    case 'LEVEL_LOCKED':
      return new ClusterError(
        'LOCKED',
        `Could not open the store ${path}: another process has it open; stop that one`,
        {
          cause,
        },
      );
    case 'LEVEL_CORRUPTION':
      return new ClusterError(
        'DAMAGED',
        `Could not open the store ${path}: its files are damaged; restore or remove it`,
        {
          cause,
        },
      );
    default:
      return storeError('open the store', path, cause);
  }
}

function storeError(tried: string, path: string, cause: unknown): ClusterError {
  // level has one code for all that the system says: only its words tell a full disk from a broken one.
  if (cause instanceof Error && /No space left|Disk quota/.test(cause.message)) {
    const next = 'the file system is full: free space on it or add a device';
    return new ClusterError('DISK_FULL', `Could not ${tried} at ${path}: ${next}`, { cause });
  }
  const code = systemCodeOf(cause) === 'LEVEL_CORRUPTION' ? 'DAMAGED' : 'DISK_FAILED';
  return new ClusterError(code, `Could not ${tried} at ${path}: look at the disk under it`, { cause });
}

class NodeStore implements Store {
  readonly #path: string;
  readonly #database: Database;
  #writing = false;
  #waiting: Waiting | undefined;
  #closing: Promise<void> | undefined;
  /** The last batch that was asked for, for `close`. */
  #lastWritten: Promise<void> = Promise.resolve();

  constructor(path: string, database: Database) {
    this.#path = path;
    this.#database = database;
  }

  getSync(key: string): Uint8Array | undefined {
    try {
      return this.#database.getSync(key, encodings);
    } catch (error) {
      throw storeError(`read ${key}`, this.#path, error);
    }
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      // Its types say that a missing key rejects; since abstract-level 2 it gives undefined.
      const value: Uint8Array | undefined = await this.#database.get(key, encodings);
      return value;
    } catch (error) {
      throw storeError(`read ${key}`, this.#path, error);
    }
  }

  /**
   * level hands each batch to the thread pool, where a later one could overtake: only one is there at a time, and
   * those that come meanwhile are joined into the next (so that many small synced ones share an fsync).
   */
  batch(operations: readonly StoreOperation[], options: { readonly sync: boolean }): Promise<void> {
    this.#waiting ??= { entries: [], sync: false, written: Promise.withResolvers<void>() };
    const waiting = this.#waiting;
    for (const operation of operations) waiting.entries.push(toEntry(operation));
    waiting.sync ||= options.sync;
    this.#lastWritten = waiting.written.promise;
    if (!this.#writing) this.#writeNext();
    return waiting.written.promise;
  }

  #writeNext(): void {
    const batch = this.#waiting;
    if (batch === undefined) return;
    this.#waiting = undefined;
    this.#writing = true;
    const finished = (): void => {
      this.#writing = false;
      this.#writeNext();
    };
    this.#database.batch(batch.entries, { ...encodings, sync: batch.sync }).then(
      () => {
        batch.written.resolve();
        finished();
      },
      (error: unknown) => {
        batch.written.reject(storeError(`write ${batch.entries.length} entries`, this.#path, error));
        finished();
      },
    );
  }

  async *range(from: string, until: string): AsyncGenerator<readonly [key: string, value: Uint8Array]> {
    try {
      yield* this.#database.iterator({ ...encodings, gte: from, lt: until });
    } catch (error) {
      throw storeError(`read on from ${from}`, this.#path, error);
    }
  }

  /** Waits for batches under way; may be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // A batch that fails has told its own caller.
    await Promise.allSettled([this.#lastWritten]);
    try {
      await this.#database.close();
    } catch (error) {
      throw storeError('close the store', this.#path, error);
    }
  }
}

function toEntry(operation: StoreOperation): BatchEntry {
  if (operation.kind === 'put') return { type: 'put', key: operation.key, value: operation.value };
  return { type: 'del', key: operation.key };
}
