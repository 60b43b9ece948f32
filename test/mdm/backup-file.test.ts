/** The file of a backup, and which backups stay. */

import test from 'ava';
import fc from 'fast-check';
import { decodeBackup, encodeBackup, encodeEntries } from '../../common/backup-file.ts';
import { codeOf } from '../../common/errors.ts';
import {
  backupName,
  keptDays,
  keptHours,
  keptLast,
  newestFirst,
  superfluous,
} from '../../mdm/core/backup-retention.ts';

const header = {
  clusterId: '6ad9c1e4000000000000000000000000',
  system: 'sio',
  mapVersion: 42,
  createdAtMs: 1_700_000_000_000,
  entries: 2,
  storeFormat: 2,
};
const entries = [
  ['meta/seeded', Buffer.from('1')],
  ['map/pool/00000001', Buffer.from([1, 2, 3])],
] as const;
const file = encodeBackup(header, [encodeEntries(entries)]);

function codeFor(bytes: Uint8Array): string | undefined {
  try {
    decodeBackup(bytes, 'F');
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

test('a backup is read back as it was written, and its layout is fixed', (t) => {
  const backup = decodeBackup(file, 'F');
  t.deepEqual(backup.header, header);
  t.deepEqual(
    backup.entries.map(([key, value]) => [key, [...value]]),
    [
      ['meta/seeded', [0x31]],
      ['map/pool/00000001', [1, 2, 3]],
    ],
  );
  const hex = Buffer.from(file).toString('hex');
  t.is(hex.slice(0, 32), `4d45544153494f00${'01000000'}${'87000000'}`);
  t.is(hex.slice(32, 96), 'b973740260947361967d5760021b527d8ed39c90cdb49393efdebc8ab42af8aa');
  t.true(hex.endsWith('0b00010000006d6574612f73656564656431' + '1100030000006d61702f706f6f6c2f3030303030303031010203'));
});

test('no flipped bit and no missing end goes unnoticed', (t) => {
  for (let at = 0; at < file.length; at++) {
    const flipped = Uint8Array.from(file);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    t.regex(codeFor(flipped) ?? 'unnoticed', /^(DAMAGED|VERSION)$/, `byte ${at}`);
    t.is(codeFor(file.subarray(0, at)), 'DAMAGED', `cut at ${at}`);
  }
});

test('a backup of a newer format is refused as such', (t) => {
  const newer = Uint8Array.from(file);
  newer[8] = 2;
  t.is(codeFor(newer), 'VERSION');
});

const hourMs = 3_600_000;
const clusterId = header.clusterId;

test('a year of hourly backups leaves the last ones, those of a day by hours and of a week by days', (t) => {
  const nowMs = 1_700_000_000_000;
  let names: string[] = [];
  for (let hour = 365 * 24; hour >= 0; hour--) {
    const atMs = nowMs - hour * hourMs;
    names.push(backupName(clusterId, 365 * 24 - hour + 1, atMs));
    const gone = new Set(superfluous(clusterId, names, atMs));
    names = names.filter((name) => !gone.has(name));
    t.true(names.length <= keptLast + keptHours + keptDays);
  }
  const ages = newestFirst(clusterId, names).map(({ createdAtMs }) => Math.round((nowMs - createdAtMs) / hourMs));
  t.deepEqual(
    ages.slice(0, 24),
    Array.from({ length: 24 }, (_, hour) => hour),
  );
  t.true(Math.max(...ages) > 24 * (keptDays - 2), `the oldest is of ${Math.max(...ages)} h ago`);
});

test('whatever the clock says, the newest by map version stays and other files are left alone', (t) => {
  const times = fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 4_000_000_000_000 }), (createdAt, nowMs) => {
      const names = createdAt.map((atMs, index) => backupName(clusterId, index + 1, atMs));
      const others = ['notes.txt', backupName('ffffffff', 1, 1), 'metadata-6ad9c1e4-v1-1.backup'];
      const gone = superfluous(clusterId, [...names, ...others], nowMs);
      const newest = names.slice(-keptLast);
      return !gone.some((name) => newest.includes(name) || others.includes(name));
    }),
  );
  t.pass();
});
