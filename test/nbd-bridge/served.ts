/** A server of volumes in memory on a unix socket of the real host, for tests with the clients people use. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { SlabPool } from '../../common/slab.ts';
import { mib } from '../../common/units.ts';
import { NbdServer } from '../../nbd-bridge/server.ts';
import { runTool } from '../tools.ts';
import { RamExports, RamVolume } from './ram-volume.ts';
import { createTestHost } from './test-host.ts';

export interface Served {
  readonly volume: RamVolume;
  readonly server: NbdServer;
  readonly uri: string;
  readonly readOnlyUri: string;
  readonly directory: string;
}

/** A server with the exports `ram` (pieces of 48 KiB, delivered last first) and `ro`, until the test ends. */
export async function serve(t: ExecutionContext): Promise<Served> {
  const directory = await mkdtemp(join(tmpdir(), 'sio-nbd-'));
  const volume = new RamVolume({ name: 'ram', sizeBytes: 64 * mib, pieceBytes: 48 * 1024, backwards: true });
  const readOnly = new RamVolume({ name: 'ro', sizeBytes: mib, readOnly: true, description: 'kept as it is' });
  const path = join(directory, 'nbd.sock');
  const slabs = new SlabPool({ poison: true });
  const exports = new RamExports(volume, readOnly);
  const server = new NbdServer({ host: createTestHost(), address: { kind: 'unix', path }, exports, slabs });
  await server.open();
  t.teardown(async () => {
    await server.close();
    await rm(directory, { recursive: true });
  });
  const uriOf = (name: string): string => `nbd+unix:///${name}?socket=${path}`;
  return { volume, server, directory, uri: uriOf('ram'), readOnlyUri: uriOf('ro') };
}

export async function run(t: ExecutionContext, program: string, ...args: string[]): Promise<string> {
  const { status, output } = await runTool(program, args);
  t.is(status, 0, `${program} ${args.join(' ')}\n${output}`);
  return output;
}

/** Like `run`, for what must not succeed. */
export async function fails(t: ExecutionContext, program: string, ...args: string[]): Promise<string> {
  const { status, output } = await runTool(program, args);
  t.not(status, 0, `${program} ${args.join(' ')}\n${output}`);
  return output;
}
