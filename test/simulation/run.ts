/** One seed from its beginning to its end: a cluster, work, trouble, healing, and the last look at everything. */

import { must } from '../../common/assert.ts';
import type { ErrorCode } from '../../common/errors.ts';
import { blockBytes } from '../../common/units.ts';
import { Admin } from './admin.ts';
import { Violation, VolumeModel } from './checker.ts';
import { type ClusterSeams, type Daemon, SimCluster, type VolumePlan } from './cluster.ts';
import { inspect } from './inspection.ts';
import { LossWatch } from './loss-watch.ts';
import { ReplicaWatch } from './replica-watch.ts';
import type { RunPlan } from './swarm.ts';
import { Trouble } from './trouble.ts';
import { type Application, Client, FinalRead, type WorkloadContext } from './workload.ts';
import type { SimServer } from './world/host.ts';
import { SimRandom } from './world/random.ts';

/** After everything was healed: reconnects, restarts of engines and lost links take seconds; more is a hang. */
const healLimitMs = 120_000;
const stepLimitMs = 60_000;

export interface RunResult {
  readonly seed: number;
  readonly violation: string | undefined;
  readonly steps: number;
  /** Of trouble, with those that were left out. */
  readonly strokes: number;
  readonly acknowledged: number;
  readonly digest: string;
  /** Of all processes, with virtual times. */
  readonly log: string;
}

export async function runSeed(plan: RunPlan, seams: ClusterSeams = {}): Promise<RunResult> {
  return await new Run(plan, seams).run();
}

export class Run {
  readonly cluster: SimCluster;
  readonly clients: Client[] = [];
  readonly applications: Application[] = [];
  readonly losses: LossWatch;
  readonly replicas: ReplicaWatch;
  readonly #plan: RunPlan;
  readonly #context: WorkloadContext;
  readonly #movable: Application[] = [];
  #trouble: Trouble | undefined;
  readonly #admin: Admin;
  #acknowledged = 0;
  #lossMayBeTold = false;
  #violation: string | undefined;

  constructor(plan: RunPlan, seams: ClusterSeams) {
    this.#plan = plan;
    const cluster = new SimCluster(plan.cluster, {
      ...seams,
      ended: (daemon) => {
        seams.ended?.(daemon);
        this.#ended(daemon);
      },
      serverLosesPower: (server) => {
        seams.serverLosesPower?.(server);
        this.losses.powerLost(server);
        this.#applicationsDie(server);
      },
      engineOpened: (engine) => {
        seams.engineOpened?.(engine);
        this.#attempt(() => this.replicas.opened(engine));
      },
      violated: (what) => this.violated(new Violation(what)),
    });
    this.cluster = cluster;
    this.replicas = new ReplicaWatch(cluster);
    this.losses = new LossWatch(cluster, {
      lost: (slices, untold) => {
        this.replicas.lost(slices);
        for (const model of this.#models) model.lost(slices, untold);
      },
      lossMayBeTold: () => {
        this.#lossMayBeTold = true;
        for (const model of this.#models) model.lossMayBeTold();
      },
    });
    this.#context = {
      scheduler: cluster.world.scheduler,
      allows: (code) => this.#allows(code),
      operationEnded: () => this.#trouble?.operationEnded(),
      flushBegins: (model) => this.replicas.flushBegins(model.layerId),
      violated: (error) => this.violated(error),
      log: (event, fields) => cluster.world.log.add('application', 'info', event, fields),
    };
    this.#admin = new Admin({
      cluster,
      movable: this.#movable,
      isUsing: (application, sdc) =>
        this.clients.some((client) => client.application === application && client.uses(sdc)),
      use: (volume, random) => this.#useNewVolume(volume, random),
      removed: (application) => this.#forget(application),
      violated: (error) => this.violated(error),
    });
  }

  get #models(): ReadonlySet<VolumeModel> {
    return new Set(this.applications.map(({ model }) => model));
  }

  /** What a user may be told in this run. */
  #allows(code: ErrorCode): boolean {
    const { cluster, faults } = this.#plan;
    switch (code) {
      case 'TIMEOUT':
        return cluster.ioTimeoutMs > 0;
      case 'FENCED':
      case 'READ_ONLY':
        return (faults.unmap ?? 0) > 0 || (faults.volumes ?? 0) > 0;
      case 'NO_SPACE':
        return (faults['full-pool'] ?? 0) > 0;
      case 'CORRUPT':
        return this.cluster.hasUntrusted;
      default:
        return false;
    }
  }

  get violation(): string | undefined {
    return this.#violation;
  }

  /** The first one counts. */
  violated(error: unknown): void {
    this.#violation ??= error instanceof Violation ? error.message : ((error as Error).stack ?? String(error));
  }

  #attempt(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.violated(error);
    }
  }

  async run(): Promise<RunResult> {
    const unhandled = (error: unknown): void => this.violated(error);
    process.on('unhandledRejection', unhandled);
    try {
      await this.#phases();
    } catch (error) {
      this.violated(error);
    } finally {
      await new Promise((resolve) => setImmediate(resolve));
      process.off('unhandledRejection', unhandled);
    }
    return this.#result();
  }

  async #phases(): Promise<void> {
    const { scheduler } = this.cluster.world;
    const isOver = (): boolean => this.#violation !== undefined;
    await this.cluster.start();
    this.#makeClients();
    for (const client of this.clients) client.start();
    const trouble = new Trouble(this.cluster, this.#plan, this.#admin);
    this.#trouble = trouble;
    await scheduler.run(() => isOver() || this.clients.every((client) => client.isDone), this.#plan.workMs);
    trouble.stop();
    for (const client of this.clients) client.stop();
    if (isOver()) return;
    const healed = await scheduler.run(
      () => isOver() || (this.clients.every((client) => client.isDone) && this.#admin.isIdle && this.cluster.isHealthy),
      healLimitMs,
    );
    if (isOver()) return;
    // A device that has lost what was stable may be refused for good; until there is rebuild, its slices wait.
    if (!healed && this.cluster.hasUntrusted) return;
    if (!healed) throw new Violation(this.#hang());
    await this.#lastLook();
  }

  async #lastLook(): Promise<void> {
    const { scheduler } = this.cluster.world;
    const isOver = (): boolean => this.#violation !== undefined;
    const reads = this.applications.map(
      (application) =>
        new FinalRead(
          application,
          must(application.volume(), `${application.model.name} of a healthy cluster`),
          this.#context,
        ),
    );
    if (!(await scheduler.run(() => isOver() || reads.every((read) => read.isDone), stepLimitMs))) {
      throw new Violation('the last read of all volumes does not end');
    }
    if (isOver()) return;
    await inspect(this.cluster, stepLimitMs);
  }

  #hang(): string {
    const waiting = this.clients.flatMap((client) => client.underWay ?? []);
    return `${healLimitMs / 1000} s after everything was healed: ${waiting.length > 0 ? `not ended: ${waiting.join(', ')}; ` : ''}${this.cluster.describe()}`;
  }

  #makeClients(): void {
    const { cluster } = this.#plan;
    const random = new SimRandom(`workload ${cluster.seed}`);
    for (const volume of cluster.volumes) this.#addClients(volume, random.stream(volume.name));
    this.losses.placed();
    this.replicas.begin();
  }

  #addClients(volume: VolumePlan, random: SimRandom): { application: Application; clients: Client[] } {
    const { cluster, workload } = this.#plan;
    const { map } = must(this.cluster.manager, 'the MDM').view;
    const record = must(
      [...map.tables.volume.values()].find(({ name }) => name === volume.name),
      'a volume that was made',
    );
    const model = new VolumeModel({
      name: volume.name,
      sizeBytes: volume.sizeBytes,
      vtreeId: record.vtreeId,
      layerId: record.layerId,
      sliceCount: cluster.sliceCount,
      acknowledgesStable: cluster.acknowledge === 'stable',
      isShared: volume.sdcs.length > 1,
    });
    const spots = Array.from(
      { length: workload.hotSpots },
      () => random.below(volume.sizeBytes / blockBytes) * blockBytes,
    );
    const made: Client[] = [];
    let last: Application | undefined;
    for (const sdc of volume.sdcs) {
      const application: Application = {
        model,
        sdc,
        volume: () => this.cluster.client(application.sdc)?.find(volume.name),
      };
      last = application;
      this.applications.push(application);
      for (let index = 0; index < workload.clientsPerVolume; index++) {
        made.push(new Client(application, workload, random.stream(`${sdc} ${index}`), spots, this.#context));
      }
    }
    this.clients.push(...made);
    const application = must(last, 'a volume has an SDC');
    if (volume.sdcs.length === 1 && cluster.volumes.includes(volume)) this.#movable.push(application);
    return { application, clients: made };
  }

  #useNewVolume(volume: VolumePlan, random: SimRandom): { application: Application; clients: Client[] } {
    const made = this.#addClients(volume, random);
    // Its slices may have lost power between its mapping and this moment.
    if (this.#lossMayBeTold) made.application.model.lossMayBeTold();
    for (const client of made.clients) client.start();
    return made;
  }

  /** The volume is removed: nobody will ever read it again. */
  #forget(application: Application): void {
    this.#acknowledged += application.model.acknowledgedWrites;
    this.applications.splice(this.applications.indexOf(application), 1);
  }

  #ended(daemon: Daemon): void {
    const sdc = this.cluster.sdcs.indexOf(daemon);
    if (sdc < 0) return;
    for (const client of this.clients) client.sdcDied(sdc);
  }

  /** With the server of an SDC, whether the SDC ran or not. */
  #applicationsDie(server: SimServer): void {
    for (const application of this.applications) {
      if (this.cluster.sdcs[application.sdc]?.server === server) application.model.forgotten(application.sdc);
    }
  }

  #result(): RunResult {
    const { scheduler, log } = this.cluster.world;
    return {
      seed: this.#plan.cluster.seed,
      violation: this.#violation,
      steps: scheduler.steps,
      strokes: this.#trouble?.strokes ?? 0,
      acknowledged: [...this.#models].reduce((sum, model) => sum + model.acknowledgedWrites, this.#acknowledged),
      digest: scheduler.digest,
      log: this.#violation === undefined ? '' : log.format(),
    };
  }
}
