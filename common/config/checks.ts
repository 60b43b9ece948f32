/** What a cluster file's parts must say of one another: names that exist, names and paths that are used once. */

import type { ClusterConfig } from '../config.ts';
import type { Mistakes } from './reader.ts';

export function checkReferences(config: ClusterConfig, mistakes: Mistakes): void {
  checkNames(config, mistakes);
  checkDomains(config, mistakes);
  checkDevices(config, mistakes);
  checkVolumes(config, mistakes);
}

/** Notes each value that an earlier entry has already. */
function checkUnique(
  entries: Iterable<readonly [path: string, value: string]>,
  what: string,
  mistakes: Mistakes,
): void {
  const first = new Map<string, string>();
  for (const [path, value] of entries) {
    const before = first.get(value);
    if (before === undefined) first.set(value, path);
    else mistakes.add(path, `${what} ${value} is taken by ${before}`, 'another one');
  }
}

function checkNames({ mdm, sds, sdc, protectionDomains, volumes }: ClusterConfig, mistakes: Mistakes): void {
  const daemons = [
    ['mdm.name', mdm.name] as const,
    ...sds.map(({ name }, index) => [`sds[${index}].name`, name] as const),
    ...sdc.map(({ name }, index) => [`sdc[${index}].name`, name] as const),
  ];
  checkUnique(daemons, 'the name', mistakes);
  checkUnique(
    protectionDomains.map(({ name }, index) => [`protectionDomains[${index}].name`, name] as const),
    'the name',
    mistakes,
  );
  checkUnique(
    volumes.map(({ name }, index) => [`volumes[${index}].name`, name] as const),
    'the name',
    mistakes,
  );
  // A volume names its pool only, so a pool's name must say which one is meant.
  const pools = protectionDomains.flatMap((domain, at) =>
    domain.pools.map((pool, index) => [`protectionDomains[${at}].pools[${index}].name`, pool.name] as const),
  );
  checkUnique(pools, 'the pool name', mistakes);
  checkSockets(sdc, mistakes);
}

/** Two SDCs of one server cannot serve one socket. */
function checkSockets(sdc: ClusterConfig['sdc'], mistakes: Mistakes): void {
  const entries = sdc.flatMap(({ host, nbd }, index) =>
    nbd.kind === 'unix' ? [[`sdc[${index}].nbd`, `${nbd.path} on ${host}`] as const] : [],
  );
  checkUnique(entries, 'the NBD socket', mistakes);
}

function checkDomains({ sds, protectionDomains }: ClusterConfig, mistakes: Mistakes): void {
  const known = new Map(protectionDomains.map((domain) => [domain.name, domain]));
  const homes = new Map<string, { readonly domain: string; readonly path: string }>();
  for (const [index, { protectionDomain, faultSet, devices }] of sds.entries()) {
    const path = `sds[${index}]`;
    const domain = known.get(protectionDomain);
    if (domain === undefined) {
      mistakes.add(
        `${path}.protectionDomain`,
        `there is no protection domain ${protectionDomain} in protectionDomains`,
        `protectionDomain: ${protectionDomains[0]?.name ?? 'default'}`,
      );
      continue;
    }
    for (const [at, device] of devices.entries()) {
      if (domain.pools.some((pool) => pool.name === device.pool)) continue;
      const example = `pool: ${domain.pools[0]?.name ?? 'default'}`;
      mistakes.add(
        `${path}.devices[${at}].pool`,
        `protection domain ${protectionDomain} has no pool ${device.pool}`,
        example,
      );
    }
    if (faultSet === undefined) continue;
    const home = homes.get(faultSet);
    if (home === undefined) homes.set(faultSet, { domain: protectionDomain, path });
    else if (home.domain !== protectionDomain) {
      mistakes.add(
        `${path}.faultSet`,
        `fault set ${faultSet} lies in protection domain ${home.domain} (${home.path})`,
        'faultSet: rack1',
      );
    }
  }
}

function checkDevices({ sds }: ClusterConfig, mistakes: Mistakes): void {
  const devices = sds.flatMap((server, at) =>
    server.devices.map((device, index) => ({ path: `sds[${at}].devices[${index}]`, server, device })),
  );
  checkUnique(
    devices.map(({ path, server, device }) => [`${path}.path`, `${device.path} on ${server.host}`] as const),
    'the device',
    mistakes,
  );
  checkUnique(
    devices.flatMap(({ path, server, device }) =>
      device.name === undefined ? [] : [[`${path}.name`, `${device.name} of ${server.name}`] as const],
    ),
    'the device name',
    mistakes,
  );
}

function checkVolumes({ volumes, sdc, protectionDomains }: ClusterConfig, mistakes: Mistakes): void {
  const pools = protectionDomains.flatMap((domain) => domain.pools.map((pool) => pool.name));
  for (const [index, { pool, mapTo }] of volumes.entries()) {
    if (!pools.includes(pool)) {
      mistakes.add(`volumes[${index}].pool`, `there is no pool ${pool}`, `pool: ${pools[0] ?? 'default'}`);
    }
    for (const [at, name] of mapTo.entries()) {
      if (sdc.some((client) => client.name === name)) continue;
      const example = `mapTo: [${sdc[0]?.name ?? 'sdc1'}]`;
      mistakes.add(`volumes[${index}].mapTo[${at}]`, `there is no SDC ${name} in sdc`, example);
    }
  }
}
