#!/usr/bin/env node
/** sio-sdc, the data client: what the cluster file says of it, as options of `startSdc`. */

import { advertisedAddress, formatListenAddress } from '../common/config/addresses.ts';
import type { NbdTcpConfig } from '../common/config.ts';
import type { Address } from '../common/host.ts';
import {
  type DaemonContext,
  mdmAddressOf,
  memberOf,
  type RunningDaemon,
  runDaemon,
} from '../common/host-node/daemon.ts';
import { type Home, makeSocketFolder, socketPathOf } from '../common/host-node/home.ts';
import { createNodeHost } from '../common/host-node/index.ts';
import { readTlsOptions } from '../common/host-node/tls-files.ts';
import { listenSecurable } from '../common/host-node/tls-network.ts';
import type { NetworkListener } from '../nbd-bridge/server.ts';
import { startSdc } from './start.ts';

/** The listener for clients of other servers, with its certificate or keys read. */
async function networkListenerOf({ host, port, tls }: NbdTcpConfig, home: Home): Promise<NetworkListener> {
  const address = { kind: 'tcp', host, port } as const;
  if (tls === undefined) return { address };
  const options = await readTlsOptions(
    tls.kind === 'psk'
      ? { ...tls, psk: home.resolve(tls.psk) }
      : {
          ...tls,
          certificate: home.resolve(tls.certificate),
          key: home.resolve(tls.key),
          ...(tls.clientCa === undefined ? {} : { clientCa: home.resolve(tls.clientCa) }),
        },
  );
  return { address, listenTls: (at, accept) => listenSecurable(options, at, accept) };
}

async function start(context: DaemonContext): Promise<RunningDaemon> {
  const { config, name, home, stateDirectory, credentials, log, version } = context;
  const { address, nbd, nbdTcp, metrics, ioTimeoutMs } = memberOf(config.sdc, 'sdc', name);
  const host = createNodeHost({ log });
  let nbdAddress: Address;
  if (nbd.kind === 'tcp') nbdAddress = nbd;
  else {
    const socket = socketPathOf(home.resolve(nbd.path));
    await makeSocketFolder(socket);
    nbdAddress = { kind: 'unix', path: socket.path };
  }
  const nbdNetwork = nbdTcp === undefined ? undefined : await networkListenerOf(nbdTcp, home);
  const sdc = await startSdc({
    host,
    credentials,
    name,
    home: stateDirectory,
    mdmAddresses: [mdmAddressOf(config)],
    nbdAddress,
    ...(nbdNetwork === undefined ? {} : { nbdNetwork }),
    metricsAddress: { kind: 'tcp', ...metrics },
    advertisedHost: address,
    version,
    pid: process.pid,
    ioTimeoutMs,
  });
  const { client, server, health } = sdc;
  const metricsAddress = formatListenAddress(advertisedAddress(health.address, { address }));
  const served = formatListenAddress(advertisedAddress(server.address, { address }));
  return {
    report: () => ({
      address: served,
      metricsAddress,
      dataAddresses:
        server.networkAddress === undefined
          ? []
          : [formatListenAddress(advertisedAddress(server.networkAddress, { address }))],
      devices: [],
      exports: [...client.names()].sort(),
      missing: client.isRegistered ? client.missing() : [...client.missing(), 'not registered with the MDM yet'],
    }),
    close: () => sdc.close(),
  };
}

await runDaemon({
  program: 'sio-sdc',
  summary: 'the data client of a sio cluster, which serves volumes over NBD',
  start,
});
