/** The help pages, made from the table of commands. docs/scli.md is the same text in Markdown. */

import {
  type CommandName,
  type CommandSpec,
  commandNames,
  commands,
  type FlagSpec,
  flagsOf,
  selectorFlags,
} from '../mdm/api/commands.ts';
import { globalFlags } from './command-line.ts';

const exitCodes = 'Exit codes: 0 done, 1 refused by the cluster, 2 wrong usage, 3 cannot reach the MDM, 4 not allowed.';

export function overallHelp(): string {
  const lines = [
    'scli --COMMAND [flags]: administers a sio cluster. Beginnings of commands are enough where they are clear.',
    '',
  ];
  for (const [family, names] of commandsByFamily()) {
    lines.push(`${family}:`, ...twoColumns(names.map((name) => [`--${name}`, commands[name].help])), '');
  }
  lines.push('With every command:', ...twoColumns(globalRows()), '', exitCodes);
  return lines.join('\n');
}

export function commandHelp(name: CommandName): string {
  const spec = commands[name];
  const lines = [`scli ${usageOf(name)}`, '', `${spec.help}.`];
  if (spec.danger !== undefined) lines.push(`Dangerous: ${spec.danger} Asks first, or wants --i_am_sure.`);
  const rows = flagsOf(spec).map((flag): [string, string] => [`--${flag.name}${valueWord(flag)}`, flagHelp(flag)]);
  if (rows.length > 0) lines.push('', ...twoColumns(rows));
  return lines.join('\n');
}

/** `--add_volume [POOL] --size_gb N …` */
export function usageOf(name: CommandName): string {
  const spec = commands[name];
  const words = [`--${name}`];
  for (const { kind, need } of spec.objects) {
    const choices = selectorFlags[kind].filter((flag) => !isOwnFlag(spec, flag.name)).map((flag) => `--${flag.name}`);
    if (choices.length > 0) words.push(need === 'required' ? `(${choices.join('|')} …)` : `[${choices.join('|')} …]`);
  }
  for (const flag of spec.flags) {
    const word = `--${flag.name}${valueWord(flag)}`;
    words.push(flag.isRequired ? word : `[${word}]`);
  }
  return words.join(' ');
}

export function commandsByFamily(): ReadonlyMap<string, readonly CommandName[]> {
  const families = new Map<string, CommandName[]>();
  for (const name of commandNames) {
    const { family } = commands[name];
    const names = families.get(family) ?? [];
    names.push(name);
    families.set(family, names);
  }
  return families;
}

function isOwnFlag(spec: CommandSpec, name: string): boolean {
  return spec.flags.some((flag) => flag.name === name);
}

function valueWord(flag: FlagSpec): string {
  if (flag.choices !== undefined) return ` ${flag.choices.join('|')}`;
  return { text: ' NAME', number: ' N', size: ' SIZE', list: ' A,B', switch: '' }[flag.type];
}

function flagHelp(flag: FlagSpec): string {
  return flag.isRequired ? `${flag.help} (needed)` : flag.help;
}

function globalRows(): [string, string][] {
  return Object.entries(globalFlags).map(([name, { help }]) => [`--${name}`, help]);
}

function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
