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
  transmissionFlag,
} from './constants.ts';
import { maximumPayloadBytes, minimumBlockBytes, preferredBlockBytes } from './limits.ts';

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

/** NBD_REP_SERVER: u32 length of the name, name. */
export function encodeServer(option: number, name: string): Uint8Array {
  const nameBytes = encoder.encode(name);
  const { bytes, view } = makeReply(option, optionReply.server, 4 + nameBytes.length);
  view.setUint32(optionReplyHeaderBytes, nameBytes.length);
  bytes.set(nameBytes, optionReplyHeaderBytes + 4);
  return bytes;
}

/** «Transmission flags» of an export. DF is only offered where structured replies were negotiated. */
export function transmissionFlagsOf(volume: BlockVolume, structured: boolean): number {
  const flag = transmissionFlag;
  return (
    flag.hasFlags |
    (volume.readOnly ? flag.readOnly : 0) |
    flag.sendFlush |
    flag.sendFua |
    flag.sendTrim |
    flag.sendWriteZeroes |
    flag.sendFastZero |
    flag.sendCache |
    flag.canMultiConn |
    (structured ? flag.sendDf : 0)
  );
}

function putSize(view: DataView, at: number, sizeBytes: number): void {
  view.setUint32(at, Math.floor(sizeBytes / 0x1_0000_0000));
  view.setUint32(at + 4, sizeBytes >>> 0);
}

/** NBD_INFO_EXPORT: u16 type, u64 size, u16 transmission flags. */
export function encodeInfoExport(option: number, volume: BlockVolume, structured: boolean): Uint8Array {
  const { bytes, view } = makeReply(option, optionReply.info, 12);
  view.setUint16(optionReplyHeaderBytes, info.export);
  putSize(view, optionReplyHeaderBytes + 2, volume.sizeBytes);
  view.setUint16(optionReplyHeaderBytes + 10, transmissionFlagsOf(volume, structured));
  return bytes;
}

/** NBD_INFO_NAME: u16 type, name. */
export function encodeInfoName(option: number, name: string): Uint8Array {
  const nameBytes = encoder.encode(name);
  const { bytes, view } = makeReply(option, optionReply.info, 2 + nameBytes.length);
  view.setUint16(optionReplyHeaderBytes, info.name);
  bytes.set(nameBytes, optionReplyHeaderBytes + 2);
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
export function encodeExportNameAnswer(volume: BlockVolume, structured: boolean, noZeroes: boolean): Uint8Array {
  const bytes = new Uint8Array(10 + (noZeroes ? 0 : exportNamePaddingBytes));
  const view = viewOf(bytes);
  putSize(view, 0, volume.sizeBytes);
  view.setUint16(8, transmissionFlagsOf(volume, structured));
  return bytes;
}
