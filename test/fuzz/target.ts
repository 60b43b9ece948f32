/** What a fuzz target is: bytes in, and whatever happens must not be a crash. */

import { AssertionError } from '../../common/assert.ts';
import { ClusterError } from '../../common/errors.ts';
import type { SimRandom } from '../simulation/world/random.ts';

export interface Target {
  readonly name: string;
  /** Well-formed inputs to begin with. */
  seeds(): readonly Uint8Array[];
  /** Makes a mutant pass the first checks (lengths, checksums), so that what is behind them is reached. In place. */
  fixUp?(bytes: Buffer, random: SimRandom): void;
  /** Rejects or throws when something happened that must not. */
  run(bytes: Buffer): void | Promise<void>;
  readonly longestBytes: number;
  /** Words of the grammar, put into mutants now and then. */
  readonly words?: readonly Uint8Array[];
}

/** A decoder may refuse what it gets with the codes for that; anything else is a bug. */
export function mayRefuse(work: () => void, ...codes: readonly string[]): void {
  try {
    work();
  } catch (error) {
    if (!isRefusal(error, codes)) throw error;
  }
}

export function isRefusal(error: unknown, codes: readonly string[]): boolean {
  return !(error instanceof AssertionError) && error instanceof ClusterError && codes.includes(error.code);
}

/** For a target: it is a finding when this does not hold. */
export function expectThat(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`not so: ${what}`);
}
