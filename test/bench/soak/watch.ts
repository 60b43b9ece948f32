/** Samples every daemon of a cluster: memory, descriptors, CPU, event-loop delay. And says whether memory stayed flat. */

import { mib } from '../../../common/units.ts';
import type { RunningCluster } from '../../integration/cluster.ts';
import { type LoopDelays, loopDelayBetween, loopDelaysOf, metricsOf } from '../loop-delay.ts';
import { anonymousBytes, cpuUs, descriptorCount, ifAlive } from '../processes.ts';
import { type Growth, growthOf, median } from '../statistics.ts';

export interface Sample {
  readonly atS: number;
  readonly pid: number;
  readonly anonymousBytes: number;
  readonly descriptors: number;
  /** Since the last sample, of one core; 1 is a whole one. */
  readonly cores: number;
  readonly loopP99Ms: number | undefined;
  readonly loopLongestMs: number | undefined;
}

/** Garbage collection alone moves a heap by a few MiB; 10 % of an SDS's 160 MiB is 16. */
export const memoryBound = { share: 0.1, absolute: 16 * mib };

/** Links come and go with volumes and clients. */
export const descriptorBound = { share: 0.1, absolute: 8 };

interface Last {
  readonly pid: number;
  readonly atMs: number;
  readonly cpuUs: number;
  readonly delays: LoopDelays;
}

export class Watch {
  readonly samples = new Map<string, Sample[]>();
  readonly #cluster: RunningCluster;
  readonly #last = new Map<string, Last>();
  readonly #beginMs = performance.now();

  constructor(cluster: RunningCluster) {
    this.#cluster = cluster;
  }

  /** A daemon that is on its way back at the moment is left out. */
  async sample(): Promise<void> {
    const daemons = (await this.#cluster.clusterFile())?.daemons ?? [];
    await Promise.all(daemons.map(({ name, pid, metricsAddress }) => this.#sampleOne(name, pid, metricsAddress)));
  }

  async #sampleOne(name: string, pid: number, metricsAddress: string): Promise<void> {
    const text = await metricsOf(metricsAddress);
    const atMs = performance.now();
    const seen = ifAlive(() => ({
      anonymousBytes: anonymousBytes(pid),
      descriptors: descriptorCount(pid),
      cpuUs: cpuUs(pid),
    }));
    if (text === undefined || seen === undefined) return;
    const delays = loopDelaysOf(text);
    const known = this.#last.get(name);
    const last = known?.pid === pid ? known : undefined;
    const delay = last === undefined ? undefined : loopDelayBetween(last.delays, delays);
    const samples = this.samples.get(name) ?? [];
    samples.push({
      atS: Math.round((atMs - this.#beginMs) / 100) / 10,
      pid,
      anonymousBytes: seen.anonymousBytes,
      descriptors: seen.descriptors,
      cores: last === undefined ? 0 : (seen.cpuUs - last.cpuUs) / 1_000 / (atMs - last.atMs),
      loopP99Ms: delay?.p99Ms,
      loopLongestMs: delay?.longestMs,
    });
    this.samples.set(name, samples);
    this.#last.set(name, { pid, atMs, cpuUs: seen.cpuUs, delays });
  }
}

export interface Verdict {
  readonly name: string;
  readonly starts: number;
  /** Undefined for a daemon that was started again (memory begins anew), or with too few samples. */
  readonly memory: Growth | undefined;
  readonly descriptors: Growth | undefined;
  readonly highestBytes: number;
  readonly cores: number;
  /** Median and highest of the samples' p99; longest delay of all. */
  readonly loopP99Ms: number;
  readonly loopWorstP99Ms: number;
  readonly loopLongestMs: number;
  readonly isFlat: boolean;
}

/** A daemon that was killed is not judged, only shown. */
export function verdictOf(name: string, samples: readonly Sample[]): Verdict {
  const starts = new Set(samples.map(({ pid }) => pid)).size;
  const memory =
    starts > 1
      ? undefined
      : growthOf(
          samples.map((sample) => sample.anonymousBytes),
          memoryBound,
        );
  const descriptors =
    starts > 1
      ? undefined
      : growthOf(
          samples.map((sample) => sample.descriptors),
          descriptorBound,
        );
  const p99s = samples.flatMap(({ loopP99Ms }) => (loopP99Ms === undefined ? [] : [loopP99Ms]));
  return {
    name,
    starts,
    memory,
    descriptors,
    highestBytes: Math.max(...samples.map((sample) => sample.anonymousBytes)),
    cores: samples.reduce((sum, { cores }) => sum + cores, 0) / samples.length,
    loopP99Ms: median(p99s),
    loopWorstP99Ms: Math.max(...p99s),
    loopLongestMs: Math.max(...samples.map(({ loopLongestMs }) => loopLongestMs ?? 0)),
    isFlat: starts > 1 || (memory?.isFlat === true && descriptors?.isFlat === true),
  };
}
