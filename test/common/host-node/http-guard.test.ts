/** The HTTP ports against connections that use them up: every limit of http-guard.ts, over real sockets. */

import { once } from 'node:events';
import * as net from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { NodeClock } from '../../../common/host-node/clock.ts';
import { HttpGuard, maximumHeaderBytes, maximumHeaderCount } from '../../../common/host-node/http-guard.ts';
import { maximumHalfOpenLinks } from '../../../common/link-gate.ts';
import { Refusals } from '../../../common/refusals.ts';
import { halfOpen, throwAt } from '../../integration/rubbish.ts';
import { untilTrue } from './setting.ts';

interface Scene {
  readonly guard: HttpGuard;
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly requests: string[];
}

async function listen(t: ExecutionContext, times: { readonly headersTimeoutMs?: number } = {}): Promise<Scene> {
  const refusals = new Refusals(new NodeClock(), () => undefined);
  const guard = new HttpGuard(refusals, times);
  const requests: string[] = [];
  guard.server.on('request', (request, response) => {
    requests.push(request.url ?? '');
    response.end('answer');
  });
  guard.server.listen(0, '127.0.0.1');
  await once(guard.server, 'listening');
  t.teardown(() => {
    refusals.close();
    guard.server.close();
    guard.server.closeAllConnections();
  });
  const { port } = guard.server.address() as net.AddressInfo;
  return { guard, endpoint: { host: '127.0.0.1', port }, requests };
}

const limitMs = 20_000;

test('while more connections say nothing than there is room for, a request is answered', async (t) => {
  const { guard, endpoint } = await listen(t);
  const sockets = await halfOpen(endpoint, 500);
  const response = await fetch(`http://127.0.0.1:${endpoint.port}/`);
  t.is(await response.text(), 'answer');
  t.true(guard.halfOpenCount <= maximumHalfOpenLinks);
  t.is(guard.refusals.counts.BUSY, 501 - maximumHalfOpenLinks);
  for (const socket of sockets) socket.destroy();
});

test('a request that comes byte by byte is ended when its time is over', async (t) => {
  const { guard, endpoint, requests } = await listen(t, { headersTimeoutMs: 100 });
  const socket = net.connect(endpoint);
  const heard: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => void heard.push(bytes));
  socket.write('GET / HTTP/1.1\r\nHost');
  await once(socket, 'close');
  t.regex(Buffer.concat(heard).toString(), /^HTTP\/1\.1 408 /);
  t.is(guard.refusals.counts.TIMEOUT, 1);
  t.deepEqual(requests, []);
});

test('headers that are too long, or no HTTP at all, are refused with a status', async (t) => {
  const { guard, endpoint, requests } = await listen(t);
  const long = Buffer.from(`GET / HTTP/1.1\r\nX: ${'x'.repeat(maximumHeaderBytes)}\r\n\r\n`);
  t.regex((await throwAt(endpoint, long, limitMs)).toString(), /^HTTP\/1\.1 431 /);
  t.regex((await throwAt(endpoint, Buffer.from('rubbish\r\n\r\n'), limitMs)).toString(), /^HTTP\/1\.1 400 /);
  t.is(guard.refusals.counts.INVALID, 2);
  t.deepEqual(requests, []);
});

test('a request with too many headers is refused, one with as many as are allowed is answered', async (t) => {
  const { endpoint, requests } = await listen(t);
  const request = (count: number): Buffer => {
    const lines = Array.from({ length: count - 1 }, (_, index) => `H${index}: v`).join('\r\n');
    return Buffer.from(`GET / HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n`);
  };
  t.regex((await throwAt(endpoint, request(maximumHeaderCount), limitMs)).toString(), /^HTTP\/1\.1 200 /);
  t.regex((await throwAt(endpoint, request(maximumHeaderCount + 1), limitMs)).toString(), /^HTTP\/1\.1 431 /);
  t.is(requests.length, 1);
});

test('a connection that has proven itself stays while strangers come and go, until it is a stranger again', async (t) => {
  const { guard, endpoint } = await listen(t);
  const accepted = once(guard.server, 'connection');
  const [proven] = await halfOpen(endpoint, 1);
  const [socket] = (await accepted) as [net.Socket];
  guard.proven(socket);
  const first = await halfOpen(endpoint, maximumHalfOpenLinks + 10);
  await untilTrue(() => guard.refusals.counts.BUSY === 10);
  t.false(socket.destroyed);
  guard.suspect(socket);
  const second = await halfOpen(endpoint, maximumHalfOpenLinks + 10);
  await untilTrue(() => socket.destroyed);
  for (const one of [...first, ...second, proven]) one?.destroy();
  await untilTrue(() => guard.halfOpenCount === 0);
  t.pass();
});
