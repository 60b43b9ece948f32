/**
 * The cluster map as every daemon keeps it: records by key, at one version, changed only by deltas in order.
 * Look-ups that the daemons need stand here, so that nobody keeps a second index of the same thing.
 */

import { unreachable } from './assert.ts';
import type {
  DeviceRecord,
  MapDelta,
  MappingRecord,
  MapRecord,
  PoolRecord,
  RecordTypes,
  SliceEntry,
  Ticket,
  VolumeRecord,
} from './messages.ts';

export const slicesPerPage = 256;

type Tables = { readonly [K in keyof RecordTypes]: Map<string, RecordTypes[K]> };

/** The key of a record: in the meta store, and in the `deletes` of a delta. */
export function keyOf(entry: MapRecord): string {
  switch (entry.kind) {
    case 'system':
      return 'system/';
    case 'slicePage':
      return `slicePage/${id(entry.body.poolId)}/${id(entry.body.pageIndex)}`;
    case 'mapping':
      return mappingKey(entry.body.volumeId, entry.body.sdcId);
    case 'protectionDomain':
    case 'faultSet':
    case 'pool':
    case 'sds':
    case 'device':
    case 'volume':
    case 'sdc':
      return `${entry.kind}/${id(entry.body.id)}`;
    default:
      return unreachable(entry);
  }
}

export function slicePageKey(poolId: number, pageIndex: number): string {
  return `slicePage/${id(poolId)}/${id(pageIndex)}`;
}

export function mappingKey(volumeId: number, sdcId: number): string {
  return `mapping/${id(volumeId)}/${id(sdcId)}`;
}

/** Fixed width, so that keys are ordered as their numbers are. */
function id(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** What `ClusterMap.apply` did with a delta. `gap`: its predecessor is missing, ask for the whole map. */
export type Applied = 'applied' | 'ignored' | 'gap';

export class ClusterMap {
  readonly tables: Tables = {
    system: new Map(),
    protectionDomain: new Map(),
    faultSet: new Map(),
    pool: new Map(),
    sds: new Map(),
    device: new Map(),
    slicePage: new Map(),
    volume: new Map(),
    sdc: new Map(),
    mapping: new Map(),
  };
  #version = 0;
  #tickets: readonly Ticket[] = [];

  /** 0 before the first map has come. */
  get version(): number {
    return this.#version;
  }

  /** An SDC's own tickets. */
  get tickets(): readonly Ticket[] {
    return this.#tickets;
  }

  /** Lower versions are ignored, a delta without its predecessor is refused (PROTOCOL.md section 10). */
  apply(delta: MapDelta): Applied {
    if (delta.toVersion < this.#version || (delta.toVersion === this.#version && !delta.whole)) return 'ignored';
    if (delta.whole) for (const table of Object.values(this.tables)) table.clear();
    else if (delta.fromVersion !== this.#version) return 'gap';
    for (const put of delta.puts) this.put(put);
    for (const key of delta.deletes) this.delete(key);
    this.#version = delta.toVersion;
    this.#tickets = delta.tickets;
    return 'applied';
  }

  /** For the MDM's own state and tests; others change the map by `apply` only. */
  put(entry: MapRecord): void {
    (this.tables[entry.kind] as Map<string, unknown>).set(keyOf(entry), entry.body);
  }

  delete(key: string): void {
    const kind = key.slice(0, key.indexOf('/'));
    // The key came from elsewhere: `__proto__` is no table.
    if (Object.hasOwn(this.tables, kind)) (this.tables as Record<string, Map<string, unknown>>)[kind]?.delete(key);
  }

  setVersion(version: number): void {
    this.#version = version;
  }

  /** All records as a delta that makes any receiver equal to this map. */
  whole(tickets: readonly Ticket[] = []): MapDelta {
    const puts: MapRecord[] = [];
    for (const [kind, table] of Object.entries(this.tables)) {
      for (const body of table.values()) puts.push({ kind, body } as MapRecord);
    }
    return { fromVersion: 0, toVersion: this.#version, whole: true, puts, deletes: [], tickets };
  }

  pool(poolId: number): PoolRecord | undefined {
    return this.tables.pool.get(`pool/${id(poolId)}`);
  }

  device(deviceId: number): DeviceRecord | undefined {
    return this.tables.device.get(`device/${id(deviceId)}`);
  }

  hasSdc(sdcId: number): boolean {
    return this.tables.sdc.has(`sdc/${id(sdcId)}`);
  }

  volume(volumeId: number): VolumeRecord | undefined {
    return this.tables.volume.get(`volume/${id(volumeId)}`);
  }

  mapping(volumeId: number, sdcId: number): MappingRecord | undefined {
    return this.tables.mapping.get(mappingKey(volumeId, sdcId));
  }

  mappingsOf(volumeId: number): readonly MappingRecord[] {
    return [...this.tables.mapping.values()].filter((mapping) => mapping.volumeId === volumeId);
  }

  /** undefined while the pool has no placement. */
  slice(poolId: number, slice: number): SliceEntry | undefined {
    const page = this.tables.slicePage.get(slicePageKey(poolId, Math.floor(slice / slicesPerPage)));
    return page?.entries[slice % slicesPerPage];
  }

  /** All slices of a pool with their numbers, in order. */
  *slices(poolId: number): Generator<readonly [slice: number, entry: SliceEntry]> {
    const count = this.pool(poolId)?.sliceCount ?? 0;
    for (let first = 0; first < count; first += slicesPerPage) {
      const page = this.tables.slicePage.get(slicePageKey(poolId, first / slicesPerPage));
      if (page === undefined) continue;
      for (const [index, entry] of page.entries.entries()) yield [first + index, entry];
    }
  }
}
