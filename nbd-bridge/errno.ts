/**
 * The NBD error number and text of each way a volume can fail.
 * NBD proto.md, «Error values»: only these numbers may travel, whatever the system's errno are.
 */

import { type ErrorCode, errorCodes } from '../common/errors.ts';
import { errno } from './core/constants.ts';
import { makeRefusal, type Refusal } from './core/refusal.ts';

const numbers: Readonly<Partial<Record<ErrorCode, number>>> = {
  NO_SPACE: errno.noSpace,
  INVALID: errno.invalid,
  READ_ONLY: errno.perm,
  CLOSED: errno.shutdown,
};

const texts: Readonly<Partial<Record<ErrorCode, string>>> = {
  NO_SPACE: 'the storage pool has no space for this write (NO_SPACE)',
  INVALID: 'the volume refuses the request as malformed or out of range (INVALID)',
  READ_ONLY: 'the volume is mapped read-only (READ_ONLY)',
  CLOSED: 'the volume is being closed (CLOSED)',
  CORRUPT: 'the data does not match its checksum (CORRUPT)',
  DATA_LOST: 'data acknowledged before this flush was lost by a power failure (DATA_LOST)',
};

const refusals = new Map<ErrorCode, Refusal>(
  (Object.keys(errorCodes) as ErrorCode[]).map((code) => [
    code,
    makeRefusal(numbers[code] ?? errno.io, texts[code] ?? `the volume could not serve the request (${code})`),
  ]),
);

const unknownFailure = makeRefusal(errno.io, 'the volume could not serve the request');

/** What the client is told when a volume finishes a request with `code`; everything not listed above is EIO. */
export function refusalOfCode(code: ErrorCode): Refusal {
  return refusals.get(code) ?? unknownFailure;
}
