/** What the commands answer, as JSON: the types that scli and other clients read. Ids are 16 hex digits, sizes bytes. */

export interface Reference {
  readonly id: string;
  readonly name: string;
}

/** Of every command that changes something. */
export interface DoneAnswer {
  /** One sentence for a person. */
  readonly message: string;
  /** Of the object that it was about. */
  readonly id: string;
  /** False when it was so already. */
  readonly changed: boolean;
  readonly mapVersion: number;
}

export interface Capacity {
  /** All devices together. */
  readonly maximumBytes: number;
  /** What volumes can hold: the maximum by the number of replicas. */
  readonly usableBytes: number;
  /** What volumes hold, once; from the devices' last reports. */
  readonly usedBytes: number;
}

/** `not placed`: no slices yet; `unavailable`: I/O to some slices waits; `settling`: for a moment, after a restart. */
export type HealthState = 'healthy' | 'settling' | 'unavailable' | 'not placed';

export interface AwayDevice {
  readonly device: Reference;
  readonly sds: Reference;
  readonly reason: string;
}

export interface PoolHealth {
  readonly state: HealthState;
  /** Empty when healthy; else what is wrong and what to do. */
  readonly reason: string;
  readonly sliceCount: number;
  /** All their devices serve and they have settled. */
  readonly settledSlices: number;
  /** Their primary serves and is making the replicas equal. */
  readonly unsettledSlices: number;
  /** A device that holds a replica of them is away: their I/O waits. */
  readonly waitingSlices: number;
  readonly away: readonly AwayDevice[];
}

export interface PoolAnswer extends Reference {
  readonly protectionDomain: Reference;
  readonly replicas: number;
  readonly acknowledge: string;
  readonly mediaType: string;
  readonly capacity: Capacity;
  readonly health: PoolHealth;
  readonly deviceCount: number;
  readonly volumes: readonly Reference[];
}

export interface PoolQueryAnswer extends PoolAnswer {
  readonly devices: readonly DeviceAnswer[];
}

/** `new`: it has not been formatted yet. */
export type DeviceStatus = 'serving' | 'new' | 'failed' | 'away';

export interface DeviceAnswer extends Reference {
  readonly sds: Reference;
  readonly pool: Reference;
  readonly path: string;
  readonly state: DeviceStatus;
  /** Why it does not serve, or holds nothing; empty otherwise. */
  readonly reason: string;
  /** Unix time since which it is in this state; 0 when that is not known. */
  readonly sinceMs: number;
  /** How often it was refused or failed since its SDS was started. */
  readonly failures: number;
  readonly capacityBytes: number;
  readonly usedBytes: number;
  readonly replicas: number;
  readonly primaries: number;
  readonly dataAddress: string;
}

export interface ConnectionAnswer {
  readonly state: 'connected' | 'disconnected';
  /** Unix time of the last change; 0 when it was never seen since the MDM started. */
  readonly sinceMs: number;
  readonly reason: string;
  readonly remote: string;
  readonly version: string;
  readonly pid: number;
}

export interface SdsAnswer extends Reference {
  readonly protectionDomain: Reference;
  readonly faultSet: Reference | null;
  readonly connection: ConnectionAnswer;
  readonly metricsAddress: string;
  readonly devices: readonly DeviceAnswer[];
}

export interface SdcAnswer extends Reference {
  readonly guid: string;
  readonly ip: string;
  readonly connection: ConnectionAnswer;
  readonly volumes: readonly (Reference & { readonly accessMode: string })[];
}

export interface VolumeAnswer extends Reference {
  readonly pool: Reference;
  readonly protectionDomain: Reference;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly provisioning: 'thin' | 'thick';
  readonly mappings: readonly (Reference & { readonly accessMode: string; readonly connected: boolean })[];
}

export interface FaultSetAnswer extends Reference {
  readonly protectionDomain: Reference;
  readonly sdss: readonly Reference[];
}

export interface DomainAnswer extends Reference {
  readonly pools: readonly PoolAnswer[];
  readonly sdss: readonly Reference[];
  readonly faultSets: readonly Reference[];
}

export interface SystemAnswer extends Reference {
  readonly clusterId: string;
  readonly createdAtMs: number;
  readonly mapVersion: number;
  readonly capacity: Capacity;
  readonly counts: Readonly<Record<'protectionDomains' | 'pools' | 'sdss' | 'devices' | 'volumes' | 'sdcs', number>>;
  readonly connected: { readonly sdss: number; readonly sdcs: number };
}

/** How safe the metadata is. */
export interface MetadataAnswer {
  /** Why the MDM does not act on it, and what to do; empty while it does. */
  readonly suspended: string;
  readonly backup: {
    readonly directories: readonly string[];
    /** Of the newest backup that this MDM process has made and read back; 0 before the first. */
    readonly mapVersion: number;
    /** Unix time; 0 before the first. */
    readonly createdAtMs: number;
    readonly failures: number;
    /** A sentence for each directory that the last backup did not reach. */
    readonly problems: readonly string[];
  };
  /** How many lines --query_orphaned_data has. */
  readonly orphanedLayers: number;
}

/** Data on devices that no volume has, kept because the metadata lost changes. */
export interface OrphanedLayerAnswer {
  readonly layerId: number;
  readonly pool: Reference;
  /** One copy, in whole chunks. */
  readonly dataBytes: number;
  /** To the end of its last chunk: the volume was at least so large. */
  readonly leastSizeBytes: number;
}

export interface ClusterAnswer {
  readonly mode: '1_node';
  readonly metaStore: 'level';
  readonly state: 'Normal' | 'Suspended' | 'Failed';
  readonly address: string;
  readonly metadata: MetadataAnswer;
}

export interface AllAnswer {
  readonly system: SystemAnswer;
  readonly metadata: MetadataAnswer;
  readonly protectionDomains: readonly DomainAnswer[];
  readonly sdss: readonly SdsAnswer[];
  readonly volumes: readonly VolumeAnswer[];
  readonly sdcs: readonly SdcAnswer[];
}

/** What a failed call answers, beside `version`. `message` is for people; `code` is one of common/errors.ts. */
export interface ErrorAnswer {
  readonly code: string;
  readonly message: string;
}
