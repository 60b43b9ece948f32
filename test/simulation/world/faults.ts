/** How unkind a world is: every probability and delay of network and disks, as data that a swarm draws from a seed. */

import type { SimRandom, Span } from './random.ts';

export interface NetworkFaults {
  /** One way between two servers. */
  readonly latencyMs: Span;
  /** One way within a server. */
  readonly localLatencyMs: Span;
  /** A single delivery that takes `spikeMs` longer. */
  readonly spikeChance: number;
  readonly spikeMs: Span;
  /** What one link holds between the sender's process and the receiver's. */
  readonly windowBytes: number;
  /** The kernel takes only a part of a flush at once, and the rest within `kernelDelayMs`. */
  readonly partialTakeChance: number;
  readonly kernelDelayMs: Span;
  /** What has arrived is handed over in a piece of random length, or in a few single bytes. */
  readonly cutChance: number;
  readonly trickleChance: number;
  /** Per flush: this direction of the link freezes for `stallMs` (bytes then arrive late, maybe after a newer link's). */
  readonly stallChance: number;
  readonly stallMs: Span;
  /** Per flush: the link breaks; each side learns of it on its own within `breakSpreadMs`. */
  readonly breakChance: number;
  readonly breakSpreadMs: Span;
  /** A close that loses bytes which were under way (a reset). */
  readonly resetChance: number;
  /** Until a link to a server that lost its power is given up by the kernel. */
  readonly silentLossMs: Span;
  /** Between two tries of TCP to get through a partition. */
  readonly retransmitMs: Span;
}

export interface DiskFaults {
  readonly readMs: Span;
  readonly syncMs: Span;
  /** Open, replace, remove, and other changes of names; batches of a store. */
  readonly metadataMs: Span;
  readonly copyMsPerMib: Span;
}

/** A decent local network: small random delays and cuts, nothing that breaks. */
export const calmNetwork: NetworkFaults = {
  latencyMs: { min: 0.02, max: 0.2 },
  localLatencyMs: { min: 0.01, max: 0.05 },
  spikeChance: 0,
  spikeMs: { min: 1, max: 20 },
  windowBytes: 512 * 1024,
  partialTakeChance: 0.05,
  kernelDelayMs: { min: 0.005, max: 0.5 },
  cutChance: 0.05,
  trickleChance: 0.005,
  stallChance: 0,
  stallMs: { min: 1, max: 2_000 },
  breakChance: 0,
  breakSpreadMs: { min: 0, max: 50 },
  resetChance: 0.3,
  silentLossMs: { min: 2_000, max: 15_000 },
  retransmitMs: { min: 20, max: 250 },
};

export const calmDisks: DiskFaults = {
  readMs: { min: 0.02, max: 0.3 },
  syncMs: { min: 0.1, max: 1.5 },
  metadataMs: { min: 0.1, max: 2 },
  copyMsPerMib: { min: 0.3, max: 2 },
};

/** Each kind of trouble is absent, rare or frequent on its own, so that a swarm of seeds meets all combinations. */
export function drawNetworkFaults(random: SimRandom): NetworkFaults {
  const degree = (rare: number, frequent: number): number => random.pick([0, 0, rare, frequent]);
  return {
    ...calmNetwork,
    latencyMs: random.pick([
      { min: 0.02, max: 0.1 },
      { min: 0.02, max: 2 },
      { min: 5, max: 30 },
    ]),
    spikeChance: degree(0.001, 0.02),
    windowBytes: random.pick([4 * 1024, 64 * 1024, 512 * 1024, 4 * 1024 * 1024]),
    partialTakeChance: degree(0.02, 0.3),
    cutChance: degree(0.02, 0.4),
    trickleChance: degree(0.002, 0.05),
    stallChance: degree(0.00005, 0.0005),
    stallMs: random.pick([
      { min: 1, max: 50 },
      { min: 100, max: 3_000 },
      { min: 1, max: 20_000 },
    ]),
    breakChance: degree(0.00002, 0.0005),
    breakSpreadMs: random.pick([
      { min: 0, max: 5 },
      { min: 0, max: 500 },
      { min: 0, max: 10_000 },
    ]),
    resetChance: random.pick([0, 0.3, 1]),
  };
}

export function drawDiskFaults(random: SimRandom): DiskFaults {
  const scale = random.pick([0.2, 1, 1, 5, 20]);
  const scaled = (span: Span): Span => ({ min: span.min * scale, max: span.max * scale });
  return {
    readMs: scaled(calmDisks.readMs),
    syncMs: scaled(calmDisks.syncMs),
    metadataMs: scaled(calmDisks.metadataMs),
    copyMsPerMib: scaled(calmDisks.copyMsPerMib),
  };
}
