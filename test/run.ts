/**
 * `npm test`: the fast checks, what the tests need from the system, unit tests, the simulator on fixed seeds, and tests with
 * real processes. Ends with the plain line `N passed, N failed, N skipped`; exit 0 when nothing failed.
 */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '..');
const required = (process.env['SIO_TEST_REQUIRE'] ?? '').split(/[\s,]+/).filter((name) => name !== '');

/** What tests use beside Node: the package and a file that it brings, in PATH where it is no path. */
const systemPackages: readonly (readonly [name: string, brings: string])[] = [
  ['fio', 'fio'],
  ['qemu-utils', 'qemu-img'],
  ['nbdkit', 'nbdkit'],
  ['libnbd-bin', 'nbdinfo'],
  ['python3-libnbd', '/usr/lib/python3/dist-packages/nbd.py'],
  ['e2fsprogs', 'mkfs.ext4'],
  ['openssl', 'openssl'],
  ['iproute2', 'ss'],
  ['strace', 'strace'],
];

/** Fixed, so that every run of a commit does the same; more seeds are for `npm run test:long`. */
const simulatorSeeds = '1..300';
const simulatorBudgetS = 90;
/** The seed that is under way when the budget is used up may end; one that does not is a failure. */
const simulatorLimitMs = (simulatorBudgetS + 60) * 1_000;

/** Shared by all targets; each run begins with what earlier ones have kept. */
const fuzzMinutes = 0.75;

/** A step that takes longer hangs: the longest, clusters of real processes, takes five minutes. */
const stepLimitMs = 8 * 60_000;

interface Tally {
  passed: number;
  failed: number;
  readonly skips: string[];
}

const tally: Tally = { passed: 0, failed: 0, skips: [] };

interface StepResult {
  readonly isGreen: boolean;
  readonly output: string;
}

/** Runs node on a script; its output is shown as it comes, and kept. */
function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  limitMs = stepLimitMs,
): Promise<StepResult> {
  const { promise, resolve: done } = Promise.withResolvers<StepResult>();
  let output = '';
  const child = spawn(process.execPath, [...args], {
    cwd: checkout,
    env: { ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    from.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      to.write(bytes);
    });
  }
  child.on('error', (error) => done({ isGreen: false, output: `${output}${error.message}` }));
  child.on('close', (code, signal) => {
    if (signal !== null)
      process.stdout.write(`ended by ${signal} after ${limitMs / 1_000} s at most: ${args.join(' ')}\n`);
    done({ isGreen: code === 0, output });
  });
  return promise;
}

function title(text: string): void {
  process.stdout.write(`\n== ${text}\n`);
}

async function check(name: string, args: readonly string[]): Promise<void> {
  title(name);
  const { isGreen } = await runNode(args);
  if (isGreen) tally.passed++;
  else tally.failed++;
}

/** Skips what cannot be had, or counts it as failed where SIO_TEST_REQUIRE names it. */
function skip(need: string, reason: string): void {
  if (!required.includes(need) && !required.includes('all')) {
    tally.skips.push(reason);
    return;
  }
  tally.failed++;
  process.stdout.write(`failed: ${reason} (SIO_TEST_REQUIRE asks for ${need})\n`);
}

function isInstalled(brings: string): boolean {
  if (brings.startsWith('/')) return existsSync(brings);
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, brings)));
}

function missingPackages(): string[] {
  return systemPackages.filter(([, brings]) => !isInstalled(brings)).map(([name]) => name);
}

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-q', ...args], { stdio: 'inherit', env }).status === 0;
}

/** Installs what is missing where that is possible; otherwise says how, and the tests that need it skip themselves. */
function installPackages(): void {
  const missing = missingPackages();
  if (missing.length === 0) return;
  title(`system packages: ${missing.join(' ')}`);
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    if (apt(install) || (apt(['update']) && apt(install))) return;
  }
  process.stdout.write(`Some tests will be skipped. To have them: sudo apt-get ${install.join(' ')}\n`);
}

/** Counts of the lines with which ava ends: `12 tests passed`, `1 test failed`, `1 uncaught exception`. */
function countOf(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}

async function runTests(name: string, files: readonly string[], concurrency: number): Promise<void> {
  title(name);
  if (files.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'sio-skips-'));
  const skipFile = join(folder, 'skips');
  writeFileSync(skipFile, '');
  const ava = join(checkout, 'node_modules', 'ava', 'entrypoints', 'cli.js');
  const args = [ava, '--concurrency', String(concurrency), '--timeout', '3m', ...files];
  const { isGreen, output } = await runNode(args, { SIO_TEST_SKIPS: skipFile });
  const skips = readFileSync(skipFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  rmSync(folder, { recursive: true });
  const failed = countOf(
    output,
    /^\s*(\d+) (?:tests? failed|hooks? failed|uncaught exceptions?|unhandled rejections?)/gm,
  );
  // Ava gives the number of passed tests only where none has failed: its ticks are counted.
  tally.passed += [...output.matchAll(/^\s*✔ /gm)].length - skips.length;
  tally.failed += failed === 0 && !isGreen ? 1 : failed;
  tally.skips.push(...skips);
  const markedSkips = countOf(output, /^\s*(\d+) tests? skipped/gm);
  for (let index = 0; index < markedSkips; index++) tally.skips.push(`${name}: marked as skipped in its file`);
}

async function simulate(): Promise<void> {
  const simulator = join(checkout, 'test', 'simulation', 'main.ts');
  if (!existsSync(simulator)) return skip('simulator', 'simulator: test/simulation/main.ts does not exist yet');
  title(`simulator, seeds ${simulatorSeeds}, at most ${simulatorBudgetS} s`);
  const args = [simulator, '--seeds', simulatorSeeds, '--budget-s', String(simulatorBudgetS)];
  const { isGreen, output } = await runNode(args, {}, simulatorLimitMs);
  const failed = [...output.matchAll(/^seed \d+ failed/gm)].length;
  tally.passed += [...output.matchAll(/^seed \d+ passed/gm)].length;
  tally.failed += failed === 0 && !isGreen ? 1 : failed;
}

async function testFiles(): Promise<{ unit: string[]; integration: string[]; launcher: string[] }> {
  const files: string[] = [];
  for await (const file of glob('test/**/*.test.ts', { cwd: checkout })) files.push(file);
  files.sort();
  const partOf = (file: string): string | undefined => /^test\/(integration|launcher)\//.exec(file)?.[1];
  return {
    unit: files.filter((file) => partOf(file) === undefined),
    integration: files.filter((file) => partOf(file) === 'integration'),
    launcher: files.filter((file) => partOf(file) === 'launcher'),
  };
}

await check('lint and format', [
  'node_modules/@biomejs/biome/bin/biome',
  'ci',
  '--error-on-warnings',
  `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
  '.',
]);
await check('types', ['node_modules/typescript/bin/tsc']);
await check('generated protocol code', ['common/proto/generate.ts', '--check']);
installPackages();
const { unit, integration, launcher } = await testFiles();
await runTests('unit tests', unit, 2);
await simulate();
await check(`fuzz, ${fuzzMinutes} min`, ['test/fuzz/main.ts', '--minutes', String(fuzzMinutes)]);
await runTests('clusters of real processes', integration, 1);
await runTests('launcher', launcher, 1);

title('summary');
for (const reason of tally.skips) process.stdout.write(`skipped: ${reason}\n`);
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed, ${tally.skips.length} skipped\n`);
process.exitCode = tally.failed === 0 ? 0 : 1;
