/** The sizes that formats and placement are made of, and sizes as people write and read them. */

export const blockBytes = 4096;
export const extentBytes = 64 * 1024;
export const chunkBytes = 1024 * 1024;
export const blocksPerChunk = chunkBytes / blockBytes;
export const blocksPerExtent = extentBytes / blockBytes;
export const extentsPerChunk = chunkBytes / extentBytes;

export const kib = 1024;
export const mib = 1024 * kib;
export const gib = 1024 * mib;
export const tib = 1024 * gib;

const unitBytes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: kib,
  kb: kib,
  kib,
  m: mib,
  mb: mib,
  mib,
  g: gib,
  gb: gib,
  gib,
  t: tib,
  tb: tib,
  tib,
};

/** Bytes of `512MiB`, `10g`, `4096`; undefined when it is no size. All units are binary, as storage admins mean them. */
export function parseSize(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const unit = unitBytes[(match?.[2] ?? '').toLowerCase()];
  if (match === null || unit === undefined) return undefined;
  const bytes = Math.round(Number(match[1]) * unit);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** `8.0 GB (8192 MB)`, as scli prints sizes. */
export function formatSize(bytes: number): string {
  const steps: readonly (readonly [number, string, number, string])[] = [
    [tib, 'TB', gib, 'GB'],
    [gib, 'GB', mib, 'MB'],
    [mib, 'MB', kib, 'KB'],
    [kib, 'KB', 1, 'Bytes'],
  ];
  for (const [unit, name, smaller, smallerName] of steps) {
    if (bytes >= unit) return `${(bytes / unit).toFixed(1)} ${name} (${Math.round(bytes / smaller)} ${smallerName})`;
  }
  return `${bytes} Bytes`;
}
