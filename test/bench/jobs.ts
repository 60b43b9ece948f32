/** What is measured, and how fio is asked for it. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Job {
  readonly name: string;
  readonly pattern: 'randread' | 'randwrite' | 'read' | 'write' | 'randrw';
  readonly block: string;
  readonly depth: number;
  readonly extra?: readonly string[];
}

export const jobs: readonly Job[] = [
  { name: 'write-4k-32', pattern: 'randwrite', block: '4k', depth: 32 },
  { name: 'read-4k-32', pattern: 'randread', block: '4k', depth: 32 },
  { name: 'write-4k-1', pattern: 'randwrite', block: '4k', depth: 1 },
  { name: 'read-4k-1', pattern: 'randread', block: '4k', depth: 1 },
  { name: 'write-1m-8', pattern: 'write', block: '1m', depth: 8 },
  { name: 'read-1m-8', pattern: 'read', block: '1m', depth: 8 },
  { name: 'write-flush-4k-1', pattern: 'randwrite', block: '4k', depth: 1, extra: ['--fsync=1'] },
  { name: 'mix-4k-32', pattern: 'randrw', block: '4k', depth: 32, extra: ['--rwmixread=70'] },
];

export interface Measured {
  readonly iops: number;
  readonly mbPerS: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly operations: number;
}

interface Side {
  readonly iops: number;
  readonly bw_bytes: number;
  readonly total_ios: number;
  readonly clat_ns: { readonly percentile?: Readonly<Record<string, number>> };
}

/** Runs a job against an NBD URI; `sizeBytes` is the part of the export that is used. */
export async function runJob(job: Job, uri: string, sizeBytes: number, seconds: number): Promise<Measured> {
  const args = [
    '--name=bench',
    '--ioengine=nbd',
    `--uri=${uri}`,
    `--rw=${job.pattern}`,
    `--bs=${job.block}`,
    `--iodepth=${job.depth}`,
    `--size=${sizeBytes}`,
    `--runtime=${seconds}`,
    '--time_based',
    '--ramp_time=1',
    '--norandommap',
    '--randrepeat=0',
    '--output-format=json',
    '--verify_state_save=0',
    ...(job.extra ?? []),
  ];
  const { stdout } = await run('fio', args, { maxBuffer: 2 ** 26 });
  const [result] = (JSON.parse(stdout.slice(stdout.indexOf('{'))) as { jobs: { read: Side; write: Side }[] }).jobs;
  if (result === undefined) throw new Error(`fio gave no result for ${job.name}`);
  const sides = [result.read, result.write].filter((side) => side.total_ios > 0);
  const slowest = (percentile: string): number =>
    Math.max(...sides.map((side) => (side.clat_ns.percentile?.[percentile] ?? 0) / 1000));
  const sum = (pick: (side: Side) => number): number => sides.reduce((total, side) => total + pick(side), 0);
  return {
    iops: sum((side) => side.iops),
    mbPerS: sum((side) => side.bw_bytes) / 1e6,
    p50Us: slowest('50.000000'),
    p99Us: slowest('99.000000'),
    p999Us: slowest('99.900000'),
    operations: sum((side) => side.total_ios),
  };
}

/** Writes the whole range once, so that reads find data and writes find extents. */
export async function prefill(uri: string, sizeBytes: number): Promise<void> {
  const args = [
    '--name=fill',
    '--ioengine=nbd',
    `--uri=${uri}`,
    '--rw=write',
    '--bs=1m',
    '--iodepth=8',
    `--size=${sizeBytes}`,
    '--output-format=json',
  ];
  await run('fio', args, { maxBuffer: 2 ** 26 });
}
