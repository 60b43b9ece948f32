#!/usr/bin/env node
/** sio-sds, the data server: what the cluster file says of it, as options of `startSds`. */

import { formatListenAddress } from '../common/config/addresses.ts';
import {
  type DaemonContext,
  mdmAddressOf,
  memberOf,
  type RunningDaemon,
  runDaemon,
} from '../common/host-node/daemon.ts';
import { createNodeHost } from '../common/host-node/index.ts';
import { checkHelp, isCheck, runCheck } from './check/command.ts';
import { startSds } from './start.ts';

async function start(context: DaemonContext): Promise<RunningDaemon> {
  const { config, name, home, stateDirectory, credentials, log, version } = context;
  const { address, listen, journalBytes, metrics } = memberOf(config.sds, 'sds', name);
  const sds = await startSds({
    host: createNodeHost({ log }),
    credentials,
    name,
    home: stateDirectory,
    resolvePath: (path) => home.resolve(path),
    mdmAddresses: [mdmAddressOf(config)],
    listenHost: listen,
    advertisedHost: address,
    journalBytes,
    metricsAddress: { kind: 'tcp', ...metrics },
    version,
    pid: process.pid,
  });
  const metricsAddress = formatListenAddress(sds.health.address);
  return {
    report: () => ({
      address: metricsAddress,
      metricsAddress,
      dataAddresses: sds.dataAddresses(),
      devices: sds.server.devices().map(({ path, state }) => ({ id: state.deviceId, path: home.resolve(path) })),
      exports: [],
      missing: sds.missing(),
    }),
    close: () => sds.close(),
  };
}

if (isCheck(process.argv)) process.exitCode = await runCheck(process.argv.slice(2));
else {
  await runDaemon({
    program: 'sio-sds',
    summary: 'the data server of a sio cluster, which owns devices',
    moreHelp: checkHelp,
    start,
  });
}
