/** The exit codes of the launcher and of every daemon, in one place: 0 stopped, 1 failed, 2 usage or config, 3 cannot reach or bind, 4 refused. */

import { codeOf, type ErrorCode } from '../errors.ts';

export const exitCode = { stopped: 0, failed: 1, usage: 2, unreachable: 3, refused: 4 } as const;

const exitByCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  INVALID: exitCode.usage,
  NOT_FOUND: exitCode.usage,
  UNREACHABLE: exitCode.unreachable,
  TIMEOUT: exitCode.unreachable,
  NOT_ALLOWED: exitCode.refused,
  FOREIGN: exitCode.refused,
  VERSION: exitCode.refused,
  DAMAGED: exitCode.refused,
  LOCKED: exitCode.refused,
};

/** What a process that could not start because of `error` ends with. */
export function exitCodeOf(error: unknown): number {
  const code = codeOf(error);
  return code === undefined ? exitCode.failed : (exitByCode[code] ?? exitCode.failed);
}
