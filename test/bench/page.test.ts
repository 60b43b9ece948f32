import test from 'ava';
import { figure } from './report/charts.ts';
import { pageOf } from './report/page.ts';
import type { Results, Row } from './results.ts';

function row(job: string, target: string, iops: number, more: Partial<Row> = {}): Row {
  const cpuUsPerIo = target === 'sio' ? { sds1: 12, sdc1: 7, fio: 5 } : { nbdkit: 7, fio: 5 };
  const latencies = { p50Us: 400, p99Us: 12_000, p999Us: 30_000, maxUs: 50_000 };
  return { job, target, round: 1, iops, mbPerS: 8, ...latencies, operations: 9, cpuUsPerIo, loopDelayMs: {}, ...more };
}

const points = Array.from({ length: 1_200 }, (_, i) => ({ atMs: i * 100, operations: 500, worstUs: 2_000 }));
const course = { windowMs: 100, points, longestGapMs: 12, longestGapAtMs: 5, minutes: [5_000, 4_900] };

const results: Results = {
  version: 1,
  startedAt: '2026-11-22T22:00:00.000Z',
  machine: { cpu: '2 x <EPYC>', node: 'v24' },
  commit: 'abc1234',
  command: 'npm run bench -- --quick',
  sizes: { whole: 1, within: 1, beyond: 1, journal: 1 },
  clusters: [{ target: 'sio', readyMs: 2_700, anonymousMiB: { sds1: 160 } }],
  rows: [
    row('write-4k-32', 'sio', 12_345, { loopDelayMs: { sds1: { p99Ms: 5, longestMs: Number.POSITIVE_INFINITY } } }),
    row('write-4k-32', 'nbdkit-memory', 49_380),
    row('sustained-4k-32', 'sio', 5_000, { course }),
  ],
};

test('the page has every figure, needs nothing from outside, and lets no text become markup', (t) => {
  const page = pageOf(results);
  for (const part of ['abc1234', '12.3 k', '0.25', '12.0 ms', 'sds1 ≤5 / &gt;5000', '2 x &lt;EPYC&gt;', 'sds1 160 MiB'])
    t.true(page.includes(part), part);
  t.true(page.includes('Longest gap 12 ms; IOPS of each minute: 5,000, 4,900; within the bounds.'));
  t.notRegex(page, /https?:|<script|<link|NaN|undefined|Infinity/);
});

test('every tag that is opened is closed, in order', (t) => {
  const open: string[] = [];
  for (const [, slash, name = '', attributes = ''] of pageOf(results).matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (slash === '/') t.is(open.pop(), name);
    else if (!attributes.endsWith('/') && name !== 'meta') open.push(name);
  }
  t.deepEqual(open, []);
});

test('a run without the yardstick has a page too', (t) => {
  const page = pageOf({ ...results, rows: [row('write-4k-32', 'sio', 100)] });
  t.false(page.includes('Speed beside'));
  t.notRegex(page, /NaN|undefined|Infinity/);
});

test('figures have three digits that count', (t) => {
  t.deepEqual([0.1234, 4.72, 38.44, 123.4, 1_005, 52_349, 123_456].map(figure), [
    '0.12',
    '4.72',
    '38.4',
    '123',
    '1,005',
    '52.3 k',
    '123 k',
  ]);
});
