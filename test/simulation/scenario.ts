/** A small calm cluster with one volume, for stories told step by step. */

import { must } from '../../common/assert.ts';
import type { ErrorCode } from '../../common/errors.ts';
import type { Completion } from '../../nbd-bridge/volume.ts';
import { calmPlan } from './calm.ts';
import { VolumeModel } from './checker.ts';
import { type ClusterPlan, SimCluster } from './cluster.ts';
import { inspect } from './inspection.ts';
import { LossWatch } from './loss-watch.ts';
import { patternOf } from './pattern.ts';

const limitMs = 60_000;

export class Scenario {
  readonly cluster: SimCluster;
  #model: VolumeModel | undefined;
  #violation: string | undefined;

  private constructor(plan: Partial<ClusterPlan>) {
    let losses: LossWatch | undefined;
    this.cluster = new SimCluster(
      { ...calmPlan, ...plan },
      {
        serverLosesPower: (server) => losses?.powerLost(server),
        violated: (what) => {
          this.#violation ??= what;
        },
      },
    );
    losses = new LossWatch(this.cluster, {
      lost: (slices) => this.model.lost(slices),
      lossMayBeTold: () => this.model.lossMayBeTold(),
    });
    this.#losses = losses;
  }

  readonly #losses: LossWatch;

  /** Replicas are equal and no space is lost; see inspection.ts. */
  async inspect(): Promise<void> {
    await inspect(this.cluster, limitMs);
  }

  /** A cluster that is up. */
  static async make(plan: Partial<ClusterPlan> = {}): Promise<Scenario> {
    const scenario = new Scenario(plan);
    const { cluster } = scenario;
    await cluster.start();
    scenario.#losses.placed();
    const volume = must(cluster.client(0)?.find('volume1'), 'the volume');
    scenario.#model = new VolumeModel({
      name: 'volume1',
      sizeBytes: volume.sizeBytes,
      vtreeId: [...must(cluster.manager, 'the MDM').view.map.tables.volume.values()][0]?.vtreeId ?? 0,
      layerId: 0,
      sliceCount: cluster.plan.sliceCount,
      acknowledgesStable: cluster.plan.acknowledge === 'stable',
      isShared: false,
    });
    return scenario;
  }

  get model(): VolumeModel {
    return must(this.#model, 'the model of a cluster that is up');
  }

  /** Runs the world until it is so. Rejects when that takes a minute, or something was violated. */
  async until(isSo: () => boolean): Promise<void> {
    const done = await this.cluster.world.scheduler.run(() => this.#violation !== undefined || isSo(), limitMs);
    if (this.#violation !== undefined) throw new Error(this.#violation);
    if (!done) throw new Error(`it did not happen within a minute: ${this.cluster.describe()}`);
  }

  async healthy(): Promise<void> {
    await this.until(() => this.cluster.isHealthy);
  }

  async pass(durationMs: number): Promise<void> {
    await this.cluster.world.scheduler.runFor(durationMs);
  }

  /** The code that an operation ends with; waits for the volume first. */
  async #perform(
    begin: (completion: Completion) => void,
    data: Completion['data'] = () => undefined,
  ): Promise<ErrorCode> {
    await this.until(() => this.cluster.client(0)?.find('volume1') !== undefined);
    let code: ErrorCode | undefined;
    const ended = (result: ErrorCode): void => {
      code = result;
    };
    begin({ data, finished: ended });
    await this.until(() => code !== undefined);
    return must(code, 'the end of an operation');
  }

  get #volume() {
    return must(this.cluster.client(0)?.find('volume1'), 'the volume');
  }

  async write(offset: number, length: number, fua = false): Promise<void> {
    await this.until(() => this.cluster.client(0)?.find('volume1') !== undefined);
    await this.until(this.beginWrite(offset, length, fua));
  }

  /** Sends a write to the volume, which must be there; what is returned says whether it has ended. */
  beginWrite(offset: number, length: number, fua = false): () => boolean {
    const write = this.model.beginWrite('write', offset, length, fua);
    const bytes = Buffer.from(patternOf(write.id, offset, length));
    const pinned = { retain: () => undefined, release: () => undefined };
    let ended = false;
    const finished = (code: ErrorCode): void => {
      if (code === 'OK') this.model.acknowledged(write);
      else this.#violation ??= `a write failed with ${code}`;
      ended = true;
    };
    this.#volume.write(offset, bytes, pinned, fua, { data: () => undefined, finished });
    return () => ended;
  }

  /** Lines of an event in the log of all processes. */
  linesOf(event: string): number {
    return this.cluster.world.log.lines().filter((line) => line.event === event).length;
  }

  /** Throws a Violation when the bytes may not be what they are. */
  async read(offset: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    const read = this.model.beginRead(offset, length);
    const code = await this.#perform(
      (completion) => this.#volume.read(offset, length, completion),
      (at, _count, piece) => {
        if (piece !== undefined) bytes.set(piece, at);
      },
    );
    if (code !== 'OK') throw new Error(`a read failed with ${code}`);
    this.model.readDone(read, bytes);
    return bytes;
  }

  async flush(): Promise<ErrorCode> {
    const flush = this.model.beginFlush();
    const code = await this.#perform((completion) => this.#volume.flush(completion));
    if (code === 'OK') this.model.flushed(flush);
    if (code === 'DATA_LOST') this.model.flushToldLoss(flush);
    return code;
  }

  /** All data servers lose power at once and come back. */
  cutAllPower(offMs = 200): void {
    for (const { server } of this.cluster.sdss) this.cluster.cutPower(server, offMs);
  }
}
