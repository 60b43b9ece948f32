/**
 * Checks one request against the export before anything is done, and names what is wrong with it.
 * NBD proto.md, «Error values» and «Request types».
 */

import { command, commandFlag, errno } from './constants.ts';
import { maximumPayloadBytes } from './limits.ts';

/** What an error reply says: the number, and the text that a structured reply carries for a person. */
export interface Refusal {
  readonly errno: number;
  readonly text: string;
  /** `text` in UTF-8: encoded once. */
  readonly textBytes: Uint8Array;
}

const encoder = new TextEncoder();

/** A refusal for a constant table: none is made per request. */
export function makeRefusal(number: number, text: string): Refusal {
  return { errno: number, text, textBytes: encoder.encode(text) };
}

const unknownCommand = makeRefusal(errno.invalid, 'this server does not know the command');
const unknownFlag = makeRefusal(errno.invalid, 'a command flag is not valid for this command');
const dfWithoutStructured = makeRefusal(errno.invalid, 'the DF flag needs structured replies');
const readOnly = makeRefusal(errno.perm, 'the export is read-only');
const beyondEnd = makeRefusal(errno.invalid, 'the range ends beyond the end of the export');
const writeBeyondEnd = makeRefusal(errno.noSpace, 'the write ends beyond the end of the export');
const readTooLong = makeRefusal(errno.overflow, 'a read is at most 32 MiB long');
const writeTooLong = makeRefusal(errno.invalid, 'a write is at most 32 MiB long');
const flushRange = makeRefusal(errno.invalid, 'offset and length of a flush must be zero');
const noContext = makeRefusal(errno.invalid, 'block status needs a negotiated metadata context');

/** Flags that may stand on a command, by its number. FUA is valid on all («Command flags»). */
const allowedFlags: readonly number[] = (() => {
  const flags: number[] = [];
  flags[command.read] = commandFlag.fua | commandFlag.df;
  flags[command.write] = commandFlag.fua;
  flags[command.disconnect] = commandFlag.fua;
  flags[command.flush] = commandFlag.fua;
  flags[command.trim] = commandFlag.fua;
  flags[command.cache] = commandFlag.fua;
  flags[command.writeZeroes] = commandFlag.fua | commandFlag.noHole | commandFlag.fastZero;
  flags[command.blockStatus] = commandFlag.fua;
  return flags;
})();

/**
 * Why the request cannot be served, or undefined when it can. `offset` may be past 2^53 and then inexact: it is beyond
 * every export either way. A refused WRITE still has its payload on the link.
 */
export function refusalOf(
  type: number,
  flags: number,
  offset: number,
  lengthBytes: number,
  sizeBytes: number,
  isReadOnly: boolean,
  structured: boolean,
): Refusal | undefined {
  const allowed = allowedFlags[type];
  if (allowed === undefined) return unknownCommand;
  if ((flags & ~allowed) !== 0) return unknownFlag;
  switch (type) {
    case command.read:
      if ((flags & commandFlag.df) !== 0 && !structured) return dfWithoutStructured;
      if (offset + lengthBytes > sizeBytes) return beyondEnd;
      return lengthBytes > maximumPayloadBytes ? readTooLong : undefined;
    case command.write:
      if (isReadOnly) return readOnly;
      if (lengthBytes > maximumPayloadBytes) return writeTooLong;
      return offset + lengthBytes > sizeBytes ? writeBeyondEnd : undefined;
    case command.writeZeroes:
      if (isReadOnly) return readOnly;
      return offset + lengthBytes > sizeBytes ? writeBeyondEnd : undefined;
    case command.trim:
      if (isReadOnly) return readOnly;
      return offset + lengthBytes > sizeBytes ? beyondEnd : undefined;
    case command.cache:
      return offset + lengthBytes > sizeBytes ? beyondEnd : undefined;
    case command.flush:
      return offset !== 0 || lengthBytes !== 0 ? flushRange : undefined;
    case command.blockStatus:
      return noContext;
    default:
      return undefined;
  }
}
