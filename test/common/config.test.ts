/** The cluster file: the ready ones are valid, every mistake is told at once, and docs/configuration.md has each key. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { must } from '../../common/assert.ts';
import { formatHostPort, parseHostPort } from '../../common/config/addresses.ts';
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
  if (parsed.kind === 'invalid') throw new Error(parsed.mistakes.join('\n'));
  return parsed.config;
}

function mistakes(text: string): readonly string[] {
  const parsed = parseClusterConfig(text);
  return parsed.kind === 'valid' ? [] : parsed.mistakes;
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
    'sds[0].name',
    'sds[0].journal',
    'sds[0].metrics',
    'sds[0].devices[0].path',
    'sds[0].devices[0].capacity',
    'sdc[0].ioTimeout',
    'protectionDomains[0].pools[0].slices',
    'protectionDomains[0].pools[0].acknowledge',
    'durations.lease',
    'colour',
  ]);
  for (const line of lines) t.regex(line, /; (for example: |known are )/);
});

for (const [what, from, to, path] of [
  ['a name that is used twice', 'name: sds2', 'name: sds1', 'sds[1].name'],
  ['a device that is used twice', 'path: d2', 'path: d1', 'sds[1].devices[0].path'],
  ['a pool that is not there', 'path: d2', 'path: d2, pool: fast', 'sds[1].devices[0].pool'],
  ['a domain that is not there', 'name: sds2,', 'name: sds2, protectionDomain: other,', 'sds[1].protectionDomain'],
  ['an SDC that is not there', 'mapTo: [sdc1]', 'mapTo: [sdc9]', 'volumes[0].mapTo[0]'],
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

test('what is no YAML, or no mapping, is a mistake and not a crash', (t) => {
  t.regex(mistakes('a: [1').join(), /no YAML/);
  t.regex(mistakes('*nowhere').join(), /no YAML/);
  t.true(mistakes('- 1').length > 0);
  t.true(mistakes('').length > 0);
  t.throws(() => clusterConfigOf('x.yaml', 'version: 1'), { message: /^x\.yaml: mdm\.name: / });
});

test('no text whatever makes the parser throw', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      parseClusterConfig(text);
    }),
    { numRuns: 300 },
  );
  t.pass();
});

test('the seed is what the MDM takes; devices beside it have whole paths', (t) => {
  const seed: ClusterSeed = seedOf(valid(small), (path) => `/home/${path}`);
  t.deepEqual(
    seed.protectionDomains[0]?.sdss.map(({ devices }) => devices[0]?.path),
    ['/home/d1', '/home/d2'],
  );
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
