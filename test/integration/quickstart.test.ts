/** What README.md promises for the first five minutes: start, write, stop, start again, read the same. */

import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { mib } from '../../common/units.ts';
import { requireTool, runTool } from '../tools.ts';
import { RunningCluster } from './cluster.ts';

const imageBytes = 96 * mib;

test.serial('what was copied to the demo volume is there after a restart of the whole cluster', async (t) => {
  t.timeout(180_000);
  if (!requireTool(t, 'nbdcopy') || !requireTool(t, 'nbdinfo')) return;
  const cluster = await RunningCluster.start();
  try {
    const image = join(cluster.home, 'image');
    await writeFile(image, randomBytes(imageBytes));
    const info = await runTool('nbdinfo', ['--size', cluster.uri]);
    t.is(info.output.trim(), String(1024 * mib), info.output);
    await succeeds(t, 'nbdcopy', ['--flush', image, cluster.uri]);
    await cluster.stop();
    await cluster.start();
    const back = join(cluster.home, 'back');
    await succeeds(t, 'nbdcopy', [cluster.uri, back]);
    const [before, after] = await Promise.all([readFile(image), readFile(back)]);
    t.is(after.length, 1024 * mib);
    t.true(before.equals(after.subarray(0, imageBytes)), 'the image is what it was');
    t.true(
      after.subarray(imageBytes).every((byte) => byte === 0),
      'the rest reads as zeros',
    );
    await rm(back);
  } finally {
    await cluster.remove();
  }
});

test.serial('qemu and fio work on the demo volume, also while each data server is killed once', async (t) => {
  t.timeout(180_000);
  if (!requireTool(t, 'qemu-io') || !requireTool(t, 'fio')) return;
  const cluster = await RunningCluster.start();
  try {
    await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'write -P 7 1M 64k', '-c', 'read -P 7 1M 64k', cluster.uri]);
    const fio = runTool('fio', [
      '--name=verify',
      '--ioengine=nbd',
      `--uri=${cluster.uri}`,
      '--rw=randwrite',
      '--bs=4k',
      '--iodepth=16',
      '--offset=64m',
      '--size=32m',
      '--verify=crc32c',
      '--verify_fatal=1',
      '--verify_state_save=0',
      '--do_verify=1',
      '--rate=4m',
    ]);
    for (const name of ['sds1', 'sds2', 'sds3']) {
      const pid = await cluster.kill(name);
      await cluster.restarted(name, pid);
      await cluster.serving();
    }
    const { status, output } = await fio;
    t.is(status, 0, output);
    await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'read -P 7 1M 64k', cluster.uri]);
  } finally {
    await cluster.remove();
  }
});

async function succeeds(t: Parameters<typeof requireTool>[0], program: string, args: readonly string[]): Promise<void> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, output);
  t.notRegex(output, /Pattern verification failed/);
}
