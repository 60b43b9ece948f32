/** Where the MDM is and what lets us in: flags, then the environment, then the cluster that runs here. */

import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { messageOf } from '../common/errors.ts';
import type { GlobalOptions } from './command-line.ts';
import { CannotReach, NotAllowed } from './failures.ts';

/** ScaleIO's port of the MDM, taken where an address has none. */
export const defaultMdmPort = 6611;

export interface Connection {
  /** `host:port`, tried in turn. */
  readonly addresses: readonly string[];
  readonly adminToken: string;
}

export interface Environment {
  readonly SIO_HOME?: string | undefined;
  readonly SIO_MDM?: string | undefined;
  readonly SIO_ADMIN_TOKEN_FILE?: string | undefined;
}

/** What the launcher wrote; fields that are missing or wrong count as missing. */
interface RunningCluster {
  readonly mdm?: string;
  readonly adminTokenFile?: string;
}

export async function findCluster(
  options: GlobalOptions,
  environment: Environment,
  defaultHome: string,
): Promise<Connection> {
  const home = environment.SIO_HOME ?? defaultHome;
  const clusterFile = join(home, 'run', 'cluster.json');
  const running = await readClusterFile(clusterFile);
  const asked = options.mdmIp ?? environment.SIO_MDM ?? running?.mdm;
  if (asked === undefined) {
    throw new CannotReach(
      `No cluster is running in ${home} (there is no usable ${clusterFile}). Start one with npm start, or say where the ` +
        'MDM is: --mdm_ip IP:PORT, or SIO_MDM.',
    );
  }
  const tokenFile = options.adminTokenFile ?? environment.SIO_ADMIN_TOKEN_FILE ?? running?.adminTokenFile;
  if (tokenFile === undefined) {
    throw new NotAllowed(
      'No admin token is known: give --admin_token_file FILE, or SIO_ADMIN_TOKEN_FILE; the file lies under SIO_HOME of the ' +
        'server on which the MDM runs.',
    );
  }
  const addresses = asked.split(',').map((address) => withPort(address.trim()));
  return { addresses, adminToken: await readToken(isAbsolute(tokenFile) ? tokenFile : join(home, tokenFile)) };
}

async function readClusterFile(path: string): Promise<RunningCluster | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof content !== 'object' || content === null) return undefined;
    const { mdm, adminTokenFile } = content as Record<string, unknown>;
    return {
      ...(typeof mdm === 'string' ? { mdm } : {}),
      ...(typeof adminTokenFile === 'string' ? { adminTokenFile } : {}),
    };
  } catch {
    // Missing or half there: nothing runs here, which the caller says when it needs to know.
    return undefined;
  }
}

async function readToken(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new NotAllowed(`Could not read the admin token at ${path}: ${messageOf(error)}. Run scli as its owner.`);
  }
}

/** `10.0.0.1`, `10.0.0.1:6611`, `::1`, `[::1]:6611`, `mdm.local`. */
export function withPort(address: string): string {
  if (/^\[.+\]:\d+$/.test(address) || /^[^:]+:\d+$/.test(address)) return address;
  const bare = address.replace(/^\[(.+)\]$/, '$1');
  return bare.includes(':') ? `[${bare}]:${defaultMdmPort}` : `${bare}:${defaultMdmPort}`;
}
