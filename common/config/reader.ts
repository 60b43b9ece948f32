/**
 * Reads a parsed YAML tree with a schema made of calls, and collects every mistake instead of stopping at the first.
 * Each mistake has its place and path, what is wrong, and an example of what is right.
 */

import { gib, kib, mib, parseSize, tib } from '../units.ts';
import { type Mistakes, type Path, shown } from './mistakes.ts';
import { nearestOf } from './nearest.ts';

/** What is taken in place of a wrong value, so that reading goes on; nobody sees it, because a mistake was noted. */
interface Setting<T> {
  /** Used when the key is missing; without it the key is needed. */
  readonly standard?: T;
  /** How a right value looks, for the mistake's line. */
  readonly example: string;
}

interface NumberSetting extends Setting<number> {
  readonly minimum: number;
  readonly maximum: number;
}

interface TextSetting extends Setting<string> {
  readonly pattern?: RegExp;
  /** What `pattern` asks for, in words. */
  readonly rule?: string;
}

interface ChoiceSetting<T extends string> extends Setting<T> {
  readonly choices: readonly T[];
}

/** What a bounded value is, how it is read, and how its bounds are shown. */
interface Measure {
  readonly what: string;
  readonly read: (value: unknown) => number | undefined;
  readonly show: (value: number) => string;
}

/** The longest text a value may have: Linux's PATH_MAX. */
const longestText = 4096;

/** A list in the file is at most as long as DESIGN.md section 10 wants clusters to be. */
const longestList = 10_000;

/** No path or name needs one, and a message that shows it would no longer be one line. */
const controlCharacter = /\p{Cc}/u;

const unitMs: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `900 ms`, `2s`, `1 min`, `0` or a bare number of ms; undefined when it is no duration. */
export function parseDuration(value: unknown): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|)\s*$/.exec(String(value));
  const unit = unitMs[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}

/** In the largest unit that leaves no remainder: `64MiB`, `2 s`. */
function inUnits(value: number, units: readonly (readonly [number, string])[]): string {
  const [size, name] = units.find(([unit]) => value !== 0 && value % unit === 0) ?? [1, ''];
  return `${value / size}${name}`;
}

const number: Measure = {
  what: 'a whole number',
  read: (value) => (typeof value === 'number' ? value : undefined),
  show: String,
};

const size: Measure = {
  what: 'a size in bytes, KiB, MiB, GiB or TiB',
  read: (value) => parseSize(String(value)),
  show: (bytes) =>
    inUnits(bytes, [
      [tib, 'TiB'],
      [gib, 'GiB'],
      [mib, 'MiB'],
      [kib, 'KiB'],
    ]),
};

const duration: Measure = {
  what: 'a duration in ms, s, min or h',
  read: parseDuration,
  show: (ms) =>
    inUnits(ms, [
      [3_600_000, ' h'],
      [60_000, ' min'],
      [1_000, ' s'],
      [1, ' ms'],
    ]),
};

/** One mapping of the file. Every key that is read is known; `end` reports the others. */
export class Section {
  readonly path: Path;
  /** Empty where the file has no mapping: that is the one mistake, and none is made of what it lacks. */
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #isMapping: boolean;
  readonly #mistakes: Mistakes;
  /** With an example of each. */
  readonly #known = new Map<string, string>();

  constructor(path: Path, value: unknown, mistakes: Mistakes, example: string) {
    this.path = path;
    this.#mistakes = mistakes;
    this.#isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!this.#isMapping) mistakes.add(path, `keys with values are expected here, not ${shown(value)}`, example);
    this.#values = this.#isMapping ? (value as Record<string, unknown>) : {};
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#values, key) && this.#values[key] !== undefined && this.#values[key] !== null;
  }

  mistake(key: string, reason: string, example: string): void {
    this.#mistakes.add([...this.path, key], reason, example);
  }

  /** What was read of the keys is what the file says. */
  areSound(keys: readonly string[]): boolean {
    return keys.every((key) => this.#mistakes.isSound([...this.path, key]));
  }

  text(key: string, setting: TextSetting): string {
    const value = this.#take(key, setting);
    const example = `${key}: ${setting.example}`;
    if (value === undefined) return this.#isMapping ? (setting.standard ?? '') : '';
    if (typeof value === 'number' || typeof value === 'boolean') {
      // YAML has read it as something else already: 010 is 10, and 1e3 is 1000.
      this.mistake(key, `a text is expected, and ${shown(value)} is none: put it in quotes`, example);
    } else if (typeof value !== 'string' || value === '') {
      this.mistake(key, `a text is expected, not ${shown(value)}`, example);
    } else if (value.length > longestText) {
      this.mistake(key, `the text is longer than ${longestText} characters`, example);
    } else if (controlCharacter.test(value)) {
      this.mistake(key, `${shown(value)} has a line break or another control character`, example);
    } else if (setting.pattern !== undefined && !setting.pattern.test(value)) {
      this.mistake(key, `${shown(value)} is not possible: ${setting.rule}`, example);
    } else return value;
    return '';
  }

  number(key: string, setting: NumberSetting): number {
    return this.#bounded(key, setting, number);
  }

  sizeBytes(key: string, setting: NumberSetting): number {
    return this.#bounded(key, setting, size);
  }

  durationMs(key: string, setting: NumberSetting): number {
    return this.#bounded(key, setting, duration);
  }

  choice<T extends string>(key: string, setting: ChoiceSetting<T>): T {
    const value = this.#take(key, setting);
    const found = setting.choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const standard = setting.standard ?? setting.choices[0];
    if (value !== undefined) {
      this.mistake(key, `${shown(value)} is none of ${setting.choices.join(', ')}`, `${key}: ${setting.example}`);
    }
    return standard as T;
  }

  /** Sections of a list; a missing list is empty. `example` is a key of an entry. */
  list(key: string, example: string): Section[] {
    return this.#elements(key, `${key}: [{ ${example} }]`).map(
      (value, index) => new Section([...this.path, key, index], value, this.#mistakes, `- ${example}`),
    );
  }

  /** Names, each once. */
  names(key: string, exampleName: string): string[] {
    const names: string[] = [];
    const example = `${key}: [${exampleName}]`;
    for (const [index, value] of this.#elements(key, example).entries()) {
      const path = [...this.path, key, index];
      if (typeof value !== 'string' || value === '' || controlCharacter.test(value)) {
        this.#mistakes.add(path, `a name is expected, not ${shown(value)}`, example);
      } else if (names.includes(value)) this.#mistakes.add(path, `${shown(value)} is named twice`, example);
      else names.push(value);
    }
    return names;
  }

  /** A nested mapping; a missing one has no keys. */
  section(key: string, example: string): Section {
    this.#known.set(key, `${key}: { ${example} }`);
    const value = this.has(key) ? this.#values[key] : {};
    return new Section([...this.path, key], value, this.#mistakes, `${key}: { ${example} }`);
  }

  /** Notes every key that nobody has read. */
  end(): void {
    const known = [...this.#known.keys()];
    for (const key of Object.keys(this.#values)) {
      if (this.#known.has(key)) continue;
      const near = nearestOf(key, known);
      const meant = near === undefined ? '' : `, did you mean ${near}?`;
      const reason = `this key is not known here${meant} (known are ${known.join(', ')})`;
      this.#mistakes.add([...this.path, key], reason, this.#known.get(near ?? known[0] ?? '') ?? '', 'key');
    }
  }

  #elements(key: string, example: string): readonly unknown[] {
    this.#known.set(key, example);
    if (!this.has(key)) return [];
    const value = this.#values[key];
    if (!Array.isArray(value)) this.mistake(key, `a list is expected, not ${shown(value)}`, example);
    else if (value.length > longestList) this.mistake(key, `the list has over ${longestList} entries`, example);
    else return value;
    return [];
  }

  #bounded(key: string, setting: NumberSetting, { what, read, show }: Measure): number {
    const value = this.#take(key, setting);
    const { minimum, maximum, standard = minimum, example } = setting;
    if (value === undefined) return standard;
    // A mapping may even have a key `toString`.
    const amount = typeof value === 'string' || typeof value === 'number' ? read(value) : undefined;
    if (amount !== undefined && Number.isSafeInteger(amount) && amount >= minimum && amount <= maximum) return amount;
    this.mistake(key, `${shown(value)} is not ${what} from ${show(minimum)} to ${show(maximum)}`, `${key}: ${example}`);
    return standard;
  }

  /** The raw value; undefined, with a mistake where the key is needed, when it is missing. */
  #take(key: string, setting: Setting<unknown>): unknown {
    this.#known.set(key, `${key}: ${setting.example}`);
    if (this.has(key)) return this.#values[key];
    if (setting.standard === undefined && this.#isMapping) {
      this.mistake(key, 'this key is missing', `${key}: ${setting.example}`);
    }
    return undefined;
  }
}
