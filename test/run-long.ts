/**
 * `npm run test:long`: what takes longer than CI allows, after everything that `npm test` does. Seeds by the thousand on
 * the simulator (SIO_TEST_SEEDS, standard 1..20000), every deliberate bug against them (each must be caught within 2,000),
 * an hour of fuzzing, the tests with real processes again and again (SIO_TEST_ROUNDS, standard 10), and a soak
 * (SIO_TEST_SOAK_MINUTES, standard 30). Ends at the first failure.
 */

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '..');
const seeds = process.env['SIO_TEST_SEEDS'] ?? '1..20000';
const rounds = Number(process.env['SIO_TEST_ROUNDS'] ?? 10);
const soakMinutes = process.env['SIO_TEST_SOAK_MINUTES'] ?? '30';

function run(what: string, args: readonly string[]): void {
  process.stdout.write(`\n== ${what}\n`);
  const { status } = spawnSync(process.execPath, [...args], { cwd: checkout, stdio: 'inherit' });
  if (status === 0) return;
  process.stdout.write(`test:long failed at: ${what}\n`);
  process.exit(1);
}

run('npm test', ['test/run.ts']);
run('deliberate bugs', ['test/simulation/main.ts', '--mutations']);
run(`simulator, seeds ${seeds}`, ['test/simulation/main.ts', '--seeds', seeds]);
run('fuzz, an hour', ['test/fuzz/main.ts', '--minutes', '60', '--seed', String(Date.now())]);
for (let round = 1; round <= rounds; round++) {
  const files = ['test/integration/**/*.test.ts', 'test/launcher/**/*.test.ts'];
  run(`real processes, round ${round} of ${rounds}`, [
    'node_modules/ava/entrypoints/cli.js',
    '--concurrency',
    '1',
    '--timeout',
    '3m',
    ...files,
  ]);
}
run(`soak, ${soakMinutes} minutes`, ['test/bench/soak/main.ts', '--minutes', soakMinutes, '--kill', 'sds3']);
process.stdout.write('test:long passed\n');
