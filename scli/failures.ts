/** How a call can fail, by exit code. Wrong usage is `Usage` of command-line.ts, exit code 2. */

import { Usage } from './command-line.ts';

export class Refused extends Error {
  override readonly name = 'Refused';
}

export class CannotReach extends Error {
  override readonly name = 'CannotReach';
}

export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** undefined for what is no failure of these sorts: a bug. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof Refused) return 1;
  if (error instanceof Usage) return 2;
  if (error instanceof CannotReach) return 3;
  if (error instanceof NotAllowed) return 4;
  return undefined;
}
