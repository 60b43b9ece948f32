/** The wall: rubbish on every port of every daemon of a real cluster, while fio writes and verifies. */

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { errorCodes } from '../../common/errors.ts';
import { headerBytes } from '../../common/frame.ts';
import type { Credentials } from '../../common/handshake.ts';
import { decodeHandshake } from '../../common/messages.ts';
import { refusalQuietMs } from '../../common/refusals.ts';
import { mib } from '../../common/units.ts';
import { probeExport } from '../../launcher/nbd-probe.ts';
import { requireTool, runTool } from '../tools.ts';
import { RunningCluster, until } from './cluster.ts';
import {
  anonymousBytes,
  beginningFor,
  type Endpoint,
  endpointOf,
  halfOpen,
  helloOf,
  type PortKind,
  rubbishFor,
  SlowCrowd,
  throwAt,
} from './rubbish.ts';

/** docs/limits.md, "Memory": what each daemon stays below, whatever is thrown at it, with the volume of this test. */
const ceilingBytes = { mdm: 256 * mib, sds: 512 * mib, sdc: 256 * mib } as const;

/** What legitimate work waits for at most while a port is attacked. */
const answerLimitMs = 5_000;

const halfOpenLinks = 500;

interface Port {
  readonly daemon: string;
  readonly kind: PortKind;
  readonly endpoint: Endpoint;
}

interface Scene {
  readonly cluster: RunningCluster;
  readonly credentials: Credentials;
  readonly adminToken: string;
  readonly ports: readonly Port[];
}

async function portsOf(cluster: RunningCluster): Promise<Port[]> {
  const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
  const socket = decodeURIComponent(must(/socket=(.*)$/.exec(cluster.uri)?.[1], 'the socket of the URI'));
  return daemons.flatMap(({ name, role, dataAddresses, metricsAddress }) => [
    { daemon: name, kind: 'http' as const, endpoint: endpointOf(metricsAddress) },
    ...dataAddresses.map((address) => ({ daemon: name, kind: 'data' as const, endpoint: endpointOf(address) })),
    ...(role === 'sdc' ? [{ daemon: name, kind: 'nbd' as const, endpoint: { path: socket } }] : []),
  ]);
}

async function sceneOf(cluster: RunningCluster): Promise<Scene> {
  const secrets = join(cluster.home, 'secrets');
  const { clusterId, key } = JSON.parse(await readFile(join(secrets, 'cluster.json'), 'utf8')) as {
    readonly clusterId: string;
    readonly key: string;
  };
  const adminToken = (await readFile(join(secrets, 'admin.token'), 'utf8')).trim();
  return {
    cluster,
    credentials: { clusterId, key: Buffer.from(key, 'hex') },
    adminToken,
    ports: await portsOf(cluster),
  };
}

/** A peer of the cluster, an admin, a scraper or an NBD client gets its answer. */
async function checkAnswers(t: ExecutionContext, scene: Scene, port: Port): Promise<void> {
  const what = `${port.daemon} ${port.kind}`;
  if (port.kind === 'nbd') {
    if (!('path' in port.endpoint)) return t.fail('NBD is served on a unix socket here');
    await probeExport({ kind: 'unix', path: port.endpoint.path }, 'demo', answerLimitMs);
  } else if (port.kind === 'data') {
    const answer = await throwAt(port.endpoint, helloOf(scene.credentials), answerLimitMs);
    const message = decodeHandshake(answer.subarray(headerBytes));
    t.is(message.kind, 'refusal', what);
    if (message.kind === 'refusal')
      t.is(message.body.code, errorCodes.FOREIGN.wire, `${what}: ${message.body.message}`);
  } else if ('host' in port.endpoint) {
    const { host, port: number } = port.endpoint;
    const signal = AbortSignal.timeout(answerLimitMs);
    const isMdm = port.daemon.startsWith('mdm');
    const response = isMdm
      ? await fetch(`http://${host}:${number}/api/v1/commands/query_all`, {
          method: 'POST',
          headers: { authorization: `Bearer ${scene.adminToken}`, 'content-type': 'application/json' },
          body: '{}',
          signal,
        })
      : await fetch(`http://${host}:${number}/readyz`, { signal });
    await response.arrayBuffer();
    t.is(response.status, 200, what);
  }
}

/** Everything at once on one port; then 500 links that say nothing, and somebody who has a right to be there. */
async function attack(t: ExecutionContext, scene: Scene, port: Port): Promise<void> {
  await Promise.all(rubbishFor(port.kind, scene.credentials).map((bytes) => throwAt(port.endpoint, bytes)));
  const sockets = await halfOpen(port.endpoint, halfOpenLinks);
  await checkAnswers(t, scene, port);
  for (const socket of sockets) socket.destroy();
}

interface Line {
  readonly event: string;
  readonly address?: string;
  readonly reason?: string;
  readonly time: string;
}

/** For each address and reason the log has one line a minute at most. */
function checkLog(t: ExecutionContext, name: string, path: string): number {
  const last = new Map<string, number>();
  let count = 0;
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue;
    const line = JSON.parse(text) as Line;
    if (line.event !== 'refused') continue;
    count++;
    const key = `${line.reason} ${line.address}`;
    const atMs = Date.parse(line.time);
    const before = last.get(key);
    // The log's own times are whole milliseconds of another clock.
    t.true(before === undefined || atMs - before >= refusalQuietMs - 50, `${name} repeats ${key}`);
    last.set(key, atMs);
  }
  return count;
}

test.serial(
  'rubbish on every port: no daemon dies or grows, legitimate I/O goes on, the log stays short',
  async (t) => {
    t.timeout(170_000);
    if (!requireTool(t, 'fio')) return;
    const cluster = await RunningCluster.start();
    const crowd = new SlowCrowd();
    try {
      const scene = await sceneOf(cluster);
      const { daemons } = must(await cluster.clusterFile(), 'cluster.json');
      const fio = runTool('fio', [
        ...['--name=wall', '--ioengine=nbd', `--uri=${cluster.uri}`, '--rw=randrw', '--bs=4k', '--size=32m'],
        ...['--iodepth=4', '--rate_iops=200', '--verify=crc32c', '--verify_fatal=1', '--verify_backlog=64'],
        ...['--time_based', '--runtime=25', '--verify_state_save=0'],
      ]);
      for (const { endpoint, kind } of scene.ports)
        await crowd.gather(endpoint, 20, beginningFor(kind, scene.credentials), 50);
      for (const port of scene.ports) await attack(t, scene, port);
      const { status, output } = await fio;
      crowd.stop();
      t.is(status, 0, output);
      t.regex(output, /err= 0/);
      await cluster.serving();
      const after = must(await cluster.clusterFile(), 'cluster.json').daemons;
      t.deepEqual(
        after.map(({ name, pid }) => `${name} ${pid}`),
        daemons.map(({ name, pid }) => `${name} ${pid}`),
        'no daemon was started again',
      );
      for (const { name, role, pid, log } of daemons) {
        const held = anonymousBytes(readFileSync(`/proc/${pid}/status`, 'latin1'));
        const ceiling = ceilingBytes[role === 'mdm' || role === 'sds' ? role : 'sdc'];
        t.log(`${name} holds ${Math.round(held / mib)} MiB of at most ${ceiling / mib} MiB`);
        t.true(held < ceiling, `${name} holds ${held} bytes`);
        t.true(checkLog(t, name, log) > 0, `${name} says whom it refused`);
      }
      await checkCounted(scene);
    } finally {
      crowd.stop();
      await cluster.remove();
    }
  },
);

/** Every daemon counts what it turned away, and knows more than one reason. */
async function checkCounted({ ports }: Scene): Promise<void> {
  for (const { daemon, kind, endpoint } of ports) {
    if (kind !== 'http' || !('host' in endpoint)) continue;
    await until(`refusals in the metrics of ${daemon}`, answerLimitMs, async () => {
      const response = await fetch(`http://${endpoint.host}:${endpoint.port}/metrics`);
      const counted = [...(await response.text()).matchAll(/^sio_refused_total\{reason="(\w+)"\} (\d+)$/gm)];
      return counted.length > 1 && counted.some(([, reason]) => reason === 'INVALID');
    });
  }
}
