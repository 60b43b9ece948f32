/** Links of whole messages: WebSockets at `/control`, on an HTTP server of their own or the one of the REST interface. */

import * as http from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { assert } from '../assert.ts';
import { ClusterError, messageOf } from '../errors.ts';
import type { Address, Listener, MessageHandlers, MessageLink } from '../host.ts';
import { boundAddress, formatAddress, remoteOf } from './addresses.ts';
import { bind } from './stream-network.ts';

export const controlPath = '/control';

/** A whole cluster map is the longest message; a longer one closes its link. */
export const maximumMessageBytes = 64 * 1024 * 1024;

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
  #heardAtMs = performance.now();
  #closed = false;

  /** The socket is open. */
  constructor(socket: WebSocket, remote: string) {
    this.#socket = socket;
    this.remote = remote;
    this.#pings = setInterval(() => this.#ping(), pingEveryMs);
    // The socket itself keeps the process alive.
    this.#pings.unref();
    socket.on('message', (data) => this.#message(data));
    socket.on('ping', () => this.#heard());
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

/**
 * Serves message links at `/control` of an HTTP server that the caller made and listens with (REST and metrics share its
 * port). Returns a function that stops accepting; it does not close the server.
 */
export function serveMessages(
  server: http.Server,
  address: Address,
  accept: (link: MessageLink) => MessageHandlers,
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maximumMessageBytes,
    clientTracking: false,
  });
  const upgrade = (request: http.IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.url !== controlPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const link = new NodeMessageLink(webSocket, remoteOf(request.socket, address));
      link.setHandlers(accept(link));
    });
  };
  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
  };
}

/**
 * Listens for message links. With `shared`, a server that the caller made, `address` is bound only if it does not listen
 * yet, and closing the listener leaves it open.
 */
export async function listenMessages(
  address: Address,
  accept: (link: MessageLink) => MessageHandlers,
  shared?: http.Server,
): Promise<Listener> {
  const server = shared ?? http.createServer((_request, response) => response.writeHead(404).end());
  const stopServing = serveMessages(server, address, accept);
  try {
    if (!server.listening) await bind(server, address);
  } catch (error) {
    stopServing();
    throw error;
  }
  const close = async (): Promise<void> => {
    stopServing();
    if (shared !== undefined || !server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // Links that were accepted stay: the server counts them, so its own wait for them is not ours.
    server.close();
    server.closeIdleConnections();
    setImmediate(resolve);
    await promise;
  };
  return { address: boundAddress(server, address), close };
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
