/** One SDS with a device of every sort of trouble: each has its sentence, the others go on, what is repaired comes back. */

import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import type { DeviceAnswer } from '../../mdm/api/answers.ts';
import { requireTool, runTool } from '../tools.ts';
import { checkout, makeHome, RunningCluster, until } from './cluster.ts';
import { configOf, requireDisks, TestDisks } from './disks.ts';

/** Of the MDM; cluster.json is there only when the whole cluster is ready, and this is about what keeps it from that. */
async function mdmOf(cluster: RunningCluster): Promise<string> {
  const ports = JSON.parse(await readFile(join(cluster.home, 'run', 'ports.json'), 'utf8')) as Record<string, number>;
  return `127.0.0.1:${must(ports['mdm1'], 'the port of the MDM')}`;
}

interface Answer {
  readonly result?: { readonly devices?: readonly DeviceAnswer[] };
  readonly error?: { readonly message: string };
}

/** What scli asks, without a process for each look. */
async function ask(cluster: RunningCluster, command: string, args: Readonly<Record<string, string>>): Promise<Answer> {
  const token = (await readFile(join(cluster.home, 'secrets', 'admin.token'), 'utf8')).trim();
  const response = await fetch(`http://${await mdmOf(cluster)}/api/v1/commands/${command}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Answer;
}

async function devicesOf(cluster: RunningCluster, sds: string): Promise<readonly DeviceAnswer[]> {
  try {
    return (await ask(cluster, 'query_sds_device_info', { sds_name: sds })).result?.devices ?? [];
  } catch (error) {
    // The MDM is being started.
    if (error instanceof TypeError) return [];
    throw error;
  }
}

/** Waits for a device to be in a state, with a reason that fits. */
function inState(
  cluster: RunningCluster,
  sds: string,
  path: string,
  state: string,
  reason: RegExp,
): Promise<DeviceAnswer> {
  return until(`${path} ${state} because of ${reason}`, 30_000, async () =>
    (await devicesOf(cluster, sds)).find(
      (device) => device.path === path && device.state === state && reason.test(device.reason),
    ),
  );
}

async function succeeds(t: ExecutionContext, program: string, args: readonly string[]): Promise<void> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, output);
  t.notRegex(output, /Pattern verification failed/);
}

test.serial('each refused device has its sentence, in scli and /readyz, and the others serve', async (t) => {
  t.timeout(180_000);
  if (!(await requireDisks(t)) || !requireTool(t, 'qemu-io') || !requireTool(t, 'mkfs.ext4')) return;
  const disks = new TestDisks();
  const home = await makeHome();
  let cluster: RunningCluster | undefined;
  try {
    cluster = await RunningCluster.start({ home, config: configOf([['a'], ['b']]) });
    const running = cluster;
    await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'write -P 7 0 8M', cluster.uri]);
    const foreign = await disks.loop('foreign', 320 * mib);
    await succeeds(t, 'mkfs.ext4', ['-q', foreign]);
    const readOnly = await disks.loop('readonly', 320 * mib, ['--read-only']);
    const mounted = await disks.loop('mounted', 320 * mib);
    await succeeds(t, 'mkfs.ext4', ['-q', mounted]);
    await disks.mount(mounted, 'mnt');
    const tiny = await disks.tmpfs('tiny', '8m');
    await mkdir(join(home, 'others'));
    await writeFile(join(home, 'others', 'thesis.tex'), 'x');
    const frozen = await disks.tmpfs('frozen', '64m', ['ro']);
    const expected: readonly (readonly [path: string, reason: RegExp])[] = [
      ['/dev/sio-no-such-disk', /there is nothing at this path. Correct the path/],
      [foreign, /holds an ext2, ext3 or ext4 file system; nothing was changed.*wipefs --all/],
      [readOnly, /Could not open the disk on \/dev\/loop\d+: it is read-only/],
      [mounted, /in use by the file system mounted at .*mnt/],
      [tiny, /cannot be made: its journal takes 16.0 MB.*Free space, or give another path/],
      [join(home, 'others'), /holds other files \(thesis.tex\)/],
      [join(frozen, 'x'), /read-only: look at the kernel's log/],
      ['/dev/null', /neither a directory nor a disk/],
    ];
    for (const [path, reason] of expected) {
      const add = { sds_name: 'sds1', device_path: path, device_capacity: '256MiB' };
      const { error } = await ask(running, 'add_sds_device', add);
      t.regex(must(error, 'a refusal').message, reason);
      const device = await inState(running, 'sds1', path, 'failed', reason);
      t.true(device.failures >= 1 && device.sinceMs > 0);
    }
    const { metricsAddress } = await running.daemon('sds1');
    const ready = await (await fetch(`http://${metricsAddress}/readyz`)).text();
    for (const [path, reason] of expected)
      t.true(
        ready.split('\n').some((line) => line.includes(path) && reason.test(line)),
        ready,
      );
    const table = await runTool(process.execPath, [
      join(checkout, 'scli', 'main.ts'),
      '--query_sds_device_info',
      '--sds_name',
      'sds1',
      '--mdm_ip',
      await mdmOf(running),
      '--admin_token_file',
      join(home, 'secrets', 'admin.token'),
    ]);
    t.regex(table.output, /State +failed since 20.*\n +Reason +.*thesis.tex/);
    await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'read -P 7 0 8M', '-c', 'write -P 8 0 8M', running.uri]);
    // What the admin repairs comes by itself.
    await rm(join(home, 'others', 'thesis.tex'));
    await inState(running, 'sds1', join(home, 'others'), 'serving', /^/);
  } finally {
    await cluster?.remove();
    await disks.end();
  }
});

test.serial(
  'a file system that fills up stops its device with the reason; with room again it serves all there was',
  async (t) => {
    t.timeout(180_000);
    if (!(await requireDisks(t)) || !requireTool(t, 'qemu-io')) return;
    const disks = new TestDisks();
    let cluster: RunningCluster | undefined;
    try {
      const full = await disks.tmpfs('full', '96m');
      const device = join(full, 'device');
      cluster = await RunningCluster.start({
        config: configOf([
          [device, 'a'],
          ['b', 'c'],
        ]),
      });
      await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'write -P 7 0 16M', cluster.uri]);
      // Somebody else takes the rest of the file system; what sio writes next finds none.
      const left = await runTool('dd', ['if=/dev/zero', `of=${join(full, 'hog')}`, 'bs=64k']);
      t.regex(left.output, /No space left/);
      const writing = runTool('qemu-io', ['-f', 'raw', '-c', 'write -P 9 32M 64M', cluster.uri]);
      const stopped = await inState(cluster, 'sds1', device, 'failed', /DISK_FULL|full|free/);
      t.regex(stopped.reason, /the file system is full|its file system has .* free/);
      const { pid } = await cluster.daemon('sds1');
      await inState(cluster, 'sds1', join(cluster.home, 'a'), 'serving', /^$/);
      await rm(join(full, 'hog'));
      await inState(cluster, 'sds1', device, 'serving', /^$/);
      const { status, output } = await writing;
      t.is(status, 0, output);
      await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'read -P 7 0 16M', '-c', 'read -P 9 32M 64M', cluster.uri]);
      t.is((await cluster.daemon('sds1')).pid, pid, 'the daemon lives');
    } finally {
      await cluster?.remove();
      await disks.end();
    }
  },
);

test.serial(
  'a device whose parts were lost, cut or swapped while it was away is named, and its neighbour serves',
  async (t) => {
    t.timeout(180_000);
    if (!requireTool(t, 'qemu-io')) return;
    const paths = ['journal', 'data', 'headers', 'superblock', 'cut', 'swapped', 'newer', 'directory'];
    const cluster = await RunningCluster.start({ config: configOf([paths, ['b', 'c']]) });
    try {
      await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'write -P 7 0 32M', cluster.uri]);
      await cluster.stop();
      const at = (...names: string[]): string => join(cluster.home, ...names);
      for (const name of ['journal', 'data', 'headers', 'superblock']) await rm(at(name, name));
      await truncate(at('cut', 'journal'), mib);
      await writeFile(at('swapped', 'superblock'), await readFile(at('cut', 'superblock')));
      const newer = await readFile(at('newer', 'superblock'));
      newer.writeUInt32LE(9, 12);
      await writeFile(at('newer', 'superblock'), newer);
      await rm(at('directory', 'directory'), { recursive: true });
      cluster.launch(['--config', at('cluster.yaml')]);
      const expected: Readonly<Record<string, RegExp>> = {
        journal: /its file journal is missing/,
        data: /its file data is missing/,
        headers: /its file headers is missing/,
        superblock: /has no superblock although it was used before/,
        cut: /its journal has shrunk to 1048576 bytes; it was made with 16777216/,
        swapped: /belongs to device number \d+ of this cluster, not \d+/,
        newer: /has format version 9, this sio-sds reads up to 1; nothing was changed. Start a newer sio-sds/,
      };
      for (const [path, reason] of Object.entries(expected)) await inState(cluster, 'sds1', at(path), 'failed', reason);
      await inState(cluster, 'sds1', at('directory'), 'serving', /^/);
      const log = await readFile(at('log', 'sds1.log'), 'utf8');
      t.regex(log, /"directory-rebuilt"/);
      for (const reason of Object.values(expected)) t.regex(log, reason);
      const check = await runTool(process.execPath, [join(checkout, 'sds', 'main.ts'), '--check', at('newer')]);
      t.is(check.status, 4, check.output);
    } finally {
      await cluster.remove();
    }
  },
);
