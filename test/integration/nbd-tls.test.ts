/**
 * A cluster whose SDC serves other servers inside TLS, and a volume that is mapped read-only: what comes in there is what
 * local clients see, and what must not be written is not.
 */

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import { requireTool, runTool } from '../tools.ts';
import { checkout, makeHome, RunningCluster, until } from './cluster.ts';

test.serial('a volume is served on TCP with keys that both sides know, beside the local socket', async (t) => {
  t.timeout(120_000);
  if (!requireTool(t, 'nbdinfo') || !requireTool(t, 'nbdcopy')) return;
  const home = await makeHome();
  const psk = join(home, 'secrets', 'nbd.psk');
  await mkdir(join(home, 'secrets'), { mode: 0o700 });
  await writeFile(psk, `alice:${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const local = await readFile(join(checkout, 'cluster-configs', 'local.yaml'), 'utf8');
  const config = local
    .replace('size: 1GiB', 'size: 64MiB')
    .replace(/^( *)nbd: .*$/m, '$&\n$1nbdTcp: { listen: "0.0.0.0:0", psk: secrets/nbd.psk }');
  const cluster = await RunningCluster.start({ home, config });
  try {
    const run = async (program: string, ...args: string[]): Promise<string> => {
      const { status, output } = await runTool(program, args);
      t.is(status, 0, `${program} ${args.join(' ')}: ${output}`);
      return output;
    };
    const { dataAddresses } = await cluster.daemon('sdc1');
    const port = must(/:(\d+)$/.exec(dataAddresses[0] ?? '')?.[1], 'the port of the TCP listener');
    const uri = `nbds://alice@localhost:${port}/demo?tls-psk-file=${psk}`;
    t.like(JSON.parse(await run('nbdinfo', '--json', uri)), {
      protocol: 'newstyle-fixed',
      TLS: true,
      structured: true,
    });
    const [from, back] = [join(home, 'in.raw'), join(home, 'back.raw')] as const;
    const content = Buffer.concat([randomBytes(5 * mib), Buffer.alloc(20 * mib), randomBytes(3 * mib)]);
    await writeFile(from, content);
    await run('nbdcopy', '--flush', from, uri);
    await run('nbdcopy', cluster.uri, back);
    t.true((await readFile(back)).subarray(0, content.length).equals(content));
    // Read-only is what the mapping says, wherever the client comes from.
    const mdm = ['--mdm_ip', (await cluster.daemon('mdm1')).address];
    const token = ['--admin_token_file', join(home, 'secrets', 'admin.token')];
    const scli = (command: string): Promise<string> =>
      run(process.execPath, join(checkout, 'scli', 'main.ts'), ...command.split(' '), ...mdm, ...token);
    await scli('--add_volume --storage_pool_name default --size 64MiB --volume_name archive');
    await scli('--map_volume_to_sdc --volume_name archive --sdc_name sdc1 --access_mode ro');
    for (const archive of [uri, cluster.uri].map((each) => each.replace('/demo?', '/archive?'))) {
      const shown = await until('the export', 10_000, async () => {
        const { status, output } = await runTool('nbdinfo', ['--json', archive]);
        return status === 0 ? JSON.parse(output).exports[0] : undefined;
      });
      t.like(shown, { is_read_only: true });
      t.regex(shown.description, /^sio volume \d+, mapped ro$/);
      const refused = await runTool('nbdcopy', [from, archive]);
      t.not(refused.status, 0);
      t.regex(refused.output, /read.?only/i);
    }
    const inTheClear = await runTool('nbdinfo', ['--size', `nbd://localhost:${port}/demo`]);
    t.not(inTheClear.status, 0);
    t.regex(inTheClear.output, /TLS/);
  } finally {
    await cluster.remove();
  }
});
