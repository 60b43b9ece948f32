/**
 * Encoders of the server's messages in the transmission phase, all big-endian.
 * NBD proto.md, «Simple reply message», «Structured reply chunk message», «Structured reply types».
 *
 * Simple reply                     Chunk
 *   0  u32 magic 0x67446698          0  u32 magic 0x668e33ef
 *   4  u32 error                     4  u16 flags
 *   8  u64 cookie                    6  u16 type
 *  16  data of a READ                8  u64 cookie
 *                                   16  u32 length of what follows
 *                                   20  OFFSET_DATA: u64 offset, data
 *                                       OFFSET_HOLE: u64 offset, u32 hole size
 *                                       ERROR: u32 error, u16 text length, text
 *
 * A cookie (called handle in older texts) is the client's, and goes back as it came: two words, never a BigInt.
 */

import { errno, replyFlag, replyType, simpleReplyMagic, structuredReplyMagic } from './constants.ts';
import type { Refusal } from './refusal.ts';

const twoTo32 = 0x1_0000_0000;

/** 16 bytes. */
export function putSimpleReply(view: DataView, at: number, error: number, cookieHigh: number, cookieLow: number): void {
  view.setUint32(at, simpleReplyMagic);
  view.setUint32(at + 4, error);
  view.setUint32(at + 8, cookieHigh);
  view.setUint32(at + 12, cookieLow);
}

function putChunkHeader(
  view: DataView,
  at: number,
  flags: number,
  type: number,
  cookieHigh: number,
  cookieLow: number,
  lengthBytes: number,
): void {
  view.setUint32(at, structuredReplyMagic);
  view.setUint16(at + 4, flags);
  view.setUint16(at + 6, type);
  view.setUint32(at + 8, cookieHigh);
  view.setUint32(at + 12, cookieLow);
  view.setUint32(at + 16, lengthBytes);
}

function putOffset(view: DataView, at: number, offset: number): void {
  view.setUint32(at, Math.floor(offset / twoTo32));
  view.setUint32(at + 4, offset >>> 0);
}

/** 20 bytes: the last chunk of a reply that has nothing more to say. */
export function putNone(view: DataView, at: number, cookieHigh: number, cookieLow: number): void {
  putChunkHeader(view, at, replyFlag.done, replyType.none, cookieHigh, cookieLow, 0);
}

/** 28 bytes; `lengthBytes` of data must follow. `offset` is that in the export. */
export function putDataHeader(
  view: DataView,
  at: number,
  flags: number,
  cookieHigh: number,
  cookieLow: number,
  offset: number,
  lengthBytes: number,
): void {
  putChunkHeader(view, at, flags, replyType.offsetData, cookieHigh, cookieLow, 8 + lengthBytes);
  putOffset(view, at + 20, offset);
}

/** 32 bytes: `lengthBytes` of zeros at `offset` of the export. */
export function putHole(
  view: DataView,
  at: number,
  flags: number,
  cookieHigh: number,
  cookieLow: number,
  offset: number,
  lengthBytes: number,
): void {
  putChunkHeader(view, at, flags, replyType.offsetHole, cookieHigh, cookieLow, 12);
  putOffset(view, at + 20, offset);
  view.setUint32(at + 28, lengthBytes);
}

/** 26 bytes; the refusal's text must follow. Always the last chunk of its reply. */
export function putErrorHeader(
  view: DataView,
  at: number,
  refusal: Refusal,
  cookieHigh: number,
  cookieLow: number,
): void {
  const textLength = refusal.textBytes.length;
  putChunkHeader(view, at, replyFlag.done, replyType.error, cookieHigh, cookieLow, 6 + textLength);
  view.setUint32(at + 20, refusal.errno === errno.none ? errno.io : refusal.errno);
  view.setUint16(at + 24, textLength);
}
