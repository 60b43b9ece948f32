/** The mistakes of one file, each with the place in the text where a person has to look. */

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

/** The way to a value: `['sds', 0, 'name']`. */
export type Path = readonly (string | number)[];

export interface Mistake {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** `sds[0].name`; `the file` for the whole. */
  readonly path: string;
  readonly reason: string;
  /** How a right value looks; a syntax error has none. */
  readonly example: string | undefined;
}

/** Finds the places of paths in a parsed text. */
export class Places {
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** Of a simple value; of the key of a longer one, and where the key is asked for; of what is nearest when it is missing. */
  at(path: Path, isKey: boolean): { readonly line: number; readonly column: number } {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const step of path) {
      const inner = this.#resolved(node);
      const found = isMap(inner)
        ? inner.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
        : isSeq(inner) && typeof step === 'number' && { key: inner.items[step], value: inner.items[step] };
      if (!found || found.key === undefined) break;
      offset = startOf(found.key) ?? offset;
      node = found.value;
    }
    if (isScalar(node) && !isKey) offset = startOf(node) ?? offset;
    return this.atOffset(offset);
  }

  atOffset(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #resolved(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document);
    return isNode(node) ? node : undefined;
  }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** All mistakes of one file. */
export class Mistakes {
  readonly #places: Places;
  readonly #list: Mistake[] = [];
  readonly #wrong = new Set<string>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** No mistake lies at the path or below it: what was read there is what the file says. */
  isSound(path: Path): boolean {
    return !this.#wrong.has(JSON.stringify(path));
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  /** `example` is a line as it could stand in the file; `what` is wrong of the two. */
  add(path: Path, reason: string, example: string, what: 'key' | 'value' = 'value'): void {
    this.#list.push({ ...this.#places.at(path, what === 'key'), path: formatPath(path), reason, example });
    for (let length = path.length; length >= 0; length--) this.#wrong.add(JSON.stringify(path.slice(0, length)));
  }

  /** What the YAML itself has wrong. */
  addSyntax(offset: number, reason: string): void {
    this.#list.push({ ...this.#places.atOffset(offset), path: 'the file', reason, example: undefined });
  }

  /** In the order of the file. */
  inOrder(): readonly Mistake[] {
    return [...this.#list].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}

/** `sds[0].name`; a key with odd letters stands in quotes. */
export function formatPath(path: Path): string {
  const text = path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(shortened(step))}]`;
    })
    .join('');
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

/** `12:5: sds[0].name: this key is missing; for example: name: sds1`. */
export function formatMistake({ line, column, path, reason, example }: Mistake): string {
  return `${line}:${column}: ${path}: ${reason}${example === undefined ? '' : `; for example: ${example}`}`;
}

const longestShown = 60;

/** A value as a mistake shows it, on one line. */
export function shown(value: unknown): string {
  return shortened(JSON.stringify(value) ?? String(value));
}

function shortened(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
