/**
 * The placer: which devices hold the replicas of each slice of a pool. Pure and deterministic: the same devices and the
 * same table give the same answer.
 *
 * Every device has a share, proportional to its weight, but no fault unit more than one replica of each slice. Replicas
 * that may stay do; missing ones go to devices below their share, at random in proportion to what they lack (so that
 * the mirrors of one device spread over all others); then single replicas move from devices above their share to
 * devices below it while that makes the table more even. Primaries are evened out in the same way, without moving data.
 */

import { assert, must } from '../../common/assert.ts';

export interface PlacedDevice {
  readonly id: number;
  /** Two replicas of a slice never share one. Any text that is equal for devices that fail together. */
  readonly faultUnit: string;
  /** Its capacity, in any unit; above 0. */
  readonly weight: number;
}

/** Of each slice the ids of its devices, the primary first; an empty list for a slice that has none yet. */
export type PlacementTable = readonly (readonly number[])[];

export type Placement =
  | { readonly kind: 'placed'; readonly table: PlacementTable; readonly movedReplicas: number }
  | { readonly kind: 'impossible'; readonly faultUnits: number };

interface Candidate extends PlacedDevice {
  /** Replicas that it should hold: not whole. */
  readonly share: number;
  replicas: number;
  primaries: number;
}

type Slice = Candidate[];

/** Visits slices in an order in which neighbours are far apart, so that a device's share is no single run of slices. */
const strideOfVisits = 0x9e37_79b1;

/** `current` has one entry for each slice; its length is a power of two. */
export function place(devices: readonly PlacedDevice[], replicas: number, current: PlacementTable): Placement {
  const sliceCount = current.length;
  assert(sliceCount > 0 && (sliceCount & (sliceCount - 1)) === 0, 'the slice count is a power of two');
  const faultUnits = new Set(devices.map((device) => device.faultUnit)).size;
  if (faultUnits < replicas) return { kind: 'impossible', faultUnits };
  const candidates = withShares(devices, replicas, sliceCount);
  const slices = keepWhatMayStay(candidates, replicas, current);
  fillUp(slices, candidates, replicas);
  evenOutReplicas(slices, candidates);
  choosePrimaries(slices, current, replicas);
  const table = slices.map((slice) => slice.map((device) => device.id));
  return { kind: 'placed', table, movedReplicas: movedBetween(current, table) };
}

/** Shares by weight; a unit that would get more than one replica of each slice is cut to that, the rest get more. */
function withShares(devices: readonly PlacedDevice[], replicas: number, sliceCount: number): Candidate[] {
  const unitWeights = new Map<string, number>();
  for (const { faultUnit, weight } of devices) {
    assert(weight > 0, 'a device that is placed has a weight');
    unitWeights.set(faultUnit, (unitWeights.get(faultUnit) ?? 0) + weight);
  }
  const full = new Set<string>();
  let perWeight = 0;
  for (;;) {
    const weightLeft = [...unitWeights].reduce((sum, [unit, weight]) => (full.has(unit) ? sum : sum + weight), 0);
    if (weightLeft === 0) break;
    perWeight = (sliceCount * (replicas - full.size)) / weightLeft;
    const over = [...unitWeights].filter(([unit, weight]) => !full.has(unit) && weight * perWeight > sliceCount);
    if (over.length === 0) break;
    for (const [unit] of over) full.add(unit);
  }
  const shareOf = (device: PlacedDevice): number => {
    const unitWeight = must(unitWeights.get(device.faultUnit), 'the weight of a fault unit');
    return full.has(device.faultUnit) ? (sliceCount * device.weight) / unitWeight : device.weight * perWeight;
  };
  return devices
    .map((device) => ({ ...device, share: shareOf(device), replicas: 0, primaries: 0 }))
    .sort((a, b) => a.id - b.id);
}

function keepWhatMayStay(candidates: readonly Candidate[], replicas: number, current: PlacementTable): Slice[] {
  const byId = new Map(candidates.map((device) => [device.id, device]));
  return current.map((ids) => {
    const slice: Slice = [];
    for (const id of ids) {
      const device = byId.get(id);
      if (device === undefined || slice.length === replicas || holdsUnit(slice, device.faultUnit)) continue;
      slice.push(device);
      device.replicas++;
    }
    return slice;
  });
}

function fillUp(slices: readonly Slice[], candidates: readonly Candidate[], replicas: number): void {
  const open = visitOrder(slices.length).filter((index) => sliceAt(slices, index).length < replicas);
  const unitLacks = new Map<string, number>();
  for (const device of candidates) addTo(unitLacks, device.faultUnit, device.share - device.replicas);
  for (const [done, index] of open.entries()) {
    const slice = sliceAt(slices, index);
    while (slice.length < replicas) {
      const openAfter = open.length - done - 1;
      const device = nextDevice(slice, candidates, unitLacks, openAfter, random(index, slice.length));
      slice.push(device);
      device.replicas++;
      addTo(unitLacks, device.faultUnit, -1);
    }
  }
}

/**
 * A device of a unit that could not reach its share without this slice comes first; else one at random in proportion to
 * what it lacks; else (its share is reached everywhere) the one that is least above its share.
 */
function nextDevice(
  slice: Slice,
  candidates: readonly Candidate[],
  unitLacks: ReadonlyMap<string, number>,
  openAfter: number,
  chance: number,
): Candidate {
  const allowed = candidates.filter((device) => !holdsUnit(slice, device.faultUnit));
  const urgent = allowed.filter((device) => (unitLacks.get(device.faultUnit) ?? 0) > openAfter + 0.5);
  const choice = urgent.length > 0 ? urgent : allowed;
  const lackOf = (device: Candidate): number => Math.max(0, device.share - device.replicas);
  let left = chance * choice.reduce((sum, device) => sum + lackOf(device), 0);
  for (const device of choice) {
    const lack = lackOf(device);
    if (lack > 0 && left < lack) return device;
    left -= lack;
  }
  const [first, ...others] = choice;
  return others.reduce((best, device) => (excessOf(device) < excessOf(best) ? device : best), must(first, 'a device'));
}

/** Moves one replica at a time to the emptiest device that may take it, while that brings the two closer together. */
function evenOutReplicas(slices: readonly Slice[], candidates: readonly Candidate[]): void {
  const order = visitOrder(slices.length);
  for (let moved = true; moved; ) {
    moved = false;
    let emptiest = lowestExcess(candidates);
    for (const index of order) {
      const slice = sliceAt(slices, index);
      if (!slice.some((device) => excessOf(device) > emptiest + 1 + tolerance)) continue;
      if (!moveOneReplica(slice, candidates)) continue;
      moved = true;
      emptiest = lowestExcess(candidates);
    }
  }
}

/** Sums of fractions are not exact; a move must gain more than that, so that the loop ends. */
const tolerance = 1e-6;

function moveOneReplica(slice: Slice, candidates: readonly Candidate[]): boolean {
  let best: { readonly at: number; readonly to: Candidate; readonly gain: number } | undefined;
  for (const [at, from] of slice.entries()) {
    for (const to of candidates) {
      const gain = excessOf(from) - excessOf(to) - 1;
      if (gain <= (best?.gain ?? tolerance)) continue;
      if (slice.some((other, index) => index !== at && other.faultUnit === to.faultUnit) || to === from) continue;
      best = { at, to, gain };
    }
  }
  if (best === undefined) return false;
  sliceReplica(slice, best.at).replicas--;
  best.to.replicas++;
  slice[best.at] = best.to;
  return true;
}

/** Keeps primaries that are still replicas, gives the others to devices that lead few slices, then evens out. */
function choosePrimaries(slices: readonly Slice[], current: PlacementTable, replicas: number): void {
  const order = visitOrder(slices.length);
  const leadExcess = (device: Candidate): number => device.primaries - device.replicas / replicas;
  const without: Slice[] = [];
  for (const index of order) {
    const slice = sliceAt(slices, index);
    const at = slice.findIndex((device) => device.id === current[index]?.[0]);
    if (at < 0) without.push(slice);
    else makePrimary(slice, at);
  }
  const leastLeading = (slice: Slice): number =>
    slice.reduce((best, device, at) => (leadExcess(device) < leadExcess(sliceReplica(slice, best)) ? at : best), 0);
  for (const slice of without) makePrimary(slice, leastLeading(slice));
  for (let changed = true; changed; ) {
    changed = false;
    for (const index of order) {
      const slice = sliceAt(slices, index);
      const at = leastLeading(slice);
      const primary = sliceReplica(slice, 0);
      if (leadExcess(primary) - leadExcess(sliceReplica(slice, at)) <= 1 + tolerance) continue;
      primary.primaries--;
      makePrimary(slice, at);
      changed = true;
    }
  }
}

function makePrimary(slice: Slice, at: number): void {
  const primary = sliceReplica(slice, at);
  slice[at] = sliceReplica(slice, 0);
  slice[0] = primary;
  primary.primaries++;
}

function movedBetween(before: PlacementTable, after: PlacementTable): number {
  return after.reduce((sum, ids, index) => sum + ids.filter((id) => !(before[index] ?? []).includes(id)).length, 0);
}

function excessOf(device: Candidate): number {
  return device.replicas - device.share;
}

function lowestExcess(candidates: readonly Candidate[]): number {
  return candidates.reduce((lowest, device) => Math.min(lowest, excessOf(device)), Number.POSITIVE_INFINITY);
}

function holdsUnit(slice: Slice, faultUnit: string): boolean {
  return slice.some((device) => device.faultUnit === faultUnit);
}

function sliceAt(slices: readonly Slice[], index: number): Slice {
  return must(slices[index], 'a slice of the table');
}

function sliceReplica(slice: Slice, at: number): Candidate {
  return must(slice[at], 'a replica of a slice');
}

function addTo(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

/** A permutation of the slices: an odd factor has no common divisor with a power of two. */
function visitOrder(sliceCount: number): number[] {
  return Array.from({ length: sliceCount }, (_, step) => (Math.imul(step, strideOfVisits) >>> 0) & (sliceCount - 1));
}

/** The same number in [0, 1) for the same slice and place, on every machine. */
function random(slice: number, position: number): number {
  let h = Math.imul(slice ^ 0x85eb_ca6b, 0xc2b2_ae35) ^ Math.imul(position + 1, 0x27d4_eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b_3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a_2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}
