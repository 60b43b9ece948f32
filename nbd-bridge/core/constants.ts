/**
 * The numbers of the NBD protocol that this server speaks, under the protocol's own names.
 * Source: NBD proto.md, section «Values», and its branch `extension-ext-header` for extended headers; 64-bit magics are
 * split into two words.
 */

/** «Newstyle negotiation»: the server's greeting, `NBDMAGIC` and `IHAVEOPT`. */
export const greetingMagic = { high: 0x4e42444d, low: 0x41474943 } as const;
/** `IHAVEOPT`: the second half of the greeting and the beginning of each option. */
export const optionMagic = { high: 0x49484156, low: 0x454f5054 } as const;
/** «Fixed newstyle negotiation»: the beginning of each option reply. */
export const optionReplyMagic = { high: 0x0003e889, low: 0x045565a9 } as const;
/** «Request message». */
export const requestMagic = 0x25609513;
/** «Request message», extended. */
export const extendedRequestMagic = 0x21e41c71;
/** «Simple reply message». */
export const simpleReplyMagic = 0x67446698;
/** «Structured reply chunk message». */
export const structuredReplyMagic = 0x668e33ef;
/** «Extended reply chunk message». */
export const extendedReplyMagic = 0x6e8a278c;

/** «Handshake flags». */
export const handshakeFlag = { fixedNewstyle: 1 << 0, noZeroes: 1 << 1 } as const;
/** «Client flags». */
export const clientFlag = { fixedNewstyle: 1 << 0, noZeroes: 1 << 1 } as const;

/** «Transmission flags». */
export const transmissionFlag = {
  hasFlags: 1 << 0,
  readOnly: 1 << 1,
  sendFlush: 1 << 2,
  sendFua: 1 << 3,
  sendTrim: 1 << 5,
  sendWriteZeroes: 1 << 6,
  sendDf: 1 << 7,
  canMultiConn: 1 << 8,
  sendCache: 1 << 10,
  sendFastZero: 1 << 11,
  blockStatusPayload: 1 << 12,
} as const;

/** «Option types». */
export const option = {
  exportName: 1,
  abort: 2,
  list: 3,
  starttls: 5,
  info: 6,
  go: 7,
  structuredReply: 8,
  listMetaContext: 9,
  setMetaContext: 10,
  extendedHeaders: 11,
} as const;

/** «Option reply types»; errors have bit 31 set. */
export const optionReply = {
  ack: 1,
  server: 2,
  info: 3,
  metaContext: 4,
  unsupported: 0x80000001,
  policy: 0x80000002,
  invalid: 0x80000003,
  tlsRequired: 0x80000005,
  unknown: 0x80000006,
  shutdown: 0x80000007,
  tooBig: 0x80000009,
  extendedHeadersRequired: 0x8000000a,
} as const;

/** Information types of `NBD_REP_INFO`. */
export const info = { export: 0, name: 1, description: 2, blockSize: 3 } as const;

/** «Request types». */
export const command = {
  read: 0,
  write: 1,
  disconnect: 2,
  flush: 3,
  trim: 4,
  cache: 5,
  writeZeroes: 6,
  blockStatus: 7,
} as const;

/** «Command flags». */
export const commandFlag = {
  fua: 1 << 0,
  noHole: 1 << 1,
  df: 1 << 2,
  reqOne: 1 << 3,
  fastZero: 1 << 4,
  /** The length is that of a payload, not of the range: with extended headers only. */
  payloadLength: 1 << 5,
} as const;

/** «Structured reply flags». */
export const replyFlag = { none: 0, done: 1 << 0 } as const;

/** «Structured reply types»; errors have bit 15 set. */
export const replyType = {
  none: 0,
  offsetData: 1,
  offsetHole: 2,
  blockStatus: 5,
  blockStatusExtended: 6,
  error: 0x8001,
} as const;

/** «`base:allocation` metadata context». */
export const allocation = { hole: 1 << 0, zero: 1 << 1 } as const;

/** «Error values». */
export const errno = {
  none: 0,
  perm: 1,
  io: 5,
  invalid: 22,
  noSpace: 28,
  overflow: 75,
  shutdown: 108,
} as const;

/** Bytes of the fixed parts of messages. */
export const greetingBytes = 18;
export const clientFlagsBytes = 4;
export const optionHeaderBytes = 16;
export const optionReplyHeaderBytes = 20;
export const requestBytes = 28;
export const extendedRequestBytes = 32;
export const simpleReplyBytes = 16;
export const chunkHeaderBytes = 20;
export const extendedChunkHeaderBytes = 32;
/** After a chunk header: the 64-bit offset that precedes the data. */
export const dataOffsetBytes = 8;
/** After a chunk header: offset and length of a hole. */
export const holeBytes = 12;
/** After a chunk header: the error number and the length of its text. */
export const errorBytes = 6;
/** After a chunk header: the context's id, or with extended headers the id and the number of descriptors. */
export const statusHeadBytes = { compact: 4, extended: 8 } as const;
/** Length and status of one extent. */
export const statusExtentBytes = { compact: 8, extended: 16 } as const;
/** The payload of a BLOCK_STATUS: the length of the range, then 4 bytes a context. */
export const statusPayloadBytes = 8;

/** «Terminating the handshake»: zeros after the answer to `NBD_OPT_EXPORT_NAME`, unless the client declined them. */
export const exportNamePaddingBytes = 124;
