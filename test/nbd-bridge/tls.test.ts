/** NBD inside TLS, with certificates and with keys that both sides know: real clients, and peers that are up to no good. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as tls from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import type { TlsConfig } from '../../common/config.ts';
import { ClusterError } from '../../common/errors.ts';
import type { Address } from '../../common/host.ts';
import { parsePsk, readTlsOptions } from '../../common/host-node/tls-files.ts';
import { listenSecurable } from '../../common/host-node/tls-network.ts';
import { SlabPool } from '../../common/slab.ts';
import { mib } from '../../common/units.ts';
import { NbdServer } from '../../nbd-bridge/server.ts';
import { makePki, type Pki } from '../pki.ts';
import { requireTool } from '../tools.ts';
import { goBytes, hex, option, request } from './fakes.ts';
import { RamExports, RamVolume } from './ram-volume.ts';
import { fails, run } from './served.ts';
import { createTestHost } from './test-host.ts';

/** Made once for all tests of this file: each certificate takes openssl two processes. */
let shared: Promise<{ readonly directory: string; readonly pki: Pki }> | undefined;

async function makeShared(): Promise<{ readonly directory: string; readonly pki: Pki }> {
  const directory = await mkdtemp(join(tmpdir(), 'sio-pki-'));
  return { directory, pki: await makePki(directory) };
}

async function sharedPki(): Promise<Pki> {
  shared ??= makeShared();
  return (await shared).pki;
}

test.after.always(async () => {
  if (shared !== undefined) await rm((await shared).directory, { recursive: true });
});

interface Served {
  readonly pki: Pki;
  readonly server: NbdServer;
  readonly volume: RamVolume;
  readonly port: number;
  readonly directory: string;
}

/** A server with the export `ram` on TCP, and on a unix socket inside TLS where `unix` is asked for. */
async function serve(
  t: ExecutionContext,
  configOf: (pki: Pki) => TlsConfig,
  { unix = false } = {},
): Promise<Served | undefined> {
  if (!requireTool(t, 'openssl')) return undefined;
  const directory = await mkdtemp(join(tmpdir(), 'sio-tls-'));
  const pki = await sharedPki();
  const volume = new RamVolume({ name: 'ram', sizeBytes: 16 * mib });
  const options = await readTlsOptions(configOf(pki));
  const address: Address = unix
    ? { kind: 'unix', path: join(directory, 'tls.sock') }
    : { kind: 'tcp', host: '127.0.0.1', port: 0 };
  const server = new NbdServer({
    host: createTestHost(),
    address: { kind: 'unix', path: join(directory, 'nbd.sock') },
    network: { address, listenTls: (at, accept) => listenSecurable(options, at, accept) },
    exports: new RamExports(volume),
    slabs: new SlabPool({ poison: true }),
  });
  await server.open();
  t.teardown(async () => {
    await server.close();
    await rm(directory, { recursive: true });
  });
  const bound = server.networkAddress;
  return { pki, server, volume, directory, port: bound?.kind === 'tcp' ? bound.port : 0 };
}

const certificateOf = ({ certificate, key }: Pki): TlsConfig => ({ kind: 'certificate', certificate, key });
const mutualOf = ({ certificate, key, ca }: Pki): TlsConfig => ({
  kind: 'certificate',
  certificate,
  key,
  clientCa: ca,
});
const pskOf = ({ psk }: Pki): TlsConfig => ({ kind: 'psk', psk });

const byCertificate = (port: number, folder: string): string =>
  `nbds://localhost:${port}/ram?tls-certificates=${folder}`;
const byPsk = (port: number, file: string): string => `nbds://alice@localhost:${port}/ram?tls-psk-file=${file}`;

/** In and out through TLS, by libnbd's tools. */
async function copyBothWays(t: ExecutionContext, { directory, volume }: Served, uri: string): Promise<void> {
  const content = randomBytes(16 * mib);
  const [from, to] = [join(directory, 'in.raw'), join(directory, 'out.raw')] as const;
  await writeFile(from, content);
  t.regex(await run(t, 'nbdinfo', uri), /with TLS, using structured packets/);
  await run(t, 'nbdcopy', '--flush', from, uri);
  t.true(volume.snapshot(0, content.length).equals(content));
  await run(t, 'nbdcopy', uri, to);
  t.true((await readFile(to)).equals(content));
  t.is(volume.pin.holders, 0);
}

test('libnbd copies inside TLS with a certificate', async (t) => {
  if (!requireTool(t, 'nbdcopy')) return;
  const served = await serve(t, certificateOf);
  if (served === undefined) return;
  await copyBothWays(t, served, byCertificate(served.port, served.pki.clientFolder));
});

test('libnbd copies inside TLS with a key that both sides know', async (t) => {
  if (!requireTool(t, 'nbdcopy')) return;
  const served = await serve(t, pskOf);
  if (served === undefined) return;
  await copyBothWays(t, served, byPsk(served.port, served.pki.psk));
});

test('libnbd copies inside TLS over a unix socket', async (t) => {
  if (!requireTool(t, 'nbdcopy')) return;
  const served = await serve(t, certificateOf, { unix: true });
  if (served === undefined) return;
  const { directory, pki } = served;
  const certificates = `tls-certificates=${pki.clientFolder}&tls-verify-peer=false`;
  await copyBothWays(t, served, `nbds+unix:///ram?socket=${join(directory, 'tls.sock')}&${certificates}`);
});

test('qemu-img converts and compares inside TLS with certificates and with keys', async (t) => {
  if (!requireTool(t, 'qemu-img')) return;
  for (const [configOf, credentialsOf] of [
    [mutualOf, ({ clientFolder }: Pki) => `tls-creds-x509,id=tls,endpoint=client,dir=${clientFolder}`],
    [pskOf, ({ pskFolder }: Pki) => `tls-creds-psk,id=tls,endpoint=client,dir=${pskFolder},username=alice`],
  ] as const) {
    const served = await serve(t, configOf);
    if (served === undefined) return;
    const { directory, port, pki } = served;
    const from = join(directory, 'disk.raw');
    await writeFile(from, Buffer.concat([randomBytes(3 * mib), Buffer.alloc(13 * mib)]));
    const credentials = ['--object', credentialsOf(pki)];
    const target = `driver=raw,file.driver=nbd,file.host=localhost,file.port=${port},file.export=ram,file.tls-creds=tls`;
    const convert = ['convert', ...credentials, '-n', '--image-opts', '--target-image-opts'];
    await run(t, 'qemu-img', ...convert, `driver=raw,file.filename=${from}`, target);
    t.true(served.volume.snapshot(0, 16 * mib).equals(await readFile(from)));
    const compare = ['compare', ...credentials, '--image-opts', `driver=raw,file.filename=${from}`, target];
    t.regex(await run(t, 'qemu-img', ...compare), /identical/);
  }
});

test('who must show a certificate is let in with one of the right CA only', async (t) => {
  if (!requireTool(t, 'nbdinfo')) return;
  const served = await serve(t, mutualOf);
  if (served === undefined) return;
  const { port, pki, server } = served;
  await run(t, 'nbdinfo', '--size', byCertificate(port, pki.clientFolder));
  await fails(t, 'nbdinfo', '--size', byCertificate(port, pki.strangerFolder));
  await gone(await connectTls(port, { rejectUnauthorized: false }));
  t.is(server.counters.protocolErrorsTotal, 0);
});

test('a wrong key, an unknown user and a client without TLS do not come in', async (t) => {
  if (!requireTool(t, 'nbdinfo')) return;
  const served = await serve(t, pskOf);
  if (served === undefined) return;
  const { port, pki, server } = served;
  await fails(t, 'nbdinfo', '--size', byPsk(port, pki.wrongPsk));
  await fails(t, 'nbdinfo', '--size', byPsk(port, pki.psk).replace('alice', 'carol'));
  t.is(server.counters.tlsFailuresTotal, 2);
  t.regex(await fails(t, 'nbdinfo', '--size', `nbd://localhost:${port}/ram`), /TLS/);
  await run(t, 'nbdinfo', '--size', byPsk(port, pki.psk).replace('alice', 'bob'));
});

/** Resolves when the link is gone, for whatever reason. */
function gone(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** A link in the clear up to the acknowledgement of STARTTLS; `also` goes with it in the same packet. */
async function askForTls(port: number, also: Uint8Array = new Uint8Array()): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let seen = Buffer.alloc(0);
  await once(socket, 'connect');
  socket.write(Buffer.concat([hex('00000003'), option(5), also]));
  while (seen.length < 18 + 20 && !socket.destroyed) {
    const bytes = await Promise.race([once(socket, 'data'), gone(socket)]);
    if (bytes !== undefined) seen = Buffer.concat([seen, bytes[0]]);
  }
  socket.removeAllListeners('data');
  return socket;
}

async function connectTls(port: number, options: tls.ConnectionOptions): Promise<tls.TLSSocket> {
  const socket = tls.connect({ ...options, socket: await askForTls(port) });
  socket.on('error', () => undefined);
  await Promise.race([new Promise((resolve) => socket.once('secureConnect', resolve)), gone(socket)]);
  return socket;
}

/** Reads that many bytes. */
async function read(socket: net.Socket, count: number): Promise<Buffer> {
  let seen = Buffer.alloc(0);
  while (seen.length < count) {
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    seen = Buffer.concat([seen, bytes]);
  }
  return seen;
}

test('TLS older than 1.2 is refused; 1.2 and 1.3 are spoken', async (t) => {
  const served = await serve(t, certificateOf);
  if (served === undefined) return;
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await connectTls(served.port, {
      rejectUnauthorized: false,
      minVersion: version,
      maxVersion: version,
    });
    t.is(socket.getProtocol(), version);
    socket.destroy();
  }
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await gone(await connectTls(served.port, { rejectUnauthorized: false, ...old }));
  t.is(served.server.connectionsOf('ram'), 0);
});

test('with keys TLS 1.2 and 1.3 are spoken, with forward secrecy', async (t) => {
  const served = await serve(t, pskOf);
  if (served === undefined) return;
  const [, key = ''] = /^alice:([0-9a-f]+)$/m.exec(await readFile(served.pki.psk, 'utf8')) ?? [];
  const pskCallback = (): tls.PSKCallbackNegotation => ({ psk: Buffer.from(key, 'hex'), identity: 'alice' });
  for (const [version, ciphers, name] of [
    ['TLSv1.2', 'PSK', /^ECDHE-PSK-/],
    ['TLSv1.3', 'TLS_AES_128_GCM_SHA256', /^TLS_AES_128_GCM_SHA256$/],
  ] as const) {
    const socket = await connectTls(served.port, {
      pskCallback,
      ciphers,
      minVersion: version,
      maxVersion: version,
      checkServerIdentity: () => undefined,
    });
    t.is(socket.getProtocol(), version);
    t.regex(socket.getCipher().name, name);
    socket.destroy();
  }
});

test('options that follow STARTTLS in the clear close the link: none is ever taken as encrypted', async (t) => {
  const served = await serve(t, certificateOf);
  if (served === undefined) return;
  const socket = await askForTls(served.port, option(8));
  await gone(socket);
  t.is(served.server.counters.protocolErrorsTotal, 1);
});

test('bytes that are no TLS after STARTTLS close the link, and others are served', async (t) => {
  const served = await serve(t, certificateOf);
  if (served === undefined) return;
  const socket = await askForTls(served.port);
  socket.resume();
  socket.write(option(8));
  await gone(socket);
  const other = await connectTls(served.port, { rejectUnauthorized: false });
  other.write(option(3));
  t.true((await read(other, 20)).length > 0);
  other.destroy();
});

test("a client that pauses, reads late and asks for much gets all of it; DISC ends with TLS's own goodbye", async (t) => {
  const served = await serve(t, certificateOf);
  if (served === undefined) return;
  const { volume, port, server } = served;
  const content = randomBytes(16 * mib);
  const socket = await connectTls(port, { rejectUnauthorized: false });
  socket.write(goBytes('ram').subarray(4));
  await read(socket, 34 + 32 + 20);
  const writes = Array.from({ length: 16 }, (_, index) =>
    request({ type: 1, offset: index * mib, payload: content.subarray(index * mib, (index + 1) * mib) }),
  );
  socket.write(Buffer.concat(writes));
  await read(socket, 16 * 16);
  t.true(volume.snapshot(0, content.length).equals(content));
  // Three times what the server holds unsent: it must stop reading, and go on when this side reads.
  const rounds = 4;
  const reads = Array.from({ length: rounds * 16 }, (_, index) =>
    request({ type: 0, offset: (index % 16) * mib, lengthBytes: mib }),
  );
  socket.pause();
  socket.write(Buffer.concat([...reads, request({ type: 2 })]));
  while (volume.pin.holders < 8) await setImmediate();
  let length = 0;
  const ended = once(socket, 'end');
  socket.on('data', (bytes: Buffer) => {
    length += bytes.length;
  });
  socket.resume();
  await ended;
  t.is(length, rounds * 16 * (mib + 16));
  t.is(volume.pin.holders, 0);
  t.is(server.counters.protocolErrorsTotal, 0);
});

test('files that cannot serve are refused with the file and the way out', async (t) => {
  if (!requireTool(t, 'openssl')) return;
  const directory = await mkdtemp(join(tmpdir(), 'sio-tls-'));
  t.teardown(() => rm(directory, { recursive: true }));
  const pki = await sharedPki();
  const empty = join(directory, 'empty');
  const open = join(directory, 'open.psk');
  const large = join(directory, 'large.psk');
  await writeFile(empty, '\n', { mode: 0o600 });
  await writeFile(large, Buffer.alloc(1024 * 1024 + 1), { mode: 0o600 });
  await writeFile(open, await readFile(pki.psk));
  await chmod(open, 0o644);
  const otherKey = join(pki.clientFolder, 'client-key.pem');
  for (const [config, code, text] of [
    [{ kind: 'psk', psk: join(directory, 'none') }, 'NOT_FOUND', /Could not read the file of TLS keys .*none/],
    [{ kind: 'psk', psk: open }, 'NOT_ALLOWED', /Others may read .*open\.psk: chmod 600/],
    [{ kind: 'psk', psk: empty }, 'DAMAGED', /has no key/],
    [{ kind: 'psk', psk: large }, 'DAMAGED', /over 1048576 bytes/],
    [
      { kind: 'certificate', certificate: pki.certificate, key: otherKey },
      'DAMAGED',
      /server-cert\.pem and .*client-key/,
    ],
    [{ kind: 'certificate', certificate: empty, key: pki.key }, 'DAMAGED', /PEM/],
    [{ ...certificateOf(pki), clientCa: join(directory, 'none') } as TlsConfig, 'NOT_FOUND', /CA of the TLS clients/],
  ] as const) {
    const error = await t.throwsAsync(readTlsOptions(config), { instanceOf: ClusterError });
    t.is(error.code, code);
    t.regex(error.message, text);
  }
});

test('a file of keys is read as psktool writes it, and each wrong line is named', (t) => {
  const key = 'ab'.repeat(16);
  t.deepEqual([...parsePsk('f', `alice:${key}\n\nbob:${key}\n`).keys()], ['alice', 'bob']);
  for (const [text, line] of [
    ['alice', 1],
    [`alice:${key}\n:${key}`, 2],
    ['alice:abc', 1],
    [`alice:${'ab'.repeat(15)}`, 1],
    [`alice:${'ab'.repeat(65)}`, 1],
    [`alice:${key}\nalice:${key}`, 2],
  ] as const) {
    t.regex(t.throws(() => parsePsk('f', text))?.message ?? '', new RegExp(`Line ${line} of f`));
  }
});
