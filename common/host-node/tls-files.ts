/** Reads what a TLS server needs from the files that the cluster file names; each complaint names the file and the way out. */

import * as fs from 'node:fs/promises';
import type { TlsOptions } from 'node:tls';
import type { TlsConfig } from '../config.ts';
import { ClusterError, messageOf } from '../errors.ts';
import { type TlsCredentials, tlsOptionsOf } from './tls-network.ts';

/** A chain of certificates is a few KiB, ten thousand keys are under 1 MiB; a larger file is another one. */
const largestFileBytes = 1024 * 1024;
/** 16 bytes are the least that is worth the name of a key; GnuTLS takes at most 64 bytes. */
const keyPattern = /^([0-9a-fA-F]{2}){16,64}$/;

/** `files` with whole paths. Rejects with `NOT_FOUND`, `NOT_ALLOWED` (others may read a secret) or `DAMAGED`. */
export async function readTlsOptions(files: TlsConfig): Promise<TlsOptions> {
  const credentials = files.kind === 'psk' ? await readPsk(files.psk) : await readCertificate(files);
  try {
    return tlsOptionsOf(credentials);
  } catch (cause) {
    const what = files.kind === 'psk' ? files.psk : `${files.certificate} and ${files.key}`;
    throw new ClusterError(
      'DAMAGED',
      `TLS cannot be served with ${what}: ${messageOf(cause)}; both must be PEM and belong together.`,
      {
        cause,
      },
    );
  }
}

async function readCertificate(files: TlsConfig & { readonly kind: 'certificate' }): Promise<TlsCredentials> {
  const certificate = await readFile(files.certificate, 'TLS certificate');
  const key = await readSecret(files.key, 'TLS key');
  const clientCa = files.clientCa === undefined ? undefined : await readFile(files.clientCa, 'CA of the TLS clients');
  return { kind: 'certificate', certificate, key, ...(clientCa === undefined ? {} : { clientCa }) };
}

async function readPsk(path: string): Promise<TlsCredentials> {
  return { kind: 'psk', keys: parsePsk(path, (await readSecret(path, 'file of TLS keys')).toString('utf8')) };
}

/** As psktool writes it: a line `user:hexkey` each; empty lines are skipped. */
export function parsePsk(path: string, text: string): ReadonlyMap<string, Uint8Array> {
  const keys = new Map<string, Uint8Array>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const end = line.indexOf(':');
    const user = line.slice(0, end);
    const key = line.slice(end + 1).trim();
    if (end < 1 || !keyPattern.test(key)) {
      const rule = 'USER:HEXKEY with a key of 16 to 64 bytes';
      throw new ClusterError(
        'DAMAGED',
        `Line ${index + 1} of ${path} is not ${rule}: psktool -u USER -p ${path} makes one.`,
      );
    }
    if (keys.has(user))
      throw new ClusterError('DAMAGED', `Line ${index + 1} of ${path} names ${user} again: keep one.`);
    keys.set(user, Buffer.from(key, 'hex'));
  }
  if (keys.size === 0) {
    throw new ClusterError(
      'DAMAGED',
      `${path} has no key, so that no client could connect: psktool -u USER -p ${path}.`,
    );
  }
  return keys;
}

async function readSecret(path: string, what: string): Promise<Buffer> {
  const bytes = await readFile(path, what);
  const { mode } = await fs.stat(path);
  if ((mode & 0o077) === 0) return bytes;
  throw new ClusterError('NOT_ALLOWED', `Others may read the ${what} ${path}: chmod 600 it, and think of it as known.`);
}

async function readFile(path: string, what: string): Promise<Buffer> {
  try {
    const { size } = await fs.stat(path);
    if (size <= largestFileBytes) return await fs.readFile(path);
  } catch (cause) {
    throw new ClusterError('NOT_FOUND', `Could not read the ${what} ${path}: ${messageOf(cause)}.`, { cause });
  }
  throw new ClusterError('DAMAGED', `The ${what} ${path} is over ${largestFileBytes} bytes long: it is another file.`);
}
