/**
 * What the soak asks of the cluster: verified random I/O, trims with flushes, volumes that come and go, and kills. Each is
 * a loop that ends when its time is over; the first wrong byte or failed command ends the soak.
 */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { checkout, type RunningCluster } from '../../integration/cluster.ts';

const run = promisify(execFile);

/** A loop's own tally: what it has done so far. */
export type Tally = Record<string, number>;

export interface LoadSettings {
  readonly cluster: RunningCluster;
  /** Of performance.now(). */
  readonly endMs: number;
  /** Of each fio; 0: as many as it can. */
  readonly rateIops: number;
  /** Daemons that are killed with -9 in turn; none: an empty list. */
  readonly kill: readonly string[];
  readonly killEveryMs: number;
  /** Aborted when another loop has failed. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
}

/** One fio after another, so that each verifies all that it has written, and a failure is seen soon. */
const passSeconds = 60;

/** Between two rounds of the loop of volumes: it is there to come and go, not to be the load. */
const volumePauseMs = 10_000;

async function fio(settings: LoadSettings, uri: string, args: readonly string[]): Promise<void> {
  const rate = settings.rateIops === 0 ? [] : [`--rate_iops=${settings.rateIops}`];
  const all = ['--name=soak', '--ioengine=nbd', `--uri=${uri}`, ...rate, ...args];
  try {
    await run('fio', all, { signal: settings.signal, maxBuffer: 2 ** 26 });
  } catch (error) {
    if (settings.signal.aborted || !(error instanceof Error)) throw error;
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`fio ${all.join(' ')} failed:\n${stderr}${stdout}`, { cause: error });
  }
}

/** Seconds for the next pass; 0 when the time is over. */
function passLength({ endMs }: LoadSettings): number {
  const left = (endMs - performance.now()) / 1_000;
  return left < 2 ? 0 : Math.min(passSeconds, Math.round(left));
}

function count(tally: Tally, what: string): void {
  tally[what] = (tally[what] ?? 0) + 1;
}

/** Random reads and writes of many sizes over the first half of the volume; what was written is read back and compared. */
export async function verifiedLoad(settings: LoadSettings): Promise<void> {
  const { cluster, tally } = settings;
  for (let seconds = passLength(settings); seconds > 0; seconds = passLength(settings)) {
    await fio(settings, cluster.uri, [
      '--rw=randrw',
      '--bsrange=4k-64k',
      '--iodepth=8',
      '--size=256m',
      '--verify=crc32c',
      '--verify_fatal=1',
      '--verify_backlog=256',
      '--verify_state_save=0',
      '--time_based',
      `--runtime=${seconds}`,
    ]);
    count(tally, 'verified passes');
  }
}

/** Trims, writes and flushes over the second half: extents are freed and taken again. */
export async function trimLoad(settings: LoadSettings): Promise<void> {
  const { cluster, tally } = settings;
  for (let seconds = passLength(settings); seconds > 0; seconds = passLength(settings)) {
    await fio(settings, cluster.uri, [
      '--rw=randtrimwrite',
      '--bs=32k',
      '--iodepth=4',
      '--offset=512m',
      '--size=256m',
      '--fsync=16',
      '--time_based',
      `--runtime=${seconds}`,
    ]);
    count(tally, 'trim passes');
  }
}

/** A volume is added, mapped, written, verified, unmapped and removed, again and again. */
export async function volumeLoad(settings: LoadSettings): Promise<void> {
  const { cluster, tally, endMs, signal } = settings;
  const scli = async (...args: string[]): Promise<void> => {
    const script = join(checkout, 'scli', 'main.ts');
    await run(process.execPath, [script, ...args], { signal, env: { ...process.env, SIO_HOME: cluster.home } });
  };
  for (let round = 1; performance.now() < endMs; round++) {
    const volume = ['--volume_name', `soak-${round}`];
    await scli('--add_volume', '--storage_pool_name', 'default', '--size', '64MiB', ...volume);
    await scli('--map_volume_to_sdc', ...volume, '--sdc_name', 'sdc1');
    await fio(settings, cluster.uri.replace('/demo?', `/soak-${round}?`), [
      '--rw=randwrite',
      '--bs=16k',
      '--iodepth=4',
      '--size=8m',
      '--verify=crc32c',
      '--verify_fatal=1',
      '--verify_state_save=0',
    ]);
    await scli('--unmap_volume_from_sdc', ...volume, '--sdc_name', 'sdc1', '--i_am_sure');
    await scli('--remove_volume', ...volume, '--i_am_sure');
    count(tally, 'volumes');
    await pause(Math.min(volumePauseMs, Math.max(0, endMs - performance.now())), undefined, { signal });
  }
}

/** kill -9 of the named daemons in turn; each is back and serves before the pause to the next begins. */
export async function killLoad({ cluster, kill, killEveryMs, endMs, signal, tally }: LoadSettings): Promise<void> {
  if (kill.length === 0) return;
  for (let round = 0; performance.now() + killEveryMs < endMs; round++) {
    await pause(killEveryMs, undefined, { signal });
    const name = kill[round % kill.length] ?? '';
    const pid = await cluster.kill(name);
    await cluster.restarted(name, pid);
    await cluster.serving();
    count(tally, 'kills');
  }
}
