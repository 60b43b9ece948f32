/** The command line of scli: words in, a command or a sentence out. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { commandNames, commands, flagsOf, laterCommands } from '../../mdm/api/commands.ts';
import { findCommand, parseCommandLine, Usage } from '../../scli/command-line.ts';
import { withPort } from '../../scli/connection.ts';
import { commandHelp, overallHelp } from '../../scli/help.ts';
import { referencePage } from '../../scli/reference.ts';

function parse(line: string) {
  return parseCommandLine(line.split(' ').filter((word) => word !== ''));
}

test('a command with its flags is understood, whatever the order of global flags', (t) => {
  const line = parse(
    '--mdm_ip 10.0.0.1 --add_volume --storage_pool_name sp1 --size_gb=10 --output json --thin_provisioned',
  );
  t.deepEqual(line, {
    kind: 'command',
    command: 'add_volume',
    args: { storage_pool_name: 'sp1', size_gb: '10', thin_provisioned: true },
    options: { mdmIp: '10.0.0.1', adminTokenFile: undefined, output: 'json', isSure: false },
  });
});

for (const [word, command] of [
  ['query_all_vol', 'query_all_volumes'],
  ['query_all', 'query_all'],
  ['query_all_sds', 'query_all_sds'],
  ['unmap', 'unmap_volume_from_sdc'],
  ['add_v', 'add_volume'],
] as const) {
  test(`--${word} means --${command}`, (t) => {
    t.is(findCommand(word), command);
  });
}

for (const [line, message] of [
  ['', /No command is given/],
  ['--query_al', /may mean --query_all, --query_all_fault_sets/],
  ['--snapshot_volume --volume_name v', /--snapshot_volume is not in this version/],
  ['--query_properties', /not in this version/],
  ['--delete_volume', /no command --delete_volume. There is: .*--remove_volume/],
  ['add_volume', /"add_volume" is not expected here/],
  ['--add_volume demo', /"demo" is not expected here/],
  ['--add_volume --size_gb', /--size_gb needs a value/],
  ['--add_volume --size_gb --volume_name v', /--size_gb needs a value/],
  ['--add_volume --size_gb ten', /--size_gb "ten": a number is expected/],
  ['--add_volume --colour red', /--colour is no flag of --add_volume. It takes: --protection_domain_id/],
  ['--add_volume --size_gb 1 --size_gb 2', /--size_gb is given twice/],
  ['--add_volume --thin_provisioned=no --size_gb 1', /--thin_provisioned takes no value/],
  ['--map_volume_to_sdc --volume_name v --sdc_name c --access_mode rx', /expected is rw or ro/],
  ['--rename_volume --volume_name v', /--new_name is missing: the new name/],
  ['--query_all --output xml', /--output is table or json/],
] as const) {
  test(`"${line}" is wrong usage with a reason`, (t) => {
    t.throws(() => parse(line), { instanceOf: Usage, message });
  });
}

test('help is there for everything and names every flag', (t) => {
  t.deepEqual(parse('--help'), { kind: 'help', command: undefined });
  t.deepEqual(parse('--add_vol --help'), { kind: 'help', command: 'add_volume' });
  const overall = overallHelp();
  for (const name of commandNames) {
    t.true(overall.includes(`--${name} `));
    for (const flag of flagsOf(commands[name]))
      t.true(commandHelp(name).includes(`--${flag.name}`), `${name} ${flag.name}`);
  }
});

test('no command is in the table and among those of later versions', (t) => {
  t.deepEqual(
    laterCommands.filter((name) => (commandNames as readonly string[]).includes(name)),
    [],
  );
});

test('an MDM address gets the usual port where it has none', (t) => {
  t.is(withPort('10.0.0.1'), '10.0.0.1:6611');
  t.is(withPort('10.0.0.1:7'), '10.0.0.1:7');
  t.is(withPort('::1'), '[::1]:6611');
  t.is(withPort('[::1]'), '[::1]:6611');
  t.is(withPort('[::1]:7'), '[::1]:7');
});

test('docs/scli.md is what the table of commands makes', (t) => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/scli.md'), 'utf8');
  t.is(page, referencePage(), 'run: node scli/reference.ts');
});
