/** Puts a whole MDM together on this machine: host, HTTP server, manager and REST interface. For main.ts and tests. */

import * as http from 'node:http';
import { ClusterError } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Host, Log } from '../common/host.ts';
import { watchMainLoop } from '../common/host-node/event-loop.ts';
import { createNodeHost, type LogOptions } from '../common/host-node/index.ts';
import { ApiServer } from './api/server.ts';
import { backupDirectory, chooseStore, lockPlace, type StorePlace, stagedFile, storePlace } from './backup/place.ts';
import { type Restored, restoreMetadata } from './backup/restore.ts';
import type { ClusterSeed } from './seed.ts';
import { type MdmDurations, MetadataManager } from './service.ts';

const shortestToken = 16;

const standardBackupIntervalMs = 10_000;

/** As a backup's own. */
const stagedMode = 0o600;

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
  /** `directory`: beside the one below the data directory. */
  readonly backup?: { readonly directory?: string; readonly intervalMs: number };
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
  const { dataDirectory, listen, credentials, adminToken, seed, systemName, durations, backup, log } = options;
  if (adminToken.length < shortestToken) {
    throw new ClusterError(
      'INVALID',
      `The admin token has ${adminToken.length} characters; give at least ${shortestToken}.`,
    );
  }
  const server = http.createServer();
  const host = createNodeHost({ log, httpServer: server });
  const lock = await lockPlace(host.disks, dataDirectory);
  const failed = Promise.withResolvers<ClusterError>();
  const { storePath, hasBegun } = await startingPlace(host, dataDirectory, credentials.clusterId).catch(
    async (error: unknown) => {
      await lock.release();
      throw error;
    },
  );
  const directories = [backupDirectory(dataDirectory), ...(backup?.directory === undefined ? [] : [backup.directory])];
  const manager = new MetadataManager({
    host,
    storePath,
    hasBegun,
    backup: { directories, intervalMs: backup?.intervalMs ?? standardBackupIntervalMs },
    credentials,
    listen,
    failed: failed.resolve,
    ...(seed === undefined ? {} : { seed }),
    ...(systemName === undefined ? {} : { systemName }),
    ...(durations === undefined ? {} : { durations }),
  });
  const api = new ApiServer({
    adminToken,
    manager,
    server,
    stage: (bytes) => host.disks.replaceFile(stagedFile(dataDirectory), bytes, stagedMode),
    restart: () => failed.resolve(new ClusterError('CLOSED', 'The MDM starts anew from metadata that was sent to it.')),
  });
  await api.open();
  const stopWatch = watchMainLoop(api.registry);
  const close = async (): Promise<void> => {
    stopWatch();
    await manager.close();
    await api.close();
    await lock.release();
  };
  try {
    await manager.open();
    if (!hasBegun) await chooseStore(host.disks, dataDirectory);
  } catch (error) {
    await close();
    throw error;
  }
  return { address: manager.address, manager, failed: failed.promise, close };
}

/** What scli --restore_metadata has left is applied first; it was checked when it came. */
async function startingPlace(
  { disks, clock, log }: Host,
  dataDirectory: string,
  clusterId: string,
): Promise<StorePlace> {
  const staged = stagedFile(dataDirectory);
  const bytes = await disks.readFile(staged);
  if (bytes !== undefined) {
    const nowMs = clock.wallMs();
    const restored = await restoreMetadata({ disks, dataDirectory, file: staged, bytes, clusterId, nowMs });
    await disks.remove(staged);
    log.write('warn', 'metadata restored', { ...restored });
  }
  return await storePlace(disks, dataDirectory);
}

/** A restore while no MDM runs on the directory. Rejects with `LOCKED`, `NOT_FOUND`, `DAMAGED`, `VERSION`, `FOREIGN`. */
export async function restoreMdm(options: {
  readonly dataDirectory: string;
  readonly file: string;
  readonly clusterId: string;
  readonly log: LogOptions | Log;
}): Promise<Restored> {
  const { dataDirectory, file, clusterId, log } = options;
  const { disks, clock } = createNodeHost({ log });
  const bytes = await disks.readFile(file);
  if (bytes === undefined) throw new ClusterError('NOT_FOUND', `There is no file ${file}: nothing was changed.`);
  const lock = await lockPlace(disks, dataDirectory);
  try {
    return await restoreMetadata({ disks, dataDirectory, file, bytes, clusterId, nowMs: clock.wallMs() });
  } finally {
    await lock.release();
  }
}

export function restoredSentence({ mapVersion, storePath, replacedPath }: Restored, file: string): string {
  return (
    `Restored map version ${mapVersion} from ${file} into ${storePath}; the store before it stays in ${replacedPath}. ` +
    'Start the MDM: it goes on when all data servers have come and none has seen more, else it says what to do.'
  );
}
