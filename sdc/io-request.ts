/**
 * One read, write, zero, trim or block-status request of a user from its call to its end; reused. Its parts, one a chunk,
 * are sent singly.
 */

import type { ErrorCode } from '../common/errors.ts';
import type { Pinned } from '../common/host.ts';
import type { Completion } from '../nbd-bridge/volume.ts';
import type { WriteRange } from './core/overlap.ts';
import type { StatusAnswer } from './status.ts';

export const ioKind = { READ: 0, WRITE: 1, ZERO: 2, TRIM: 3, STATUS: 4 } as const;

/** For requests that are not in use: nobody is told. */
export const nobody: Completion = { data: () => undefined, finished: () => undefined };

export class IoRequest implements WriteRange {
  kind = 0;
  offset = 0;
  end = 0;
  /** Where the next part begins; `end` when all have been made. */
  next = 0;
  fua = false;
  /** Parts that were made and have not ended. */
  partsUnderWay = 0;
  code: ErrorCode = 'OK';
  completion: Completion = nobody;
  /** Of a block-status request: the same object as `completion`. */
  status: StatusAnswer | undefined;
  /** Of a write. */
  bytes: Uint8Array | undefined;
  pinned: Pinned | undefined;
  /** The sweep of the volume in which it was begun: its age without a look at the clock. */
  bornSweep = 0;
  /** Neighbours in the volume's list of requests under way, which is in order of age. */
  older: IoRequest | undefined;
  newer: IoRequest | undefined;

  // WriteRange
  firstBlock = 0;
  lastBlock = 0;
  order = 0;
  blockers = 0;
  nextRange: WriteRange | undefined;
  previousRange: WriteRange | undefined;

  begin(kind: number, offset: number, lengthBytes: number, fua: boolean, completion: Completion): void {
    this.kind = kind;
    this.offset = offset;
    this.end = offset + lengthBytes;
    this.next = offset;
    this.fua = fua;
    this.partsUnderWay = 0;
    this.code = 'OK';
    this.completion = completion;
  }

  /** It writes, zeroes or trims. */
  get changesData(): boolean {
    return this.kind !== ioKind.READ && this.kind !== ioKind.STATUS;
  }

  /** The user's memory is needed no more. */
  letGo(): void {
    this.pinned?.release();
    this.pinned = undefined;
    this.bytes = undefined;
    this.status = undefined;
  }

  /** Copies a write's payload out of the user's memory: one slow write must not hold a whole slab. */
  copyOut(): void {
    if (this.pinned === undefined || this.bytes === undefined) return;
    this.bytes = Uint8Array.from(this.bytes);
    this.pinned.release();
    this.pinned = undefined;
  }
}
