/**
 * Backs the metadata up by itself: after a change, at most once an interval, into each directory. A backup is written
 * beside its name, made stable, renamed, read back and checked; old ones are removed. A failure is told and tried again,
 * and never holds a command up.
 */

import { join } from 'node:path';
import { assert } from '../../common/assert.ts';
import {
  type Backup,
  type BackupEntry,
  type BackupHeader,
  decodeBackup,
  encodeBackup,
  encodeEntries,
} from '../../common/backup-file.ts';
import { ClusterError, codeOf, messageOf } from '../../common/errors.ts';
import type { Disks, Host, Timer } from '../../common/host.ts';
import type { MapRecord, StoredCounters } from '../../common/messages.ts';
import { backupName, newestFirst, superfluous } from '../core/backup-retention.ts';
import { entriesOf } from '../store/records.ts';

/** Records that are encoded in one turn: about 2 ms. */
const entriesPerTurn = 2_000;

/** It names everything and holds no key, but whoever reads it knows the whole cluster. */
const backupMode = 0o600;

export interface BackupSettings {
  /** Each gets every backup: the second one should be on another disk. */
  readonly directories: readonly string[];
  readonly intervalMs: number;
}

/** The state of one moment; its records never change. */
export interface Snapshot {
  readonly clusterId: string;
  readonly system: string;
  readonly counters: StoredCounters;
  readonly records: readonly MapRecord[];
  /** What the store holds beside counters and map. */
  readonly rest: readonly BackupEntry[];
}

export interface BackupStatus {
  readonly directories: readonly string[];
  /** Of the newest backup that was read back; 0 before the first one of this MDM process. */
  readonly mapVersion: number;
  /** Unix time, 0 before the first one. */
  readonly createdAtMs: number;
  readonly failures: number;
  /** A sentence for each directory whose last backup failed. */
  readonly problems: readonly string[];
}

export class Backups {
  readonly #host: Host;
  readonly #settings: BackupSettings;
  readonly #snapshot: () => Snapshot;
  readonly #problems = new Map<string, string>();
  #mapVersion = 0;
  #createdAtMs = 0;
  #failures = 0;
  #isWanted = false;
  #timer: Timer | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #writing: Promise<void> | undefined;
  #isClosed = false;

  constructor(host: Host, settings: BackupSettings, snapshot: () => Snapshot) {
    assert(settings.directories.length > 0, 'backups have a directory');
    this.#host = host;
    this.#settings = settings;
    this.#snapshot = snapshot;
  }

  get status(): BackupStatus {
    return {
      directories: this.#settings.directories,
      mapVersion: this.#mapVersion,
      createdAtMs: this.#createdAtMs,
      failures: this.#failures,
      problems: [...this.#problems.values()],
    };
  }

  /** A change is durable: it will be in a backup within the interval. */
  changed(): void {
    this.#isWanted = true;
    this.#schedule();
  }

  /** The whole file, of this moment. */
  async make(): Promise<{ readonly header: BackupHeader; readonly bytes: Uint8Array }> {
    const { clusterId, system, counters, records, rest } = this.#snapshot();
    const createdAtMs = this.#host.clock.wallMs();
    const body: Uint8Array[] = [];
    let entries = 0;
    let part: BackupEntry[] = [];
    for (const entry of entriesOf(counters, records, rest)) {
      part.push(entry);
      entries++;
      if (part.length < entriesPerTurn) continue;
      body.push(encodeEntries(part));
      part = [];
      await new Promise<void>((resolve) => this.#host.clock.afterTurn(resolve));
    }
    body.push(encodeEntries(part));
    const { mapVersion, formatVersion: storeFormat } = counters;
    const header = { clusterId, system, mapVersion, createdAtMs, entries, storeFormat };
    return { header, bytes: encodeBackup(header, body) };
  }

  /** Resolves when no backup is being written. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** Makes the backup that is still wanted, and ends. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.settled();
    if (this.#isWanted) await this.#write();
  }

  #schedule(): void {
    if (this.#isClosed || this.#timer !== undefined || this.#writing !== undefined) return;
    const delayMs = Math.max(0, this.#lastMs + this.#settings.intervalMs - this.#host.clock.nowMs());
    this.#timer = this.#host.clock.after(delayMs, () => {
      this.#timer = undefined;
      this.#writing = this.#write().finally(() => {
        this.#writing = undefined;
        if (this.#isWanted) this.#schedule();
      });
    });
  }

  async #write(): Promise<void> {
    this.#isWanted = false;
    this.#lastMs = this.#host.clock.nowMs();
    const { header, bytes } = await this.make();
    for (const directory of this.#settings.directories) {
      try {
        await writeBackup(this.#host, directory, header, bytes);
        this.#mapVersion = header.mapVersion;
        this.#createdAtMs = header.createdAtMs;
        this.#worked(directory);
      } catch (error) {
        if (!(error instanceof ClusterError)) throw error;
        this.#isWanted = true;
        this.#failed(directory, error);
      }
    }
  }

  #worked(directory: string): void {
    if (!this.#problems.delete(directory)) return;
    this.#host.log.write('info', 'metadata backed up again', { directory });
  }

  #failed(directory: string, error: ClusterError): void {
    this.#failures++;
    if (!this.#problems.has(directory)) this.#host.log.write('error', 'metadata not backed up', { directory, error });
    this.#problems.set(directory, `The metadata could not be backed up to ${directory}: ${messageOf(error)}.`);
  }
}

async function writeBackup(
  { disks, clock }: Host,
  directory: string,
  header: BackupHeader,
  bytes: Uint8Array,
): Promise<void> {
  const path = join(directory, backupName(header.clusterId, header.mapVersion, header.createdAtMs));
  await disks.makeDirectory(directory);
  try {
    await disks.replaceFile(path, bytes, backupMode);
    const back = await disks.readFile(path);
    if (back === undefined) throw new ClusterError('DAMAGED', `The backup ${path} is not there after it was written`);
    decodeBackup(back, path);
  } finally {
    await removeOld(disks, directory, header.clusterId, clock.wallMs());
  }
}

/** Also what a write that failed or was killed has left behind. */
async function removeOld(disks: Disks, directory: string, clusterId: string, nowMs: number): Promise<void> {
  const names = (await disks.list(directory)) ?? [];
  const unfinished = names.filter((name) => /^metadata-[0-9a-f]{8}-v\d+-\d+\.backup\.tmp$/.test(name));
  for (const name of [...unfinished, ...superfluous(clusterId, names, nowMs)])
    await disks.remove(join(directory, name));
}

/** The newest backup of the cluster that is whole. Never rejects for what it finds: it is asked when something is wrong. */
export async function newestBackup(
  disks: Disks,
  directories: readonly string[],
  clusterId: string,
): Promise<{ readonly path: string; readonly header: BackupHeader } | undefined> {
  let newest: { readonly path: string; readonly header: BackupHeader } | undefined;
  for (const directory of directories) {
    const names = await disks.list(directory).catch(() => undefined);
    for (const { name } of newestFirst(clusterId, names ?? [])) {
      const path = join(directory, name);
      const backup = await readBackup(disks, path);
      if (backup?.header.clusterId !== clusterId) continue;
      if (newest === undefined || backup.header.mapVersion > newest.header.mapVersion) newest = { path, ...backup };
      break;
    }
  }
  return newest;
}

async function readBackup(disks: Disks, path: string): Promise<Backup | undefined> {
  try {
    const bytes = await disks.readFile(path);
    return bytes === undefined ? undefined : decodeBackup(bytes, path);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
