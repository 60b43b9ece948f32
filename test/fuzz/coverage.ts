/** Which blocks of the product's code have run, by V8's own counters. One for each process. */

import { Session } from 'node:inspector';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const checkout = `${pathToFileURL(resolve(import.meta.dirname, '..', '..')).href}/`;
const folders = ['common', 'mdm', 'nbd-bridge', 'scli', 'sdc', 'sds'].map((folder) => `${checkout}${folder}/`);

interface FunctionCoverage {
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
}

interface TakenCoverage {
  readonly result: readonly { readonly url: string; readonly functions: readonly FunctionCoverage[] }[];
}

export class Coverage {
  readonly #session = new Session();
  readonly #seen = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  get count(): number {
    return this.#seen.size;
  }

  /** Blocks that have run since the last call and never before; with `note` they are known from now on. */
  fresh(note: boolean): number {
    let count = 0;
    // The counters are reset by being read.
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error !== null) throw error;
      count = this.#freshOf(taken as TakenCoverage, note);
    });
    return count;
  }

  #freshOf({ result }: TakenCoverage, note: boolean): number {
    let count = 0;
    for (const { url, functions } of result) {
      if (!folders.some((folder) => url.startsWith(folder))) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count: runs } of ranges) {
          if (runs === 0) continue;
          const key = `${url} ${startOffset} ${endOffset} ${bucketOf(runs)}`;
          if (this.#seen.has(key)) continue;
          count++;
          if (note) this.#seen.add(key);
        }
      }
    }
    return count;
  }
}

/** Once, a few times, many times: a loop that runs for the first time more than once is news. */
function bucketOf(runs: number): number {
  return runs === 1 ? 1 : runs < 8 ? 2 : 3;
}
