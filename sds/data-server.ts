/**
 * The SDS's main thread: keeps the link to the MDM, starts an engine for each device that the map gives to this SDS, and
 * carries map changes down and reports up. It never touches a byte of a volume.
 */

import { messageOf } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Host, Timer } from '../common/host.ts';
import { newIncarnation } from '../common/ids.ts';
import { ClusterMap } from '../common/map.ts';
import { MapCache } from '../common/map-cache.ts';
import { MdmClient } from '../common/mdm-client.ts';
import type { DeviceRecord, DeviceState, MapDelta } from '../common/messages.ts';
import type { EngineFactory, EngineHandle } from './engine-handle.ts';
import type { EngineCounters } from './statistics.ts';
import { noCounters } from './statistics.ts';

const firstPauseMs = 100;
const longestPauseMs = 10_000;
/** An engine that has lived this long starts its next failure with a short pause again. */
const healthyMs = 30_000;

export interface DataServerOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  readonly mdmAddresses: readonly Address[];
  /** The SDS's name in the cluster. */
  readonly name: string;
  /** Folder of this daemon: its last map. */
  readonly home: string;
  /** Where engines listen (port 0: any free one), and what others are told. */
  readonly listenHost: string;
  readonly advertisedHost: string;
  readonly journalBytes: number;
  readonly metricsAddress: string;
  readonly pid: number;
  readonly version: string;
  readonly engines: EngineFactory;
}

interface Slot {
  readonly device: DeviceRecord;
  engine: EngineHandle | undefined;
  error: string;
  applied: number;
  /** In a row, for the pause; and of all the SDS's life. */
  failures: number;
  failuresInAll: number;
  /** Unix time of the last change between serving, failed and opening. */
  sinceMs: number;
  startedMs: number;
  restart: Timer | undefined;
}

export class DataServer {
  readonly #options: DataServerOptions;
  readonly #host: Host;
  readonly #client: MdmClient;
  readonly #cache: MapCache;
  readonly #map = new ClusterMap();
  /** The map that the process before this one has kept: what the MDM must not be older than. */
  #kept: ClusterMap | undefined;
  readonly #slots = new Map<number, Slot>();
  readonly #incarnation: number;
  /** Settled slices that the MDM has not been told of. */
  #unreported: {
    readonly deviceId: number;
    readonly incarnation: number;
    readonly slices: readonly number[];
    readonly generations: readonly number[];
  }[] = [];
  #sdsId = 0;
  #applied = 0;
  #closed = false;

  constructor(options: DataServerOptions) {
    this.#options = options;
    this.#host = options.host;
    this.#incarnation = newIncarnation(options.host.random);
    this.#cache = new MapCache({
      disks: options.host.disks,
      log: options.host.log,
      path: `${options.home}/map`,
      clusterId: options.credentials.clusterId,
    });
    this.#client = new MdmClient({
      host: options.host,
      credentials: options.credentials,
      addresses: options.mdmAddresses,
      introduction: () => ({
        role: 'sds',
        nodeId: this.#sdsId,
        nodeName: options.name,
        incarnation: this.#incarnation,
        lane: 0,
        counter: 0,
        targetDeviceId: 0,
      }),
      register: () => ({
        kind: 'registerSds',
        body: {
          devices: this.#states(),
          metricsAddress: options.metricsAddress,
          pid: options.pid,
          version: options.version,
          ...this.#seenMap(),
        },
      }),
      deviceStates: () => this.#states(),
      map: this.#map,
      onRegistered: (nodeId) => {
        this.#sdsId = nodeId;
      },
      onMap: (_, delta) => this.#mapChanged(delta),
    });
  }

  get isRegistered(): boolean {
    return this.#client.isRegistered;
  }

  get mapVersion(): number {
    return this.#map.version;
  }

  async open(): Promise<void> {
    await this.#host.disks.makeDirectory(this.#options.home);
    this.#kept = (await this.#cache.load())?.map;
    this.#client.open();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.close();
    for (const slot of this.#slots.values()) slot.restart?.cancel();
    await Promise.all([...this.#slots.values()].map((slot) => slot.engine?.close()));
    await this.#cache.settled();
  }

  /** Path, state and counters of each device: for metrics and readiness. */
  devices(): { readonly path: string; readonly state: DeviceState; readonly counters: EngineCounters }[] {
    return [...this.#slots.values()].map((slot) => ({
      path: slot.device.path,
      state: this.#stateOf(slot),
      counters: slot.engine?.counters() ?? noCounters(),
    }));
  }

  #seenMap(): { readonly seenMapVersion: number; readonly seenHistory: number } {
    const newest = (this.#kept?.version ?? 0) > this.#map.version ? this.#kept : this.#map;
    const [system] = newest?.tables.system.values() ?? [];
    return { seenMapVersion: newest?.version ?? 0, seenHistory: system?.history.at(-1)?.id ?? 0 };
  }

  #states(): DeviceState[] {
    return [...this.#slots.values()].map((slot) => this.#stateOf(slot));
  }

  #stateOf(slot: Slot): DeviceState {
    const { failuresInAll: failures, sinceMs } = slot;
    if (slot.engine !== undefined) return { ...slot.engine.state(), failures, sinceMs };
    return {
      deviceId: slot.device.id,
      incarnation: 0,
      bootId: this.#host.disks.bootId(),
      capacityBytes: 0,
      usedBytes: 0,
      dataHost: '',
      dataPort: 0,
      error: slot.error,
      readOperations: 0,
      writeOperations: 0,
      readBytes: 0,
      writeBytes: 0,
      unsettledSlices: 0,
      orphans: [],
      seenMapVersion: 0,
      failures,
      sinceMs,
    };
  }

  #mapChanged(delta: MapDelta): void {
    this.#cache.save(this.#map);
    const own = [...this.#map.tables.device.values()].filter((device) => device.sdsId === this.#sdsId);
    for (const device of own) if (!this.#slots.has(device.id)) this.#start(this.#newSlot(device));
    for (const [deviceId, slot] of this.#slots) {
      if (own.some((device) => device.id === deviceId)) continue;
      this.#slots.delete(deviceId);
      slot.restart?.cancel();
      slot.engine
        ?.close()
        .catch((error: unknown) =>
          this.#host.log.write('warn', 'engine-close-failed', { device: slot.device.path, reason: messageOf(error) }),
        );
    }
    for (const slot of this.#slots.values()) slot.engine?.applyMap(delta);
    if (delta.whole) this.#report();
    this.#confirm();
  }

  #newSlot(device: DeviceRecord): Slot {
    const slot: Slot = {
      device,
      engine: undefined,
      error: '',
      applied: 0,
      failures: 0,
      failuresInAll: 0,
      sinceMs: this.#host.clock.wallMs(),
      startedMs: 0,
      restart: undefined,
    };
    this.#slots.set(device.id, slot);
    return slot;
  }

  #start(slot: Slot): void {
    const { credentials, listenHost, advertisedHost, journalBytes, engines } = this.#options;
    const device = this.#map.device(slot.device.id) ?? slot.device;
    slot.startedMs = this.#host.clock.nowMs();
    const engine = engines({
      credentials,
      deviceId: device.id,
      poolId: device.poolId,
      path: device.path,
      stateFolder: this.#options.home,
      listen: { kind: 'tcp', host: listenHost, port: 0 },
      advertisedHost,
      // Only a device that has never served may be empty: any other has lost its content, and must not be made anew.
      ...(device.incarnation === 0 ? { format: { capacityBytes: device.capacityBytes, journalBytes } } : {}),
      onFailure: (error) => this.#failed(slot, engine, error),
      onApplied: (version) => {
        slot.applied = version;
        this.#confirm();
      },
      onSettled: (slices, generations) => {
        this.#unreported.push({ deviceId: device.id, incarnation: engine.state().incarnation, slices, generations });
        this.#report();
      },
    });
    engine.open().then(
      () => {
        if (this.#closed || this.#slots.get(device.id) !== slot) return void engine.close();
        slot.engine = engine;
        slot.error = '';
        slot.sinceMs = this.#host.clock.wallMs();
        engine.applyMap(this.#map.whole());
        this.#client.registerAgain();
      },
      (error: Error) => this.#failed(slot, engine, error),
    );
  }

  /** The device comes back as a new incarnation after a pause; until then the MDM shows why it is away. */
  #failed(slot: Slot, engine: EngineHandle, error: Error): void {
    if (this.#closed || this.#slots.get(slot.device.id) !== slot) return;
    if (slot.engine !== undefined && slot.engine !== engine) return;
    if (slot.engine !== undefined || slot.error === '') slot.sinceMs = this.#host.clock.wallMs();
    slot.engine = undefined;
    slot.error = messageOf(error);
    slot.failuresInAll++;
    const nowMs = this.#host.clock.nowMs();
    slot.failures = nowMs - slot.startedMs > healthyMs ? 1 : slot.failures + 1;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(slot.failures - 1, 10));
    this.#host.log.write('error', 'device-failed', {
      device: slot.device.path,
      reason: slot.error,
      againInMs: pauseMs,
    });
    this.#client.registerAgain();
    slot.restart = this.#host.clock.after(pauseMs, () => this.#start(slot));
  }

  #report(): void {
    const waiting = this.#unreported;
    this.#unreported = waiting.filter((body) => !this.#client.send({ kind: 'slicesSettled', body }));
  }

  /** The MDM hears of a version when every engine that runs acts on it. */
  #confirm(): void {
    let version = this.#map.version;
    for (const slot of this.#slots.values()) if (slot.engine !== undefined) version = Math.min(version, slot.applied);
    if (version <= this.#applied && version !== this.#map.version) return;
    this.#applied = version;
    if (version > 0) this.#client.applied(version);
  }
}
