/** The cluster file: the ready ones are valid, every mistake is told at once, and docs/configuration.md has each key. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { must } from '../../common/assert.ts';
import { advertisedAddress, formatHostPort, parseHostPort } from '../../common/config/addresses.ts';
import { formatMistake, type Mistake } from '../../common/config/mistakes.ts';
import { nearestOf } from '../../common/config/nearest.ts';
import { parseDuration } from '../../common/config/reader.ts';
import { seedOf } from '../../common/config/seed.ts';
import { type ClusterConfig, clusterConfigOf, parseClusterConfig } from '../../common/config.ts';
import { gib, mib } from '../../common/units.ts';
import type { ClusterSeed } from '../../mdm/seed.ts';

const checkout = resolve(import.meta.dirname, '..', '..');

function read(name: string): string {
  return readFileSync(join(checkout, name), 'utf8');
}

function valid(text: string): ClusterConfig {
  const parsed = parseClusterConfig(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
  return parsed.config;
}

function mistakesOf(text: string): readonly Mistake[] {
  const parsed = parseClusterConfig(text);
  return parsed.kind === 'valid' ? [] : parsed.mistakes;
}

/** Without their places. */
function mistakes(text: string): readonly string[] {
  return mistakesOf(text).map((mistake) => formatMistake(mistake).replace(/^\d+:\d+: /, ''));
}

const small = `
version: 1
mdm: { name: mdm1 }
protectionDomains: [{ name: default, pools: [{ name: default }] }]
sds:
  - { name: sds1, devices: [{ path: d1, capacity: 8GiB }] }
  - { name: sds2, devices: [{ path: d2, capacity: 8GiB }] }
sdc: [{ name: sdc1 }]
volumes: [{ name: demo, size: 1GiB, mapTo: [sdc1] }]
`;

test('local.yaml names one MDM, three SDSs of 8 GiB and one SDC, on free ports throughout', (t) => {
  const config = valid(read('cluster-configs/local.yaml'));
  t.is(config.mdm.port, 0);
  t.is(config.sds.length, 3);
  t.deepEqual(new Set(config.sds.map(({ journalBytes }) => journalBytes)), new Set([64 * mib]));
  t.deepEqual(
    config.sds.flatMap(({ devices }) => devices.map(({ capacityBytes }) => capacityBytes)),
    [8 * gib, 8 * gib, 8 * gib],
  );
  t.deepEqual(
    [...config.sds, ...config.sdc].map(({ metrics }) => metrics.port),
    [0, 0, 0, 0],
  );
  t.deepEqual(config.volumes, [{ name: 'demo', pool: 'default', sizeBytes: gib, mapTo: ['sdc1'] }]);
});

test('three-servers.yaml is valid, and binds other addresses than it advertises', (t) => {
  const config = valid(read('cluster-configs/three-servers.yaml'));
  t.deepEqual(
    config.sds.map(({ host, address, listen }) => [host, address, listen]),
    [
      ['server1', '192.0.2.11', '0.0.0.0'],
      ['server2', '192.0.2.12', '0.0.0.0'],
      ['server3', '192.0.2.13', '0.0.0.0'],
    ],
  );
});

test('what is left out has the documented standards', (t) => {
  const config = valid(small);
  t.deepEqual(config.durations, {
    heartbeatMs: 225,
    leaseMs: 900,
    grantMs: 1_000,
    silenceMs: 2_000,
    graceMs: 60_000,
    restartPauseMs: 100,
    restartPauseLongestMs: 10_000,
    scanIntervalMs: 7 * 24 * 3_600_000,
  });
  t.deepEqual(config.protectionDomains[0]?.pools[0], {
    name: 'default',
    replicas: 2,
    sliceCount: 4_096,
    acknowledge: 'received',
  });
  t.deepEqual(config.sdc[0]?.nbd, { kind: 'unix', path: 'run/nbd.sock' });
});

test('all mistakes are told at once, each a line with its path and an example', (t) => {
  const lines = mistakes(`
version: 1
mdm: { name: mdm1, port: 70000 }
protectionDomains: [{ name: default, pools: [{ name: default, slices: 1000, acknowledge: later }] }]
sds: [{ name: -sds, journal: 1KiB, metrics: nowhere, devices: [{ capacity: big }] }]
sdc: [{ name: sdc1, ioTimeout: soon }]
durations: { heartbeat: 300 ms }
colour: blue
`);
  const paths = lines.map((line) => line.slice(0, line.indexOf(': ')));
  t.deepEqual(paths, [
    'mdm.port',
    'protectionDomains[0].pools[0].slices',
    'protectionDomains[0].pools[0].acknowledge',
    'sds[0].name',
    'sds[0].journal',
    'sds[0].metrics',
    'sds[0].devices[0].path',
    'sds[0].devices[0].capacity',
    'sdc[0].ioTimeout',
    'durations.heartbeat',
    'colour',
  ]);
  for (const line of lines) t.regex(line, /; for example: /);
});

test('a mistake has the line and column of the value, of the key where that is wrong, and of the nearest that is there', (t) => {
  const text = `version: 1
mdm:
  name: mdm1
  port: many
sds:
  - name: sds1
    journall: 64MiB
    devices:
      - capacity: 8GiB
      - 7
`;
  t.deepEqual(
    mistakesOf(text)
      .filter(({ path }) => !path.endsWith('.protectionDomain'))
      .map(({ line, column, path }) => [line, column, path]),
    [
      [4, 9, 'mdm.port'],
      [7, 5, 'sds[0].journall'],
      [9, 9, 'sds[0].devices[0].path'],
      [10, 9, 'sds[0].devices[1]'],
    ],
  );
  t.throws(() => clusterConfigOf('x.yaml', text), {
    message: /^x\.yaml:4:9: mdm\.port: .*\nx\.yaml:6:5: sds\[0\]\.protectionDomain: /,
  });
});

test('an unknown key is answered with the one that was meant', (t) => {
  const [line] = mistakes(`${small}\ndurations: { hartbeat: 225 ms }`);
  t.regex(line ?? '', /^durations\.hartbeat: .* did you mean heartbeat\?.*for example: heartbeat: 225 ms$/);
  t.is(nearestOf('restart_pause', ['restartPause', 'restartPauseLongest']), 'restartPause');
  t.is(nearestOf('lisetn', ['name', 'listen']), 'listen');
  t.is(nearestOf('colour', ['name', 'listen']), undefined);
});

test('names of the same sort as those of Object are unknown keys too', (t) => {
  for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    t.regex(mistakes(`${small}\n${key}: 1\n`)[0] ?? '', /not known here/, key);
  }
  t.deepEqual(mistakes(`${small}\nsystem: { toString: 1 }\n`).length, 1);
  t.is(mistakes(small.replace('capacity: 8GiB', 'capacity: { toString: 1 }')).length, 1);
});

test('a mistake of one sort does not hide those of another', (t) => {
  const text = small
    .replace('name: sds2', 'name: sds1')
    .replace('size: 1GiB', 'size: big')
    .replace('path: d2', 'path: d1');
  t.deepEqual(
    mistakes(text).map((line) => line.slice(0, line.indexOf(': '))),
    ['sds[1].name', 'sds[1].devices[0].path', 'volumes[0].size'],
  );
});

test('what could not be read makes no second mistake', (t) => {
  t.is(mistakes(small.replace('name: sdc1', 'name: -')).length, 1, 'the mapping to sdc1');
  t.is(mistakes(small.replace('pools: [{ name: default }]', 'pools: 3')).length, 1, 'the pools of devices and volumes');
  t.is(mistakes(`${small}\ndurations: { heartbeat: often, lease: 500 ms }`).length, 1, 'the order of the durations');
});

for (const [what, from, to, path] of [
  ['a name that is used twice', 'name: sds2', 'name: sds1', 'sds[1].name'],
  ['a device that is used twice', 'path: d2', 'path: d1', 'sds[1].devices[0].path'],
  ['a pool that is not there', 'path: d2', 'path: d2, pool: fast', 'sds[1].devices[0].pool'],
  ['a domain that is not there', 'name: sds2,', 'name: sds2, protectionDomain: other,', 'sds[1].protectionDomain'],
  ['an SDC that is not there', 'mapTo: [sdc1]', 'mapTo: [sdc9]', 'volumes[0].mapTo[0]'],
  ['an SDC that is named twice', 'mapTo: [sdc1]', 'mapTo: [sdc1, sdc1]', 'volumes[0].mapTo[1]'],
  ['a number where a name is expected', 'name: demo', 'name: 010', 'volumes[0].name'],
  ['a line break in an address', 'name: sds1', 'name: sds1, metrics: "a\\nb"', 'sds[0].metrics'],
  ['a line break in a name', 'mapTo: [sdc1]', 'mapTo: ["a\\nb"]', 'volumes[0].mapTo[0]'],
  ['a line break in a path', 'path: d2', 'path: "d\\n2"', 'sds[1].devices[0].path'],
  ['a device inside another', 'path: d2', 'path: ./d1//sub/', 'sds[1].devices[0].path'],
  ['a device where the daemons keep their own', 'path: d2', 'path: ./state/d2', 'sds[1].devices[0].path'],
  ['a device outside SIO_HOME by a relative path', 'path: d2', 'path: x/../../d2', 'sds[1].devices[0].path'],
  ['an address that nobody can connect to', 'name: mdm1', "name: mdm1, address: '::'", 'mdm.address'],
  [
    'a listen address of an SDC, which binds none',
    '{ name: sdc1 }',
    '{ name: sdc1, listen: 0.0.0.0 }',
    'sdc[0].listen',
  ],
  [
    'an NBD socket that is used twice',
    '{ name: sdc1 }',
    '{ name: sdc1 }, { name: sdc2, nbd: ./run/nbd.sock }',
    'sdc[1].nbd',
  ],
  ['a free port for an MDM of several servers', 'name: sdc1', 'name: sdc1, host: server2', 'mdm.port'],
  ['a key that is there twice', 'name: mdm1', 'name: mdm1, name: mdm2', 'the file'],
  ['a heap that no daemon can start with', 'version: 1', 'version: 1\nmemory: { heap: 64MiB }', 'memory.heap'],
  ['a log without files', 'version: 1', 'version: 1\nlog: { files: 0 }', 'log.files'],
  ['a log file of a few lines', 'version: 1', 'version: 1\nlog: { fileSize: 1KiB }', 'log.fileSize'],
  ['a file of a later version', 'version: 1', 'version: 2', 'version'],
  ['a size that is no multiple of 1 MiB', 'size: 1GiB', 'size: 1048577', 'volumes[0].size'],
] as const) {
  test(`${what} is a mistake`, (t) => {
    const lines = mistakes(small.replace(from, to));
    t.is(lines.length, 1, lines.join('\n'));
    t.true(must(lines[0], 'a line').startsWith(`${path}: `), lines[0]);
  });
}

for (const [key, value] of [
  ['heartbeat', '226 ms'],
  ['lease', '1000 ms'],
  ['grant', '2 s'],
  ['silence', '60 s'],
  ['restartPause', '11 s'],
] as const) {
  test(`durations that break the inequality are refused: ${key} ${value}`, (t) => {
    t.is(mistakes(`${small}\ndurations: { ${key}: ${value} }\n`).length, 1);
  });
}

for (const [what, one, other] of [
  ['the same', "metrics: '127.0.0.1:9101'", "metrics: '127.0.0.1:9101'"],
  ['one inside every address', "metrics: '0.0.0.0:9101'", "metrics: '127.0.0.1:9101'"],
  ['one in two spellings', "metrics: '[::1]:9101'", "metrics: '[0:0::1]:9101'"],
] as const) {
  test(`two daemons of one server do not bind one address: ${what}`, (t) => {
    const text = (host: string): string =>
      small
        .replace('name: mdm1', 'name: mdm1, port: 6611')
        .replace('name: sds1', `name: sds1, host: server1, ${one}`)
        .replace('name: sds2', `name: sds2, host: ${host}, ${other}`);
    t.deepEqual(mistakes(text('server2')), []);
    t.regex(
      mistakes(text('server1')).join('\n'),
      /^sds\[1\]\.metrics: .* taken on its server by sds\[0\]\.metrics; .*9102'$/,
    );
    t.is(mistakes(text('local')).length, 1, 'a launcher with --host server1 starts both');
  });
}

test('what is no YAML, or no mapping, is a mistake and not a crash', (t) => {
  t.regex(mistakes('a: [1').join(), /no YAML/);
  t.regex(mistakes('*nowhere').join(), /no YAML/);
  t.true(mistakes('- 1').length > 0);
  t.true(mistakes('').length > 0);
  t.regex(mistakes('['.repeat(50_000)).join(), /no YAML/);
  t.regex(mistakes('a: &a [*a, *a]').join(), /not known here/);
  t.throws(() => clusterConfigOf('x.yaml', 'version: 1'), { message: /^x\.yaml:1:1: mdm\.name: / });
});

/** Whatever a file has, it is valid or has mistakes that a person can act upon. */
function isAnswered(text: string): boolean {
  const parsed = parseClusterConfig(text);
  if (parsed.kind === 'valid') return true;
  const lines = text.split(/\r\n?|\n/).length;
  return (
    parsed.mistakes.length > 0 &&
    parsed.mistakes.every((mistake) => {
      const isInside = mistake.line >= 1 && mistake.line <= lines && mistake.column >= 1;
      return isInside && mistake.path !== '' && mistake.reason !== '' && !/[\r\n]/.test(formatMistake(mistake));
    })
  );
}

test('no text whatever makes the parser throw', (t) => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json()), isAnswered), { numRuns: 200 });
  t.pass();
});

test('no value in place of any other of a cluster file makes the parser throw, and each mistake has its place', (t) => {
  const tree: unknown = parse(read('cluster-configs/local.yaml'));
  const places = waysInto(tree);
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      '0',
      '',
      '::',
      '0.0.0.0',
      'local',
      'default',
      'devices/sds1-1',
      '1e3',
      -1,
      1e300,
      '\u0000',
      'a\nb',
    ),
  );
  const change = fc.record({ way: fc.constantFrom(...places), value, key: fc.option(fc.string(), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const changed = structuredClone(tree);
      for (const { way, value: put, key } of changes)
        replaceAt(changed, key === undefined ? way : [...way.slice(0, -1), key], put);
      return isAnswered(stringify(changed));
    }),
    { numRuns: 300 },
  );
  t.pass();
});

type Way = readonly (string | number)[];

function waysInto(tree: unknown, way: Way = []): Way[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const keys = Array.isArray(tree) ? tree.keys() : Object.keys(tree);
  return [...keys].flatMap((key) => {
    const inner = (tree as Readonly<Record<string | number, unknown>>)[key];
    return [[...way, key], ...waysInto(inner, [...way, key])];
  });
}

/** Nothing where an earlier change has taken the way away. */
function replaceAt(tree: unknown, way: Way, value: unknown): void {
  const [key, ...rest] = way;
  if (typeof tree !== 'object' || tree === null || key === undefined) return;
  const values = tree as Record<string | number, unknown>;
  if (rest.length > 0) replaceAt(values[key], rest, value);
  else if (!Array.isArray(tree) || typeof key === 'number') values[key] = value;
}

test('the seed is what the MDM takes; devices beside it have whole paths', (t) => {
  const seed: ClusterSeed = seedOf(valid(small), (path) => `/home/${path}`);
  t.deepEqual(
    seed.protectionDomains[0]?.sdss.map(({ devices }) => devices[0]?.path),
    ['/home/d1', '/home/d2'],
  );
});

test('a wildcard is advertised as the address, and what was bound to one address as that', (t) => {
  const bound = (host: string) => ({ kind: 'tcp', host, port: 7 }) as const;
  const names = { address: 'server1', listen: '10.0.0.1' };
  t.deepEqual(advertisedAddress(bound('0.0.0.0'), names), bound('server1'));
  t.deepEqual(advertisedAddress(bound('::'), names), bound('server1'));
  t.deepEqual(advertisedAddress(bound('10.0.0.1'), names), bound('server1'));
  t.deepEqual(advertisedAddress(bound('127.0.0.1'), names), bound('127.0.0.1'));
  t.deepEqual(advertisedAddress({ kind: 'unix', path: '/s' }, names), { kind: 'unix', path: '/s' });
});

test('durations and addresses are read as people write them', (t) => {
  t.deepEqual(['900 ms', '2s', '1 min', '0', 225, 'x', '-1 s'].map(parseDuration), [
    900,
    2_000,
    60_000,
    0,
    225,
    undefined,
    undefined,
  ]);
  for (const text of ['127.0.0.1:0', '[::1]:9100', 'server1:65535']) {
    const { host, port } = must(parseHostPort(text), text);
    t.is(formatHostPort(host, port), text);
  }
  t.is(parseHostPort('::1:9100'), undefined);
  t.is(parseHostPort('server:65536'), undefined);
});

test('docs/configuration.md has every key of the ready files', (t) => {
  const page = read('docs/configuration.md');
  const keys = new Set(
    [...read('cluster-configs/local.yaml').matchAll(/^\s*(?:- |# )?([a-zA-Z]+):(?: |$)/gm)].map((match) => match[1]),
  );
  t.true(keys.size > 30);
  for (const key of keys) t.regex(page, new RegExp(`[\`.]${key}(\\[\\])?[\`.]`), key);
});
