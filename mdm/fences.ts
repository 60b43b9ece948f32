/**
 * Ends of mappings that not every SDS has confirmed yet (DESIGN.md, law 8). They are durable, so that an MDM that was
 * started again does not give the volume to another SDC while the first may still write through an SDS that is away.
 */

import { must } from '../common/assert.ts';
import type { BackupEntry } from '../common/backup-file.ts';
import { mappingKey } from '../common/map.ts';
import type { SdsRecord } from '../common/messages.ts';
import type { Membership } from './core/membership.ts';
import type { Changes, MapView } from './core/state.ts';
import type { MetaStore, Transaction } from './store/meta-store.ts';
import { decodeVersion, encodeVersion, endOf, everyVolumeFence, fencePrefix } from './store/records.ts';

const mappingPrefix = 'mapping/';

export class Fences {
  readonly #view: () => MapView;
  readonly #membership: Membership;
  /** By the key of the ended mapping without its prefix: the first map version without it. */
  readonly #pending = new Map<string, number>();

  constructor(view: () => MapView, membership: Membership) {
    this.#view = view;
    this.#membership = membership;
  }

  async load(store: MetaStore): Promise<void> {
    for await (const [key, value] of store.range(fencePrefix, endOf(fencePrefix))) {
      this.#pending.set(key.slice(fencePrefix.length), decodeVersion(value));
    }
  }

  /** What the transaction of these changes must also write. `isRenewal`: every mapping there was has ended with it. */
  extrasOf(changes: Changes, isRenewal: boolean): Partial<Transaction> {
    const version = encodeVersion(changes.counters.mapVersion);
    if (isRenewal) return { puts: [[fencePrefix + everyVolumeFence, version]] };
    const ended = changes.deletes.filter((key) => key.startsWith(mappingPrefix));
    return { puts: ended.map((key) => [fencePrefix + key.slice(mappingPrefix.length), version] as const) };
  }

  /** The changes are stable. */
  changed(deletes: readonly string[], version: number, isRenewal: boolean): void {
    if (isRenewal) this.#pending.set(everyVolumeFence, version);
    for (const key of deletes) {
      if (key.startsWith(mappingPrefix)) this.#pending.set(key.slice(mappingPrefix.length), version);
    }
  }

  /** Names of the SDSs that may still accept requests of a mapping of this volume that has ended; empty when none may. */
  unconfirmed(volumeId: number): readonly string[] {
    const prefix = volumePrefix(volumeId);
    const versions = [...this.#pending]
      .filter(([key]) => key.startsWith(prefix) || key === everyVolumeFence)
      .map(([, version]) => version);
    return versions.length === 0 ? [] : this.#missing(volumeId, Math.max(...versions));
  }

  /** Keys of the store that are done with: everybody confirmed, or the volume is gone. Forgets them. */
  takeConfirmed(): readonly string[] {
    const done: string[] = [];
    for (const [key, version] of this.#pending) {
      const volumeId = Number.parseInt(key.slice(0, key.indexOf('/')), 16);
      const { sds } = this.#view().map.tables;
      const missing =
        key === everyVolumeFence ? this.#behind([...sds.values()], version) : this.#missing(volumeId, version);
      if (missing.length > 0) continue;
      this.#pending.delete(key);
      done.push(fencePrefix + key);
    }
    return done;
  }

  /** As they lie in the store. */
  entries(): BackupEntry[] {
    return [...this.#pending].map(([key, version]) => [fencePrefix + key, encodeVersion(version)] as const);
  }

  get count(): number {
    return this.#pending.size;
  }

  #missing(volumeId: number, version: number): readonly string[] {
    const view = this.#view();
    const volume = view.map.volume(volumeId);
    if (volume === undefined) return [];
    const pool = must(view.map.pool(volume.poolId), 'the pool of a volume');
    return this.#behind(view.sdssOfDomain(pool.protectionDomainId), version);
  }

  /** Those that serve devices and have not confirmed the version. */
  #behind(sdss: readonly SdsRecord[], version: number): readonly string[] {
    const view = this.#view();
    return sdss
      .filter((sds) => this.#membership.member(sds.id).appliedVersion < version)
      .filter((sds) => view.devicesOfSds(sds.id).some((device) => device.incarnation !== 0))
      .map((sds) => sds.name);
  }
}

function volumePrefix(volumeId: number): string {
  return mappingKey(volumeId, 0).slice(mappingPrefix.length, -8);
}
