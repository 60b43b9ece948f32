/**
 * What a map that came from the network or from a file must keep to before anybody acts on it: every number in its range,
 * every list bounded. What objects mean to each other is the MDM's business and is not checked again.
 */

import { ClusterError } from './errors.ts';
import { slicesPerPage } from './map.ts';
import type { DeviceRecord, MapDelta, MapRecord, PoolRecord, SlicePageRecord, VolumeRecord } from './messages.ts';
import { mib, tib } from './units.ts';

/** DESIGN.md section 2. */
export const maximumSlices = 65_536;
/** Three replicas, and as many again while a slice moves. */
export const maximumReplicas = 8;
/** 126 snapshots a vtree, and the layers between a volume and its root. */
export const maximumLayers = 128;
/** DESIGN.md section 10: 1 PiB. */
export const maximumVolumeBytes = 1024 * tib;
/** A path; names, ids and addresses are shorter. */
export const maximumTextLength = 4096;

/** Throws `INVALID`, naming what is wrong. */
export function checkMap(delta: MapDelta): void {
  whole('fromVersion', delta.fromVersion);
  whole('toVersion', delta.toVersion);
  for (const put of delta.puts) checkRecord(put);
  for (const key of delta.deletes) text('a deleted key', key);
  for (const { epoch } of delta.tickets) whole('the epoch of a ticket', epoch);
}

function checkRecord(record: MapRecord): void {
  for (const [field, value] of Object.entries(record.body)) {
    if (typeof value === 'string') text(`${record.kind}.${field}`, value);
    if (typeof value !== 'number') continue;
    // Identifiers, versions and sizes: none is negative, broken, or beyond what a number tells apart. Times may be broken.
    whole(`${record.kind}.${field}`, field.endsWith('AtMs') ? Math.floor(value) : value);
  }
  switch (record.kind) {
    case 'pool':
      return checkPool(record.body);
    case 'slicePage':
      return checkPage(record.body);
    case 'device':
      return checkDevice(record.body);
    case 'volume':
      return checkVolume(record.body);
    case 'mapping':
      return oneOf('mapping.accessMode', record.body.accessMode, ['rw', 'ro']);
    default:
  }
}

function checkPool(pool: PoolRecord): void {
  const { sliceCount } = pool;
  within('pool.sliceCount', sliceCount, 1, maximumSlices);
  if ((sliceCount & (sliceCount - 1)) !== 0) throw invalid('pool.sliceCount', sliceCount, 'a power of two');
  within('pool.replicas', pool.replicas, 1, maximumReplicas);
  oneOf('pool.acknowledge', pool.acknowledge, ['received', 'stable']);
}

function checkPage(page: SlicePageRecord): void {
  within('slicePage.pageIndex', page.pageIndex, 0, maximumSlices / slicesPerPage - 1);
  within('the number of slices in a page', page.entries.length, 1, slicesPerPage);
  for (const { replicas, syncing, rebooted } of page.entries) {
    within('the number of replicas of a slice', replicas.length, 1, maximumReplicas);
    if (new Set(replicas).size !== replicas.length) throw invalid('replicas', replicas.join(' '), 'all different');
    within('the number of filled replicas of a slice', syncing.length, 0, maximumReplicas);
    within('the number of rebooted replicas of a slice', rebooted.length, 0, maximumReplicas);
  }
}

function checkDevice(device: DeviceRecord): void {
  within('device.dataPort', device.dataPort, 0, 65_535);
}

function checkVolume(volume: VolumeRecord): void {
  within('volume.sizeBytes', volume.sizeBytes, 0, maximumVolumeBytes);
  if (volume.sizeBytes % mib !== 0) throw invalid('volume.sizeBytes', volume.sizeBytes, 'whole MiB');
  within('the number of layers of a volume', volume.parentLayerIds.length, 0, maximumLayers);
  for (const layerId of volume.parentLayerIds) whole('volume.parentLayerIds', layerId);
}

function whole(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(what, value, 'a whole number');
}

function within(what: string, value: number, from: number, until: number): void {
  if (value < from || value > until) throw invalid(what, value, `${from} to ${until}`);
}

function text(what: string, value: string): void {
  if (value.length > maximumTextLength)
    throw invalid(`the length of ${what}`, value.length, `at most ${maximumTextLength}`);
}

function oneOf(what: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw invalid(what, `"${value.slice(0, 20)}"`, known.join(' or '));
}

function invalid(what: string, value: number | string, allowed: string): ClusterError {
  return new ClusterError('INVALID', `the map has ${value} for ${what}, which is to be ${allowed}`);
}
