/** A cluster of ours as a target: local.yaml of its checkout, with the volumes and settings that the bench wants. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { must } from '../../../common/assert.ts';
import { mib } from '../../../common/units.ts';
import { checkout, makeHome, RunningCluster } from '../../integration/cluster.ts';
import type { Region } from '../fio.ts';
import type { WorkingSet } from '../jobs.ts';
import { type LoopDelays, loopDelaysOf, metricsOf } from '../loop-delay.ts';
import { anonymousBytes, type WatchedProcess } from '../processes.ts';
import type { SetSizes, Target } from '../target.ts';

export type Acknowledge = 'received' | 'stable';

export interface SioOptions {
  readonly name: string;
  readonly acknowledge: Acknowledge;
  readonly journalBytes: number;
  readonly sizes: SetSizes;
  /** Of another commit; standard: this one. */
  readonly checkout?: string;
}

/** What the bench changes in a cluster file; the rest stays as it is there. */
interface ClusterText {
  protectionDomains: { pools: { acknowledge?: string; replicas?: number }[] }[];
  sds: { journal?: string; devices: { capacity: string }[] }[];
  volumes: { name: string; size: string; pool: string; mapTo: string[] }[];
}

/** The volume of the working set `beyond`; `demo` is the other one, whose URI the ready line has. */
const beyondVolume = 'beyond';

/** Room for extents that are written anew while the old ones still count, and for what is not data. */
const spareShare = 1.5;

function sizeText(bytes: number): string {
  return `${Math.ceil(bytes / mib)}MiB`;
}

/** The text of a cluster file with the journals, the acknowledgement and the volumes of this run. */
export function clusterText(text: string, { acknowledge, journalBytes, sizes }: Omit<SioOptions, 'name'>): string {
  const config = parse(text) as ClusterText;
  const pools = config.protectionDomains.flatMap((domain) => domain.pools);
  const replicas = Math.max(...pools.map((pool) => pool.replicas ?? 2));
  for (const pool of pools) pool.acknowledge = acknowledge;
  const deviceCount = config.sds.flatMap((sds) => sds.devices).length;
  const perDevice = ((sizes.whole + sizes.beyond) * replicas * spareShare) / deviceCount + journalBytes;
  for (const sds of config.sds) {
    sds.journal = sizeText(journalBytes);
    for (const device of sds.devices) device.capacity = sizeText(perDevice);
  }
  const demo = must(config.volumes[0], 'a volume in the cluster file');
  const beyond = sizes.beyond === 0 ? [] : [{ ...demo, name: beyondVolume, size: sizeText(sizes.beyond) }];
  config.volumes = [{ ...demo, size: sizeText(sizes.whole) }, ...beyond];
  return stringify(config);
}

export class SioTarget implements Target {
  readonly name: string;
  readonly processes: readonly WatchedProcess[];
  /** From the start of the launcher to its ready line. */
  readonly readyMs: number;
  readonly #cluster: RunningCluster;
  readonly #options: SioOptions;
  readonly #metricsAddresses: ReadonlyMap<string, string>;

  private constructor(
    cluster: RunningCluster,
    options: SioOptions,
    daemons: readonly { readonly name: string; readonly pid: number; readonly metricsAddress: string }[],
    readyMs: number,
  ) {
    this.name = options.name;
    this.readyMs = readyMs;
    this.processes = daemons.map(({ name, pid }) => ({ name, pid }));
    this.#cluster = cluster;
    this.#options = options;
    this.#metricsAddresses = new Map(daemons.map(({ name, metricsAddress }) => [name, metricsAddress]));
  }

  static async start(options: SioOptions): Promise<SioTarget> {
    const root = options.checkout ?? checkout;
    const text = await readFile(join(root, 'cluster-configs', 'local.yaml'), 'utf8');
    const home = await makeHome();
    const startedMs = performance.now();
    const cluster = await RunningCluster.start({ home, checkout: root, config: clusterText(text, options) });
    const readyMs = Math.round(performance.now() - startedMs);
    return new SioTarget(cluster, options, must(await cluster.clusterFile(), 'cluster.json').daemons, readyMs);
  }

  region(set: WorkingSet): Region {
    const uri = set === 'beyond' ? this.#cluster.uri.replace('/demo?', `/${beyondVolume}?`) : this.#cluster.uri;
    return { uri, offset: 0, bytes: this.#options.sizes[set] };
  }

  async loopDelays(): Promise<ReadonlyMap<string, LoopDelays>> {
    const texts = await Promise.all(
      [...this.#metricsAddresses].map(async ([name, address]) => [name, await metricsOf(address)] as const),
    );
    return new Map(texts.map(([name, text]) => [name, loopDelaysOf(text ?? '')]));
  }

  /** MiB of each daemon's own memory, now. */
  anonymousMiB(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.processes.map(({ name, pid }) => [name, Math.round(anonymousBytes(pid) / mib)]));
  }

  close(): Promise<void> {
    return this.#cluster.remove();
  }
}
