/**
 * An admin who works while everything else goes on: moves volumes from one SDC to another, and makes, uses and removes
 * volumes. What has been answered to him is held against the cluster: after an unmap no request of that mapping lands.
 */

import { codeOf, type ErrorCode } from '../../common/errors.ts';
import { blockBytes, mib } from '../../common/units.ts';
import type { AccessMode, Command } from '../../mdm/core/commands.ts';
import type { MapView } from '../../mdm/core/state.ts';
import { Violation } from './checker.ts';
import type { SimCluster, VolumePlan } from './cluster.ts';
import type { Application, Client } from './workload.ts';
import type { SimRandom } from './world/random.ts';

/** Volumes that come and go, at once: each brings operations, and with them further strokes. */
const maximumPassing = 2;
/** Between two looks whether the MDM is there, or still the same. */
const lookAgainMs = 20;
/** An MDM that is on its way out, or has not heard of an SDS in time: the command is repeated. */
const passing: ReadonlySet<ErrorCode> = new Set(['TIMEOUT', 'CLOSED', 'BUSY', 'DISK_FAILED']);

export interface AdminSurroundings {
  readonly cluster: SimCluster;
  /** Those that may be moved: each volume is used by one SDC. */
  readonly movable: readonly Application[];
  /** Something that was begun at that SDC is under way. */
  isUsing(application: Application, sdc: number): boolean;
  /** Begins to use a volume that was just made and mapped. */
  use(
    volume: VolumePlan,
    random: SimRandom,
  ): { readonly application: Application; readonly clients: readonly Client[] };
  /** The volume is gone for good. */
  removed(application: Application): void;
  violated(error: unknown): void;
}

type Say = (what: string) => void;

export class Admin {
  readonly #surroundings: AdminSurroundings;
  readonly #busy = new Set<Application>();
  /** Volume and SDC of mappings whose end has been answered, and that were used once more. */
  readonly #ended = new Set<string>();
  /** Things that have been begun and not ended. */
  #underWay = 0;
  #made = 0;
  #passing = 0;
  #finishing = false;

  constructor(surroundings: AdminSurroundings) {
    this.#surroundings = surroundings;
  }

  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  /** Nothing new is begun; what is under way comes to its end without pauses. */
  finish(): void {
    this.#finishing = true;
  }

  /** Takes a volume from its SDC in the middle of I/O, gives it back for reading only for a while, or to another SDC. */
  moveVolume(random: SimRandom, say: Say): void {
    const { cluster, movable, isUsing } = this.#surroundings;
    const free = movable.filter((application) => !this.#busy.has(application));
    if (free.length === 0) return;
    const application = random.pick(free);
    const from = application.sdc;
    const to = random.below(cluster.sdcs.length);
    // An operation that has been waiting there since an earlier move would be sent again: it is not over.
    if (to !== from && isUsing(application, to)) return;
    const reads = random.chance(0.4);
    const pauseMs = random.pick([0, 5, 300]) * random.fraction();
    const readMs = random.pick([20, 500]) * random.fraction();
    say(`${application.model.name} from sdc${application.sdc + 1} to sdc${to + 1}${reads ? ' for reading' : ''}`);
    this.#busy.add(application);
    this.#underWay++;
    this.#unmap(application, () =>
      this.#after(pauseMs, () => {
        if (to !== from) application.model.fenced(from);
        application.sdc = to;
        const end = (): void => {
          this.#busy.delete(application);
          this.#underWay--;
        };
        if (!reads) return this.#map(application, 'rw', end);
        this.#map(application, 'ro', () =>
          this.#after(readMs, () => this.#unmap(application, () => this.#map(application, 'rw', end))),
        );
      }),
    );
  }

  /** Makes a volume, lets it be used for a while, and takes it away in the middle of that. */
  useNewVolume(random: SimRandom, say: Say): void {
    if (this.#finishing || this.#passing === maximumPassing) return;
    const { cluster, use, removed } = this.#surroundings;
    const sdc = random.below(cluster.sdcs.length);
    const volume: VolumePlan = { name: `passing${++this.#made}`, sizeBytes: random.pick([1, 2, 3]) * mib, sdcs: [sdc] };
    const usedMs = random.pick([10, 200, 2_000]) * random.fraction();
    say(`${volume.name} for sdc${sdc + 1}, ${usedMs.toFixed(0)} ms`);
    this.#underWay++;
    this.#passing++;
    this.#command(
      (view) => addVolume(view, volume),
      () =>
        this.#mapNamed(volume.name, sdc, 'rw', () => {
          const { application, clients } = use(volume, random);
          this.#after(usedMs, () => {
            for (const client of clients) client.stop();
            this.#unmap(application, () =>
              this.#command(
                (view) => removal(view, volume.name),
                () => {
                  removed(application);
                  this.#underWay--;
                  this.#passing--;
                },
              ),
            );
          });
        }),
    );
  }

  #unmap(application: Application, done: () => void): void {
    const { model, sdc } = application;
    this.#surroundings.cluster.mappings.set(model.name, []);
    this.#command(
      (view) => {
        const ids = idsOf(view, model.name, `sdc${sdc + 1}`);
        return ids === undefined ? undefined : { kind: 'unmapVolume', volumeId: ids.volumeId, sdcIds: [ids.sdcId] };
      },
      () => {
        // Whoever used it there has lost it, with all that he had not flushed.
        model.forgotten(sdc);
        this.#tryAfterUnmap(model.name, sdc);
        done();
      },
    );
  }

  /** An SDC that has not heard of the unmap goes on: no SDS may serve it before the volume is mapped to it anew. */
  #tryAfterUnmap(name: string, sdc: number): void {
    const { cluster, violated } = this.#surroundings;
    const volume = cluster.client(sdc)?.find(name);
    if (volume === undefined) return;
    const mapping = `${name} ${sdc}`;
    this.#ended.add(mapping);
    volume.read(0, blockBytes, {
      data: () => undefined,
      finished: (code) => {
        if (code !== 'OK' || !this.#ended.has(mapping)) return;
        violated(new Violation(`sdc${sdc + 1} has read ${name} after its unmap had answered`));
      },
    });
  }

  #map(application: Application, accessMode: AccessMode, done: () => void): void {
    this.#mapNamed(application.model.name, application.sdc, accessMode, done);
  }

  #mapNamed(name: string, sdc: number, accessMode: AccessMode, done: () => void): void {
    this.#ended.delete(`${name} ${sdc}`);
    this.#command(
      (view) => {
        const ids = idsOf(view, name, `sdc${sdc + 1}`);
        return ids === undefined ? undefined : { kind: 'mapVolume', ...ids, accessMode, allowMultiMap: false };
      },
      () => {
        if (accessMode === 'rw') this.#surroundings.cluster.mappings.set(name, [sdc]);
        done();
      },
    );
  }

  #after(delayMs: number, next: () => void): void {
    this.#surroundings.cluster.world.scheduler.after(this.#finishing ? 0 : delayMs, () => this.#attempt(next));
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#surroundings.violated(error);
    }
  }

  /** Repeats a command until an MDM has performed it: each is made so that it may be. `make` gives undefined when it is done. */
  #command(make: (view: MapView) => Command | undefined, done: () => void): void {
    const { cluster, violated } = this.#surroundings;
    const { scheduler } = cluster.world;
    const { manager } = cluster;
    const again = (): void => this.#command(make, done);
    if (manager?.isServing !== true) return void scheduler.after(lookAgainMs, again);
    const command = make(manager.view);
    if (command === undefined) return this.#attempt(done);
    let isOver = false;
    const end = (next: () => void): void => {
      if (isOver) return;
      isOver = true;
      this.#attempt(next);
    };
    manager.execute(command).then(
      () => end(done),
      (error: unknown) => {
        const code = codeOf(error);
        if (code !== undefined && passing.has(code)) end(() => scheduler.after(lookAgainMs, again));
        else end(() => violated(error));
      },
    );
    // A process that has died answers nobody.
    const watch = (): void => {
      if (cluster.manager !== manager) end(again);
      else if (!isOver) scheduler.after(lookAgainMs, watch);
    };
    watch();
  }
}

function addVolume(view: MapView, { name, sizeBytes }: VolumePlan): Command | undefined {
  if (volumeOf(view, name) !== undefined) return undefined;
  const [pool] = view.map.tables.pool.values();
  return pool === undefined ? undefined : { kind: 'addVolume', name, poolId: pool.id, sizeBytes, createdAtMs: 0 };
}

function removal(view: MapView, name: string): Command | undefined {
  const id = volumeOf(view, name)?.id;
  return id === undefined ? undefined : { kind: 'remove', object: 'volume', id };
}

function volumeOf(view: MapView, name: string) {
  return [...view.map.tables.volume.values()].find((volume) => volume.name === name);
}

function idsOf(view: MapView, volume: string, sdc: string): { volumeId: number; sdcId: number } | undefined {
  const volumeId = volumeOf(view, volume)?.id;
  const sdcId = [...view.map.tables.sdc.values()].find(({ name }) => name === sdc)?.id;
  return volumeId === undefined || sdcId === undefined ? undefined : { volumeId, sdcId };
}
