/** How answers are laid out for people: aligned tables, counted headings, sizes and times. */

import { formatSize } from '../../common/units.ts';

/** Rows of text in columns that are as wide as their widest cell; indented by two. Empty without rows. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ['  none'];
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [line(heads), ...rows.map(line)];
}

/** `NAME value` lines. */
export function fields(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

export function size(bytes: number): string {
  return bytes === 0 ? '0 Bytes' : formatSize(bytes);
}

/** For narrow columns: `8.0 GB`. */
export function shortSize(bytes: number): string {
  return size(bytes).replace(/ \(.*\)$/, '');
}

export function time(unixMs: number): string {
  return unixMs === 0 ? 'never' : new Date(unixMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first rows of a list, and how to see the rest. */
export function firstOf<T>(
  items: readonly T[],
  most: number,
  command: string,
): { shown: readonly T[]; more: string[] } {
  const left = items.length - most;
  return { shown: items.slice(0, most), more: left > 0 ? [`  … and ${left} more: scli --${command}`] : [] };
}
