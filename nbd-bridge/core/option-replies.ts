/**
 * Encoders of the server's messages in the handshake. NBD proto.md, «Newstyle negotiation», «Option reply types».
 * An option reply is: u64 magic 0x3e889045565a9, u32 option, u32 type, u32 length, data.
 */

import type { BlockVolume } from '../volume.ts';
import {
  exportNamePaddingBytes,
  greetingBytes,
  greetingMagic,
  handshakeFlag,
  info,
  optionMagic,
  optionReply,
  optionReplyHeaderBytes,
  optionReplyMagic,
} from './constants.ts';
import { maximumPayloadBytes, minimumBlockBytes, preferredBlockBytes } from './limits.ts';
import { type Negotiated, transmissionFlagsOf } from './negotiated.ts';

const encoder = new TextEncoder();

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** u64 NBDMAGIC, u64 IHAVEOPT, u16 handshake flags. */
export function encodeGreeting(): Uint8Array {
  const bytes = new Uint8Array(greetingBytes);
  const view = viewOf(bytes);
  view.setUint32(0, greetingMagic.high);
  view.setUint32(4, greetingMagic.low);
  view.setUint32(8, optionMagic.high);
  view.setUint32(12, optionMagic.low);
  view.setUint16(16, handshakeFlag.fixedNewstyle | handshakeFlag.noZeroes);
  return bytes;
}

/** An option reply with `dataBytes` of zeroed room for data, from offset 20 on. */
function makeReply(option: number, type: number, dataBytes: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(optionReplyHeaderBytes + dataBytes);
  const view = viewOf(bytes);
  view.setUint32(0, optionReplyMagic.high);
  view.setUint32(4, optionReplyMagic.low);
  view.setUint32(8, option);
  view.setUint32(12, type);
  view.setUint32(16, dataBytes);
  return { bytes, view };
}

export function encodeAck(option: number): Uint8Array {
  return makeReply(option, optionReply.ack, 0).bytes;
}

/** An error reply; the text is for a person. */
export function encodeOptionError(option: number, type: number, text: string): Uint8Array {
  const textBytes = encoder.encode(text);
  const { bytes } = makeReply(option, type, textBytes.length);
  bytes.set(textBytes, optionReplyHeaderBytes);
  return bytes;
}

/** NBD_REP_SERVER: u32 length of the name, name, description for a person. */
export function encodeServer(option: number, name: string, description = ''): Uint8Array {
  const nameBytes = encoder.encode(name);
  const descriptionBytes = encoder.encode(description);
  const { bytes, view } = makeReply(option, optionReply.server, 4 + nameBytes.length + descriptionBytes.length);
  view.setUint32(optionReplyHeaderBytes, nameBytes.length);
  bytes.set(nameBytes, optionReplyHeaderBytes + 4);
  bytes.set(descriptionBytes, optionReplyHeaderBytes + 4 + nameBytes.length);
  return bytes;
}

/** NBD_REP_META_CONTEXT: u32 id, name. */
export function encodeMetaContext(option: number, id: number, name: string): Uint8Array {
  const nameBytes = encoder.encode(name);
  const { bytes, view } = makeReply(option, optionReply.metaContext, 4 + nameBytes.length);
  view.setUint32(optionReplyHeaderBytes, id);
  bytes.set(nameBytes, optionReplyHeaderBytes + 4);
  return bytes;
}

function putSize(view: DataView, at: number, sizeBytes: number): void {
  view.setUint32(at, Math.floor(sizeBytes / 0x1_0000_0000));
  view.setUint32(at + 4, sizeBytes >>> 0);
}

/** NBD_INFO_EXPORT: u16 type, u64 size, u16 transmission flags. */
export function encodeInfoExport(option: number, volume: BlockVolume, negotiated: Negotiated): Uint8Array {
  const { bytes, view } = makeReply(option, optionReply.info, 12);
  view.setUint16(optionReplyHeaderBytes, info.export);
  putSize(view, optionReplyHeaderBytes + 2, volume.sizeBytes);
  view.setUint16(optionReplyHeaderBytes + 10, transmissionFlagsOf(volume, negotiated));
  return bytes;
}

/** NBD_INFO_NAME and NBD_INFO_DESCRIPTION: u16 type, text. */
export function encodeInfoText(option: number, type: number, text: string): Uint8Array {
  const textBytes = encoder.encode(text);
  const { bytes, view } = makeReply(option, optionReply.info, 2 + textBytes.length);
  view.setUint16(optionReplyHeaderBytes, type);
  bytes.set(textBytes, optionReplyHeaderBytes + 2);
  return bytes;
}

/** NBD_INFO_BLOCK_SIZE: u16 type, u32 minimum, u32 preferred, u32 maximum payload. */
export function encodeInfoBlockSize(option: number): Uint8Array {
  const { bytes, view } = makeReply(option, optionReply.info, 14);
  view.setUint16(optionReplyHeaderBytes, info.blockSize);
  view.setUint32(optionReplyHeaderBytes + 2, minimumBlockBytes);
  view.setUint32(optionReplyHeaderBytes + 6, preferredBlockBytes);
  view.setUint32(optionReplyHeaderBytes + 10, maximumPayloadBytes);
  return bytes;
}

/** The answer to NBD_OPT_EXPORT_NAME: u64 size, u16 transmission flags, and 124 zeros unless declined. */
export function encodeExportNameAnswer(volume: BlockVolume, negotiated: Negotiated, noZeroes: boolean): Uint8Array {
  const bytes = new Uint8Array(10 + (noZeroes ? 0 : exportNamePaddingBytes));
  const view = viewOf(bytes);
  putSize(view, 0, volume.sizeBytes);
  view.setUint16(8, transmissionFlagsOf(volume, negotiated));
  return bytes;
}
