/** The launcher at its edges, with real processes: stopped while it starts, daemons that cannot start again, no MDM, a full disk. */

import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { kib, mib } from '../../common/units.ts';
import type { AllAnswer } from '../../mdm/api/answers.ts';
import { checkout, isAlive, makeHome, RunningCluster, until } from '../integration/cluster.ts';
import { runTool, skipTest } from '../tools.ts';

/** Everything that is not standard. */
const ownKeys = `
version: 1
system: own
mdm: { name: mdm1 }
protectionDomains: [{ name: default, pools: [{ name: default, slices: 64, acknowledge: stable }] }]
sds:
  - { name: sds1, journal: 16MiB, devices: [{ path: disks/a, capacity: 256MiB, name: first }] }
  - { name: sds2, journal: 32MiB, devices: [{ path: disks/b, capacity: 512MiB }] }
sdc: [{ name: sdc1, nbd: '127.0.0.1:0', ioTimeout: 30 s }]
volumes: [{ name: own, size: 64MiB, mapTo: [sdc1] }]
durations: { restartPause: 200 ms, restartPauseLongest: 500 ms }
memory: { heap: 256MiB }
log: { fileSize: 64KiB, files: 2 }
`;

/** What runs for a home, whoever started it. */
async function processesOf(home: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && isAlive(Number(name)));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(`--home\0${home}\0`));
}

test.serial(
  'SIGTERM at any moment of a start ends it with 0 and leaves nothing behind; SIGHUP is for the launcher',
  async (t) => {
    t.timeout(180_000);
    const cluster = new RunningCluster(await makeHome());
    try {
      for (const sign of [
        'lock.owner',
        'log/launcher.log',
        'log/mdm1.log',
        'run/ports.json',
        'log/sds3.log',
        'run/nbd.sock',
      ]) {
        await rm(join(cluster.home, sign), { force: true });
        cluster.launch([]);
        await until(sign, 60_000, () =>
          stat(join(cluster.home, sign)).then(
            () => true,
            () => undefined,
          ),
        );
        t.deepEqual(await cluster.stop(), { code: 0, signal: null }, `${sign}: ${cluster.errors}`);
        t.deepEqual(await processesOf(cluster.home), [], sign);
        t.is(await cluster.clusterFile(), undefined);
      }
      cluster.launch([]);
      await cluster.ready();
      const { pid, metricsAddress } = await cluster.daemon('sds1');
      process.kill(pid, 'SIGHUP');
      t.true((await fetch(`http://${metricsAddress}/healthz`)).ok);
      t.is((await cluster.daemon('sds1')).pid, pid);
      process.kill(cluster.launcherPid, 'SIGHUP');
      t.is((await cluster.ended()).code, 0);
      t.deepEqual(await processesOf(cluster.home), []);
    } finally {
      await cluster.remove();
    }
  },
);

test.serial(
  'what the cluster file says reaches the daemons; one that cannot start again is tried at longer pauses',
  async (t) => {
    t.timeout(180_000);
    const cluster = await RunningCluster.start({ config: ownKeys, environment: { SIO_LOG_LEVEL: 'debug' } });
    try {
      t.regex(cluster.uri, /^nbd:\/\/127\.0\.0\.1:\d+\/own$/);
      await checkKeys(t, cluster);
      await checkPauses(t, cluster);
      await checkRotation(t, cluster);
      await checkSecrets(t, cluster);
      t.deepEqual(await cluster.stop(), { code: 0, signal: null });
      await checkSecrets(t, cluster);
    } finally {
      await cluster.remove();
    }
  },
);

async function checkKeys(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
  for (const { pid, name, metricsAddress, role } of daemons) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    t.true(command.includes('\0--max-old-space-size=256\0'), name);
    const metrics = await (await fetch(`http://${metricsAddress}/metrics`)).text();
    if (role !== 'mdm')
      t.regex(metrics, /^sio_checksum_implementation\{implementation="(native|prebuilt)"\} 1$/m, name);
    const first = await readFile(join(cluster.home, 'log', `${name}.log`), 'utf8');
    t.regex(first, /"implementation":"\w+","blockUs":[\d.]+,"event":"checksums"/, name);
  }
  t.is((await stat(join(cluster.home, 'disks/a/journal'))).size, 16 * mib);
  t.is((await stat(join(cluster.home, 'disks/b/journal'))).size, 32 * mib);
  const scli = ['env', `SIO_HOME=${cluster.home}`, process.execPath, join(checkout, 'scli', 'main.ts')];
  const { output } = await runTool('env', [...scli, '--query_all', '--output', 'json']);
  const answer = JSON.parse(output) as AllAnswer;
  t.like(answer.protectionDomains[0]?.pools[0], { health: { sliceCount: 64 } });
  t.like(answer.sdss[0]?.devices[0], { name: 'first', capacityBytes: 256 * mib });
  t.like(answer.sdss[1]?.devices[0], { capacityBytes: 512 * mib });
}

async function checkPauses(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const secret = join(cluster.home, 'secrets', 'cluster.json');
  const { pid, address } = await cluster.daemon('sds1');
  // From now on it refuses to start.
  await chmod(secret, 0o644);
  process.kill(pid, 'SIGKILL');
  const pauses = (): string[] =>
    [...cluster.errors.matchAll(/^sds1 ended \((.*)\); it is started again in (\d+) ms$/gm)].map(
      (match) => match[2] ?? '',
    );
  await until('five ends', 60_000, () => pauses().length >= 5);
  t.deepEqual(pauses().slice(0, 5), ['200', '400', '500', '500', '500']);
  t.regex(cluster.errors, /sds1 ended \(Others may read the secret/);
  const { of, exitCode, pauseMs } = JSON.parse(
    must(
      (await readFile(join(cluster.home, 'log', 'launcher.log'), 'utf8'))
        .split('\n')
        .find((line) => line.includes('"exitCode":4')),
      'a line',
    ),
  ) as Readonly<Record<string, unknown>>;
  t.deepEqual([of, exitCode, pauseMs], ['sds1', 4, 400]);
  // While it is away, what was known of it stays.
  t.is((await cluster.daemon('sds1')).address, address);
  await chmod(secret, 0o600);
  await cluster.restarted('sds1', pid, 20_000);
  await cluster.serving();
}

/** A daemon that is killed finds a log over its size, and files of an earlier setting. */
async function checkRotation(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const log = join(cluster.home, 'log', 'sds2.log');
  await writeFile(`${log}.5`, 'old\n');
  await writeFile(log, `${JSON.stringify({ filling: 'x'.repeat(64 * kib) })}\n`, { flag: 'a' });
  const pid = await cluster.kill('sds2');
  await cluster.restarted('sds2', pid);
  await cluster.serving();
  t.deepEqual((await readdir(join(cluster.home, 'log'))).filter((name) => name.startsWith('sds2.')).sort(), [
    'sds2.log',
    'sds2.log.1',
  ]);
  t.true((await stat(log)).size < 2 * 64 * kib);
  t.regex(await readFile(log, 'utf8'), /"event":"starting"/);
}

/** Neither in logs nor in what any user of the machine can see of a process. */
async function checkSecrets(t: ExecutionContext, cluster: RunningCluster): Promise<void> {
  const { key } = JSON.parse(await readFile(join(cluster.home, 'secrets', 'cluster.json'), 'utf8')) as { key: string };
  const token = (await readFile(join(cluster.home, 'secrets', 'admin.token'), 'utf8')).trim();
  const daemons = (await cluster.clusterFile())?.daemons ?? [];
  const logs = (await readdir(join(cluster.home, 'log'))).map((name) => join(cluster.home, 'log', name));
  const shown = daemons.flatMap(({ pid }) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
  t.true(logs.length >= 5);
  for (const path of [...logs, ...shown]) {
    const text = await readFile(path, 'utf8');
    for (const secret of [key, token, Buffer.from(key, 'hex').toString('base64')]) t.false(text.includes(secret), path);
  }
  t.false(`${cluster.output}${cluster.errors}`.includes(token));
}

test.serial('a log disk that is full stops no daemon, neither one that runs nor one that starts', async (t) => {
  t.timeout(120_000);
  if (process.getuid?.() !== 0) return skipTest(t, 'root', 'a small file system of its own needs root');
  const home = await makeHome();
  const log = `${home}-log`;
  await mkdir(log);
  await symlink(log, join(home, 'log'));
  t.is((await runTool('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', log])).status, 0);
  t.teardown(async () => {
    await runTool('umount', ['-l', log]);
    await rm(log, { recursive: true });
  });
  await t.throwsAsync(writeFile(join(log, 'ballast'), Buffer.alloc(64 * kib)), { code: 'ENOSPC' });
  const cluster = await RunningCluster.start({ home, config: ownKeys, environment: { SIO_LOG_LEVEL: 'debug' } });
  try {
    const pid = await cluster.kill('sds1');
    await cluster.restarted('sds1', pid);
    await cluster.serving();
    await rm(join(log, 'ballast'));
    const later = await cluster.kill('sds1');
    await cluster.restarted('sds1', later);
    await until('a log again', 20_000, async () =>
      (await readFile(join(log, 'sds1.log'), 'utf8')).includes('starting'),
    );
    t.deepEqual(await cluster.stop(), { code: 0, signal: null });
  } finally {
    await cluster.remove();
  }
});

test.serial(
  'a server whose MDM cannot be reached is not ready, says why, and is ready when the MDM is there',
  async (t) => {
    t.timeout(180_000);
    const port = await freePort();
    const config = `
version: 1
mdm: { name: mdm1, host: one, port: ${port} }
protectionDomains: [{ name: default, pools: [{ name: default }] }]
sds: [{ name: sds1, host: one, devices: [{ path: devices/a, capacity: 1GiB }] }, { name: sds2, host: two, devices: [{ path: devices/b, capacity: 1GiB }] }]
sdc: [{ name: sdc1, host: two }]
volumes: [{ name: demo, size: 64MiB, mapTo: [sdc1] }]
`;
    const [one, two] = [new RunningCluster(await makeHome()), new RunningCluster(await makeHome())];
    try {
      const file = join(one.home, 'cluster.yaml');
      await writeFile(file, config);
      one.launch(['--make-secrets', '--config', file]);
      t.is((await one.ended()).code, 0);
      await mkdir(join(two.home, 'secrets'), { mode: 0o700 });
      await runTool('cp', ['-p', join(one.home, 'secrets', 'cluster.json'), join(two.home, 'secrets')]);
      two.launch(['--config', file, '--host', 'two']);
      const isSaid = (): boolean => two.errors.includes(`The MDM at 127.0.0.1:${port} does not answer yet`);
      await Promise.race([until('the reason', 60_000, isSaid), two.ended()]);
      t.true(isSaid(), two.errors);
      t.notRegex(two.output, /^ready/m);
      one.launch(['--config', file, '--host', 'one']);
      await Promise.all([one.ready(), two.ready()]);
      t.regex(two.uri, /^nbd\+unix:\/\/\/demo/);
      // A stranger has the MDM's port: a second cluster with the same file.
      const third = new RunningCluster(join(two.home, 'third'));
      third.launch(['--config', file, '--host', 'one']);
      t.is((await third.ended()).code, 3, third.errors);
      t.regex(
        third.errors,
        new RegExp(`mdm1 cannot start: Could not listen on 127.0.0.1:${port}: choose another address`),
      );
    } finally {
      await Promise.all([one.remove(), two.remove()]);
    }
  },
);

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP address is bound');
  return address.port;
}
