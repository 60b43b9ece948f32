/** What only the real Host can show: other processes, the file system's own figures, and files left behind. */

import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';

import * as net from 'node:net';
import test from 'ava';
import { codeOf } from '../../../common/errors.ts';
import { NodeClock } from '../../../common/host-node/clock.ts';
import { HttpGuard } from '../../../common/host-node/http-guard.ts';
import { createNodeHost } from '../../../common/host-node/index.ts';
import { createNodeLog } from '../../../common/host-node/log.ts';
import { Refusals, sayIn } from '../../../common/refusals.ts';
import { pattern } from '../../contract/setting.ts';
import { Recorder } from '../../contract/streams.ts';
import { silentLog } from '../../mdm/support.ts';
import { skipTest } from '../../tools.ts';

import { makeNodeSetting, untilTrue } from './setting.ts';

test('a lock is exclusive between processes, and ends with a killed one', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const path = `${setting.directory}/lock`;
  const child = fork(new URL('./lock-holder.ts', import.meta.url), [path], { execArgv: [] });
  const [said] = await once(child, 'message');
  t.is(said, 'held');
  t.is(await setting.host.disks.lock(path), undefined);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await setting.host.disks.lock(path);
  t.not(lock, undefined);
  const second = fork(new URL('./lock-holder.ts', import.meta.url), [path], { execArgv: [] });
  t.deepEqual((await once(second, 'message'))[0], 'refused');
  second.kill('SIGKILL');
  await lock?.release();
});

test('a punched hole gives its space back', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const path = `${setting.directory}/f`;
  const file = await setting.host.disks.openFile(path, { create: true });
  file.writeSync([pattern(4 * 1024 * 1024)], 0);
  const before = statSync(path).blocks;
  file.punchHole(0, 3 * 1024 * 1024);
  t.true(statSync(path).blocks <= before / 2);
  t.is(file.sizeBytes(), 4 * 1024 * 1024);
  await file.close();
});

test('a preallocated file has its space, a sparse one has not', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const { disks } = setting.host;
  const journal = await disks.openFile(`${setting.directory}/journal`, { create: true, preallocateBytes: 1024 * 1024 });
  const data = await disks.openFile(`${setting.directory}/data`, { create: true, sizeBytes: 1024 * 1024 });
  t.true(statSync(journal.path).blocks * 512 >= 1024 * 1024);
  t.true(statSync(data.path).blocks * 512 < 64 * 1024);
  await Promise.all([journal.close(), data.close()]);
});

test('a small file gets the mode it is asked for, and leaves no other behind', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  await setting.host.disks.replaceFile(`${setting.directory}/token`, pattern(32), 0o600);
  t.is(statSync(`${setting.directory}/token`).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(setting.directory), ['token']);
});

test('a unix socket file on which nobody answers is taken over', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const path = `${setting.directory}/s`;
  // A listener whose process forgets to remove the file, as a killed one does.
  const child = fork(new URL('./abandon-socket.ts', import.meta.url), [path], { execArgv: [] });
  await once(child, 'exit');
  t.true(existsSync(path));
  const address = { kind: 'unix', path } as const;
  const listener = await setting.host.network.listenStream(address, () => new Recorder());
  const link = await setting.host.network.connectStream(address, 1_000, () => new Recorder());
  link.close('done');
  await listener.close();
});

test('a unix path that is too long is refused in words', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const address = { kind: 'unix', path: `${setting.directory}/${'x'.repeat(120)}` } as const;
  const error = await t.throwsAsync(setting.host.network.listenStream(address, () => new Recorder()));
  t.is(codeOf(error), 'INVALID');
});

test('message links share the HTTP server they are given', async (t) => {
  const guard = new HttpGuard(new Refusals(new NodeClock(), sayIn(silentLog)));
  const httpServer = guard.server;
  httpServer.on('request', (_request, response) => response.end('rest'));
  const host = createNodeHost({ log: { level: 'error' }, httpServer: guard });
  const messages: Uint8Array[] = [];
  const listener = await host.network.listenMessages({ kind: 'tcp', host: '127.0.0.1', port: 0 }, () => ({
    message: (bytes) => messages.push(bytes),
    closed: () => undefined,
  }));
  if (listener.address.kind !== 'tcp') throw new Error('a TCP address is bound');
  const answer = await fetch(`http://127.0.0.1:${listener.address.port}/`);
  t.is(await answer.text(), 'rest');
  const closed: string[] = [];
  const link = await host.network.connectMessages(listener.address, 1_000, () => ({
    message: () => undefined,
    closed: (reason) => closed.push(reason),
  }));
  link.send(pattern(9));
  await untilTrue(() => messages.length === 1);
  link.close('done');
  await untilTrue(() => closed.length === 1);
  await listener.close();
  t.true(httpServer.listening);
  httpServer.close();
  httpServer.closeAllConnections();
});

test('connecting gives up when the other side accepts and says nothing', async (t) => {
  const silent = net.createServer();
  const held: net.Socket[] = [];
  silent.on('connection', (socket) => held.push(socket));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP address is bound');
  const host = createNodeHost({ log: { level: 'error' } });
  const attempt = host.network.connectMessages({ kind: 'tcp', host: '127.0.0.1', port: address.port }, 50, () => {
    throw new Error('no link comes of it');
  });
  t.is(codeOf(await t.throwsAsync(attempt)), 'UNREACHABLE');
  for (const socket of held) socket.destroy();
  silent.close();
});

test('a store whose files are damaged is told from one that fails', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const path = `${setting.directory}/store`;
  const store = await setting.host.disks.openStore(path);
  await store.batch([{ kind: 'put', key: 'a', value: pattern(10) }], { sync: true });
  await store.close();
  const manifest = readdirSync(path).find((name) => name.startsWith('MANIFEST'));
  writeFileSync(`${path}/${manifest}`, pattern(100));
  t.is(codeOf(await t.throwsAsync(setting.host.disks.openStore(path))), 'DAMAGED');
});

test('the log is lines of JSON in files that rotate below a ceiling', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const file = `${setting.directory}/sds1.log`;
  const log = createNodeLog({ file, level: 'info', fields: { name: 'sds1' }, fileBytes: 2_000, fileCount: 3 });
  const device = log.with({ device: 7 });
  for (let count = 0; count < 200; count++) device.write('warn', 'device slow', { count });
  log.write('debug', 'not shown');
  t.deepEqual(readdirSync(setting.directory).sort(), ['sds1.log', 'sds1.log.1', 'sds1.log.2']);
  for (const name of readdirSync(setting.directory)) t.true(statSync(`${setting.directory}/${name}`).size < 2_300);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const last: unknown = JSON.parse(lines.at(-1) ?? '');
  t.like(last, { level: 'warn', name: 'sds1', device: 7, event: 'device slow', count: 199 });
});

test('a start with fewer log files removes what is over, and nothing else', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const file = `${setting.directory}/sds1.log`;
  const names = ['sds1.log.1', 'sds1.log.2', 'sds1.log.7', 'sds1.log.old', 'sds10.log.7'];
  for (const name of names) writeFileSync(`${setting.directory}/${name}`, 'x\n');
  createNodeLog({ file, level: 'info', fileCount: 2 });
  t.deepEqual(readdirSync(setting.directory).sort(), ['sds1.log', 'sds1.log.1', 'sds1.log.old', 'sds10.log.7']);
});

test('a line that a full disk has torn is not glued to the next one', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const file = `${setting.directory}/sds1.log`;
  writeFileSync(file, '{"event":"whole"}\n{"event":"to');
  createNodeLog({ file, level: 'info' }).write('info', 'after');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  t.is(lines.length, 3);
  t.like(JSON.parse(lines[2] ?? ''), { event: 'after' });
});

test('a log on a full disk stops nobody: lines are dropped, and their number is said when there is room', async (t) => {
  if (process.getuid?.() !== 0) return skipTest(t, 'root', 'a small file system of its own needs root');
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  const disk = `${setting.directory}/disk`;
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', disk]);
  t.teardown(() => execFileSync('umount', ['-l', disk]));
  const fill = (): void => {
    t.throws(() => writeFileSync(`${disk}/ballast`, pattern(64 * 1024)), { code: 'ENOSPC' });
  };
  // There is not even room for the file.
  fill();
  const log = createNodeLog({ file: `${disk}/sds1.log`, level: 'info', fileBytes: 2_000, fileCount: 3 });
  for (let count = 0; count < 100; count++) log.write('info', 'lost', { count });
  unlinkSync(`${disk}/ballast`);
  for (let count = 0; count < 10; count++) log.write('info', 'kept', { count });
  // It fills up while lines come: one may be torn, and no rotation finds room.
  fill();
  for (let count = 0; count < 200; count++) log.write('info', 'lost again', { count });
  unlinkSync(`${disk}/ballast`);
  log.write('info', 'last');
  const lines = readdirSync(disk)
    .flatMap((name) => readFileSync(`${disk}/${name}`, 'utf8').trimEnd().split('\n'))
    .flatMap((line) => (isJson(line) ? [JSON.parse(line) as { event: string; count?: number }] : []));
  t.true(lines.some(({ event }) => event === 'last'));
  t.is(lines.filter(({ event }) => event === 'kept').length, 10);
  const dropped = lines.filter(({ event }) => event === 'log lines dropped').map(({ count }) => count ?? 0);
  t.true(dropped.includes(100), `${dropped}`);
});

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

test('a log where none can lie is refused in words', async (t) => {
  const setting = await makeNodeSetting();
  t.teardown(() => setting.close());
  t.is(codeOf(t.throws(() => createNodeLog({ file: `${setting.directory}/no/such.log`, level: 'info' }))), 'NOT_FOUND');
  t.is(codeOf(t.throws(() => createNodeLog({ file: setting.directory, level: 'info' }))), 'DISK_FAILED');
});

test('a timer never fires before its time, and a cancelled one not at all', async (t) => {
  const { clock } = createNodeHost({ log: { level: 'error' } });
  let early = 0;
  let fired = 0;
  for (let count = 0; count < 50; count++) {
    const dueMs = clock.nowMs() + count * 0.37;
    clock.after(count * 0.37, () => {
      fired++;
      if (clock.nowMs() < dueMs) early++;
    });
    clock.after(1, () => t.fail('it was cancelled')).cancel();
  }
  await untilTrue(() => fired === 50);
  t.is(early, 0);
});

test('random bytes differ, whatever their number', (t) => {
  const { random } = createNodeHost({ log: { level: 'error' } });
  const seen = new Set<string>();
  for (let count = 0; count < 1_000; count++) seen.add(Buffer.from(random.bytes(new Uint8Array(16))).toString('hex'));
  t.is(seen.size, 1_000);
  t.true(random.bytes(new Uint8Array(100_000)).some((byte) => byte !== 0));
});
