/** Joins the parts of an SDC: data client, NBD server, metrics. For sdc/main.ts, and for tests that want a whole SDC. */

import type { Credentials } from '../common/handshake.ts';
import type { Address, Host } from '../common/host.ts';
import { watchMainLoop } from '../common/host-node/event-loop.ts';
import { type HealthServer, startHealthServer } from '../common/host-node/health-server.ts';
import { SlabPool } from '../common/slab.ts';
import { NbdServer } from '../nbd-bridge/server.ts';
import { DataClient } from './client.ts';
import { sdcMetrics } from './metrics.ts';

export interface SdcOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  readonly name: string;
  readonly home: string;
  readonly mdmAddresses: readonly Address[];
  /** Where NBD clients of this server connect. */
  readonly nbdAddress: Address;
  readonly metricsAddress: Address;
  /** What others are told of this server, for the admin only. */
  readonly advertisedHost: string;
  readonly version: string;
  readonly pid: number;
  readonly ioTimeoutMs?: number;
}

export interface RunningSdc {
  readonly client: DataClient;
  readonly server: NbdServer;
  readonly health: HealthServer;
  /** Lets requests under way finish (bounded), then closes everything. May be called twice. */
  close(): Promise<void>;
}

/** Resolves when all addresses are bound and what the kept map names is served; does not wait for the MDM. */
export async function startSdc(options: SdcOptions): Promise<RunningSdc> {
  const { host, credentials, name, home, mdmAddresses, nbdAddress, metricsAddress, ioTimeoutMs } = options;
  const slabs = new SlabPool();
  const running: { server?: NbdServer } = {};
  const client = new DataClient({
    host,
    credentials,
    mdmAddresses,
    name,
    home,
    slabs,
    about: { address: options.advertisedHost, pid: options.pid, version: options.version },
    onRemoved: (removed) => running.server?.closeExport(removed),
    ...(ioTimeoutMs === undefined ? {} : { ioTimeoutMs }),
  });
  const server = new NbdServer({ host, address: nbdAddress, exports: client, slabs });
  running.server = server;
  let health: HealthServer | undefined;
  let stopWatch: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await server.close();
    await client.close();
    await health?.close();
    stopWatch?.();
  };
  try {
    const registry = sdcMetrics(client, server);
    stopWatch = watchMainLoop(registry);
    health = await startHealthServer({ address: metricsAddress, registry, ready: () => client.missing() });
    await client.open();
    await server.open();
  } catch (error) {
    await close();
    throw error;
  }
  host.log.write('info', 'sdc-started', { name, nbd: server.address, metrics: health.address });
  return {
    client,
    server,
    health,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
