/** The bounds of what one cluster holds, with the reason of each. A command that would pass one is refused by its name. */

import { mib, tib } from '../../common/units.ts';

/** Names of objects, as people write them in scripts. */
export const longestNameLength = 128;

/** DESIGN.md section 10: what the control plane is measured for. */
export const maximumSdss = 1_000;
export const maximumDevices = 10_000;
export const maximumSdcs = 10_000;
export const maximumVolumes = 100_000;

export const maximumProtectionDomains = 256;
export const maximumPools = 1_024;
export const maximumFaultSets = 1_024;

/** Every SDS of a domain has links to every other: DESIGN.md section 5. */
export const maximumSdssPerDomain = 128;

/** About 100 replicas a device need 65,536 slices at most: DESIGN.md section 2. */
export const maximumDevicesPerPool = 300;

/** An SDC keeps a ticket for each of its mappings and gets all of them with each change of the map. */
export const maximumMappingsPerSdc = 4_096;

export const maximumSliceCount = 65_536;
export const defaultSliceCount = 4_096;
export const defaultReplicas = 2;

export const volumeSizeStepBytes = mib;
export const maximumVolumeBytes = 1_024 * tib;

export const minimumDeviceBytes = 64 * mib;
export const maximumDeviceBytes = 32 * tib;

/** On the server of the SDS; Linux's PATH_MAX. */
export const longestPathLength = 4_096;

/** Ids, epochs and generations are 32-bit on some wire or disk; the counters stop before they wrap. */
export const lastObjectId = 0xffff_fff0;
export const lastGeneration = 0xffff_fff0;
