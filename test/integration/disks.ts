/** Loop devices and small file systems of their own for tests that need real disks: as root, and undone at the end. */

import { closeSync, ftruncateSync, mkdtempSync, openSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { runTool, skipTest } from '../tools.ts';

/** What was attached and mounted, to be undone in reverse. */
export class TestDisks {
  /** Their own: files of loop devices and places to mount at. */
  readonly folder = mkdtempSync(join(tmpdir(), 'sio-disks-'));
  readonly #undo: (() => Promise<void>)[] = [];

  /** `/dev/loopN` on a sparse file of that length in the folder, which is made when it is missing. */
  async loop(name: string, sizeBytes: number, options: readonly string[] = []): Promise<string> {
    const file = join(this.folder, name);
    const fd = openSync(file, 'a');
    ftruncateSync(fd, sizeBytes);
    closeSync(fd);
    const { status, output } = await runTool('losetup', ['--find', '--show', ...options, file]);
    if (status !== 0) throw new Error(`losetup: ${output}`);
    const device = output.trim();
    this.#undo.push(() => this.#run('losetup', ['--detach', device]));
    return device;
  }

  /** Lets a loop device go before the end. */
  async detach(device: string): Promise<void> {
    await this.#run('losetup', ['--detach', device]);
  }

  /** Resolves with where it is mounted. */
  tmpfs(name: string, size: string, options: readonly string[] = []): Promise<string> {
    return this.#mount(['-t', 'tmpfs', '-o', [`size=${size}`, ...options].join(','), 'sio-test'], name);
  }

  mount(device: string, name: string): Promise<string> {
    return this.#mount([device], name);
  }

  async #mount(what: readonly string[], name: string): Promise<string> {
    const folder = join(this.folder, name);
    await mkdir(folder, { recursive: true });
    const { status, output } = await runTool('mount', [...what, folder]);
    if (status !== 0) throw new Error(`mount: ${output}`);
    this.#undo.push(() => this.#run('umount', ['--lazy', folder]));
    return folder;
  }

  async end(): Promise<void> {
    for (const undo of this.#undo.reverse()) await undo();
    this.#undo.length = 0;
    await rm(this.folder, { recursive: true });
  }

  /** What is gone already needs no undoing. */
  async #run(program: string, args: readonly string[]): Promise<void> {
    await runTool(program, args);
  }
}

/** False (and the test counts as skipped) without root or where the kernel gives no loop devices or mounts. */
export async function requireDisks(t: ExecutionContext): Promise<boolean> {
  if (process.getuid?.() !== 0) {
    skipTest(t, 'loop-devices', 'loop devices and mounts need root');
    return false;
  }
  const { status, output } = await runTool('losetup', ['--find']);
  if (status === 0) return true;
  skipTest(t, 'loop-devices', `there are no loop devices here: ${output.trim()}`);
  return false;
}

/** A cluster file with an SDS for each list of devices. */
export function configOf(sdss: readonly (readonly string[])[], capacity = '256MiB'): string {
  const devices = (paths: readonly string[]): string =>
    paths.map((path) => `      - { path: ${path}, pool: default, capacity: ${capacity} }\n`).join('');
  const servers = sdss.map(
    (paths, index) => `  - name: sds${index + 1}\n    journal: 16MiB\n    devices:\n${devices(paths)}`,
  );
  return `version: 1
mdm: { name: mdm1 }
protectionDomains:
  - name: default
    pools: [{ name: default, replicas: 2, slices: 256 }]
sds:
${servers.join('')}sdc: [{ name: sdc1 }]
volumes: [{ name: demo, pool: default, size: 128MiB, mapTo: [sdc1] }]
`;
}
