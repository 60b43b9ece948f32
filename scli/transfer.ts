/** Moves the metadata between the MDM and a file here; a file counts only when it is whole and checked. */

import { createWriteStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { decodeBackup } from '../common/backup-file.ts';
import { ClusterError, messageOf } from '../common/errors.ts';
import type { CommandName, TransferName } from '../mdm/api/commands.ts';
import { resultOf } from './client.ts';
import type { Connection } from './connection.ts';
import { CannotReach, Refused } from './failures.ts';

/** A backup of 40 MiB over a slow line. */
const transferTimeoutMs = 600_000;

export function isTransfer(command: CommandName): command is TransferName {
  return command === 'export_metadata' || command === 'restore_metadata';
}

/** Throws `Refused`, `Usage`, `CannotReach` or `NotAllowed`. */
export async function transferMetadata(connection: Connection, command: TransferName, file: string): Promise<object> {
  try {
    return command === 'export_metadata' ? await download(connection, file) : await upload(connection, file);
  } catch (error) {
    if (error instanceof ClusterError) throw new Refused(messageOf(error));
    throw systemCodeOf(error) === undefined ? error : new Refused(`Could not use ${file}: ${messageOf(error)}.`);
  }
}

function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

async function download(connection: Connection, file: string): Promise<object> {
  const { address, response } = await request(connection, { method: 'GET' });
  if (!response.ok || response.body === null) return resultOf(address, response.status, await response.text());
  const unfinished = `${file}.tmp`;
  try {
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream<Uint8Array>),
      createWriteStream(unfinished, { mode: 0o600, flush: true }),
    );
    const { header } = decodeBackup(await readFile(unfinished), unfinished);
    await rename(unfinished, file);
    await syncFolder(dirname(file));
    const { clusterId, system, mapVersion, createdAtMs, entries } = header;
    const message = `The metadata of ${system} at map version ${mapVersion} (${entries} entries) is in ${file}, checked.`;
    return { message, id: clusterId, clusterId, mapVersion, createdAtMs, entries, file };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function upload(connection: Connection, file: string): Promise<object> {
  const body = await readFile(file);
  const { address, response } = await request(connection, { method: 'PUT', body });
  return resultOf(address, response.status, await response.text());
}

async function request(
  { addresses, adminToken }: Connection,
  { method, body }: { readonly method: 'GET' | 'PUT'; readonly body?: Uint8Array<ArrayBuffer> },
): Promise<{ readonly address: string; readonly response: Response }> {
  const failures: string[] = [];
  for (const address of addresses) {
    try {
      const response = await fetch(`http://${address}/api/v1/metadata`, {
        method,
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/octet-stream' },
        signal: AbortSignal.timeout(transferTimeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      return { address, response };
    } catch (error) {
      failures.push(`${address}: ${messageOf(error)}`);
    }
  }
  throw new CannotReach(`Could not reach the MDM: ${failures.join('; ')}. Is it running? Is the address right?`);
}
