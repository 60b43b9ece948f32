/** Space as users see it: sparse images stay sparse on their way in and out, trims give space back, volumes grow in use. */

import { randomBytes } from 'node:crypto';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { gib, kib, mib } from '../../common/units.ts';
import { requireTool, runTool } from '../tools.ts';
import { checkout, RunningCluster, until } from './cluster.ts';

/** Blocks of zeros as nbdcopy and qemu-img see them: what they write may be larger than the data by so much a piece. */
const slackBytes = 128 * kib;

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

/** What the cluster's devices hold, each byte of a volume counted once. */
async function usedBytes(cluster: RunningCluster): Promise<number> {
  const { output } = await scli(cluster, '--query_system', '--output', 'json');
  return (JSON.parse(output) as { readonly capacity: { readonly usedBytes: number } }).capacity.usedBytes;
}

interface Extent {
  readonly offset: number;
  readonly length: number;
  readonly isData: boolean;
}

/** As nbdinfo --map shows a volume, neighbours of one sort joined. */
async function mapOf(t: ExecutionContext, uri: string): Promise<Extent[]> {
  const text = await succeeds(t, 'nbdinfo', ['--map', '--json', uri]);
  const list = JSON.parse(text) as readonly {
    readonly offset: number;
    readonly length: number;
    readonly type: number;
  }[];
  const extents: Extent[] = [];
  for (const { offset, length, type } of list) {
    const isData = (type & 2) === 0;
    const last = extents.at(-1);
    if (last?.isData === isData) extents[extents.length - 1] = { ...last, length: last.length + length };
    else extents.push({ offset, length, isData });
  }
  return extents;
}

function dataBytes(extents: readonly Extent[]): number {
  return extents.reduce((sum, { length, isData }) => sum + (isData ? length : 0), 0);
}

/** An image of 512 MiB, sparse on its disk too, with four pieces of data. */
const pieces = [0, 5 * mib + 12_288, 300 * mib, 511 * mib];
const pieceBytes = mib / 2;

async function makeImage(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const at of pieces) await file.write(randomBytes(pieceBytes), 0, pieceBytes, at);
  } finally {
    await file.close();
  }
  await truncate(path, 512 * mib);
}

async function heldBytes(path: string): Promise<number> {
  return (await stat(path)).blocks * 512;
}

test.serial(
  'a sparse image stays sparse in the volume and on its way out, and a trim gives its space back',
  async (t) => {
    t.timeout(180_000);
    if (!requireTool(t, 'nbdcopy') || !requireTool(t, 'nbdinfo') || !requireTool(t, 'qemu-img')) return;
    if (!requireTool(t, 'qemu-io')) return;
    const cluster = await RunningCluster.start();
    try {
      const [image, byQemu, byCopy] = ['disk.raw', 'qemu.raw', 'copy.raw'].map((name) => join(cluster.home, name)) as [
        string,
        string,
        string,
      ];
      t.deepEqual(await mapOf(t, cluster.uri), [{ offset: 0, length: gib, isData: false }]);
      const before = await usedBytes(cluster);
      await makeImage(image);
      await succeeds(t, 'nbdcopy', ['--flush', image, cluster.uri]);
      const most = pieces.length * (pieceBytes + slackBytes);
      const extents = await mapOf(t, cluster.uri);
      for (const at of pieces) {
        const within = extents.find(({ offset, length }) => offset <= at && at + pieceBytes <= offset + length);
        t.true(within?.isData, `the piece at ${at} is data: ${JSON.stringify(extents)}`);
      }
      t.true(dataBytes(extents) <= most, JSON.stringify(extents));
      const isHeld = async (): Promise<boolean | undefined> =>
        (await usedBytes(cluster)) - before >= pieces.length * pieceBytes || undefined;
      await until('the devices report what was written', 20_000, isHeld);
      t.true((await usedBytes(cluster)) - before <= most);

      await succeeds(t, 'qemu-img', ['convert', '-f', 'raw', '-O', 'raw', cluster.uri, byQemu]);
      await succeeds(t, 'nbdcopy', [cluster.uri, byCopy]);
      const original = await readFile(image);
      for (const path of [byQemu, byCopy]) {
        t.true((await readFile(path)).subarray(0, original.length).equals(original), path);
        t.true((await heldBytes(path)) <= most, `${path} holds ${await heldBytes(path)} bytes`);
      }

      // Zeros over what was never written, in pieces that begin and end anywhere, take nothing.
      const zeroes = ['write -z 600M 400M', 'write -z 100000001 70000001', 'write -z 20M 100', 'flush'];
      await succeeds(t, 'qemu-io', ['-f', 'raw', ...zeroes.flatMap((step) => ['-c', step]), cluster.uri]);
      t.is(dataBytes(await mapOf(t, cluster.uri)), dataBytes(extents));
      await succeeds(t, 'qemu-io', ['-f', 'raw', '-c', 'discard 0 1G', '-c', 'flush', cluster.uri]);
      t.deepEqual(await mapOf(t, cluster.uri), [{ offset: 0, length: gib, isData: false }]);
      const isFree = async (): Promise<boolean | undefined> => (await usedBytes(cluster)) === before || undefined;
      await until('the devices have given the space back', 30_000, isFree);
      t.pass();
    } finally {
      await cluster.remove();
    }
  },
);

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
