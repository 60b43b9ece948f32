/** The arguments of one command, checked against its row of the table. scli and the server use the same check. */

import { ClusterError } from '../../common/errors.ts';
import { gib, parseSize } from '../../common/units.ts';
import { type CommandName, commands, type FlagSpec, flagsOf } from './commands.ts';

/** As they come: by JSON, or from a command line (then all are text or true). */
export type RawArguments = Readonly<Record<string, unknown>>;

type Value = string | number | boolean | readonly string[];

export class Arguments {
  readonly #values: ReadonlyMap<string, Value>;

  /** Throws `INVALID` with one line per mistake. */
  constructor(name: CommandName, raw: RawArguments) {
    const flags = new Map(flagsOf(commands[name]).map((flag) => [flag.name, flag]));
    const values = new Map<string, Value>();
    const mistakes: string[] = [];
    for (const [key, given] of Object.entries(raw)) {
      const flag = flags.get(key);
      const value = flag === undefined ? undefined : parseValue(flag, given);
      if (flag === undefined)
        mistakes.push(`--${key} is no flag of --${name}. It takes: ${listFlags([...flags.values()])}`);
      else if (value === undefined) mistakes.push(`--${key} ${shown(given)}: ${expected(flag)}`);
      else values.set(key, value);
    }
    for (const flag of flags.values()) {
      if (flag.isRequired && !values.has(flag.name) && !(flag.name in raw)) {
        mistakes.push(`--${flag.name} is missing: ${flag.help}`);
      }
    }
    if (mistakes.length > 0) throw new ClusterError('INVALID', mistakes.join('\n'));
    this.#values = values;
  }

  /** undefined when it was not given. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** A `number`, or a `size` in bytes. */
  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  list(name: string): readonly string[] {
    const value = this.#values.get(name);
    return typeof value === 'object' ? value : [];
  }

  isSet(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** What --size and --size_gb say together. Throws when neither or both are given. */
  sizeBytes(): number {
    const gigabytes = this.number('size_gb');
    const bytes = this.number('size');
    if (gigabytes !== undefined && bytes !== undefined) {
      throw new ClusterError('INVALID', 'Give --size_gb or --size, not both.');
    }
    if (bytes !== undefined) return bytes;
    if (gigabytes !== undefined) return gigabytes * gib;
    throw new ClusterError('INVALID', '--size_gb or --size is missing: how large the volume is');
  }
}

/** undefined when it is not what the flag takes. */
function parseValue(flag: FlagSpec, given: unknown): Value | undefined {
  switch (flag.type) {
    case 'text':
      if (typeof given !== 'string' || given === '') return undefined;
      return flag.choices === undefined
        ? given
        : flag.choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
    case 'number': {
      const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    }
    case 'size':
      if (typeof given === 'number') return Number.isSafeInteger(given) && given > 0 ? given : undefined;
      return typeof given === 'string' ? parseSize(given) : undefined;
    case 'list': {
      const items: readonly unknown[] =
        typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [];
      const texts = items.filter((item) => typeof item === 'string' && item !== '') as string[];
      return texts.length > 0 && texts.length === items.length ? texts : undefined;
    }
    case 'switch':
      return typeof given === 'boolean' ? given : undefined;
  }
}

function expected(flag: FlagSpec): string {
  switch (flag.type) {
    case 'text':
      return flag.choices === undefined ? 'a text is expected' : `expected is ${flag.choices.join(' or ')}`;
    case 'number':
      return 'a number is expected';
    case 'size':
      return 'a size is expected, as 8GiB or 512MiB';
    case 'list':
      return 'one or more texts are expected, separated by commas';
    case 'switch':
      return 'it takes no value';
  }
}

function shown(given: unknown): string {
  return typeof given === 'string' ? JSON.stringify(given.slice(0, 80)) : typeof given;
}

function listFlags(flags: readonly FlagSpec[]): string {
  return flags.length === 0 ? 'none' : flags.map((flag) => `--${flag.name}`).join(', ');
}
