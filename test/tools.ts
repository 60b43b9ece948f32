/**
 * Programs of other projects that tests check ours against. Where one is missing the test is skipped, with the line that
 * installs it; where the environment variable SIO_TEST_REQUIRE names its package (or is `all`), the test fails instead.
 */

import { execFile } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ExecutionContext } from 'ava';

/** Where each program comes from on Debian and Ubuntu. */
const packages = {
  fio: 'fio',
  nbdinfo: 'libnbd-bin',
  nbdcopy: 'libnbd-bin',
  nbdkit: 'nbdkit',
  'qemu-img': 'qemu-utils',
  'qemu-io': 'qemu-utils',
  'mkfs.ext4': 'e2fsprogs',
  'python3-libnbd': 'python3-libnbd',
} as const;

export type Tool = keyof typeof packages;

/** Python modules are found by their file, programs in PATH. */
const moduleFiles: Readonly<Partial<Record<Tool, string>>> = {
  'python3-libnbd': '/usr/lib/python3/dist-packages/nbd.py',
};

function isInstalled(tool: Tool): boolean {
  const file = moduleFiles[tool];
  if (file !== undefined) return existsSync(file);
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => existsSync(join(directory, tool)));
}

/** False when the tool is missing: the test then returns at once and counts as skipped (its log line says so). */
export function requireTool(t: ExecutionContext, tool: Tool): boolean {
  if (isInstalled(tool)) return true;
  const name = packages[tool];
  const install = `apt-get install --no-install-recommends ${name}`;
  skipTest(t, name, `${tool} is missing: ${install}`);
  return false;
}

/** Whether SIO_TEST_REQUIRE names what a test needs, so that to skip it is a failure. */
export function isRequired(name: string): boolean {
  const required = (process.env['SIO_TEST_REQUIRE'] ?? '').split(/[\s,]+/);
  return required.includes(name) || required.includes('all');
}

/**
 * Counts the test as skipped for want of `need`, or fails it where SIO_TEST_REQUIRE names that; the test then returns.
 * test/run.ts names the file of the skips in SIO_TEST_SKIPS, and shows them at the end.
 */
export function skipTest(t: ExecutionContext, need: string, reason: string): void {
  if (isRequired(need)) {
    t.fail(reason);
    return;
  }
  t.pass();
  t.log(`skipped: ${reason}`);
  const file = process.env['SIO_TEST_SKIPS'];
  if (file !== undefined) appendFileSync(file, `${t.title}: ${reason}\n`);
}

export interface ToolResult {
  /** Exit status; -1 when a signal ended it. */
  readonly status: number;
  readonly output: string;
}

/** A program that does not end within this is killed: nothing in a test takes as long. */
const toolTimeoutMs = 60_000;

/** Runs a program to its end; standard output and error together. */
export function runTool(program: string, args: readonly string[], input?: string): Promise<ToolResult> {
  const { promise, resolve } = Promise.withResolvers<ToolResult>();
  const options = { timeout: toolTimeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 } as const;
  const child = execFile(program, [...args], options, (error, stdout, stderr) => {
    const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
    resolve({ status, output: `${stdout}${stderr}` });
  });
  // A program may end without having read its input.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input ?? '');
  return promise;
}
