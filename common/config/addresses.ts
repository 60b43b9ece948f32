/** Addresses as the cluster file writes them: `127.0.0.1:0`, `[::1]:9100`, `server1:9100`, or the path of a unix socket. */

import type { Address } from '../host.ts';

/** Undefined when it is no `HOST:PORT`. */
export function parseHostPort(text: string): { readonly host: string; readonly port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** `10.0.0.1:7000`, `[::1]:7000`. */
export function formatHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** For people and for cluster.json: `HOST:PORT` or a path. */
export function formatListenAddress(address: Address): string {
  return address.kind === 'unix' ? address.path : formatHostPort(address.host, address.port);
}

/** A name or an IP address without a port. */
export const hostPattern = /^[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?$|^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/;

/** Whether only this machine reaches what listens there. A name other than localhost may mean anything. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
