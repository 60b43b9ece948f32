#!/usr/bin/env node
/** sio-mdm, the metadata manager: what the cluster file says of it, as options of `startMdm`. */

import { formatListenAddress } from '../common/config/addresses.ts';
import { seedOf } from '../common/config/seed.ts';
import { type DaemonContext, memberOf, type RunningDaemon, runDaemon } from '../common/host-node/daemon.ts';
import { NodeDisks } from '../common/host-node/disks.ts';
import { mdmPortVariable } from '../common/host-node/launch.ts';
import { readAdminToken } from '../common/host-node/secrets.ts';
import { missingFrom } from './api/readiness.ts';
import { startMdm } from './start.ts';

async function start(context: DaemonContext): Promise<RunningDaemon> {
  const { config, name, home, stateDirectory, credentials, log } = context;
  const { address, listen, port } = memberOf([config.mdm], 'mdm', name);
  const adminToken = await readAdminToken(new NodeDisks(log), home);
  const mdm = await startMdm({
    dataDirectory: stateDirectory,
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

await runDaemon({ program: 'sio-mdm', summary: 'the metadata manager of a sio cluster', start });
