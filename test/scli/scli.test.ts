/** scli as people run it, against an MDM that is there: what it prints, what it changes, how it ends. */

import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { formatHostPort } from '../../mdm/api/describe.ts';
import { type RunningMdm, startMdm } from '../../mdm/start.ts';
import { runScli } from '../../scli/run.ts';
import { credentials, silentLog, smallSeed, temporaryDirectory } from '../mdm/support.ts';

const adminToken = 'a-token-for-tests-only';

interface Cluster {
  readonly home: string;
  readonly mdm: RunningMdm;
  readonly address: string;
}

/** An MDM with its run/cluster.json, as the launcher leaves one. */
async function start(t: ExecutionContext): Promise<Cluster> {
  const home = await temporaryDirectory(t);
  const mdm = await startMdm({
    dataDirectory: join(home, 'mdm1'),
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    credentials,
    adminToken,
    seed: smallSeed,
    durations: { deviceWaitMs: 50 },
    log: silentLog,
  });
  t.teardown(() => mdm.close());
  const address = mdm.address.kind === 'tcp' ? formatHostPort(mdm.address.host, mdm.address.port) : mdm.address.path;
  await mkdir(join(home, 'run'));
  await writeFile(join(home, 'admin.token'), `${adminToken}\n`);
  await chmod(join(home, 'admin.token'), 0o600);
  await writeFile(
    join(home, 'run/cluster.json'),
    JSON.stringify({ version: 1, mdm: address, adminTokenFile: 'admin.token' }),
  );
  return { home, mdm, address };
}

interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function scli(home: string, line: string, ask?: (question: string) => Promise<boolean>): Promise<Run> {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await runScli(line.split(' '), {
    environment: { SIO_HOME: home },
    defaultHome: '/nowhere',
    print: (text) => void output.push(text),
    printError: (text) => void errors.push(text),
    ask,
  });
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}

test('a cluster is built, shown and taken down again by its commands', async (t) => {
  const { home } = await start(t);
  const story: readonly (readonly [string, RegExp])[] = [
    ['--add_protection_domain --protection_domain_name pd2', /Added protection domain pd2\.\nID: 6ad9c1e4[0-9a-f]{8}/],
    [
      '--add_fault_set --protection_domain_name pd2 --fault_set_name rack1',
      /Added fault set rack1 to protection domain pd2/,
    ],
    [
      '--add_storage_pool --protection_domain_name pd2 --storage_pool_name sp2 --slice_count 16',
      /Added storage pool sp2/,
    ],
    [
      '--add_sds --protection_domain_name pd2 --fault_set_name rack1 --sds_name a --sds_ip 10.0.0.1 --device_path /d1,/d2 --storage_pool_name sp2 --device_capacity 8GiB',
      /Added SDS a with 2 devices to pd2\. --sds_ip 10\.0\.0\.1 is not kept/,
    ],
    ['--add_sds --protection_domain_name pd2 --sds_name b', /Added SDS b with 0 devices/],
    [
      '--add_sds_device --sds_name b --device_path /d1 --storage_pool_name sp2 --device_capacity 16GiB --device_name b1',
      /Added device \/d1 to SDS b\. SDS b is not connected: it will format/,
    ],
    ['--add_volume --storage_pool_name sp2 --size 512MiB --volume_name db1', /Added volume db1 to storage pool sp2/],
    ['--map_volume_to_sdc --volume_name db1 --sdc_name sdc1 --access_mode ro', /db1 is now mapped to SDC sdc1 \(ro\)/],
    ['--query_volume --volume_name db1', /Size +512\.0 MB \(524288 KB\)[\s\S]*sdc1 .* ro +disconnected/],
    [
      '--modify_volume_capacity --volume_name db1 --size_gb 2',
      /Volume db1 grew from 512\.0 MB \(524288 KB\) to 2\.0 GB/,
    ],
    ['--modify_volume_capacity --volume_name db1 --size 2GiB', /Volume db1 has 2\.0 GB \(2048 MB\) already/],
    ['--query_volume --volume_name db1', /Size +2\.0 GB \(2048 MB\)/],
    ['--rename_volume --volume_name db1 --new_name db2', /Renamed volume db1 to db2/],
    ['--query_all_volumes --storage_pool_name sp2', /^1 volume\n[\s\S]*db2 .*sdc1 \(ro\)/],
    ['--query_sds --sds_name b', /State +disconnected: it has not connected[\s\S]*b1 .*\/d1 .*sp2 +away/],
    [
      '--query_storage_pool --storage_pool_name sp2',
      /Health +unavailable: I\/O to 16 slices waits[\s\S]*In use|In use[\s\S]*16 waiting/,
    ],
    ['--unmap_volume_from_sdc --volume_name db2 --all_sdcs --i_am_sure', /db2 is not mapped to any SDC any more/],
    ['--remove_volume --volume_name db2 --i_am_sure', /Removed volume db2/],
    ['--remove_sds_device --sds_name a --device_path /d2 --i_am_sure', /Removed device device-\d+/],
    ['--remove_sds --sds_name a --i_am_sure', /Removed SDS a/],
    ['--remove_sds --sds_name b --i_am_sure', /Removed SDS b/],
    ['--remove_storage_pool --storage_pool_name sp2', /Removed storage pool sp2/],
    ['--remove_fault_set --fault_set_name rack1', /Removed fault set rack1/],
    ['--remove_protection_domain --protection_domain_name pd2', /Removed protection domain pd2/],
    ['--query_cluster', /Mode +1_node/],
    ['--query_system', /Volumes +1\n/],
    ['--query_all_sdc', /^1 SDC\n[\s\S]*sdc1/],
    ['--query_all_sds', /^3 SDSs\n[\s\S]*sds3/],
    ['--query_all_fault_sets', /^0 fault sets\n {2}none/],
    ['--query_protection_domain', /Protection domain pd1/],
  ];
  for (const [line, expected] of story) {
    const run = await scli(home, line);
    t.is(run.code, 0, `${line}: ${run.errors}`);
    t.regex(run.output, expected, line);
  }
});

test('query_all fits one screen and shows every sort of object', async (t) => {
  const { home } = await start(t);
  for (let index = 0; index < 30; index++) await scli(home, `--add_volume --size_gb 8 --volume_name v${index}`);
  const { output } = await scli(home, '--query_all');
  t.true(output.split('\n').length <= 50);
  for (const name of ['pd1', 'sp1', 'sds2', 'demo', 'sdc1', 'and 21 more: scli --query_all_volumes'])
    t.true(output.includes(name), name);
  t.regex(output, /12\.0 GB \(12288 MB\) usable, 0 Bytes in use/);
});

test('--output json of a volume that grows tells whether anything has changed', async (t) => {
  const { home } = await start(t);
  const away = 'Away, and told when back: SDC sdc1, SDS sds1, SDS sds2, SDS sds3.';
  const line = '--modify_volume_capacity --volume_name demo --size_gb 2 --output json';
  const answers = [await scli(home, line), await scli(home, line)].map(({ output }) => JSON.parse(output));
  t.deepEqual(
    answers.map(({ changed, message }) => [changed, message]),
    [
      [true, `Volume demo grew from 1.0 GB (1024 MB) to 2.0 GB (2048 MB). ${away}`],
      [false, `Volume demo has 2.0 GB (2048 MB) already. ${away}`],
    ],
  );
});

test('--output json gives the answer with its version', async (t) => {
  const { home } = await start(t);
  const { output } = await scli(home, '--query_all --output json');
  const answer = JSON.parse(output) as { version: number; system: { name: string }; volumes: { name: string }[] };
  t.is(answer.version, 1);
  t.is(answer.system.name, 'sio');
  t.is(answer.volumes[0]?.name, 'demo');
});

test('each sort of failure has its exit code', async (t) => {
  const { home, mdm } = await start(t);
  t.is((await scli(home, '--add_volume --size_gb 8 --volume_name demo')).code, 1);
  const shrunk = await scli(home, '--modify_volume_capacity --volume_name demo --size 512MiB');
  t.is(shrunk.code, 1);
  t.regex(shrunk.errors, /demo has 1\.0 GB \(1024 MB\) and cannot be made smaller/);
  t.is((await scli(home, '--add_volume')).code, 2);
  t.is((await scli(home, '--fly')).code, 2);
  await writeFile(join(home, 'wrong'), 'not-the-token-of-this-cluster');
  t.is((await scli(home, `--query_all --admin_token_file ${join(home, 'wrong')}`)).code, 4);
  t.is((await scli(home, '--query_all --admin_token_file /nowhere/token')).code, 4);
  await mdm.close();
  const gone = await scli(home, '--query_all');
  t.is(gone.code, 3);
  t.regex(gone.errors, /Could not reach the MDM: 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  t.is((await scli('/nowhere', '--query_all')).code, 3);
});

test('a dangerous command asks, and does nothing without a yes', async (t) => {
  const { home, mdm } = await start(t);
  await scli(home, '--unmap_volume_from_sdc --volume_name demo --sdc_name sdc1 --i_am_sure');
  const questions: string[] = [];
  const answer = (isYes: boolean) => (question: string) => {
    questions.push(question);
    return Promise.resolve(isYes);
  };
  const line = '--remove_volume --volume_name demo';
  t.regex((await scli(home, line)).errors, /All data of the volume is lost\. Say --i_am_sure/);
  t.is((await scli(home, line, answer(false))).code, 2);
  t.is(mdm.manager.view.map.tables.volume.size, 1);
  t.is((await scli(home, line, answer(true))).code, 0);
  t.is(mdm.manager.view.map.tables.volume.size, 0);
  t.is(questions.length, 2);
});

test('a second address is tried when the first does not answer', async (t) => {
  const { home, address } = await start(t);
  t.is((await scli(home, `--query_cluster --mdm_ip 127.0.0.1:1,${address}`)).code, 0);
});

test('the program itself runs from the environment and ends with the exit code', async (t) => {
  const { home } = await start(t);
  const main = join(import.meta.dirname, '../../scli/main.ts');
  const run = (...args: string[]): Promise<{ code: number; text: string }> => {
    const { promise, resolve } = Promise.withResolvers<{ code: number; text: string }>();
    execFile(process.execPath, [main, ...args], { env: { SIO_HOME: home } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr });
    });
    return promise;
  };
  t.regex((await run('--query_all')).text, /System sio/);
  t.is((await run('--remove_volume', '--volume_name', 'nope')).code, 2);
  t.regex((await run('--version')).text, /^scli \d/);
});
