/** The port that the MDM takes where the cluster file says 0: free, and the same over restarts while it stays free. */

import * as net from 'node:net';
import type { Disks, Random } from '../common/host.ts';

/**
 * Below the range from which the kernel takes ports for outgoing links (32,768 and up): otherwise such a link could hold
 * the port while the MDM is down, or a daemon that calls the MDM could even be connected with itself.
 */
const lowestPort = 20_480;
const portCount = 12_288;

const tries = 100;

export interface StablePortOptions {
  readonly disks: Disks;
  readonly random: Random;
  /** Keeps the port of each name. */
  readonly file: string;
  readonly name: string;
  readonly listenHost: string;
}

/** The kept port if it is free, else another one, which is kept from now on. */
export async function stablePort({ disks, random, file, name, listenHost }: StablePortOptions): Promise<number> {
  const kept = await readPorts(disks, file);
  const before = kept[name];
  if (before !== undefined && (await isFree(listenHost, before))) return before;
  for (let attempt = 0; attempt < tries; attempt++) {
    const port = lowestPort + Math.floor(random.fraction() * portCount);
    if (!(await isFree(listenHost, port))) continue;
    await disks.replaceFile(file, Buffer.from(`${JSON.stringify({ ...kept, [name]: port })}\n`));
    return port;
  }
  // So many taken ports are no chance: let the kernel find one.
  return 0;
}

async function readPorts(disks: Disks, file: string): Promise<Readonly<Record<string, number>>> {
  const bytes = await disks.readFile(file);
  if (bytes === undefined) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value !== 'object' || value === null) return {};
    const ports = Object.entries(value).filter(([, port]) => Number.isInteger(port) && port > 0 && port < 65_536);
    return Object.fromEntries(ports) as Record<string, number>;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = net.createServer();
  server.once('error', () => resolve(false));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}
