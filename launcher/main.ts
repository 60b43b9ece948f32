#!/usr/bin/env node
/** `npm start`: starts the daemons that a cluster file names for this server, watches them, and stops them in order. */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ClusterError, messageOf } from '../common/errors.ts';
import { slowChecksums } from '../common/host-node/checksum-speed.ts';
import { logLevel, prefixed, readClusterConfig, sameSignalMs, stopSignals } from '../common/host-node/daemon.ts';
import { NodeDisks } from '../common/host-node/disks.ts';
import { exitCode, exitCodeOf } from '../common/host-node/exit-codes.ts';
import { findHome, type Home, keepFilesPrivate } from '../common/host-node/home.ts';
import { createNodeHost } from '../common/host-node/index.ts';
import { createNodeLog } from '../common/host-node/log.ts';
import { makeSecrets } from '../common/host-node/secrets.ts';
import { version } from '../common/host-node/version.ts';
import { Cluster, StartFailure } from './cluster.ts';
import { differencesOf, queryCluster } from './differences.ts';
import { takeHome } from './owner.ts';
import { summaryOf } from './summary.ts';

const help = `npm start [-- options]: starts the daemons of a sio cluster on this server, and watches them
  --config FILE   the cluster file (standard: cluster-configs/local.yaml; docs/configuration.md)
  --host NAME     also start the daemons that have this host in the file, not only those with host: local
  --make-secrets  only make the cluster's secrets under SIO_HOME, for servers that start daemons with units
  --help          this page
  --version       the version
Environment: SIO_HOME (standard: .sio in the checkout), SIO_LOG_LEVEL debug, info (standard), warn or error.
When a read through the whole path has worked, stdout has a line "ready URI". SIGTERM or SIGINT stops everything.
Exit codes: 0 stopped, 1 failed, 2 usage or config, 3 cannot reach or bind, 4 refused (locked, foreign, newer or damaged).
`;

/** A person who waits is told what is missing, but not of what is over in a moment. */
const progressMs = 2_000;

interface Options {
  readonly configFile: string;
  readonly hostName: string | undefined;
  readonly onlySecrets: boolean;
}

const optionTypes = {
  config: { type: 'string' },
  host: { type: 'string' },
  'make-secrets': { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

function parseOptions() {
  try {
    return parseArgs({ options: optionTypes }).values;
  } catch (cause) {
    throw new ClusterError('INVALID', `${messageOf(cause)}; see npm start -- --help`);
  }
}

function readOptions(): Options {
  const values = parseOptions();
  if (values.help === true || values.version === true) {
    process.stdout.write(values.help === true ? help : `sio ${version}\n`);
    process.exit(exitCode.stopped);
  }
  const standard = resolve(import.meta.dirname, '..', 'cluster-configs', 'local.yaml');
  return {
    configFile: values.config === undefined ? standard : resolve(values.config),
    hostName: values.host,
    onlySecrets: values['make-secrets'] ?? false,
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Ends the process with the code that belongs to the error. */
function fail(error: unknown): never {
  process.stderr.write(prefixed('sio', messageOf(error)));
  process.exit(error instanceof StartFailure ? error.exitCode : exitCodeOf(error));
}

async function openCluster(options: Options, home: Home): Promise<Cluster> {
  const level = logLevel();
  const config = await readClusterConfig(options.configFile);
  const disks = new NodeDisks(createNodeLog({ level }));
  // The lock is held as long as the process lives.
  await takeHome(disks, home, options.configFile);
  await disks.makeDirectory(home.log);
  const host = createNodeHost({
    log: { file: `${home.log}/launcher.log`, level, fields: { daemon: 'launcher', pid: process.pid }, ...config.log },
  });
  if (options.onlySecrets) {
    await makeSecrets(host.disks, host.random, home);
    process.stdout.write(`The secrets of the cluster lie in ${home.secrets}.\n`);
    process.exit(exitCode.stopped);
  }
  return new Cluster({ host, home, config, configFile: options.configFile, hostName: options.hostName, say });
}

/**
 * The first signal stops in order; a second one, which is not the first one's echo, ends everything at once. SIGHUP: the
 * terminal is gone. `cluster` is asked then: before there is one, there is nothing to stop.
 */
function stopOnSignals(cluster: () => Cluster | undefined): void {
  let sinceMs: number | undefined;
  const exit = (): never => process.exit(exitCode.stopped);
  const stop = (signal: string): void => {
    if (sinceMs !== undefined) {
      if (performance.now() - sinceMs < sameSignalMs) return;
      (cluster()?.kill() ?? Promise.resolve()).then(exit, fail);
      return;
    }
    sinceMs = performance.now();
    say(`${signal}: stopping`);
    (cluster()?.stop() ?? Promise.resolve()).then(exit, fail);
  };
  for (const signal of [...stopSignals, 'SIGHUP'] as const) process.on(signal, () => stop(signal));
}

/** On the MDM's server only: the admin token lies there. */
async function showDifferences(cluster: Cluster, home: Home): Promise<void> {
  if (!cluster.daemons.some(({ member }) => member.role === 'mdm')) return;
  try {
    const answer = await queryCluster(cluster.mdmAddress, cluster.adminTokenFile);
    for (const line of differencesOf(cluster.config, answer, (path) => home.resolve(path))) say(`differs: ${line}`);
  } catch (error) {
    // Only information is lost; the cluster runs.
    say(messageOf(error));
  }
}

function showProgress(cluster: Cluster): NodeJS.Timeout {
  let said = '';
  return setInterval(() => {
    const missing = cluster.missing().join('; ');
    if (missing !== '' && missing !== said) say(`waiting: ${missing}`);
    said = missing;
  }, progressMs);
}

async function run(): Promise<void> {
  const startedMs = performance.now();
  keepFilesPrivate();
  const options = readOptions();
  const home = findHome(undefined);
  const opened: { cluster?: Cluster } = {};
  stopOnSignals(() => opened.cluster);
  const cluster = await openCluster(options, home);
  opened.cluster = cluster;
  const progress = showProgress(cluster);
  try {
    const uri = await cluster.start();
    clearInterval(progress);
    process.stdout.write(summaryOf(cluster, uri, home.path, performance.now() - startedMs));
    process.stdout.write(`ready ${uri}\n`);
    const slow = slowChecksums();
    if (slow !== undefined) say(`note: ${slow}`);
    await showDifferences(cluster, home);
  } catch (error) {
    clearInterval(progress);
    await cluster.stop();
    fail(error);
  }
}

// Whoever read our output may be gone; the cluster goes on.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
await run().catch(fail);
