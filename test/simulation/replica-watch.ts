/**
 * Law 1, looked at from inside: what a flush or a stable acknowledgement has covered must be on the stable storage of
 * every replica, not just of one. Reads alone would not tell while another replica still has it.
 */

import { must } from '../../common/assert.ts';
import { ClientRequests } from '../../sds/client-requests.ts';
import { compareVersions, type Version } from '../../sds/core/version.ts';
import type { Engine } from '../../sds/engine.ts';
import { MirrorLink } from '../../sds/mirror-link.ts';
import type { WriteOperation } from '../../sds/write-operation.ts';
import { Violation } from './checker.ts';
import type { SimCluster } from './cluster.ts';

interface Numbered extends Version {
  readonly slice: number;
  readonly layerId: number;
}

const none: Version = { generation: 0, sequence: 0 };

/** The watch of the run that is under way in this thread. */
let present: ReplicaWatch | undefined;
const numbered = new WeakMap<WriteOperation, Numbered>();

/** Looks at what goes by; changes nothing. */
function listenIn(): void {
  const { forward } = MirrorLink.prototype;
  MirrorLink.prototype.forward = function (operation, update, ...rest) {
    const { slice, layerId, generation, sequence } = update;
    numbered.set(operation, { slice, layerId, generation, sequence });
    forward.call(this, operation, update, ...rest);
  };
  const { finish } = ClientRequests.prototype;
  ClientRequests.prototype.finish = function (operation) {
    present?.finished(operation);
    finish.call(this, operation);
  };
}

listenIn();

export class ReplicaWatch {
  readonly #cluster: SimCluster;
  /** Highest version that was acknowledged, by layer and slice. */
  readonly #acknowledged = new Map<number, Map<number, Version>>();
  /** Below this everything is on the stable storage of all replicas, by slice. */
  readonly #floors = new Map<number, Version>();
  /** Counts losses, so that a flush which was under way meanwhile promises nothing for the slice. */
  readonly #losses = new Map<number, number>();

  readonly #replicas = new Map<number, readonly number[]>();

  constructor(cluster: SimCluster) {
    this.#cluster = cluster;
  }

  /** From now on this watch is told. The cluster is up: where its slices lie does not change any more. */
  begin(): void {
    present = this;
    const { map } = must(this.#cluster.manager, 'the MDM').view;
    for (const pool of map.tables.pool.values()) {
      for (const [slice, entry] of map.slices(pool.id)) this.#replicas.set(slice, entry.replicas);
    }
  }

  finished(operation: WriteOperation): void {
    const version = numbered.get(operation);
    if (version === undefined) return;
    const { slice, layerId } = version;
    if (operation.stable) this.#floors.set(slice, higher(this.#floors.get(slice), version));
    let slices = this.#acknowledged.get(layerId);
    if (slices === undefined) {
      slices = new Map();
      this.#acknowledged.set(layerId, slices);
    }
    slices.set(slice, higher(slices.get(slice), version));
  }

  /** A flush of a volume begins; the result is called when it has succeeded. Throws a Violation then. */
  flushBegins(layerId: number): () => void {
    const covered = [...(this.#acknowledged.get(layerId) ?? [])].map(
      ([slice, version]) => ({ slice, version, losses: this.#losses.get(slice) ?? 0 }) as const,
    );
    return () => {
      for (const { slice, version, losses } of covered) {
        if (losses !== (this.#losses.get(slice) ?? 0)) continue;
        this.#floors.set(slice, higher(this.#floors.get(slice), version));
        for (const engine of this.#cluster.engines.values()) this.#check(engine, slice, 'a flush has ended');
      }
    };
  }

  /** All replicas of these slices lost power: only what was stable is sure. */
  lost(slices: ReadonlySet<number>): void {
    for (const slice of slices) {
      this.#losses.set(slice, (this.#losses.get(slice) ?? 0) + 1);
      for (const acknowledged of this.#acknowledged.values()) acknowledged.set(slice, this.#floors.get(slice) ?? none);
    }
  }

  /** A device was opened, and nobody has spoken to it. */
  opened(engine: Engine): void {
    for (const slice of this.#floors.keys()) this.#check(engine, slice, 'it has been started again');
  }

  #check(engine: Engine, slice: number, when: string): void {
    if (!this.#holds(engine, slice) || !this.#cluster.isTrusted(engine.deviceId)) return;
    const floor = this.#floors.get(slice) ?? none;
    const { versionGeneration, versionSequence } = engine.store.slices.row(slice);
    const has = { generation: versionGeneration, sequence: versionSequence };
    if (compareVersions(has, floor) >= 0) return;
    throw new Violation(
      `device ${engine.deviceId} has slice ${slice} at (${has.generation}, ${has.sequence}) when ${when}, but (${floor.generation}, ${floor.sequence}) was said to be on the stable storage of all replicas`,
    );
  }

  #holds(engine: Engine, slice: number): boolean {
    return this.#replicas.get(slice)?.includes(engine.deviceId) ?? false;
  }
}

function higher(one: Version | undefined, other: Version): Version {
  return one === undefined || compareVersions(other, one) > 0
    ? { generation: other.generation, sequence: other.sequence }
    : one;
}
