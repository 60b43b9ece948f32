/** The placer, as properties of every table it makes. */

import test from 'ava';
import fc from 'fast-check';
import { must } from '../../common/assert.ts';
import { type PlacedDevice, type PlacementTable, place } from '../../mdm/core/placement.ts';

/** Clusters as they are built: at least as many fault units as replicas, of devices whose sizes differ a few times. */
const clusters = fc
  .record({
    replicas: fc.constantFrom(2, 3),
    sliceCount: fc.constantFrom(64, 256, 1024),
    units: fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), {
      minLength: 3,
      maxLength: 8,
    }),
  })
  .map(({ replicas, sliceCount, units }) => ({
    replicas,
    sliceCount,
    devices: units.flatMap((weights, unit) =>
      weights.map((weight, index): PlacedDevice => ({ id: unit * 10 + index + 1, faultUnit: `u${unit}`, weight })),
    ),
  }));

function emptyTable(sliceCount: number): PlacementTable {
  return Array.from({ length: sliceCount }, () => []);
}

function placed(devices: readonly PlacedDevice[], replicas: number, current: PlacementTable) {
  const placement = place(devices, replicas, current);
  if (placement.kind === 'impossible') throw new Error('the table could not be placed');
  return placement;
}

/** What each device should hold: by weight, a fault unit at most one replica of each slice. */
function sharesOf(devices: readonly PlacedDevice[], replicas: number, sliceCount: number): Map<number, number> {
  const capped = new Set<string>();
  const weightOf = (unit: string): number =>
    devices.filter((device) => device.faultUnit === unit).reduce((sum, device) => sum + device.weight, 0);
  const units = [...new Set(devices.map((device) => device.faultUnit))];
  for (let again = true; again; ) {
    again = false;
    const free = units.filter((unit) => !capped.has(unit));
    const weight = free.reduce((sum, unit) => sum + weightOf(unit), 0);
    for (const unit of free) {
      if ((weightOf(unit) * sliceCount * (replicas - capped.size)) / weight <= sliceCount) continue;
      capped.add(unit);
      again = true;
      break;
    }
  }
  const weight = units.filter((unit) => !capped.has(unit)).reduce((sum, unit) => sum + weightOf(unit), 0);
  return new Map(
    devices.map(({ id, faultUnit, weight: own }) => [
      id,
      capped.has(faultUnit)
        ? (sliceCount * own) / weightOf(faultUnit)
        : (own * sliceCount * (replicas - capped.size)) / weight,
    ]),
  );
}

function countsOf(table: PlacementTable, pick: (ids: readonly number[]) => readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const ids of table) for (const id of pick(ids)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function isWithin(count: number, share: number): boolean {
  return Math.abs(count - share) <= Math.max(2, share * 0.03);
}

test('every slice has all its replicas, each in a fault unit of its own', (t) => {
  fc.assert(
    fc.property(clusters, ({ devices, replicas, sliceCount }) => {
      const unitOf = new Map(devices.map((device) => [device.id, device.faultUnit]));
      const { table } = placed(devices, replicas, emptyTable(sliceCount));
      return table.every(
        (ids) => ids.length === replicas && new Set(ids.map((id) => unitOf.get(id))).size === replicas,
      );
    }),
    { numRuns: 40 },
  );
  t.pass();
});

test('every device holds its share of replicas within a few percent, and leads its part of them', (t) => {
  fc.assert(
    fc.property(clusters, ({ devices, replicas, sliceCount }) => {
      const { table } = placed(devices, replicas, emptyTable(sliceCount));
      const shares = sharesOf(devices, replicas, sliceCount);
      const held = countsOf(table, (ids) => ids);
      const led = countsOf(table, (ids) => ids.slice(0, 1));
      for (const { id } of devices) {
        const count = held.get(id) ?? 0;
        const share = must(shares.get(id), 'a share');
        if (!isWithin(count, share)) throw new Error(`device ${id} holds ${count}, its share is ${share}`);
        if (!isWithin(led.get(id) ?? 0, count / replicas))
          throw new Error(`device ${id} leads ${led.get(id)} of ${count}`);
      }
    }),
    { numRuns: 40 },
  );
  t.pass();
});

test('a device that is added takes its share and nothing else moves', (t) => {
  fc.assert(
    fc.property(clusters, fc.integer({ min: 1, max: 4 }), ({ devices, replicas, sliceCount }, weight) => {
      const before = placed(devices, replicas, emptyTable(sliceCount)).table;
      const more = [...devices, { id: 999, faultUnit: 'new', weight }];
      const { table, movedReplicas } = placed(more, replicas, before);
      const shares = sharesOf(more, replicas, sliceCount);
      const held = countsOf(before, (ids) => ids);
      const needed = [...shares].reduce((sum, [id, share]) => sum + Math.max(0, share - (held.get(id) ?? 0)), 0);
      if (movedReplicas > needed * 1.1 + more.length) throw new Error(`${movedReplicas} moved, ${needed} needed`);
      const after = countsOf(table, (ids) => ids);
      for (const [id, share] of shares)
        if (!isWithin(after.get(id) ?? 0, share)) throw new Error(`${id}: ${after.get(id)} of ${share}`);
    }),
    { numRuns: 40 },
  );
  t.pass();
});

test('a device that is removed leaves its replicas to the others, and little else moves', (t) => {
  fc.assert(
    fc.property(clusters, fc.nat(), ({ devices, replicas, sliceCount }, pick) => {
      const leaving = must(devices[pick % devices.length], 'a device');
      const staying = devices.filter((device) => device !== leaving);
      if (new Set(staying.map((device) => device.faultUnit)).size < replicas) return;
      const before = placed(devices, replicas, emptyTable(sliceCount)).table;
      const { movedReplicas } = placed(staying, replicas, before);
      const held = countsOf(before, (ids) => ids);
      const shares = sharesOf(staying, replicas, sliceCount);
      const needed = [...shares].reduce((sum, [id, share]) => sum + Math.max(0, share - (held.get(id) ?? 0)), 0);
      // A fault unit at its limit is reached by chains only: what makes room for its new replica moves too.
      if (movedReplicas > needed * 2 + staying.length * 2) throw new Error(`${movedReplicas} moved, ${needed} needed`);
    }),
    { numRuns: 40 },
  );
  t.pass();
});

test('of equal servers one that is removed costs no move but of what it held', (t) => {
  const devices = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, faultUnit: `u${index}`, weight: 1 }));
  const before = placed(devices, 2, emptyTable(1024)).table;
  const { movedReplicas } = placed(devices.slice(1), 2, before);
  t.true(movedReplicas <= 256 * 1.05, `${movedReplicas} moved for 256`);
});

test('placing again what is placed moves nothing', (t) => {
  fc.assert(
    fc.property(clusters, ({ devices, replicas, sliceCount }) => {
      const { table } = placed(devices, replicas, emptyTable(sliceCount));
      const again = placed([...devices].reverse(), replicas, table);
      t.deepEqual(again.table, table);
    }),
    { numRuns: 20 },
  );
  t.pass();
});

test('the mirrors of one device are spread over all others', (t) => {
  const devices = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, faultUnit: `u${index}`, weight: 1 }));
  const { table } = placed(devices, 2, emptyTable(1024));
  const mirrors = countsOf(table, (ids) => (ids.includes(1) ? ids.filter((id) => id !== 1) : []));
  t.is(mirrors.size, 7);
  for (const [id, count] of mirrors) t.true(count >= 18 && count <= 60, `device ${id} mirrors ${count} of 256`);
});

test('too few fault units are said, not placed', (t) => {
  const devices = [1, 2, 3].map((id) => ({ id, faultUnit: 'rack1', weight: 1 }));
  t.deepEqual(place(devices, 2, emptyTable(16)), { kind: 'impossible', faultUnits: 1 });
});

test('the largest pool is placed within seconds', (t) => {
  const devices = Array.from({ length: 300 }, (_, index) => ({
    id: index + 1,
    faultUnit: `u${index % 100}`,
    weight: 1 + (index % 3),
  }));
  const startedMs = performance.now();
  const { table } = placed(devices, 3, emptyTable(65_536));
  t.is(table.length, 65_536);
  t.true(performance.now() - startedMs < 20_000);
});
