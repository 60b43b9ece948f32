/**
 * The two secrets under SIO_HOME/secrets, both of mode 0600: the cluster key, which every server of the cluster has, and
 * the admin token, which lets scli in. They are made once, never printed and never an argument of a process.
 */

import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { ClusterError } from '../errors.ts';
import type { Credentials } from '../handshake.ts';
import type { Disks, Random } from '../host.ts';
import type { Home } from './home.ts';

const clusterIdBytes = 16;
const keyBytes = 32;
const tokenBytes = 32;
const secretMode = 0o600;

export function adminTokenFile(home: Home): string {
  return join(home.secrets, 'admin.token');
}

export function clusterSecretFile(home: Home): string {
  return join(home.secrets, 'cluster.json');
}

/** Makes what is missing. Only one process at a time (the launcher's lock). */
export async function makeSecrets(disks: Disks, random: Random, home: Home): Promise<void> {
  await disks.makeDirectory(home.secrets);
  await fs.chmod(home.secrets, 0o700);
  if ((await disks.readFile(clusterSecretFile(home))) === undefined) {
    const secret = { clusterId: randomHex(random, clusterIdBytes), key: randomHex(random, keyBytes) };
    await disks.replaceFile(clusterSecretFile(home), Buffer.from(`${JSON.stringify(secret)}\n`), secretMode);
  }
  if ((await disks.readFile(adminTokenFile(home))) === undefined) {
    await disks.replaceFile(adminTokenFile(home), Buffer.from(`${randomHex(random, tokenBytes)}\n`), secretMode);
  }
}

function randomHex(random: Random, bytes: number): string {
  return Buffer.from(random.bytes(new Uint8Array(bytes))).toString('hex');
}

/** Rejects with `NOT_FOUND` where there is none, `NOT_ALLOWED` where others can read it, `DAMAGED` where it is no secret. */
export async function readCredentials(disks: Disks, home: Home): Promise<Credentials> {
  const path = clusterSecretFile(home);
  const text = await readSecret(disks, path);
  const { clusterId, key } = parseSecret(path, text);
  if (typeof clusterId !== 'string' || !/^[0-9a-f]{32}$/.test(clusterId)) throw damaged(path, 'clusterId');
  if (typeof key !== 'string' || !/^([0-9a-f]{2}){16,64}$/.test(key)) throw damaged(path, 'key');
  return { clusterId, key: Buffer.from(key, 'hex') };
}

/** Rejects as `readCredentials` does. */
export async function readAdminToken(disks: Disks, home: Home): Promise<string> {
  return (await readSecret(disks, adminTokenFile(home))).trim();
}

function parseSecret(path: string, text: string): { readonly clusterId?: unknown; readonly key?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new ClusterError('DAMAGED', `The cluster secret ${path} is no JSON: copy it again from another server.`, {
      cause,
    });
  }
  throw damaged(path, 'object');
}

function damaged(path: string, what: string): ClusterError {
  return new ClusterError(
    'DAMAGED',
    `The cluster secret ${path} has no valid ${what}: copy it again from another server.`,
  );
}

async function readSecret(disks: Disks, path: string): Promise<string> {
  const bytes = await disks.readFile(path);
  if (bytes === undefined) {
    throw new ClusterError(
      'NOT_FOUND',
      `There is no ${path}: npm start, or the launcher's --make-secrets, makes it on the server of the MDM; the other servers ` +
        'need a copy of its secrets/cluster.json (mode 0600).',
    );
  }
  const { mode } = await fs.stat(path);
  if ((mode & 0o077) !== 0) {
    throw new ClusterError(
      'NOT_ALLOWED',
      `Others may read the secret ${path}: chmod 600 it, and think of it as known.`,
    );
  }
  return Buffer.from(bytes).toString('utf8');
}
