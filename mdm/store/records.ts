/**
 * How the MDM's state lies in the meta store, format 2 (1 did not have the digest of level.ts, `meta/restored` and the
 * fence of every volume):
 *
 *   meta/counters              StoredCounters: map version, next numbers, format version. Every transaction compares it
 *   meta/seeded                "1" once the first cluster file has been applied to its end
 *   map/<key of common/map.ts> one MapRecord each
 *   meta/restored              JSON: where a store that a restore made came from, until data servers have been compared
 *   fence/<volume>/<sdc>       a mapping that ended and that not every SDS has confirmed: map version, 8 bytes, big endian;
 *                              volume ffffffff: every mapping from before that version
 */

import type { BackupEntry } from '../../common/backup-file.ts';
import { ClusterError, messageOf } from '../../common/errors.ts';
import { keyOf } from '../../common/map.ts';
import {
  decodeCounters,
  decodeRecord,
  encodeCounters,
  encodeRecord,
  type MapRecord,
  type StoredCounters,
} from '../../common/messages.ts';
import { type Changes, emptyState, type MdmState, storeFormatVersion } from '../core/state.ts';
import type { Condition, MetaStore, Transaction } from './meta-store.ts';

export const countersKey = 'meta/counters';
export const seededKey = 'meta/seeded';
export const restoredKey = 'meta/restored';
export const mapPrefix = 'map/';
export const fencePrefix = 'fence/';
/** Of every volume at once. No object has this id (lastObjectId). */
export const everyVolumeFence = 'ffffffff/00000000';

/** The end of a prefix's keys: '0' follows '/'. */
export function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)}0`;
}

/** Reads everything. An empty store gives the empty state, version 0. A newer format rejects with `VERSION`. */
export async function readState(store: MetaStore, path: string): Promise<MdmState> {
  const state = emptyState();
  const stored = await store.get(countersKey);
  if (stored === undefined) {
    for await (const [key] of store.range(mapPrefix, endOf(mapPrefix)))
      throw damaged(path, `it has ${key} but no counters`);
    return state;
  }
  const counters = decodeCounters(stored);
  if (counters.formatVersion > storeFormatVersion) {
    throw new ClusterError(
      'VERSION',
      `Could not open the meta store ${path}: its format is ${counters.formatVersion}, and this version of sio-mdm knows ` +
        `formats up to ${storeFormatVersion}. A newer sio has written it: start that one, or restore a backup of the old store.`,
    );
  }
  if (counters.formatVersion >= 2 && store.integrity === 'unknown') throw damaged(path, 'its digest is missing');
  for await (const [key, value] of store.range(mapPrefix, endOf(mapPrefix))) {
    const record = decoded(path, key, value);
    if (keyOf(record) !== key.slice(mapPrefix.length)) throw damaged(path, `the record at ${key} belongs elsewhere`);
    state.map.put(record);
  }
  state.map.setVersion(counters.mapVersion);
  state.counters = counters;
  return state;
}

function damaged(path: string, what: string): ClusterError {
  return new ClusterError('DAMAGED', `The meta store ${path} is damaged: ${what}.`);
}

function decoded(path: string, key: string, value: Uint8Array): MapRecord {
  try {
    return decodeRecord(value);
  } catch (error) {
    throw damaged(path, `the record at ${key} cannot be read (${messageOf(error)})`);
  }
}

/** All that the store of this state holds, in no order: what a backup keeps. `rest` is what is no part of the map. */
export function* entriesOf(
  counters: StoredCounters,
  records: readonly MapRecord[],
  rest: readonly BackupEntry[],
): Generator<BackupEntry> {
  yield [countersKey, encodeCounters(counters)];
  for (const [key, value] of rest) yield [key, value];
  for (const record of records) yield [mapPrefix + keyOf(record), encodeRecord(record)];
}

/** The transaction of one decision; `extra` are puts and deletes that belong to the same change but not to the map. */
export function transactionOf(state: MdmState, changes: Changes, extra: Partial<Transaction> = {}): Transaction {
  return {
    conditions: [countersCondition(state), ...(extra.conditions ?? [])],
    puts: [
      [countersKey, encodeCounters(changes.counters)],
      ...changes.puts.map((record) => [mapPrefix + keyOf(record), encodeRecord(record)] as const),
      ...(extra.puts ?? []),
    ],
    deletes: [...changes.deletes.map((key) => mapPrefix + key), ...(extra.deletes ?? [])],
  };
}

/** What every write of a leader compares: that nobody else has written since this state was read. */
export function countersCondition(state: MdmState): Condition {
  return { key: countersKey, value: state.map.version === 0 ? undefined : encodeCounters(state.counters) };
}

export function encodeVersion(version: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(version));
  return bytes;
}

export function decodeVersion(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0));
}
