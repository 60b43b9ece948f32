/** The whole MDM as a process would run it: REST with its token, health, metrics, on one port with the control links. */

import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { formatHostPort } from '../../mdm/api/describe.ts';
import { type RunningMdm, type StartMdmOptions, startMdm } from '../../mdm/start.ts';
import { credentials, deviceState, silentLog, smallSeed, TestNode, temporaryDirectory } from './support.ts';

const adminToken = 'a-token-for-tests-only';

async function start(t: ExecutionContext, options: Partial<StartMdmOptions> = {}): Promise<RunningMdm> {
  const running = await startMdm({
    dataDirectory: await temporaryDirectory(t),
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    credentials,
    adminToken,
    seed: smallSeed,
    log: silentLog,
    ...options,
  });
  t.teardown(() => running.close());
  return running;
}

function urlOf({ address }: RunningMdm, path: string): string {
  return address.kind === 'tcp' ? `http://${formatHostPort(address.host, address.port)}${path}` : t500(address.path);
}

function t500(path: string): never {
  throw new Error(`the MDM listens on ${path}`);
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly version: number;
    readonly result?: Record<string, unknown>;
    readonly error?: { readonly code: string; readonly message: string };
  };
}

async function call(mdm: RunningMdm, name: string, args: object, token = adminToken): Promise<Answer> {
  const response = await fetch(urlOf(mdm, `/api/v1/commands/${name}`), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

test('a command with the admin token is performed and answered with its version', async (t) => {
  const mdm = await start(t);
  const answer = await call(mdm, 'add_volume', { size_gb: 8, volume_name: 'db1' });
  t.is(answer.status, 200);
  t.is(answer.body.version, 1);
  t.is(answer.body.result?.['message'], 'Added volume db1 to storage pool sp1.');
  t.regex(String(answer.body.result?.['id']), /^6ad9c1e4[0-9a-f]{8}$/);
});

test('a command without the right token is refused and does nothing', async (t) => {
  const mdm = await start(t);
  for (const token of ['', 'another-token-than-this']) {
    const answer = await call(mdm, 'add_protection_domain', { protection_domain_name: 'pd2' }, token);
    t.is(answer.status, 401);
    t.is(answer.body.error?.code, 'NOT_ALLOWED');
  }
  t.is(mdm.manager.view.map.tables.protectionDomain.size, 1);
});

test('each refusal has its code, its HTTP status and a sentence', async (t) => {
  const mdm = await start(t);
  const cases = [
    ['add_volume', { size_gb: 8, volume_name: 'demo' }, 409, 'ALREADY_EXISTS', /volume named demo already/],
    [
      'add_volume',
      { size_gb: 8, colour: 'red' },
      400,
      'INVALID',
      /--colour is no flag of --add_volume. It takes: .*--size_gb/,
    ],
    ['add_volume', {}, 400, 'INVALID', /--size_gb or --size is missing/],
    ['remove_volume', { volume_name: 'demo' }, 409, 'REFUSED', /mapped to SDC sdc1/],
    ['query_volume', { volume_name: 'nope' }, 404, 'NOT_FOUND', /no volume with --volume_name nope. There is: demo/],
    ['fly', {}, 404, 'NOT_FOUND', /no command fly/],
    ['query_all', [1], 400, 'INVALID', /JSON object/],
  ] as const;
  for (const [name, args, status, code, message] of cases) {
    const answer = await call(mdm, name, args);
    t.is(answer.status, status, name);
    t.is(answer.body.error?.code, code);
    t.regex(answer.body.error?.message ?? '', message);
  }
});

test('readyz says what is missing until every device serves', async (t) => {
  const mdm = await start(t);
  const before = await fetch(urlOf(mdm, '/readyz'));
  t.is(before.status, 503);
  t.regex(JSON.stringify(await before.json()), /SDS sds2 is not connected/);
  for (const device of [...mdm.manager.view.map.tables.device.values()]) {
    const sds = must(mdm.manager.view.sds(device.sdsId), 'its SDS');
    const node = await TestNode.connect(mdm.address, 'sds', sds.name);
    await node.registerSds([deviceState(device.id, 9)]);
  }
  const after = await fetch(urlOf(mdm, '/readyz'));
  t.deepEqual(await after.json(), { version: 1, ready: true, missing: [], warnings: [] });
});

test('metrics name the map version, devices by state, and commands by outcome', async (t) => {
  const mdm = await start(t);
  await call(mdm, 'add_volume', { size_gb: 8, volume_name: 'demo' });
  const text = await (await fetch(urlOf(mdm, '/metrics'))).text();
  t.regex(text, new RegExp(`^sio_mdm_map_version ${mdm.manager.view.map.version}$`, 'm'));
  t.regex(text, /^sio_mdm_devices\{state="away"\} 3$/m);
  t.regex(text, /^sio_mdm_commands_total\{command="addVolume",outcome="failed"\} 1$/m);
  t.regex(text, /^sio_pool_slices\{pool="sp1",state="waiting"\} 16$/m);
});

test('a second MDM on the same directory is refused while the first runs', async (t) => {
  const dataDirectory = await temporaryDirectory(t);
  await start(t, { dataDirectory });
  const error = await t.throwsAsync(start(t, { dataDirectory }));
  t.is((error as { code?: string } | undefined)?.code, 'LOCKED');
});
