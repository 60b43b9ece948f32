/** The rows of a run, and what is made of them: medians over the rounds, ratios to the yardstick, warnings. Pure. */

import type { Measured } from './fio.ts';
import type { LoopDelay } from './loop-delay.ts';
import { median, spread, upperMedian } from './statistics.ts';

/** One measurement: a job against a target in one round. */
export interface Row extends Omit<Measured, 'fioUsPerIo'> {
  readonly job: string;
  readonly target: string;
  readonly round: number;
  /** User and system time by process, work that was put off included; `fio` is the client. */
  readonly cpuUsPerIo: Readonly<Record<string, number>>;
  /** By daemon; peers have none. */
  readonly loopDelayMs: Readonly<Record<string, LoopDelay>>;
}

/** The JSON file of a run. */
export interface Results {
  readonly version: 1;
  readonly startedAt: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly commit: string;
  readonly command: string;
  readonly sizes: Readonly<Record<string, number>>;
  /** Of each of our clusters: from start to ready, and its daemons' own memory at the end. */
  readonly clusters: readonly {
    readonly target: string;
    readonly readyMs: number;
    readonly anonymousMiB: Readonly<Record<string, number>>;
  }[];
  readonly rows: readonly Row[];
}

export const yardstick = 'nbdkit-memory';

/** A yardstick that varies by more between rounds says that the machine was busy with something else. */
const steadyShare = 0.2;

/** A job against a target: medians of the rounds. */
export interface Summary {
  readonly target: string;
  readonly rounds: number;
  readonly iops: number;
  readonly mbPerS: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  /** Highest to lowest IOPS of the rounds, as a share of the median. */
  readonly spread: number;
  /** IOPS as a share of the yardstick's in the same round: median, lowest, highest. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | undefined;
  readonly cpuUsPerIo: Readonly<Record<string, number>>;
  readonly loopDelayMs: Readonly<Record<string, LoopDelay>>;
  /** Of the last round. */
  readonly course: Row['course'];
}

export interface JobSummary {
  readonly job: string;
  readonly targets: readonly Summary[];
  readonly warning: string | undefined;
}

function namesOf(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function summaryOf(target: string, own: readonly Row[], reference: readonly Row[]): Summary {
  const middle = (pick: (row: Row) => number): number => median(own.map(pick));
  const ratios = own.flatMap(({ round, iops }) => {
    const beside = reference.find((row) => row.round === round);
    return beside === undefined ? [] : [iops / beside.iops];
  });
  const processes = namesOf(own.map(({ cpuUsPerIo }) => cpuUsPerIo));
  const daemons = namesOf(own.map(({ loopDelayMs }) => loopDelayMs));
  const delays = (name: string): LoopDelay[] => own.flatMap(({ loopDelayMs }) => loopDelayMs[name] ?? []);
  return {
    target,
    rounds: own.length,
    iops: middle((row) => row.iops),
    mbPerS: middle((row) => row.mbPerS),
    p50Us: middle((row) => row.p50Us),
    p99Us: middle((row) => row.p99Us),
    p999Us: middle((row) => row.p999Us),
    spread: spread(own.map((row) => row.iops)),
    ratio:
      ratios.length === 0 ? undefined : { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) },
    cpuUsPerIo: Object.fromEntries(processes.map((name) => [name, middle((row) => row.cpuUsPerIo[name] ?? 0)])),
    loopDelayMs: Object.fromEntries(
      daemons.map((name) => [
        name,
        {
          p99Ms: upperMedian(delays(name).map(({ p99Ms }) => p99Ms)),
          longestMs: Math.max(...delays(name).map(({ longestMs }) => longestMs)),
        },
      ]),
    ),
    course: own.at(-1)?.course,
  };
}

export function summaryOfJob(job: string, rows: readonly Row[]): JobSummary {
  const all = rows.filter((row) => row.job === job);
  const of = (target: string): Row[] => all.filter((row) => row.target === target);
  const reference = of(yardstick);
  const varied = spread(reference.map(({ iops }) => iops));
  const warning =
    varied > steadyShare
      ? `${yardstick} itself varied by ${Math.round(varied * 100)} % between the rounds of ${job}: the machine was not quiet`
      : undefined;
  const targets = [...new Set(all.map(({ target }) => target))];
  return { job, targets: targets.map((target) => summaryOf(target, of(target), reference)), warning };
}

/** In the order in which they were measured. */
export function summariesOf(rows: readonly Row[]): JobSummary[] {
  return [...new Set(rows.map(({ job }) => job))].map((job) => summaryOfJob(job, rows));
}

/** Of the target's processes together, the client aside. */
export function serverCpuUs({ cpuUsPerIo }: Summary): number {
  return Object.entries(cpuUsPerIo).reduce((sum, [name, us]) => (name === 'fio' ? sum : sum + us), 0);
}
