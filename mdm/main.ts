#!/usr/bin/env node
/** sio-mdm, the metadata manager: what the cluster file says of it, as options of `startMdm`. */

import { resolve } from 'node:path';
import { formatListenAddress } from '../common/config/addresses.ts';
import { seedOf } from '../common/config/seed.ts';
import { type DaemonContext, memberOf, type RunningDaemon, runDaemon } from '../common/host-node/daemon.ts';
import { NodeDisks } from '../common/host-node/disks.ts';
import { mdmPortVariable } from '../common/host-node/launch.ts';
import { readAdminToken } from '../common/host-node/secrets.ts';
import { missingFrom } from './api/readiness.ts';
import { restoredSentence, restoreMdm, startMdm } from './start.ts';

async function start(context: DaemonContext): Promise<RunningDaemon> {
  const { config, name, home, stateDirectory, credentials, log } = context;
  const { address, listen, port } = memberOf([config.mdm], 'mdm', name);
  const adminToken = await readAdminToken(new NodeDisks(log), home);
  const mdm = await startMdm({
    dataDirectory: stateDirectory,
    backup: backupOf(context),
    listen: { kind: 'tcp', host: listen, port: port === 0 ? Number(process.env[mdmPortVariable] ?? 0) : port },
    credentials,
    adminToken,
    seed: seedOf(config, (path) => home.resolve(path)),
    systemName: config.system,
    durations: { silenceMs: config.durations.silenceMs },
    log,
  });
  const bound = mdm.address;
  const shown = formatListenAddress(bound.kind === 'tcp' ? { ...bound, host: address } : bound);
  return {
    report: () => ({
      address: shown,
      metricsAddress: shown,
      dataAddresses: [],
      devices: [],
      exports: [],
      missing: missingFrom(mdm.manager),
    }),
    failed: mdm.failed,
    close: () => mdm.close(),
  };
}

function backupOf({ config, home }: DaemonContext): { readonly directory?: string; readonly intervalMs: number } {
  const { directory, intervalMs } = config.mdm.backup;
  return { intervalMs, ...(directory === undefined ? {} : { directory: home.resolve(directory) }) };
}

/** The MDM must not run: its lock says so. */
async function restore(context: DaemonContext, file: string): Promise<string> {
  const { config, name, stateDirectory, credentials, log } = context;
  memberOf([config.mdm], 'mdm', name);
  const path = resolve(file);
  const restored = await restoreMdm({
    dataDirectory: stateDirectory,
    file: path,
    clusterId: credentials.clusterId,
    log,
  });
  log.write('info', 'metadata restored', { ...restored, file: path });
  return restoredSentence(restored, path);
}

await runDaemon({
  program: 'sio-mdm',
  summary: 'the metadata manager of a sio cluster',
  start,
  tool: {
    option: 'restore',
    help:
      'instead of running: makes the meta store anew from a backup of the metadata, or from the file "map" in the\n' +
      '                 state folder of an SDS; the replaced store is kept (docs/metadata-safety.md)',
    run: restore,
  },
});
