/** What a cluster file's parts must say of one another: names that exist, and names, addresses and paths that are used once. */

import { posix } from 'node:path';
import type { ClusterConfig } from '../config.ts';
import { formatHostPort, isWildcard, normalHost } from './addresses.ts';
import { formatPath, type Mistakes, type Path } from './mistakes.ts';

export function checkReferences(config: ClusterConfig, mistakes: Mistakes): void {
  checkNames(config, mistakes);
  checkEndpoints(config, mistakes);
  checkMdmPort(config, mistakes);
  checkDomains(config, mistakes);
  checkDevices(config, mistakes);
  checkVolumes(config, mistakes);
}

interface Entry {
  readonly path: Path;
  readonly value: string;
}

/** Notes each value that an earlier entry has already. One that could not be read is empty. */
function checkUnique(entries: readonly Entry[], what: string, key: string, mistakes: Mistakes): void {
  const taken = new Map<string, Path>();
  const all = new Set(entries.map(({ value }) => value));
  for (const { path, value } of entries) {
    if (value === '') continue;
    const before = taken.get(value);
    if (before === undefined) taken.set(value, path);
    else mistakes.add(path, `${what} ${value} is taken by ${formatPath(before)}`, `${key}: ${freeName(value, all)}`);
  }
}

/** `sds3` where `sds1` and `sds2` are taken. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.replace(/\d+$/, '');
  for (let number = 2; ; number++) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
}

function checkNames({ mdm, sds, sdc, protectionDomains, volumes }: ClusterConfig, mistakes: Mistakes): void {
  const named = (list: readonly { readonly name: string }[], ...at: Path): Entry[] =>
    list.map(({ name }, index) => ({ path: [...at, index, 'name'], value: name }));
  const daemons = [{ path: ['mdm', 'name'], value: mdm.name }, ...named(sds, 'sds'), ...named(sdc, 'sdc')];
  checkUnique(daemons, 'the name', 'name', mistakes);
  checkUnique(named(protectionDomains, 'protectionDomains'), 'the name', 'name', mistakes);
  checkUnique(named(volumes, 'volumes'), 'the name', 'name', mistakes);
  // A volume names its pool only, so a pool's name must say which one is meant.
  const pools = protectionDomains.flatMap(({ pools: own }, at) => named(own, 'protectionDomains', at, 'pools'));
  checkUnique(pools, 'the pool name', 'name', mistakes);
}

/** What a daemon binds on its server. */
interface Endpoint {
  readonly path: Path;
  readonly server: string;
  readonly host: string;
  readonly port: number;
  /** How the file says it with another port. */
  readonly example: (port: number) => string;
}

/**
 * What was met so far, by server. A launcher with --host starts what is local as well: such a daemon may meet those of
 * any server.
 */
class Neighbours<T> {
  readonly #byServer = new Map<string, T[]>();

  /** The first one that `find` takes, of those that may run on the same server. */
  find(server: string, find: (neighbour: T) => boolean): T | undefined {
    const servers = server === 'local' ? this.#byServer.keys() : [server, 'local'];
    for (const key of servers) {
      const found = this.#byServer.get(key)?.find(find);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  add(server: string, neighbour: T): void {
    const list = this.#byServer.get(server);
    if (list === undefined) this.#byServer.set(server, [neighbour]);
    else list.push(neighbour);
  }
}

function checkEndpoints(config: ClusterConfig, mistakes: Mistakes): void {
  const { mdm, sds, sdc } = config;
  const hostPort =
    (key: string, host: string) =>
    (port: number): string =>
      `${key}: '${formatHostPort(host, port)}'`;
  const endpoints: Endpoint[] = [
    { path: ['mdm', 'port'], server: mdm.host, host: mdm.listen, port: mdm.port, example: (port) => `port: ${port}` },
  ];
  for (const [key, list] of [
    ['sds', sds],
    ['sdc', sdc],
  ] as const) {
    for (const [index, { host, metrics }] of list.entries()) {
      const example = hostPort('metrics', metrics.host);
      endpoints.push({ ...metrics, path: [key, index, 'metrics'], server: host, example });
    }
  }
  for (const [index, { host, nbd }] of sdc.entries()) {
    if (nbd.kind === 'unix') continue;
    endpoints.push({ ...nbd, path: ['sdc', index, 'nbd'], server: host, example: hostPort('nbd', nbd.host) });
  }
  const ports = new Set(endpoints.map(({ port }) => port));
  const before = new Neighbours<Endpoint>();
  for (const endpoint of endpoints) {
    if (endpoint.port === 0) continue;
    const other = before.find(endpoint.server, (earlier) => meet(endpoint, earlier));
    before.add(endpoint.server, endpoint);
    if (other === undefined) continue;
    let free = endpoint.port;
    while (ports.has(free)) free = (free % 65_535) + 1;
    ports.add(free);
    const address = formatHostPort(endpoint.host, endpoint.port);
    const reason = `the address ${address} is taken on its server by ${formatPath(other.path)}`;
    mistakes.add(endpoint.path, reason, endpoint.example(free));
  }
  checkSockets(sdc, mistakes);
}

function meet(one: Endpoint, other: Endpoint): boolean {
  if (one.port !== other.port) return false;
  return isWildcard(one.host) || isWildcard(other.host) || normalHost(one.host) === normalHost(other.host);
}

/** Two SDCs of one server cannot serve one socket. */
function checkSockets(sdc: ClusterConfig['sdc'], mistakes: Mistakes): void {
  const before = new Neighbours<{ readonly path: Path; readonly socket: string }>();
  for (const [index, { name, host, nbd }] of sdc.entries()) {
    if (nbd.kind === 'tcp' || nbd.path === '') continue;
    const path: Path = ['sdc', index, 'nbd'];
    const socket = posix.normalize(nbd.path);
    const other = before.find(host, (earlier) => earlier.socket === socket);
    before.add(host, { path, socket });
    if (other === undefined) continue;
    const reason = `the NBD socket ${nbd.path} is taken on its server by ${formatPath(other.path)}`;
    mistakes.add(path, reason, `nbd: run/${name || 'sdc2'}.sock`);
  }
}

/** A free port is found by the launcher that starts the MDM; those of other servers cannot know it. */
function checkMdmPort({ mdm, sds, sdc }: ClusterConfig, mistakes: Mistakes): void {
  if (mdm.port !== 0 || !mistakes.isSound(['mdm'])) return;
  const other = [...sds, ...sdc].find(({ host }) => host !== mdm.host && host !== '');
  if (other === undefined) return;
  const reason = `the MDM needs a port of its own here, because ${other.name} runs on another server (${other.host})`;
  mistakes.add(['mdm', 'port'], reason, 'port: 6611');
}

function checkDomains({ sds, protectionDomains }: ClusterConfig, mistakes: Mistakes): void {
  // What could not be read may be what is looked for.
  if (!mistakes.isSound(['protectionDomains'])) return;
  const known = new Map(protectionDomains.map((domain) => [domain.name, domain]));
  const homes = new Map<string, { readonly domain: string; readonly path: Path }>();
  for (const [index, { protectionDomain, faultSet, devices }] of sds.entries()) {
    const path: Path = ['sds', index];
    const domain = known.get(protectionDomain);
    if (protectionDomain === '') continue;
    if (domain === undefined) {
      const reason = `there is no protection domain ${protectionDomain} in protectionDomains`;
      const example = `protectionDomain: ${protectionDomains[0]?.name ?? 'default'}`;
      mistakes.add([...path, 'protectionDomain'], reason, example);
      continue;
    }
    for (const [at, { pool }] of devices.entries()) {
      if (pool === '' || domain.pools.some(({ name }) => name === pool)) continue;
      const reason = `protection domain ${protectionDomain} has no pool ${pool}`;
      mistakes.add([...path, 'devices', at, 'pool'], reason, `pool: ${domain.pools[0]?.name ?? 'default'}`);
    }
    if (faultSet === undefined) continue;
    const home = homes.get(faultSet);
    if (home === undefined) homes.set(faultSet, { domain: protectionDomain, path });
    else if (home.domain !== protectionDomain) {
      const reason = `fault set ${faultSet} lies in protection domain ${home.domain} (${formatPath(home.path)})`;
      mistakes.add([...path, 'faultSet'], reason, `faultSet: ${faultSet}-${protectionDomain}`);
    }
  }
}

/** Neither the same place on one server, nor one below the other. */
function checkDevices({ sds }: ClusterConfig, mistakes: Mistakes): void {
  const before = new Neighbours<{ readonly path: Path; readonly place: string }>();
  const taken = new Set<string>();
  for (const [at, { host, devices }] of sds.entries()) {
    for (const [index, device] of devices.entries()) {
      if (device.path === '') continue;
      const path: Path = ['sds', at, 'devices', index, 'path'];
      // With its end, so that disk1 is not the beginning of disk10.
      const place = `${posix.normalize(device.path)}/`.replace(/\/+$/, '/');
      const other = before.find(host, (earlier) => earlier.place.startsWith(place) || place.startsWith(earlier.place));
      before.add(host, { path, place });
      taken.add(place.slice(0, -1));
      if (other === undefined) continue;
      const how = other.place === place ? 'is taken on its server by' : 'lies inside, or around, that of';
      const example = `path: ${freeName(`${place.slice(0, -1)}-`, taken)}`;
      mistakes.add(path, `the device ${device.path} ${how} ${formatPath(other.path)}`, example);
    }
    const names = devices.map(({ name }, index) => ({
      path: ['sds', at, 'devices', index, 'name'],
      value: name ?? '',
    }));
    checkUnique(names, 'the device name', 'name', mistakes);
  }
}

function checkVolumes({ volumes, sdc, protectionDomains }: ClusterConfig, mistakes: Mistakes): void {
  const pools = protectionDomains.flatMap((domain) => domain.pools.map((pool) => pool.name));
  for (const [index, { pool, mapTo }] of volumes.entries()) {
    if (pool !== '' && !pools.includes(pool) && mistakes.isSound(['protectionDomains'])) {
      mistakes.add(['volumes', index, 'pool'], `there is no pool ${pool}`, `pool: ${pools[0] ?? 'default'}`);
    }
    for (const [at, name] of mapTo.entries()) {
      if (sdc.some((client) => client.name === name) || !mistakes.isSound(['sdc'])) continue;
      const example = `mapTo: [${sdc[0]?.name ?? 'sdc1'}]`;
      mistakes.add(['volumes', index, 'mapTo', at], `there is no SDC ${name} in sdc`, example);
    }
  }
}
