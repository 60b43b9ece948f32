/** What the kernel tells of a process: CPU time, memory of its own, open descriptors. */

import { readdirSync, readFileSync } from 'node:fs';
import { kib } from '../../common/units.ts';

export interface WatchedProcess {
  readonly name: string;
  readonly pid: number;
}

/** Kernel ticks of a second in /proc: fixed on Linux. */
const ticksPerSecond = 100;

/** User and system time of all threads so far, in microseconds; a tick (10 ms) is the finest step. */
export function cpuUs(pid: number): number {
  return cpuUsOf(readFileSync(`/proc/${pid}/stat`, 'latin1'));
}

/** Of the text of /proc/PID/stat. */
export function cpuUsOf(stat: string): number {
  // The name stands in brackets and may hold anything: fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6;
}

/** Memory that belongs to no file: heap, buffers, stacks. */
export function anonymousBytes(pid: number): number {
  const line = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(line?.[1] ?? 0) * kib;
}

export function descriptorCount(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Undefined for a process that has ended. */
export function ifAlive<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}
