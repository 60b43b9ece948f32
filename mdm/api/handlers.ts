/** What each command of the table does on the server: selects its objects, executes core commands, answers in words. */

import { ClusterError } from '../../common/errors.ts';
import { formatSize, parseSize } from '../../common/units.ts';
import { defaultReplicas, defaultSliceCount } from '../core/bounds.ts';
import { type NewDevice, type ObjectKind, objectWords } from '../core/commands.ts';
import type { Executed } from '../ledger.ts';
import type { MetadataManager } from '../service.ts';
import type { ClusterAnswer, DoneAnswer } from './answers.ts';
import type { Arguments } from './arguments.ts';
import type { CommandName, TransferName } from './commands.ts';
import { Description, formatHostPort } from './describe.ts';
import {
  acceptMetadata,
  adoptOrphanedData,
  metadataAnswer,
  queryOrphanedData,
  removeOrphanedData,
} from './metadata.ts';
import { Resolver } from './resolve.ts';

/** All that a handler works with. */
export interface Call {
  readonly manager: MetadataManager;
  readonly args: Arguments;
  readonly select: Resolver;
  readonly describe: Description;
}

export type Handler = (call: Call) => object | Promise<object>;

export function callOf(manager: MetadataManager, args: Arguments): Call {
  return { manager, args, select: new Resolver(manager, args), describe: new Description(manager) };
}

function done({ describe }: Call, executed: Executed, id: number, message: string): DoneAnswer {
  return { message, id: describe.id(id), changed: executed.changed, mapVersion: executed.version };
}

function given(args: Arguments, flag: string): string {
  const value = args.text(flag);
  if (value === undefined) throw new ClusterError('INVALID', `--${flag} is missing.`);
  return value;
}

type Selected = (call: Call) => { readonly id: number; readonly name: string };

function rename(object: ObjectKind, select: Selected): Handler {
  return async (call) => {
    const { id, name: before } = select(call);
    const name = given(call.args, 'new_name');
    const executed = await call.manager.execute({ kind: 'rename', object, id, name });
    return done(call, executed, id, `Renamed ${objectWords[object]} ${before} to ${name}.`);
  };
}

function remove(object: ObjectKind, select: Selected): Handler {
  return async (call) => {
    const { id, name } = select(call);
    const executed = await call.manager.execute({ kind: 'remove', object, id });
    return done(call, executed, id, `Removed ${objectWords[object]} ${name}.`);
  };
}

const addProtectionDomain: Handler = async (call) => {
  const name = given(call.args, 'protection_domain_name');
  const executed = await call.manager.execute({ kind: 'addProtectionDomain', name });
  return done(call, executed, executed.id, `Added protection domain ${name}.`);
};

const addFaultSet: Handler = async (call) => {
  const name = given(call.args, 'fault_set_name');
  const domain = call.select.protectionDomain();
  const executed = await call.manager.execute({ kind: 'addFaultSet', name, protectionDomainId: domain.id });
  return done(call, executed, executed.id, `Added fault set ${name} to protection domain ${domain.name}.`);
};

const addStoragePool: Handler = async (call) => {
  const { args } = call;
  const domain = call.select.protectionDomain();
  const name = given(args, 'storage_pool_name');
  const executed = await call.manager.execute({
    kind: 'addPool',
    name,
    protectionDomainId: domain.id,
    replicas: args.number('replicas') ?? defaultReplicas,
    sliceCount: args.number('slice_count') ?? defaultSliceCount,
    acknowledge: args.text('acknowledge') === 'stable' ? 'stable' : 'received',
    mediaType: args.text('media_type') ?? '',
  });
  return done(call, executed, executed.id, `Added storage pool ${name} to protection domain ${domain.name}.`);
};

const addSds: Handler = async (call) => {
  const { args, manager, select } = call;
  const domain = select.protectionDomain();
  const faultSetId = select.optionalFaultSet()?.id ?? 0;
  const name = given(args, 'sds_name');
  const devices = newDevices(call, domain.id);
  const executed = await manager.execute({ kind: 'addSds', name, protectionDomainId: domain.id, faultSetId, devices });
  const ip = args.text('sds_ip');
  const note =
    ip === undefined ? '' : ` --sds_ip ${ip} is not kept: the SDS connects to the MDM, and names its addresses itself.`;
  return done(
    call,
    executed,
    executed.id,
    `Added SDS ${name} with ${devices.length} devices to ${domain.name}.${note}`,
  );
};

/** Lists of the same length, or of one element that serves for all. */
function newDevices({ args, manager }: Call, protectionDomainId: number): readonly NewDevice[] {
  const paths = args.list('device_path');
  const pools = args.list('storage_pool_name');
  const capacities = args.list('device_capacity');
  for (const [flag, values] of [
    ['storage_pool_name', pools],
    ['device_capacity', capacities],
  ] as const) {
    if (values.length === paths.length || (values.length === 1 && paths.length > 0)) continue;
    throw new ClusterError(
      'INVALID',
      `--device_path names ${paths.length} devices and --${flag} has ${values.length} entries.`,
    );
  }
  return paths.map((path, index) => {
    const poolName = pools[index] ?? pools[0];
    const pool = manager.view.poolsOfDomain(protectionDomainId).find((record) => record.name === poolName);
    if (pool === undefined)
      throw new ClusterError('NOT_FOUND', `There is no storage pool ${poolName} in that protection domain.`);
    const capacity = capacities[index] ?? capacities[0] ?? '';
    const capacityBytes = parseSize(capacity);
    if (capacityBytes === undefined)
      throw new ClusterError('INVALID', `--device_capacity ${capacity} is no size, as 8GiB.`);
    return { path, poolId: pool.id, capacityBytes };
  });
}

const addSdsDevice: Handler = async (call) => {
  const { args, manager, select, describe } = call;
  const sds = select.sds();
  const name = args.text('device_name');
  const device: NewDevice = {
    path: given(args, 'device_path'),
    poolId: select.pool().id,
    capacityBytes: args.number('device_capacity') ?? 0,
    ...(name === undefined ? {} : { name }),
  };
  const executed = await manager.execute({ kind: 'addDevice', sdsId: sds.id, device });
  const state = await manager.waitForDevice(executed.id);
  const record = manager.view.map.device(executed.id);
  const notes = {
    serving: ' It serves.',
    away: ` SDS ${sds.name} is not connected: it will format the device when it comes.`,
    waiting: ` SDS ${sds.name} has not opened it yet: scli --query_sds --sds_name ${sds.name} shows when it serves.`,
  };
  const empty = record === undefined || state !== 'serving' ? '' : ` ${describe.device(record).reason}`;
  return done(
    call,
    executed,
    executed.id,
    `Added device ${device.path} to SDS ${sds.name}.${notes[state]}${empty}`.trimEnd(),
  );
};

const querySdsDeviceInfo: Handler = ({ args, select, describe }) => {
  const one = ['device_id', 'device_name', 'device_path'].some((flag) => args.text(flag) !== undefined);
  return { devices: one ? [describe.device(select.device())] : describe.sds(select.sds()).devices };
};

const addSdc: Handler = async (call) => {
  const name = given(call.args, 'sdc_name');
  const executed = await call.manager.execute({ kind: 'addSdc', name, guid: call.args.text('sdc_guid') ?? '' });
  return done(call, executed, executed.id, `Added SDC ${name}.`);
};

const addVolume: Handler = async (call) => {
  const { args, manager, select } = call;
  const pool = select.pool();
  const name = args.text('volume_name');
  const executed = await manager.execute({
    kind: 'addVolume',
    ...(name === undefined ? {} : { name }),
    poolId: pool.id,
    sizeBytes: args.sizeBytes(),
    createdAtMs: manager.host.clock.wallMs(),
  });
  const added = manager.view.map.volume(executed.id)?.name ?? name;
  return done(call, executed, executed.id, `Added volume ${added} to storage pool ${pool.name}.`);
};

const modifyVolumeCapacity: Handler = async (call) => {
  const { args, manager, select } = call;
  const { id, name, sizeBytes: before } = select.volume();
  const sizeBytes = args.sizeBytes();
  const executed = await manager.execute({ kind: 'growVolume', volumeId: id, sizeBytes });
  const late = await manager.waitForVolumeUsers(id, executed.version);
  const size = formatSize(sizeBytes);
  const outcome = executed.changed ? `grew from ${formatSize(before)} to ${size}` : `has ${size} already`;
  return done(call, executed, id, [`Volume ${name} ${outcome}.`, ...late].join(' '));
};

const mapVolume: Handler = async (call) => {
  const { args, manager, select } = call;
  const volume = select.volume();
  const sdc = select.sdc();
  const accessMode = args.text('access_mode') === 'ro' ? 'ro' : 'rw';
  const executed = await manager.execute({
    kind: 'mapVolume',
    volumeId: volume.id,
    sdcId: sdc.id,
    accessMode,
    allowMultiMap: args.isSet('allow_multi_map'),
  });
  const already = executed.changed ? 'is now' : 'was already';
  return done(call, executed, volume.id, `Volume ${volume.name} ${already} mapped to SDC ${sdc.name} (${accessMode}).`);
};

const unmapVolume: Handler = async (call) => {
  const { args, manager, select } = call;
  const volume = select.volume();
  const sdc = select.optionalSdc();
  if ((sdc === undefined) !== args.isSet('all_sdcs')) {
    throw new ClusterError('INVALID', 'Give one SDC (--sdc_name, --sdc_id, --sdc_guid or --sdc_ip) or --all_sdcs.');
  }
  const sdcIds = sdc === undefined ? manager.view.map.mappingsOf(volume.id).map((mapping) => mapping.sdcId) : [sdc.id];
  const executed = await manager.execute({ kind: 'unmapVolume', volumeId: volume.id, sdcIds });
  const from = sdc === undefined ? 'any SDC' : `SDC ${sdc.name}`;
  const message = executed.changed
    ? `Volume ${volume.name} is not mapped to ${from} any more; every SDS refuses its requests.`
    : `Volume ${volume.name} was not mapped to ${from}; every SDS refuses its requests.`;
  return done(call, executed, volume.id, message);
};

const queryDomain: Handler = ({ manager, select, describe }) =>
  domainAnswer(manager, describe, select.protectionDomain());

function domainAnswer(manager: MetadataManager, describe: Description, domain: { id: number; name: string }): object {
  const { view } = manager;
  const faultSets = [...view.map.tables.faultSet.values()].filter((set) => set.protectionDomainId === domain.id);
  return {
    ...describe.reference(domain),
    pools: view.poolsOfDomain(domain.id).map((pool) => describe.pool(pool)),
    sdss: view.sdssOfDomain(domain.id).map((sds) => describe.reference(sds)),
    faultSets: faultSets.map((set) => describe.reference(set)),
  };
}

function faultSetAnswer(
  { manager, describe }: Call,
  set: { id: number; name: string; protectionDomainId: number },
): object {
  const sdss = [...manager.view.map.tables.sds.values()].filter((sds) => sds.faultSetId === set.id);
  return {
    ...describe.reference(set),
    protectionDomain: describe.domainOf(set.protectionDomainId),
    sdss: sdss.map((sds) => describe.reference(sds)),
  };
}

const queryPool: Handler = ({ manager, select, describe }) => {
  const pool = select.pool();
  const devices = manager.view.devicesOfPool(pool.id).map((device) => describe.device(device));
  return { ...describe.pool(pool), devices };
};

const queryAllVolumes: Handler = ({ manager, select, describe }) => {
  const pool = select.optionalPool();
  const volumes =
    pool === undefined ? [...manager.view.map.tables.volume.values()] : manager.view.volumesOfPool(pool.id);
  return { volumes: volumes.map((volume) => describe.volume(volume)) };
};

const queryAll: Handler = ({ manager, describe }) => {
  const { tables } = manager.view.map;
  return {
    system: describe.system(),
    metadata: metadataAnswer(manager),
    protectionDomains: [...tables.protectionDomain.values()].map((domain) => domainAnswer(manager, describe, domain)),
    sdss: [...tables.sds.values()].map((sds) => describe.sds(sds)),
    volumes: [...tables.volume.values()].map((volume) => describe.volume(volume)),
    sdcs: [...tables.sdc.values()].map((sdc) => describe.sdc(sdc)),
  };
};

const queryCluster: Handler = ({ manager }) => {
  const { address } = manager;
  return {
    mode: '1_node',
    metaStore: 'level',
    state: clusterState(manager),
    address: address.kind === 'tcp' ? formatHostPort(address.host, address.port) : address.path,
    metadata: metadataAnswer(manager),
  };
};

function clusterState(manager: MetadataManager): ClusterAnswer['state'] {
  if (!manager.isServing) return 'Failed';
  return manager.suspendedBecause === '' ? 'Normal' : 'Suspended';
}

export const handlers: Readonly<Record<Exclude<CommandName, TransferName>, Handler>> = {
  query_all: queryAll,
  query_system: ({ describe }) => describe.system(),
  query_cluster: queryCluster,
  accept_metadata: acceptMetadata,
  query_orphaned_data: queryOrphanedData,
  adopt_orphaned_data: adoptOrphanedData,
  remove_orphaned_data: removeOrphanedData,
  add_protection_domain: addProtectionDomain,
  rename_protection_domain: rename('protectionDomain', ({ select }) => select.protectionDomain()),
  remove_protection_domain: remove('protectionDomain', ({ select }) => select.protectionDomain()),
  query_protection_domain: queryDomain,
  add_fault_set: addFaultSet,
  rename_fault_set: rename('faultSet', ({ select }) => select.faultSet()),
  remove_fault_set: remove('faultSet', ({ select }) => select.faultSet()),
  query_fault_set: (call) => faultSetAnswer(call, call.select.faultSet()),
  query_all_fault_sets: (call) => ({
    faultSets: [...call.manager.view.map.tables.faultSet.values()].map((set) => faultSetAnswer(call, set)),
  }),
  add_storage_pool: addStoragePool,
  rename_storage_pool: rename('pool', ({ select }) => select.pool()),
  remove_storage_pool: remove('pool', ({ select }) => select.pool()),
  query_storage_pool: queryPool,
  add_sds: addSds,
  rename_sds: rename('sds', ({ select }) => select.sds()),
  remove_sds: remove('sds', ({ select }) => select.sds()),
  query_sds: ({ select, describe }) => describe.sds(select.sds()),
  query_all_sds: ({ manager, describe }) => ({
    sdss: [...manager.view.map.tables.sds.values()].map((sds) => describe.sds(sds)),
  }),
  add_sds_device: addSdsDevice,
  rename_sds_device: rename('device', ({ select }) => select.device()),
  remove_sds_device: remove('device', ({ select }) => select.device()),
  query_sds_device_info: querySdsDeviceInfo,
  rename_sdc: rename('sdc', ({ select }) => select.sdc()),
  remove_sdc: remove('sdc', ({ select }) => select.sdc()),
  add_sdc: addSdc,
  query_sdc: ({ select, describe }) => describe.sdc(select.sdc()),
  query_all_sdc: ({ manager, describe }) => ({
    sdcs: [...manager.view.map.tables.sdc.values()].map((sdc) => describe.sdc(sdc)),
  }),
  add_volume: addVolume,
  modify_volume_capacity: modifyVolumeCapacity,
  rename_volume: rename('volume', ({ select }) => select.volume()),
  remove_volume: remove('volume', ({ select }) => select.volume()),
  map_volume_to_sdc: mapVolume,
  unmap_volume_from_sdc: unmapVolume,
  query_volume: ({ select, describe }) => describe.volume(select.volume()),
  query_all_volumes: queryAllVolumes,
};
