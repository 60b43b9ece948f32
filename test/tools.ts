/**
 * Programs of other projects that tests check ours against. Where one is missing the test is skipped, with the line that
 * installs it; where the environment variable SIO_TEST_REQUIRE names its package (or is `all`), the test fails instead.
 */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
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
  const required = (process.env['SIO_TEST_REQUIRE'] ?? '').split(/[\s,]+/);
  if (required.includes(name) || required.includes('all')) t.fail(`${tool} is missing: ${install}`);
  else t.pass();
  t.log(`skipped: ${tool} is missing: ${install}`);
  return false;
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
  child.stdin?.end(input ?? '');
  return promise;
}
