/** Links of whole messages: WebSockets at `/control`, on an HTTP server of their own or the one of the REST interface. */

import type * as http from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { assert } from '../assert.ts';
import { ClusterError, messageOf } from '../errors.ts';
import { type Address, type Listener, type MessageHandlers, type MessageLink, maximumUnprovenBytes } from '../host.ts';
import type { Refusals } from '../refusals.ts';
import { boundAddress, formatAddress, remoteOf } from './addresses.ts';
import { HttpGuard } from './http-guard.ts';
import { bind } from './stream-network.ts';

export const controlPath = '/control';

/** A whole cluster map is the longest message that an MDM sends; a longer one closes its link. */
export const maximumMessageBytes = 64 * 1024 * 1024;

/** What a node sends is below: a report of all 65,536 slices of a pool takes 700 KiB. */
export const maximumNodeMessageBytes = 1024 * 1024;

/** A link on which more is unsent is ended, also when it is answers to pings: owners let 64 MiB of messages gather. */
export const maximumUnsentBytes = 80 * 1024 * 1024;

const pingEveryMs = 5_000;

/** A link on which nothing at all has arrived for so long is dead. */
const silenceMs = 15_000;

/** How long the other side has to answer a close before the socket is dropped. */
const closeTimeoutMs = 2_000;

const normalClosure = 1000;

/** The longest reason that a close frame carries, RFC 6455 section 5.5. */
const longestReasonBytes = 123;

class NodeMessageLink implements MessageLink {
  readonly remote: string;
  readonly #socket: WebSocket;
  readonly #pings: NodeJS.Timeout;
  #handlers: MessageHandlers | undefined;
  readonly #onProven: () => void;
  #heardAtMs = performance.now();
  #closed = false;

  /** The socket is open. */
  constructor(socket: WebSocket, remote: string, onProven: () => void = () => undefined) {
    this.#socket = socket;
    this.remote = remote;
    this.#onProven = onProven;
    this.#pings = setInterval(() => this.#ping(), pingEveryMs);
    // The socket itself keeps the process alive.
    this.#pings.unref();
    socket.on('message', (data) => this.#message(data));
    socket.on('ping', () => this.#pinged());
    socket.on('pong', () => this.#heard());
    socket.on('error', (error) => this.#end(error.message, true));
    socket.on('close', (code, reason) => this.#end(`the other side closed the link (${code} ${reason})`, true));
  }

  /** In the turn in which the socket opened: no message has come yet. */
  setHandlers(handlers: MessageHandlers): void {
    this.#handlers = handlers;
  }

  send(message: Uint8Array): void {
    if (!this.#closed) this.#socket.send(message);
  }

  get unsentBytes(): number {
    return this.#closed ? 0 : this.#socket.bufferedAmount;
  }

  /** What was sent before still goes out, if the other side takes it soon. */
  close(reason: string): void {
    this.#end(reason, false);
  }

  /** Closes at once: nothing that was sent or has arrived counts any more. */
  drop(reason: string): void {
    this.#end(reason, true);
  }

  #end(reason: string, atOnce: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#pings);
    if (atOnce) {
      this.#socket.terminate();
    } else {
      this.#socket.close(normalClosure, fitReason(reason));
      const timer = setTimeout(() => this.#socket.terminate(), closeTimeoutMs);
      this.#socket.once('close', () => clearTimeout(timer));
    }
    setImmediate(() => this.#handlers?.closed(reason));
  }

  proven(): void {
    this.#onProven();
  }

  /** ws has queued the answer: whoever sends pings and does not read would make us hold them all. */
  #pinged(): void {
    this.#heard();
    if (this.#socket.bufferedAmount > maximumUnsentBytes) this.#end('it does not read: too much is unsent', true);
  }

  #heard(): void {
    this.#heardAtMs = performance.now();
  }

  #ping(): void {
    if (performance.now() - this.#heardAtMs >= silenceMs) this.#end(`nothing heard for ${silenceMs} ms`, true);
    else this.#socket.ping();
  }

  #message(data: RawData): void {
    this.#heard();
    if (this.#closed) return;
    assert(Buffer.isBuffer(data), 'a socket of binary type nodebuffer gives buffers');
    this.#handlers?.message(data);
  }
}

function fitReason(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > longestReasonBytes) text = text.slice(0, -1);
  return text;
}

/** What a stranger sends after the upgrade is counted, until the function that this returns is called. */
function countBytes(
  guard: HttpGuard,
  socket: Duplex,
  headBytes: number,
  tooMany: (reason: string) => void,
): () => void {
  let count = headBytes;
  const counter = (chunk: Buffer): void => {
    count += chunk.length;
    if (count <= maximumUnprovenBytes) return;
    const reason = `it sent ${count} bytes without a handshake; ${maximumUnprovenBytes} are allowed`;
    // The link first: this chunk goes to ws in any case.
    tooMany(reason);
    guard.refuse(socket, new ClusterError('INVALID', reason));
  };
  socket.prependListener('data', counter);
  return () => {
    socket.off('data', counter);
    guard.proven(socket);
  };
}

/**
 * Serves message links at `/control` of an HTTP server that the caller made and listens with (REST and metrics share its
 * port). Returns a function that stops accepting; it does not close the server.
 */
export function serveMessages(
  guard: HttpGuard,
  address: Address,
  accept: (link: MessageLink) => MessageHandlers,
): () => void {
  const { server } = guard;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maximumNodeMessageBytes,
    clientTracking: false,
  });
  sockets.on('wsClientError', (error, socket) =>
    guard.refuse(socket, new ClusterError('INVALID', `no WebSocket that is served here: ${error.message}`)),
  );
  const upgrade = (request: http.IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A broken link in the middle of an upgrade is nobody's bug.
    socket.on('error', () => socket.destroy());
    if (request.url !== controlPath) {
      guard.answer(socket, '404 Not Found', new ClusterError('NOT_FOUND', 'control links are at /control only'));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const onProven = countBytes(guard, socket, head.length, (reason) => link.drop(reason));
      const link = new NodeMessageLink(webSocket, remoteOf(request.socket, address), onProven);
      link.setHandlers(accept(link));
    });
  };
  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
  };
}

/**
 * Listens for message links on a server that the caller made: `address` is bound only if it does not listen yet, and
 * closing the listener leaves it open.
 */
export async function listenMessages(
  address: Address,
  accept: (link: MessageLink) => MessageHandlers,
  guard: HttpGuard,
): Promise<Listener> {
  const { server } = guard;
  const stopServing = serveMessages(guard, address, accept);
  try {
    if (!server.listening) await bind(server, address);
  } catch (error) {
    stopServing();
    throw error;
  }
  const close = (): Promise<void> => Promise.resolve(stopServing());
  return { address: boundAddress(server, address), close };
}

/** Listens for message links on a server that serves nothing else. */
export async function listenAlone(
  address: Address,
  accept: (link: MessageLink) => MessageHandlers,
  refusals: Refusals,
): Promise<Listener> {
  const guard = new HttpGuard(refusals);
  const { server } = guard;
  server.on('request', (_request, response) => response.writeHead(404).end());
  const listener = await listenMessages(address, accept, guard);
  const close = async (): Promise<void> => {
    await listener.close();
    refusals.close();
    if (!server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // Links that were accepted stay: the server counts them, so its own wait for them is not ours.
    server.close();
    server.closeIdleConnections();
    setImmediate(resolve);
    await promise;
  };
  return { address: listener.address, close };
}

/** Rejects with ClusterError `UNREACHABLE`. */
export function connectMessages(
  address: Address,
  timeoutMs: number,
  handlers: (link: MessageLink) => MessageHandlers,
): Promise<MessageLink> {
  const { promise, resolve, reject } = Promise.withResolvers<MessageLink>();
  assert(address.kind === 'tcp', 'message links go over TCP');
  const name = formatAddress(address);
  const socket = new WebSocket(`ws://${name}${controlPath}`, {
    perMessageDeflate: false,
    maxPayload: maximumMessageBytes,
  });
  const fail = (cause: unknown): void => {
    clearTimeout(timer);
    // Ending an attempt under way is told as an error too, to nobody now.
    socket.on('error', () => undefined);
    socket.terminate();
    const why = cause === undefined ? `no answer within ${timeoutMs} ms` : messageOf(cause);
    reject(new ClusterError('UNREACHABLE', `Could not connect to ${name}: ${why}`, { cause }));
  };
  const timer = setTimeout(fail, timeoutMs, undefined);
  socket.once('error', fail);
  socket.once('open', () => {
    clearTimeout(timer);
    socket.off('error', fail);
    const link = new NodeMessageLink(socket, name);
    link.setHandlers(handlers(link));
    resolve(link);
  });
  return promise;
}
