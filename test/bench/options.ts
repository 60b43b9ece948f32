/** The command line of the bench: what is given, what is standard, what is refused. Pure. */

import { parseArgs } from 'node:util';
import { messageOf } from '../../common/errors.ts';
import { mib, parseSize } from '../../common/units.ts';
import { type Job, jobs } from './jobs.ts';
import type { SetSizes } from './target.ts';
import type { Acknowledge } from './targets/sio.ts';

export const peers = ['nbdkit-memory', 'nbdkit-file', 'ceph'] as const;
export type Peer = (typeof peers)[number];

export interface Options {
  readonly jobs: readonly Job[];
  readonly peers: readonly Peer[];
  readonly acknowledge: readonly Acknowledge[];
  readonly rounds: number;
  readonly seconds: number;
  readonly longSeconds: number;
  readonly warmUpSeconds: number;
  readonly journalBytes: number;
  readonly sizes: SetSizes;
  readonly against: string | undefined;
  /** Undefined: the standard place, or none for the page. */
  readonly json: string | undefined;
  readonly html: string | undefined;
}

export type Parsed =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: string };

const standardJobs = jobs.filter((job) => job.isLong !== true);
const longJobs = jobs.filter((job) => job.isLong === true);

export const usage = `usage: npm run bench -- [--quick] [--only JOB,...] [--peers LIST] [--size 1GiB] [--runtime-s 5] [--rounds 5]
                       [--acknowledge received|stable|both] [--against COMMIT] [--journal 64MiB] [--long-s 300]
                       [--json FILE] [--html FILE]
  --quick            one round of 2 s, 512 MiB, journals of 16 MiB, only nbdkit-memory beside (each can be given)
  --only JOB,...     standard: all but the long ones
  --peers LIST       of nbdkit-memory (the yardstick), nbdkit-file, ceph, none; standard: nbdkit-memory,nbdkit-file
  --size SIZE        of the volume
  --runtime-s N      of each measurement; --rounds N of them, in alternation with the peers
  --acknowledge      of our pool; both: two clusters, sio and sio-stable
  --against COMMIT   measures that commit's cluster too, as sio@COMMIT
  --journal SIZE     of each device; the jobs "within" use half as much, those "beyond" 100 times as much
  --long-s N         of the long jobs
  --json FILE        every row; standard: .sio-bench.json. --html FILE: a page with charts
jobs: ${standardJobs.map(({ name }) => name).join(', ')}
long jobs: ${longJobs.map(({ name }) => name).join(', ')}`;

const withinShare = 0.5;
const beyondFactor = 100;

/** A journal that a cluster file may ask for (docs/configuration.md). */
const smallestJournal = 16 * mib;

/** Room for one round of the largest block at the largest depth. */
const smallestSize = 64 * mib;

class Refusal extends Error {}

function listOf<T extends string>(flag: string, text: string, known: readonly T[]): T[] {
  const names = text.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !known.includes(name as T));
  if (unknown.length > 0)
    throw new Refusal(`${flag}: there is no ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

function sizeOf(flag: string, text: string, smallest: number): number {
  const bytes = parseSize(text);
  if (bytes === undefined || bytes < smallest || bytes % mib !== 0)
    throw new Refusal(`${flag} ${text}: a size of whole MiB, at least ${smallest / mib}MiB, as 512MiB or 2GiB`);
  return bytes;
}

function countOf(flag: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Refusal(`${flag} ${text}: a whole number, at least 1`);
  return count;
}

const text = { type: 'string' } as const;
const flags = {
  quick: { type: 'boolean' },
  help: { type: 'boolean' },
  only: text,
  peers: text,
  size: text,
  'runtime-s': text,
  'long-s': text,
  rounds: text,
  acknowledge: text,
  against: text,
  journal: text,
  json: text,
  html: text,
} as const;

function peersOf(given: string | undefined, isQuick: boolean): Peer[] {
  if (given === 'none') return [];
  // `nbdkit` is what version 0.1 called the yardstick.
  const names = (given ?? (isQuick ? 'nbdkit-memory' : 'nbdkit-memory,nbdkit-file')).split(',');
  return listOf('--peers', names.map((name) => (name === 'nbdkit' ? 'nbdkit-memory' : name)).join(','), peers);
}

export function parseOptions(args: readonly string[]): Parsed {
  try {
    const { values } = parseArgs({ args: [...args], options: flags });
    if (values.help === true) return { kind: 'help' };
    const isQuick = values.quick === true;
    const names = jobs.map(({ name }) => name);
    const only = values.only === undefined ? undefined : listOf('--only', values.only, names);
    const chosen = only === undefined ? standardJobs : jobs.filter(({ name }) => only.includes(name));
    if (chosen.length === 0) throw new Refusal('--only names no job');
    const modes = listOf('--acknowledge', values.acknowledge ?? 'received', ['received', 'stable', 'both'] as const);
    const journalBytes = sizeOf('--journal', values.journal ?? (isQuick ? '16MiB' : '64MiB'), smallestJournal);
    const whole = sizeOf('--size', values.size ?? (isQuick ? '512MiB' : '1GiB'), smallestSize);
    const beyond = chosen.some(({ set }) => set === 'beyond') ? journalBytes * beyondFactor : 0;
    return {
      kind: 'run',
      options: {
        jobs: chosen,
        peers: peersOf(values.peers, isQuick),
        acknowledge: modes.includes('both') ? ['received', 'stable'] : modes.filter((mode) => mode !== 'both'),
        rounds: countOf('--rounds', values.rounds ?? (isQuick ? '1' : '5')),
        seconds: countOf('--runtime-s', values['runtime-s'] ?? (isQuick ? '2' : '5')),
        longSeconds: countOf('--long-s', values['long-s'] ?? (isQuick ? '10' : '300')),
        warmUpSeconds: isQuick ? 2 : 10,
        journalBytes,
        sizes: { whole, within: Math.min(whole, journalBytes * withinShare), beyond },
        against: values.against,
        json: values.json,
        html: values.html,
      },
    };
  } catch (error) {
    // Of parseArgs: a TypeError with a code of its own.
    if (error instanceof Refusal || (error instanceof TypeError && 'code' in error))
      return { kind: 'refused', reason: messageOf(error) };
    throw error;
  }
}
