/**
 * Runs every microtask that is queued, and those they queue, before it returns.
 *
 * Production code uses promises, so an event of the simulation is over only when its microtasks are. A fixed number of
 * awaits would cut long chains; a macrotask per event (setImmediate) is right but costs 1.5 µs. V8 has the very step that
 * Node itself takes between two callbacks as an intrinsic, 0.1 µs. It drains only when called outside a microtask:
 * the scheduler's loop therefore runs in a setImmediate callback.
 */

import { setFlagsFromString } from 'node:v8';
import { assert } from '../../../common/assert.ts';

function compile(): () => void {
  setFlagsFromString('--allow-natives-syntax');
  const checkpoint: unknown = new Function('%PerformMicrotaskCheckpoint()');
  setFlagsFromString('--no-allow-natives-syntax');
  assert(typeof checkpoint === 'function', 'V8 compiles its intrinsic');
  return () => void checkpoint();
}

export const drainMicrotasks = compile();
