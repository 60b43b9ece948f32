/** Puts a whole MDM together on this machine: host, HTTP server, manager and REST interface. For main.ts and tests. */

import { join } from 'node:path';
import { ClusterError } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Log } from '../common/host.ts';
import { NodeClock } from '../common/host-node/clock.ts';
import { HttpGuard } from '../common/host-node/http-guard.ts';
import { createNodeHost, type LogOptions } from '../common/host-node/index.ts';
import { createNodeLog } from '../common/host-node/log.ts';
import { Refusals, sayIn } from '../common/refusals.ts';
import { ApiServer } from './api/server.ts';
import type { ClusterSeed } from './seed.ts';
import { type MdmDurations, MetadataManager } from './service.ts';

const shortestToken = 16;

export interface StartMdmOptions {
  /** Made when missing; the meta store lies in its folder `meta`. */
  readonly dataDirectory: string;
  /** Of control links, REST, metrics and health; port 0 takes a free one. */
  readonly listen: Address;
  readonly credentials: Credentials;
  /** Content of the admin token file. */
  readonly adminToken: string;
  /** What an empty store begins with; without it an empty store is refused. */
  readonly seed?: ClusterSeed;
  readonly systemName?: string;
  readonly durations?: Partial<MdmDurations>;
  readonly log: LogOptions | Log;
}

export interface RunningMdm {
  /** The bound address, with the real port. */
  readonly address: Address;
  readonly manager: MetadataManager;
  /** Resolves when the meta store has failed: close, and end the process with 1. */
  readonly failed: Promise<ClusterError>;
  close(): Promise<void>;
}

/** Rejects with `LOCKED`, `DAMAGED`, `VERSION`, `FOREIGN` (the store), `UNREACHABLE` (the address), `INVALID` (the token or seed). */
export async function startMdm(options: StartMdmOptions): Promise<RunningMdm> {
  const { dataDirectory, listen, credentials, adminToken, seed, systemName, durations, log } = options;
  if (adminToken.length < shortestToken) {
    throw new ClusterError(
      'INVALID',
      `The admin token has ${adminToken.length} characters; give at least ${shortestToken}.`,
    );
  }
  const openLog = 'write' in log ? log : createNodeLog(log);
  const refusals = new Refusals(new NodeClock(), sayIn(openLog));
  const guard = new HttpGuard(refusals);
  const host = createNodeHost({ log: openLog, httpServer: guard });
  await host.disks.makeDirectory(dataDirectory);
  const failed = Promise.withResolvers<ClusterError>();
  const manager = new MetadataManager({
    host,
    storePath: join(dataDirectory, 'meta'),
    credentials,
    listen,
    refusals,
    failed: failed.resolve,
    ...(seed === undefined ? {} : { seed }),
    ...(systemName === undefined ? {} : { systemName }),
    ...(durations === undefined ? {} : { durations }),
  });
  const api = new ApiServer({ adminToken, manager, guard });
  await api.open();
  const close = async (): Promise<void> => {
    await manager.close();
    await api.close();
  };
  try {
    await manager.open();
  } catch (error) {
    await close();
    throw error;
  }
  return { address: manager.address, manager, failed: failed.promise, close };
}
