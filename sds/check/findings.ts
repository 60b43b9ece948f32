/** What a check has found: each thing once, in words and in figures, as many as anybody reads. */

/** Beyond it findings are only counted: a device whose every block is wrong needs no list of them. */
const mostFindings = 1000;

export interface Finding {
  readonly kind: 'superblock' | 'journal' | 'directory' | 'header' | 'data' | 'extent' | 'slot';
  /** One sentence. */
  readonly text: string;
  readonly layer?: number;
  readonly chunk?: number;
  readonly block?: number;
  readonly slot?: number;
  readonly extent?: number;
  readonly file?: string;
  /** In the file, bytes. */
  readonly offset?: number;
  readonly expected?: string;
  readonly found?: string;
}

export class Findings {
  readonly list: Finding[] = [];
  readonly #told: (finding: Finding) => void;
  #count = 0;

  /** `told` hears of each one that is listed, as it is found. */
  constructor(told: (finding: Finding) => void) {
    this.#told = told;
  }

  get count(): number {
    return this.#count;
  }

  add(finding: Finding): void {
    this.#count++;
    if (this.#count > mostFindings) return;
    this.list.push(finding);
    this.#told(finding);
  }
}

export function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}
