/** The bench itself: a short run as a user starts it, and the gap that its long job must see. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import { runJob } from '../bench/fio.ts';
import { jobs } from '../bench/jobs.ts';
import { cpuUs } from '../bench/processes.ts';
import type { Results } from '../bench/results.ts';
import { startNbdkit } from '../bench/targets/nbdkit.ts';
import { requireTool } from '../tools.ts';
import { checkout, until } from './cluster.ts';

interface Ended {
  readonly status: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function bench(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const options = { cwd: checkout, env: { ...process.env, ...environment } };
  const script = join(checkout, 'test', 'bench', 'main.ts');
  execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) =>
    resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
  );
  return promise;
}

test.serial('a quick run measures a cluster beside nbdkit, writes its files, and leaves nothing behind', async (t) => {
  if (!requireTool(t, 'fio') || !requireTool(t, 'nbdkit')) return;
  const folder = await mkdtemp(join(tmpdir(), 'sio-bench-'));
  try {
    const [json, html] = [join(folder, 'rows.json'), join(folder, 'page.html')];
    const args = ['--quick', '--only', 'write-4k-32', '--runtime-s', '1', '--size', '64MiB'];
    const { status, stdout, stderr } = await bench([...args, '--json', json, '--html', html], { TMPDIR: folder });
    t.is(status, 0, stderr);
    t.is(stdout.trim().split('\n').at(-1), `bench done ${json}`);
    const { rows } = JSON.parse(await readFile(json, 'utf8')) as Results;
    t.deepEqual(
      rows.map(({ job, target }) => `${job} ${target}`),
      ['write-4k-32 sio', 'write-4k-32 nbdkit-memory'],
    );
    for (const row of rows) {
      t.true(row.operations > 0 && row.p50Us > 0 && row.p50Us <= row.p99Us && row.p99Us <= row.p999Us, row.target);
      t.true(Math.abs(row.mbPerS / ((row.iops * 4096) / 1e6) - 1) < 0.01, 'the rate in bytes is that in blocks');
    }
    const daemons = ['mdm1', 'sds1', 'sds2', 'sds3', 'sdc1'];
    t.deepEqual(Object.keys(rows[0]?.cpuUsPerIo ?? {}), [...daemons, 'fio']);
    t.true((rows[0]?.cpuUsPerIo['sdc1'] ?? 0) > 0);
    t.deepEqual(Object.keys(rows[0]?.loopDelayMs ?? {}), daemons);
    t.regex(await readFile(html, 'utf8'), /write-4k-32/);
    t.deepEqual((await readdir(folder)).sort(), ['page.html', 'rows.json']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test.serial('without its programs the bench ends with 3 and the line that installs them', async (t) => {
  const { status, stderr } = await bench(['--peers', 'ceph'], { PATH: '/nowhere' });
  t.is(status, 3);
  t.regex(stderr, /apt-get install --no-install-recommends fio.* ceph-mon ceph-osd ceph-common/);
});

test.serial('a wrong option ends with 2 and the usage', async (t) => {
  const { status, stderr } = await bench(['--only', 'write-5k-1']);
  t.is(status, 2);
  t.regex(stderr, /there is no write-5k-1.*\nusage: npm run bench/);
});

test.serial('the long job sees that a server stood still, for how long and when', async (t) => {
  if (!requireTool(t, 'fio') || !requireTool(t, 'nbdkit')) return;
  const target = await startNbdkit('memory', { whole: 16 * mib, within: 16 * mib, beyond: 16 * mib });
  try {
    const pid = must(target.processes[0], 'nbdkit').pid;
    const long = must(
      jobs.find(({ isLong }) => isLong === true),
      'a long job',
    );
    const before = cpuUs(pid);
    const running = runJob(long, target.region('beyond'), { seconds: 3, signal: new AbortController().signal });
    await until('I/O flows', 20_000, () => cpuUs(pid) > before + 200_000 || undefined);
    process.kill(pid, 'SIGSTOP');
    const stoppedMs = performance.now();
    await until('a long pause', 5_000, () => performance.now() > stoppedMs + 400 || undefined);
    process.kill(pid, 'SIGCONT');
    const { course, operations } = await running;
    t.true((course?.longestGapMs ?? 0) >= 400, `${course?.longestGapMs} ms`);
    const counted = must(course, 'its course').points.reduce((sum, point) => sum + point.operations, 0);
    // All but the last window of 100 ms.
    t.true(counted <= operations && counted > operations / 2, `${counted} of ${operations}`);
  } finally {
    await target.close();
  }
  t.false(existsSync(target.region('whole').uri.replace(/^.*socket=/, '')));
});
