/** The small HTTP server of every daemon but the MDM: /metrics for Prometheus, /healthz (alive), /readyz (serving). */

import type * as http from 'node:http';
import type { Registry } from 'prom-client';
import { messageOf } from '../errors.ts';
import type { Address } from '../host.ts';
import type { Refusals } from '../refusals.ts';
import { boundAddress } from './addresses.ts';
import { slowChecksums } from './checksum-speed.ts';
import { HttpGuard } from './http-guard.ts';
import { bind } from './stream-network.ts';

export interface HealthServerOptions {
  readonly address: Address;
  readonly registry: Registry;
  /** What keeps the daemon from serving, one sentence each; empty when nothing does. */
  readonly ready: () => readonly string[];
  /** Told of connections that are turned away. */
  readonly refusals: Refusals;
}

export interface HealthServer {
  /** With the real port where 0 was asked for. */
  readonly address: Address;
  close(): Promise<void>;
}

/** Listens; rejects with `UNREACHABLE` when the address is taken. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { server } = new HttpGuard(options.refusals);
  server.on('request', (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`${messageOf(error)}\n`);
    });
  });
  await bind(server, options.address);
  return { address: boundAddress(server, options.address), close: () => closeServer(server) };
}

async function answer(
  { registry, ready }: HealthServerOptions,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, 'only GET is answered here');
    return;
  }
  switch (request.url?.split('?', 1)[0]) {
    case '/metrics': {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType });
      response.end(text);
      return;
    }
    case '/healthz':
      send(response, 200, 'alive');
      return;
    case '/readyz': {
      const missing = ready();
      // It serves, but not as fast as it should.
      const slow = slowChecksums();
      if (missing.length > 0) send(response, 503, missing.join('\n'));
      else send(response, 200, slow === undefined ? 'ready' : `ready\nnote: ${slow}`);
      return;
    }
    default:
      send(response, 404, 'there are /metrics, /healthz and /readyz');
  }
}

function send(response: http.ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
