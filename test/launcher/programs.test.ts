/** What every program answers without a cluster: --help, --version, and the exit codes of a start that cannot be. */

import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { version } from '../../common/host-node/version.ts';
import { checkout, makeHome } from '../integration/cluster.ts';
import { runTool, skipTest, type ToolResult } from '../tools.ts';

const daemons = ['mdm', 'sds', 'sdc'] as const;
/** What the help of the launcher and of each daemon names. */
const ofDaemons = ['--config FILE', 'SIO_HOME', 'SIO_LOG_LEVEL', '0 stopped', '4 refused'];
const programs = ['launcher', ...daemons, 'scli', 'test/bench', 'test/simulation'];

/** As the launcher starts them: so many processes take half the time. */
const compiled = `NODE_COMPILE_CACHE=${join(checkout, 'node_modules', '.cache', 'sio')}`;

function run(program: string, args: readonly string[], environment: readonly string[] = []): Promise<ToolResult> {
  return runTool('env', [compiled, ...environment, process.execPath, join(checkout, program, 'main.ts'), ...args]);
}

for (const program of programs) {
  test(`${program} has --help and --version, and refuses options it does not know`, async (t) => {
    const help = await run(program, ['--help']);
    t.is(help.status, 0);
    t.regex(help.output, /--help|usage/);
    const parts = program === 'launcher' || (daemons as readonly string[]).includes(program) ? ofDaemons : [];
    for (const part of parts) t.true(help.output.includes(part), part);
    const said = await run(program, ['--version']);
    t.is(said.status, 0);
    t.regex(said.output, new RegExp(`^s[a-z-]+ ${version.replaceAll('.', '\\.')}\n$`));
    const unknown = await run(program, ['--nonsense']);
    t.is(unknown.status, 2);
    t.regex(unknown.output, /nonsense/);
  });
}

const config = join(checkout, 'cluster-configs', 'local.yaml');
const names = { mdm: 'mdm1', sds: 'sds1', sdc: 'sdc1' };
const secret = JSON.stringify({ clusterId: '00'.repeat(16), key: '11'.repeat(32) });

interface Refusal {
  readonly what: string;
  readonly exit: number;
  readonly says: RegExp;
  readonly arguments?: readonly string[];
  readonly environment?: readonly string[];
  /** Of secrets/cluster.json: none without it. */
  readonly secret?: { readonly text: string; readonly mode: number };
}

const good = { text: secret, mode: 0o600 };

/** Each of sds1, begun as a unit would. */
const refusals: readonly Refusal[] = [
  { what: 'no --name', exit: 2, says: /--name NAME is needed/, arguments: ['--config', config] },
  {
    what: 'no cluster file',
    exit: 2,
    says: /\/no\/such: .*cannot be read/,
    arguments: ['--config', '/no/such', '--name', 'sds1'],
  },
  {
    what: 'a cluster file without end',
    exit: 2,
    says: /cannot be read|no YAML/,
    arguments: ['--config', checkout, '--name', 'sds1'],
  },
  {
    what: 'a name that the file has not',
    exit: 2,
    says: /names no sds9 in sds; there are: sds1, sds2, sds3/,
    arguments: ['--config', config, '--name', 'sds9'],
    secret: good,
  },
  {
    what: 'a log level that is none',
    exit: 2,
    says: /SIO_LOG_LEVEL is debug/,
    environment: ['SIO_LOG_LEVEL=loud'],
    secret: good,
  },
  { what: 'no secret', exit: 2, says: /no \S+secrets\/cluster\.json/ },
  { what: 'no address of the MDM', exit: 2, says: /mdm\.port: 0.*SIO_MDM_ADDRESS/, secret: good },
  {
    what: 'a secret that others can read',
    exit: 4,
    says: /Others may read the secret .*chmod 600/,
    secret: { text: secret, mode: 0o640 },
  },
  { what: 'a damaged secret', exit: 4, says: /is no JSON: copy it again/, secret: { text: 'x', mode: 0o600 } },
];

for (const { what, exit, says, environment = [], ...more } of refusals) {
  test(`a daemon ends with ${exit} and one line: ${what}`, async (t) => {
    const home = await makeHome();
    t.teardown(() => rm(home, { recursive: true }));
    if (more.secret !== undefined) {
      await mkdir(join(home, 'secrets'));
      const file = join(home, 'secrets', 'cluster.json');
      await writeFile(file, more.secret.text);
      await chmod(file, more.secret.mode);
    }
    const args = more.arguments ?? ['--config', config, '--name', 'sds1'];
    const { status, output } = await run('sds', args, [`SIO_HOME=${home}`, ...environment]);
    t.is(status, exit, output);
    t.regex(output, says);
    t.is(output.trim().split('\n').length, 1, output);
    t.true(output.startsWith('sio-sds: '), output);
  });
}

for (const program of daemons) {
  test(`${program} ends with 3 and a sentence when its port is taken`, async (t) => {
    const home = await makeHome();
    t.teardown(() => rm(home, { recursive: true }));
    const taken = net.createServer();
    t.teardown(() => taken.close());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP address is bound');
    const file = join(home, 'taken.yaml');
    const metrics = `metrics: '127.0.0.1:${address.port}'`;
    const here = { mdm: `port: ${address.port}`, sds: metrics, sdc: metrics };
    const of = (role: (typeof daemons)[number]): string =>
      `name: ${names[role]}${role === program ? `, ${here[role]}` : ''}`;
    await writeFile(
      file,
      `version: 1
mdm: { ${of('mdm')} }
protectionDomains: [{ name: default, pools: [{ name: default }] }]
sds: [{ ${of('sds')} }]
sdc: [{ ${of('sdc')} }]
`,
    );
    await run('launcher', ['--make-secrets'], [`SIO_HOME=${home}`]);
    const environment = [`SIO_HOME=${home}`, 'SIO_MDM_ADDRESS=127.0.0.1:1'];
    const { status, output } = await run(program, ['--config', file, '--name', names[program]], environment);
    t.is(status, 3, output);
    t.true(output.includes(`Could not listen on 127.0.0.1:${address.port}`), output);
  });
}

test('the launcher says which servers a file has when it is asked for another one', async (t) => {
  const file = join(checkout, 'cluster-configs', 'three-servers.yaml');
  for (const args of [['--host', 'server9'], []]) {
    const home = await makeHome();
    t.teardown(() => rm(home, { recursive: true }));
    const { status, output } = await run('launcher', ['--config', file, ...args], [`SIO_HOME=${home}`]);
    t.is(status, 2, output);
    t.regex(output, /--host \(the file has server1, server2, server3\)/);
  }
});

test('secrets are made once, private whatever the umask, and are not shown', async (t) => {
  const home = await makeHome();
  t.teardown(() => rm(home, { recursive: true }));
  const make = [
    '-c',
    'umask 000; exec "$@"',
    'sh',
    'env',
    `SIO_HOME=${home}`,
    process.execPath,
    join(checkout, 'launcher', 'main.ts'),
    '--make-secrets',
  ];
  const first = await runTool('sh', make);
  t.is(first.status, 0, first.output);
  const list = ['-R', '--time-style=+', '-l', join(home, 'secrets')];
  const before = (await runTool('ls', list)).output;
  t.is((await runTool('sh', make)).status, 0);
  t.is((await runTool('ls', list)).output, before);
  t.is([...before.matchAll(/^-rw-------/gm)].length, 2, before);
  const { output: key } = await runTool('cat', [join(home, 'secrets', 'admin.token')]);
  t.false(first.output.includes(key.trim()));
  const open = await runTool('find', [home, '-perm', '/o+rwx']);
  // The folder itself was there before.
  t.deepEqual(
    open.output
      .trim()
      .split('\n')
      .filter((path) => path !== home && path !== ''),
    [],
  );
});

test('a home that this user cannot write is refused with what to do', async (t) => {
  if (process.getuid?.() !== 0) return skipTest(t, 'root', 'to be another user needs root');
  const user = ['--reuid', '4242', '--regid', '4242', '--clear-groups'];
  const command = ['env', 'SIO_HOME=/root/sio', process.execPath, join(checkout, 'launcher', 'main.ts')];
  const { status, output } = await runTool('setpriv', [...user, ...command]);
  t.is(status, 4, output);
  t.regex(output, /may not write to \/root\/sio.*set SIO_HOME/);
  t.is(output.trim().split('\n').length, 1, output);
});
