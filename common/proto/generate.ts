/**
 * Generates `generated/control.js` and its types from control.proto; with `--check` it fails when they are not fresh.
 * Run by `npm run proto` and, as a check, by `npm run check`.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = import.meta.dirname;
const generatedFolder = path.join(folder, 'generated');
const pbjs = path.join(folder, '../../node_modules/.bin/pbjs');

const temporary = mkdtempSync(path.join(tmpdir(), 'sio-proto-'));
try {
  const javascript = path.join(temporary, 'control.js');
  execFileSync(
    process.execPath,
    [
      pbjs,
      '-t',
      'static-module',
      '-w',
      'esm',
      '--dts',
      '--force-number',
      '--no-service',
      '--no-create',
      '--no-verify',
      '--no-convert',
      '--no-delimited',
      '-o',
      javascript,
      path.join(folder, 'control.proto'),
    ],
    { stdio: 'inherit' },
  );
  mkdirSync(generatedFolder, { recursive: true });
  for (const name of ['control.js', 'control.d.ts']) {
    const fresh = readFileSync(path.join(temporary, name));
    const kept = path.join(generatedFolder, name);
    if (!process.argv.includes('--check')) writeFileSync(kept, fresh);
    else if (!existsSync(kept) || !readFileSync(kept).equals(fresh)) {
      console.error(`${kept} is not what control.proto generates: run npm run proto`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(temporary, { recursive: true });
}
