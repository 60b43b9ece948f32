import test from 'ava';
import { courseOf, missesOf } from './series.ts';

/** Lines as fio 3.33 writes them: time in ms, value, direction, block size, offset. */
function latencies(...entries: readonly (readonly [atMs: number, ns: number])[]): string {
  return entries.map(([atMs, ns]) => `${atMs}, ${ns}, 1, 0, 0\n`).join('');
}

function histogram(...entries: readonly (readonly [atMs: number, ...bins: number[]])[]): string {
  return entries.map(([atMs, ...bins]) => `${atMs}, 1, 4096, ${bins.join(', ')}\n`).join('');
}

/** A steady rate in each window of 100 ms, with the rate per second of each minute. */
function minutesAt(...rates: readonly number[]): string {
  const lines = rates.flatMap((rate, minute) =>
    Array.from({ length: 600 }, (_, i): [number, number] => [minute * 60_000 + (i + 1) * 100 + 1, rate / 10]),
  );
  // fio keeps the last window to itself.
  return histogram(...lines.slice(0, -1));
}

test('the longest gap is the largest distance between two stamps, wherever it lies', (t) => {
  const { longestGapMs, longestGapAtMs } = courseOf(
    latencies([10, 1], [20, 1], [353, 332_000_000], [363, 1], [390, 1]),
    '',
    100,
    400,
  );
  t.is(longestGapMs, 333);
  t.is(longestGapAtMs, 20);
});

test('silence before the first answer and after the last one is a gap too', (t) => {
  t.is(courseOf(latencies([150, 1], [160, 1]), '', 100, 170).longestGapMs, 150);
  t.is(courseOf(latencies([10, 1], [20, 1]), '', 100, 1_020).longestGapMs, 1_000);
  t.is(courseOf('', '', 100, 5_000).longestGapMs, 5_000);
});

test('answers are counted by window over all bins; several lines of one window add up', (t) => {
  const { points } = courseOf(
    latencies([10, 5_000], [95, 9_000], [210, 7_000]),
    histogram([101, 1, 2], [201, 0, 4], [201, 1, 0], [402, 3, 0]),
    100,
    500,
  );
  t.deepEqual(points, [
    { atMs: 100, operations: 3, worstUs: 9 },
    { atMs: 200, operations: 5, worstUs: 0 },
    { atMs: 300, operations: 0, worstUs: 7 },
    { atMs: 400, operations: 3, worstUs: 0 },
  ]);
});

test('each whole minute has its rate', (t) => {
  const { minutes } = courseOf('', minutesAt(1_000, 800, 600), 100, 180_000);
  t.deepEqual(minutes.map(Math.round), [1_000, 800, 600]);
});

test('a run of less than a minute has one rate', (t) => {
  t.deepEqual(courseOf('', histogram([100, 50], [200, 150]), 100, 300).minutes, [1_000]);
});

test('bounds are missed by a gap above 100 ms, and by a minute below 0.7 of the first', (t) => {
  const steady = Array.from({ length: 1_799 }, (_, i): [number, number] => [(i + 1) * 100, 1]);
  t.deepEqual(missesOf(courseOf(latencies(...steady), minutesAt(1_000, 1_200, 710), 100, 180_000)), []);
  const slower = courseOf(latencies(...steady), minutesAt(1_000, 1_200, 690), 100, 180_000);
  t.deepEqual(missesOf(slower), ["minute 3 at 0.69 of the first one's rate; 0.7 is asked"]);
  const gap = courseOf(latencies([10, 1], [111, 1]), minutesAt(1_000), 100, 120);
  t.deepEqual(missesOf(gap), ['a gap of 101 ms at 0.0 s; 100 ms are allowed']);
});
