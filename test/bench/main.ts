/**
 * `npm run bench`: starts a cluster of its own in a temporary home and measures it with fio over NBD, in alternation with
 * `nbdkit memory`; prints medians, ratios, and CPU per I/O by process. docs/benchmarks.md says how to read it.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { must } from '../../common/assert.ts';
import { gib, parseSize } from '../../common/units.ts';
import { checkout, makeHome, RunningCluster, until } from '../integration/cluster.ts';
import { answerVersion } from '../version-option.ts';
import { type Job, jobs, type Measured, prefill, runJob } from './jobs.ts';

const usage = `usage: npm run bench -- [--quick] [--only JOB,...] [--peers LIST] [--size 1GiB] [--runtime-s 5] [--rounds 5]
                       [--acknowledge received|stable] [--json FILE]
jobs: ${jobs.map((job) => job.name).join(', ')}
peers: nbdkit (default), none`;

/** Code that has just been started is not compiled yet: daemons that have run for a while are what is measured. */
const warmUp: Job = { name: 'warm-up', pattern: 'randrw', block: '4k', depth: 32 };
const warmUpSeconds = 10;

/** Kernel ticks of a second in /proc: fixed on Linux. */
const ticksPerSecond = 100;

interface Row extends Measured {
  readonly job: string;
  readonly target: string;
  readonly round: number;
  readonly cpuUsPerIo: Readonly<Record<string, number>>;
}

function options(): {
  rounds: number;
  seconds: number;
  sizeBytes: number;
  only: readonly Job[];
  peers: readonly string[];
  acknowledge: string;
  json: string;
} {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      peers: { type: 'string' },
      size: { type: 'string' },
      'runtime-s': { type: 'string' },
      rounds: { type: 'string' },
      acknowledge: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(usage);
    process.exit(0);
  }
  const names = values.only?.split(',');
  const only = jobs.filter((job) => names === undefined || names.includes(job.name));
  const sizeBytes = parseSize(values.size ?? '1GiB');
  const unknown = names?.filter((name) => !jobs.some((job) => job.name === name)) ?? [];
  if (unknown.length > 0 || sizeBytes === undefined || sizeBytes > gib)
    throw new Error(
      `${unknown.length > 0 ? `no such job: ${unknown.join(', ')}` : 'the size must be at most 1GiB'}\n${usage}`,
    );
  const quick = values.quick === true;
  return {
    rounds: Number(values.rounds ?? (quick ? 1 : 5)),
    seconds: Number(values['runtime-s'] ?? (quick ? 2 : 5)),
    sizeBytes,
    only,
    peers: (values.peers ?? 'nbdkit').split(',').filter((peer) => peer !== 'none'),
    acknowledge: values.acknowledge ?? 'received',
    json: values.json ?? join(checkout, '.sio-bench.json'),
  };
}

/** Ends the process with 2 where they cannot be understood. */
function readOptions(): ReturnType<typeof options> {
  try {
    return options();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/** User and system time of a process so far, in microseconds. */
function cpuUs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6;
}

function anonymousMiB(pid: number): number {
  const line = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function requireTools(): void {
  const missing = ['fio', 'nbdkit'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length === 0) return;
  console.error(`missing: ${missing.join(', ')}. Install them: apt-get install --no-install-recommends fio nbdkit`);
  process.exit(3);
}

async function startNbdkit(home: string, sizeBytes: number): Promise<{ child: ChildProcess; uri: string }> {
  const socket = join(home, 'nbdkit.sock');
  const child = spawn('nbdkit', ['-f', '-U', socket, 'memory', String(sizeBytes)], { stdio: 'ignore' });
  await until('nbdkit listens', 5000, () => (existsSync(socket) ? true : undefined));
  return { child, uri: `nbd+unix:///?socket=${socket}` };
}

async function main(): Promise<void> {
  answerVersion('sio-bench');
  const { rounds, seconds, sizeBytes, only, peers, acknowledge, json } = readOptions();
  requireTools();
  const local = readFileSync(join(checkout, 'cluster-configs', 'local.yaml'), 'utf8');
  const config = local.replace(/acknowledge: \w+/, `acknowledge: ${acknowledge}`);
  const cluster = new RunningCluster(await makeHome(), { config });
  const startedMs = performance.now();
  await cluster.start();
  const readyMs = Math.round(performance.now() - startedMs);
  const file = must(await cluster.clusterFile(), 'cluster.json');
  const daemons = file.daemons.map(({ name, pid }) => ({ name, pid }));
  const nbdkit = peers.includes('nbdkit') ? await startNbdkit(cluster.home, sizeBytes) : undefined;
  const targets = [{ name: `sio (${acknowledge})`, uri: cluster.uri, watched: daemons }];
  if (nbdkit !== undefined)
    targets.push({
      name: 'nbdkit memory',
      uri: nbdkit.uri,
      watched: [{ name: 'nbdkit', pid: must(nbdkit.child.pid, 'its pid') }],
    });
  const rows: Row[] = [];
  try {
    for (const { uri } of targets) {
      await prefill(uri, sizeBytes);
      await runJob(warmUp, uri, sizeBytes, warmUpSeconds);
    }
    for (const job of only) {
      for (let round = 1; round <= rounds; round++) {
        for (const { name, uri, watched } of targets) {
          const before = watched.map(({ pid }) => cpuUs(pid));
          const measured = await runJob(job, uri, sizeBytes, seconds);
          const cpuUsPerIo = Object.fromEntries(
            watched.map((daemon, i) => [
              daemon.name,
              (cpuUs(daemon.pid) - (before[i] ?? 0)) / (measured.operations * (1 + 1 / seconds)),
            ]),
          );
          rows.push({ job: job.name, target: name, round, ...measured, cpuUsPerIo });
        }
      }
      report(job.name, rows);
    }
    const memory = Object.fromEntries(daemons.map(({ name, pid }) => [name, anonymousMiB(pid)]));
    console.log(`start to ready: ${readyMs} ms; anonymous memory now (MiB): ${JSON.stringify(memory)}`);
    writeFileSync(
      json,
      JSON.stringify({ version: 1, readyMs, memory, sizeBytes, seconds, rounds, acknowledge, rows }, null, 1),
    );
  } finally {
    nbdkit?.child.kill();
    await cluster.stop();
    await cluster.remove();
  }
  console.log(`bench done ${json}`);
}

function report(job: string, rows: readonly Row[]): void {
  const targets = [...new Set(rows.filter((row) => row.job === job).map((row) => row.target))];
  const medians = targets.map((target) => {
    const own = rows.filter((row) => row.job === job && row.target === target);
    const pick = (value: (row: Row) => number): number => median(own.map(value));
    const names = Object.keys(own[0]?.cpuUsPerIo ?? {});
    const cpu = names.map((name) => `${name} ${pick((row) => row.cpuUsPerIo[name] ?? 0).toFixed(1)}`).join(', ');
    return {
      target,
      iops: pick((row) => row.iops),
      mbPerS: pick((row) => row.mbPerS),
      p50: pick((row) => row.p50Us),
      p99: pick((row) => row.p99Us),
      p999: pick((row) => row.p999Us),
      cpu,
    };
  });
  const yardstick = medians.find(({ target }) => target === 'nbdkit memory')?.iops;
  for (const { target, iops, mbPerS, p50, p99, p999, cpu } of medians) {
    const ratio = yardstick === undefined ? '' : ` = ${(iops / yardstick).toFixed(2)} x nbdkit memory`;
    console.log(
      `${job.padEnd(17)} ${target.padEnd(15)} ${iops.toFixed(0).padStart(7)} IOPS ${mbPerS.toFixed(0).padStart(5)} MB/s p50 ${p50.toFixed(0)} p99 ${p99.toFixed(0)} p99.9 ${p999.toFixed(0)} us${ratio}; CPU us/IO: ${cpu}`,
    );
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
