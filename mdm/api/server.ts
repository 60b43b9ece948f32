/**
 * The HTTP side of the MDM, on the port of the control links: commands as JSON behind the admin token, metrics, and
 * whether it is alive and ready. Everything that comes in is bounded and checked.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import type * as http from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { ClusterError, type ErrorCode, messageOf } from '../../common/errors.ts';
import type { MetadataManager } from '../service.ts';
import type { ErrorAnswer } from './answers.ts';
import { Arguments, type RawArguments } from './arguments.ts';
import { type CommandName, commands } from './commands.ts';
import { callOf, handlers } from './handlers.ts';
import { type MetadataRoutes, metadataPath, metadataRoutes } from './metadata.ts';
import { MdmMetrics } from './metrics.ts';
import { missingFrom, warningsFrom } from './readiness.ts';

/** Of every JSON answer. */
export const apiVersion = 1;

/** The longest command is an add_sds with 300 paths. */
const maximumBodyBytes = 2 * 1024 * 1024;

/** A client that does not send its request within this is gone. */
const requestTimeoutMs = 30_000;

export interface ApiOptions {
  /** Whoever shows it is an administrator. At least 16 characters. */
  readonly adminToken: string;
  readonly manager: MetadataManager;
  /** Serves these requests; bound by the control links' listener. */
  readonly server: http.Server;
  readonly stage?: MetadataRoutes['stage'];
  readonly restart: () => void;
}

export class ApiServer {
  readonly #options: ApiOptions;
  readonly #app: FastifyInstance;
  readonly #tokenDigest: Buffer;
  readonly #metrics: MdmMetrics;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#tokenDigest = digest(options.adminToken);
    this.#metrics = new MdmMetrics(options.manager);
    options.manager.observer = this.#metrics;
    this.#app = fastify({
      bodyLimit: maximumBodyBytes,
      serverFactory: (handler) => {
        const { server } = options;
        server.requestTimeout = requestTimeoutMs;
        server.on('request', handler);
        return server;
      },
    });
    this.#routes();
  }

  get registry(): Registry {
    return this.#metrics.registry;
  }

  /** Requests are answered from now on, if the server listens. */
  async open(): Promise<void> {
    await this.#app.ready();
  }

  /** Ends requests under way, and stops the server from listening. */
  async close(): Promise<void> {
    const { server } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    // Told of a server that never listened, too.
    server.close(() => resolve());
    server.closeAllConnections();
    await promise;
    await this.#app.close();
  }

  #routes(): void {
    const app = this.#app;
    const { manager } = this.#options;
    app.setErrorHandler((error, _request, reply) => this.#failed(error, reply));
    app.setNotFoundHandler((request, reply) => {
      const message = `There is nothing at ${request.method} ${request.url.slice(0, 200)}.`;
      return reply.code(404).send({ version: apiVersion, error: { code: 'NOT_FOUND', message } });
    });
    app.post('/api/v1/commands/:name', (request) => this.#command(request));
    const { stage, restart } = this.#options;
    metadataRoutes(app, { manager, stage, restart, authorise: (request) => this.#authorise(request) });
    app.get('/metrics', async (_request, reply) =>
      reply.type(this.#metrics.contentType).send(await this.#metrics.text()),
    );
    app.get('/healthz', () => ({ version: apiVersion, status: 'alive' }));
    app.get('/readyz', (_request, reply) => {
      const missing = missingFrom(manager);
      return reply
        .code(missing.length === 0 ? 200 : 503)
        .send({ version: apiVersion, ready: missing.length === 0, missing, warnings: warningsFrom(manager) });
    });
  }

  async #command(request: FastifyRequest): Promise<object> {
    this.#authorise(request);
    const { name } = request.params as { readonly name: string };
    if (!isCommand(name))
      throw new ClusterError('NOT_FOUND', `There is no command ${name.slice(0, 80)} in this version.`);
    const raw = request.body ?? {};
    if (name === 'export_metadata' || name === 'restore_metadata') {
      throw new ClusterError('INVALID', `${name} moves a file: use GET or PUT ${metadataPath}.`);
    }
    if (typeof raw !== 'object' || Array.isArray(raw)) {
      throw new ClusterError('INVALID', 'The body must be a JSON object with the flags of the command.');
    }
    const call = callOf(this.#options.manager, new Arguments(name, raw as RawArguments));
    return { version: apiVersion, result: await handlers[name](call) };
  }

  /** Digests have one length, so the comparison takes the same time whatever was sent. */
  #authorise(request: FastifyRequest): void {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(token ?? ''), this.#tokenDigest)) return;
    throw new ClusterError(
      'NOT_ALLOWED',
      'The admin token is missing or not the one of this cluster: send "Authorization: Bearer TOKEN" with the content of ' +
        'the file that adminTokenFile of run/cluster.json names.',
    );
  }

  #failed(error: unknown, reply: FastifyReply): FastifyReply {
    const answer = answerOf(error);
    if (answer.status === 500) this.#options.manager.host.log.write('error', 'request failed', { error });
    return reply.code(answer.status).send({ version: apiVersion, error: answer.body });
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const statusByCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  INVALID: 400,
  NOT_ALLOWED: 401,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  REFUSED: 409,
  DISK_FAILED: 409,
  DISK_FULL: 409,
  DAMAGED: 409,
  FOREIGN: 409,
  VERSION: 409,
  BUSY: 503,
  CLOSED: 503,
  TIMEOUT: 504,
};

function answerOf(error: unknown): { readonly status: number; readonly body: ErrorAnswer } {
  if (error instanceof ClusterError) {
    return { status: statusByCode[error.code] ?? 500, body: { code: error.code, message: messageOf(error) } };
  }
  // fastify's own: a body that is too long or no JSON.
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return { status, body: { code: 'INVALID', message: messageOf(error) } };
  return { status: 500, body: { code: 'INVALID', message: 'The command failed inside the MDM; its log says why.' } };
}
