/** The commands of the core: everything that can change the cluster map, with ids already resolved and sizes in bytes. */

import type { ErrorCode } from '../../common/errors.ts';
import type { DeviceState, SlicesSettled } from '../../common/messages.ts';
import type { Changes } from './state.ts';

export type AcknowledgeMode = 'received' | 'stable';
export type AccessMode = 'rw' | 'ro';

/** What `rename` and `remove` apply to. */
export type ObjectKind = 'protectionDomain' | 'faultSet' | 'pool' | 'sds' | 'device' | 'volume' | 'sdc';

/** Words for people. */
export const objectWords: Readonly<Record<ObjectKind, string>> = {
  protectionDomain: 'protection domain',
  faultSet: 'fault set',
  pool: 'storage pool',
  sds: 'SDS',
  device: 'device',
  volume: 'volume',
  sdc: 'SDC',
};

/** A device of an SDS, before it has an id. */
export interface NewDevice {
  /** Where it lies on the SDS's server; a relative path lies below the SIO_HOME there. */
  readonly path: string;
  readonly poolId: number;
  readonly capacityBytes: number;
  /** Made up when left out. */
  readonly name?: string;
}

export type Command =
  /** Once, on an empty store. */
  | { readonly kind: 'initialise'; readonly name: string; readonly clusterId: string; readonly createdAtMs: number }
  /** Once a start of the MDM, before any other. */
  | { readonly kind: 'beginHistory'; readonly historyId: number }
  /** The store goes on although data servers have seen newer, or may have. */
  | { readonly kind: 'renew'; readonly seenVersion: number; readonly historyId: number }
  /** What devices hold of a layer that no volume has becomes a volume, or is given back. */
  | {
      readonly kind: 'adoptLayer';
      readonly layerId: number;
      readonly name: string;
      readonly poolId: number;
      readonly sizeBytes: number;
      readonly createdAtMs: number;
    }
  | { readonly kind: 'dropLayer'; readonly layerId: number }
  | { readonly kind: 'addProtectionDomain'; readonly name: string }
  | { readonly kind: 'addFaultSet'; readonly name: string; readonly protectionDomainId: number }
  | {
      readonly kind: 'addPool';
      readonly name: string;
      readonly protectionDomainId: number;
      readonly replicas: number;
      readonly sliceCount: number;
      readonly acknowledge: AcknowledgeMode;
      readonly mediaType: string;
    }
  | {
      readonly kind: 'addSds';
      readonly name: string;
      readonly protectionDomainId: number;
      /** 0: a fault unit of its own. */
      readonly faultSetId: number;
      readonly devices: readonly NewDevice[];
    }
  | { readonly kind: 'addDevice'; readonly sdsId: number; readonly device: NewDevice }
  | {
      readonly kind: 'addVolume';
      /** Made up when left out. */
      readonly name?: string;
      readonly poolId: number;
      readonly sizeBytes: number;
      readonly createdAtMs: number;
    }
  | { readonly kind: 'growVolume'; readonly volumeId: number; readonly sizeBytes: number }
  | { readonly kind: 'addSdc'; readonly name: string; readonly guid: string }
  | { readonly kind: 'rename'; readonly object: ObjectKind; readonly id: number; readonly name: string }
  | { readonly kind: 'remove'; readonly object: ObjectKind; readonly id: number }
  | {
      readonly kind: 'mapVolume';
      readonly volumeId: number;
      readonly sdcId: number;
      readonly accessMode: AccessMode;
      readonly allowMultiMap: boolean;
    }
  | { readonly kind: 'unmapVolume'; readonly volumeId: number; readonly sdcIds: readonly number[] }
  /** An SDS says what its devices are now; those that failed to open change nothing here. */
  | { readonly kind: 'registerDevices'; readonly sdsId: number; readonly devices: readonly DeviceState[] }
  | { readonly kind: 'registerSdc'; readonly guid: string; readonly name: string; readonly address: string }
  | { readonly kind: 'slicesSettled'; readonly sdsId: number; readonly report: SlicesSettled };

/** `id` is the object that the command was about (0 where it was about several), `changed` false when it was so already. */
export interface Outcome {
  readonly id: number;
  readonly changed: boolean;
}

export type Decision =
  | { readonly kind: 'changes'; readonly changes: Changes; readonly outcome: Outcome }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string };
