/** Answers about the whole: the system, its MDM, and everything on one screen. */

import type {
  AllAnswer,
  Capacity,
  ClusterAnswer,
  MetadataAnswer,
  OrphanedLayerAnswer,
  SystemAnswer,
} from '../../mdm/api/answers.ts';
import { poolLines } from './groups.ts';
import { counted, fields, firstOf, size, table, time } from './layout.ts';
import { sdcTable, sdsTable } from './servers.ts';
import { volumeTable } from './volumes.ts';

/** Of each list: together they fit a screen. */
const mostRows = 10;

export function printSystem(system: SystemAnswer): string[] {
  const { counts, connected } = system;
  return [
    `System ${system.name}  ID: ${system.id}`,
    ...fields([
      ['Cluster id', system.clusterId],
      ['Created', time(system.createdAtMs)],
      ['Map version', String(system.mapVersion)],
      ['Capacity', capacityText(system.capacity)],
      ['Protection domains', String(counts.protectionDomains)],
      ['Storage pools', String(counts.pools)],
      ['SDSs', `${counts.sdss}, ${connected.sdss} connected`],
      ['Devices', String(counts.devices)],
      ['Volumes', String(counts.volumes)],
      ['SDCs', `${counts.sdcs}, ${connected.sdcs} connected`],
    ]),
  ];
}

export function capacityText({ maximumBytes, usableBytes, usedBytes }: Capacity): string {
  return `${size(usableBytes)} usable, ${size(usedBytes)} in use; ${size(maximumBytes)} on all devices`;
}

export function printCluster(cluster: ClusterAnswer): string[] {
  return [
    'MDM cluster',
    ...fields([
      ['Mode', cluster.mode],
      ['State', cluster.state],
      ['MDM', cluster.address],
      ['Meta store', cluster.metaStore],
      ['Backup', backupText(cluster.metadata)],
    ]),
    ...metadataLines(cluster.metadata),
  ];
}

function backupText({ backup }: MetadataAnswer): string {
  if (backup.directories.length === 0) return 'none';
  const last =
    backup.createdAtMs === 0
      ? 'none yet since the MDM started'
      : `${time(backup.createdAtMs)}, map version ${backup.mapVersion}`;
  return `${last}; in ${backup.directories.join(' and ')}`;
}

/** What somebody has to look at; empty when all is well. */
function metadataLines({ suspended, backup, orphanedLayers }: MetadataAnswer): string[] {
  const lines = backup.problems.map((problem) => `  ALERT: ${problem}`);
  if (suspended !== '') lines.unshift(`  SUSPENDED: ${suspended}`);
  if (orphanedLayers > 0) {
    lines.push(`  ${counted(orphanedLayers, 'layer')} on the devices without a volume: scli --query_orphaned_data`);
  }
  return lines;
}

export function printOrphans(layers: readonly OrphanedLayerAnswer[]): string[] {
  const rows = layers.map(({ layerId, pool, dataBytes, leastSizeBytes }) => [
    String(layerId),
    pool.name,
    size(dataBytes),
    size(leastSizeBytes),
  ]);
  return [counted(layers.length, 'orphaned layer'), ...table(['LAYER', 'POOL', 'DATA', 'AT LEAST'], rows)];
}

export function printAll({ system, metadata, protectionDomains, sdss, volumes, sdcs }: AllAnswer): string[] {
  const servers = firstOf(sdss, mostRows, 'query_all_sds');
  const vols = firstOf(volumes, mostRows, 'query_all_volumes');
  const clients = firstOf(sdcs, mostRows, 'query_all_sdc');
  const domains = firstOf(protectionDomains, mostRows, 'query_protection_domain --protection_domain_name NAME');
  return [
    `System ${system.name}  ID: ${system.id}  map version ${system.mapVersion}`,
    `  ${capacityText(system.capacity)}`,
    ...metadataLines(metadata),
    '',
    ...domains.shown.flatMap((domain) => [
      `Protection domain ${domain.name}  ID: ${domain.id}  ${counted(domain.sdss.length, 'SDS')}`,
      ...domain.pools.flatMap(poolLines),
    ]),
    ...domains.more,
    '',
    `${counted(sdss.length, 'SDS')}, ${system.connected.sdss} connected`,
    ...sdsTable(servers.shown),
    ...servers.more,
    '',
    counted(volumes.length, 'volume'),
    ...volumeTable(vols.shown),
    ...vols.more,
    '',
    `${counted(sdcs.length, 'SDC')}, ${system.connected.sdcs} connected`,
    ...sdcTable(clients.shown),
    ...clients.more,
  ];
}
