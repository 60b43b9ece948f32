/**
 * Encoders of the server's messages in the transmission phase, all big-endian.
 * NBD proto.md, «Simple reply message», «Structured reply chunk message», «Extended reply chunk message», «Structured
 * reply types».
 *
 * Simple reply                 Structured chunk                      Extended chunk
 *   0  u32 magic 0x67446698      0  u32 magic 0x668e33ef               0  u32 magic 0x6e8a278c
 *   4  u32 error                 4  u16 flags                          4  u16 flags
 *   8  u64 cookie                6  u16 type                           6  u16 type
 *  16  data of a READ            8  u64 cookie                         8  u64 cookie
 *                               16  u32 length of the payload         16  u64 offset of the request
 *                               20  payload                           24  u64 length of the payload
 *                                                                     32  payload
 *
 * Payloads: OFFSET_DATA u64 offset, data · OFFSET_HOLE u64 offset, u32 hole size · ERROR u32 error, u16 text length, text
 *   BLOCK_STATUS u32 context, then for each extent u32 length, u32 status
 *   BLOCK_STATUS_EXT u32 context, u32 extents, then for each extent u64 length, u64 status
 *
 * A cookie (called handle in older texts) is the client's, and goes back as it came: two words, never a BigInt.
 */

import {
  chunkHeaderBytes,
  dataOffsetBytes,
  errno,
  errorBytes,
  extendedChunkHeaderBytes,
  extendedReplyMagic,
  holeBytes,
  replyFlag,
  replyType,
  simpleReplyMagic,
  statusExtentBytes,
  statusHeadBytes,
  structuredReplyMagic,
} from './constants.ts';
import type { Descriptor, MetaContext } from './meta-contexts.ts';
import type { Refusal } from './refusal.ts';

const twoTo32 = 0x1_0000_0000;
const largestWord = 0xffff_ffff;

/** What a reply repeats of its request, as it came. */
export interface RequestMark {
  readonly cookieHigh: number;
  readonly cookieLow: number;
  readonly offsetHigh: number;
  readonly offsetLow: number;
}

/** 16 bytes. */
export function putSimpleReply(view: DataView, at: number, error: number, mark: RequestMark): void {
  view.setUint32(at, simpleReplyMagic);
  view.setUint32(at + 4, error);
  view.setUint32(at + 8, mark.cookieHigh);
  view.setUint32(at + 12, mark.cookieLow);
}

/** Chunks of one of the two kinds, as the client negotiated. Each method returns how many bytes it wrote. */
export class ChunkEncoder {
  readonly headerBytes: number;
  readonly #extended: boolean;

  constructor(extended: boolean) {
    this.#extended = extended;
    this.headerBytes = extended ? extendedChunkHeaderBytes : chunkHeaderBytes;
  }

  /** The last chunk of a reply that has nothing more to say. */
  putNone(view: DataView, at: number, mark: RequestMark): number {
    return this.#putHeader(view, at, replyFlag.done, replyType.none, mark, 0);
  }

  /** `lengthBytes` of data must follow. `offset` is that in the export. */
  putData(view: DataView, at: number, flags: number, mark: RequestMark, offset: number, lengthBytes: number): number {
    const header = this.#putHeader(view, at, flags, replyType.offsetData, mark, dataOffsetBytes + lengthBytes);
    put64(view, at + header, offset);
    return header + dataOffsetBytes;
  }

  /** `lengthBytes` of zeros at `offset` of the export. */
  putHole(view: DataView, at: number, flags: number, mark: RequestMark, offset: number, lengthBytes: number): number {
    const header = this.#putHeader(view, at, flags, replyType.offsetHole, mark, holeBytes);
    put64(view, at + header, offset);
    view.setUint32(at + header + 8, lengthBytes);
    return header + holeBytes;
  }

  /** The refusal's text must follow. Always the last chunk of its reply. */
  putError(view: DataView, at: number, refusal: Refusal, mark: RequestMark): number {
    const textLength = refusal.textBytes.length;
    const header = this.#putHeader(view, at, replyFlag.done, replyType.error, mark, errorBytes + textLength);
    view.setUint32(at + header, refusal.errno === errno.none ? errno.io : refusal.errno);
    view.setUint16(at + header + 4, textLength);
    return header + errorBytes;
  }

  /** Whole bytes of a chunk of block states. */
  statusBytes(extents: number): number {
    const kind = this.#extended ? 'extended' : 'compact';
    return this.headerBytes + statusHeadBytes[kind] + extents * statusExtentBytes[kind];
  }

  /** The states of consecutive extents, from the request's offset on, in one context. */
  putStatus(
    view: DataView,
    at: number,
    flags: number,
    mark: RequestMark,
    context: MetaContext,
    extents: readonly Descriptor[],
  ): number {
    const extended = this.#extended;
    const bytes = this.statusBytes(extents.length);
    const type = extended ? replyType.blockStatusExtended : replyType.blockStatus;
    const header = this.#putHeader(view, at, flags, type, mark, bytes - this.headerBytes);
    let place = at + header;
    view.setUint32(place, context.id);
    if (extended) view.setUint32(place + 4, extents.length);
    place += extended ? statusHeadBytes.extended : statusHeadBytes.compact;
    for (const { lengthBytes, status } of extents) {
      if (extended) {
        put64(view, place, lengthBytes);
        put64(view, place + 8, status);
        place += statusExtentBytes.extended;
      } else {
        view.setUint32(place, lengthBytes);
        view.setUint32(place + 4, Math.min(status, largestWord));
        place += statusExtentBytes.compact;
      }
    }
    return bytes;
  }

  #putHeader(view: DataView, at: number, flags: number, type: number, mark: RequestMark, payloadBytes: number): number {
    view.setUint32(at, this.#extended ? extendedReplyMagic : structuredReplyMagic);
    view.setUint16(at + 4, flags);
    view.setUint16(at + 6, type);
    view.setUint32(at + 8, mark.cookieHigh);
    view.setUint32(at + 12, mark.cookieLow);
    if (!this.#extended) {
      view.setUint32(at + 16, payloadBytes);
      return chunkHeaderBytes;
    }
    view.setUint32(at + 16, mark.offsetHigh);
    view.setUint32(at + 20, mark.offsetLow);
    put64(view, at + 24, payloadBytes);
    return extendedChunkHeaderBytes;
  }
}

function put64(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / twoTo32));
  view.setUint32(at + 4, value >>> 0);
}
