/** The launcher with real processes: what it writes down, how it watches, and how it stops. */

import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { checkout, isAlive, makeHome, RunningCluster, until } from '../integration/cluster.ts';
import { runTool } from '../tools.ts';

test.serial('a cluster starts, writes itself down, survives kills, and stops in order', async (t) => {
  t.timeout(180_000);
  const cluster = await RunningCluster.start();
  try {
    await checkClusterFile(t, cluster);
    await checkHealth(t, cluster);
    await checkSecondStart(t, cluster);
    for (const name of ['sds1', 'sdc1', 'mdm1']) {
      const killedMs = performance.now();
      const before = await cluster.daemon(name);
      const pid = await cluster.kill(name);
      const back = await cluster.restarted(name, pid);
      t.log(`${name} back after ${Math.round(performance.now() - killedMs)} ms`);
      if (name === 'mdm1') t.is(back.address, before.address, 'the MDM takes its port again');
      await cluster.serving();
    }
    await checkStop(t, cluster);
  } finally {
    await cluster.remove();
  }
});

async function checkClusterFile(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const file = must(await cluster.clusterFile(), 'cluster.json');
  t.is(file.version, 1);
  t.regex(file.clusterId, /^[0-9a-f]{32}$/);
  t.is(file.nbdUri, cluster.uri);
  t.is(file.nbdUri, `nbd+unix:///demo?socket=${cluster.home}/run/nbd.sock`);
  t.deepEqual(
    file.daemons.map(({ name, role }) => [name, role]),
    [
      ['mdm1', 'mdm'],
      ['sds1', 'sds'],
      ['sds2', 'sds'],
      ['sds3', 'sds'],
      ['sdc1', 'sdc'],
    ],
  );
  for (const { pid, name, log, role, devices, dataAddresses } of file.daemons) {
    t.true(isAlive(pid), name);
    t.true((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes(`--name\0${name}\0`));
    t.true((await stat(log)).size > 0, log);
    t.is(devices.length, role === 'sds' ? 1 : 0);
    t.is(dataAddresses.length, devices.length);
  }
  for (const secret of [file.adminTokenFile, join(cluster.home, 'secrets', 'cluster.json')]) {
    t.is((await stat(secret)).mode & 0o777, 0o600, secret);
  }
}

async function checkHealth(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  for (const { name, devices, metricsAddress } of must(await cluster.clusterFile(), 'cluster.json').daemons) {
    t.is((await fetch(`http://${metricsAddress}/healthz`)).status, 200, name);
    t.is((await fetch(`http://${metricsAddress}/readyz`)).status, 200, name);
    const text = await (await fetch(`http://${metricsAddress}/metrics`)).text();
    t.regex(text, /^sio_(?!event_loop)/m, name);
    for (const thread of ['main', ...devices.map(({ path }) => path)])
      t.true(text.includes(`sio_event_loop_delay_seconds_count{thread="${thread}"}`), `${name}: ${thread}`);
  }
}

async function checkSecondStart(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const second = new RunningCluster(cluster.home);
  second.launch([]);
  t.is((await second.ended()).code, 4);
  t.is(second.errors.trim().split('\n').length, 1, 'one sentence');
  t.true(second.errors.includes(`process ${cluster.launcherPid}`), second.errors);
  t.true(second.errors.includes(cluster.home), second.errors);
}

async function checkStop(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
  const beganMs = performance.now();
  t.deepEqual(await cluster.stop(), { code: 0, signal: null });
  const tookMs = performance.now() - beganMs;
  t.log(`stopped in ${Math.round(tookMs)} ms`);
  t.true(tookMs < 10_000);
  for (const { pid, name } of daemons) t.false(isAlive(pid), name);
  t.is(await cluster.clusterFile(), undefined);
}

test.serial('a launcher that is killed leaves no daemon behind, and the next start takes over', async (t) => {
  t.timeout(120_000);
  const cluster = await RunningCluster.start();
  try {
    const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
    process.kill(cluster.launcherPid, 'SIGKILL');
    await cluster.start();
    for (const { pid, name } of daemons) t.false(isAlive(pid), name);
    t.deepEqual(await cluster.stop(), { code: 0, signal: null });
  } finally {
    await cluster.remove();
  }
});

test.serial('a second signal ends everything at once', async (t) => {
  t.timeout(60_000);
  const cluster = await RunningCluster.start();
  try {
    const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
    for (const { pid } of daemons) process.kill(pid, 'SIGSTOP');
    process.kill(cluster.launcherPid, 'SIGINT');
    await pause(400);
    process.kill(cluster.launcherPid, 'SIGINT');
    const beganMs = performance.now();
    t.is((await cluster.ended()).code, 0);
    t.true(performance.now() - beganMs < 1_000);
    await until('the daemons gone', 1_000, () => daemons.every(({ pid }) => !isAlive(pid)));
  } finally {
    await cluster.remove();
  }
});

test.serial('a home with a long and odd path still gets a socket, whose URI is percent-encoded', async (t) => {
  t.timeout(60_000);
  const home = join(await makeHome(), 'a home with 100% odd letters', 'x'.repeat(60));
  const cluster = await RunningCluster.start({ home });
  try {
    const socket = decodeURIComponent(new URL(cluster.uri).searchParams.get('socket') ?? '');
    t.true(Buffer.byteLength(socket) <= 107, socket);
    t.is((await stat(dirname(socket))).mode & 0o777, 0o700);
    await cluster.stop();
    await t.throwsAsync(stat(dirname(socket)), { code: 'ENOENT' });
  } finally {
    await cluster.remove();
  }
});

test('a broken cluster file is refused with a line for each mistake', async (t) => {
  const home = await makeHome();
  const file = join(home, 'broken.yaml');
  await writeFile(file, 'version: 1\nmdm: { name: mdm1, port: many }\nsds: [{ name: sds1, devices: [{ path: d }] }]\n');
  const cluster = new RunningCluster(join(home, 'home'));
  cluster.launch(['--config', file]);
  t.is((await cluster.ended()).code, 2);
  const lines = cluster.errors.trim().split('\n');
  t.is(lines.length, 2, cluster.errors);
  t.true(cluster.errors.includes('mdm.port') && cluster.errors.includes('sds[0].devices[0].capacity'), cluster.errors);
  await rm(home, { recursive: true });
});

for (const program of ['launcher', 'mdm', 'sds', 'sdc']) {
  test(`${program} has --help and --version, and refuses options it does not know`, async (t) => {
    const file = join(checkout, program, 'main.ts');
    const help = await runTool(process.execPath, [file, '--help']);
    t.is(help.status, 0);
    t.regex(help.output, /--config FILE/);
    t.regex(help.output, /Exit codes/);
    t.regex((await runTool(process.execPath, [file, '--version'])).output, /^sio\S* \d+\.\d+\.\d+$/m);
    t.is((await runTool(process.execPath, [file, '--nonsense'])).status, 2);
  });
}
