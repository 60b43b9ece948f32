/** Which daemons of the cluster file this server runs, and how each is started. */

import { join } from 'node:path';
import type { ClusterConfig } from '../common/config.ts';
import { ClusterError } from '../common/errors.ts';
import { mib } from '../common/units.ts';

export type Role = 'mdm' | 'sds' | 'sdc';

export interface Member {
  readonly role: Role;
  readonly name: string;
  /** The file that node runs. */
  readonly program: string;
  /** Options of node itself. */
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const checkout = join(import.meta.dirname, '..');

/**
 * File operations of an SDS run on libuv's threads: a device keeps at most eight busy (group commit, reads, the
 * directory), and eight more serve what the daemon does beside that. Node's four would queue one device behind another.
 */
const poolThreadsPerDevice = 8;
const poolThreadsBeside = 8;
/** libuv takes no more. */
const mostPoolThreads = 1024;

/**
 * In the order in which they start. `host` undefined: what the file calls `local` only. Throws `INVALID` where there is
 * nothing to start, or nothing on a server of that name.
 */
export function membersOf(config: ClusterConfig, host: string | undefined): readonly Member[] {
  const runsHere = (daemon: { readonly host: string }): boolean => daemon.host === 'local' || daemon.host === host;
  const daemons = [config.mdm, ...config.sds, ...config.sdc];
  if (!daemons.some((daemon) => (host === undefined ? runsHere(daemon) : daemon.host === host))) {
    const hosts = [...new Set(daemons.map((daemon) => daemon.host))].join(', ');
    const asked = host === undefined ? 'host: local' : `host: ${host}`;
    throw new ClusterError(
      'INVALID',
      `The cluster file has no daemon with ${asked}: say which server this is with --host (the file has ${hosts}).`,
    );
  }
  const nodeOptions = config.heapBytes === 0 ? [] : [`--max-old-space-size=${Math.floor(config.heapBytes / mib)}`];
  const member = (role: Role, name: string, environment: Record<string, string> = {}): Member => ({
    role,
    name,
    program: join(checkout, role, 'main.ts'),
    nodeOptions,
    environment,
  });
  return [
    ...(runsHere(config.mdm) ? [member('mdm', config.mdm.name)] : []),
    ...config.sds.filter(runsHere).map(({ name, devices }) => {
      const threads = Math.min(mostPoolThreads, poolThreadsPerDevice * devices.length + poolThreadsBeside);
      return member('sds', name, { UV_THREADPOOL_SIZE: String(threads) });
    }),
    ...config.sdc.filter(runsHere).map(({ name }) => member('sdc', name)),
  ];
}
