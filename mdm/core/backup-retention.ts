/** Which backups stay: the last ones, one an hour for a day, one a day for a week. So there are never more than 47. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Enough to step back over a series of mistakes. */
export const keptLast = 16;
export const keptHours = 24;
export const keptDays = 7;

export interface BackupName {
  readonly name: string;
  readonly mapVersion: number;
  readonly createdAtMs: number;
}

/** `metadata-6ad9c1e4-v0000000000042-1763850600.backup`: cluster, map version and unix seconds. */
export function backupName(clusterId: string, mapVersion: number, createdAtMs: number): string {
  return `metadata-${clusterId.slice(0, 8)}-v${String(mapVersion).padStart(13, '0')}-${Math.floor(createdAtMs / 1_000)}.backup`;
}

/** undefined for any other name, and for those of other clusters. */
function parseBackupName(clusterId: string, name: string): BackupName | undefined {
  const match = /^metadata-([0-9a-f]{8})-v(\d{13})-(\d{1,13})\.backup$/.exec(name);
  if (match === null || match[1] !== clusterId.slice(0, 8)) return undefined;
  return { name, mapVersion: Number(match[2]), createdAtMs: Number(match[3]) * 1_000 };
}

/** Newest first: by map version, for a clock may be set back. */
export function newestFirst(clusterId: string, names: readonly string[]): readonly BackupName[] {
  return names
    .flatMap((name) => parseBackupName(clusterId, name) ?? [])
    .sort((a, b) => b.mapVersion - a.mapVersion || b.createdAtMs - a.createdAtMs);
}

/** Of the names in a folder, those that are backups of the cluster and not needed any more. */
export function superfluous(clusterId: string, names: readonly string[], nowMs: number): readonly string[] {
  const backups = newestFirst(clusterId, names);
  const kept = new Set(backups.slice(0, keptLast).map(({ name }) => name));
  for (const [periodMs, count] of [
    [hourMs, keptHours],
    [dayMs, keptDays],
  ] as const) {
    const periods = new Set<number>();
    for (const { name, createdAtMs } of backups) {
      const period = Math.floor(createdAtMs / periodMs);
      const age = Math.floor(nowMs / periodMs) - period;
      if (age < 0 || age >= count || periods.has(period)) continue;
      periods.add(period);
      kept.add(name);
    }
  }
  return backups.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
}
