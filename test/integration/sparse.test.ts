/** Space as users see it: volumes grow in use. */

import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { gib } from '../../common/units.ts';
import { requireTool, runTool } from '../tools.ts';
import { checkout, RunningCluster } from './cluster.ts';

async function succeeds(t: ExecutionContext, program: string, args: readonly string[]): Promise<string> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, `${program} ${args.join(' ')}: ${output}`);
  return output;
}

async function scli(
  cluster: RunningCluster,
  ...command: readonly string[]
): Promise<{ status: number; output: string }> {
  const { mdm, adminTokenFile } = must(await cluster.clusterFile(), 'cluster.json');
  const where = ['--mdm_ip', mdm, '--admin_token_file', adminTokenFile];
  return await runTool(process.execPath, [join(checkout, 'scli', 'main.ts'), ...command, ...where]);
}

test.serial(
  'a volume grows while it is used: new connections see the size at once, and the old data is there',
  async (t) => {
    t.timeout(180_000);
    if (!requireTool(t, 'nbdinfo') || !requireTool(t, 'qemu-io')) return;
    const cluster = await RunningCluster.start();
    try {
      const sizeOf = async (): Promise<number> =>
        Number((await succeeds(t, 'nbdinfo', ['--size', cluster.uri])).trim());
      const io = (...steps: readonly string[]): Promise<string> =>
        succeeds(t, 'qemu-io', ['-f', 'raw', ...steps.flatMap((step) => ['-c', step]), cluster.uri]);
      t.is(await sizeOf(), gib);
      await io('write -P 0x5a 1022M 2M', 'flush');
      const grown = await scli(cluster, '--modify_volume_capacity', '--volume_name', 'demo', '--size_gb', '3');
      t.is(grown.status, 0, grown.output);
      t.regex(grown.output, /^Volume demo grew from 1\.0 GB \(1024 MB\) to 3\.0 GB \(3072 MB\)\.$/m);
      t.is(await sizeOf(), 3 * gib);
      const output = await io('write -P 0x77 1023M 2M', 'write -P 0x33 3071M 1M', 'flush', 'read -P 0x5a 1022M 1M');
      t.notRegex(output, /Pattern verification failed/);
      t.notRegex(
        await io('read -P 0 2G 64M', 'read -P 0x77 1023M 2M', 'read -P 0x33 3071M 1M'),
        /Pattern verification failed/,
      );
      const shrunk = await scli(cluster, '--modify_volume_capacity', '--volume_name', 'demo', '--size', '2GiB');
      t.is(shrunk.status, 1);
      t.regex(shrunk.output, /cannot be made smaller/);
      for (const name of ['mdm1', 'sds1', 'sdc1']) {
        const pid = await cluster.kill(name);
        await cluster.restarted(name, pid);
      }
      await cluster.serving();
      t.is(await sizeOf(), 3 * gib);
      t.notRegex(await io('read -P 0x5a 1022M 1M', 'read -P 0x33 3071M 1M'), /Pattern verification failed/);
    } finally {
      await cluster.remove();
    }
  },
);
