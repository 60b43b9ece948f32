/**
 * An HTTP server that strangers cannot use up: times for each step of a request, small headers, and few connections that
 * have not proven themselves. Whoever has (an admin's command, a node's control link) is let out of that bound.
 */

import * as http from 'node:http';
import type * as net from 'node:net';
import type { Duplex } from 'node:stream';
import { ClusterError, type ErrorCode, messageOf } from '../errors.ts';
import { type GuardedLink, LinkGate } from '../link-gate.ts';
import type { Refusals } from '../refusals.ts';

/** A request's line and headers are a few hundred bytes: whoever takes longer sends them byte by byte on purpose. */
export const headersTimeoutMs = 5_000;

/** A whole request; the longest is a command of 2 MiB. */
export const requestTimeoutMs = 10_000;

/** How often Node looks for connections whose time is over. */
const timeoutCheckMs = 1_000;

/** Between two requests of one connection. */
export const keepAliveTimeoutMs = 5_000;

/** Line and headers together; scli and Prometheus send less than 1 KiB. */
export const maximumHeaderBytes = 8 * 1024;

/** Of one request. */
export const maximumHeaderCount = 64;

const statusOfFailure: Readonly<Record<string, readonly [line: string, code: ErrorCode]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'TIMEOUT'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'INVALID'],
};

const badRequest = ['400 Bad Request', 'INVALID'] as const;

class GuardedSocket implements GuardedLink {
  readonly remote: string;
  readonly #socket: Duplex;
  readonly #refusals: Refusals;

  constructor(socket: net.Socket, refusals: Refusals) {
    this.remote = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`;
    this.#socket = socket;
    this.#refusals = refusals;
  }

  refuse(error: ClusterError): void {
    this.#refusals.refused(this.remote, error.code, messageOf(error));
    this.#socket.destroy();
  }

  /** What it sent is no request, or came too slowly. */
  answer(status: string, error: ClusterError): void {
    this.#refusals.refused(this.remote, error.code, messageOf(error));
    if (!this.#socket.writable) return void this.#socket.destroy();
    this.#socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
      this.#socket.destroy(),
    );
  }
}

export class HttpGuard {
  readonly server: http.Server;
  readonly refusals: Refusals;
  readonly #gate = new LinkGate();
  readonly #guarded = new WeakMap<Duplex, GuardedSocket>();

  /** The times are for tests, which do not wait as long as a port does. */
  constructor(refusals: Refusals, times: { readonly headersTimeoutMs?: number } = {}) {
    this.refusals = refusals;
    this.server = http.createServer({
      connectionsCheckingInterval: timeoutCheckMs,
      headersTimeout: times.headersTimeoutMs ?? headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      maxHeaderSize: maximumHeaderBytes,
    });
    this.server.maxHeadersCount = maximumHeaderCount;
    this.server.on('connection', (socket) => this.#connected(socket));
    this.server.on('clientError', (error, socket) => this.#failed(error, socket));
  }

  get halfOpenCount(): number {
    return this.#gate.halfOpenCount;
  }

  /** The connection has shown a key or token. */
  proven(socket: Duplex): void {
    this.#with(socket, (link) => this.#gate.proven(link));
  }

  /** The request that it had shown a token for is over. */
  suspect(socket: Duplex): void {
    if (!socket.destroyed) this.#with(socket, (link) => this.#gate.suspect(link));
  }

  /** Ends a connection with the reason. */
  refuse(socket: Duplex, error: ClusterError): void {
    this.#with(socket, (link) => link.refuse(error));
  }

  /** As `refuse`, with a status for the client to read. */
  answer(socket: Duplex, status: string, error: ClusterError): void {
    this.#with(socket, (link) => link.answer(status, error));
  }

  #with(socket: Duplex, act: (link: GuardedSocket) => void): void {
    const link = this.#guarded.get(socket);
    if (link !== undefined) act(link);
  }

  #connected(socket: net.Socket): void {
    const link = new GuardedSocket(socket, this.refusals);
    this.#guarded.set(socket, link);
    socket.on('close', () => this.#gate.left(link));
    this.#gate.admit(link);
  }

  #failed(error: Error & { readonly code?: string }, socket: Duplex): void {
    const code = error.code ?? '';
    // The other side has gone: nobody to answer, nothing to tell.
    if (code === 'ECONNRESET') return void socket.destroy();
    const [status, reason] = statusOfFailure[code] ?? badRequest;
    const refusal = new ClusterError(reason, `no HTTP request that is served here: ${messageOf(error)}`);
    const link = this.#guarded.get(socket);
    if (link === undefined) socket.destroy();
    else link.answer(status, refusal);
  }
}
