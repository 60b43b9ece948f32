/**
 * Ceph as a target: one monitor, three BlueStore OSDs on files, two replicas, an RBD image through qemu-nbd. All of it in
 * one temporary folder and on free ports of 127.0.0.1; nothing of a Ceph that the machine may have is touched.
 */

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gib, mib } from '../../../common/units.ts';
import type { WorkingSet } from '../jobs.ts';
import { regionOf, type SetSizes, type Target } from '../target.ts';
import { Child } from './child.ts';

const run = promisify(execFile);

const osds = ['0', '1', '2'];
const replicas = 2;
/** About 20 a device and replica: what Ceph's own calculator gives for a pool that is not alone. */
const placementGroups = 64;

/** BlueStore's own database and logs, and room for what is not cleaned up yet. */
const osdSpareBytes = 2 * gib;

/** A command of ceph waits for ever for a monitor that is not there. */
const commandLimitMs = 60_000;
const startLimitMs = 60_000;

function osdBytes(sizes: SetSizes): number {
  return Math.ceil(((sizes.whole + sizes.beyond) * replicas) / osds.length + osdSpareBytes);
}

function configText(folder: string, clusterId: string, port: number, sizes: SetSizes): string {
  return `[global]
fsid = ${clusterId}
mon_host = [v2:127.0.0.1:${port}/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
mon_data = ${folder}/mon
osd_data = ${folder}/osd.$id
keyring = ${folder}/keyring
run_dir = ${folder}
admin_socket = ${folder}/$name.$pid.asok
pid_file =
log_file = ${folder}/$name.log
osd_objectstore = bluestore
bluestore_block_size = ${osdBytes(sizes)}
osd_memory_target = ${gib}
osd_crush_chooseleaf_type = 0
osd_pool_default_size = ${replicas}
osd_pool_default_min_size = 1
mon_data_avail_crit = 1
[osd]
keyring = ${folder}/osd.$id/keyring
`;
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
  return promise;
}

/** Throws when the disk has no room for all the replicas. */
async function checkRoom(sizes: SetSizes): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const needed = osdBytes(sizes) * osds.length;
  if (bavail * bsize < needed)
    throw new Error(
      `Ceph wants up to ${Math.ceil(needed / gib)} GiB in ${tmpdir()}, and ${Math.floor((bavail * bsize) / gib)} GiB are free: give a smaller --size or --journal.`,
    );
}

class CephTarget implements Target {
  readonly name = 'ceph';
  readonly #folder: string;
  readonly #sizes: SetSizes;
  readonly #children: Child[] = [];

  constructor(folder: string, sizes: SetSizes) {
    this.#folder = folder;
    this.#sizes = sizes;
  }

  get processes(): { readonly name: string; readonly pid: number }[] {
    return this.#children.map(({ name, pid }) => ({ name, pid }));
  }

  region(set: WorkingSet): ReturnType<Target['region']> {
    return regionOf(`nbd+unix:///?socket=${this.#folder}/nbd`, this.#sizes, set);
  }

  async loopDelays(): ReturnType<Target['loopDelays']> {
    return new Map();
  }

  /** Clients first: an OSD without a monitor waits before it ends. */
  async close(): Promise<void> {
    for (const child of this.#children.toReversed()) await child.end();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async start(): Promise<void> {
    const clusterId = randomUUID();
    const port = await freePort();
    await writeFile(this.#path('ceph.conf'), configText(this.#folder, clusterId, port, this.#sizes));
    await this.#startMonitor(clusterId, port);
    for (const id of osds) await this.#startOsd(id);
    await this.#ceph('osd', 'pool', 'create', 'rbd', String(placementGroups), String(placementGroups), 'replicated');
    await this.#ceph('osd', 'pool', 'application', 'enable', 'rbd', 'rbd');
    const bytes = this.#sizes.whole + this.#sizes.beyond;
    await this.#run('rbd', 'create', '--size', String(Math.ceil(bytes / mib)), 'rbd/bench');
    // No cache of the client's: what is acknowledged is on the OSDs.
    const args = ['-f', 'raw', '-k', this.#path('nbd'), '-t', '-e', '8', '--cache=none'];
    const image = `rbd:rbd/bench:conf=${this.#path('ceph.conf')}`;
    await this.#serve('qemu-nbd', 'qemu-nbd', [...args, image], () => existsSync(this.#path('nbd')));
  }

  async #startMonitor(clusterId: string, port: number): Promise<void> {
    const keys = this.#path('mon.keyring');
    const all = ['mon', 'osd', 'mgr'].flatMap((service) => ['--cap', service, 'allow *']);
    const newKey = ['--create-keyring', '--gen-key', '-n'];
    await this.#run('ceph-authtool', this.#path('keyring'), ...newKey, 'client.admin', ...all);
    await this.#run('ceph-authtool', keys, ...newKey, 'mon.', '--cap', 'mon', 'allow *');
    await this.#run('ceph-authtool', keys, '--import-keyring', this.#path('keyring'));
    const map = this.#path('monmap');
    await this.#run('monmaptool', '--create', '--fsid', clusterId, '--addv', 'a', `[v2:127.0.0.1:${port}/0]`, map);
    await mkdir(this.#path('mon'));
    await this.#run('ceph-mon', '-i', 'a', '--mkfs', '--monmap', map, '--keyring', keys);
    await this.#serve('ceph-mon', 'ceph-mon', ['-i', 'a', '-f', '--keyring', keys], async () =>
      (await this.#ceph('quorum_status')).includes('"quorum_names":["a"]'),
    );
  }

  async #startOsd(id: string): Promise<void> {
    const uuid = randomUUID();
    const key = (await this.#run('ceph-authtool', '--gen-print-key')).trim();
    const secret = this.#path(`secret.${id}`);
    await mkdir(this.#path(`osd.${id}`));
    await writeFile(secret, JSON.stringify({ cephx_secret: key }), { mode: 0o600 });
    await this.#ceph('osd', 'new', uuid, id, '-i', secret);
    const keyring = this.#path(`osd.${id}`, 'keyring');
    await this.#run('ceph-authtool', '--create-keyring', keyring, '-n', `osd.${id}`, '--add-key', key);
    await this.#run('ceph-osd', '-i', id, '--mkfs', '--osd-uuid', uuid, '--no-mon-config');
    await this.#serve(`osd.${id}`, 'ceph-osd', ['-i', id, '-f'], async () => {
      const { osds: known } = JSON.parse(await this.#ceph('osd', 'dump')) as { osds: { osd: number; up: number }[] };
      return known.some(({ osd, up }) => String(osd) === id && up === 1);
    });
  }

  async #serve(name: string, program: string, args: readonly string[], isReady: () => boolean | Promise<boolean>) {
    const child = new Child(name, program, args, this.#environment);
    this.#children.push(child);
    await child.ready(startLimitMs, isReady);
  }

  #ceph(...args: string[]): Promise<string> {
    return this.#run('ceph', '--format', 'json', ...args);
  }

  async #run(program: string, ...args: string[]): Promise<string> {
    try {
      return (await run(program, args, { env: { ...process.env, ...this.#environment }, timeout: commandLimitMs }))
        .stdout;
    } catch (error) {
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
      throw new Error(`${program} ${args.join(' ')} failed: ${said}`, { cause: error });
    }
  }

  get #environment(): NodeJS.ProcessEnv {
    return { CEPH_CONF: this.#path('ceph.conf') };
  }

  #path(...parts: string[]): string {
    return join(this.#folder, ...parts);
  }
}

export async function startCeph(sizes: SetSizes): Promise<Target> {
  await checkRoom(sizes);
  const target = new CephTarget(await mkdtemp(join(tmpdir(), 'sio-ceph-')), sizes);
  try {
    await target.start();
  } catch (error) {
    await target.close();
    throw error;
  }
  return target;
}
