/**
 * The meta store of a single MDM: level, opened through the Host, with synced batches. It belongs to this process alone
 * (level locks its directory), so a compare followed by a batch is one transaction when commits go one after the other.
 *
 * level notices neither a flipped byte in a table nor a transaction that is missing in the middle of its log. So each
 * transaction also writes what all entries add up to, and opening adds them up again (key `~digest`, no part of ranges).
 */

import { join } from 'node:path';
import { assert } from '../../common/assert.ts';
import { sha256 } from '../../common/digest.ts';
import { ClusterError, codeOf } from '../../common/errors.ts';
import type { Disks, Store, StoreOperation } from '../../common/host.ts';
import type { CommitOutcome, Leadership, MetaStore, Transaction } from './meta-store.ts';

const digestKey = '~digest';
/** Behind every key that callers use. */
const endOfKeys = '~';

/**
 * Opens or makes the store in this directory. Rejects with `LOCKED` while another process has it open, `DAMAGED` when
 * its entries are not those of its last transaction.
 */
export async function openLevelMetaStore(disks: Disks, path: string): Promise<MetaStore> {
  await refuseHeadless(disks, path);
  const store = await disks.openStore(path);
  try {
    const entries = await EntryDigest.of(store).catch((cause: unknown) => {
      if (codeOf(cause) !== 'DISK_FAILED') throw cause;
      throw new ClusterError('DAMAGED', `The meta store ${path} is damaged: it cannot be read to its end.`, { cause });
    });
    const noted = await store.get(digestKey);
    if (noted !== undefined && !sameValue(noted, entries.bytes)) {
      throw new ClusterError(
        'DAMAGED',
        `The meta store ${path} is damaged: its ${entries.count} entries are not those of its last change, so some were ` +
          'altered or are missing.',
      );
    }
    return new LevelMetaStore(store, path, entries, noted !== undefined || entries.count === 0);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * Where its file CURRENT is missing level makes a new store, and deletes the tables of the old one; where what CURRENT
 * names is missing it speaks of an I/O error.
 */
async function refuseHeadless(disks: Disks, path: string): Promise<void> {
  const names = (await disks.list(path)) ?? [];
  if (!names.some((name) => /\.(ldb|sst|log)$/.test(name))) return;
  const current = await disks.readFile(join(path, 'CURRENT'));
  const manifest = current === undefined ? undefined : Buffer.from(current).toString('latin1').trim();
  if (manifest !== undefined && names.includes(manifest)) return;
  const what = manifest === undefined ? 'is missing' : 'names no file that is there';
  throw new ClusterError(
    'DAMAGED',
    `The meta store ${path} is damaged: its file CURRENT ${what}, and its tables are there. Nothing was changed.`,
  );
}

/** What all entries add up to: the sum of a 64-bit hash of each, modulo 2^64. */
class EntryDigest {
  readonly #hashes = new Map<string, bigint>();
  #sum = 0n;

  static async of(store: Store): Promise<EntryDigest> {
    const digest = new EntryDigest();
    for await (const [key, value] of store.range('', endOfKeys)) digest.put(key, value);
    return digest;
  }

  get count(): number {
    return this.#hashes.size;
  }

  get bytes(): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, this.#sum));
    return bytes;
  }

  put(key: string, value: Uint8Array): void {
    this.delete(key);
    const digest = sha256([Buffer.from(`${key}\0`, 'latin1'), value]);
    const hash = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
    this.#hashes.set(key, hash);
    this.#sum += hash;
  }

  delete(key: string): void {
    this.#sum -= this.#hashes.get(key) ?? 0n;
    this.#hashes.delete(key);
  }
}

class LevelMetaStore implements MetaStore {
  readonly integrity: MetaStore['integrity'];
  readonly #store: Store;
  readonly #path: string;
  /** Of what the store holds when no commit is under way. */
  readonly #entries: EntryDigest;
  #lastCommit: Promise<unknown> = Promise.resolve();
  /** A batch that failed: the store's content is unknown until it is opened anew. */
  #failure: ClusterError | undefined;
  #closing: Promise<void> | undefined;

  constructor(store: Store, path: string, entries: EntryDigest, isChecked: boolean) {
    this.#store = store;
    this.#path = path;
    this.#entries = entries;
    this.integrity = isChecked ? 'checked' : 'unknown';
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return this.#store.get(key);
  }

  range(from: string, until: string): AsyncIterable<readonly [key: string, value: Uint8Array]> {
    return this.#store.range(from, until < endOfKeys ? until : endOfKeys);
  }

  commit(transaction: Transaction): Promise<CommitOutcome> {
    assertKeys(transaction);
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
    for (const [key, value] of puts) this.#entries.put(key, value);
    for (const key of deletes) this.#entries.delete(key);
    const operations: StoreOperation[] = [
      ...puts.map(([key, value]) => ({ kind: 'put', key, value }) as const),
      ...deletes.map((key) => ({ kind: 'delete', key }) as const),
      { kind: 'put', key: digestKey, value: this.#entries.bytes },
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

function assertKeys({ puts, deletes }: Transaction): void {
  const keys = new Set([...puts.map(([key]) => key), ...deletes]);
  assert(keys.size === puts.length + deletes.length, 'a transaction names each key once');
  for (const key of keys) assert(key < endOfKeys, 'no key is behind the end of keys');
}

function sameValue(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
