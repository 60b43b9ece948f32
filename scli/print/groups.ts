/** Answers about protection domains, fault sets and storage pools. */

import type { DomainAnswer, FaultSetAnswer, PoolAnswer, PoolQueryAnswer } from '../../mdm/api/answers.ts';
import { counted, fields, size, table } from './layout.ts';
import { deviceTable } from './servers.ts';

/** Two or three lines of an overview. */
export function poolLines(pool: PoolAnswer): string[] {
  const { capacity, health } = pool;
  const lines = [
    `  Storage pool ${pool.name}  ID: ${pool.id}  ${pool.replicas} replicas  ${counted(pool.deviceCount, 'device')}  ${counted(pool.volumes.length, 'volume')}`,
    `    ${size(capacity.usedBytes)} in use of ${size(capacity.usableBytes)}; ${health.state}: ${slicesText(pool)}`,
  ];
  return health.reason === '' ? lines : [...lines, `    ${health.reason}`];
}

function slicesText({ health }: PoolAnswer): string {
  const { sliceCount, settledSlices, unsettledSlices, waitingSlices } = health;
  return `${settledSlices} of ${sliceCount} slices settled, ${unsettledSlices} settling, ${waitingSlices} waiting`;
}

export function printDomain(domain: DomainAnswer): string[] {
  return [
    `Protection domain ${domain.name}  ID: ${domain.id}`,
    ...domain.pools.flatMap(poolLines),
    ...fields([
      ['SDSs', namesOf(domain.sdss)],
      ['Fault sets', namesOf(domain.faultSets)],
    ]),
  ];
}

export function printFaultSets(sets: readonly FaultSetAnswer[]): string[] {
  const rows = sets.map((set) => [set.name, set.id, set.protectionDomain.name, namesOf(set.sdss)]);
  return [counted(sets.length, 'fault set'), ...table(['NAME', 'ID', 'PROTECTION DOMAIN', 'SDSS'], rows)];
}

export function printPool(pool: PoolQueryAnswer): string[] {
  const { capacity, health } = pool;
  return [
    `Storage pool ${pool.name}  ID: ${pool.id}`,
    ...fields([
      ['Protection domain', pool.protectionDomain.name],
      ['Replicas', String(pool.replicas)],
      ['Acknowledge', pool.acknowledge],
      ['Media type', pool.mediaType === '' ? 'not said' : pool.mediaType],
      ['Maximum', size(capacity.maximumBytes)],
      ['Usable', size(capacity.usableBytes)],
      ['In use', size(capacity.usedBytes)],
      ['Health', `${health.state}${health.reason === '' ? '' : `: ${health.reason}`}`],
      ['Slices', slicesText(pool)],
      ['Volumes', namesOf(pool.volumes)],
    ]),
    ...deviceTable(pool.devices),
  ];
}

const mostNames = 12;

function namesOf(objects: readonly { readonly name: string }[]): string {
  if (objects.length === 0) return 'none';
  const names = objects.slice(0, mostNames).map((object) => object.name);
  return names.join(', ') + (objects.length > mostNames ? ` and ${objects.length - mostNames} more` : '');
}
