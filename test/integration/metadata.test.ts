/** The metadata of a running cluster is destroyed: nothing begins anew, and after the restore everything is there. */

import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import { runScli } from '../../scli/run.ts';
import { requireTool, runTool } from '../tools.ts';
import { checkout, RunningCluster, until } from './cluster.ts';

const imageBytes = 8 * mib;

interface Orphans {
  readonly layers: readonly { readonly layerId: number; readonly leastSizeBytes: number }[];
}

test.serial(
  'a destroyed meta store is restored: volumes have their data, and what the backup lacks is kept',
  async (t) => {
    t.timeout(240_000);
    if (!requireTool(t, 'nbdcopy')) return;
    const cluster = await RunningCluster.start();
    const scli = async (...words: string[]): Promise<string> => {
      const lines: string[] = [];
      const code = await runScli(words, {
        environment: { SIO_HOME: cluster.home },
        defaultHome: '/nowhere',
        print: (line) => void lines.push(line),
        printError: (line) => void lines.push(line),
        ask: undefined,
      });
      t.is(code, 0, lines.join('\n'));
      return lines.join('\n');
    };
    const copy = async (from: string, to: string): Promise<void> => {
      const { status, output } = await runTool('nbdcopy', ['--flush', from, to]);
      t.is(status, 0, output);
    };
    const holds = async (volume: string, image: string): Promise<void> => {
      const back = join(cluster.home, 'back');
      await copy(cluster.uri.replace('demo', volume), back);
      const [expected, found] = await Promise.all([readFile(image), readFile(back)]);
      t.true(expected.equals(found.subarray(0, imageBytes)), `${volume} has its data`);
      await rm(back);
    };
    const exported = (volume: string) =>
      until(`the export of ${volume}`, 30_000, async () => {
        const { status } = await runTool('nbdinfo', ['--size', cluster.uri.replace('demo', volume)]);
        return status === 0 ? true : undefined;
      });
    try {
      const [kept, late] = [join(cluster.home, 'kept'), join(cluster.home, 'late')];
      await writeFile(kept, randomBytes(imageBytes));
      await writeFile(late, randomBytes(imageBytes));
      await copy(kept, cluster.uri);
      const backup = join(cluster.home, 'exported.backup');
      t.regex(await scli('--export_metadata', '--file', backup), /at map version \d+ .* checked\./);
      await scli('--add_volume', '--size', '64MiB', '--volume_name', 'late');
      await scli('--map_volume_to_sdc', '--volume_name', 'late', '--sdc_name', 'sdc1');
      await exported('late');
      await copy(late, cluster.uri.replace('demo', 'late'));

      // The store is destroyed under the MDM, which the launcher starts again and again: it never begins anew.
      const state = join(cluster.home, 'state', 'mdm1');
      const pid = await cluster.kill('mdm1');
      await rm(join(state, 'meta'), { recursive: true, force: true });
      const log = join(cluster.home, 'log', 'mdm1.log');
      await until('the refusal of the empty store', 30_000, async () => {
        const text = await readFile(log, 'utf8');
        return /a cluster has begun here/.test(text) && /sio-mdm --restore \S+\.backup/.test(text) ? true : undefined;
      });
      // I/O goes on without an MDM.
      await holds('demo', kept);

      const restore = (): ReturnType<typeof runTool> =>
        runTool(process.execPath, [
          ...[join(checkout, 'mdm', 'main.ts'), '--restore', backup, '--name', 'mdm1', '--home', cluster.home],
          ...['--config', join(checkout, 'cluster-configs', 'local.yaml')],
        ]);
      const restored = await until('the restore, between two starts', 30_000, async () => {
        const run = await restore();
        return run.status === 0 ? run : undefined;
      });
      t.regex(restored.output, /Restored map version \d+ .* stays in .*meta\./);
      t.is((await readdir(state)).filter((name) => name.startsWith('meta-')).length, 1);
      await cluster.restarted('mdm1', pid, 30_000);

      // The backup is older than what the data servers have: that is for an admin to decide.
      const suspended = await until('the suspension', 30_000, async () => {
        const text = await scli('--query_cluster');
        return /older than what data servers have seen: SDS sds\d has had map version/.test(text) ? text : undefined;
      });
      t.regex(suspended, /State +Suspended/);
      await holds('demo', kept);
      await scli('--accept_metadata', '--i_am_sure');
      await cluster.serving(60_000);
      await holds('demo', kept);
      await copy(late, cluster.uri);
      await holds('demo', late);

      // The volume that came after the backup: no volume, its data kept, and made a volume again.
      t.notRegex(await scli('--query_all_volumes'), /late/);
      const { layers } = await until('the orphaned layer', 30_000, async () => {
        const found: Orphans = JSON.parse(await scli('--query_orphaned_data', '--output', 'json'));
        return found.layers.length > 0 ? found : undefined;
      });
      t.is(layers.length, 1);
      const { layerId, leastSizeBytes } = must(layers[0], 'the orphaned layer');
      t.is(leastSizeBytes, imageBytes);
      await scli('--adopt_orphaned_data', '--layer_id', String(layerId), '--volume_name', 'found');
      await scli('--map_volume_to_sdc', '--volume_name', 'found', '--sdc_name', 'sdc1');
      await exported('found');
      await holds('found', late);
      t.regex(await scli('--query_orphaned_data'), /^0 orphaned layers/);
    } finally {
      await cluster.remove();
    }
  },
);
