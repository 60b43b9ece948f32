/** Clusters on raw disks: loop devices take their place, so these tests need root and skip themselves without. */

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mib } from '../../common/units.ts';
import { requireTool, runTool, type ToolResult } from '../tools.ts';
import { checkout, isAlive, RunningCluster, until } from './cluster.ts';
import { configOf, requireDisks, TestDisks } from './disks.ts';

test.serial(
  'raw disks serve, survive kill -9 under load, and are found again when they change their names',
  async (t) => {
    t.timeout(180_000);
    if (!(await requireDisks(t)) || !requireTool(t, 'qemu-io') || !requireTool(t, 'fio')) return;
    const disks = new TestDisks();
    const files = ['a', 'b', 'c', 'd'];
    const attach = async (order: readonly number[]): Promise<string[]> => {
      const paths: string[] = [];
      for (const index of order) paths.push(await disks.loop(files[index] ?? '', 320 * mib));
      return paths;
    };
    let cluster: RunningCluster | undefined;
    try {
      const [a = '', b = '', c = '', d = ''] = await attach([0, 1, 2, 3]);
      cluster = await RunningCluster.start({
        config: configOf([
          [a, b],
          [c, d],
        ]),
      });
      await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'write -P 7 0 32M', '-c', 'write -z 8M 8M', cluster.uri]);
      const fio = runTool('fio', [
        '--name=verify',
        '--ioengine=nbd',
        `--uri=${cluster.uri}`,
        '--rw=randwrite',
        '--bs=4k',
        '--iodepth=16',
        '--offset=64m',
        '--size=24m',
        '--verify=crc32c',
        '--verify_fatal=1',
        '--verify_state_save=0',
        '--do_verify=1',
        '--rate=4m',
      ]);
      for (const name of ['sds1', 'sds2']) {
        const pid = await cluster.kill(name);
        await cluster.restarted(name, pid);
        await cluster.serving();
      }
      const { status, output } = await fio;
      t.is(status, 0, output);
      await cluster.stop();
      // The same disks under one another's names, as after a start of the machine.
      for (const device of [a, b, c, d]) await disks.detach(device);
      const again = await attach([1, 0, 3, 2]);
      t.deepEqual(again.toSorted(), [a, b, c, d].toSorted());
      await cluster.start();
      const reads = ['-c', 'read -P 7 0 8M', '-c', 'read -P 0 8M 8M', '-c', 'read -P 7 16M 16M'];
      await succeeds(t, 'qemu-io', ['-f', 'raw', ...reads, cluster.uri]);
    } finally {
      await cluster?.remove();
      await disks.end();
    }
  },
);

test.serial('a device that is killed under load is clean for --check, one with a flipped bit is not', async (t) => {
  t.timeout(180_000);
  if (!(await requireDisks(t)) || !requireTool(t, 'fio')) return;
  const disks = new TestDisks();
  let cluster: RunningCluster | undefined;
  try {
    const raw = await disks.loop('raw', 320 * mib);
    cluster = await RunningCluster.start({ config: configOf([[raw], ['folder']]) });
    const { home } = cluster;
    const fio = runTool('fio', [
      '--name=load',
      '--ioengine=nbd',
      `--uri=${cluster.uri}`,
      '--rw=randwrite',
      '--bsrange=4k-256k',
      '--iodepth=16',
      '--time_based',
      '--runtime=60',
    ]);
    const { metricsAddress } = await cluster.daemon('sds1');
    await until('many writes', 60_000, async () => {
      const metrics = await (await fetch(`http://${metricsAddress}/metrics`)).text();
      const written = /^sio_sds_written_bytes_total\S* (\S+)$/m.exec(metrics)?.[1];
      return Number(written) > 64 * mib ? true : undefined;
    });
    const pids = ((await cluster.clusterFile())?.daemons ?? []).map(({ pid }) => pid);
    for (const pid of [cluster.launcherPid, ...pids]) process.kill(pid, 'SIGKILL');
    await until('the end of all', 10_000, () => (pids.every((pid) => !isAlive(pid)) ? true : undefined));
    await fio;
    for (const device of [raw, join(home, 'folder')]) {
      const { status, output } = await check(home, device);
      t.is(status, 0, output);
      t.regex(
        output,
        /[1-9]\d* chunks, [1-9]\d* extents, [1-9]\d* blocks, [1-9]\d* journal records checked\n {2}clean/,
      );
    }
    const file = await open(join(home, 'folder', 'superblock'), 'r+');
    await file.write(Buffer.from([0xee]), 0, 1, 65);
    await file.close();
    const damaged = await check(home, join(home, 'folder'), ['--output', 'json']);
    t.is(damaged.status, 1, damaged.output);
    t.like(JSON.parse(damaged.output), { version: 1, clean: false, findingCount: 1 });
    t.is((await check(home, join(home, 'nothing'))).status, 2);
  } finally {
    await cluster?.remove();
    await disks.end();
  }
});

function check(home: string, device: string, more: readonly string[] = []): Promise<ToolResult> {
  const main = join(checkout, 'sds', 'main.ts');
  return runTool(process.execPath, [main, '--check', device, '--home', home, ...more]);
}

async function succeeds(t: ExecutionContext, program: string, args: readonly string[]): Promise<void> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, output);
  t.notRegex(output, /Pattern verification failed/);
}
