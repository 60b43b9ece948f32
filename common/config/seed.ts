/** What the first start makes of the cluster file, in the shape that the MDM takes (mdm/seed.ts). */

import type { ClusterConfig, DeviceConfig, SdsConfig } from '../config.ts';

/**
 * Devices of SDSs that run beside the MDM get their whole path, so that scli shows what is on this disk; the others are
 * resolved by their own SDS, below the SIO_HOME of its server.
 */
export function seedOf(config: ClusterConfig, resolvePath: (path: string) => string) {
  const { mdm, sds, sdc, protectionDomains, volumes } = config;
  const devicesOf = (server: SdsConfig): DeviceConfig[] =>
    server.devices.map((device) => (server.host === mdm.host ? { ...device, path: resolvePath(device.path) } : device));
  return {
    protectionDomains: protectionDomains.map((domain) => ({
      ...domain,
      sdss: sds
        .filter((server) => server.protectionDomain === domain.name)
        .map((server) => ({
          name: server.name,
          ...(server.faultSet === undefined ? {} : { faultSet: server.faultSet }),
          devices: devicesOf(server),
        })),
    })),
    volumes,
    sdcs: sdc.map(({ name }) => ({ name })),
  };
}
