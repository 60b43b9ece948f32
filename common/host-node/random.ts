/** Real chance: the system's generator through node:crypto, in pooled pieces, since one call costs about a microsecond. */

import { randomFillSync } from 'node:crypto';
import type { Random } from '../host.ts';

const poolBytes = 4096;

/** Longer requests are filled straight from the generator. */
const longestPooledBytes = 256;

export class NodeRandom implements Random {
  readonly #pool = Buffer.allocUnsafeSlow(poolBytes);
  #used = poolBytes;

  bytes(into: Uint8Array): Uint8Array {
    if (into.length > longestPooledBytes) return randomFillSync(into);
    if (this.#used + into.length > poolBytes) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const end = this.#used + into.length;
    into.set(this.#pool.subarray(this.#used, end));
    // What was handed out may be a key: it does not stay behind here.
    this.#pool.fill(0, this.#used, end);
    this.#used = end;
    return into;
  }

  fraction(): number {
    return Math.random();
  }
}
