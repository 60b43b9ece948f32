/**
 * What the MDM knows durably: the cluster map and the counters that give out numbers.
 * `decide` reads it, `applyChanges` is the only thing that writes it, after the changes are stable.
 */

import { assert, must } from '../../common/assert.ts';
import { ClusterMap } from '../../common/map.ts';
import type {
  DeviceRecord,
  FaultSetRecord,
  MappingRecord,
  MapRecord,
  PoolRecord,
  ProtectionDomainRecord,
  SdcRecord,
  SdsRecord,
  StoredCounters,
  SystemRecord,
  VolumeRecord,
} from '../../common/messages.ts';

/** The format of the store that this code writes: with the first change it makes, an older one becomes this. */
export const storeFormatVersion = 2;

export interface MdmState {
  readonly map: ClusterMap;
  counters: StoredCounters;
}

/** What one decision writes: all of it in one transaction. Empty `puts` and `deletes` mean that nothing changes. */
export interface Changes {
  readonly puts: readonly MapRecord[];
  readonly deletes: readonly string[];
  readonly counters: StoredCounters;
}

export function emptyState(): MdmState {
  return {
    map: new ClusterMap(),
    counters: { mapVersion: 0, nextObjectId: 1, nextLayerId: 1, nextEpoch: 1, formatVersion: storeFormatVersion },
  };
}

export function isEmptyChange(changes: Changes): boolean {
  return changes.puts.length === 0 && changes.deletes.length === 0;
}

/** Brings the state to the version that `changes` names; they are stable already. */
export function applyChanges(state: MdmState, changes: Changes): void {
  assert(changes.counters.mapVersion > state.map.version, 'each change has a map version of its own');
  for (const put of changes.puts) state.map.put(put);
  for (const key of changes.deletes) state.map.delete(key);
  state.map.setVersion(changes.counters.mapVersion);
  state.counters = changes.counters;
}

/** Read-only questions about the map that the rules and the queries ask. Nothing is indexed twice: tables are scanned. */
export class MapView {
  readonly map: ClusterMap;

  constructor(map: ClusterMap) {
    this.map = map;
  }

  get system(): SystemRecord {
    return must([...this.map.tables.system.values()][0], 'the system record of an initialised store');
  }

  protectionDomain(id: number): ProtectionDomainRecord | undefined {
    return find(this.map.tables.protectionDomain, (record) => record.id === id);
  }

  faultSet(id: number): FaultSetRecord | undefined {
    return find(this.map.tables.faultSet, (record) => record.id === id);
  }

  sds(id: number): SdsRecord | undefined {
    return find(this.map.tables.sds, (record) => record.id === id);
  }

  sdsByName(name: string): SdsRecord | undefined {
    return find(this.map.tables.sds, (record) => record.name === name);
  }

  sdc(id: number): SdcRecord | undefined {
    return find(this.map.tables.sdc, (record) => record.id === id);
  }

  sdssOfDomain(protectionDomainId: number): readonly SdsRecord[] {
    return filter(this.map.tables.sds, (record) => record.protectionDomainId === protectionDomainId);
  }

  poolsOfDomain(protectionDomainId: number): readonly PoolRecord[] {
    return filter(this.map.tables.pool, (record) => record.protectionDomainId === protectionDomainId);
  }

  devicesOfSds(sdsId: number): readonly DeviceRecord[] {
    return filter(this.map.tables.device, (record) => record.sdsId === sdsId);
  }

  devicesOfPool(poolId: number): readonly DeviceRecord[] {
    return filter(this.map.tables.device, (record) => record.poolId === poolId);
  }

  volumesOfPool(poolId: number): readonly VolumeRecord[] {
    return filter(this.map.tables.volume, (record) => record.poolId === poolId);
  }

  mappingsOfSdc(sdcId: number): readonly MappingRecord[] {
    return filter(this.map.tables.mapping, (record) => record.sdcId === sdcId);
  }

  /** Whether the pool's slices have devices. */
  isPlaced(poolId: number): boolean {
    return this.map.slice(poolId, 0) !== undefined;
  }

  /** Replicas and primaries that a device holds. */
  slicesOfDevice(device: DeviceRecord): { readonly replicas: number; readonly primaries: number } {
    let replicas = 0;
    let primaries = 0;
    for (const [, entry] of this.map.slices(device.poolId)) {
      if (!entry.replicas.includes(device.id)) continue;
      replicas++;
      if (entry.replicas[0] === device.id) primaries++;
    }
    return { replicas, primaries };
  }
}

function find<T>(table: ReadonlyMap<string, T>, matches: (record: T) => boolean): T | undefined {
  for (const record of table.values()) if (matches(record)) return record;
  return undefined;
}

function filter<T>(table: ReadonlyMap<string, T>, matches: (record: T) => boolean): readonly T[] {
  return [...table.values()].filter(matches);
}
