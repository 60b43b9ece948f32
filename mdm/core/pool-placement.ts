/**
 * A pool's slices in the map: made by the placer while the pool has no volumes, and left alone afterwards (moving slices
 * that hold data needs rebuild, which comes with a later version).
 */

import { must } from '../../common/assert.ts';
import { slicePageKey, slicesPerPage } from '../../common/map.ts';
import type { DeviceRecord, PoolRecord, SdsRecord, SliceEntry } from '../../common/messages.ts';
import { lastGeneration } from './bounds.ts';
import { type Draft, Refusal } from './draft.ts';
import { type PlacedDevice, type PlacementTable, place } from './placement.ts';
import type { MapView } from './state.ts';

/** A fault set, or the SDS itself outside any. */
export function faultUnitOf(sds: SdsRecord): string {
  return sds.faultSetId === 0 ? `sds/${sds.id}` : `faultSet/${sds.faultSetId}`;
}

/**
 * Places the pool anew on `devices` (all that it will have) with the fewest possible moves. Without enough fault units
 * it has no slices. A slice whose devices change gets a higher generation.
 */
export function replacePool(draft: Draft, pool: PoolRecord, devices: readonly DeviceRecord[], sdss: SdsLookup): void {
  const current = [...draft.view.map.slices(pool.id)].map(([, entry]) => entry);
  const table: PlacementTable =
    current.length > 0 ? current.map((entry) => entry.replicas) : Array.from({ length: pool.sliceCount }, () => []);
  const placed = devices.map((device) => toPlaced(device, sdss));
  const placement = place(placed, pool.replicas, table);
  if (placement.kind === 'impossible') {
    if (current.length === 0) return;
    for (let page = 0; page * slicesPerPage < pool.sliceCount; page++) draft.delete(slicePageKey(pool.id, page));
    return;
  }
  const entries = placement.table.map((replicas, slice) => nextEntry(draft, current[slice], replicas));
  for (let first = 0; first < pool.sliceCount; first += slicesPerPage) {
    const page = entries.slice(first, first + slicesPerPage);
    if (page.every((entry, index) => entry === current[first + index])) continue;
    const body = { poolId: pool.id, pageIndex: first / slicesPerPage, entries: page };
    draft.put({ kind: 'slicePage', body });
  }
}

/** The SDS of a device: of the state, or one that the same command adds. */
export type SdsLookup = (sdsId: number) => SdsRecord | undefined;

function toPlaced(device: DeviceRecord, sdss: SdsLookup): PlacedDevice {
  const sds = must(sdss(device.sdsId), 'the SDS of a device');
  return { id: device.id, faultUnit: faultUnitOf(sds), weight: device.capacityBytes };
}

/**
 * A generation is never above the map version, and a slice's first is the map version itself: so a table that is made
 * again after it was dropped (all devices but one removed) starts above all generations that a device may remember.
 */
function nextEntry(draft: Draft, entry: SliceEntry | undefined, replicas: readonly number[]): SliceEntry {
  if (draft.version > lastGeneration) {
    throw new Refusal(
      'REFUSED',
      `Slices cannot be placed any more: map version ${draft.version} has no room above it.`,
    );
  }
  if (entry === undefined) return { generation: draft.version, lossEpoch: 0, replicas, syncing: [], rebooted: [] };
  if (sameList(entry.replicas, replicas)) return entry;
  const rebooted = entry.rebooted.filter((id) => replicas.includes(id));
  return { ...entry, generation: entry.generation + 1, replicas, rebooted };
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Why the pool has no slices, and what to do; undefined when it has. */
export function whyUnplaced(view: MapView, pool: PoolRecord): string | undefined {
  if (view.isPlaced(pool.id)) return undefined;
  const devices = view.devicesOfPool(pool.id);
  const units = new Set(devices.map((device) => faultUnitOf(must(view.sds(device.sdsId), 'the SDS of a device'))));
  const have =
    units.size === 0 ? 'no device' : `devices in ${units.size} fault unit${units.size === 1 ? '' : 's'} only`;
  return (
    `Storage pool ${pool.name} keeps ${pool.replicas} replicas in different fault units (a fault set, or an SDS outside ` +
    `any) and has ${have}: add devices on other SDSs with scli --add_sds_device.`
  );
}

/** Why a device holds no slices although its pool has some; undefined when it holds some. */
export function whyEmpty(view: MapView, device: DeviceRecord): string | undefined {
  if (view.slicesOfDevice(device).replicas > 0) return undefined;
  const pool = must(view.map.pool(device.poolId), 'the pool of a device');
  return (
    whyUnplaced(view, pool) ??
    `The device holds no slices: storage pool ${pool.name} had volumes when it was added, and this version does not move ` +
      'slices that may hold data. It stays empty until the pool is placed again (a device change while it has no volumes).'
  );
}
