/**
 * The data client: keeps the cluster map, and a volume for each mapping of this SDC, as long as the mapping lasts.
 * A restart serves what the kept map names at once; the MDM is needed only for what has changed.
 */

import { assert, must } from '../common/assert.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Host } from '../common/host.ts';
import { ClusterMap } from '../common/map.ts';
import { MapCache } from '../common/map-cache.ts';
import { MdmClient } from '../common/mdm-client.ts';
import type { MapDelta, MappingRecord, RegisterSdc } from '../common/messages.ts';
import { SlabPool } from '../common/slab.ts';
import type { Exports } from '../nbd-bridge/volume.ts';
import { SliceTable } from './core/slice-table.ts';
import type { EngineLinkContext } from './engine-connector.ts';
import { type Home, openHome } from './home.ts';
import { LinkTable } from './links.ts';
import type { VolumeState } from './placing.ts';
import { lossKey, openUntoldLosses, type UntoldLosses } from './untold-losses.ts';
import { DataVolume } from './volume.ts';

export interface DataClientOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  readonly mdmAddresses: readonly Address[];
  /** What the admin calls this SDC. */
  readonly name: string;
  /** Directory of its own; made when it is missing. */
  readonly home: string;
  /** For the admin, in the registration. */
  readonly about: Pick<RegisterSdc, 'address' | 'pid' | 'version'>;
  /** After so long an I/O fails; 0, the default: never, as a disk array would. */
  readonly ioTimeoutMs?: number;
  /** Receive memory of this event loop, shared with the NBD server. */
  readonly slabs?: SlabPool;
  /** An export is gone: the bridge closes its connections. `find` does not know it any more. */
  readonly onRemoved?: (name: string) => void;
}

export class DataClient implements Exports {
  readonly slabs: SlabPool;
  readonly #options: DataClientOptions;
  readonly #host: Host;
  #status: 'new' | 'open' | 'closed' = 'new';
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #home: Home | undefined;
  #map = new ClusterMap();
  #cache: MapCache | undefined;
  #losses: UntoldLosses | undefined;
  #mdm: MdmClient | undefined;
  #links: LinkTable | undefined;
  #sdcId = 0;
  #linkCounter = 0;
  #appliedVersion = 0;
  readonly #tables = new Map<number, SliceTable>();
  readonly #volumes = new Map<number, DataVolume>();
  readonly #byName = new Map<string, DataVolume>();
  /** Their mapping has ended and requests of it are still under way. */
  readonly #ending = new Set<DataVolume>();

  constructor(options: DataClientOptions) {
    this.#options = options;
    this.#host = options.host;
    this.slabs = options.slabs ?? new SlabPool();
  }

  /** Takes the home, serves the kept map and begins to look for the MDM, without waiting for it. */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Fails what is under way with `CLOSED`: the NBD server is closed before. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  find(name: string): DataVolume | undefined {
    return this.#byName.get(name);
  }

  volumes(): Iterable<DataVolume> {
    return this.#volumes.values();
  }

  get map(): ClusterMap {
    return this.#map;
  }

  get isRegistered(): boolean {
    return this.#mdm?.isRegistered ?? false;
  }

  /** Links to engines that are up. */
  get linkCount(): number {
    let count = 0;
    for (const link of this.#links?.all() ?? []) if (link.isReady) count++;
    return count;
  }

  /** Replies of engines to requests that had been given up. */
  get lateReplies(): number {
    let count = 0;
    for (const link of this.#links?.all() ?? []) count += link.lateReplies;
    return count;
  }

  /** What keeps this SDC from serving, for /readyz; empty when nothing does. */
  missing(): readonly string[] {
    if (this.#status !== 'open') return ['the SDC is not open'];
    if (this.#map.version === 0) return ['no cluster map yet: the MDM has not been reached since this SDC was made'];
    return [];
  }

  async #open(): Promise<void> {
    const { host, credentials, home, name, mdmAddresses, about } = this.#options;
    this.#home = await openHome(host.disks, host.random, home);
    const { guid, startCounter, mapPath } = this.#home;
    const { disks, log } = host;
    this.#losses = await openUntoldLosses(disks, `${home}/losses`);
    const before = (): Promise<void> => this.#keepLosses();
    this.#cache = new MapCache({ disks, log, path: mapPath, clusterId: credentials.clusterId, before });
    const kept = await this.#cache.load();
    if (kept !== undefined) this.#map = kept.map;
    this.#links = new LinkTable(this.#linkContext(startCounter));
    this.#mdm = new MdmClient({
      host,
      credentials,
      addresses: mdmAddresses,
      introduction: () => ({
        role: 'sdc',
        nodeId: this.#sdcId,
        nodeName: name,
        incarnation: startCounter,
        lane: 0,
        counter: 0,
        targetDeviceId: 0,
      }),
      register: () => ({ kind: 'registerSdc', body: { guid, name, ...about } }),
      deviceStates: () => [],
      map: this.#map,
      onRegistered: (nodeId) => this.#registered(nodeId),
      onMap: (_map, delta) => this.#mapChanged(delta),
    });
    this.#status = 'open';
    if (kept !== undefined) this.#serveKept(guid, kept.bootId);
    this.#mdm.open();
  }

  #linkContext(startCounter: number): EngineLinkContext {
    const { host, credentials, name } = this.#options;
    const sdcId = (): number => this.#sdcId;
    return {
      host,
      credentials,
      name,
      slabs: this.slabs,
      map: this.#map,
      incarnation: startCounter,
      get sdcId() {
        return sdcId();
      },
      nextLinkCounter: () => ++this.#linkCounter,
    };
  }

  #serveKept(guid: string, bootId: string): void {
    for (const sdc of this.#map.tables.sdc.values()) if (sdc.guid === guid) this.#sdcId = sdc.id;
    // Whoever had an acknowledgement from before a restart of this server has not survived it: no loss is to be told.
    this.#follow(bootId === this.#host.disks.bootId());
    this.#host.log.write('info', 'kept-map-served', { version: this.#map.version, volumes: this.#volumes.size });
    if (bootId !== this.#host.disks.bootId()) this.#cache?.save(this.#map);
  }

  async #close(): Promise<void> {
    // A failure to open is told to whoever opened; what was taken before it is given back here.
    await this.#opening?.catch(() => undefined);
    this.#status = 'closed';
    this.#mdm?.close();
    for (const volume of [...this.#volumes.values(), ...this.#ending]) volume.end('CLOSED');
    this.#volumes.clear();
    this.#byName.clear();
    this.#ending.clear();
    this.#links?.close();
    await this.#cache?.settled();
    await this.#home?.lock.release();
  }

  #registered(nodeId: number): void {
    this.#appliedVersion = 0;
    if (nodeId === this.#sdcId) return;
    this.#sdcId = nodeId;
    this.#links?.breakAll('the cluster has given this SDC another id');
  }

  #mapChanged(delta: MapDelta): void {
    if (this.#status !== 'open') return;
    for (const table of this.#tables.values()) table.refresh(this.#map, delta);
    if (delta.whole || touchesVolumes(delta)) this.#follow(true);
    this.#links?.mapChanged();
    for (const volume of this.#volumes.values()) volume.mapChanged();
    this.#settle();
    this.#cache?.save(this.#map);
  }

  /** Losses that no flush has told yet are on disk before a map that hides them from the next start. */
  #keepLosses(): Promise<void> {
    const untold = new Map<string, number>();
    for (const volume of this.#volumes.values()) {
      const { poolId, lossEpochs } = volume.table;
      volume.forEachUnflushed((slice, lossEpoch) => {
        if (lossEpoch >= (lossEpochs[slice] ?? 0)) return;
        const key = lossKey(poolId, slice);
        untold.set(key, Math.min(lossEpoch, untold.get(key) ?? lossEpoch));
      });
    }
    return this.#losses?.save(untold) ?? Promise.resolve();
  }

  /** Makes the volumes what the map says. `tellsLoss`: a new volume's first flush looks for losses since this map. */
  #follow(tellsLoss: boolean): void {
    const tickets = new Map(this.#map.tickets.map((ticket) => [ticket.volumeId, ticket]));
    const present = new Set<number>();
    const writers = new Map<number, number>();
    for (const { volumeId, accessMode } of this.#map.tables.mapping.values()) {
      if (accessMode === 'rw') writers.set(volumeId, (writers.get(volumeId) ?? 0) + 1);
    }
    for (const mapping of this.#map.tables.mapping.values()) {
      if (mapping.sdcId !== this.#sdcId) continue;
      const proof = tickets.get(mapping.volumeId);
      const state = proof?.epoch === mapping.epoch ? this.#stateOf(mapping, proof.proof, writers) : undefined;
      const volume = this.#volumes.get(mapping.volumeId);
      if (volume !== undefined && (state === undefined || state.table.sliceCount === volume.dirty.sliceCount)) {
        // Without its new ticket a volume goes on with the old one, and waits where that is refused.
        if (state !== undefined) volume.become(state);
        present.add(mapping.volumeId);
      } else if (state !== undefined) {
        if (volume !== undefined) this.#remove(volume);
        this.#add(state, tellsLoss);
        present.add(mapping.volumeId);
      }
    }
    for (const [volumeId, volume] of [...this.#volumes]) if (!present.has(volumeId)) this.#remove(volume);
    this.#byName.clear();
    for (const volume of this.#volumes.values()) this.#byName.set(volume.name, volume);
  }

  /** `writers`: how many `rw` mappings each volume has. */
  #stateOf(mapping: MappingRecord, proof: Uint8Array, writers: ReadonlyMap<number, number>): VolumeState | undefined {
    const record = this.#map.volume(mapping.volumeId);
    const pool = record === undefined ? undefined : this.#map.pool(record.poolId);
    if (record === undefined || pool === undefined || pool.sliceCount === 0) return undefined;
    let table = this.#tables.get(pool.id);
    if (table === undefined || table.sliceCount !== pool.sliceCount) {
      table = new SliceTable(this.#map, pool.id);
      this.#tables.set(pool.id, table);
    }
    const { volumeId, epoch, accessMode } = mapping;
    return {
      name: record.name,
      sizeBytes: record.sizeBytes,
      vtreeId: record.vtreeId,
      mapping: { volumeId, epoch, accessMode, proof },
      table,
      shared: (writers.get(volumeId) ?? 0) > (accessMode === 'rw' ? 1 : 0),
    };
  }

  #add(state: VolumeState, tellsLoss: boolean): void {
    const { host, ioTimeoutMs } = this.#options;
    const volume = new DataVolume({
      host,
      map: this.#map,
      links: must(this.#links, 'the links of an open client'),
      state,
      ioTimeoutMs: ioTimeoutMs ?? 0,
      startEpochs: tellsLoss ? this.#startEpochs(state.table) : undefined,
      onLossTold: () => this.#cache?.save(this.#map),
      onSettled: () => this.#settle(),
    });
    assert(!this.#volumes.has(state.mapping.volumeId), 'a volume is served once');
    this.#volumes.set(state.mapping.volumeId, volume);
    const { name, sizeBytes, mapping } = state;
    host.log.write('info', 'volume-mapped', {
      volume: name,
      sizeBytes,
      epoch: mapping.epoch,
      mode: mapping.accessMode,
    });
  }

  /** What an earlier start may have acknowledged under: the map's loss epochs, or those before losses it has not told. */
  #startEpochs({ poolId, lossEpochs }: SliceTable): Uint32Array {
    return lossEpochs.map((lossEpoch, slice) =>
      Math.min(lossEpoch, this.#losses?.atStart.get(lossKey(poolId, slice)) ?? lossEpoch),
    );
  }

  #remove(volume: DataVolume): void {
    this.#volumes.delete(volume.mapping.volumeId);
    this.#byName.delete(volume.name);
    this.#ending.add(volume);
    this.#host.log.write('info', 'volume-unmapped', { volume: volume.name, underWay: volume.unsettled });
    // Not from within the change of the map: users are told when the map is whole.
    this.#host.clock.afterTurn(() => {
      if (!volume.isEnded) volume.end('FENCED');
      this.#options.onRemoved?.(volume.name);
      this.#settle();
    });
  }

  /** Tells the MDM that the map is acted on, once nothing of an ended mapping is under way. */
  #settle(): void {
    for (const volume of this.#ending) if (volume.isEnded && volume.unsettled === 0) this.#ending.delete(volume);
    if (this.#ending.size > 0 || this.#appliedVersion === this.#map.version) return;
    for (const volume of this.#volumes.values()) if (volume.unsettled > 0) return;
    const { isRegistered } = this;
    if (!isRegistered) return;
    this.#appliedVersion = this.#map.version;
    this.#mdm?.applied(this.#map.version);
  }
}

function touchesVolumes(delta: MapDelta): boolean {
  const isOfVolumes = (kind: string): boolean => kind === 'volume' || kind === 'mapping' || kind === 'pool';
  return (
    delta.puts.some((put) => isOfVolumes(put.kind)) ||
    delta.deletes.some((key) => isOfVolumes(key.slice(0, key.indexOf('/'))))
  );
}
