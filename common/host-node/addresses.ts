/** Addresses as Node's net takes and gives them. */

import type * as net from 'node:net';
import { ClusterError } from '../errors.ts';
import type { Address } from '../host.ts';

/** sun_path holds 108 bytes with its end. */
const longestUnixPathBytes = 107;

/** For people: `10.0.0.1:7000`, `[::1]:7000`, or the path; a name of the kernel's begins with `@`, as everywhere. */
export function formatAddress(address: Address): string {
  if (address.kind === 'unix') return address.path.replace('\0', '@');
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** What `net.connect` and `server.listen` both take. */
export function endpointOf(address: Address): { path: string } | { host: string; port: number } {
  if (address.kind === 'tcp') return { host: address.host, port: address.port };
  if (Buffer.byteLength(address.path) > longestUnixPathBytes) {
    throw new ClusterError(
      'INVALID',
      `The socket path ${address.path} is longer than ${longestUnixPathBytes} bytes: choose a shorter folder`,
    );
  }
  return { path: address.path };
}

/** Where a listening server is bound, with its real port. */
export function boundAddress(server: net.Server, asked: Address): Address {
  const bound = server.address();
  if (asked.kind === 'unix' || bound === null || typeof bound === 'string') return asked;
  return { kind: 'tcp', host: bound.address, port: bound.port };
}

/** The other side of a connected socket, for the log; `asked` where a socket has no name of its own. */
export function remoteOf(socket: net.Socket, asked: Address): string {
  const { remoteAddress, remotePort } = socket;
  if (asked.kind === 'unix' || remoteAddress === undefined || remotePort === undefined) return formatAddress(asked);
  return formatAddress({ kind: 'tcp', host: remoteAddress, port: remotePort });
}
