/** kill -9 in the middle of commands and of the seed: what was acknowledged is there, and nothing is there by halves. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { decodeBackup } from '../../common/backup-file.ts';
import { newestBackup } from '../../mdm/backup/backups.ts';
import { backupName } from '../../mdm/core/backup-retention.ts';
import { credentials, newHost, openManager, temporaryDirectory } from './support.ts';

const child = join(import.meta.dirname, 'crash-child.ts');

/** Runs the child until it has printed `lines` lines or lived for `killAfterMs`, kills it, and gives what it acknowledged. */
async function runAndKill(storePath: string, lines: number): Promise<readonly string[]> {
  const process_ = spawn(process.execPath, [child, storePath], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  process_.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > lines) process_.kill('SIGKILL');
  });
  await once(process_, 'close');
  return output.split('\n').filter((line) => line !== '');
}

test('a kill at any time leaves whole backups only, the newest of which is no older than the one before it', async (t) => {
  const directory = await temporaryDirectory(t);
  const storePath = join(directory, 'meta');
  let before = 0;
  for (const lines of [5, 12, 31]) {
    await runAndKill(storePath, lines);
    const names = (await readdir(`${storePath}.backup`)).filter((name) => name.endsWith('.backup'));
    for (const name of names) {
      const { header } = decodeBackup(await readFile(join(`${storePath}.backup`, name)), name);
      t.is(backupName(header.clusterId, header.mapVersion, header.createdAtMs), name);
    }
    const newest = await newestBackup(newHost().disks, [`${storePath}.backup`], credentials.clusterId);
    const version = newest?.header.mapVersion ?? 0;
    t.true(version > before, `map version ${version} after ${before}`);
    before = version;
  }
});

test('an MDM that is killed comes back with exactly what it acknowledged, but for the one under way', async (t) => {
  const storePath = await temporaryDirectory(t);
  const acknowledged: string[] = [];
  for (const lines of [7, 23]) acknowledged.push(...(await runAndKill(storePath, lines)));
  const manager = await openManager(t, storePath);
  const names = [...manager.view.map.tables.volume.values()].map((volume) => volume.name);
  const told = acknowledged.map((line) => line.split(' ')[0] ?? '');
  for (const name of told) t.true(names.includes(name), `${name} was acknowledged`);
  // The seed's volume, and at most one that was under way at each kill.
  const extra = names.filter((name) => name !== 'demo' && !told.includes(name));
  t.true(extra.length <= 2, `not acknowledged: ${extra.join(', ')}`);
  const lastVersion = Number(acknowledged.at(-1)?.split(' ')[1]);
  // The start itself is a change, and the one that was under way may be there.
  t.true([1, 2].includes(manager.view.map.version - lastVersion));
  t.is(new Set([...manager.view.map.tables.volume.values()].map((volume) => volume.layerId)).size, names.length);
});
