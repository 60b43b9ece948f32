/** Byte-stream links of the real world: listening and connecting over TCP and unix sockets. */

import { unlinkSync } from 'node:fs';
import * as net from 'node:net';
import { ClusterError, messageOf } from '../errors.ts';
import type { Address, Listener, StreamHandlers, StreamLink } from '../host.ts';
import { boundAddress, endpointOf, formatAddress, remoteOf } from './addresses.ts';
import { setReadMemory, takeOver } from './socket-handle.ts';
import { NodeStreamLink } from './stream-link.ts';
import { systemCodeOf } from './system-errors.ts';

/** When the kernel begins to probe an idle TCP link whose other side may be gone. */
const keepAliveDelayMs = 5_000;

/** How long the owner of an existing unix socket file has to answer before the file counts as left behind. */
const staleProbeMs = 1_000;

/** Accepts links until it is closed; links outlive it. */
export async function listenStream(address: Address, accept: (link: StreamLink) => StreamHandlers): Promise<Listener> {
  const server = net.createServer({ pauseOnConnect: true }, (accepted) => acceptLink(accepted, address, accept));
  await bind(server, address);
  return new NodeListener(server, boundAddress(server, address));
}

function acceptLink(accepted: net.Socket, address: Address, accept: (link: StreamLink) => StreamHandlers): void {
  const link = new NodeStreamLink(remoteOf(accepted, address));
  link.setHandlers(accept(link));
  const socket = takeOver(accepted, link);
  tune(socket, address);
  link.attach(socket);
}

function tune(socket: net.Socket, address: Address): void {
  if (address.kind === 'unix') return;
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveDelayMs);
}

/** Listens; a unix socket file on which nobody answers is removed first. */
export async function bind(server: net.Server, address: Address): Promise<void> {
  try {
    await listenOnce(server, address);
  } catch (error) {
    const isFile = address.kind === 'unix' && !address.path.startsWith('\0');
    if (!isFile || systemCodeOf(error) !== 'EADDRINUSE' || (await answers(address))) {
      throw bindError(address, error);
    }
    unlinkSync(address.path);
    try {
      await listenOnce(server, address);
    } catch (again) {
      throw bindError(address, again);
    }
  }
}

function bindError(address: Address, cause: unknown): ClusterError {
  if (cause instanceof ClusterError) return cause;
  return new ClusterError(
    'UNREACHABLE',
    `Could not listen on ${formatAddress(address)}: ${messageOf(cause)}; choose another address or stop what uses it`,
    { cause },
  );
}

function listenOnce(server: net.Server, address: Address): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const endpoint = endpointOf(address);
  server.once('error', reject);
  server.listen(endpoint, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}

/** Whether somebody accepts on a unix socket. */
async function answers(address: Address): Promise<boolean> {
  try {
    const link = await connectStream(address, staleProbeMs, () => silent);
    link.close('the address is in use');
    return true;
  } catch (error) {
    const code = systemCodeOf(error instanceof Error ? error.cause : undefined);
    return code !== 'ECONNREFUSED' && code !== 'ENOENT';
  }
}

const probeMemory = new Uint8Array(1);

/** For a link that is only tried. */
const silent: StreamHandlers = {
  space: () => probeMemory,
  received: () => undefined,
  drained: () => undefined,
  closed: () => undefined,
};

export class NodeListener implements Listener {
  readonly address: Address;
  readonly #server: net.Server;
  #closing: Promise<void> | undefined;

  constructor(server: net.Server, address: Address) {
    this.#server = server;
    this.address = address;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    return promise;
  }
}

/** Rejects with ClusterError `UNREACHABLE`; the system's error is the cause where there is one. */
export function connectStream(
  address: Address,
  timeoutMs: number,
  handlers: (link: StreamLink) => StreamHandlers,
): Promise<StreamLink> {
  const { promise, resolve, reject } = Promise.withResolvers<StreamLink>();
  const attempt = { link: undefined as NodeStreamLink | undefined };
  // The socket asks for memory when it begins to connect, before there is a link to ask.
  const socket = net.connect({
    ...endpointOf(address),
    onread: {
      buffer: () => attempt.link?.buffer() ?? connectingMemory,
      callback: (count) => attempt.link?.callback(count) ?? false,
    },
  });
  const fail = (cause: unknown): void => {
    clearTimeout(timer);
    socket.destroy();
    const why = cause === undefined ? `no answer within ${timeoutMs} ms` : messageOf(cause);
    reject(new ClusterError('UNREACHABLE', `Could not connect to ${formatAddress(address)}: ${why}`, { cause }));
  };
  const timer = setTimeout(fail, timeoutMs, undefined);
  socket.once('error', fail);
  socket.once('connect', () => {
    clearTimeout(timer);
    socket.off('error', fail);
    tune(socket, address);
    const link = new NodeStreamLink(remoteOf(socket, address));
    link.setHandlers(handlers(link));
    attempt.link = link;
    link.attach(socket);
    // Reading starts when this event has been told to everybody.
    if (!socket.destroyed) setReadMemory(socket, link.buffer());
    resolve(link);
  });
  return promise;
}

const connectingMemory = new Uint8Array(1);
