/** Puts a whole SDS together on this machine: data server, engines in threads, metrics and health. For main.ts and tests. */

import { formatHostPort, formatListenAddress } from '../common/config/addresses.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Host } from '../common/host.ts';
import { eventLoopHistogram, watchEventLoop } from '../common/host-node/event-loop.ts';
import { type HealthServer, startHealthServer } from '../common/host-node/health-server.ts';
import { DataServer } from './data-server.ts';
import { threadEngine } from './engine-thread.ts';
import { sdsMetrics } from './metrics.ts';

export interface StartSdsOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  /** In the cluster. */
  readonly name: string;
  /** Folder of its own. */
  readonly home: string;
  /** Makes the path of a device whole: the map may hold a relative one. */
  readonly resolvePath: (path: string) => string;
  readonly mdmAddresses: readonly Address[];
  readonly listenHost: string;
  readonly advertisedHost: string;
  readonly journalBytes: number;
  /** Port 0 takes a free one. */
  readonly metricsAddress: Address;
  readonly version: string;
  readonly pid: number;
}

export interface RunningSds {
  readonly server: DataServer;
  readonly health: HealthServer;
  /** `HOST:PORT` of each engine that serves. */
  dataAddresses(): readonly string[];
  /** What keeps it from serving, one sentence each. */
  missing(): readonly string[];
  close(): Promise<void>;
}

/**
 * Resolves when the metrics port is bound; does not wait for the MDM or the devices. Rejects with `UNREACHABLE`.
 * A device that is refused is reported and tried again; the others serve meanwhile.
 */
export async function startSds(options: StartSdsOptions): Promise<RunningSds> {
  const { host, resolvePath, advertisedHost } = options;
  // The registration names the metrics port, so that is bound before there is a data server to ask.
  const serving: { server?: DataServer } = {};
  const missing = (): readonly string[] =>
    serving.server === undefined ? ['the SDS is starting'] : missingOf(serving.server);
  const registry = sdsMetrics(() => serving.server);
  const loopDelays = eventLoopHistogram(registry);
  const health = await startHealthServer({ address: options.metricsAddress, registry, ready: missing });
  const server = new DataServer({
    host,
    credentials: options.credentials,
    mdmAddresses: options.mdmAddresses,
    name: options.name,
    home: options.home,
    listenHost: options.listenHost,
    advertisedHost,
    journalBytes: options.journalBytes,
    metricsAddress: advertised(health.address, advertisedHost),
    pid: options.pid,
    version: options.version,
    engines: (settings) => {
      const loop = loopDelays.labels({ thread: settings.path });
      return threadEngine(host, { ...settings, path: resolvePath(settings.path) }, (delay) => loop.observe(delay));
    },
  });
  serving.server = server;
  const stopWatch = watchEventLoop((seconds) => loopDelays.observe({ thread: 'main' }, seconds));
  const close = async (): Promise<void> => {
    await server.close();
    await health.close();
    stopWatch();
  };
  try {
    await server.open();
  } catch (error) {
    await close();
    throw error;
  }
  host.log.write('info', 'sds started', { metrics: health.address });
  return {
    server,
    health,
    dataAddresses: () =>
      server
        .devices()
        .flatMap(({ state }) => (state.dataPort === 0 ? [] : [formatHostPort(state.dataHost, state.dataPort)])),
    missing,
    close,
  };
}

function advertised(bound: Address, host: string): string {
  return formatListenAddress(bound.kind === 'tcp' ? { ...bound, host } : bound);
}

function missingOf(server: DataServer): readonly string[] {
  const missing = server.isRegistered ? [] : ['not registered with the MDM yet'];
  for (const { path, state } of server.devices()) {
    if (state.error !== '') missing.push(`device ${path} failed: ${state.error}`);
    else if (state.dataPort === 0) missing.push(`device ${path} is being opened`);
    else if (state.unsettledSlices > 0) missing.push(`device ${path} has ${state.unsettledSlices} slices unsettled`);
  }
  return missing;
}
