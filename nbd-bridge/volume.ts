/**
 * What the NBD server needs of a volume, and of the set of volumes it exports.
 * The SDC implements these; this library imports nothing of it.
 */

import type { ErrorCode } from '../common/errors.ts';
import type { Pinned } from '../common/host.ts';

/**
 * Told by a volume how one request ends. Objects may be reused for later requests once `finished` was called.
 * One object may stand for several writes under way at once (the parts of one NBD WRITE); each ends with a `finished`.
 */
export interface Completion {
  /**
   * Bytes of a read, in any order, each byte of the request exactly once before `finished('OK')`.
   * `bytes` undefined means zeros. They stay valid during the call, or while the receiver holds `pinned`.
   */
  data(offsetInRequest: number, lengthBytes: number, bytes: Uint8Array | undefined, pinned: Pinned | undefined): void;
  /** The end of the request; called exactly once, never inside the call that began the request. */
  finished(code: ErrorCode): void;
}

/** Told by a volume how one block-status request ends. */
export interface StatusCompletion {
  /** Extents from the beginning of the range on, in order, without gaps; may end before the range does; called at most once, before `finished('OK')`. */
  extents(list: readonly BlockExtent[]): void;
  finished(code: ErrorCode): void; // exactly once, never inside the call that began the request
}

/** state: 'data' | 'zero' (written as zeros or trimmed) | 'hole' (never written: reads as zeros and costs nothing); layer: id of the layer it comes from (the volume's own or an ancestor's), 0 for a hole. */
export interface BlockExtent {
  readonly lengthBytes: number;
  readonly state: 'data' | 'zero' | 'hole';
  readonly layer: number;
}

/** A volume as a flat space of bytes; ranges are within it and were checked by the caller. Any alignment. */
export interface BlockVolume {
  readonly name: string;
  /** One line for a person who lists the exports. */
  readonly description?: string;
  /** May grow while connections live; never shrinks. */
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  read(offset: number, lengthBytes: number, completion: Completion): void;
  /** At most 1 MiB, not across a multiple of 1 MiB. The volume retains `pinned` for as long as it needs `bytes`. */
  write(offset: number, bytes: Uint8Array, pinned: Pinned, fua: boolean, completion: Completion): void;
  /** Covers every write, of any connection, that finished before the call. */
  flush(completion: Completion): void;
  /** May leave partial blocks as they are. */
  trim(offset: number, lengthBytes: number, fua: boolean, completion: Completion): void;
  zero(offset: number, lengthBytes: number, fua: boolean, completion: Completion): void;
  /** `lengthBytes` at least 1; the answer may cover less than was asked, but at least one block. */
  blockStatus(offset: number, lengthBytes: number, completion: StatusCompletion): void;
}

export interface Exports {
  names(): readonly string[];
  find(name: string): BlockVolume | undefined;
}
