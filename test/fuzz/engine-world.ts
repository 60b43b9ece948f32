/** One engine on a simulated server under a small map, with peers that have the cluster key and ill will. */

import type { DataLinkOwner, DataTarget } from '../../common/data-link.ts';
import type { Credentials, Introduction } from '../../common/handshake.ts';
import type { Address, StreamLink } from '../../common/host.ts';
import type { MapRecord, OpenVolume } from '../../common/messages.ts';
import type { RefusalLine } from '../../common/refusals.ts';
import { ticketProof } from '../../common/secret.ts';
import { SlabPool } from '../../common/slab.ts';
import { kib, mib } from '../../common/units.ts';
import { Engine } from '../../sds/engine.ts';
import { type SimProcess, SimWorld } from '../simulation/world/host.ts';
import { connectRaw } from './raw-link.ts';
import { expectThat } from './target.ts';

export const credentials: Credentials = { clusterId: '6ad9c1e4'.repeat(4), key: new Uint8Array(32).fill(7) };
export const deviceId = 1;
/** Of a device whose engine the fuzzer plays. */
export const peerId = 2;
export const peerIncarnation = 22;
/** Of every slice. */
export const generation = 3;
export const poolId = 4;
export const sliceCount = 4;
export const vtreeId = 31;
export const layerId = 30;
export const sdcId = 9;
const volumeId = 5;
const epoch = 100;
const dataPort = 7000;
const peerPort = 7002;

/** As the first start of the fuzzer's own SDC says who it is. */
export const firstIntroduction: Introduction = {
  role: 'sdc',
  nodeId: sdcId,
  nodeName: 'fuzz',
  incarnation: 1,
  lane: 0,
  counter: 1,
  targetDeviceId: deviceId,
};

/** Tickets of the fuzzer's own SDC: a good one, one of another SDC, and one of an older epoch. */
export function tickets(): readonly OpenVolume[] {
  const ticket = (ofSdc: number, ofEpoch: number): OpenVolume => ({
    volumeId,
    epoch: ofEpoch,
    accessMode: 'rw',
    proof: ticketProof(credentials.key, { volumeId, sdcId: ofSdc, epoch: ofEpoch, accessMode: 'rw' }),
  });
  return [ticket(sdcId, epoch), ticket(sdcId + 1, epoch), ticket(sdcId, epoch - 1)];
}

function records(replicas: readonly number[], incarnation: number, port: number): MapRecord[] {
  const device = (id: number, ofIncarnation: number, at: number, host: string): MapRecord => ({
    kind: 'device',
    body: {
      id,
      name: `d${id}`,
      sdsId: id + 50,
      poolId,
      path: `/d${id}`,
      capacityBytes: 64 * mib,
      incarnation: ofIncarnation,
      bootId: 'boot',
      dataHost: host,
      dataPort: at,
    },
  });
  const entry = { generation, lossEpoch: 0, replicas, syncing: [], rebooted: [] };
  const sdc = (id: number): MapRecord => ({
    kind: 'sdc',
    body: { id, name: `sdc${id}`, guid: `${id}`, address: '' },
  });
  return [
    {
      kind: 'pool',
      body: {
        id: poolId,
        name: 'pool',
        protectionDomainId: 1,
        replicas: replicas.length,
        sliceCount,
        acknowledge: 'received',
        mediaType: 'any',
        sparePercentage: 0,
      },
    },
    device(deviceId, incarnation, port, 'engine'),
    device(peerId, peerIncarnation, peerPort, 'peer'),
    sdc(sdcId),
    sdc(sdcId + 1),
    {
      kind: 'volume',
      body: {
        id: volumeId,
        name: 'volume',
        poolId,
        sizeBytes: 8 * mib,
        layerId,
        vtreeId,
        parentLayerIds: [],
        createdAtMs: 0,
        thick: false,
      },
    },
    { kind: 'mapping', body: { volumeId, sdcId, epoch, accessMode: 'rw' } },
    { kind: 'mapping', body: { volumeId, sdcId: sdcId + 1, epoch, accessMode: 'rw' } },
    { kind: 'slicePage', body: { poolId, pageIndex: 0, entries: Array.from({ length: sliceCount }, () => entry) } },
  ];
}

export class EngineWorld {
  readonly world: SimWorld;
  readonly engine: Engine;
  readonly peer: SimProcess;
  /** What the engine has told of those that it turned away. */
  readonly refused: RefusalLine[] = [];
  readonly #failures: Error[] = [];

  /** `replicas`: of every slice, the primary first. */
  private constructor(world: SimWorld, host: SimProcess) {
    this.world = world;
    this.peer = world.server('peer').start('peer');
    this.engine = new Engine({
      host,
      slabs: new SlabPool({ slabBytes: mib + 256 * kib, poison: true }),
      credentials,
      deviceId,
      poolId,
      path: '/d1',
      stateFolder: '/state',
      listen: { kind: 'tcp', host: '0.0.0.0', port: dataPort },
      advertisedHost: 'engine',
      format: { capacityBytes: 16 * mib, journalBytes: 4 * mib },
      onFailure: (error) => this.#failures.push(error),
      onApplied: () => undefined,
      onSettled: () => undefined,
      onRefused: (line) => this.refused.push(line),
    });
  }

  static async open(replicas: readonly number[]): Promise<EngineWorld> {
    const world = new SimWorld({ seed: 'fuzz' });
    const made = new EngineWorld(world, world.server('engine').start('engine'));
    const { engine } = made;
    await world.scheduler.settle(engine.open());
    made.take(7, replicas);
    return made;
  }

  /** A whole map in which all slices have these replicas, the primary first. */
  take(toVersion: number, replicas: readonly number[]): void {
    const puts = records(replicas, this.engine.incarnation, dataPort);
    this.engine.applyMap({ fromVersion: 0, toVersion, whole: true, puts, deletes: [], tickets: [] });
  }

  get target(): DataTarget {
    return { id: deviceId, incarnation: this.engine.incarnation, dataHost: 'engine', dataPort };
  }

  get address(): Address {
    return { kind: 'tcp', host: 'engine', port: dataPort };
  }

  get peerAddress(): Address {
    return { kind: 'tcp', host: '0.0.0.0', port: peerPort };
  }

  connect(introduction: Partial<Introduction>, owner?: DataLinkOwner): Promise<StreamLink> {
    const whole: Introduction = { ...firstIntroduction, ...introduction };
    return this.world.scheduler.settle(connectRaw(this.peer, this.target, credentials, whole, owner));
  }

  /** Sends the bytes and lets the engine deal with them. */
  async send(link: StreamLink, bytes: Uint8Array): Promise<void> {
    link.write(bytes);
    link.flush();
    await this.world.scheduler.runFor(100);
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    expectThat(await this.world.scheduler.run(isSo, 30_000), what);
  }

  /** The engine must have survived, and must let a new client in. */
  async end(): Promise<void> {
    const [failure] = this.#failures;
    if (failure !== undefined) throw failure;
    await this.connect({ nodeId: sdcId + 1 });
    await this.world.scheduler.settle(this.engine.close());
    if (this.#failures[0] !== undefined) throw this.#failures[0];
  }
}
