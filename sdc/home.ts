/**
 * What an SDC keeps in its home directory: who it is and how often it has started. The kept map lies beside them.
 *
 *   lock    held while the process lives: two SDCs of one identity would take each other's links away
 *   guid    made once: how the cluster knows this SDC again
 *   start   decimal, +1 at each start before anything else: engines drop what earlier starts have left behind
 *   map     common/map-cache.ts
 *   losses  untold-losses.ts
 */

import { ClusterError } from '../common/errors.ts';
import type { Disks, Lock, Random } from '../common/host.ts';

const guidBytes = 16;

export interface Home {
  readonly lock: Lock;
  readonly guid: string;
  /** The incarnation of this start, stable on disk. */
  readonly startCounter: number;
  readonly mapPath: string;
}

/** Rejects with `LOCKED` when another process has it, `DAMAGED` when what it holds cannot be believed. */
export async function openHome(disks: Disks, random: Random, directory: string): Promise<Home> {
  await disks.makeDirectory(directory);
  const lock = await disks.lock(`${directory}/lock`);
  if (lock === undefined) {
    throw new ClusterError('LOCKED', `The SDC home ${directory} is in use by another process: stop that SDC first.`);
  }
  try {
    const startCounter = await countStart(disks, `${directory}/start`);
    const guid = await readGuid(disks, random, `${directory}/guid`);
    return { lock, guid, startCounter, mapPath: `${directory}/map` };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function countStart(disks: Disks, path: string): Promise<number> {
  const before = await readText(disks, path);
  if (before !== undefined && !/^\d{1,15}$/.test(before)) {
    throw new ClusterError(
      'DAMAGED',
      `The start counter ${path} is no number. Delete the whole home directory: this SDC then joins as a new one.`,
    );
  }
  const startCounter = Number(before ?? 0) + 1;
  await disks.replaceFile(path, Buffer.from(`${startCounter}\n`));
  return startCounter;
}

async function readGuid(disks: Disks, random: Random, path: string): Promise<string> {
  const kept = await readText(disks, path);
  if (kept !== undefined && /^[0-9a-f]{32}$/.test(kept)) return kept;
  if (kept !== undefined) {
    throw new ClusterError('DAMAGED', `The file ${path} holds no guid. Delete the whole home directory to join anew.`);
  }
  const guid = Buffer.from(random.bytes(new Uint8Array(guidBytes))).toString('hex');
  await disks.replaceFile(path, Buffer.from(`${guid}\n`));
  return guid;
}

async function readText(disks: Disks, path: string): Promise<string | undefined> {
  const bytes = await disks.readFile(path);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1').trim();
}
