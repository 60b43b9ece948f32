/**
 * What the cluster file names and the cluster does not have (or the other way round), each with the scli command that
 * would apply it. The file only seeds the first start: nothing is acted upon here.
 */

import { readFile } from 'node:fs/promises';
import type { ClusterConfig, SdsConfig } from '../common/config.ts';
import { ClusterError, messageOf } from '../common/errors.ts';
import { formatSize } from '../common/units.ts';
import type { AllAnswer, SdsAnswer } from '../mdm/api/answers.ts';

const queryTimeoutMs = 5_000;

/** Asks the MDM for everything. Rejects with `UNREACHABLE` when it does not answer as expected. */
export async function queryCluster(mdmAddress: string, adminTokenFile: string): Promise<AllAnswer> {
  try {
    const token = (await readFile(adminTokenFile, 'utf8')).trim();
    const response = await fetch(`http://${mdmAddress}/api/v1/commands/query_all`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(queryTimeoutMs),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return ((await response.json()) as { readonly result: AllAnswer }).result;
  } catch (cause) {
    throw new ClusterError('UNREACHABLE', `The MDM at ${mdmAddress} was not asked what it has: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** A line each: what differs, and what would apply it. `resolvePath` makes a device's path whole. */
export function differencesOf(
  config: ClusterConfig,
  cluster: AllAnswer,
  resolvePath: (path: string) => string,
): readonly string[] {
  return [
    ...missingPools(config, cluster),
    ...missingServers(config, cluster, resolvePath),
    ...missingClients(config, cluster),
    ...missingVolumes(config, cluster),
    ...strangers(config, cluster),
  ];
}

function missing(what: string, command: string): string {
  return `the file names ${what}, and the cluster does not have it: scli ${command}`;
}

function missingPools({ protectionDomains }: ClusterConfig, cluster: AllAnswer): string[] {
  return protectionDomains.flatMap((domain) => {
    const known = cluster.protectionDomains.find(({ name }) => name === domain.name);
    const lines =
      known === undefined
        ? [
            missing(
              `protection domain ${domain.name}`,
              `--add_protection_domain --protection_domain_name ${domain.name}`,
            ),
          ]
        : [];
    for (const { name, replicas } of domain.pools) {
      if (known?.pools.some((pool) => pool.name === name)) continue;
      const where = `--protection_domain_name ${domain.name} --storage_pool_name ${name}`;
      lines.push(missing(`pool ${name}`, `--add_storage_pool ${where} --replicas ${replicas}`));
    }
    return lines;
  });
}

function missingServers(config: ClusterConfig, cluster: AllAnswer, resolvePath: (path: string) => string): string[] {
  return config.sds.flatMap((server) => {
    const known = cluster.sdss.find(({ name }) => name === server.name);
    if (known !== undefined) return missingDevices(server, known, resolvePath);
    const list = (values: readonly (string | number)[]): string => values.join(',');
    const { devices } = server;
    const paths = `--device_path ${list(devices.map(({ path }) => resolvePath(path)))}`;
    const pools = `--storage_pool_name ${list(devices.map(({ pool }) => pool))}`;
    const capacities = `--device_capacity ${list(devices.map(({ capacityBytes }) => capacityBytes))}`;
    const set = server.faultSet === undefined ? '' : ` --fault_set_name ${server.faultSet}`;
    const command = `--add_sds --sds_name ${server.name} --protection_domain_name ${server.protectionDomain}${set}`;
    return [
      missing(`SDS ${server.name}`, devices.length === 0 ? command : `${command} ${paths} ${pools} ${capacities}`),
    ];
  });
}

function missingDevices(server: SdsConfig, known: SdsAnswer, resolvePath: (path: string) => string): string[] {
  return server.devices
    .filter(({ path }) => !known.devices.some((device) => resolvePath(device.path) === resolvePath(path)))
    .map(({ path, pool, capacityBytes }) =>
      missing(
        `device ${path} of SDS ${server.name}`,
        `--add_sds_device --sds_name ${server.name} --device_path ${resolvePath(path)} --storage_pool_name ${pool} ` +
          `--device_capacity ${capacityBytes}`,
      ),
    );
}

function missingClients({ sdc }: ClusterConfig, cluster: AllAnswer): string[] {
  return sdc
    .filter(({ name }) => !cluster.sdcs.some((known) => known.name === name))
    .map(({ name }) => missing(`SDC ${name}`, `--add_sdc --sdc_name ${name}`));
}

function missingVolumes({ volumes }: ClusterConfig, cluster: AllAnswer): string[] {
  return volumes.flatMap(({ name, pool, sizeBytes, mapTo }) => {
    const known = cluster.volumes.find((volume) => volume.name === name);
    if (known === undefined) {
      const command = `--add_volume --storage_pool_name ${pool} --size ${sizeBytes} --volume_name ${name}`;
      return [missing(`volume ${name}`, command)];
    }
    const smaller =
      known.sizeBytes < sizeBytes
        ? [
            `the file says that volume ${name} has ${formatSize(sizeBytes)}, and it has ${formatSize(known.sizeBytes)}: ` +
              `scli --modify_volume_capacity --volume_name ${name} --size ${sizeBytes}`,
          ]
        : [];
    const unmapped = mapTo
      .filter((client) => !known.mappings.some((mapping) => mapping.name === client))
      .map((client) =>
        missing(
          `the mapping of volume ${name} to SDC ${client}`,
          `--map_volume_to_sdc --volume_name ${name} --sdc_name ${client}`,
        ),
      );
    return [...smaller, ...unmapped];
  });
}

/** Daemons that the cluster waits for and nobody starts. Volumes are made with scli: they need not be in the file. */
function strangers({ sds }: ClusterConfig, cluster: AllAnswer): string[] {
  return cluster.sdss
    .filter(({ name, connection }) => connection.state !== 'connected' && !sds.some((server) => server.name === name))
    .map(
      ({ name }) =>
        `the cluster has SDS ${name}, which is away, and the file does not name it: add it there, or scli --remove_sds ` +
        `--sds_name ${name}`,
    );
}
