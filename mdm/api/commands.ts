/**
 * The one table of admin commands: it gives scli its parser and its help, and the REST interface its routes and checks.
 * It holds no server code, so that clients can import it; what a command does stands in handlers.ts.
 */

export type Role = 'Monitor' | 'Configure' | 'Administrator';

/** How a flag's value is written: `list` is comma separated, `size` as in `512MiB`, `switch` has no value. */
export type FlagType = 'text' | 'number' | 'size' | 'list' | 'switch';

export interface FlagSpec {
  readonly name: string;
  readonly type: FlagType;
  readonly help: string;
  readonly isRequired?: boolean;
  /** For `text`: the words that are allowed. */
  readonly choices?: readonly string[];
}

export type SelectedKind = 'protectionDomain' | 'pool' | 'sds' | 'sdc' | 'faultSet' | 'device' | 'volume';

/** `only`: may be left out where there is only one; `optional`: narrows or adds. */
export interface ObjectSpec {
  readonly kind: SelectedKind;
  readonly need: 'required' | 'only' | 'optional';
}

export interface CommandSpec {
  readonly family:
    | 'Protection domains'
    | 'Fault sets'
    | 'Storage pools'
    | 'SDSs and devices'
    | 'SDCs'
    | 'Volumes'
    | 'System';
  readonly role: Role;
  readonly help: string;
  readonly objects: readonly ObjectSpec[];
  readonly flags: readonly FlagSpec[];
  /** What may be lost: such a command asks first, or wants --i_am_sure. */
  readonly danger?: string;
  /** A file goes from or to the MDM, beside the JSON (`/api/v1/metadata`). */
  readonly transfer?: 'download' | 'upload';
}

/** The flags that select an object of each kind. One of them is enough; a pool and a device may be narrowed further. */
export const selectorFlags: Readonly<Record<SelectedKind, readonly FlagSpec[]>> = {
  protectionDomain: [
    text('protection_domain_id', 'id of the protection domain'),
    text('protection_domain_name', 'its name'),
  ],
  pool: [text('storage_pool_id', 'id of the storage pool'), text('storage_pool_name', 'its name')],
  sds: [text('sds_id', 'id of the SDS'), text('sds_name', 'its name'), text('sds_ip', 'its IP address')],
  sdc: [
    text('sdc_id', 'id of the SDC'),
    text('sdc_name', 'its name'),
    text('sdc_guid', 'its guid'),
    text('sdc_ip', 'its IP address'),
  ],
  faultSet: [text('fault_set_id', 'id of the fault set'), text('fault_set_name', 'its name')],
  device: [
    text('device_id', 'id of the device'),
    text('device_name', 'its name (with its SDS)'),
    text('device_path', 'its path (with its SDS)'),
  ],
  volume: [text('volume_id', 'id of the volume'), text('volume_name', 'its name')],
};

/** Kinds whose names are unique only within another: the flags of that one may be given too. */
export const scopeOf: Readonly<Partial<Record<SelectedKind, SelectedKind>>> = {
  pool: 'protectionDomain',
  device: 'sds',
};

function text(name: string, help: string): FlagSpec {
  return { name, type: 'text', help };
}

function needed(name: string, help: string): FlagSpec {
  return { name, type: 'text', help, isRequired: true };
}

/** One of the two: `Arguments.sizeBytes` takes either. */
function sizeFlags(what: string): readonly FlagSpec[] {
  return [
    { name: 'size_gb', type: 'number', help: `${what} in GiB` },
    { name: 'size', type: 'size', help: `${what} with a unit, as 512MiB` },
  ];
}

const newName = needed('new_name', 'the new name');

const domain: ObjectSpec = { kind: 'protectionDomain', need: 'only' };
const pool: ObjectSpec = { kind: 'pool', need: 'only' };
const sds: ObjectSpec = { kind: 'sds', need: 'required' };
const sdc: ObjectSpec = { kind: 'sdc', need: 'required' };
const faultSet: ObjectSpec = { kind: 'faultSet', need: 'required' };
const device: ObjectSpec = { kind: 'device', need: 'required' };
const volume: ObjectSpec = { kind: 'volume', need: 'required' };

function change(
  family: CommandSpec['family'],
  help: string,
  objects: readonly ObjectSpec[],
  flags: readonly FlagSpec[] = [],
  danger?: string,
): CommandSpec {
  return { family, role: 'Configure', help, objects, flags, ...(danger === undefined ? {} : { danger }) };
}

function query(family: CommandSpec['family'], help: string, objects: readonly ObjectSpec[] = []): CommandSpec {
  return { family, role: 'Monitor', help, objects, flags: [] };
}

const domains = 'Protection domains';
const sets = 'Fault sets';
const pools = 'Storage pools';
const servers = 'SDSs and devices';
const clients = 'SDCs';
const volumes = 'Volumes';
const system = 'System';

const table = {
  query_all: query(system, 'Shows the whole system on one screen'),
  query_system: query(system, 'Shows the system: name, id, map version, capacity'),
  query_cluster: query(system, 'Shows the MDM cluster, and how safe its metadata is'),
  export_metadata: {
    family: system,
    role: 'Administrator',
    help: 'Writes a backup of the metadata of this moment to a file here, and checks it',
    objects: [],
    flags: [needed('file', 'where to write it; an existing file is replaced when all has come')],
    transfer: 'download',
  },
  restore_metadata: {
    family: system,
    role: 'Administrator',
    help: 'Makes the metadata anew from a backup; the MDM starts anew for it, and keeps the store it had',
    objects: [],
    flags: [needed('file', 'a backup, or the file "map" in the state folder of an SDS')],
    danger: 'Changes made since the backup are lost; data of volumes added since is kept, but belongs to no volume.',
    transfer: 'upload',
  },
  accept_metadata: {
    ...change(
      system,
      'Goes on with metadata that data servers have seen a newer state of, or may have',
      [],
      [],
      'The changes it lacks are lost; mappings are those of this metadata.',
    ),
    role: 'Administrator',
  },
  query_orphaned_data: query(system, 'Lists data on the devices that belongs to no volume since metadata was lost'),
  adopt_orphaned_data: change(
    system,
    'Makes a volume of such data',
    [],
    [
      { name: 'layer_id', type: 'number', isRequired: true, help: 'the layer, as --query_orphaned_data shows it' },
      needed('volume_name', "the volume's name"),
      { name: 'size', type: 'size', help: 'its size with a unit (default: to the end of its data)' },
    ],
  ),
  remove_orphaned_data: change(
    system,
    'Gives the space of such data back',
    [],
    [{ name: 'layer_id', type: 'number', isRequired: true, help: 'the layer, as --query_orphaned_data shows it' }],
    'The data of the layer is lost.',
  ),

  add_protection_domain: change(
    domains,
    'Adds a protection domain',
    [],
    [needed('protection_domain_name', "the new domain's name")],
  ),
  rename_protection_domain: change(domains, 'Renames a protection domain', [domain], [newName]),
  remove_protection_domain: change(domains, 'Removes an empty protection domain', [{ ...domain, need: 'required' }]),
  query_protection_domain: query(domains, 'Shows a protection domain with its pools and SDSs', [domain]),

  add_fault_set: change(
    sets,
    'Adds a fault set: SDSs that fail together',
    [domain],
    [needed('fault_set_name', "the new fault set's name")],
  ),
  rename_fault_set: change(sets, 'Renames a fault set', [faultSet], [newName]),
  remove_fault_set: change(sets, 'Removes a fault set without SDSs', [faultSet]),
  query_fault_set: query(sets, 'Shows a fault set', [faultSet]),
  query_all_fault_sets: query(sets, 'Lists the fault sets'),

  add_storage_pool: change(
    pools,
    'Adds a storage pool',
    [domain],
    [
      needed('storage_pool_name', "the new pool's name"),
      { name: 'media_type', type: 'text', choices: ['HDD', 'SSD'], help: 'what its devices are' },
      { name: 'replicas', type: 'number', help: 'copies of all data, 2 or 3 (default 2)' },
      { name: 'slice_count', type: 'number', help: 'units of placement, a power of two (default 4096)' },
      {
        name: 'acknowledge',
        type: 'text',
        choices: ['received', 'stable'],
        help: 'what a written block has reached when it is acknowledged (default received)',
      },
    ],
  ),
  rename_storage_pool: change(pools, 'Renames a storage pool', [pool], [newName]),
  remove_storage_pool: change(pools, 'Removes a storage pool without devices and volumes', [
    { ...pool, need: 'required' },
  ]),
  query_storage_pool: query(pools, 'Shows a storage pool: capacity, health, devices, volumes', [pool]),

  add_sds: change(
    servers,
    'Adds an SDS, with devices if wanted',
    [domain, { ...faultSet, need: 'optional' }],
    [
      needed('sds_name', 'the name that the SDS says of itself'),
      text('sds_ip', 'accepted for ScaleIO scripts; an SDS connects to the MDM by itself, so it is not kept'),
      { name: 'device_path', type: 'list', help: 'paths of its devices' },
      { name: 'storage_pool_name', type: 'list', help: 'the pool of each device (one name serves for all)' },
      { name: 'device_capacity', type: 'list', help: 'the capacity of each device, as 8GiB (one serves for all)' },
    ],
  ),
  rename_sds: change(servers, 'Renames an SDS', [sds], [newName]),
  remove_sds: change(
    servers,
    'Removes an SDS with its devices',
    [sds],
    [],
    'The SDS and its devices leave the cluster.',
  ),
  query_sds: query(servers, 'Shows an SDS and its devices', [sds]),
  query_all_sds: query(servers, 'Lists the SDSs'),
  add_sds_device: change(
    servers,
    'Adds a device to an SDS',
    [sds, pool],
    [
      needed('device_path', "directory or disk on the SDS's server"),
      { name: 'device_capacity', type: 'size', isRequired: true, help: 'how much of it to use, as 8GiB' },
      text('device_name', 'a name for it'),
    ],
  ),
  rename_sds_device: change(servers, 'Renames a device', [device], [newName]),
  remove_sds_device: change(servers, 'Removes a device from its SDS', [device], [], 'The device leaves the cluster.'),
  query_sds_device_info: query(
    servers,
    'Shows the devices of an SDS, or one: state and since when, reason, path, capacity, errors',
    [sds, { ...device, need: 'optional' }],
  ),

  rename_sdc: change(clients, 'Renames an SDC', [sdc], [newName]),
  remove_sdc: change(clients, 'Removes an SDC that has no mappings', [sdc]),
  add_sdc: change(
    clients,
    'Adds an SDC before it has ever connected',
    [],
    [
      needed('sdc_name', 'the name that the SDC says of itself'),
      text('sdc_guid', 'its guid; else the first SDC of that name takes the place'),
    ],
  ),
  query_sdc: query(clients, 'Shows an SDC and its volumes', [sdc]),
  query_all_sdc: query(clients, 'Lists the SDCs'),

  add_volume: change(
    volumes,
    'Adds a volume',
    [pool],
    [
      ...sizeFlags('its size'),
      text('volume_name', 'its name'),
      { name: 'thin_provisioned', type: 'switch', help: 'space is taken as it is written (the default)' },
    ],
  ),
  rename_volume: change(volumes, 'Renames a volume', [volume], [newName]),
  modify_volume_capacity: change(
    volumes,
    'Makes a volume larger while it is used; answers when its SDCs and SDSs know the new size',
    [volume],
    sizeFlags('its new size'),
  ),
  remove_volume: change(volumes, 'Removes a volume and its data', [volume], [], 'All data of the volume is lost.'),
  map_volume_to_sdc: change(
    volumes,
    'Lets an SDC use a volume',
    [volume, sdc],
    [
      { name: 'access_mode', type: 'text', choices: ['rw', 'ro'], help: 'default rw' },
      { name: 'allow_multi_map', type: 'switch', help: 'also when another SDC may write to it (cluster file systems)' },
    ],
  ),
  unmap_volume_from_sdc: change(
    volumes,
    'Ends the use of a volume by an SDC; answers when no SDS accepts its requests any more',
    [volume, { ...sdc, need: 'optional' }],
    [{ name: 'all_sdcs', type: 'switch', help: 'of every SDC it is mapped to' }],
    'An SDC that uses the volume gets I/O errors.',
  ),
  query_volume: query(volumes, 'Shows a volume and its mappings', [volume]),
  query_all_volumes: query(volumes, 'Lists the volumes', [{ ...pool, need: 'optional' }]),
} as const satisfies Readonly<Record<string, CommandSpec>>;

export type CommandName = keyof typeof table;

export const commands: Readonly<Record<CommandName, CommandSpec>> = table;

/** Those that move a file: they have a route of their own. */
export type TransferName = 'export_metadata' | 'restore_metadata';

export const commandNames = Object.keys(table) as CommandName[];

/** Every flag that a command takes, those of its objects first; a flag of its own goes before a selector's. */
export function flagsOf(spec: CommandSpec): readonly FlagSpec[] {
  const flags = new Map<string, FlagSpec>();
  const add = (kind: SelectedKind): void => {
    const scope = scopeOf[kind];
    if (scope !== undefined) add(scope);
    for (const flag of selectorFlags[kind]) flags.set(flag.name, flag);
  };
  for (const { kind } of spec.objects) add(kind);
  for (const flag of spec.flags) flags.set(flag.name, flag);
  return [...flags.values()];
}

/** Commands of ScaleIO that later versions will have: said so, instead of "unknown". */
export const laterCommands: readonly string[] = [
  ...[
    'login',
    'logout',
    'set_password',
    'add_user',
    'modify_user',
    'delete_user',
    'reset_password',
    'query_users',
    'query_user',
  ],
  ...['create_mdm_cluster', 'add_standby_mdm', 'remove_standby_mdm', 'switch_cluster_mode', 'switch_mdm_ownership'],
  ...['query_system_limits', 'rename_system', 'activate_protection_domain', 'inactivate_protection_domain'],
  ...['modify_spare_policy', 'set_capacity_alerts_threshold', 'set_checksum_mode', 'enable_background_device_scanner'],
  ...['disable_background_device_scanner', 'set_rebuild_mode', 'set_rebalance_mode', 'set_rebuild_policy'],
  ...['set_rebalance_policy', 'set_rebuild_rebalance_parallelism', 'set_sds_network_limits', 'abort_remove_sds'],
  ...['abort_remove_sds_device', 'modify_sds_device_capacity', 'clear_sds_device_error', 'activate_sds_device'],
  ...[
    'enter_maintenance_mode',
    'exit_maintenance_mode',
    'query_sds_connectivity_status',
    'query_all_device_latency_meters',
  ],
  ...['approve_sdc', 'set_restricted_sdc_mode', 'set_volume_sdc_limits', 'snapshot_volume'],
  ...[
    'remove_consistency_group_snapshots',
    'overwrite_volume_content',
    'add_snapshot_policy',
    'remove_snapshot_policy',
  ],
  ...['pause_snapshot_policy', 'resume_snapshot_policy', 'query_snapshot_policy', 'migrate_vtree', 'query_volume_tree'],
  ...['query_properties', 'explain', 'simulate_failure', 'whereis', 'query_events', 'query_tasks', 'create_backup'],
  ...['restore_backup', 'query_backups', 'remove_backup'],
];
