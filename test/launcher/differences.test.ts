/** What the launcher says of a file and a cluster that differ. */

import test from 'ava';
import { parseClusterConfig } from '../../common/config.ts';
import { differencesOf } from '../../launcher/differences.ts';
import type { AllAnswer } from '../../mdm/api/answers.ts';

const text = `
version: 1
mdm: { name: mdm1 }
protectionDomains: [{ name: default, pools: [{ name: default }] }]
sds: [{ name: sds1, devices: [{ path: d1, capacity: 8GiB }] }]
sdc: [{ name: sdc1 }]
volumes: [{ name: demo, size: 1GiB, mapTo: [sdc1] }]
`;

/** Of the answer only what is compared. */
function cluster(parts: { readonly [K in keyof AllAnswer]?: readonly object[] }): AllAnswer {
  const empty = { protectionDomains: [], sdss: [], volumes: [], sdcs: [] };
  return { ...empty, ...parts } as unknown as AllAnswer;
}

const whole = {
  protectionDomains: [{ name: 'default', pools: [{ name: 'default' }] }],
  sdss: [{ name: 'sds1', connection: { state: 'connected' }, devices: [{ path: '/home/d1' }] }],
  sdcs: [{ name: 'sdc1' }],
  volumes: [
    { name: 'demo', mappings: [{ name: 'sdc1' }] },
    { name: 'other', mappings: [] },
  ],
};

function differences(parts: Parameters<typeof cluster>[0]): readonly string[] {
  const parsed = parseClusterConfig(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.mistakes.join('\n'));
  return differencesOf(parsed.config, cluster(parts), (path) => (path.startsWith('/') ? path : `/home/${path}`));
}

test('a cluster that has what the file names does not differ, also with more volumes', (t) => {
  t.deepEqual(differences(whole), []);
});

test('each difference comes with the scli command that would apply it', (t) => {
  const commands = differences({}).map((line) => line.slice(line.indexOf('scli ')));
  t.deepEqual(commands, [
    'scli --add_protection_domain --protection_domain_name default',
    'scli --add_storage_pool --protection_domain_name default --storage_pool_name default --replicas 2',
    'scli --add_sds --sds_name sds1 --protection_domain_name default --device_path /home/d1 --storage_pool_name default --device_capacity 8589934592',
    'scli --add_sdc --sdc_name sdc1',
    'scli --add_volume --storage_pool_name default --size 1073741824 --volume_name demo',
  ]);
});

test('a volume that is smaller than the file says comes with the command that makes it grow; a larger one is as it should be', (t) => {
  const of = (sizeBytes: number): readonly string[] =>
    differences({ ...whole, volumes: [{ name: 'demo', sizeBytes, mappings: [{ name: 'sdc1' }] }] });
  t.deepEqual(of(512 * 1024 * 1024), [
    'the file says that volume demo has 1.0 GB (1024 MB), and it has 512.0 MB (524288 KB): ' +
      'scli --modify_volume_capacity --volume_name demo --size 1073741824',
  ]);
  t.deepEqual(of(2 ** 30), []);
  t.deepEqual(of(2 ** 31), []);
});

test('a device, a mapping and an SDS that nobody starts are named', (t) => {
  const lines = differences({
    ...whole,
    sdss: [
      { name: 'sds1', connection: { state: 'connected' }, devices: [] },
      { name: 'sds9', connection: { state: 'disconnected' }, devices: [] },
    ],
    volumes: [{ name: 'demo', mappings: [] }],
  });
  t.is(lines.length, 3);
  t.regex(lines[0] ?? '', /--add_sds_device --sds_name sds1 --device_path \/home\/d1 /);
  t.regex(lines[1] ?? '', /--map_volume_to_sdc --volume_name demo --sdc_name sdc1$/);
  t.regex(lines[2] ?? '', /--remove_sds --sds_name sds9$/);
});
