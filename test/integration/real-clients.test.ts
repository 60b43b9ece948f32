/** Real NBD clients and file systems on a volume, and what they find after daemons were killed under them. */

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import { requireTool, runTool } from '../tools.ts';
import { RunningCluster } from './cluster.ts';

const sdsNames = ['sds1', 'sds2', 'sds3'];

async function succeeds(t: ExecutionContext, program: string, args: readonly string[]): Promise<string> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, `${program} ${args.join(' ')}: ${output}`);
  return output;
}

function fioArguments(uri: string, more: readonly string[]): string[] {
  return ['--name=job', '--ioengine=nbd', `--uri=${uri}`, '--verify=crc32c', '--verify_fatal=1', '--size=64m', ...more];
}

test.serial('a disk image goes in by qemu-img and comes out the same; odd offsets and zeros by qemu-io', async (t) => {
  t.timeout(180_000);
  if (!requireTool(t, 'qemu-img') || !requireTool(t, 'qemu-io')) return;
  const cluster = await RunningCluster.start();
  try {
    const [raw, image, back] = ['disk.raw', 'disk.qcow2', 'back.raw'].map((name) => join(cluster.home, name)) as [
      string,
      string,
      string,
    ];
    // A disk as they are: some data, holes between.
    const disk = Buffer.alloc(128 * mib);
    for (const at of [0, 5 * mib + 12_345, 60 * mib, 127 * mib]) randomBytes(mib / 2).copy(disk, at);
    await writeFile(raw, disk);
    await succeeds(t, 'qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, image]);
    await succeeds(t, 'qemu-img', ['convert', '-n', '-f', 'qcow2', '-O', 'raw', image, cluster.uri]);
    await succeeds(t, 'qemu-img', ['convert', '-f', 'raw', '-O', 'raw', cluster.uri, back]);
    t.true((await readFile(back)).subarray(0, disk.length).equals(disk), 'the image is what it was');
    const steps = [
      'write -P 0x11 200M 1M',
      'write -P 0x22 209719299 7',
      'write -P 0x33 210763000 70001',
      'write -z 209800000 300001',
      'discard 211000000 100000',
      'flush',
    ];
    const checks = [
      'read -P 0x11 209715200 4099',
      'read -P 0x22 209719299 7',
      'read -P 0x11 209719306 80694',
      'read -P 0 209800000 300001',
      'read -P 0x33 210763000 70001',
    ];
    const output = await succeeds(t, 'qemu-io', [
      '-f',
      'raw',
      ...[...steps, ...checks].flatMap((step) => ['-c', step]),
      cluster.uri,
    ]);
    t.notRegex(output, /Pattern verification failed/);
  } finally {
    await cluster.remove();
  }
});

test.serial('a file system with a tree of files survives the way in and out', async (t) => {
  t.timeout(180_000);
  if (!requireTool(t, 'mkfs.ext4') || !requireTool(t, 'nbdcopy')) return;
  const cluster = await RunningCluster.start();
  try {
    const [tree, image, back] = ['tree', 'fs.img', 'back.img'].map((name) => join(cluster.home, name)) as [
      string,
      string,
      string,
    ];
    for (let folder = 0; folder < 20; folder++) {
      await mkdir(join(tree, `folder${folder}`), { recursive: true });
      for (let file = 0; file < 25; file++)
        await writeFile(join(tree, `folder${folder}`, `file${file}`), randomBytes(file * 997));
    }
    await succeeds(t, 'mkfs.ext4', ['-q', '-F', '-d', tree, image, '96m']);
    await succeeds(t, 'nbdcopy', ['--flush', image, cluster.uri]);
    for (const name of sdsNames) {
      const pid = await cluster.kill(name);
      await cluster.restarted(name, pid);
    }
    await succeeds(t, 'nbdcopy', [cluster.uri, back]);
    const [before, after] = await Promise.all([readFile(image), readFile(back)]);
    t.true(after.subarray(0, before.length).equals(before), 'the file system is what it was');
    await succeeds(t, 'e2fsck', ['-fn', back]);
  } finally {
    await cluster.remove();
  }
});

test.serial('fio verifies with several jobs while MDM and data servers are killed one after the other', async (t) => {
  t.timeout(240_000);
  if (!requireTool(t, 'fio')) return;
  const cluster = await RunningCluster.start();
  try {
    const more = [
      '--rw=randrw',
      '--bsrange=4k-64k',
      '--iodepth=8',
      '--numjobs=3',
      '--offset_increment=128m',
      '--verify_backlog=256',
      '--runtime=20',
      '--time_based',
      '--group_reporting',
    ];
    const fio = runTool('fio', fioArguments(cluster.uri, more));
    for (const name of ['mdm1', ...sdsNames, 'sds1', 'mdm1']) {
      const pid = await cluster.kill(name);
      await cluster.restarted(name, pid);
      await cluster.serving();
    }
    const { status, output } = await fio;
    t.is(status, 0, output);
    t.regex(output, /err= 0/);
  } finally {
    await cluster.remove();
  }
});

test.serial('what was flushed is there after every daemon was killed at once', async (t) => {
  t.timeout(240_000);
  if (!requireTool(t, 'fio')) return;
  const cluster = await RunningCluster.start();
  try {
    const job = ['--rw=randwrite', '--bs=4k', '--iodepth=16', '--randseed=7'];
    await succeeds(t, 'fio', fioArguments(cluster.uri, [...job, '--end_fsync=1', '--do_verify=0']));
    const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
    for (const { pid } of daemons) process.kill(pid, 'SIGKILL');
    for (const { name, pid } of daemons) await cluster.restarted(name, pid, 20_000);
    await cluster.serving();
    await succeeds(t, 'fio', fioArguments(cluster.uri, [...job, '--verify_only=1']));
  } finally {
    await cluster.remove();
  }
});
