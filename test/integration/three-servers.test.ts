/** cluster-configs/three-servers.yaml on three servers, begun as docs/operations.md says, and then with names and IPv6. */

import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import type { ClusterFile } from '../../launcher/cluster-file.ts';
import { requireTool, runTool, skipTest } from '../tools.ts';
import { checkout, makeHome, until } from './cluster.ts';
import { Servers, type StartedProgram } from './namespaces.ts';

const serverNames = ['server1', 'server2', 'server3'] as const;
type ServerName = (typeof serverNames)[number];

const addresses = {
  server1: { addresses: ['192.0.2.11/24', '198.51.100.11/24', 'fd77::1/64'] },
  server2: { addresses: ['192.0.2.12/24', '198.51.100.12/24', 'fd77::2/64'] },
  server3: { addresses: ['192.0.2.13/24', '198.51.100.13/24', 'fd77::3/64'] },
};

/** A cold start of three launchers on a busy machine. */
const readyLimitMs = 90_000;

/** Three launchers, each with its own home, on one cluster file. */
class ThreeServers {
  readonly #folder: string;
  readonly #servers: Servers;
  readonly #launchers = new Map<ServerName, StartedProgram>();

  constructor(folder: string, servers: Servers) {
    this.#folder = folder;
    this.#servers = servers;
  }

  home(server: ServerName): string {
    return join(this.#folder, server, 'sio');
  }

  launch(server: ServerName, ...options: readonly string[]): StartedProgram {
    const command = [process.execPath, join(checkout, 'launcher', 'main.ts'), ...options];
    return this.#servers.start(server, { SIO_HOME: this.home(server) }, command);
  }

  /** Starts the launchers of these servers and waits until each is ready; returns what they call ready. */
  async start(configFile: string, names: readonly ServerName[]): Promise<string[]> {
    for (const name of names) this.#launchers.set(name, this.launch(name, '--config', configFile, '--host', name));
    return await Promise.all(names.map((name) => this.#ready(name)));
  }

  async #ready(server: ServerName): Promise<string> {
    const launcher = must(this.#launchers.get(server), server);
    const ready = until(`${server} ready`, readyLimitMs, () => /^ready (\S+)$/m.exec(launcher.output)?.[1]);
    const ended = launcher.ended.then(() => {
      throw new Error(`the launcher of ${server} ended: ${launcher.errors}`);
    });
    try {
      return await Promise.race([ready, ended]);
    } catch (cause) {
      throw new Error(`${server} is not ready: ${launcher.errors}`, { cause });
    }
  }

  /** Orderly, all at once; the exit codes. */
  async stop(): Promise<(number | null)[]> {
    const launchers = [...this.#launchers.values()];
    this.#launchers.clear();
    for (const { child } of launchers) child.kill('SIGTERM');
    return await Promise.all(launchers.map(({ ended }) => ended));
  }

  scli(...words: readonly string[]) {
    const environment = [`SIO_HOME=${this.home('server1')}`];
    return this.#servers.run('server1', [
      'env',
      ...environment,
      process.execPath,
      join(checkout, 'scli', 'main.ts'),
      ...words,
    ]);
  }

  async clusterFile(server: ServerName): Promise<ClusterFile> {
    return JSON.parse(await readFile(join(this.home(server), 'run', 'cluster.json'), 'utf8')) as ClusterFile;
  }
}

function fioJob(uri: string): string[] {
  const io = ['--rw=randwrite', '--bs=4k', '--iodepth=8', '--size=8m', '--rate=2m', '--randseed=3'];
  const verify = ['--verify=crc32c', '--verify_fatal=1', '--verify_state_save=0'];
  return ['--name=verify', '--ioengine=nbd', `--uri=${uri}`, ...io, ...verify];
}

test.serial(
  'three servers with addresses of their own: I/O on one, and another one crashes and comes back',
  async (t) => {
    t.timeout(300_000);
    const obstacle = await Servers.obstacle();
    if (obstacle !== undefined) return skipTest(t, 'iproute2', obstacle);
    if (!requireTool(t, 'fio') || !requireTool(t, 'nbdinfo')) return;
    const folder = await makeHome();
    const servers = new Servers(folder);
    t.teardown(async () => {
      await servers.close();
      await rm(folder, { recursive: true, force: true });
    });
    await servers.open(addresses);
    const cluster = new ThreeServers(folder, servers);
    await handOverSecrets(t, cluster);
    await runAsShipped(t, cluster, servers, folder);
    t.deepEqual(await cluster.stop(), [0, 0, 0]);
    await runWithNames(t, cluster, servers, folder);
    t.deepEqual(await cluster.stop(), [0, 0, 0]);
  },
);

/** As docs/operations.md: made on server1, copied to the others; until then those say what is missing. */
async function handOverSecrets(t: ExecutionContext, cluster: ThreeServers): Promise<void> {
  const shipped = join(checkout, 'cluster-configs', 'three-servers.yaml');
  const early = cluster.launch('server2', '--config', shipped, '--host', 'server2');
  t.is(await early.ended, 2);
  t.regex(early.errors, /no \S+secrets\/cluster\.json: .*--make-secrets.*copy/);
  t.is(await cluster.launch('server1', '--make-secrets').ended, 0);
  const secret = join(cluster.home('server1'), 'secrets', 'cluster.json');
  for (const server of ['server2', 'server3'] as const) {
    const secrets = join(cluster.home(server), 'secrets');
    await mkdir(secrets, { recursive: true, mode: 0o700 });
    await copyFile(secret, join(secrets, 'cluster.json'));
    await chmod(join(secrets, 'cluster.json'), 0o600);
  }
}

/** Leaves a volume on server3 that fio has written. */
async function runAsShipped(
  t: ExecutionContext,
  cluster: ThreeServers,
  servers: Servers,
  folder: string,
): Promise<void> {
  const shipped = await readFile(join(checkout, 'cluster-configs', 'three-servers.yaml'), 'utf8');
  const configFile = join(folder, 'three-servers.yaml');
  // Only smaller: three journals of 1 GiB are much for a test.
  await writeFile(configFile, shipped.replaceAll('journal: 1GiB', 'journal: 64MiB'));
  const [demo] = await cluster.start(configFile, serverNames);
  t.is(demo, `nbd+unix:///demo?socket=${cluster.home('server1')}/run/nbd.sock`);
  for (const [server, address] of [
    ['server1', '192.0.2.11'],
    ['server2', '192.0.2.12'],
    ['server3', '192.0.2.13'],
  ] as const) {
    const { mdm, daemons } = await cluster.clusterFile(server);
    t.is(mdm, '192.0.2.11:6611');
    for (const { name, role, dataAddresses, metricsAddress } of daemons) {
      for (const shown of [...dataAddresses, metricsAddress])
        t.true(shown.startsWith(`${address}:`), `${name} ${shown}`);
      // What is shown can be reached from another server.
      const url = `http://${metricsAddress}/healthz`;
      const ask = ['-e', `fetch('${url}').then((answer) => process.exit(answer.ok ? 0 : 1))`];
      if (role === 'sds') t.is((await servers.run('server1', [process.execPath, ...ask])).status, 0, url);
    }
  }
  const made = await cluster.scli(
    '--add_volume',
    '--storage_pool_name',
    'ssd',
    '--size_gb',
    '1',
    '--volume_name',
    'db',
  );
  t.is(made.status, 0, made.output);
  const mapped = await cluster.scli('--map_volume_to_sdc', '--volume_name', 'db', '--sdc_name', 'sdc3');
  t.is(mapped.status, 0, mapped.output);
  const uri = `nbd+unix:///db?socket=${cluster.home('server3')}/run/nbd.sock`;
  await until('the volume on server3', 20_000, async () => (await runTool('nbdinfo', ['--size', uri])).status === 0);
  const fio = runTool('fio', [...fioJob(uri), '--do_verify=1']);
  await servers.crash('server2');
  await cluster.start(configFile, ['server2']);
  const { status, output } = await fio;
  t.is(status, 0, output);
}

/**
 * The same homes with another file: the MDM by its name on IPv6, one SDS advertised by a name for an address of its own
 * while it binds all, one on IPv6 only, and an SDC that serves NBD on TCP, in TLS with a key.
 */
async function runWithNames(
  t: ExecutionContext,
  cluster: ThreeServers,
  servers: Servers,
  folder: string,
): Promise<void> {
  await servers.setHosts(['fd77::1 mdm.test', '198.51.100.12 data2.test']);
  const shipped = await readFile(join(folder, 'three-servers.yaml'), 'utf8');
  const mixed = shipped
    .replace('address: 192.0.2.11 ', 'address: mdm.test ')
    .replace('listen: 0.0.0.0  ', "listen: '::' ")
    .replace('address: 192.0.2.12', 'address: data2.test')
    .replace('address: 192.0.2.13\n    listen: 0.0.0.0', "address: 'fd77::3'\n    listen: 'fd77::3'")
    .replace(
      'name: sdc3, host: server3, address: 192.0.2.13',
      "name: sdc3, host: server3, address: 'fd77::3', nbdTcp: { listen: '[::]:10809', psk: secrets/nbd.psk }",
    );
  const configFile = join(folder, 'names.yaml');
  await writeFile(configFile, mixed);
  const keys = join(cluster.home('server3'), 'secrets', 'nbd.psk');
  await writeFile(keys, `reader:${'5a'.repeat(32)}\n`, { mode: 0o600 });
  await cluster.start(configFile, serverNames);
  const second = await cluster.clusterFile('server2');
  t.is(second.mdm, 'mdm.test:6611');
  const shown = second.daemons.find(({ name }) => name === 'sds2');
  t.regex(shown?.dataAddresses[0] ?? '', /^data2\.test:\d+$/);
  const third = (await cluster.clusterFile('server3')).daemons;
  t.regex(third.find(({ name }) => name === 'sds3')?.dataAddresses[0] ?? '', /^\[fd77::3\]:\d+$/);
  t.is(third.find(({ name }) => name === 'sdc3')?.dataAddresses[0], '[fd77::3]:10809');
  // From another server: what was written through the unix socket before.
  const far = join(folder, 'far.img');
  const near = join(folder, 'near.img');
  const tlsUri = `nbds://reader@[fd77::3]:10809/db?tls-psk-file=${keys}`;
  const copied = await servers.run('server1', ['nbdcopy', tlsUri, far]);
  t.is(copied.status, 0, copied.output);
  const uri = `nbd+unix:///db?socket=${cluster.home('server3')}/run/nbd.sock`;
  t.is((await runTool('nbdcopy', [uri, near])).status, 0);
  t.is((await runTool('cmp', [far, near])).status, 0);
  t.is((await runTool('fio', [...fioJob(uri), '--verify_only=1'])).status, 0);
}
