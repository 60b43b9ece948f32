/**
 * `npm run bench`: starts a cluster of its own in a temporary home and measures it with fio over NBD, in alternation with
 * peers; prints medians, ratios to nbdkit's memory, and CPU per I/O by process. docs/benchmarks.md says how to read it.
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../common/errors.ts';
import { gib } from '../../common/units.ts';
import { checkout } from '../integration/cluster.ts';
import { measure, prepare } from './measure.ts';
import { type Options, type Peer, parseOptions, usage } from './options.ts';
import { pageOf } from './report/page.ts';
import { linesOf } from './report-text.ts';
import { type Results, type Row, summaryOfJob } from './results.ts';
import type { SetSizes, Target } from './target.ts';
import { startCeph } from './targets/ceph.ts';
import { checkOut, ownCommit } from './targets/checkout.ts';
import { startNbdkit } from './targets/nbdkit.ts';
import { SioTarget } from './targets/sio.ts';
import { missingPackages } from './tools.ts';

const exitCode = { done: 0, failed: 1, usage: 2, missing: 3 };

/** What is to be closed at the end, last first. */
type Closers = (() => Promise<void>)[];

function startPeer(peer: Peer, sizes: SetSizes): Promise<Target> {
  switch (peer) {
    case 'nbdkit-memory':
      return startNbdkit('memory', sizes);
    case 'nbdkit-file':
      return startNbdkit('file', sizes);
    default:
      return startCeph(sizes);
  }
}

async function startTargets(options: Options, closers: Closers, signal: AbortSignal): Promise<Target[]> {
  const targets: Target[] = [];
  const add = async (starting: Promise<Target>): Promise<void> => {
    const target = await starting;
    closers.push(() => target.close());
    targets.push(target);
    signal.throwIfAborted();
  };
  const { journalBytes, sizes, against, peers } = options;
  for (const acknowledge of options.acknowledge) {
    const name = acknowledge === 'stable' ? 'sio-stable' : 'sio';
    await add(SioTarget.start({ name, acknowledge, journalBytes, sizes }));
  }
  if (against !== undefined) {
    const other = await checkOut(against);
    closers.push(() => other.remove());
    for (const acknowledge of options.acknowledge) {
      const name = `${acknowledge === 'stable' ? 'sio-stable' : 'sio'}@${other.commit}`;
      await add(SioTarget.start({ name, acknowledge, journalBytes, sizes, checkout: other.path }));
    }
  }
  for (const peer of peers) await add(startPeer(peer, sizes));
  return targets;
}

function machine(): Record<string, string> {
  return {
    cpu: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${(totalmem() / gib).toFixed(0)} GiB`,
    kernel: release(),
    node: process.version,
    fio: spawnSync('fio', ['--version'], { encoding: 'utf8' }).stdout.trim(),
  };
}

async function bench(
  options: Options,
  args: readonly string[],
  closers: Closers,
  signal: AbortSignal,
): Promise<Results> {
  const startedAt = new Date().toISOString();
  const commit = await ownCommit();
  const targets = await startTargets(options, closers, signal);
  await prepare(targets, options, signal);
  const rows: Row[] = [];
  for (const job of options.jobs) {
    rows.push(...(await measure(job, targets, options, signal)));
    for (const line of linesOf(summaryOfJob(job.name, rows))) console.log(line);
  }
  const clusters = targets
    .filter((target) => target instanceof SioTarget)
    .map((target) => ({ target: target.name, readyMs: target.readyMs, anonymousMiB: target.anonymousMiB() }));
  for (const { target, readyMs, anonymousMiB } of clusters)
    console.log(`${target}: start to ready ${readyMs} ms; anonymous memory now (MiB): ${JSON.stringify(anonymousMiB)}`);
  const command = `npm run bench -- ${args.join(' ')}`;
  return {
    version: 1,
    startedAt,
    machine: machine(),
    commit,
    command,
    sizes: { ...options.sizes, journal: options.journalBytes },
    clusters,
    rows,
  };
}

/** Everything is tried, whatever fails: nothing of ours is left behind. */
async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.toReversed())
    await close().catch((error: unknown) => {
      console.error(`not cleaned up: ${messageOf(error)}`);
      process.exitCode = exitCode.failed;
    });
}

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args);
  if (parsed.kind === 'help') {
    console.log(usage);
    return exitCode.done;
  }
  if (parsed.kind === 'refused') {
    console.error(`${parsed.reason}\n${usage}`);
    return exitCode.usage;
  }
  const { options } = parsed;
  const missing = missingPackages(options);
  if (missing.length > 0) {
    console.error(`missing packages. Install them: apt-get install --no-install-recommends ${missing.join(' ')}`);
    return exitCode.missing;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
  const closers: Closers = [];
  try {
    const results = await bench(options, args, closers, stop.signal);
    const json = options.json ?? join(checkout, '.sio-bench.json');
    writeFileSync(json, JSON.stringify(results));
    if (options.html !== undefined) writeFileSync(options.html, pageOf(results));
    await closeAll(closers);
    console.log(`bench done ${json}`);
    return process.exitCode === exitCode.failed ? exitCode.failed : exitCode.done;
  } catch (error) {
    console.error(messageOf(stop.signal.aborted ? stop.signal.reason : error));
    await closeAll(closers);
    return exitCode.failed;
  }
}

process.exitCode = await main(process.argv.slice(2));
