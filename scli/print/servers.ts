/** Answers about SDSs, their devices, and SDCs. */

import type { ConnectionAnswer, DeviceAnswer, SdcAnswer, SdsAnswer } from '../../mdm/api/answers.ts';
import { counted, fields, shortSize, size, table, time } from './layout.ts';

export function sdsTable(sdss: readonly SdsAnswer[]): string[] {
  const rows = sdss.map((sds) => [
    sds.name,
    sds.id,
    sds.protectionDomain.name,
    sds.faultSet?.name ?? '-',
    sds.connection.state,
    `${sds.devices.filter((device) => device.state === 'serving').length} of ${sds.devices.length} serve`,
    sds.connection.reason,
  ]);
  return table(['NAME', 'ID', 'DOMAIN', 'FAULT SET', 'STATE', 'DEVICES', ''], rows);
}

export function printSdss(sdss: readonly SdsAnswer[]): string[] {
  return [counted(sdss.length, 'SDS'), ...sdsTable(sdss)];
}

export function printSds(sds: SdsAnswer): string[] {
  return [
    `SDS ${sds.name}  ID: ${sds.id}`,
    ...fields([
      ['Protection domain', sds.protectionDomain.name],
      ['Fault set', sds.faultSet?.name ?? 'none'],
      ...connectionRows(sds.connection),
      ['Metrics', sds.metricsAddress === '' ? 'not known' : sds.metricsAddress],
    ]),
    ...deviceTable(sds.devices),
  ];
}

function connectionRows(connection: ConnectionAnswer): [string, string][] {
  const since = connection.sinceMs === 0 ? '' : ` since ${time(connection.sinceMs)}`;
  const why = connection.reason === '' ? '' : `: ${connection.reason}`;
  const rows: [string, string][] = [['State', `${connection.state}${since}${why}`]];
  if (connection.state === 'disconnected') return rows;
  return [
    ...rows,
    ['Address', connection.remote],
    ['Version', connection.version],
    ['Process', String(connection.pid)],
  ];
}

export function deviceTable(devices: readonly DeviceAnswer[]): string[] {
  const rows = devices.map((device) => [
    device.name,
    device.id,
    device.sds.name,
    device.path,
    device.pool.name,
    device.state,
    `${shortSize(device.usedBytes)} of ${shortSize(device.capacityBytes)}`,
    String(device.replicas),
    String(device.primaries),
  ]);
  const reasons = devices
    .filter((device) => device.reason !== '')
    .map((device) => `  ${device.name}: ${device.reason}`);
  return [
    ...table(['DEVICE', 'ID', 'SDS', 'PATH', 'POOL', 'STATE', 'IN USE', 'REPLICAS', 'PRIMARY'], rows),
    ...reasons,
  ];
}

/** All that is known of each device. */
export function printDevices(devices: readonly DeviceAnswer[]): string[] {
  if (devices.length === 0) return ['The SDS has no devices.'];
  return devices.flatMap((device) => [
    `Device ${device.name}  ID: ${device.id}`,
    ...fields([
      ['SDS', device.sds.name],
      ['Path', device.path],
      ['Storage pool', device.pool.name],
      ['State', device.sinceMs === 0 ? device.state : `${device.state} since ${time(device.sinceMs)}`],
      ...(device.reason === '' ? [] : [['Reason', device.reason] as const]),
      ['Capacity', size(device.capacityBytes)],
      ['In use', size(device.usedBytes)],
      ['Errors', `${device.failures} since the SDS was started`],
      ['Replicas', `${device.replicas}, of them ${device.primaries} primary`],
      ['Data address', device.dataAddress === '' ? 'none' : device.dataAddress],
    ]),
  ]);
}

export function sdcTable(sdcs: readonly SdcAnswer[]): string[] {
  const rows = sdcs.map((sdc) => [
    sdc.name,
    sdc.id,
    sdc.ip === '' ? '-' : sdc.ip,
    sdc.connection.state,
    counted(sdc.volumes.length, 'volume'),
    sdc.connection.reason,
  ]);
  return table(['NAME', 'ID', 'IP', 'STATE', 'MAPPED', ''], rows);
}

export function printSdcs(sdcs: readonly SdcAnswer[]): string[] {
  return [counted(sdcs.length, 'SDC'), ...sdcTable(sdcs)];
}

export function printSdc(sdc: SdcAnswer): string[] {
  return [
    `SDC ${sdc.name}  ID: ${sdc.id}`,
    ...fields([
      ['Guid', sdc.guid === '' ? 'not known before it connects' : sdc.guid],
      ['IP', sdc.ip === '' ? 'not known' : sdc.ip],
      ...connectionRows(sdc.connection),
    ]),
    ...table(
      ['VOLUME', 'ID', 'ACCESS'],
      sdc.volumes.map((volume) => [volume.name, volume.id, volume.accessMode]),
    ),
  ];
}
