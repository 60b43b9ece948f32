/** Clusters on raw disks: loop devices take their place, so these tests need root and skip themselves without. */

import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { mib } from '../../common/units.ts';
import { requireTool, runTool } from '../tools.ts';
import { makeHome, RunningCluster } from './cluster.ts';
import { requireDisks, TestDisks } from './disks.ts';

/** A cluster file with an SDS for each list of devices. */
export function configOf(sdss: readonly (readonly string[])[], capacity = '256MiB'): string {
  const devices = (paths: readonly string[]): string =>
    paths.map((path) => `      - { path: ${path}, pool: default, capacity: ${capacity} }\n`).join('');
  const servers = sdss.map(
    (paths, index) => `  - name: sds${index + 1}\n    journal: 16MiB\n    devices:\n${devices(paths)}`,
  );
  return `version: 1
mdm: { name: mdm1 }
protectionDomains:
  - name: default
    pools: [{ name: default, replicas: 2, slices: 256 }]
sds:
${servers.join('')}sdc: [{ name: sdc1 }]
volumes: [{ name: demo, pool: default, size: 128MiB, mapTo: [sdc1] }]
`;
}

test.serial(
  'raw disks serve, survive kill -9 under load, and are found again when they change their names',
  async (t) => {
    t.timeout(180_000);
    if (!(await requireDisks(t)) || !requireTool(t, 'qemu-io') || !requireTool(t, 'fio')) return;
    const disks = new TestDisks();
    const home = await makeHome();
    const files = ['a', 'b', 'c', 'd'].map((name) => join(home, name));
    const attach = async (order: readonly number[]): Promise<string[]> => {
      const paths: string[] = [];
      for (const index of order) paths.push(await disks.loop(files[index] ?? '', 320 * mib));
      return paths;
    };
    let cluster: RunningCluster | undefined;
    try {
      const [a = '', b = '', c = '', d = ''] = await attach([0, 1, 2, 3]);
      cluster = await RunningCluster.start({
        home,
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

async function succeeds(t: ExecutionContext, program: string, args: readonly string[]): Promise<void> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, output);
  t.notRegex(output, /Pattern verification failed/);
}
