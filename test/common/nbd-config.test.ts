/** Where an SDC serves NBD: nothing that other servers reach is served in the clear. */

import test from 'ava';
import { isLoopback } from '../../common/config/addresses.ts';
import { clusterConfigOf, type SdcConfig } from '../../common/config.ts';

const textOf = (more: string): string => `
version: 1
mdm: { name: mdm1 }
protectionDomains: [{ name: default, pools: [{ name: default }] }]
sds:
  - { name: sds1, devices: [{ path: d1, capacity: 8GiB }] }
  - { name: sds2, devices: [{ path: d2, capacity: 8GiB }] }
sdc: [{ name: sdc1${more} }]
`;

const sdcOf = (more: string): SdcConfig | undefined => clusterConfigOf('f', textOf(more)).sdc[0];

test('NBD is for the own server alone unless the file says otherwise', (t) => {
  t.deepEqual(sdcOf('')?.nbd, { kind: 'unix', path: 'run/nbd.sock' });
  t.is(sdcOf('')?.nbdTcp, undefined);
  t.deepEqual(sdcOf(', nbd: "127.0.0.1:10809"')?.nbd, { kind: 'tcp', host: '127.0.0.1', port: 10809 });
});

for (const [more, expected] of [
  ['listen: "0.0.0.0:10809", psk: k.psk', { host: '0.0.0.0', port: 10809, tls: { kind: 'psk', psk: 'k.psk' } }],
  [
    'listen: "[::]:0", certificate: c.pem, key: k.pem, clientCa: ca.pem',
    { host: '::', port: 0, tls: { kind: 'certificate', certificate: 'c.pem', key: 'k.pem', clientCa: 'ca.pem' } },
  ],
  [
    'listen: "server1:10809", certificate: c.pem, key: k.pem',
    { host: 'server1', port: 10809, tls: { kind: 'certificate', certificate: 'c.pem', key: 'k.pem' } },
  ],
  ['listen: "127.0.0.1:0"', { host: '127.0.0.1', port: 0 }],
  ['listen: "[::1]:10809"', { host: '::1', port: 10809 }],
  ['listen: "localhost:10809"', { host: 'localhost', port: 10809 }],
] as const) {
  test(`nbdTcp: { ${more} } is read`, (t) => {
    t.deepEqual(sdcOf(`, nbdTcp: { ${more} }`)?.nbdTcp, expected);
  });
}

for (const [title, more, complaint] of [
  ['nbd on an address that others reach', 'nbd: "0.0.0.0:10809"', /sdc\[0\]\.nbd: .*without TLS: use nbdTcp/],
  [
    'nbdTcp without TLS on an address that others reach',
    'nbdTcp: { listen: "192.0.2.1:10809" }',
    /sdc\[0\]\.nbdTcp\.listen: other servers reach 192\.0\.2\.1, so TLS is needed: give certificate and key, or psk/,
  ],
  ['nbdTcp without TLS under a name', 'nbdTcp: { listen: "server1:1" }', /TLS is needed/],
  ['nbdTcp without an address', 'nbdTcp: { psk: k.psk }', /nbdTcp\.listen: this key is missing/],
  ['nbdTcp with half an address', 'nbdTcp: { listen: "here", psk: k.psk }', /nbdTcp\.listen: "here" is no HOST:PORT/],
  ['keys and a certificate', 'nbdTcp: { listen: "[::]:1", psk: k, certificate: c, key: k }', /nbdTcp\.psk: .*either/],
  ['a certificate without its key', 'nbdTcp: { listen: "[::]:1", certificate: c }', /nbdTcp\.key: .*belong together/],
  ['a key without its certificate', 'nbdTcp: { listen: "[::]:1", key: k }', /nbdTcp\.certificate: .*belong together/],
  ['a client CA alone', 'nbdTcp: { listen: "[::1]:1", clientCa: k }', /nbdTcp\.certificate: .*belong together/],
  ['an unknown key', 'nbdTcp: { listen: "[::1]:1", tls: true }', /nbdTcp\.tls: .*known/],
] as const) {
  test(`${title} is refused`, (t) => {
    t.regex(t.throws(() => sdcOf(`, ${more}`))?.message ?? '', complaint);
  });
}

test('only addresses that no other server can reach are loopback ones', (t) => {
  for (const host of ['127.0.0.1', '127.255.0.9', '::1', 'localhost']) t.true(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', 'local', '127.0.0.1.example.org', '::ffff:10.0.0.1']) {
    t.false(isLoopback(host), host);
  }
});
