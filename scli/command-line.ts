/** From the words of a command line to a command of the table and its flags. Pure: what is wrong is thrown as `Usage`. */

import { ClusterError } from '../common/errors.ts';
import { Arguments, type RawArguments } from '../mdm/api/arguments.ts';
import { type CommandName, commandNames, commands, flagsOf, laterCommands } from '../mdm/api/commands.ts';

/** The command line is wrong: exit code 2. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** Flags that every command takes. */
export const globalFlags = {
  mdm_ip: { hasValue: true, help: 'IP[:PORT][,…]: where the MDM is; else SIO_MDM, else run/cluster.json in SIO_HOME' },
  admin_token_file: {
    hasValue: true,
    help: 'file with the admin token; else SIO_ADMIN_TOKEN_FILE, else run/cluster.json',
  },
  output: { hasValue: true, help: 'table (default) or json' },
  i_am_sure: { hasValue: false, help: 'do not ask before a dangerous command' },
  help: { hasValue: false, help: "this page; after a command, that command's" },
  version: { hasValue: false, help: 'the version of scli' },
} as const;

type GlobalFlag = keyof typeof globalFlags;

export interface GlobalOptions {
  readonly mdmIp: string | undefined;
  readonly adminTokenFile: string | undefined;
  readonly output: 'table' | 'json';
  readonly isSure: boolean;
}

export type CommandLine =
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly command: CommandName;
      readonly args: RawArguments;
      readonly options: GlobalOptions;
    };

/** `words` is the command line without the program's name. Throws `Usage`. */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const globals = new Map<GlobalFlag, string | true>();
  const args: Record<string, string | true> = {};
  let command: CommandName | undefined;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const { name, value } = splitWord(word);
    if (isGlobal(name)) {
      globals.set(name, globalFlags[name].hasValue ? (value ?? takeValue(name, rest)) : noValue(name, value));
    } else if (command === undefined) {
      if (value !== undefined) throw new Usage(`--${name} is no flag of scli. ${seeHelp}`);
      command = findCommand(name);
    } else {
      if (Object.hasOwn(args, name)) throw new Usage(`--${name} is given twice.`);
      args[name] = isSwitch(command, name) ? noValue(name, value) : (value ?? takeValue(name, rest));
    }
  }
  if (globals.has('version')) return { kind: 'version' };
  if (globals.has('help') || command === undefined) {
    if (!globals.has('help')) throw new Usage(`No command is given. ${seeHelp}`);
    return { kind: 'help', command };
  }
  checkFlags(command, args);
  return { kind: 'command', command, args, options: optionsOf(globals) };
}

const seeHelp = 'scli --help lists the commands.';

function splitWord(word: string): { readonly name: string; readonly value: string | undefined } {
  const match = /^--([A-Za-z0-9_]+)(?:=(.*))?$/s.exec(word);
  if (match?.[1] !== undefined) return { name: match[1], value: match[2] };
  if (word === '-h') return { name: 'help', value: undefined };
  throw new Usage(`"${word}" is not expected here: commands and flags begin with two dashes. ${seeHelp}`);
}

function isGlobal(name: string): name is GlobalFlag {
  return Object.hasOwn(globalFlags, name);
}

/** A value may begin with one dash, but two begin the next flag. */
function takeValue(name: string, rest: string[]): string {
  const value = rest[0];
  if (value === undefined || value.startsWith('--')) throw new Usage(`--${name} needs a value.`);
  rest.shift();
  return value;
}

function noValue(name: string, value: string | undefined): true {
  if (value !== undefined) throw new Usage(`--${name} takes no value.`);
  return true;
}

/** An exact word, or the beginning of just one. */
export function findCommand(word: string): CommandName {
  const exact = commandNames.find((name) => name === word);
  if (exact !== undefined) return exact;
  const beginning = commandNames.filter((name) => name.startsWith(word));
  const [first, ...others] = beginning;
  if (first !== undefined && others.length === 0 && !laterCommands.includes(word)) return first;
  if (first !== undefined && !laterCommands.includes(word)) {
    throw new Usage(`--${word} may mean ${beginning.map((name) => `--${name}`).join(', ')}: write more of it.`);
  }
  if (laterCommands.some((name) => name.startsWith(word))) {
    throw new Usage(`--${word} is not in this version of sio. ${seeHelp}`);
  }
  throw new Usage(`There is no command --${word}. ${closest(word)}${seeHelp}`);
}

/** Commands about the same thing: for a slip in the verb or an ending. */
function closest(word: string): string {
  const noun = word.slice(word.indexOf('_') + 1);
  const similar = commandNames.filter((name) => noun.length > 2 && name.includes(noun)).slice(0, 6);
  return similar.length === 0 ? '' : `There is: ${similar.map((name) => `--${name}`).join(', ')}. `;
}

function isSwitch(command: CommandName, name: string): boolean {
  return flagsOf(commands[command]).some((flag) => flag.name === name && flag.type === 'switch');
}

function checkFlags(command: CommandName, args: RawArguments): void {
  try {
    new Arguments(command, args);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    throw new Usage(error.message);
  }
}

function optionsOf(globals: ReadonlyMap<GlobalFlag, string | true>): GlobalOptions {
  const text = (name: GlobalFlag): string | undefined => {
    const value = globals.get(name);
    return value === true ? undefined : value;
  };
  const output = text('output') ?? 'table';
  if (output !== 'table' && output !== 'json') throw new Usage(`--output is table or json, not ${output}.`);
  return {
    mdmIp: text('mdm_ip'),
    adminTokenFile: text('admin_token_file'),
    output,
    isSure: globals.has('i_am_sure'),
  };
}
