/**
 * The metadata manager: the durable state, the links of the nodes, and the waits that a command's answer needs, put
 * together. The REST interface and tests talk to this class only.
 */

import type { BackupEntry } from '../common/backup-file.ts';
import { ClusterError } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Address, Host, Listener } from '../common/host.ts';
import { newIncarnation } from '../common/ids.ts';
import { failWithAdvice, refuseLostStore, type StoreAbout } from './backup/advice.ts';
import { type BackupSettings, Backups, type Snapshot } from './backup/backups.ts';
import { decodeRestored } from './backup/restore.ts';
import { Conditions } from './conditions.ts';
import { listOf } from './core/checks.ts';
import type { Command } from './core/commands.ts';
import type { SeenMap } from './core/history.ts';
import { Membership } from './core/membership.ts';
import type { MapView } from './core/state.ts';
import { Evidence } from './evidence.ts';
import { Fences } from './fences.ts';
import { type Executed, Ledger } from './ledger.ts';
import { applySeed, type ClusterSeed } from './seed.ts';
import { Sessions } from './sessions.ts';
import { openLevelMetaStore } from './store/level.ts';
import type { MetaStore } from './store/meta-store.ts';
import { restoredKey, seededKey } from './store/records.ts';

/** All in ms of the monotonic clock. */
export interface MdmDurations {
  /** From a link's beginning to its registration. */
  readonly handshakeTimeoutMs: number;
  /** A registered node that says nothing for so long is shown as disconnected, and its link closed. */
  readonly silenceMs: number;
  /** How long an answer waits for the SDSs to confirm the end of a mapping. */
  readonly fenceWaitMs: number;
  /** How long an answer waits for the first registration of a new device. */
  readonly deviceWaitMs: number;
  /** How long an answer waits for those who use a volume to act on its new size. */
  readonly growWaitMs: number;
}

export const defaultMdmDurations: MdmDurations = {
  handshakeTimeoutMs: 5_000,
  silenceMs: 2_000,
  fenceWaitMs: 30_000,
  deviceWaitMs: 20_000,
  growWaitMs: 5_000,
};

/** What metrics are made of. */
export interface MdmObserver {
  commandDone(kind: Command['kind'], isDone: boolean, latencyMs: number): void;
  committed(latencyMs: number): void;
}

export interface MetadataManagerOptions {
  readonly host: Host;
  /** Directory of the meta store. */
  readonly storePath: string;
  readonly credentials: Credentials;
  /** Of the control links. */
  readonly listen: Address;
  /** What an empty store begins with. Without it an empty store is refused (it may be the wrong directory). */
  readonly seed?: ClusterSeed;
  /** A cluster has begun here: an empty store is one that was lost. */
  readonly hasBegun?: boolean;
  /** Without it the metadata is not backed up by itself. */
  readonly backup?: BackupSettings;
  readonly systemName?: string;
  readonly durations?: Partial<MdmDurations>;
  /** The store failed under way: the process should end and be started again. */
  readonly failed?: (error: ClusterError) => void;
}

export class MetadataManager {
  readonly membership = new Membership();
  readonly durations: MdmDurations;
  /** Set before `open`. */
  observer: MdmObserver | undefined;
  readonly #options: MetadataManagerOptions;
  readonly #conditions: Conditions;
  readonly #unmaps = new Set<Promise<unknown>>();
  readonly #fences: Fences;
  readonly #evidence: Evidence;
  #backups: Backups | undefined;
  #renewing: Promise<Executed> | undefined;
  #store: MetaStore | undefined;
  #ledger: Ledger | undefined;
  #sessions: Sessions | undefined;
  #listener: Listener | undefined;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #isSeeded = false;

  constructor(options: MetadataManagerOptions) {
    this.#options = options;
    this.durations = { ...defaultMdmDurations, ...options.durations };
    this.#conditions = new Conditions(options.host.clock);
    this.#fences = new Fences(() => this.view, this.membership);
    this.#evidence = new Evidence(() => this.view);
  }

  /** Reads the store (seeds an empty one), then listens. Rejects with `LOCKED`, `DAMAGED`, `VERSION`, `FOREIGN`. */
  open(): Promise<void> {
    this.#opening ??= this.#open().catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
    return this.#opening;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Where nodes connect, with the real port. */
  get address(): Address {
    return this.#listener?.address ?? this.#options.listen;
  }

  get host(): Host {
    return this.#options.host;
  }

  /** Read-only; only `execute` changes the map. */
  get view(): MapView {
    return this.#openLedger.view;
  }

  /** True while commands can be executed. */
  get isServing(): boolean {
    return this.#listener !== undefined && this.#closing === undefined && this.#ledger?.failure === undefined;
  }

  /** Why nothing is acted upon although the MDM runs, and what to do; empty while it acts. */
  get suspendedBecause(): string {
    return this.#ledger === undefined ? '' : this.#evidence.reason;
  }

  /** undefined where nothing is backed up. */
  get backups(): Backups | undefined {
    return this.#backups;
  }

  get connectedCount(): number {
    return this.#sessions?.liveCount ?? 0;
  }

  get pendingFenceCount(): number {
    return this.#fences.count;
  }

  /**
   * Performs a command: resolves when its change is durable and has been pushed. `unmapVolume` and `mapVolume` wait for
   * the fences of the volume, bounded: then they reject with `TIMEOUT`, naming the SDSs that have not confirmed.
   */
  async execute(command: Command): Promise<Executed> {
    const { clock } = this.#options.host;
    const startedMs = clock.nowMs();
    let isDone = false;
    try {
      if (this.#evidence.isSuspended) throw new ClusterError('REFUSED', this.#evidence.reason);
      if (command.kind === 'mapVolume') await this.#waitForUnmaps(command.volumeId);
      const step = this.#openLedger.execute(command);
      if (command.kind === 'unmapVolume') this.#track(step);
      const executed = await step;
      if (command.kind === 'unmapVolume') await this.#waitForFence(command.volumeId, 'unmaps');
      isDone = true;
      return executed;
    } finally {
      this.observer?.commandDone(command.kind, isDone, clock.nowMs() - startedMs);
    }
  }

  /**
   * A data server that has proven itself says which map it has had. Rejects with `REFUSED` while this store must not be
   * acted upon; a restored one goes on by itself when all have come and none has seen more.
   */
  async admit(name: string, seen: SeenMap): Promise<void> {
    const wasSuspended = this.#evidence.isSuspended;
    this.#evidence.note(name, seen);
    if (this.#evidence.isComplete || this.#renewing !== undefined) await this.#renew();
    if (!this.#evidence.isSuspended) return;
    const error = new ClusterError('REFUSED', this.#evidence.reason);
    if (!wasSuspended) {
      this.#options.host.log.write('error', 'metadata is not acted upon', { reason: error.message });
      this.#sessions?.end(error);
    }
    throw error;
  }

  /** Goes on with this store although changes may be missing from it. Rejects with `REFUSED` when nothing is suspected. */
  async acceptMetadata(): Promise<Executed> {
    if (!this.#evidence.isSuspended) {
      throw new ClusterError('REFUSED', 'The MDM acts on its metadata already: there is nothing to accept.');
    }
    return await this.#renew();
  }

  #renew(): Promise<Executed> {
    const { host } = this.#options;
    const { highestVersion, reason } = this.#evidence;
    const renewal = { kind: 'renew', seenVersion: highestVersion, historyId: newIncarnation(host.random) } as const;
    this.#renewing ??= this.#openLedger
      .execute(renewal)
      .then((executed) => {
        host.log.write('warn', 'metadata renewed', {
          seenVersion: highestVersion,
          mapVersion: executed.version,
          reason,
        });
        this.#evidence.accepted();
        return executed;
      })
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }

  /**
   * Waits until the device has registered for the first time. `serving`; `away` when its SDS is not connected; `waiting`
   * when time ran out. Rejects with `DISK_FAILED` and the SDS's own sentence when it could not be opened.
   */
  async waitForDevice(deviceId: number): Promise<'serving' | 'away' | 'waiting'> {
    const device = this.view.map.device(deviceId);
    if (device === undefined || !this.membership.isConnected(device.sdsId)) return 'away';
    const isServing = await this.#conditions.waitFor(() => {
      const error = this.membership.deviceState(deviceId)?.error ?? '';
      if (error !== '') throw this.#deviceError(deviceId, error);
      return (this.view.map.device(deviceId)?.incarnation ?? 0) !== 0;
    }, this.durations.deviceWaitMs);
    return isServing ? 'serving' : 'waiting';
  }

  /**
   * Waits until the SDSs of the volume's domain and the SDCs it is mapped to act on a map at least as new; one that is
   * away is not waited for. Returns what to say of those that do not: a sentence for the silent, one for the away.
   */
  async waitForVolumeUsers(volumeId: number, version: number): Promise<readonly string[]> {
    await this.#conditions.waitFor(
      () => this.#lateUsers(volumeId, version).every(({ id }) => !this.membership.isConnected(id)),
      this.durations.growWaitMs,
    );
    const late = this.#lateUsers(volumeId, version);
    const named = (isConnected: boolean): string =>
      listOf(late.filter(({ id }) => this.membership.isConnected(id) === isConnected).map(({ name }) => name));
    const [silent, away] = [named(true), named(false)];
    return [
      ...(silent === '' ? [] : [`Not confirmed within ${this.durations.growWaitMs} ms: ${silent}.`]),
      ...(away === '' ? [] : [`Away, and told when back: ${away}.`]),
    ];
  }

  #lateUsers(volumeId: number, version: number): readonly { readonly id: number; readonly name: string }[] {
    const { map } = this.view;
    const volume = map.volume(volumeId);
    const domainId = volume === undefined ? undefined : map.pool(volume.poolId)?.protectionDomainId;
    const sdss = domainId === undefined ? [] : this.view.sdssOfDomain(domainId);
    const sdcs = map.mappingsOf(volumeId).flatMap(({ sdcId }) => this.view.sdc(sdcId) ?? []);
    return [
      ...sdcs.map(({ id, name }) => ({ id, name: `SDC ${name}` })),
      ...sdss
        .filter(({ id }) => this.view.devicesOfSds(id).length > 0)
        .map(({ id, name }) => ({ id, name: `SDS ${name}` })),
    ].filter(({ id }) => this.membership.member(id).appliedVersion < version);
  }

  #deviceError(deviceId: number, error: string): ClusterError {
    const device = this.view.map.device(deviceId);
    const sds = device === undefined ? undefined : this.view.sds(device.sdsId);
    return new ClusterError(
      'DISK_FAILED',
      `Device ${device?.name ?? deviceId} (${device?.path}) was added, but SDS ${sds?.name} could not open it: ${error} ` +
        'Repair the cause and start the SDS again, or remove the device: scli --remove_sds_device ' +
        `--sds_name ${sds?.name} --device_name ${device?.name}`,
    );
  }

  get #openLedger(): Ledger {
    if (this.#ledger === undefined) throw new ClusterError('CLOSED', 'The MDM is not open.');
    return this.#ledger;
  }

  /** Notes an unmap until it is durable: only from then on does its fence show. */
  #track(unmap: Promise<unknown>): void {
    this.#unmaps.add(unmap);
    const done = (): boolean => this.#unmaps.delete(unmap);
    unmap.then(done, done);
  }

  /** When it resolves no unmap is on its way or unconfirmed, and the caller goes on in the same turn. */
  async #waitForUnmaps(volumeId: number): Promise<void> {
    do {
      await Promise.allSettled(this.#unmaps);
      await this.#waitForFence(volumeId, 'maps');
    } while (this.#unmaps.size > 0 || this.#fences.unconfirmed(volumeId).length > 0);
  }

  async #waitForFence(volumeId: number, verb: 'maps' | 'unmaps'): Promise<void> {
    const { fenceWaitMs } = this.durations;
    if (await this.#conditions.waitFor(() => this.#fences.unconfirmed(volumeId).length === 0, fenceWaitMs)) return;
    if (this.#closing !== undefined) throw new ClusterError('CLOSED', 'The MDM is stopping: repeat the command later.');
    const name = this.view.map.volume(volumeId)?.name ?? String(volumeId);
    const missing = this.#fences.unconfirmed(volumeId).join(', ');
    const done = verb === 'unmaps' ? 'The unmapping is durable, but' : 'It was not mapped, because';
    throw new ClusterError(
      'TIMEOUT',
      `Volume ${name}: ${done} SDS ${missing} has not confirmed within ${fenceWaitMs} ms that it refuses requests of the ` +
        'ended mapping. Bring it back (scli --query_all_sds shows why it is away), then repeat the command: it waits again.',
    );
  }

  async #open(): Promise<void> {
    const { host, storePath, listen, credentials } = this.#options;
    const { backup } = this.#options;
    this.#store = await openLevelMetaStore(host.disks, storePath).catch((error: unknown) =>
      failWithAdvice(error, this.#about),
    );
    const ledger = new Ledger({
      store: this.#store,
      path: storePath,
      clock: host.clock,
      extrasOf: (changes, { kind }) =>
        kind === 'renew'
          ? { ...this.#fences.extrasOf(changes, true), deletes: [restoredKey] }
          : this.#fences.extrasOf(changes, false),
      changed: (delta, { kind }) => {
        this.#fences.changed(delta.deletes, delta.toVersion, kind === 'renew');
        this.#sessions?.push(delta);
        this.#backups?.changed();
        if (delta.deletes.length > 0) this.#forgetRemoved();
        this.#look();
      },
      committed: (latencyMs) => this.observer?.committed(latencyMs),
      failed: (error) => this.#failed(error),
    });
    await ledger.open().catch((error: unknown) => failWithAdvice(error, this.#about));
    this.#ledger = ledger;
    await this.#fences.load(this.#store);
    if (backup !== undefined) this.#backups = new Backups(host, backup, () => this.#snapshot());
    await this.#initialise(ledger);
    this.#sessions = new Sessions({
      host,
      credentials,
      incarnation: newIncarnation(host.random),
      handshakeTimeoutMs: this.durations.handshakeTimeoutMs,
      silenceMs: this.durations.silenceMs,
      membership: this.membership,
      view: () => this.view,
      execute: (command) => this.execute(command),
      admit: (name, seen) => this.admit(name, seen),
      look: () => this.#look(),
    });
    const sessions = this.#sessions;
    this.#listener = await host.network.listenMessages(listen, (link) => sessions.accept(link));
    sessions.open();
    host.log.write('info', 'mdm serving', { address: this.address, mapVersion: this.view.map.version });
  }

  async #initialise(ledger: Ledger): Promise<void> {
    const { host, seed, credentials, storePath, systemName } = this.#options;
    const store = this.#store;
    if (ledger.view.map.version === 0) {
      await refuseLostStore(this.#about, this.#options.hasBegun === true);
      if (seed === undefined) {
        throw new ClusterError(
          'NOT_FOUND',
          `The meta store ${storePath} is empty, and there is no seed to begin a cluster with. Is this the right directory?`,
        );
      }
      const createdAtMs = host.clock.wallMs();
      const name = systemName ?? 'sio';
      await ledger.execute({ kind: 'initialise', name, clusterId: credentials.clusterId, createdAtMs });
    }
    const { clusterId } = ledger.view.system;
    if (clusterId !== credentials.clusterId) {
      throw new ClusterError(
        'FOREIGN',
        `The meta store ${storePath} belongs to cluster ${clusterId}, and this MDM was started for ${credentials.clusterId}: ` +
          'use the directory and the secret of the same cluster.',
      );
    }
    const restored = decodeRestored(await store?.get(restoredKey));
    if (restored !== undefined) {
      this.#evidence.restored(restored);
      host.log.write('warn', 'metadata was restored', { ...restored });
      return;
    }
    await ledger.execute({ kind: 'beginHistory', historyId: newIncarnation(host.random) });
    this.#isSeeded = (await store?.get(seededKey)) !== undefined;
    if (seed === undefined || this.#isSeeded) return;
    await applySeed(ledger, seed, host.clock.wallMs());
    await ledger.write({ puts: [[seededKey, Buffer.from('1')]], deletes: [] });
    this.#isSeeded = true;
    host.log.write('info', 'cluster seeded', { mapVersion: ledger.view.map.version });
  }

  get #about(): StoreAbout {
    const { host, storePath, credentials, backup } = this.#options;
    const { clusterId } = credentials;
    return { disks: host.disks, storePath, clusterId, directories: backup?.directories ?? [] };
  }

  #snapshot(): Snapshot {
    const { clusterId, name: system } = this.view.system;
    const { counters, map } = this.#openLedger.state;
    const seeded: readonly BackupEntry[] = this.#isSeeded ? [[seededKey, Buffer.from('1')]] : [];
    return { clusterId, system, counters, records: map.whole().puts, rest: [...seeded, ...this.#fences.entries()] };
  }

  #look(): void {
    const confirmed = this.#fences.takeConfirmed();
    if (confirmed.length > 0 && this.#ledger !== undefined) {
      // Only room is given back: when it fails, the ledger has told of the failure, and the next start does it again.
      this.#ledger.write({ puts: [], deletes: confirmed }).catch((error: unknown) => {
        this.#options.host.log.write('warn', 'confirmed fences not deleted', { error });
      });
    }
    this.#conditions.look();
  }

  #forgetRemoved(): void {
    const { sds, sdc, device } = this.view.map.tables;
    const kept = new Set([...sds.values(), ...sdc.values(), ...device.values()].map((record) => record.id));
    this.membership.forget((id) => kept.has(id));
  }

  #failed(error: ClusterError): void {
    this.#options.host.log.write('error', 'meta store failed', { error });
    this.#options.failed?.(error);
  }

  async #close(): Promise<void> {
    this.#conditions.close();
    await this.#listener?.close();
    this.#sessions?.close();
    await this.#ledger?.settled();
    await this.#backups?.close();
    await this.#store?.close();
  }
}
