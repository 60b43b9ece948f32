/**
 * One device's engine: its port, its store, the slices it holds and their replication. Whole in itself; it runs in a
 * worker thread of the SDS, or without one in the simulator. This file joins the parts and ends the turns.
 */

import { acceptData, type DataLink, localDataAddress } from '../common/data-link.ts';
import { ClusterError, messageOf } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Host, Listener, StreamHandlers, StreamLink } from '../common/host.ts';
import { newIncarnation } from '../common/ids.ts';
import { ClusterMap } from '../common/map.ts';
import type { DeviceState, Hello, MapDelta, PoolRecord } from '../common/messages.ts';
import type { SlabPool } from '../common/slab.ts';
import { Checkpointer } from './checkpoint.ts';
import { ClientRequests } from './client-requests.ts';
import type { DeviceStore } from './device-store.ts';
import { LayerRemoval } from './layer-removal.ts';
import { Mirrors } from './mirrors.ts';
import { openDevice } from './open-device.ts';
import { PeerSessions } from './peer-session.ts';
import { Settling } from './settling.ts';
import { SliceState } from './slice-state.ts';
import { noCounters } from './statistics.ts';

/** Beyond this many strangers at once a new one is turned away: half-open links must not use up the descriptors. */
const maxLinks = 20_000;
/** An idle device applies what its journal holds after this long, so that a start has little to recover. */
const idleCheckpointMs = 5000;

/** Forwards and copies may fill the journal this far; clients less (writing.ts). */
export const replicationJournalLimit = 0.95;

export interface EngineOptions {
  readonly host: Host;
  readonly slabs: SlabPool;
  readonly credentials: Credentials;
  readonly deviceId: number;
  readonly poolId: number;
  readonly path: string;
  /** Folder of the SDS. */
  readonly stateFolder: string;
  readonly listen: Address;
  /** What others are told to connect to. */
  readonly advertisedHost: string;
  readonly format?: { readonly capacityBytes: number; readonly journalBytes: number };
  /** The engine cannot go on: it has closed itself. */
  readonly onFailure: (error: Error) => void;
  /** The engine acts on no version below this any more, and requests of ended mappings are finished. */
  readonly onApplied: (version: number) => void;
  /** Slices that this engine is primary of have settled. */
  readonly onSettled: (slices: readonly number[], generations: readonly number[]) => void;
}

export class Engine {
  readonly host: Host;
  readonly options: EngineOptions;
  readonly map = new ClusterMap();
  readonly slices = new Map<number, SliceState>();
  readonly counters = noCounters();
  readonly incarnation: number;
  readonly clients: ClientRequests;
  readonly peers: PeerSessions;
  readonly mirrors: Mirrors;
  readonly settling: Settling;
  #store: DeviceStore | undefined;
  #checkpointer: Checkpointer | undefined;
  #removal: LayerRemoval | undefined;
  #listener: Listener | undefined;
  #localListener: Listener | undefined;
  // Looked up once for each map: requests ask for them.
  #pool: PoolRecord | undefined;
  #isNamed = false;
  #layers: ReadonlySet<number> = new Set();
  #keptLayers: readonly { readonly from: number; readonly until: number }[] = [];
  #turnScheduled = false;
  #closed = false;
  #links = 0;
  #confirmedVersion = 0;
  #lastCheckpointMs = 0;

  constructor(options: EngineOptions) {
    this.options = options;
    this.host = options.host;
    this.incarnation = newIncarnation(options.host.random);
    this.clients = new ClientRequests(this);
    this.peers = new PeerSessions(this);
    this.mirrors = new Mirrors(this);
    this.settling = new Settling(this);
  }

  get deviceId(): number {
    return this.options.deviceId;
  }

  get store(): DeviceStore {
    if (this.#store === undefined) throw new ClusterError('CLOSED', `device ${this.options.path} is not open`);
    return this.#store;
  }

  get pool(): PoolRecord | undefined {
    return this.#pool;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** The map names this incarnation: only then does the engine serve, acknowledge or answer anything. */
  get isNamed(): boolean {
    return this.#isNamed;
  }

  /** Whether the map has a volume of this pool with that layer. */
  hasLayer(layerId: number): boolean {
    return this.#layers.has(layerId);
  }

  /** No volume has it, and yet its chunks stay until an admin decides (docs/metadata-safety.md). */
  isOrphan(layerId: number): boolean {
    return !this.hasLayer(layerId) && this.#keptLayers.some(({ from, until }) => layerId >= from && layerId < until);
  }

  /** Opens the device and its port. Rejects with the ClusterError that says why the device is refused. */
  async open(): Promise<void> {
    const { host, credentials, deviceId, poolId, format, listen } = this.options;
    const store = await openDevice({
      host,
      path: this.options.path,
      stateFolder: this.options.stateFolder,
      clusterId: credentials.clusterId,
      deviceId,
      poolId,
      incarnation: this.incarnation,
      ...(format === undefined ? {} : { format }),
      onFailure: (error) => this.fail(error),
    });
    this.#store = store;
    this.#checkpointer = new Checkpointer(store, host.clock, host.log);
    this.#removal = new LayerRemoval(this);
    this.#listener = await host.network.listenStream(listen, (stream) => this.#accept(stream));
    await this.#listenLocally();
    this.#lastCheckpointMs = host.clock.nowMs();
    this.#idle();
  }

  /** For daemons of this server; where it cannot be had, they come over TCP like all others. */
  async #listenLocally(): Promise<void> {
    const { host, credentials, deviceId } = this.options;
    const address = localDataAddress(credentials.clusterId, deviceId, this.incarnation);
    try {
      this.#localListener = await host.network.listenStream(address, (stream) => this.#accept(stream));
    } catch (error) {
      host.log.write('warn', 'local-port-refused', { device: this.options.path, reason: messageOf(error) });
    }
  }

  async #stopListening(): Promise<void> {
    await this.#listener?.close();
    await this.#localListener?.close();
  }

  /** Finishes what is under way in the store, checkpoints, and lets the device go. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#stopListening();
    this.#closeLinks('the engine is stopping');
    if (this.#store === undefined) return;
    await this.#checkpointer?.run();
    await this.#store.close();
  }

  /** A bug or a failed device: nothing more is acknowledged. The owner starts a new incarnation, or reports. */
  fail(error: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.host.log.write('error', 'engine-failed', { device: this.options.path, reason: messageOf(error) });
    this.#closeLinks('the device has failed');
    void this.#letGo();
    this.options.onFailure(error);
  }

  /** Gives up port, files and lock after a failure; what cannot be closed any more ends with the thread. */
  async #letGo(): Promise<void> {
    try {
      await this.#stopListening();
      await this.#store?.close();
    } catch (error) {
      this.host.log.write('warn', 'device-close-failed', { device: this.options.path, reason: messageOf(error) });
    }
  }

  state(): DeviceState {
    const store = this.#store;
    const address = this.#listener?.address;
    return {
      deviceId: this.deviceId,
      incarnation: this.incarnation,
      bootId: this.host.disks.bootId(),
      capacityBytes: (store?.directory.extents.capacity ?? 0) * 65536,
      usedBytes: store?.usedBytes ?? 0,
      dataHost: this.options.advertisedHost,
      dataPort: address?.kind === 'tcp' ? address.port : 0,
      error: '',
      readOperations: this.counters.reads,
      writeOperations: this.counters.writes,
      readBytes: this.counters.readBytes,
      writeBytes: this.counters.writeBytes,
      unsettledSlices: [...this.slices.values()].filter((slice) => slice.isPrimary && !slice.settled).length,
      orphans: this.#removal?.orphans ?? [],
      seenMapVersion: store?.mapVersion ?? 0,
      // Counted over the lives of engines: by the main thread.
      failures: 0,
      sinceMs: 0,
    };
  }

  /** Takes over a change of the map; false when it does not follow the map that is held. */
  applyMap(delta: MapDelta): boolean {
    const outcome = this.map.apply(delta);
    if (outcome === 'gap') return false;
    if (outcome === 'ignored' || this.#closed) return true;
    this.#pool = this.map.pool(this.options.poolId);
    this.#isNamed = this.map.device(this.deviceId)?.incarnation === this.incarnation;
    this.#layers = layersOf(this.map, this.options.poolId);
    this.#keptLayers = [...this.map.tables.system.values()][0]?.keptLayers ?? [];
    this.#takeSlices();
    this.mirrors.mapChanged();
    this.peers.mapChanged();
    this.clients.mapChanged();
    this.#removal?.mapChanged(delta);
    this.store.mapVersion = Math.max(this.store.mapVersion, this.map.version);
    this.confirm();
    this.scheduleTurn();
    return true;
  }

  /** Says that the present map is acted upon, once no request of an ended mapping is unfinished. */
  confirm(): void {
    if (this.#confirmedVersion >= this.map.version || this.clients.hasEndedHandles) return;
    this.#confirmedVersion = this.map.version;
    this.options.onApplied(this.map.version);
  }

  /** Asks for `endTurn` after the I/O of the present turn: once, however often it is asked. */
  scheduleTurn(): void {
    if (this.#turnScheduled || this.#closed) return;
    this.#turnScheduled = true;
    this.host.clock.afterTurn(() => this.#endTurn());
  }

  /** A checkpoint frees journal space; it runs when it is due, or at once when somebody waits for room. */
  checkpoint(now = false): void {
    const checkpointer = this.#checkpointer;
    if (checkpointer === undefined || checkpointer.running || this.#closed) return;
    // With nothing to free it would end at once, and those who wait for a mirror's room would come straight back.
    if (now ? this.store.isApplied : !this.store.checkpointDue) return;
    this.#lastCheckpointMs = this.host.clock.nowMs();
    checkpointer.run().then(
      () => {
        if (this.#closed) return;
        this.clients.roomFreed();
        this.peers.roomFreed();
        this.#removal?.roomFreed();
        this.checkpoint();
      },
      (error: Error) => this.fail(error),
    );
  }

  /** Resolves when so many blocks fit into the journal; rejects when the engine closes meanwhile. */
  async roomFor(blockCount: number): Promise<void> {
    while (!this.store.hasRoom(blockCount, replicationJournalLimit)) {
      if (this.#closed || this.#checkpointer === undefined) throw new ClusterError('CLOSED', 'the engine is closed');
      await this.#checkpointer.run();
    }
  }

  /** Forwards leave first, then the journal is written, then answers leave (SPEED.md, 3). */
  #endTurn(): void {
    this.#turnScheduled = false;
    if (this.#closed) return;
    try {
      this.mirrors.flush();
      this.store.commit();
      this.clients.endTurn();
      this.peers.endTurn();
      this.checkpoint();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  #idle(): void {
    this.host.clock.after(idleCheckpointMs, () => {
      if (this.#closed) return;
      if (this.host.clock.nowMs() - this.#lastCheckpointMs >= idleCheckpointMs) this.checkpoint(true);
      this.#idle();
    });
  }

  /** Brings `slices` in line with the map: a new generation has to be settled before it serves. */
  #takeSlices(): void {
    const held = new Set<number>();
    for (const [slice, entry] of this.map.slices(this.options.poolId)) {
      if (!entry.replicas.includes(this.deviceId)) continue;
      held.add(slice);
      const isPrimary = entry.replicas[0] === this.deviceId;
      let state = this.slices.get(slice);
      if (state === undefined) {
        state = new SliceState(slice, entry, isPrimary);
        this.slices.set(slice, state);
      } else if (state.generation === entry.generation && this.isNamed) {
        state.entry = entry;
        if (state.settled || !isPrimary) continue;
      }
      state.entry = entry;
      state.isPrimary = isPrimary;
      state.settled = false;
      if (isPrimary && this.isNamed) this.settling.want(state);
    }
    for (const slice of this.slices.keys()) if (!held.has(slice)) this.slices.delete(slice);
  }

  #accept(stream: StreamLink): StreamHandlers {
    const { host, slabs, credentials } = this.options;
    if (this.#links >= maxLinks) stream.close('too many links');
    this.#links++;
    const handlers = acceptData({
      host,
      pool: slabs,
      stream,
      callee: {
        credentials,
        random: host.random,
        nodeId: this.deviceId,
        incarnation: this.incarnation,
        check: (hello) => this.#check(hello),
      },
      established: (link, hello) => this.#established(link, hello),
    });
    return {
      space: () => handlers.space(),
      received: (count) => handlers.received(count),
      drained: () => handlers.drained(),
      closed: (reason) => {
        this.#links--;
        handlers.closed(reason);
      },
    };
  }

  #check(hello: Hello): void {
    if (hello.targetDeviceId !== this.deviceId) {
      throw new ClusterError('FOREIGN', `device ${this.deviceId} is behind this port, not ${hello.targetDeviceId}`);
    }
    if (hello.role === 'sdc') this.clients.check(hello);
    else if (hello.role === 'engine') this.peers.check(hello);
    else throw new ClusterError('INVALID', `a data port serves SDCs and engines, not "${hello.role.slice(0, 20)}"`);
  }

  #established(link: DataLink, hello: Hello): ReturnType<PeerSessions['accept']> {
    return hello.role === 'sdc' ? this.clients.accept(link, hello) : this.peers.accept(link, hello);
  }

  #closeLinks(reason: string): void {
    this.clients.closeAll(reason);
    this.peers.closeAll(reason);
    this.mirrors.closeAll(reason);
  }
}

function layersOf(map: ClusterMap, poolId: number): Set<number> {
  const layers = new Set<number>();
  for (const volume of map.tables.volume.values()) {
    if (volume.poolId === poolId) for (const layerId of [volume.layerId, ...volume.parentLayerIds]) layers.add(layerId);
  }
  return layers;
}
