import test from 'ava';
import { must } from '../../common/assert.ts';
import { measuredOf } from './fio.ts';
import { jobs } from './jobs.ts';
import { cpuUsOf } from './processes.ts';
import { linesOf } from './report-text.ts';
import { type Row, serverCpuUs, summariesOf, summaryOfJob } from './results.ts';

function row(target: string, round: number, iops: number, more: Partial<Row> = {}): Row {
  return {
    job: 'write-4k-32',
    target,
    round,
    iops,
    mbPerS: (iops * 4096) / 1e6,
    p50Us: 100 * round,
    p99Us: 1_000,
    p999Us: 2_000,
    maxUs: 3_000,
    operations: iops * 5,
    cpuUsPerIo: { [target]: 10, fio: 5 },
    loopDelayMs: {},
    ...more,
  };
}

function job(name: string): (typeof jobs)[number] {
  return must(
    jobs.find((known) => known.name === name),
    name,
  );
}

test('ratios are taken within a round, so that a slow spell of the machine does not count', (t) => {
  const rows = [
    ...[100, 50, 110].map((iops, i) => row('nbdkit-memory', i + 1, iops)),
    ...[50, 25, 55].map((iops, i) => row('sio', i + 1, iops)),
  ];
  const { targets, warning } = summaryOfJob('write-4k-32', rows);
  t.like(targets[1], { target: 'sio', iops: 50, p50Us: 200, ratio: { median: 0.5, low: 0.5, high: 0.5 } });
  t.regex(warning ?? '', /nbdkit-memory itself varied by 60 % between the rounds of write-4k-32/);
});

test('a steady yardstick is no reason for a warning, and without one there are no ratios', (t) => {
  const steady = [row('nbdkit-memory', 1, 100), row('nbdkit-memory', 2, 115)];
  t.is(summaryOfJob('write-4k-32', steady).warning, undefined);
  t.is(summaryOfJob('write-4k-32', [row('sio', 1, 50)]).targets[0]?.ratio, undefined);
});

test("CPU and event-loop delays are kept by process; the server's CPU leaves the client out", (t) => {
  const rows = [1, 3, 2].map((us, i) =>
    row('sio', i + 1, 10, {
      cpuUsPerIo: { sds1: us, sdc1: 2, fio: 9 },
      loopDelayMs: { sds1: { p99Ms: us, longestMs: us * 10 } },
    }),
  );
  const [summary] = summariesOf(rows)[0]?.targets ?? [];
  t.deepEqual(summary?.cpuUsPerIo, { sds1: 2, sdc1: 2, fio: 9 });
  t.deepEqual(summary?.loopDelayMs, { sds1: { p99Ms: 2, longestMs: 30 } });
  t.is(summary === undefined ? 0 : serverCpuUs(summary), 4);
});

test('the printed line has the figures of the row, and a long job its gap and minutes', (t) => {
  const course = { windowMs: 100, points: [], longestGapMs: 140, longestGapAtMs: 2_500, minutes: [1_000, 600] };
  const lines = linesOf(
    summaryOfJob('write-4k-32', [row('sio', 1, 1_234, { course }), row('nbdkit-memory', 1, 2_468)]),
  );
  t.deepEqual(lines.slice(0, 2), [
    'write-4k-32         sio               1234 IOPS     5 MB/s p50 100 p99 1000 p99.9 2000 us = 0.50 x nbdkit-memory',
    '                    CPU us/IO: sio 10.0, fio 5.0',
  ]);
  t.deepEqual(lines.slice(4), [
    'write-4k-32 sio: longest gap 140 ms; IOPS of each minute: 1000, 600',
    'write-4k-32 sio: a gap of 140 ms at 2.5 s; 100 ms are allowed',
    "write-4k-32 sio: minute 2 at 0.60 of the first one's rate; 0.7 is asked",
  ]);
});

const side = (iops: number, operations: number, p50: number): object => ({
  iops,
  bw_bytes: iops * 4096,
  total_ios: operations,
  clat_ns: {
    max: p50 * 20,
    percentile: { '50.000000': p50, '99.000000': p50 * 2, '99.900000': p50 * 10 },
  },
});

function fioOutput(read: object, write: object): string {
  const sync = { lat_ns: { max: 9_000_000, percentile: { '50.000000': 1_000_000, '99.000000': 2_000_000 } } };
  return `fio: a warning\n${JSON.stringify({ jobs: [{ read, write, sync, job_runtime: 2_000, usr_cpu: 10, sys_cpu: 15 }] })}`;
}

test('fio: a mix adds both directions and shows the slower latencies; CPU is per operation', (t) => {
  const measured = measuredOf(fioOutput(side(700, 1_400, 50_000), side(300, 600, 80_000)), job('mix-4k-32'));
  t.deepEqual(measured, {
    iops: 1_000,
    mbPerS: 4.096,
    p50Us: 80,
    p99Us: 160,
    p999Us: 800,
    maxUs: 1_600,
    operations: 2_000,
    fioUsPerIo: 250,
  });
});

test('fio: a job with flushes shows the latencies of the flushes', (t) => {
  const measured = measuredOf(fioOutput(side(0, 0, 0), side(300, 600, 80_000)), job('flush-4k-1'));
  t.like(measured, { iops: 300, p50Us: 1_000, p99Us: 2_000, maxUs: 9_000 });
});

test('fio: no operation at all is an error, not a zero', (t) => {
  t.throws(() => measuredOf(fioOutput(side(0, 0, 0), side(0, 0, 0)), job('write-4k-1')), { message: /did nothing/ });
});

test('CPU time is found behind a name with brackets and blanks', (t) => {
  const fields = ['S', ...Array.from({ length: 10 }, () => '0'), '150', '50', '0', '0'];
  t.is(cpuUsOf(`42 (a) b (c)) ${fields.join(' ')}`), 2e6);
});
