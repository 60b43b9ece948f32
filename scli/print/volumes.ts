/** Answers about volumes. */

import type { VolumeAnswer } from '../../mdm/api/answers.ts';
import { counted, fields, size, table, time } from './layout.ts';

export function volumeTable(volumes: readonly VolumeAnswer[]): string[] {
  const rows = volumes.map((volume) => [
    volume.name,
    volume.id,
    size(volume.sizeBytes),
    volume.pool.name,
    mappedTo(volume),
  ]);
  return table(['NAME', 'ID', 'SIZE', 'POOL', 'MAPPED TO'], rows);
}

const mostNames = 4;

function mappedTo({ mappings }: VolumeAnswer): string {
  if (mappings.length === 0) return '-';
  const names = mappings.slice(0, mostNames).map((sdc) => (sdc.accessMode === 'ro' ? `${sdc.name} (ro)` : sdc.name));
  return names.join(', ') + (mappings.length > mostNames ? ` and ${mappings.length - mostNames} more` : '');
}

export function printVolumes(volumes: readonly VolumeAnswer[]): string[] {
  return [counted(volumes.length, 'volume'), ...volumeTable(volumes)];
}

export function printVolume(volume: VolumeAnswer): string[] {
  return [
    `Volume ${volume.name}  ID: ${volume.id}`,
    ...fields([
      ['Size', size(volume.sizeBytes)],
      ['Storage pool', volume.pool.name],
      ['Protection domain', volume.protectionDomain.name],
      ['Provisioning', volume.provisioning],
      ['Created', time(volume.createdAtMs)],
    ]),
    ...table(
      ['MAPPED TO', 'ID', 'ACCESS', 'STATE'],
      volume.mappings.map((sdc) => [sdc.name, sdc.id, sdc.accessMode, sdc.connected ? 'connected' : 'disconnected']),
    ),
  ];
}
