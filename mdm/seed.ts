/**
 * The first contents of a cluster, from its cluster file. Applied to an empty store only, as ordinary commands; a kill
 * half-way is repaired by doing it again, because what is there already (by name) is taken as it is.
 */

import { must } from '../common/assert.ts';
import { ClusterError } from '../common/errors.ts';
import type { AcknowledgeMode, Command } from './core/commands.ts';
import type { MapView } from './core/state.ts';

export interface DeviceSeed {
  readonly path: string;
  /** Name of a pool of the same domain. */
  readonly pool: string;
  readonly capacityBytes: number;
  readonly name?: string;
}

export interface SdsSeed {
  readonly name: string;
  /** Made when it is named first. */
  readonly faultSet?: string;
  readonly devices: readonly DeviceSeed[];
}

export interface PoolSeed {
  readonly name: string;
  readonly replicas: number;
  readonly sliceCount: number;
  readonly acknowledge: AcknowledgeMode;
}

export interface ProtectionDomainSeed {
  readonly name: string;
  readonly pools: readonly PoolSeed[];
  readonly sdss: readonly SdsSeed[];
}

export interface VolumeSeed {
  readonly name: string;
  /** Of a pool; the first domain's pool of that name is meant. */
  readonly pool: string;
  readonly sizeBytes: number;
  /** Names of SDCs. */
  readonly mapTo: readonly string[];
}

export interface ClusterSeed {
  readonly protectionDomains: readonly ProtectionDomainSeed[];
  readonly volumes: readonly VolumeSeed[];
  readonly sdcs: readonly { readonly name: string }[];
}

export interface SeedTarget {
  readonly view: MapView;
  execute(command: Command): Promise<{ readonly id: number }>;
}

/** Rejects with the first refusal, naming what of the seed it was about. */
export async function applySeed(target: SeedTarget, seed: ClusterSeed, nowMs: number): Promise<void> {
  for (const domain of seed.protectionDomains) await seedDomain(target, domain);
  const sdcNames = new Set([...seed.sdcs.map((sdc) => sdc.name), ...seed.volumes.flatMap((volume) => volume.mapTo)]);
  for (const name of sdcNames) {
    if (sdcNamed(target.view, name) !== undefined) continue;
    await perform(target, `sdcs: ${name}`, { kind: 'addSdc', name, guid: '' });
  }
  for (const volume of seed.volumes) await seedVolume(target, volume, nowMs);
}

async function seedDomain(target: SeedTarget, seed: ProtectionDomainSeed): Promise<void> {
  const { tables } = target.view.map;
  const where = `protectionDomains: ${seed.name}`;
  const present = [...tables.protectionDomain.values()].find((record) => record.name === seed.name);
  const protectionDomainId =
    present?.id ?? (await perform(target, where, { kind: 'addProtectionDomain', name: seed.name }));
  for (const pool of seed.pools) {
    if (poolNamed(target.view, protectionDomainId, pool.name) !== undefined) continue;
    const command: Command = { kind: 'addPool', protectionDomainId, mediaType: '', ...pool };
    await perform(target, `${where}: pools: ${pool.name}`, command);
  }
  for (const name of new Set(seed.sdss.flatMap((sds) => (sds.faultSet === undefined ? [] : [sds.faultSet])))) {
    if (faultSetNamed(target.view, name) !== undefined) continue;
    await perform(target, `${where}: faultSet ${name}`, { kind: 'addFaultSet', name, protectionDomainId });
  }
  for (const sds of seed.sdss) await seedSds(target, protectionDomainId, sds, where);
}

async function seedSds(target: SeedTarget, protectionDomainId: number, seed: SdsSeed, where: string): Promise<void> {
  if (target.view.sdsByName(seed.name) !== undefined) return;
  const faultSet = seed.faultSet === undefined ? undefined : faultSetNamed(target.view, seed.faultSet);
  const devices = seed.devices.map(({ pool, ...device }) => {
    const poolId = poolNamed(target.view, protectionDomainId, pool)?.id;
    if (poolId === undefined) {
      throw new ClusterError(
        'NOT_FOUND',
        `${where}: sdss: ${seed.name}: device ${device.path}: there is no pool ${pool}`,
      );
    }
    return { ...device, poolId };
  });
  const command: Command = {
    kind: 'addSds',
    name: seed.name,
    protectionDomainId,
    faultSetId: faultSet?.id ?? 0,
    devices,
  };
  await perform(target, `${where}: sdss: ${seed.name}`, command);
}

async function seedVolume(target: SeedTarget, seed: VolumeSeed, createdAtMs: number): Promise<void> {
  const { tables } = target.view.map;
  const where = `volumes: ${seed.name}`;
  const present = [...tables.volume.values()].find((record) => record.name === seed.name);
  const pool = [...tables.pool.values()].find((record) => record.name === seed.pool);
  if (pool === undefined) throw new ClusterError('NOT_FOUND', `${where}: there is no pool ${seed.pool}`);
  const { name, sizeBytes } = seed;
  const volumeId =
    present?.id ?? (await perform(target, where, { kind: 'addVolume', name, poolId: pool.id, sizeBytes, createdAtMs }));
  for (const sdcName of seed.mapTo) {
    const sdcId = must(sdcNamed(target.view, sdcName), 'an SDC that the seed has added').id;
    // The cluster file asks for it: several SDCs may then write.
    const command: Command = { kind: 'mapVolume', volumeId, sdcId, accessMode: 'rw', allowMultiMap: true };
    await perform(target, `${where}: mapTo: ${sdcName}`, command);
  }
}

async function perform(target: SeedTarget, where: string, command: Command): Promise<number> {
  try {
    return (await target.execute(command)).id;
  } catch (cause) {
    if (!(cause instanceof ClusterError)) throw cause;
    throw new ClusterError(cause.code, `The cluster file cannot be applied at ${where}: ${cause.message}`, { cause });
  }
}

function poolNamed(view: MapView, protectionDomainId: number, name: string) {
  return view.poolsOfDomain(protectionDomainId).find((pool) => pool.name === name);
}

function faultSetNamed(view: MapView, name: string) {
  return [...view.map.tables.faultSet.values()].find((set) => set.name === name);
}

function sdcNamed(view: MapView, name: string) {
  return [...view.map.tables.sdc.values()].find((sdc) => sdc.name === name);
}
