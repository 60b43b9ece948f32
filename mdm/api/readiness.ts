/** What is missing before the cluster serves all its data: one sentence each. */

import type { MetadataManager } from '../service.ts';
import { Description } from './describe.ts';

const mostSentences = 50;

export function missingFrom(manager: MetadataManager): readonly string[] {
  if (!manager.isServing)
    return ['The MDM does not take commands: it is starting, stopping, or its meta store failed.'];
  if (manager.suspendedBecause !== '') return [manager.suspendedBecause];
  const describe = new Description(manager);
  const { tables } = manager.view.map;
  const missing: string[] = [];
  for (const sds of tables.sds.values()) {
    const { connection, reason } = manager.membership.member(sds.id);
    if (connection === undefined) missing.push(`SDS ${sds.name} is not connected: ${reason}.`);
  }
  for (const device of tables.device.values()) {
    const { state, reason } = describe.deviceStatus(device);
    if (state !== 'serving' && manager.membership.isConnected(device.sdsId)) {
      missing.push(`Device ${device.name} (${device.path}) does not serve: ${reason}.`);
    }
  }
  for (const pool of tables.pool.values()) {
    const { state, unsettledSlices, reason } = describe.health(pool);
    if (state === 'settling')
      missing.push(`Storage pool ${pool.name} has ${unsettledSlices} slices that have not settled.`);
    if (state === 'not placed' && manager.view.volumesOfPool(pool.id).length > 0) missing.push(reason);
  }
  return missing.length <= mostSentences
    ? missing
    : [...missing.slice(0, mostSentences), `… and ${missing.length - mostSentences} more.`];
}

/** What keeps nothing from serving and still needs somebody to look. */
export function warningsFrom(manager: MetadataManager): readonly string[] {
  return manager.backups?.status.problems ?? [];
}
