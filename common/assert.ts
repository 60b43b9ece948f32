/** Assertions that stay on in production: a failed one is a bug, and stops the process (or the engine's worker). */

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what must hold here. `what` says it in words; a failure is a bug of ours, never of a peer or a user. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new AssertionError(`assertion failed: ${what}`);
}

/** The value, which cannot be undefined here; `what` names it. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new AssertionError(`assertion failed: ${what} is missing`);
  return value;
}

/** The end of a switch over all members of a union. */
export function unreachable(value: never): never {
  throw new AssertionError(`assertion failed: unexpected ${JSON.stringify(value)}`);
}
