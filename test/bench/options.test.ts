import test from 'ava';
import { gib, mib } from '../../common/units.ts';
import { jobs } from './jobs.ts';
import { type Options, parseOptions } from './options.ts';

function options(...args: readonly string[]): Options {
  const parsed = parseOptions(args);
  if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed));
  return parsed.options;
}

function reason(...args: readonly string[]): string {
  const parsed = parseOptions(args);
  return parsed.kind === 'refused' ? parsed.reason : parsed.kind;
}

test('without options: all jobs but the long ones, both nbdkits, five rounds of 5 s, mode received', (t) => {
  const standard = options();
  t.deepEqual(
    standard.jobs,
    jobs.filter((job) => job.isLong !== true),
  );
  t.like(standard, { rounds: 5, seconds: 5, acknowledge: ['received'], peers: ['nbdkit-memory', 'nbdkit-file'] });
  t.deepEqual(standard.sizes, { whole: gib, within: 32 * mib, beyond: 6400 * mib });
});

test('--quick is one short round, and each of its settings can be given', (t) => {
  t.like(options('--quick'), { rounds: 1, seconds: 2, peers: ['nbdkit-memory'], journalBytes: 16 * mib });
  t.like(options('--quick', '--rounds', '3', '--runtime-s', '1', '--journal', '32MiB', '--peers', 'none'), {
    rounds: 3,
    seconds: 1,
    journalBytes: 32 * mib,
    peers: [],
  });
});

test('--only takes the named jobs, long ones too; the volume "beyond" is only made for jobs that use it', (t) => {
  const { jobs: chosen, sizes } = options('--only', 'read-4k-1,write-4k-32');
  t.deepEqual(
    chosen.map(({ name }) => name),
    ['write-4k-32', 'read-4k-1'],
  );
  t.is(sizes.beyond, 0);
  t.is(options('--only', 'sustained-4k-32', '--journal', '16MiB').sizes.beyond, 1600 * mib);
});

test('peers and modes: lists, both, and the older name of the yardstick', (t) => {
  t.deepEqual(options('--peers', 'ceph,nbdkit').peers, ['nbdkit-memory', 'ceph']);
  t.deepEqual(options('--acknowledge', 'both').acknowledge, ['received', 'stable']);
  t.deepEqual(options('--acknowledge', 'stable').acknowledge, ['stable']);
});

test('what cannot be meant is refused, and the refusal says what can be', (t) => {
  t.regex(reason('--only', 'write-5k-1'), /there is no write-5k-1; there are write-4k-32, /);
  t.regex(reason('--peers', 'vitastor'), /there is no vitastor; there are nbdkit-memory, nbdkit-file, ceph/);
  t.regex(reason('--acknowledge', 'maybe'), /there is no maybe; there are received, stable, both/);
  t.regex(reason('--size', '1MiB'), /at least 64MiB/);
  t.regex(reason('--journal', '15MiB'), /at least 16MiB/);
  t.regex(reason('--rounds', '0'), /--rounds 0: a whole number, at least 1/);
  t.regex(reason('--runtime-s', 'x'), /--runtime-s x/);
  t.regex(reason('--nonsense'), /nonsense/);
  t.regex(reason('--only', ','), /names no job/);
  t.is(reason('--help'), 'help');
});
