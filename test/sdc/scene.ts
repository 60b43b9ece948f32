/** One volume of an SDC before two fake engines, on virtual time, under a map that the test changes. */

import type { ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import type { ErrorCode } from '../../common/errors.ts';
import type { Credentials } from '../../common/handshake.ts';
import type { Pinned } from '../../common/host.ts';
import { ClusterMap } from '../../common/map.ts';
import type { MapDelta, MapRecord, SliceEntry } from '../../common/messages.ts';
import { sliceOf } from '../../common/placement.ts';
import { SlabPool } from '../../common/slab.ts';
import { mib } from '../../common/units.ts';
import type { Completion } from '../../nbd-bridge/volume.ts';
import { SliceTable } from '../../sdc/core/slice-table.ts';
import { LinkTable } from '../../sdc/links.ts';
import type { VolumeState } from '../../sdc/placing.ts';
import { DataVolume } from '../../sdc/volume.ts';
import { calmNetwork } from '../simulation/world/faults.ts';
import { type SimProcess, SimWorld } from '../simulation/world/host.ts';
import { FakeEngine } from './fake-engine.ts';

export const credentials: Credentials = { clusterId: '6ad9c1e4'.repeat(4), key: new Uint8Array(32).fill(7) };
export const poolId = 1;
export const volumeId = 5;
export const sdcId = 9;
export const vtreeId = 77;
export const sliceCount = 16;
/** Device ids of the engines; the first is the primary of every slice. */
export const deviceIds = [11, 12] as const;
const limitMs = 600_000;

/** Counts its holders: after a request nobody may hold the user's memory. */
export class CountingPin implements Pinned {
  holders = 0;
  retain(): void {
    this.holders++;
  }
  release(): void {
    this.holders--;
  }
}

export class Outcome implements Completion {
  code: ErrorCode | undefined;
  calls = 0;
  readonly bytes: Buffer;
  constructor(lengthBytes = 0) {
    this.bytes = Buffer.alloc(lengthBytes, 0xee);
  }
  data(offset: number, lengthBytes: number, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.bytes.fill(0, offset, offset + lengthBytes);
    else this.bytes.set(bytes, offset);
  }
  finished(code: ErrorCode): void {
    this.code = code;
    this.calls++;
  }
}

export function sliceEntry(generation: number, lossEpoch = 0, replicas: readonly number[] = deviceIds): SliceEntry {
  return { generation, lossEpoch, replicas, syncing: [], rebooted: [] };
}

export function slicePage(entries: readonly SliceEntry[]): MapRecord {
  return { kind: 'slicePage', body: { poolId, pageIndex: 0, entries } };
}

export function deviceRecord(id: number, incarnation: number, port = 7000 + id): MapRecord {
  return {
    kind: 'device',
    body: {
      id,
      name: `d${id}`,
      sdsId: 1,
      poolId,
      path: `/d${id}`,
      capacityBytes: 0,
      incarnation,
      bootId: 'boot',
      dataHost: `server${id}`,
      dataPort: port,
    },
  };
}

export function volumeRecord(name = 'demo', sizeBytes = 64 * mib): MapRecord {
  return {
    kind: 'volume',
    body: {
      id: volumeId,
      name,
      poolId,
      sizeBytes,
      layerId: 3,
      vtreeId,
      parentLayerIds: [],
      createdAtMs: 0,
      thick: false,
    },
  };
}

export function poolRecord(acknowledge = 'received'): MapRecord {
  const names = { name: 'pool', mediaType: 'any', acknowledge };
  return {
    kind: 'pool',
    body: { id: poolId, protectionDomainId: 1, replicas: 2, sliceCount, sparePercentage: 0, ...names },
  };
}

export function mappingRecord(epoch: number, ofSdc = sdcId, accessMode = 'rw'): MapRecord {
  return { kind: 'mapping', body: { volumeId, sdcId: ofSdc, epoch, accessMode } };
}

/** A map with everything above at generation 1. */
export function baseRecords(): readonly MapRecord[] {
  return [
    poolRecord(),
    volumeRecord(),
    mappingRecord(100),
    ...deviceIds.map((id) => deviceRecord(id, 1000 + id)),
    slicePage(Array.from({ length: sliceCount }, () => sliceEntry(1))),
  ];
}

export async function startEngines(world: SimWorld): Promise<FakeEngine[]> {
  const engines: FakeEngine[] = [];
  for (const deviceId of deviceIds) {
    const host = world.server(`server${deviceId}`).start(`engine${deviceId}`);
    const options = { host, credentials, deviceId, incarnation: 1000 + deviceId, port: 7000 + deviceId };
    const engine = new FakeEngine(options);
    await world.scheduler.settle(engine.listen());
    engines.push(engine);
  }
  return engines;
}

export interface SceneOptions {
  readonly ioTimeoutMs?: number;
  readonly acknowledge?: string;
  readonly shared?: boolean;
  /** By default the first flush looks for losses since the base map. */
  readonly tellsLoss?: boolean;
}

export class Scene {
  readonly world: SimWorld;
  readonly host: SimProcess;
  readonly primary: FakeEngine;
  readonly mirror: FakeEngine;
  readonly map = new ClusterMap();
  readonly links: LinkTable;
  readonly table: SliceTable;
  readonly volume: DataVolume;
  readonly pin = new CountingPin();
  settledCalls = 0;
  #state: VolumeState;

  constructor(world: SimWorld, engines: readonly FakeEngine[], options: SceneOptions) {
    this.world = world;
    this.host = world.server('client').start('sdc');
    this.primary = must(engines[0], 'the primary');
    this.mirror = must(engines[1], 'the mirror');
    const records = [...baseRecords(), poolRecord(options.acknowledge)];
    this.map.apply({ fromVersion: 0, toVersion: 1, whole: true, puts: records, deletes: [], tickets: [] });
    let counter = 0;
    this.links = new LinkTable({
      host: this.host,
      slabs: new SlabPool({ poison: true }),
      credentials,
      name: 'sdc1',
      map: this.map,
      incarnation: 3,
      sdcId,
      nextLinkCounter: () => ++counter,
    });
    this.table = new SliceTable(this.map, poolId);
    this.#state = {
      name: 'demo',
      sizeBytes: 64 * mib,
      vtreeId,
      mapping: { volumeId, epoch: 100, accessMode: 'rw', proof: new Uint8Array(32) },
      table: this.table,
      shared: options.shared ?? false,
    };
    this.volume = new DataVolume({
      host: this.host,
      map: this.map,
      links: this.links,
      state: this.#state,
      ioTimeoutMs: options.ioTimeoutMs ?? 0,
      startEpochs: options.tellsLoss === false ? undefined : Uint32Array.from(this.table.lossEpochs),
      onLossTold: () => undefined,
      onSettled: () => {
        this.settledCalls++;
      },
    });
  }

  /** What the client does with a delta. */
  change(puts: readonly MapRecord[], state: Partial<VolumeState> = {}): void {
    const fromVersion = this.map.version;
    const delta: MapDelta = { fromVersion, toVersion: fromVersion + 1, whole: false, puts, deletes: [], tickets: [] };
    this.map.apply(delta);
    this.table.refresh(this.map, delta);
    this.#state = { ...this.#state, ...state };
    this.volume.become(this.#state);
    this.links.mapChanged();
    this.volume.mapChanged();
  }

  /** Gives all slices a generation, and those named another loss epoch. */
  changeSlices(generation: number, lost: readonly number[] = [], replicas: readonly number[] = deviceIds): void {
    const entries = Array.from({ length: sliceCount }, (_, slice) =>
      sliceEntry(generation, lost.includes(slice) ? 1 : 0, replicas),
    );
    this.change([slicePage(entries)]);
  }

  fence(epoch: number): void {
    const proof = new Uint8Array(32);
    this.change([mappingRecord(epoch)], { mapping: { volumeId, epoch, accessMode: 'rw', proof } });
  }

  write(offset: number, bytes: Uint8Array, fua = false): Outcome {
    const outcome = new Outcome();
    this.volume.write(offset, bytes, this.pin, fua, outcome);
    return outcome;
  }

  read(offset: number, lengthBytes: number): Outcome {
    const outcome = new Outcome(lengthBytes);
    this.volume.read(offset, lengthBytes, outcome);
    return outcome;
  }

  flush(): Outcome {
    const outcome = new Outcome();
    this.volume.flush(outcome);
    return outcome;
  }

  async until(condition: () => boolean): Promise<void> {
    if (await this.world.scheduler.run(condition, limitMs)) return;
    throw new Error(`it did not happen in good time:\n${this.world.log.format()}`);
  }

  /** The code that the request ends with. */
  async code(outcome: Outcome): Promise<ErrorCode | undefined> {
    await this.until(() => outcome.code !== undefined);
    return outcome.code;
  }

  async runFor(durationMs: number): Promise<void> {
    await this.world.scheduler.runFor(durationMs);
  }
}

let seed = 0;

/** No faults but those the test makes; every scene has a seed of its own. */
export async function openScene(t: ExecutionContext, options: SceneOptions = {}): Promise<Scene> {
  const world = new SimWorld({ seed: `${t.title} ${++seed}`, network: { ...calmNetwork } });
  return new Scene(world, await startEngines(world), options);
}

export function pattern(lengthBytes: number, start = 1): Buffer {
  return Buffer.from(Uint8Array.from({ length: lengthBytes }, (_, index) => (start + index * 7) & 0xff));
}

export function sliceAt(chunkIndex: number): number {
  return sliceOf(vtreeId, chunkIndex, sliceCount);
}
