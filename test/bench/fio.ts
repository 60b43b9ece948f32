/** How fio is asked for a job, and what it says: its JSON, and the logs of a long job. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Job } from './jobs.ts';
import { type Course, courseOf } from './series.ts';

const run = promisify(execFile);

/** A part of an NBD export. */
export interface Region {
  readonly uri: string;
  readonly offset: number;
  readonly bytes: number;
}

export interface Measured {
  readonly iops: number;
  readonly mbPerS: number;
  /** Of completion; of mixed jobs the slower direction; of a job with flushes those of the flushes. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly maxUs: number;
  readonly operations: number;
  /** CPU of fio itself, user and system, per operation. */
  readonly fioUsPerIo: number;
  /** Of a long job. */
  readonly course?: Course;
}

export interface FioRun {
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** fio's logs are kept in memory until its end: a line each 10 ms and a histogram each 100 ms are 100 MiB in ten minutes. */
const gapWindowMs = 10;
const rateWindowMs = 100;

function baseArguments({ uri, offset, bytes }: Region): string[] {
  return [
    '--name=bench',
    '--ioengine=nbd',
    `--uri=${uri}`,
    `--offset=${offset}`,
    `--size=${bytes}`,
    '--output-format=json',
  ];
}

export function argumentsOf(job: Job, region: Region, seconds: number, logPrefix?: string): string[] {
  const args = [
    ...baseArguments(region),
    `--rw=${job.pattern}`,
    `--bs=${job.blockBytes}`,
    `--iodepth=${job.depth}`,
    `--runtime=${seconds}`,
    '--time_based',
    '--norandommap',
    '--randrepeat=0',
  ];
  if (job.readPercent !== undefined) args.push(`--rwmixread=${job.readPercent}`);
  if (job.flushes === true) args.push('--fsync=1');
  if (logPrefix !== undefined)
    args.push(
      `--write_lat_log=${logPrefix}`,
      `--log_avg_msec=${gapWindowMs}`,
      '--log_max_value=1',
      `--write_hist_log=${logPrefix}`,
      `--log_hist_msec=${rateWindowMs}`,
      '--log_hist_coarseness=6',
    );
  return args;
}

async function fio(args: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    return (await run('fio', [...args], { maxBuffer: 2 ** 26, signal })).stdout;
  } catch (error) {
    if (signal.aborted || !(error instanceof Error) || !('stderr' in error)) throw error;
    throw new Error(`fio ${args.join(' ')} failed: ${String(error.stderr).trim()}`, { cause: error });
  }
}

/** Runs a job; the daemons that it needs must be there. Rejects with what fio says, or the signal's reason. */
export async function runJob(job: Job, region: Region, { seconds, signal }: FioRun): Promise<Measured> {
  if (job.isLong !== true) return measuredOf(await fio(argumentsOf(job, region, seconds), signal), job);
  const folder = await mkdtemp(join(tmpdir(), 'sio-fio-'));
  try {
    const output = await fio(argumentsOf(job, region, seconds, join(folder, 'log')), signal);
    const [latencies, histogram] = await Promise.all(
      ['log_clat.1.log', 'log_clat_hist.1.log'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const course = courseOf(latencies ?? '', histogram ?? '', rateWindowMs, seconds * 1_000);
    return { ...measuredOf(output, job), course };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the whole region once, so that reads find data and writes find extents. */
export async function prefill(region: Region, signal: AbortSignal): Promise<void> {
  await fio([...baseArguments(region), '--rw=write', '--bs=1m', '--iodepth=8', '--end_fsync=1'], signal);
}

interface Latencies {
  readonly max?: number;
  readonly percentile?: Readonly<Record<string, number>>;
}

interface Side {
  readonly iops: number;
  readonly bw_bytes: number;
  readonly total_ios: number;
  readonly clat_ns: Latencies;
}

interface FioJob {
  readonly read: Side;
  readonly write: Side;
  readonly sync: { readonly lat_ns: Latencies };
  readonly job_runtime: number;
  readonly usr_cpu: number;
  readonly sys_cpu: number;
}

export function measuredOf(output: string, job: Job): Measured {
  // Warnings may stand before the JSON.
  const [result] = (JSON.parse(output.slice(output.indexOf('{'))) as { jobs: FioJob[] }).jobs;
  const sides = result === undefined ? [] : [result.read, result.write].filter(({ total_ios }) => total_ios > 0);
  if (result === undefined || sides.length === 0) throw new Error(`fio did nothing for ${job.name}: ${output}`);
  const latencies = job.flushes === true ? [result.sync.lat_ns] : sides.map((side) => side.clat_ns);
  const slowestUs = (percentile: string): number =>
    Math.max(...latencies.map((latency) => (latency.percentile?.[percentile] ?? 0) / 1_000));
  const sum = (pick: (side: Side) => number): number => sides.reduce((total, side) => total + pick(side), 0);
  const operations = sum((side) => side.total_ios);
  const cpuMs = ((result.usr_cpu + result.sys_cpu) / 100) * result.job_runtime;
  return {
    iops: sum((side) => side.iops),
    mbPerS: sum((side) => side.bw_bytes) / 1e6,
    p50Us: slowestUs('50.000000'),
    p99Us: slowestUs('99.000000'),
    p999Us: slowestUs('99.900000'),
    maxUs: Math.max(...latencies.map((latency) => (latency.max ?? 0) / 1_000)),
    operations,
    fioUsPerIo: (cpuMs * 1_000) / operations,
  };
}
