/** What a port of a daemon must bear: bytes of every sort of ill will, over real sockets. */

import { createHash, randomBytes, randomFillSync } from 'node:crypto';
import * as net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../../common/assert.ts';
import { frameKind } from '../../common/frame.ts';
import { CallerHandshake, type Credentials, type Introduction } from '../../common/handshake.ts';
import type { Random } from '../../common/host.ts';
import { encodeHandshake } from '../../common/messages.ts';
import { frame } from '../fuzz/frames.ts';

export type Endpoint = { readonly path: string } | { readonly host: string; readonly port: number };

export type PortKind = 'http' | 'data' | 'nbd';

/** Longer than any server here lets a stranger stay. */
const patienceMs = 15_000;

export function endpointOf(address: string): Endpoint {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
}

/** Resolves when the socket is connected. */
export async function connect(endpoint: Endpoint): Promise<net.Socket> {
  const socket = net.connect(endpoint);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('connect', resolve);
  socket.once('error', reject);
  await promise;
  // From here on the server may cut it off as it likes.
  socket.on('error', () => socket.destroy());
  return socket;
}

/** Sends the bytes, reads whatever comes, and resolves with it when the server has closed the link or patience is over. */
export async function throwAt(endpoint: Endpoint, bytes: Uint8Array, waitMs = patienceMs): Promise<Buffer> {
  const socket = await connect(endpoint);
  const heard: Buffer[] = [];
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.end(bytes);
  const over = new AbortController();
  await Promise.race([closed, pause(waitMs, undefined, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
  socket.destroy();
  return Buffer.concat(heard);
}

const introduction: Introduction = {
  role: 'sdc',
  nodeId: 4_000_000,
  nodeName: 'wall',
  incarnation: 1,
  lane: 0,
  counter: 1,
  targetDeviceId: 0,
};

const chance: Random = { bytes: (into) => randomFillSync(into), fraction: () => 0 };

export function helloOf(credentials: Credentials, who: Partial<Introduction> = {}): Buffer {
  const { hello } = new CallerHandshake(credentials, chance, { ...introduction, ...who });
  return frame({ kind: frameKind.HANDSHAKE, body: hello });
}

function upgrade(): Buffer {
  const key = createHash('sha1').update(randomBytes(8)).digest('base64').slice(0, 22);
  return Buffer.from(
    `GET /control HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}==\r\n\r\n`,
  );
}

/** A masked binary WebSocket frame with a length of 8 bytes, which need not be true. */
function webSocketFrame(payload: Uint8Array, announced: bigint): Buffer {
  const head = Buffer.alloc(14);
  head[0] = 0x82;
  head[1] = 0xff;
  head.writeBigUInt64BE(announced, 2);
  return Buffer.concat([head, payload]);
}

function wrongFrame(field: number, value: number): Buffer {
  const bytes = Buffer.from(frame({ kind: frameKind.HANDSHAKE, body: randomBytes(100) }));
  bytes.writeUInt32LE(value, field);
  return bytes;
}

/** A length-delimited field of 2^32-1 bytes, a list of a thousand empty elements, groups within groups. */
const absurdProtobufs = [
  Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.alloc(2000, Buffer.from([0x0a, 0x00])),
  Buffer.alloc(4000, 0x0b),
];

function nbdOption(length: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(3, 0);
  head.write('IHAVEOPT', 4, 'latin1');
  head.writeUInt32BE(7, 12);
  head.writeUInt32BE(length, 16);
  return Buffer.concat([head, data]);
}

/** What strangers send, by the sort of port; the first is for all. */
export function rubbishFor(kind: PortKind, credentials: Credentials): readonly Buffer[] {
  const all = [1, 24, 4096, 200_000].map((length) => randomBytes(length));
  const post = (head: string, body: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`POST /api/v1/commands/query_all HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`), body]);
  switch (kind) {
    case 'http':
      return [
        ...all,
        post(`Content-Length: ${2 ** 32 - 1}`, randomBytes(200_000)),
        post('Transfer-Encoding: chunked', Buffer.from('ffffffff\r\nrubbish')),
        post('Authorization: Bearer wrong\r\nContent-Type: application/json\r\nContent-Length: 2', Buffer.from('{}')),
        Buffer.from(`GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
        Buffer.from(`GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(1000)}\r\n`),
        Buffer.from('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200)),
        Buffer.concat([upgrade(), randomBytes(4000)]),
        Buffer.concat([upgrade(), webSocketFrame(randomBytes(200_000), 2n ** 32n - 1n)]),
        Buffer.concat([upgrade(), webSocketFrame(randomBytes(100), 2n ** 63n)]),
        ...absurdProtobufs.map((body) => Buffer.concat([upgrade(), webSocketFrame(body, BigInt(body.length))])),
        ...absurdProtobufs,
      ];
    case 'data': {
      const foreign = { clusterId: 'f'.repeat(32), key: credentials.key };
      return [
        ...all,
        wrongFrame(4, 2 ** 32 - 1),
        wrongFrame(8, 2 ** 32 - 1),
        wrongFrame(4, 0),
        wrongFrame(12, 0xffff_ffff),
        ...absurdProtobufs.map((body) => frame({ kind: frameKind.HANDSHAKE, body })),
        helloOf(foreign),
        Buffer.concat([helloOf(credentials), randomBytes(4000)]),
        helloOf(credentials, { role: 'root' }),
        helloOf(credentials, { role: 'engine' }),
        helloOf(credentials, { incarnation: Number.NaN }),
        frame({ kind: frameKind.WRITE, words: [0, 0, 4096], payload: randomBytes(4096) }),
        frame({
          kind: frameKind.HANDSHAKE,
          body: encodeHandshake({ kind: 'auth', body: { proof: new Uint8Array(32) } }),
        }),
      ];
    }
    case 'nbd':
      return [
        ...all,
        nbdOption(2 ** 32 - 1, randomBytes(200_000)),
        nbdOption(10, Buffer.from('ffffffff000000000000', 'hex')),
        Buffer.alloc(4, 0xff),
        Buffer.concat([
          Buffer.from('00000003', 'hex'),
          Buffer.alloc(16 * 5000, nbdOption(0, Buffer.alloc(0)).subarray(4)),
        ]),
        Buffer.concat([nbdOption(10, Buffer.from('0000000464656d6f0000', 'hex')), randomBytes(100_000)]),
      ];
  }
}

/** Connections that send one byte of a good beginning at a time, for as long as they are let; ends with `stop`. */
export class SlowCrowd {
  readonly #sockets: net.Socket[] = [];
  #stopped = false;

  async gather(endpoint: Endpoint, count: number, beginning: Buffer, everyMs: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const socket = await connect(endpoint);
      socket.resume();
      this.#sockets.push(socket);
      this.#drip(socket, beginning, everyMs);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  #drip(socket: net.Socket, beginning: Buffer, everyMs: number): void {
    let at = 0;
    const timer = setInterval(() => {
      if (this.#stopped || socket.destroyed || at >= beginning.length) clearInterval(timer);
      else socket.write(beginning.subarray(at, ++at));
    }, everyMs);
  }
}

/** Links that are opened and never say a word. */
export async function halfOpen(endpoint: Endpoint, count: number): Promise<net.Socket[]> {
  const sockets: net.Socket[] = [];
  for (let index = 0; index < count; index++) {
    const socket = await connect(endpoint);
    socket.resume();
    sockets.push(socket);
  }
  return sockets;
}

export function beginningFor(kind: PortKind, credentials: Credentials): Buffer {
  if (kind === 'http') return Buffer.from(`GET /metrics HTTP/1.1\r\nHost: ${'slow'.repeat(1000)}\r\n\r\n`);
  return kind === 'data' ? helloOf(credentials) : nbdOption(1000, Buffer.alloc(1000));
}

/** Anonymous memory of a process in bytes: what it holds of its own, not pages of files. */
export function anonymousBytes(status: string): number {
  const kib = must(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1], 'the line RssAnon of /proc/PID/status');
  return Number(kib) * 1024;
}
