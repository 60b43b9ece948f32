/**
 * `npm run soak`: a cluster of real processes under a mixed, verified load for as long as wanted, with a look at every
 * daemon each few seconds. Says at the end whether memory stayed flat; exit 1 when not, or when anything failed.
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '../../../common/errors.ts';
import { mib } from '../../../common/units.ts';
import { checkout, RunningCluster } from '../../integration/cluster.ts';
import { metricsOf } from '../loop-delay.ts';
import { killLoad, type LoadSettings, type Tally, trimLoad, verifiedLoad, volumeLoad } from './load.ts';
import { descriptorBound, memoryBound, type Verdict, verdictOf, Watch } from './watch.ts';

const usage = `usage: npm run soak -- --minutes N [--rate-iops N] [--kill NAME,... --kill-every-s 120] [--sample-s 5] [--json FILE]
  --minutes N      how long the load runs
  --rate-iops N    of each of the two fio loads; standard: as many as there can be
  --kill NAME,...  these daemons get kill -9 in turn; their memory is shown, not judged (it begins anew)
  --sample-s N     between two looks at the daemons; standard: 5
  --json FILE      every sample; standard: .sio-soak.json`;

/** Daemons must never say these under a load without failing disks. */
const mustBeZero = ['sio_sds_checksum_failures_total', 'sio_nbd_errors_total', 'sio_sdc_errors_total'];

interface Options {
  readonly minutes: number;
  readonly rateIops: number;
  readonly kill: readonly string[];
  readonly killEveryMs: number;
  readonly sampleMs: number;
  readonly json: string;
}

function usageError(reason: string): never {
  console.error(`${reason}\n${usage}`);
  process.exit(2);
}

function optionsOf(): Options {
  const names = ['minutes', 'rate-iops', 'kill', 'kill-every-s', 'sample-s', 'json'] as const;
  const given = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ options: { ...given, help: { type: 'boolean' } } }));
  } catch (error) {
    return usageError(messageOf(error));
  }
  if (values['help'] === true) {
    console.log(usage);
    process.exit(0);
  }
  const number = (name: string, standard: number, lowest: number): number => {
    const value = values[name] === undefined ? standard : Number(values[name]);
    return value >= lowest ? value : usageError(`--${name} must be a number of at least ${lowest}`);
  };
  if (values['minutes'] === undefined) return usageError('--minutes is needed');
  return {
    minutes: number('minutes', 0, 0.1),
    rateIops: number('rate-iops', 0, 0),
    kill: typeof values['kill'] === 'string' ? values['kill'].split(',') : [],
    killEveryMs: number('kill-every-s', 120, 5) * 1_000,
    sampleMs: number('sample-s', 5, 0.1) * 1_000,
    json: typeof values['json'] === 'string' ? values['json'] : join(checkout, '.sio-soak.json'),
  };
}

function inMiB(bytes: number): string {
  return (bytes / mib).toFixed(0);
}

function show(verdicts: readonly Verdict[]): void {
  console.log(
    `memory flat: median of the last quarter at most ${memoryBound.share * 100} % or ${inMiB(memoryBound.absolute)} MiB above that of the second; descriptors: ${descriptorBound.share * 100} % or ${descriptorBound.absolute}`,
  );
  console.log(
    'daemon    anonymous MiB 2nd -> last quarter (highest)   descriptors   cores   loop late p99 median / worst / longest ms',
  );
  for (const verdict of verdicts) {
    const { name, memory, descriptors, highestBytes, cores, starts } = verdict;
    const grown =
      memory === undefined || descriptors === undefined
        ? `${starts} starts: not judged (${inMiB(highestBytes)})`
        : `${inMiB(memory.early)} -> ${inMiB(memory.late)} (${inMiB(highestBytes)})`;
    const open = descriptors === undefined ? '' : `${descriptors.early} -> ${descriptors.late}`;
    const loop = `${verdict.loopP99Ms} / ${verdict.loopWorstP99Ms} / ${verdict.loopLongestMs}`;
    console.log(
      `${name.padEnd(9)} ${grown.padEnd(45)} ${open.padEnd(13)} ${cores.toFixed(2).padEnd(7)} ${loop}${verdict.isFlat ? '' : '   NOT FLAT'}`,
    );
  }
}

/** One sentence for each metric that must be zero and is not. */
async function troubles(cluster: RunningCluster): Promise<string[]> {
  const daemons = (await cluster.clusterFile())?.daemons ?? [];
  const texts = await Promise.all(
    daemons.map(async ({ name, metricsAddress }) => [name, await metricsOf(metricsAddress)]),
  );
  return texts.flatMap(([name, text]) =>
    mustBeZero.flatMap((metric) =>
      [...(text ?? '').matchAll(new RegExp(`^${metric}(?:\\{[^}]*\\})? ([1-9].*)$`, 'gm'))].map(
        ([line]) => `${name}: ${line}`,
      ),
    ),
  );
}

async function soak(options: Options, cluster: RunningCluster, failure: AbortController): Promise<boolean> {
  const endMs = performance.now() + options.minutes * 60_000;
  const tally: Tally = {};
  const settings: LoadSettings = { ...options, cluster, endMs, signal: failure.signal, tally };
  const watch = new Watch(cluster);
  const loads = Promise.allSettled(
    [verifiedLoad, trimLoad, volumeLoad, killLoad].map(async (load) => {
      try {
        await load(settings);
      } catch (error) {
        // The first failure ends the others; what they say then is of no interest.
        if (!failure.signal.aborted) failure.abort(error);
      }
    }),
  );
  while (performance.now() < endMs && !failure.signal.aborted) {
    await watch.sample();
    await pause(options.sampleMs, undefined, { signal: failure.signal }).catch(() => undefined);
  }
  await loads;
  const verdicts = [...watch.samples].map(([name, samples]) => verdictOf(name, samples));
  const said = await troubles(cluster);
  const { minutes, rateIops, kill } = options;
  const settingsShown = { minutes, rateIops, kill };
  writeFileSync(
    options.json,
    JSON.stringify({ version: 1, ...settingsShown, tally, verdicts, samples: Object.fromEntries(watch.samples) }),
  );
  show(verdicts);
  console.log(`done: ${JSON.stringify(tally)}`);
  for (const trouble of said) console.log(`must be zero: ${trouble}`);
  if (failure.signal.aborted) console.log(`failed: ${messageOf(failure.signal.reason)}`);
  return !failure.signal.aborted && said.length === 0 && verdicts.every(({ isFlat }) => isFlat);
}

const options = optionsOf();
if (spawnSync('which', ['fio']).status !== 0) {
  console.error('missing: fio. Install it: apt-get install --no-install-recommends fio');
  process.exit(3);
}
const failure = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => failure.abort(new Error(`ended by ${signal}`)));
const cluster = await RunningCluster.start();
try {
  const isGreen = await soak(options, cluster, failure);
  console.log(`soak ${isGreen ? 'passed' : 'failed'} ${options.json}`);
  process.exitCode = isGreen ? 0 : 1;
} finally {
  await cluster.remove();
}
