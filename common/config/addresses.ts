/** Addresses as the cluster file writes them: `127.0.0.1:0`, `[::1]:9100`, `server1:9100`, or the path of a unix socket. */

import type { Address } from '../host.ts';

/** Undefined when it is no `HOST:PORT`. */
export function parseHostPort(text: string): { readonly host: string; readonly port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** Whether only this machine reaches what listens there. A name other than localhost may mean anything. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** `10.0.0.1:7000`, `[::1]:7000`. */
export function formatHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** For people and for cluster.json: `HOST:PORT` or a path. */
export function formatListenAddress(address: Address): string {
  return address.kind === 'unix' ? address.path : formatHostPort(address.host, address.port);
}

/** A name or an IP address without a port: IPv6 has two colons at least. */
export const hostPattern = /^[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?$|^[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*$/;

/** Every address of a server: it can be bound, and not connected to. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || /^[0:]*:[0:]*$/.test(host);
}

/** One spelling for each IPv6 address and name, so that two can be compared. */
export function normalHost(host: string): string {
  if (!host.includes(':')) return host.toLowerCase();
  return URL.canParse(`http://[${host}]/`) ? new URL(`http://[${host}]/`).hostname.slice(1, -1) : host;
}

/** What others connect to, of an address that was bound: a wildcard, or the daemon's own `listen`, is advertised as `address`. */
export function advertisedAddress(
  bound: Address,
  { address, listen }: { readonly address: string; readonly listen?: string | undefined },
): Address {
  if (bound.kind === 'unix') return bound;
  const isOwn = listen !== undefined && normalHost(bound.host) === normalHost(listen);
  return isOwn || isWildcard(bound.host) ? { ...bound, host: address } : bound;
}
