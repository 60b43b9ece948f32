/** Automatic backups: when they are made, how they fail, and what a crash at any of their steps leaves behind. */

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { decodeBackup } from '../../common/backup-file.ts';
import { ClusterError } from '../../common/errors.ts';
import type { Clock, Disks, Host } from '../../common/host.ts';
import { Backups, newestBackup, type Snapshot } from '../../mdm/backup/backups.ts';
import { emptyState } from '../../mdm/core/state.ts';
import { credentials, newHost, temporaryDirectory } from './support.ts';

const { clusterId } = credentials;
const intervalMs = 10_000;

/** A clock that stands still until it is told to move; a turn ends at once. */
class HandClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Map<() => void, number>();
  readonly #real = newHost().clock;

  nowMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.#nowMs;
  }

  after(delayMs: number, callback: () => void): { cancel(): void } {
    this.#timers.set(callback, this.#nowMs + delayMs);
    return { cancel: () => void this.#timers.delete(callback) };
  }

  afterTurn(callback: () => void): void {
    this.#real.afterTurn(callback);
  }

  /** How long until each timer. */
  get pending(): number[] {
    return [...this.#timers.values()].map((atMs) => atMs - this.#nowMs);
  }

  move(ms: number): void {
    this.#nowMs += ms;
    for (const [callback, atMs] of [...this.#timers]) {
      if (atMs > this.#nowMs) continue;
      this.#timers.delete(callback);
      callback();
    }
  }
}

type Step = 'makeDirectory' | 'replaceFile' | 'readFile' | 'list' | 'remove';

/** The real disks, with a fault before the n-th of the steps of a backup. */
function faulty(real: Disks, fault: (step: Step, path: string) => void): Disks {
  return new Proxy(real, {
    get: (target, name: keyof Disks) => {
      const method = target[name].bind(target) as (...args: unknown[]) => unknown;
      return (path: string, ...rest: unknown[]) => {
        try {
          fault(name as Step, path);
        } catch (error) {
          return Promise.reject(error);
        }
        return method(path, ...rest);
      };
    },
  });
}

interface Scene {
  readonly clock: HandClock;
  readonly backups: Backups;
  /** A change, as the ledger tells of one. */
  change(): void;
  /** Moves the clock and waits until what was due is done. */
  pass(ms: number): Promise<void>;
}

function scene(t: ExecutionContext, directories: readonly string[], fault: (step: Step, path: string) => void): Scene {
  const clock = new HandClock();
  const real = newHost();
  const host: Host = { ...real, clock, disks: faulty(real.disks, fault) };
  let mapVersion = 1;
  const snapshot = (): Snapshot => ({
    clusterId,
    system: 'sio',
    counters: { ...emptyState().counters, mapVersion },
    records: [],
    rest: [],
  });
  const backups = new Backups(host, { directories, intervalMs }, snapshot);
  t.teardown(() => backups.close());
  return {
    clock,
    backups,
    change: () => {
      mapVersion++;
      backups.changed();
    },
    pass: async (ms) => {
      clock.move(ms);
      await backups.settled();
    },
  };
}

const noFault = (): void => undefined;

async function versionsIn(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  const files = await Promise.all(names.map(async (name) => decodeBackup(await readFile(join(directory, name)), name)));
  return files.map(({ header }) => header.mapVersion).sort((a, b) => a - b);
}

test('a change is backed up at once, and those within the interval together when it is over', async (t) => {
  const directory = join(await temporaryDirectory(t), 'backup');
  const { clock, backups, change, pass } = scene(t, [directory], noFault);
  change();
  await pass(0);
  t.deepEqual(await versionsIn(directory), [2]);
  change();
  change();
  await pass(intervalMs - 1);
  t.deepEqual(await versionsIn(directory), [2]);
  await pass(1);
  t.deepEqual(await versionsIn(directory), [2, 4]);
  t.is(backups.status.mapVersion, 4);
  t.deepEqual(clock.pending, [], 'nothing is written while nothing changes');
});

test('each directory gets every backup; one that fails is told, and the other goes on', async (t) => {
  const root = await temporaryDirectory(t);
  const [good, bad] = [join(root, 'good'), join(root, 'bad')];
  let isFull = true;
  const { backups, change, pass } = scene(t, [bad, good], (step, path) => {
    if (isFull && step === 'replaceFile' && path.startsWith(bad)) throw new ClusterError('DISK_FULL', 'no space left');
  });
  change();
  await pass(0);
  t.is(backups.status.failures, 1);
  t.regex(must(backups.status.problems[0], 'the problem'), /could not be backed up to .*bad: no space left/);
  t.deepEqual(await versionsIn(good), [2]);
  isFull = false;
  // Without another change: the failure itself asks for the next attempt.
  await pass(intervalMs);
  t.deepEqual(backups.status.problems, []);
  t.deepEqual(await versionsIn(bad), [2]);
});

test('a backup that does not read back as it was written counts as failed', async (t) => {
  const directory = join(await temporaryDirectory(t), 'backup');
  const { backups, change, pass } = scene(t, [directory], noFault);
  change();
  await pass(0);
  const rotten = scene(t, [directory], (step, path) => {
    if (step === 'readFile' && path.endsWith('.backup'))
      throw new ClusterError('DISK_FAILED', 'the disk does not read');
  });
  rotten.change();
  await rotten.pass(0);
  t.is(rotten.backups.status.mapVersion, 0);
  t.regex(must(rotten.backups.status.problems[0], 'the problem'), /the disk does not read/);
  t.is(backups.status.failures, 0);
});

test('a process that dies at any step of a backup leaves whole backups only, and the next one cleans up', async (t) => {
  for (let fatal = 1; fatal <= 6; fatal++) {
    const directory = join(await temporaryDirectory(t), `backup${fatal}`);
    const first = scene(t, [directory], noFault);
    first.change();
    await first.pass(0);
    let steps = 0;
    const dying = scene(t, [directory], () => {
      if (++steps >= fatal) throw new ClusterError('DISK_FAILED', 'the process has died');
    });
    dying.change();
    dying.change();
    await dying.pass(0);
    t.true(
      (await versionsIn(directory)).every((version) => version === 2 || version === 3),
      `dead at step ${fatal}`,
    );
    // What a kill in the middle of the write itself leaves.
    await writeFile(join(directory, 'metadata-6ad9c1e4-v0000000000009-1.backup.tmp'), 'half');
    const disks = newHost().disks;
    const newest = must(await newestBackup(disks, [directory], clusterId), 'a usable backup');
    t.true(newest.header.mapVersion >= 2);
    const next = scene(t, [directory], noFault);
    next.change();
    await next.pass(0);
    t.false((await readdir(directory)).some((name) => name.endsWith('.tmp')));
  }
});

test('the newest backup is looked for past damaged ones and those of other clusters', async (t) => {
  const root = await temporaryDirectory(t);
  const { change, pass } = scene(t, [root], noFault);
  change();
  await pass(0);
  change();
  await pass(intervalMs);
  const newest = must((await readdir(root)).sort().at(-1), 'the newest');
  const bytes = await readFile(join(root, newest));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(join(root, newest), bytes);
  const { disks } = newHost();
  const found = must(await newestBackup(disks, [join(root, 'missing'), root], clusterId), 'the one before');
  t.is(found.header.mapVersion, 2);
  t.is(await newestBackup(disks, [root], 'ffffffff000000000000000000000000'), undefined);
});
