/** Rules for the servers' side: SDSs and their devices. */

import type { DeviceRecord, PoolRecord, SdsRecord } from '../../common/messages.ts';
import {
  longestPathLength,
  maximumDeviceBytes,
  maximumDevices,
  maximumDevicesPerPool,
  maximumSdss,
  maximumSdssPerDomain,
  minimumDeviceBytes,
} from './bounds.ts';
import {
  checkBound,
  checkName,
  checkSize,
  checkUnused,
  found,
  requireDomain,
  requirePool,
  requireSds,
} from './checks.ts';
import type { Command, NewDevice } from './commands.ts';
import { type Draft, Refusal } from './draft.ts';
import { replacePool } from './pool-placement.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

export function addSds(draft: Draft, command: Of<'addSds'>): number {
  const { view } = draft;
  const { name, protectionDomainId, faultSetId, devices } = command;
  const domain = requireDomain(view, protectionDomainId);
  checkName('SDS', name);
  checkUnused('SDS', name, view.map.tables.sds.values());
  checkBound('SDSs', view.map.tables.sds.size, maximumSdss, 'A cluster');
  checkBound('SDSs', view.sdssOfDomain(domain.id).length, maximumSdssPerDomain, `Protection domain ${domain.name}`);
  if (faultSetId !== 0) {
    const faultSet = found(view.faultSet(faultSetId), 'fault set', faultSetId);
    if (faultSet.protectionDomainId !== domain.id) {
      throw new Refusal(
        'INVALID',
        `Fault set ${faultSet.name} belongs to another protection domain than ${domain.name}.`,
      );
    }
  }
  const sds: SdsRecord = { id: draft.takeObjectId(), name, protectionDomainId, faultSetId };
  draft.put({ kind: 'sds', body: sds });
  addDevices(draft, sds, devices);
  return sds.id;
}

export function addDevice(draft: Draft, { sdsId, device }: Of<'addDevice'>): number {
  return addDevices(draft, requireSds(draft.view, sdsId), [device])[0]?.id ?? 0;
}

/** Adds the records, and places the pools that have no volumes anew. */
function addDevices(draft: Draft, sds: SdsRecord, devices: readonly NewDevice[]): readonly DeviceRecord[] {
  const { view } = draft;
  checkBound('devices', view.map.tables.device.size + devices.length - 1, maximumDevices, 'A cluster');
  const added: DeviceRecord[] = [];
  for (const device of devices) {
    const others = [...view.devicesOfSds(sds.id), ...added];
    added.push(newDevice(draft, sds, device, others));
  }
  for (const poolId of new Set(added.map((device) => device.poolId))) {
    const pool = requirePool(view, poolId);
    const inPool = [...view.devicesOfPool(poolId), ...added.filter((device) => device.poolId === poolId)];
    checkBound('devices', inPool.length - 1, maximumDevicesPerPool, `Storage pool ${pool.name}`);
    if (view.volumesOfPool(poolId).length > 0) continue;
    replacePool(draft, pool, inPool, (id) => (id === sds.id ? sds : view.sds(id)));
  }
  return added;
}

function newDevice(draft: Draft, sds: SdsRecord, device: NewDevice, others: readonly DeviceRecord[]): DeviceRecord {
  const pool = requirePool(draft.view, device.poolId);
  checkSamePlace(sds, pool);
  const { path, capacityBytes } = device;
  if (path === '' || path.length > longestPathLength || path.includes('\0')) {
    throw new Refusal(
      'INVALID',
      `The device path "${path.slice(0, 80)}" is not possible: give the path of a directory or disk on the server of SDS ` +
        `${sds.name}; a relative one lies below its SIO_HOME.`,
    );
  }
  if (others.some((other) => other.path === path)) {
    throw new Refusal('ALREADY_EXISTS', `SDS ${sds.name} has a device at ${path} already.`);
  }
  checkSize('device', capacityBytes, minimumDeviceBytes, maximumDeviceBytes);
  const id = draft.takeObjectId();
  const name = device.name ?? `device-${id}`;
  checkName('device', name);
  checkUnused(`device of SDS ${sds.name}`, name, others);
  const record: DeviceRecord = {
    id,
    name,
    sdsId: sds.id,
    poolId: pool.id,
    path,
    capacityBytes,
    incarnation: 0,
    bootId: '',
    dataHost: '',
    dataPort: 0,
  };
  draft.put({ kind: 'device', body: record });
  return record;
}

function checkSamePlace(sds: SdsRecord, pool: PoolRecord): void {
  if (sds.protectionDomainId === pool.protectionDomainId) return;
  throw new Refusal(
    'INVALID',
    `SDS ${sds.name} and storage pool ${pool.name} are in different protection domains: choose a pool of the SDS's own.`,
  );
}

export function renameSds(draft: Draft, id: number, name: string): void {
  const record = requireSds(draft.view, id);
  checkUnused('SDS', name, draft.view.map.tables.sds.values(), id);
  if (record.name !== name) draft.put({ kind: 'sds', body: { ...record, name } });
}

export function renameDevice(draft: Draft, id: number, name: string): void {
  const record = found(draft.view.map.device(id), 'device', id);
  checkUnused('device of that SDS', name, draft.view.devicesOfSds(record.sdsId), id);
  if (record.name !== name) draft.put({ kind: 'device', body: { ...record, name } });
}

export function removeSds(draft: Draft, id: number): void {
  const sds = requireSds(draft.view, id);
  removeDevices(draft, draft.view.devicesOfSds(id), `SDS ${sds.name}`);
  draft.remove({ kind: 'sds', body: sds });
}

export function removeDevice(draft: Draft, id: number): void {
  const device = found(draft.view.map.device(id), 'device', id);
  removeDevices(draft, [device], `device ${device.name}`);
}

/** Refused while one of them holds slices of a pool with volumes; pools without volumes are placed anew on the rest. */
function removeDevices(draft: Draft, devices: readonly DeviceRecord[], what: string): void {
  const { view } = draft;
  for (const poolId of new Set(devices.map((device) => device.poolId))) {
    const pool = requirePool(view, poolId);
    const leaving = devices.filter((device) => device.poolId === poolId);
    const held = leaving.reduce((sum, device) => sum + view.slicesOfDevice(device).replicas, 0);
    const volumes = view.volumesOfPool(poolId).length;
    if (held > 0 && volumes > 0) {
      throw new Refusal(
        'REFUSED',
        `Cannot remove ${what}: it holds replicas of ${held} slices of storage pool ${pool.name}, which has ${volumes} ` +
          `volume${volumes === 1 ? '' : 's'}, and this version does not move slices to other devices. ` +
          'Remove the volumes of the pool first.',
      );
    }
    const staying = view.devicesOfPool(poolId).filter((device) => !leaving.includes(device));
    if (volumes === 0) replacePool(draft, pool, staying, (id) => view.sds(id));
  }
  for (const device of devices) draft.remove({ kind: 'device', body: device });
}
