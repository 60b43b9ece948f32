/**
 * Checks one request against the export before anything is done, and names what is wrong with it.
 * NBD proto.md, «Error values» and «Request types».
 */

import { command, commandFlag, errno } from './constants.ts';
import { maximumPayloadBytes } from './limits.ts';
import { allowedFlagsOf, type Negotiated, type ReplyMode } from './negotiated.ts';

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
const payloadWithoutExtended = makeRefusal(errno.invalid, 'the PAYLOAD_LEN flag needs extended headers');
const writeWithoutPayload = makeRefusal(errno.invalid, 'with extended headers a write needs the PAYLOAD_LEN flag');
const readOnly = makeRefusal(errno.perm, 'the export is read-only');
const beyondEnd = makeRefusal(errno.invalid, 'the range ends beyond the end of the export');
const writeBeyondEnd = makeRefusal(errno.noSpace, 'the write ends beyond the end of the export');
const readTooLong = makeRefusal(errno.overflow, 'a read is at most 32 MiB long');
const writeTooLong = makeRefusal(errno.invalid, 'a write is at most 32 MiB long');
const flushRange = makeRefusal(errno.invalid, 'offset and length of a flush must be zero');
const noContext = makeRefusal(errno.invalid, 'block status needs a negotiated metadata context');
const emptyStatus = makeRefusal(errno.invalid, 'block status needs a range of at least one byte');
/** For the payload of a BLOCK_STATUS, which is read after its header was found well. */
export const wrongFilter = makeRefusal(
  errno.invalid,
  'the payload must be a length and metadata contexts that were negotiated, each once',
);

/** Of one request, as it stands in its header. */
export interface RequestHead {
  readonly type: number;
  readonly flags: number;
  /** May be past 2^53 and then inexact: it is beyond every export either way. */
  readonly offset: number;
  readonly lengthBytes: number;
}

/** What a client may ask of an export: made once, when transmission begins. */
export class RequestRules {
  readonly #allowedFlags: readonly number[];
  readonly #mode: ReplyMode;
  readonly #hasContexts: boolean;

  constructor(negotiated: Negotiated) {
    this.#allowedFlags = allowedFlagsOf(negotiated);
    this.#mode = negotiated.mode;
    this.#hasContexts = negotiated.contexts.length > 0;
  }

  /**
   * Why the request cannot be served, or undefined when it can. A refused request may still have its payload on the
   * link. For a BLOCK_STATUS with a payload the range is checked when the payload has been read.
   */
  refusalOf(request: RequestHead, sizeBytes: number, isReadOnly: boolean): Refusal | undefined {
    const { type, flags, offset, lengthBytes } = request;
    const allowed = this.#allowedFlags[type];
    if (allowed === undefined) return unknownCommand;
    if ((flags & ~allowed) !== 0) return this.#wrongFlag(type, flags);
    const beyond = offset + lengthBytes > sizeBytes;
    switch (type) {
      case command.read:
        if (beyond) return beyondEnd;
        return lengthBytes > maximumPayloadBytes ? readTooLong : undefined;
      case command.write:
        if (this.#mode === 'extended' && (flags & commandFlag.payloadLength) === 0) return writeWithoutPayload;
        if (isReadOnly) return readOnly;
        if (lengthBytes > maximumPayloadBytes) return writeTooLong;
        return beyond ? writeBeyondEnd : undefined;
      case command.writeZeroes:
        if (isReadOnly) return readOnly;
        return beyond ? writeBeyondEnd : undefined;
      case command.trim:
        if (isReadOnly) return readOnly;
        return beyond ? beyondEnd : undefined;
      case command.cache:
        return beyond ? beyondEnd : undefined;
      case command.flush:
        return offset !== 0 || lengthBytes !== 0 ? flushRange : undefined;
      case command.blockStatus:
        if (!this.#hasContexts) return noContext;
        return (flags & commandFlag.payloadLength) === 0 ? statusRefusal(offset, lengthBytes, sizeBytes) : undefined;
      default:
        return undefined;
    }
  }

  #wrongFlag(type: number, flags: number): Refusal {
    if (type === command.blockStatus && !this.#hasContexts) return noContext;
    if (type === command.read && (flags & commandFlag.df) !== 0 && this.#mode === 'simple') return dfWithoutStructured;
    if ((flags & commandFlag.payloadLength) !== 0 && this.#mode !== 'extended') return payloadWithoutExtended;
    return unknownFlag;
  }
}

/** Why the states of a range cannot be told. */
export function statusRefusal(offset: number, lengthBytes: number, sizeBytes: number): Refusal | undefined {
  if (lengthBytes === 0) return emptyStatus;
  return offset + lengthBytes > sizeBytes ? beyondEnd : undefined;
}
