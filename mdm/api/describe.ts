/** From records and what nodes report to the answers of the queries. Reads only. */

import { must } from '../../common/assert.ts';
import { formatId } from '../../common/ids.ts';
import type { DeviceRecord, PoolRecord, SdcRecord, SdsRecord, VolumeRecord } from '../../common/messages.ts';
import { listOf } from '../core/checks.ts';
import type { Member } from '../core/membership.ts';
import { whyEmpty, whyUnplaced } from '../core/pool-placement.ts';
import type { MapView } from '../core/state.ts';
import type { MetadataManager } from '../service.ts';
import type {
  AwayDevice,
  Capacity,
  ConnectionAnswer,
  DeviceAnswer,
  DeviceStatus,
  PoolAnswer,
  PoolHealth,
  Reference,
  SdcAnswer,
  SdsAnswer,
  SystemAnswer,
  VolumeAnswer,
} from './answers.ts';

interface Named {
  readonly id: number;
  readonly name: string;
}

interface SliceCount {
  replicas: number;
  primaries: number;
}

/** Made for one query: what is counted over all slices is counted once. */
export class Description {
  readonly #manager: MetadataManager;
  readonly #view: MapView;
  #counts: ReadonlyMap<number, SliceCount> | undefined;

  constructor(manager: MetadataManager) {
    this.#manager = manager;
    this.#view = manager.view;
  }

  id(objectId: number): string {
    return formatId(this.#view.system.clusterId, objectId);
  }

  reference(record: Named): Reference {
    return { id: this.id(record.id), name: record.name };
  }

  domainOf(protectionDomainId: number): Reference {
    return this.reference(must(this.#view.protectionDomain(protectionDomainId), 'the protection domain of an object'));
  }

  system(): SystemAnswer {
    const { tables } = this.#view.map;
    const { name, clusterId, createdAtMs } = this.#view.system;
    const isConnected = (record: Named): boolean => this.#manager.membership.isConnected(record.id);
    return {
      id: this.id(0),
      name,
      clusterId,
      createdAtMs,
      mapVersion: this.#view.map.version,
      capacity: this.#sum([...tables.pool.values()].map((pool) => this.capacity(pool))),
      counts: {
        protectionDomains: tables.protectionDomain.size,
        pools: tables.pool.size,
        sdss: tables.sds.size,
        devices: tables.device.size,
        volumes: tables.volume.size,
        sdcs: tables.sdc.size,
      },
      connected: {
        sdss: [...tables.sds.values()].filter(isConnected).length,
        sdcs: [...tables.sdc.values()].filter(isConnected).length,
      },
    };
  }

  pool(pool: PoolRecord): PoolAnswer {
    return {
      ...this.reference(pool),
      protectionDomain: this.domainOf(pool.protectionDomainId),
      replicas: pool.replicas,
      acknowledge: pool.acknowledge,
      mediaType: pool.mediaType,
      capacity: this.capacity(pool),
      health: this.health(pool),
      deviceCount: this.#view.devicesOfPool(pool.id).length,
      volumes: this.#view.volumesOfPool(pool.id).map((volume) => this.reference(volume)),
    };
  }

  capacity(pool: PoolRecord): Capacity {
    const devices = this.#view.devicesOfPool(pool.id);
    const maximumBytes = devices.reduce((sum, device) => sum + device.capacityBytes, 0);
    const raw = devices.reduce((sum, { id }) => sum + (this.#manager.membership.deviceState(id)?.usedBytes ?? 0), 0);
    return {
      maximumBytes,
      usableBytes: Math.floor(maximumBytes / pool.replicas),
      usedBytes: Math.floor(raw / pool.replicas),
    };
  }

  health(pool: PoolRecord): PoolHealth {
    const unplaced = whyUnplaced(this.#view, pool);
    const devices = this.#view.devicesOfPool(pool.id);
    const away = devices.flatMap((device) => this.#away(device));
    const awayIds = new Set(
      devices.filter((device) => this.deviceStatus(device).state !== 'serving').map(({ id }) => id),
    );
    let waitingSlices = 0;
    let placedSlices = 0;
    for (const [, entry] of this.#view.map.slices(pool.id)) {
      placedSlices++;
      if (entry.replicas.some((id) => awayIds.has(id))) waitingSlices++;
    }
    const reported = devices.reduce((sum, { id }) => {
      return sum + (awayIds.has(id) ? 0 : (this.#manager.membership.deviceState(id)?.unsettledSlices ?? 0));
    }, 0);
    const unsettledSlices = Math.min(reported, placedSlices - waitingSlices);
    const state = stateOf(unplaced !== undefined, waitingSlices, unsettledSlices);
    return {
      state,
      reason: unplaced ?? reasonOf(waitingSlices, unsettledSlices, away),
      sliceCount: pool.sliceCount,
      settledSlices: placedSlices - waitingSlices - unsettledSlices,
      unsettledSlices,
      waitingSlices,
      away,
    };
  }

  #away(device: DeviceRecord): readonly AwayDevice[] {
    const { state, reason } = this.deviceStatus(device);
    if (state === 'serving') return [];
    const sds = must(this.#view.sds(device.sdsId), 'the SDS of a device');
    return [{ device: this.reference(device), sds: this.reference(sds), reason }];
  }

  /** `reason` is empty for a device that serves. */
  deviceStatus(device: DeviceRecord): { readonly state: DeviceStatus; readonly reason: string } {
    const { membership } = this.#manager;
    const report = membership.deviceState(device.id);
    const sds = must(this.#view.sds(device.sdsId), 'the SDS of a device');
    const member = membership.member(sds.id);
    if (member.connection === undefined)
      return { state: 'away', reason: `SDS ${sds.name} is not connected: ${member.reason}` };
    if (report !== undefined && report.error !== '') return { state: 'failed', reason: report.error };
    if (device.incarnation === 0) return { state: 'new', reason: `SDS ${sds.name} has not formatted it yet` };
    if (report === undefined || report.incarnation !== device.incarnation) {
      return { state: 'away', reason: `SDS ${sds.name} has not started it since it connected` };
    }
    return { state: 'serving', reason: '' };
  }

  device(device: DeviceRecord): DeviceAnswer {
    const { state, reason } = this.deviceStatus(device);
    const { replicas, primaries } = this.#sliceCounts().get(device.id) ?? { replicas: 0, primaries: 0 };
    const { membership } = this.#manager;
    const member = membership.member(device.sdsId);
    const report = membership.deviceState(device.id);
    return {
      ...this.reference(device),
      sds: this.reference(must(this.#view.sds(device.sdsId), 'the SDS of a device')),
      pool: this.reference(must(this.#view.map.pool(device.poolId), 'the pool of a device')),
      path: device.path,
      state,
      reason: reason !== '' || replicas > 0 ? reason : (whyEmpty(this.#view, device) ?? ''),
      sinceMs: member.connection === undefined ? member.sinceMs : (report?.sinceMs ?? 0),
      failures: report?.failures ?? 0,
      capacityBytes: device.capacityBytes,
      usedBytes: report?.usedBytes ?? 0,
      replicas,
      primaries,
      dataAddress: device.dataPort === 0 ? '' : formatHostPort(device.dataHost, device.dataPort),
    };
  }

  sds(sds: SdsRecord): SdsAnswer {
    const faultSet = this.#view.faultSet(sds.faultSetId);
    const member = this.#manager.membership.member(sds.id);
    return {
      ...this.reference(sds),
      protectionDomain: this.domainOf(sds.protectionDomainId),
      faultSet: faultSet === undefined ? null : this.reference(faultSet),
      connection: connectionOf(member),
      metricsAddress: member.connection?.metricsAddress ?? '',
      devices: this.#view.devicesOfSds(sds.id).map((device) => this.device(device)),
    };
  }

  sdc(sdc: SdcRecord): SdcAnswer {
    return {
      ...this.reference(sdc),
      guid: sdc.guid,
      ip: sdc.address,
      connection: connectionOf(this.#manager.membership.member(sdc.id)),
      volumes: this.#view.mappingsOfSdc(sdc.id).map(({ volumeId, accessMode }) => ({
        ...this.reference(must(this.#view.map.volume(volumeId), 'the volume of a mapping')),
        accessMode,
      })),
    };
  }

  volume(volume: VolumeRecord): VolumeAnswer {
    const pool = must(this.#view.map.pool(volume.poolId), 'the pool of a volume');
    return {
      ...this.reference(volume),
      pool: this.reference(pool),
      protectionDomain: this.domainOf(pool.protectionDomainId),
      sizeBytes: volume.sizeBytes,
      createdAtMs: volume.createdAtMs,
      provisioning: volume.thick ? 'thick' : 'thin',
      mappings: this.#view.map.mappingsOf(volume.id).map(({ sdcId, accessMode }) => ({
        ...this.reference(must(this.#view.sdc(sdcId), 'the SDC of a mapping')),
        accessMode,
        connected: this.#manager.membership.isConnected(sdcId),
      })),
    };
  }

  #sliceCounts(): ReadonlyMap<number, SliceCount> {
    if (this.#counts !== undefined) return this.#counts;
    const counts = new Map<number, SliceCount>();
    for (const page of this.#view.map.tables.slicePage.values()) {
      for (const { replicas } of page.entries) {
        for (const [place, id] of replicas.entries()) {
          const count = counts.get(id) ?? { replicas: 0, primaries: 0 };
          count.replicas++;
          if (place === 0) count.primaries++;
          counts.set(id, count);
        }
      }
    }
    this.#counts = counts;
    return counts;
  }

  #sum(capacities: readonly Capacity[]): Capacity {
    return capacities.reduce(
      (sum, capacity) => ({
        maximumBytes: sum.maximumBytes + capacity.maximumBytes,
        usableBytes: sum.usableBytes + capacity.usableBytes,
        usedBytes: sum.usedBytes + capacity.usedBytes,
      }),
      { maximumBytes: 0, usableBytes: 0, usedBytes: 0 },
    );
  }
}

function stateOf(isUnplaced: boolean, waitingSlices: number, unsettledSlices: number): PoolHealth['state'] {
  if (isUnplaced) return 'not placed';
  if (waitingSlices > 0) return 'unavailable';
  return unsettledSlices > 0 ? 'settling' : 'healthy';
}

/** `away` has all of them. */
const mostCauses = 3;

function reasonOf(waitingSlices: number, unsettledSlices: number, away: readonly AwayDevice[]): string {
  if (waitingSlices > 0) {
    const causes = listOf(
      away.map(({ device, reason }) => `${device.name} (${reason})`),
      mostCauses,
    );
    return `I/O to ${waitingSlices} slices waits until all their devices serve. Bring back: ${causes}.`;
  }
  if (unsettledSlices > 0)
    return `The replicas of ${unsettledSlices} slices are being compared and made equal; I/O to them waits.`;
  return '';
}

function connectionOf(member: Member): ConnectionAnswer {
  const { connection, sinceMs, reason } = member;
  return {
    state: connection === undefined ? 'disconnected' : 'connected',
    sinceMs,
    reason,
    remote: connection?.remote ?? '',
    version: connection?.version ?? '',
    pid: connection?.pid ?? 0,
  };
}

export function formatHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
