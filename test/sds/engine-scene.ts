/**
 * One engine on a simulated server, under a map that the test makes, with links that speak to it frame by frame: as an
 * SDC, or as the primary whose mirror it is.
 */

import type { ExecutionContext } from 'ava';
import { assert, must } from '../../common/assert.ts';
import { connectData, type DataLink, type DataLinkOwner, messageBytes } from '../../common/data-link.ts';
import { codeOfWire, type ErrorCode } from '../../common/errors.ts';
import { frameKind, requestBytes, writeChecksums } from '../../common/frame.ts';
import type { Credentials } from '../../common/handshake.ts';
import {
  decodePeer,
  encodeOpenVolume,
  encodePeer,
  type MapDelta,
  type MapRecord,
  type PeerMessage,
  type VolumeRecord,
} from '../../common/messages.ts';
import { sliceOf } from '../../common/placement.ts';
import { ticketProof } from '../../common/secret.ts';
import { type Slab, SlabPool } from '../../common/slab.ts';
import { blockBytes, mib } from '../../common/units.ts';
import { Engine } from '../../sds/engine.ts';
import { type ChunkUpdate, sendUpdate } from '../../sds/mirror-link.ts';
import { calmNetwork } from '../simulation/world/faults.ts';
import { type SimProcess, SimWorld } from '../simulation/world/host.ts';

const credentials: Credentials = { clusterId: '6ad9c1e4'.repeat(4), key: new Uint8Array(32).fill(7) };
const limitMs = 60_000;
const port = 7002;
const poolId = 2;
export const sdcId = 9;
const tag = 1;

/** The device that the test plays, and the one of the engine. */
export const otherId = 1;
export const deviceId = 2;
export const otherIncarnation = 1111;
export const sliceCount = 16;
export const generation = 4;

export interface SceneOptions {
  /** Device ids, the primary first; by default the engine is alone. */
  readonly replicas?: readonly number[];
  readonly capacityBytes?: number;
  readonly journalBytes?: number;
}

/** A volume of 64 MiB with one layer. */
export function volumeOf(id: number, layerId: number, parentLayerIds: readonly number[] = []): VolumeRecord {
  const vtreeId = parentLayerIds.at(-1) ?? layerId;
  const name = `volume${id}`;
  return { id, name, poolId, sizeBytes: 64 * mib, layerId, vtreeId, parentLayerIds, createdAtMs: 0, thick: false };
}

export function sliceOfChunk(volume: VolumeRecord, chunkIndex: number): number {
  return sliceOf(volume.vtreeId, chunkIndex, sliceCount);
}

/** One reply: the frame's code, generation, and what lies behind its header. */
export interface Reply {
  readonly code: ErrorCode;
  readonly flags: number;
  readonly generation: number;
  readonly body: Buffer;
}

export interface Ack {
  readonly received: number;
  readonly freeExtents: number;
}

export class EngineScene {
  readonly world: SimWorld;
  engine: Engine;
  readonly client: SimProcess;
  failure: Error | undefined;
  readonly #options: SceneOptions;
  #version = 0;
  #links = 0;

  constructor(title: string, options: SceneOptions) {
    this.world = new SimWorld({ seed: title, network: calmNetwork });
    this.#options = options;
    this.client = this.world.server('client').start('client');
    this.engine = this.#newEngine();
  }

  #newEngine(): Engine {
    const options = this.#options;
    return new Engine({
      host: this.world.server('sds').start('sds'),
      slabs: new SlabPool({ poison: true }),
      credentials,
      deviceId,
      poolId,
      path: '/dev1',
      stateFolder: '/state',
      listen: { kind: 'tcp', host: '0.0.0.0', port },
      advertisedHost: 'sds',
      format: { capacityBytes: options.capacityBytes ?? 64 * mib, journalBytes: options.journalBytes ?? 4 * mib },
      onFailure: (error) => {
        this.failure = error;
      },
      onApplied: () => undefined,
      onSettled: () => undefined,
    });
  }

  static async open(
    t: ExecutionContext,
    volumes: readonly VolumeRecord[],
    options: SceneOptions = {},
  ): Promise<EngineScene> {
    const scene = new EngineScene(t.title, options);
    await scene.world.scheduler.settle(scene.engine.open());
    scene.applyVersion(1, volumes);
    return scene;
  }

  /** kill -9, and a new start of the same device that no map has reached yet. */
  async restart(): Promise<void> {
    for (const process of this.world.server('sds').processes) process.kill();
    this.engine = this.#newEngine();
    await this.world.scheduler.settle(this.engine.open());
  }

  /** A whole map of that version, with these volumes, all mapped. */
  applyVersion(version: number, volumes: readonly VolumeRecord[]): void {
    this.#version = version;
    this.#apply({
      whole: true,
      puts: [...this.#base(), ...volumes.flatMap((volume) => withMapping(volume))],
      deletes: [],
    });
  }

  /** A delta onto the map that is held. */
  apply(volumes: readonly VolumeRecord[], deletes: readonly string[] = [], accessMode = 'rw'): void {
    this.#version++;
    this.#apply({ whole: false, puts: volumes.flatMap((volume) => withMapping(volume, accessMode)), deletes });
  }

  #apply(delta: Pick<MapDelta, 'whole' | 'puts' | 'deletes'>): void {
    const fromVersion = delta.whole ? 0 : this.#version - 1;
    assert(this.engine.applyMap({ ...delta, fromVersion, toVersion: this.#version, tickets: [] }), 'the map is taken');
  }

  #base(): MapRecord[] {
    const replicas = this.#options.replicas ?? [deviceId];
    const entry = { generation, lossEpoch: 0, replicas, syncing: [], rebooted: [] };
    const names = { name: 'pool', mediaType: '', acknowledge: 'received' };
    const pool = {
      id: poolId,
      protectionDomainId: 1,
      replicas: replicas.length,
      sliceCount,
      sparePercentage: 0,
      ...names,
    };
    return [
      { kind: 'pool', body: pool },
      deviceRecord(otherId, otherIncarnation),
      deviceRecord(deviceId, this.engine.incarnation),
      {
        kind: 'slicePage',
        body: { poolId, pageIndex: 0, entries: Array.from({ length: sliceCount }, () => entry) },
      },
    ];
  }

  async until(isSo: () => boolean): Promise<void> {
    const isOver = (): boolean => this.failure !== undefined || isSo();
    const inTime = await this.world.scheduler.run(isOver, limitMs);
    if (this.failure !== undefined) throw this.failure;
    if (!inTime) throw new Error(`it did not happen in good time:\n${this.world.log.format()}`);
  }

  /** Moves everything from the journal to its place. */
  async checkpoint(): Promise<void> {
    this.engine.checkpoint(true);
    await this.until(() => this.engine.store.isApplied);
  }

  async connect(role: 'sdc' | 'engine', owner: DataLinkOwner): Promise<DataLink> {
    const { link } = await this.world.scheduler.settle(
      connectData({
        host: this.client,
        pool: new SlabPool({ poison: true }),
        target: { id: deviceId, incarnation: this.engine.incarnation, dataHost: 'sds', dataPort: port },
        timeoutMs: 5000,
        credentials,
        introduction: {
          role,
          nodeId: role === 'sdc' ? sdcId : otherId,
          nodeName: role,
          incarnation: role === 'sdc' ? 1 : otherIncarnation,
          lane: 0,
          counter: ++this.#links,
          targetDeviceId: deviceId,
        },
        owner,
      }),
    );
    return link;
  }
}

function deviceRecord(id: number, incarnation: number): MapRecord {
  const place = { path: `/d${id}`, capacityBytes: 0, bootId: 'boot', dataHost: `server${id}`, dataPort: 7000 + id };
  return { kind: 'device', body: { id, name: `d${id}`, sdsId: 1, poolId, incarnation, ...place } };
}

function withMapping(volume: VolumeRecord, accessMode = 'rw'): MapRecord[] {
  const mapping = { volumeId: volume.id, sdcId, epoch: 100 + volume.id, accessMode };
  return [
    { kind: 'volume', body: volume },
    { kind: 'mapping', body: mapping },
  ];
}

/** A client's link with one volume open. */
export class ClientLink {
  readonly #scene: EngineScene;
  readonly #replies = new Map<number, Reply>();
  #link: DataLink | undefined;
  #requestId = 0;
  closedBecause: string | undefined;

  constructor(scene: EngineScene) {
    this.#scene = scene;
  }

  static async open(scene: EngineScene, volume: VolumeRecord, accessMode = 'rw'): Promise<ClientLink> {
    const client = new ClientLink(scene);
    client.#link = await scene.connect('sdc', {
      frame: (_, slab, at, end) => client.#frame(slab, at, end),
      closed: (_, reason) => {
        client.closedBecause = reason;
      },
    });
    const subject = { volumeId: volume.id, sdcId, epoch: 100 + volume.id, accessMode };
    const { volumeId, epoch } = subject;
    const proof = ticketProof(credentials.key, subject);
    const requestId = ++client.#requestId;
    client.link.sendMessage(frameKind.OPEN, tag, requestId, encodeOpenVolume({ volumeId, epoch, accessMode, proof }));
    client.link.flush();
    const { code } = await client.reply(requestId);
    if (code !== 'OK') throw new Error(`the volume was not opened: ${code}`);
    return client;
  }

  get link(): DataLink {
    return must(this.#link, 'the link of a client');
  }

  /** Sends a request without a payload and returns its id. */
  send(kind: number, chunkIndex: number, start: number, length: number, flags = 0, ofGeneration = generation): number {
    const { writer } = this.link;
    const requestId = ++this.#requestId;
    const at = writer.open(kind, flags, tag, requestId, ofGeneration, requestBytes, 0, true);
    writeRange(writer.view, at, chunkIndex, start, length);
    writer.seal(at);
    this.link.flush();
    return requestId;
  }

  sendWrite(chunkIndex: number, start: number, payload: Uint8Array): number {
    const { writer } = this.link;
    const requestId = ++this.#requestId;
    const blocks = Math.floor((start + payload.length - 1) / blockBytes) - Math.floor(start / blockBytes) + 1;
    const payloadStart = requestBytes + 4 * blocks;
    const at = writer.open(frameKind.WRITE, 0, tag, requestId, generation, payloadStart, payload.length, true);
    writeRange(writer.view, at, chunkIndex, start, payload.length);
    writeChecksums(writer.view, at + requestBytes, start, payload);
    writer.bytes.set(payload, at + payloadStart);
    writer.seal(at);
    this.link.flush();
    return requestId;
  }

  hasReply(requestId: number): boolean {
    return this.#replies.has(requestId);
  }

  async reply(requestId: number): Promise<Reply> {
    await this.#scene.until(() => this.#replies.has(requestId) || this.closedBecause !== undefined);
    return must(this.#replies.get(requestId), `a reply (${this.closedBecause ?? 'the link is open'})`);
  }

  #frame(slab: Slab, at: number, end: number): void {
    const { view, bytes } = slab;
    this.#replies.set(view.getUint32(at + 16, true), {
      code: codeOfWire(view.getUint16(at + 14, true)),
      flags: view.getUint8(at + 13),
      generation: view.getUint32(at + 20, true),
      body: Buffer.from(bytes.subarray(at + 24, end)),
    });
  }
}

function writeRange(view: DataView, at: number, chunkIndex: number, start: number, length: number): void {
  view.setUint32(at + 24, chunkIndex, true);
  view.setUint32(at + 28, start, true);
  view.setUint32(at + 32, length, true);
}

/** The primary's link to the engine, which is its mirror. */
export class PrimaryLink {
  readonly acks: Ack[] = [];
  readonly #scene: EngineScene;
  readonly #answers: PeerMessage[] = [];
  #link: DataLink | undefined;
  #number = 0;
  closedBecause: string | undefined;

  constructor(scene: EngineScene) {
    this.#scene = scene;
  }

  /** All slices are settled at the version that they have. */
  static async settled(scene: EngineScene): Promise<PrimaryLink> {
    const primary = new PrimaryLink(scene);
    primary.#link = await scene.connect('engine', {
      frame: (_, slab, at, end) => primary.#frame(slab, at, end),
      closed: (_, reason) => {
        primary.closedBecause = reason;
      },
    });
    const all = Array.from({ length: sliceCount }, (_, slice) => ({ slice, generation }));
    await primary.ask({ requestId: 1, kind: 'settleQuery', body: { slices: all } });
    const unknown = { versionGeneration: 0, versionSequence: 0, refused: 0, suspect: false };
    const body = { slices: all.map((each) => ({ ...each, ...unknown })) };
    await primary.ask({ requestId: 2, kind: 'settle', body });
    return primary;
  }

  get link(): DataLink {
    return must(this.#link, 'the link of a primary');
  }

  async ask(message: PeerMessage): Promise<PeerMessage> {
    const before = this.#answers.length;
    this.link.sendMessage(frameKind.PEER, 0, 0, encodePeer(message));
    this.link.flush();
    await this.#scene.until(() => this.#answers.length > before || this.closedBecause !== undefined);
    return must(this.#answers[before], `an answer (${this.closedBecause ?? 'the link is open'})`);
  }

  /** Forwards whole blocks of one byte each; returns the number of the forward. */
  forward(update: Pick<ChunkUpdate, 'slice' | 'layerId' | 'chunkIndex' | 'sequence'> & Partial<ChunkUpdate>): number {
    const blockCount = update.blockCount ?? 1;
    const payload = Buffer.alloc(blockCount * blockBytes, 1);
    const checksums = new DataView(new ArrayBuffer(blockCount * 4));
    writeChecksums(checksums, 0, 0, payload);
    const standard = { kind: frameKind.FORWARD, flags: 0, fence: generation, firstBlock: 0, blockCount, generation };
    const previous = { previousGeneration: 0, previousSequence: 0 };
    sendUpdate(this.link, ++this.#number, { ...standard, ...previous, ...update }, checksums, 0, payload, undefined);
    this.link.flush();
    return this.#number;
  }

  async acknowledged(number: number): Promise<Ack> {
    await this.#scene.until(() => (this.acks.at(-1)?.received ?? 0) >= number || this.closedBecause !== undefined);
    return must(this.acks.at(-1), `an acknowledgement (${this.closedBecause ?? 'the link is open'})`);
  }

  async closed(): Promise<string> {
    await this.#scene.until(() => this.closedBecause !== undefined);
    return must(this.closedBecause, 'the reason');
  }

  #frame(slab: Slab, at: number, end: number): void {
    const { view } = slab;
    if (view.getUint8(at + 12) === frameKind.PEER) this.#answers.push(decodePeer(messageBytes(slab, at, end)));
    else this.acks.push({ received: view.getUint32(at + 24, true), freeExtents: view.getUint32(at + 32, true) });
  }
}
