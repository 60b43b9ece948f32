/**
 * Reads a parsed YAML tree with a schema made of calls, and collects every mistake instead of stopping at the first.
 * Each mistake is one line: the path, what is wrong, and an example of what is right.
 */

import { parseSize } from '../units.ts';

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

/** The longest text a value may have: Linux's PATH_MAX. */
const longestText = 4096;

/** A list in the file is at most as long as DESIGN.md section 10 wants clusters to be. */
const longestList = 10_000;

const unitMs: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `900 ms`, `2s`, `1 min`, `0` or a bare number of ms; undefined when it is no duration. */
export function parseDuration(value: unknown): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|)\s*$/.exec(String(value));
  const unit = unitMs[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Math.round(Number(match[1]) * unit);
}

/** All mistakes of one file, in its order. */
export class Mistakes {
  readonly lines: string[] = [];

  add(path: string, reason: string, example?: string): void {
    this.lines.push(`${path}: ${reason}${example === undefined ? '' : `; for example: ${example}`}`);
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** One mapping of the file. Every key that is read is known; `end` reports the others. */
export class Section {
  readonly path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #mistakes: Mistakes;
  readonly #known = new Set<string>();

  constructor(path: string, value: unknown, mistakes: Mistakes, example: string) {
    this.path = path;
    this.#mistakes = mistakes;
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isMapping) mistakes.add(path === '' ? 'the file' : path, 'keys with values are expected here', example);
    this.#values = isMapping ? (value as Record<string, unknown>) : {};
  }

  /** The path of a key of this section: `sds[0].devices`. */
  at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  mistake(key: string, reason: string, example?: string): void {
    this.#mistakes.add(this.at(key), reason, example);
  }

  text(key: string, setting: TextSetting): string {
    const value = this.#take(key, setting);
    if (value === undefined) return setting.standard ?? '';
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text === '') {
      this.mistake(key, `a text is expected, not ${shown(value)}`, `${key}: ${setting.example}`);
    } else if (text.length > longestText) {
      this.mistake(key, `the text is longer than ${longestText} characters`, `${key}: ${setting.example}`);
    } else if (setting.pattern !== undefined && !setting.pattern.test(text)) {
      this.mistake(key, `${shown(text)} is not possible: ${setting.rule}`, `${key}: ${setting.example}`);
    } else return text;
    return '';
  }

  number(key: string, setting: NumberSetting): number {
    return this.#bounded(key, setting, (value) => (typeof value === 'number' ? value : undefined), 'a whole number');
  }

  sizeBytes(key: string, setting: NumberSetting): number {
    const read = (value: unknown): number | undefined => parseSize(String(value));
    return this.#bounded(key, setting, read, 'a size in bytes, KiB, MiB, GiB or TiB');
  }

  durationMs(key: string, setting: NumberSetting): number {
    return this.#bounded(key, setting, parseDuration, 'a duration in ms, s, min or h');
  }

  choice<T extends string>(key: string, setting: ChoiceSetting<T>): T {
    const value = this.#take(key, setting);
    const found = setting.choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const standard = setting.standard ?? setting.choices[0];
    if (value !== undefined || standard === undefined) {
      this.mistake(key, `${shown(value)} is none of ${setting.choices.join(', ')}`, `${key}: ${setting.example}`);
    }
    return standard as T;
  }

  /** Sections of a list; a missing list is empty. */
  list(key: string, example: string): Section[] {
    return this.#elements(key, example).map(
      (value, index) => new Section(`${this.at(key)}[${index}]`, value, this.#mistakes, example),
    );
  }

  texts(key: string, example: string): string[] {
    return this.#elements(key, example).flatMap((value, index) => {
      if (typeof value === 'string' && value !== '') return [value];
      this.#mistakes.add(`${this.at(key)}[${index}]`, `a name is expected, not ${shown(value)}`, example);
      return [];
    });
  }

  /** A nested mapping; a missing one has no keys. */
  section(key: string, example: string): Section {
    this.#known.add(key);
    return new Section(this.at(key), this.has(key) ? this.#values[key] : {}, this.#mistakes, example);
  }

  /** Notes every key that nobody has read. */
  end(): void {
    for (const key of Object.keys(this.#values)) {
      if (this.#known.has(key)) continue;
      this.mistake(key, `this key is not known here; known are ${[...this.#known].join(', ')}`);
    }
  }

  #elements(key: string, example: string): readonly unknown[] {
    this.#known.add(key);
    if (!this.has(key)) return [];
    const value = this.#values[key];
    if (Array.isArray(value) && value.length <= longestList) return value;
    this.mistake(
      key,
      Array.isArray(value) ? `the list has over ${longestList} entries` : 'a list is expected',
      example,
    );
    return [];
  }

  #bounded(key: string, setting: NumberSetting, read: (value: unknown) => number | undefined, what: string): number {
    const value = this.#take(key, setting);
    if (value === undefined) return setting.standard ?? setting.minimum;
    const number = read(value);
    if (
      number !== undefined &&
      Number.isSafeInteger(number) &&
      number >= setting.minimum &&
      number <= setting.maximum
    ) {
      return number;
    }
    const range = `from ${setting.minimum} to ${setting.maximum}`;
    this.mistake(key, `${shown(value)} is not ${what} ${range}`, `${key}: ${setting.example}`);
    return setting.standard ?? setting.minimum;
  }

  /** The raw value; undefined, with a mistake where the key is needed, when it is missing. */
  #take(key: string, setting: Setting<unknown>): unknown {
    this.#known.add(key);
    if (this.has(key)) return this.#values[key];
    if (setting.standard === undefined) this.mistake(key, 'this key is missing', `${key}: ${setting.example}`);
    return undefined;
  }
}
