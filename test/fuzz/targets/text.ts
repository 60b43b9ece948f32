/** What people write: the cluster file, command lines, and the JSON of the REST interface. */

import { readFileSync } from 'node:fs';
import { parseClusterConfig } from '../../../common/config.ts';
import { Arguments, type RawArguments } from '../../../mdm/api/arguments.ts';
import { commandNames } from '../../../mdm/api/commands.ts';
import { parseCommandLine, Usage } from '../../../scli/command-line.ts';
import { mayRefuse, type Target } from '../target.ts';

const words = (list: readonly string[]): Uint8Array[] => list.map((word) => Buffer.from(word));

export const config: Target = {
  name: 'config',
  longestBytes: 20_000,
  words: words([
    '&a ',
    '*a',
    '<<: ',
    '!!binary ',
    '- ',
    ': ',
    '{',
    '[',
    '| \n',
    '1e999',
    '.inf',
    '.nan',
    '9999999TiB',
    '-1',
    '~',
    '__proto__: ',
    '\u0000',
  ]),
  seeds: () => [
    readFileSync(new URL('../../../cluster-configs/local.yaml', import.meta.url)),
    Buffer.from('version: 1\nmdm: {name: mdm1}\nsds: [&a {name: sds1}]\nsdc: []\ndurations: {silence: 2 s}\n'),
  ],
  run: (bytes) => void parseClusterConfig(bytes.toString()),
};

export const commandLine: Target = {
  name: 'command-line',
  longestBytes: 4000,
  words: words([
    ...commandNames.map((name) => `--${name}\n`),
    '--output\njson\n',
    '--help\n',
    '=',
    '--__proto__\n1\n',
    '--constructor\n',
  ]),
  seeds: () =>
    words([
      '--add_volume\n--storage_pool_name\ndefault\n--size_gb\n2\n--volume_name\ndb1',
      '--query_all\n--output=json\n--mdm_ip\n[::1]:7000',
      '--unmap_volume_from_sdc\n--volume_name=db1\n--sdc_name\nsdc1\n--i_am_sure',
    ]),
  run: (bytes) => {
    try {
      parseCommandLine(bytes.toString().split('\n'));
    } catch (error) {
      if (!(error instanceof Usage)) throw error;
    }
  },
};

export const restArguments: Target = {
  name: 'rest-arguments',
  longestBytes: 4000,
  words: words([
    '"__proto__":',
    '"constructor":1',
    '"toString":{}',
    '[[[]]]',
    '1e400',
    '-0',
    '"size_gb":',
    '"volume_name":',
    'null',
    'true',
  ]),
  seeds: () =>
    words([
      'add_volume {"storage_pool_name":"default","size_gb":2,"volume_name":"db1"}',
      'add_sds {"sds_name":"a","device_path":["/a","/b"],"i_am_sure":true}',
      'query_volume {"volume_id":"1"}',
    ]),
  run: (bytes) => {
    const text = bytes.toString();
    const at = text.indexOf(' ');
    const name = commandNames.find((known) => known === text.slice(0, at));
    if (name === undefined) return;
    let raw: unknown;
    try {
      raw = JSON.parse(text.slice(at));
    } catch {
      // Not JSON: fastify says so before anything of ours sees it.
      return;
    }
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return;
    mayRefuse(() => {
      const args = new Arguments(name, raw as RawArguments);
      args.sizeBytes();
    }, 'INVALID');
  },
};
