/**
 * Runs one target on mutants of its corpus and keeps those that run code which none before has run. The same seed, corpus
 * and number of batches give the same inputs. The first crash ends the round: its input is the finding.
 */

import { must } from '../../common/assert.ts';
import { SimRandom } from '../simulation/world/random.ts';
import type { Coverage } from './coverage.ts';
import { mutate } from './mutate.ts';
import type { Target } from './target.ts';
import { watch } from './watchdog.ts';

/** Inputs between two looks at the coverage: a look costs about as much as some of them. */
const batchInputs = 32;

/** Inputs that use this much of the processor and do not come to an end are findings too (a millisecond is usual). */
const inputCpuMs = 20_000;

/** The same for inputs that wait for what never comes: simulated time runs out much earlier. */
const inputLimitMs = 300_000;

const lookMs = 1_000;

export interface Crash {
  readonly input: Buffer;
  readonly error: unknown;
}

/** Told of an exception or rejection that nobody caught, while an input runs. */
let strayed: ((error: unknown) => void) | undefined;
process.on('uncaughtException', (error) => stray(error));
process.on('unhandledRejection', (error) => stray(error));

function stray(error: unknown): void {
  if (strayed !== undefined) return strayed(error);
  // Of the fuzzer itself.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

/** What the target rejects with, or undefined. */
export async function crashOf(target: Target, input: Buffer): Promise<Crash | undefined> {
  const { promise, resolve } = Promise.withResolvers<Crash | undefined>();
  const crashed = (error: unknown): void => resolve({ input, error });
  const startedMs = performance.now();
  const used = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    const isTooLong = (user + system) / 1000 > inputCpuMs || performance.now() - startedMs > inputLimitMs;
    if (isTooLong) crashed(new Error('it does not come to an end'));
  }, lookMs);
  watch(target.name, input);
  strayed = crashed;
  // A copy: the target may keep or change its bytes.
  Promise.resolve()
    .then(() => target.run(Buffer.from(input)))
    .then(() => setImmediate(resolve, undefined), crashed);
  const crash = await promise;
  clearInterval(timer);
  watch('', input);
  strayed = undefined;
  return crash;
}

export class Fuzzer {
  readonly target: Target;
  /** Inputs that each ran something new, oldest first. */
  readonly corpus: Buffer[] = [];
  readonly #coverage: Coverage;
  readonly #random: SimRandom;
  runs = 0;

  constructor(target: Target, coverage: Coverage, seed: number) {
    this.target = target;
    this.#coverage = coverage;
    this.#random = new SimRandom(`fuzz ${target.name} ${seed}`);
  }

  /** Runs the inputs and keeps those that are of use. */
  async begin(kept: readonly Uint8Array[]): Promise<Crash | undefined> {
    this.#coverage.fresh(false);
    for (const bytes of [...this.target.seeds(), ...kept]) {
      const input = Buffer.from(bytes);
      const crash = await this.#run(input);
      if (crash !== undefined) return crash;
      if (this.#coverage.fresh(true) > 0) this.corpus.push(input);
    }
    return undefined;
  }

  /** One batch of mutants. */
  async batch(): Promise<Crash | undefined> {
    const inputs: Buffer[] = [];
    for (let index = 0; index < batchInputs; index++) {
      const input = this.#mutant();
      const crash = await this.#run(input);
      if (crash !== undefined) return crash;
      inputs.push(input);
    }
    if (this.#coverage.fresh(false) === 0) return undefined;
    // Some of them did it: each alone tells which.
    for (const input of inputs) {
      const crash = await this.#run(input);
      if (crash !== undefined) return crash;
      if (this.#coverage.fresh(true) > 0) this.corpus.push(input);
    }
    return undefined;
  }

  #run(input: Buffer): Promise<Crash | undefined> {
    this.runs++;
    return crashOf(this.target, input);
  }

  #mutant(): Buffer {
    const { target, corpus } = this;
    const random = this.#random;
    // The newest are the least explored.
    const recent = random.fraction() < 0.5 ? Math.min(corpus.length, 8) : corpus.length;
    const at = corpus.length - 1 - Math.floor(random.fraction() * recent);
    const bytes = mutate(must(corpus[at], 'an input to begin with'), {
      random,
      corpus,
      words: target.words ?? [],
      longestBytes: target.longestBytes,
    });
    if (random.fraction() < 0.9) target.fixUp?.(bytes, random);
    return bytes;
  }
}
