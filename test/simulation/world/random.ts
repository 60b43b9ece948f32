/** Chance from a seed: sfc32, with independent streams by name, so that one part's draws never move another's. */

import { must } from '../../../common/assert.ts';

/** The four words of state that a text gives (cyrb128: public domain, bryc). */
function stateOf(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  return [h1 | 0, h2 | 0, h3 | 0, h4 | 0];
}

/** A range of milliseconds (or of anything else) to draw from. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

export class SimRandom {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    this.#seed = seed;
    [this.#a, this.#b, this.#c, this.#d] = stateOf(seed);
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** The stream of a name: always the same for this seed, whatever was drawn here before. */
  stream(name: string): SimRandom {
    return new SimRandom(`${this.#seed}/${name}`);
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  /** Uniform in [min, max). */
  within(span: Span): number {
    return span.min + this.fraction() * (span.max - span.min);
  }

  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  pick<T>(from: readonly T[]): T {
    return must(from[this.below(from.length)], 'an element of a list that is not empty');
  }

  bytes(into: Uint8Array): Uint8Array {
    for (let index = 0; index < into.length; index++) into[index] = this.uint32();
    return into;
  }
}
