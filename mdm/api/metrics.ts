/** The MDM's metrics, all in one place; docs/mdm.md lists them. Gauges are read when they are asked for. */

import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MdmObserver, MetadataManager } from '../service.ts';
import { Description } from './describe.ts';

const latencySeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 30];

export class MdmMetrics implements MdmObserver {
  readonly #registry = new Registry();
  readonly #commands: Counter<'command' | 'outcome'>;
  readonly #commandSeconds: Histogram<'command'>;
  readonly #commitSeconds: Histogram;

  constructor(manager: MetadataManager) {
    const registers = [this.#registry];
    this.#commands = new Counter({
      name: 'sio_mdm_commands_total',
      help: 'Commands of the core by kind and outcome (done, failed)',
      labelNames: ['command', 'outcome'],
      registers,
    });
    this.#commandSeconds = new Histogram({
      name: 'sio_mdm_command_seconds',
      help: 'From a command to its answer, waits for fences included',
      labelNames: ['command'],
      buckets: latencySeconds,
      registers,
    });
    this.#commitSeconds = new Histogram({
      name: 'sio_mdm_commit_seconds',
      help: 'One transaction of the meta store until it is stable',
      buckets: latencySeconds,
      registers,
    });
    addGauges(manager, registers);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** For the metrics of the process that are not the manager's. */
  get registry(): Registry {
    return this.#registry;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  commandDone(command: string, isDone: boolean, latencyMs: number): void {
    this.#commands.inc({ command, outcome: isDone ? 'done' : 'failed' });
    this.#commandSeconds.observe({ command }, latencyMs / 1_000);
  }

  committed(latencyMs: number): void {
    this.#commitSeconds.observe(latencyMs / 1_000);
  }
}

function addGauges(manager: MetadataManager, registers: Registry[]): void {
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    collect: (gauge: Gauge<L>) => void,
  ): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        if (manager.isServing) collect(this);
      },
    });
  };
  gauge('sio_mdm_map_version', 'Version of the cluster map', [], (self) => self.set(manager.view.map.version));
  gauge('sio_mdm_objects', 'Objects of the cluster map', ['kind'], (self) => {
    for (const [kind, records] of Object.entries(manager.view.map.tables)) self.set({ kind }, records.size);
  });
  gauge('sio_mdm_sessions', 'Connected and registered nodes', [], (self) => self.set(manager.connectedCount));
  gauge('sio_mdm_pending_fences', 'Ended mappings that not every SDS has confirmed', [], (self) =>
    self.set(manager.pendingFenceCount),
  );
  gauge('sio_mdm_suspended', '1 while the metadata is not acted upon', [], (self) =>
    self.set(manager.suspendedBecause === '' ? 0 : 1),
  );
  gauge('sio_mdm_backup_age_seconds', 'Since the newest backup that was read back', [], (self) => {
    const createdAtMs = manager.backups?.status.createdAtMs ?? 0;
    if (createdAtMs > 0) self.set(Math.max(0, manager.host.clock.wallMs() - createdAtMs) / 1_000);
  });
  gauge('sio_mdm_backup_map_version', 'Of the newest backup that was read back', [], (self) =>
    self.set(manager.backups?.status.mapVersion ?? 0),
  );
  new Counter({
    name: 'sio_mdm_backup_failures_total',
    help: 'Backups of the metadata that failed, by directory and attempt',
    registers,
    collect() {
      this.reset();
      this.inc(manager.backups?.status.failures ?? 0);
    },
  });
  gauge('sio_mdm_devices', 'Devices by state', ['state'], (self) => {
    const describe = new Description(manager);
    for (const state of ['serving', 'new', 'failed', 'away']) self.set({ state }, 0);
    for (const device of manager.view.map.tables.device.values())
      self.inc({ state: describe.deviceStatus(device).state });
  });
  gauge('sio_pool_slices', 'Slices of a pool by state', ['pool', 'state'], (self) => {
    const describe = new Description(manager);
    for (const pool of manager.view.map.tables.pool.values()) {
      const { settledSlices, unsettledSlices, waitingSlices } = describe.health(pool);
      self.set({ pool: pool.name, state: 'settled' }, settledSlices);
      self.set({ pool: pool.name, state: 'unsettled' }, unsettledSlices);
      self.set({ pool: pool.name, state: 'waiting' }, waitingSlices);
    }
  });
  gauge('sio_pool_capacity_bytes', 'Capacity of a pool: maximum (raw), usable, used', ['pool', 'sort'], (self) => {
    const describe = new Description(manager);
    for (const pool of manager.view.map.tables.pool.values()) {
      const { maximumBytes, usableBytes, usedBytes } = describe.capacity(pool);
      self.set({ pool: pool.name, sort: 'maximum' }, maximumBytes);
      self.set({ pool: pool.name, sort: 'usable' }, usableBytes);
      self.set({ pool: pool.name, sort: 'used' }, usedBytes);
    }
  });
}
