/** Rules for what groups others: protection domains, fault sets and storage pools. */

import { slicePageKey, slicesPerPage } from '../../common/map.ts';
import type { PoolRecord } from '../../common/messages.ts';
import { maximumFaultSets, maximumPools, maximumProtectionDomains, maximumSliceCount } from './bounds.ts';
import {
  checkBound,
  checkName,
  checkUnused,
  found,
  isPowerOfTwo,
  listOf,
  requireDomain,
  requirePool,
} from './checks.ts';
import type { Command } from './commands.ts';
import { type Draft, Refusal } from './draft.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

export function addProtectionDomain(draft: Draft, { name }: Of<'addProtectionDomain'>): number {
  const domains = draft.view.map.tables.protectionDomain;
  checkName('protection domain', name);
  checkUnused('protection domain', name, domains.values());
  checkBound('protection domains', domains.size, maximumProtectionDomains, 'A cluster');
  const id = draft.takeObjectId();
  draft.put({ kind: 'protectionDomain', body: { id, name } });
  return id;
}

export function addFaultSet(draft: Draft, { name, protectionDomainId }: Of<'addFaultSet'>): number {
  const faultSets = draft.view.map.tables.faultSet;
  requireDomain(draft.view, protectionDomainId);
  checkName('fault set', name);
  checkUnused('fault set', name, faultSets.values());
  checkBound('fault sets', faultSets.size, maximumFaultSets, 'A cluster');
  const id = draft.takeObjectId();
  draft.put({ kind: 'faultSet', body: { id, name, protectionDomainId } });
  return id;
}

export function addPool(draft: Draft, command: Of<'addPool'>): number {
  const { name, protectionDomainId, replicas, sliceCount, acknowledge, mediaType } = command;
  requireDomain(draft.view, protectionDomainId);
  checkName('storage pool', name);
  checkUnused('storage pool', name, draft.view.poolsOfDomain(protectionDomainId));
  checkBound('storage pools', draft.view.map.tables.pool.size, maximumPools, 'A cluster');
  if (replicas !== 2 && replicas !== 3) {
    throw new Refusal('INVALID', `A storage pool keeps 2 or 3 replicas, not ${replicas}.`);
  }
  if (!isPowerOfTwo(sliceCount) || sliceCount > maximumSliceCount) {
    throw new Refusal(
      'INVALID',
      `The slice count ${sliceCount} is not possible: give a power of two from 1 to ${maximumSliceCount}.`,
    );
  }
  const id = draft.takeObjectId();
  draft.put({
    kind: 'pool',
    body: { id, name, protectionDomainId, replicas, sliceCount, acknowledge, mediaType, sparePercentage: 0 },
  });
  return id;
}

export function renameGroup(
  draft: Draft,
  object: 'protectionDomain' | 'faultSet' | 'pool',
  id: number,
  name: string,
): void {
  const { view } = draft;
  const { tables } = view.map;
  switch (object) {
    case 'protectionDomain': {
      const record = requireDomain(view, id);
      checkUnused('protection domain', name, tables.protectionDomain.values(), id);
      if (record.name !== name) draft.put({ kind: object, body: { ...record, name } });
      return;
    }
    case 'faultSet': {
      const record = found(view.faultSet(id), 'fault set', id);
      checkUnused('fault set', name, tables.faultSet.values(), id);
      if (record.name !== name) draft.put({ kind: object, body: { ...record, name } });
      return;
    }
    case 'pool': {
      const record = requirePool(view, id);
      checkUnused('storage pool', name, view.poolsOfDomain(record.protectionDomainId), id);
      if (record.name !== name) draft.put({ kind: object, body: { ...record, name } });
      return;
    }
  }
}

export function removeProtectionDomain(draft: Draft, id: number): void {
  const { view } = draft;
  const domain = requireDomain(view, id);
  const inside = [
    ...view.poolsOfDomain(id).map((pool) => `storage pool ${pool.name}`),
    ...view.sdssOfDomain(id).map((sds) => `SDS ${sds.name}`),
    ...[...view.map.tables.faultSet.values()]
      .filter((set) => set.protectionDomainId === id)
      .map((set) => `fault set ${set.name}`),
  ];
  refuseIfHolds(`protection domain ${domain.name}`, inside);
  draft.remove({ kind: 'protectionDomain', body: domain });
}

export function removeFaultSet(draft: Draft, id: number): void {
  const { view } = draft;
  const faultSet = found(view.faultSet(id), 'fault set', id);
  const inside = [...view.map.tables.sds.values()]
    .filter((sds) => sds.faultSetId === id)
    .map((sds) => `SDS ${sds.name}`);
  refuseIfHolds(`fault set ${faultSet.name}`, inside);
  draft.remove({ kind: 'faultSet', body: faultSet });
}

export function removePool(draft: Draft, id: number): void {
  const { view } = draft;
  const pool = requirePool(view, id);
  const inside = [
    ...view.volumesOfPool(id).map((volume) => `volume ${volume.name}`),
    ...view.devicesOfPool(id).map((device) => `device ${device.name}`),
  ];
  refuseIfHolds(`storage pool ${pool.name}`, inside);
  deletePages(draft, pool);
  draft.remove({ kind: 'pool', body: pool });
}

function deletePages(draft: Draft, pool: PoolRecord): void {
  if (!draft.view.isPlaced(pool.id)) return;
  for (let first = 0; first < pool.sliceCount; first += slicesPerPage) {
    draft.delete(slicePageKey(pool.id, first / slicesPerPage));
  }
}

function refuseIfHolds(what: string, inside: readonly string[]): void {
  if (inside.length === 0) return;
  throw new Refusal('REFUSED', `Cannot remove ${what}: it still holds ${listOf(inside)}. Remove them first.`);
}
