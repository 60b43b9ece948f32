/** Loop devices and small file systems of their own for tests that need real disks: as root, and undone at the end. */

import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import { runTool, skipTest } from '../tools.ts';

/** What was attached and mounted, to be undone in reverse. */
export class TestDisks {
  readonly #undo: (() => Promise<void>)[] = [];

  /** `/dev/loopN` on a sparse file of that length, which is made when it is missing. */
  async loop(file: string, sizeBytes: number, options: readonly string[] = []): Promise<string> {
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

  async tmpfs(folder: string, size: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const { status, output } = await runTool('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'sio-test', folder]);
    if (status !== 0) throw new Error(`mount: ${output}`);
    this.#undo.push(() => this.#run('umount', ['--lazy', folder]));
  }

  async end(): Promise<void> {
    for (const undo of this.#undo.reverse()) await undo();
    this.#undo.length = 0;
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
