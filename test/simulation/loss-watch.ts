/**
 * Says when data may be gone: it looks at every power failure and knows, from outside of the cluster's own bookkeeping,
 * whether all replicas of a slice have lost power since they were equal and stable.
 */

import type { SimCluster } from './cluster.ts';
import type { SimServer } from './world/host.ts';

export interface LossListener {
  /** All replicas of these slices have lost power since they were equal and stable. */
  lost(slices: ReadonlySet<number>, untold: boolean): void;
  /** The cluster may say so of some slice, although it is not sure. */
  lossMayBeTold(): void;
}

export class LossWatch {
  readonly #cluster: SimCluster;
  readonly #listener: LossListener;
  /** Devices by slice that have lost power since the slice was seen settled; and without that look, ever since a loss. */
  readonly #strict = new Map<number, Set<number>>();
  readonly #loose = new Map<number, Set<number>>();
  readonly #replicas = new Map<number, readonly number[]>();
  readonly #servers = new Map<number, SimServer>();

  constructor(cluster: SimCluster, listener: LossListener) {
    this.#cluster = cluster;
    this.#listener = listener;
  }

  /** The cluster is up: where its slices lie does not change any more. */
  placed(): void {
    const { manager } = this.#cluster;
    if (manager === undefined) return;
    const { map } = manager.view;
    for (const pool of map.tables.pool.values()) {
      for (const [slice, entry] of map.slices(pool.id)) {
        this.#replicas.set(slice, entry.replicas);
        for (const deviceId of entry.replicas) this.#servers.set(deviceId, this.#cluster.serverOfDevice(deviceId));
      }
    }
  }

  /** Called before the server's processes die. */
  powerLost(server: SimServer): void {
    const lost = new Set<number>();
    const told = new Set<number>();
    for (const [slice, replicas] of this.#replicas) {
      // What rots may be gone at any time, as if that server had lost power too.
      const isDown = (deviceId: number): boolean =>
        this.#servers.get(deviceId) === server || !this.#cluster.isTrusted(deviceId);
      const down = replicas.filter(isDown);
      if (!replicas.some((deviceId) => this.#servers.get(deviceId) === server)) continue;
      if (this.#isSettled(slice, replicas)) this.#strict.delete(slice);
      if (this.#add(this.#strict, slice, down, replicas)) lost.add(slice);
      if (this.#add(this.#loose, slice, down, replicas)) told.add(slice);
    }
    if (told.size > 0) this.#listener.lossMayBeTold();
    if (lost.size > 0) this.#listener.lost(lost, this.#cluster.hasUntrusted);
  }

  #add(map: Map<number, Set<number>>, slice: number, devices: readonly number[], replicas: readonly number[]): boolean {
    const set = map.get(slice) ?? new Set();
    map.set(slice, set);
    for (const deviceId of devices) set.add(deviceId);
    if (!replicas.every((deviceId) => set.has(deviceId))) return false;
    map.delete(slice);
    // Power that fails again, before the slice is settled, may take what the first failure has left in page caches.
    return true;
  }

  #isSettled(slice: number, replicas: readonly number[]): boolean {
    return replicas.every((deviceId) => this.#cluster.engines.get(deviceId)?.slices.get(slice)?.settled === true);
  }
}
