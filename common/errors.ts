/**
 * The one table of errors that the world (not a bug) can cause, with their numbers on the wire.
 * docs/errors.md has a sentence for each; nobody decides anything by a message.
 */

/** Numbers are part of the wire format and never change their meaning. */
export const errorCodes = {
  OK: { wire: 0, retryable: false },
  /** The sender's generation of the slice is not the receiver's. */
  STALE_MAP: { wire: 1, retryable: true },
  /** This engine is not the primary of the slice. */
  NOT_PRIMARY: { wire: 2, retryable: true },
  /** Too much is under way; come back later. */
  BUSY: { wire: 3, retryable: true },
  /** The mapping's epoch or ticket is not (or no longer) valid here. */
  FENCED: { wire: 4, retryable: true },
  /** The mapping allows reads only. */
  READ_ONLY: { wire: 5, retryable: false },
  /** The pool has no space for this write. */
  NO_SPACE: { wire: 6, retryable: false },
  /** The request is malformed or out of range. */
  INVALID: { wire: 7, retryable: false },
  /** Bytes did not match their checksum on the way or on the media. */
  CORRUPT: { wire: 8, retryable: true },
  /** Data acknowledged before this flush was lost by a power failure of all its replicas. */
  DATA_LOST: { wire: 9, retryable: false },
  /** A device failed. */
  DISK_FAILED: { wire: 10, retryable: true },
  /** The file system under a device is full. */
  DISK_FULL: { wire: 11, retryable: false },
  /** Nobody answered, or the link broke. */
  UNREACHABLE: { wire: 12, retryable: true },
  /** The peer could not prove that it belongs to this cluster. */
  NOT_ALLOWED: { wire: 13, retryable: false },
  /** No common protocol version, or a newer format on disk. */
  VERSION: { wire: 14, retryable: false },
  /** Another cluster, device or daemon than the one expected. */
  FOREIGN: { wire: 15, retryable: false },
  NOT_FOUND: { wire: 16, retryable: false },
  ALREADY_EXISTS: { wire: 17, retryable: false },
  /** The object's state forbids the command. */
  REFUSED: { wire: 18, retryable: false },
  /** Another process holds it. */
  LOCKED: { wire: 19, retryable: false },
  /** What was read from disk is damaged. */
  DAMAGED: { wire: 20, retryable: false },
  /** A bound in time ran out. */
  TIMEOUT: { wire: 21, retryable: true },
  /** The daemon is stopping. */
  CLOSED: { wire: 22, retryable: true },
} as const;

export type ErrorCode = keyof typeof errorCodes;

const codeByWire = new Map<number, ErrorCode>(
  (Object.keys(errorCodes) as ErrorCode[]).map((code) => [errorCodes[code].wire, code]),
);

/** The code of a wire number; a number this version does not know is `INVALID`. */
export function codeOfWire(wire: number): ErrorCode {
  return codeByWire.get(wire) ?? 'INVALID';
}

/** A failure that the world caused. The message says what was tried, on what, why it failed and what to do next. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  get wire(): number {
    return errorCodes[this.code].wire;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** The message of anything that was thrown, with the messages of its causes. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${messageOf(error.cause)})`;
}

export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof ClusterError ? error.code : undefined;
}
