/**
 * Says how much of the recovery code the simulator reaches: `npm run simulate:coverage -- --seeds 1..200`. Runs the seeds
 * under V8's own coverage and lists, for each file, lines and branches that were never taken.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '..', '..');

/** What runs after a crash, a loss or a change of membership, and what frees and fences. */
const recoveryCode = [
  'sds/open-device.ts',
  'sds/recovery.ts',
  'sds/journal.ts',
  'sds/checkpoint.ts',
  'sds/settling.ts',
  'sds/copying.ts',
  'sds/peer-session.ts',
  'sds/layer-removal.ts',
  'sds/data-server.ts',
  'sds/directory.ts',
  'mdm/ledger.ts',
  'mdm/fences.ts',
  'mdm/core/registration.ts',
  'sdc/flusher.ts',
  'sdc/placing.ts',
  'sdc/untold-losses.ts',
  'common/map-cache.ts',
];

/** Of c8's json report: istanbul's format. */
interface FileCoverage {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
  readonly branchMap: Readonly<Record<string, { readonly line: number }>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), 'sio-coverage-'));
  try {
    const simulator = ['test/simulation/main.ts', '--threads', '1', ...process.argv.slice(2)];
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        'node_modules/c8/bin/c8.js',
        '--temp-directory',
        join(folder, 'v8'),
        '--reports-dir',
        folder,
        '--reporter',
        'json',
        ...recoveryCode.flatMap((file) => ['--include', file]),
        process.execPath,
        ...simulator,
      ],
      { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 30 },
    );
    if (status !== 0) {
      process.stdout.write(stdout);
      return status ?? 1;
    }
    const report = JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8')) as Record<
      string,
      FileCoverage
    >;
    process.stdout.write('file                       lines  branches  never taken, by line\n');
    for (const file of recoveryCode) describe(file, report[join(checkout, file)]);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(file: string, coverage: FileCoverage | undefined): void {
  if (coverage === undefined) {
    process.stdout.write(`${file.padEnd(26)} never loaded\n`);
    return;
  }
  const { statementMap, s, branchMap, b } = coverage;
  const lines = Object.keys(s);
  const missed = lines.filter((id) => s[id] === 0).map((id) => statementMap[id]?.start.line ?? 0);
  const branches = Object.entries(b).flatMap(([id, counts]) => counts.map((count) => ({ id, count })));
  const untaken = branches.filter(({ count }) => count === 0).map(({ id }) => branchMap[id]?.line ?? 0);
  const share = (all: number, none: number): string => `${((100 * (all - none)) / Math.max(1, all)).toFixed(1)} %`;
  const gaps = rangesOf([...new Set([...missed, ...untaken])].sort((one, other) => one - other));
  process.stdout.write(
    `${file.padEnd(26)} ${share(lines.length, missed.length).padStart(7)} ${share(branches.length, untaken.length).padStart(8)}  ${gaps}\n`,
  );
}

/** 3 4 5 9 → "3-5 9". */
function rangesOf(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range.last + 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(' ');
}

process.exitCode = main();
