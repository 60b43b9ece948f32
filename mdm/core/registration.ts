/**
 * Rules for what SDSs report: devices that (re)started, and slices whose replicas were made equal.
 * The source is docs/protocol.md, "Registration of a device": a restart is a change of membership.
 */

import { slicePageKey, slicesPerPage } from '../../common/map.ts';
import type { DeviceRecord, DeviceState, PoolRecord, SliceEntry } from '../../common/messages.ts';
import { lastGeneration, maximumDeviceBytes } from './bounds.ts';
import { checkSize, requirePool, requireSds } from './checks.ts';
import type { Command } from './commands.ts';
import { type Draft, Refusal } from './draft.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/** A device as it was, and with what its SDS reports now. */
interface Restart {
  readonly before: DeviceRecord;
  readonly after: DeviceRecord;
}

export function registerDevices(draft: Draft, { sdsId, devices }: Of<'registerDevices'>): void {
  requireSds(draft.view, sdsId);
  const restarts: Restart[] = [];
  for (const state of devices) {
    const before = draft.view.map.device(state.deviceId);
    // Removed meanwhile, or never this SDS's: the map that follows tells it so. Not open: nothing to serve from.
    if (before === undefined || before.sdsId !== sdsId || state.incarnation === 0) continue;
    checkState(before, state);
    const after = { ...before, ...presentFacts(before, state) };
    if (sameRecord(before, after)) continue;
    draft.put({ kind: 'device', body: after });
    if (after.incarnation !== before.incarnation) restarts.push({ before, after });
  }
  for (const poolId of new Set(restarts.map(({ after }) => after.poolId))) {
    const ofPool = restarts.filter(({ after }) => after.poolId === poolId);
    restartSlices(draft, requirePool(draft.view, poolId), ofPool);
  }
}

function checkState(device: DeviceRecord, state: DeviceState): void {
  if (state.capacityBytes !== 0) checkSize(`device (${device.name})`, state.capacityBytes, 1, maximumDeviceBytes);
  const port = state.dataPort;
  if (
    !Number.isSafeInteger(state.incarnation) ||
    state.incarnation < 0 ||
    port < 1 ||
    port > 65_535 ||
    state.dataHost === ''
  ) {
    throw new Refusal(
      'INVALID',
      `Device ${device.name} was reported with incarnation ${state.incarnation} at ${state.dataHost}:${port}: ` +
        'a device that serves has a positive incarnation, a host and a port.',
    );
  }
}

function presentFacts(before: DeviceRecord, state: DeviceState): Partial<DeviceRecord> {
  const { incarnation, bootId, dataHost, dataPort } = state;
  const capacityBytes = state.capacityBytes === 0 ? before.capacityBytes : state.capacityBytes;
  return { incarnation, bootId, dataHost, dataPort, capacityBytes };
}

function sameRecord(a: DeviceRecord, b: DeviceRecord): boolean {
  return (
    a.incarnation === b.incarnation &&
    a.bootId === b.bootId &&
    a.dataHost === b.dataHost &&
    a.dataPort === b.dataPort &&
    a.capacityBytes === b.capacityBytes
  );
}

/** Every slice of the restarted devices gets a new generation; those that rebooted are noted. */
function restartSlices(draft: Draft, pool: PoolRecord, restarts: readonly Restart[]): void {
  changePages(draft, pool, (entry) => {
    let next = entry;
    for (const { before, after } of restarts) {
      if (!entry.replicas.includes(after.id)) continue;
      const rebooted = before.bootId !== '' && before.bootId !== after.bootId;
      next = afterRestart(next, after.id, rebooted, draft.version);
    }
    return next;
  });
}

/**
 * When all replicas have rebooted since the slice settled last, what was not stable may be gone: a new loss epoch says so.
 * It is the map version, so that it differs from every earlier one, also from those of changes that a restore has lost.
 */
function afterRestart(entry: SliceEntry, deviceId: number, hasRebooted: boolean, version: number): SliceEntry {
  if (entry.generation >= lastGeneration) {
    throw new Refusal('REFUSED', `A slice of device ${deviceId} has used up its generations.`);
  }
  const rebooted = hasRebooted && !entry.rebooted.includes(deviceId) ? [...entry.rebooted, deviceId] : entry.rebooted;
  const isLost = entry.replicas.every((id) => rebooted.includes(id));
  return {
    ...entry,
    generation: entry.generation + 1,
    lossEpoch: isLost ? version : entry.lossEpoch,
    rebooted: isLost ? [] : rebooted,
  };
}

/** Believed of the present primary, in its present incarnation, for present generations; the rest is old news. */
export function slicesSettled(draft: Draft, { sdsId, report }: Of<'slicesSettled'>): void {
  if (report.slices.length !== report.generations.length) {
    throw new Refusal('INVALID', 'A report of settled slices must name one generation for each slice.');
  }
  const device = draft.view.map.device(report.deviceId);
  if (device === undefined || device.sdsId !== sdsId || device.incarnation !== report.incarnation) return;
  const generations = new Map(report.slices.map((slice, index) => [slice, report.generations[index]]));
  changePages(draft, requirePool(draft.view, device.poolId), (entry, slice) => {
    const isPresent = generations.get(slice) === entry.generation && entry.replicas[0] === device.id;
    return isPresent && entry.rebooted.length > 0 ? { ...entry, rebooted: [] } : entry;
  });
}

function changePages(draft: Draft, pool: PoolRecord, change: (entry: SliceEntry, slice: number) => SliceEntry): void {
  for (let first = 0; first < pool.sliceCount; first += slicesPerPage) {
    const pageIndex = first / slicesPerPage;
    const page = draft.view.map.tables.slicePage.get(slicePageKey(pool.id, pageIndex));
    if (page === undefined) return;
    const entries = page.entries.map((entry, index) => change(entry, first + index));
    if (entries.some((entry, index) => entry !== page.entries[index])) {
      draft.put({ kind: 'slicePage', body: { poolId: pool.id, pageIndex, entries } });
    }
  }
}
