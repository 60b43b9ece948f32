/**
 * Frames of the data ports: a fixed header, what belongs to the kind, checksums, then raw payload. Little-endian.
 *
 *    0  u32  CRC-32C of bytes [4, payloadStart)
 *    4  u32  frameBytes: the whole frame
 *    8  u32  payloadStart: offset of the payload; frameBytes where there is none
 *   12  u8   kind
 *   13  u8   flags
 *   14  u16  tag: requests: the volume handle of the link; REPLY: the error code (0: done)
 *   16  u32  requestId: chosen by the sender, repeated in the reply; FORWARD: number of the forward on this link
 *   20  u32  generation of the slice, as the sender knows it
 *   24       READ, WRITE, ZERO, STATUS: u32 chunkIndex, u32 start, u32 length (bytes in the chunk); WRITE: checksums at 36
 *            FLUSH: pairs of u32 slice, u32 generation
 *            REPLY: of a READ: checksums at 24, then the data (none with flag ZERO); of a STATUS: runs (block-runs.ts)
 *            FORWARD, COPY: as READ, then u32 slice, u64 layer, version, version of the chunk before; checksums at 72
 *            ACK: u32 received, u32 stable (numbers of forwards), u32 free extents, u32 journal fill in 1/65536
 *            HANDSHAKE, OPEN, PEER: protobuf
 *
 * A version is u32 generation, u64 sequence. Checksums: a u32 CRC-32C for each 4 KiB block that the range touches,
 * over the bytes of the range in that block.
 */

import { crc32c, crc32cOf } from './crc32c.ts';
import type { StreamLink } from './host.ts';
import type { Slab, SlabPool } from './slab.ts';
import { ReceiveBuffer } from './slab.ts';
import { blockBytes, chunkBytes } from './units.ts';

export const frameKind = {
  HANDSHAKE: 1,
  OPEN: 2,
  READ: 3,
  WRITE: 4,
  ZERO: 5,
  FLUSH: 6,
  REPLY: 7,
  FORWARD: 8,
  ACK: 9,
  PEER: 10,
  COPY: 11,
  STATUS: 12,
} as const;

export const frameFlag = {
  /** Stable storage before the reply. */
  FUA: 1,
  /** ZERO: partial blocks may stay as they are. */
  TRIM: 2,
  /** REPLY, FORWARD, COPY: the range is zeros and has no payload. */
  ZERO: 4,
  /** FORWARD: the primary waits for this one to be stable. */
  SYNC: 8,
  /** COPY: the first frame of a chunk (its old content is dropped), and the last (it has its version from here on). */
  BEGIN: 16,
  END: 32,
} as const;

export const headerBytes = 24;
export const requestBytes = 36;
export const forwardBytes = 72;
export const ackBytes = 40;

/** A chunk's bytes with their checksums; a peer that announces more is mistaken or hostile. */
export const maxFrameBytes = chunkBytes + 4096;
/** Before a peer has proven itself it may make us hold no more than this. */
export const maxHandshakeBytes = 4096;

/** How many 4 KiB blocks a range touches. */
export function blocksTouched(start: number, length: number): number {
  return length === 0 ? 0 : Math.floor((start + length - 1) / blockBytes) - Math.floor(start / blockBytes) + 1;
}

export const twoTo32 = 2 ** 32;

export function readU64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * twoTo32;
}

export function writeU64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % twoTo32, true);
  view.setUint32(at + 4, Math.floor(value / twoTo32), true);
}

/** Fills the checksum table at `tableAt` for a range whose bytes are `payload`. */
export function writeChecksums(view: DataView, tableAt: number, start: number, payload: Uint8Array): void {
  let from = 0;
  let at = tableAt;
  while (from < payload.length) {
    const until = Math.min(payload.length, from + blockBytes - ((start + from) % blockBytes));
    const piece = from === 0 && until === payload.length ? payload : payload.subarray(from, until);
    view.setUint32(at, crc32c(piece), true);
    from = until;
    at += 4;
  }
}

/** Whether the payload matches its checksum table. */
export function checksumsMatch(view: DataView, tableAt: number, start: number, payload: Uint8Array): boolean {
  let from = 0;
  let at = tableAt;
  while (from < payload.length) {
    const until = Math.min(payload.length, from + blockBytes - ((start + from) % blockBytes));
    const piece = from === 0 && until === payload.length ? payload : payload.subarray(from, until);
    if (view.getUint32(at, true) !== crc32c(piece)) return false;
    from = until;
    at += 4;
  }
  return true;
}

/** Gets each whole frame, whose header checksum has matched, in place: it lies at [at, end) of the slab. */
export type FrameHandler = (slab: Slab, at: number, end: number) => void;

export class FrameReader {
  readonly #buffer: ReceiveBuffer;
  readonly #handle: FrameHandler;
  #stopped = false;
  /** Raised to `maxFrameBytes` once the peer has proven itself. */
  limitBytes = maxHandshakeBytes;

  constructor(pool: SlabPool, handle: FrameHandler) {
    this.#buffer = new ReceiveBuffer(pool);
    this.#handle = handle;
  }

  space(): Uint8Array {
    const buffer = this.#buffer;
    if (buffer.length < headerBytes) return buffer.space();
    return buffer.space(Math.min(this.limitBytes, buffer.slab.view.getUint32(buffer.start + 4, true)));
  }

  /** Handles all frames that are whole; returns why the link must be closed, or undefined. */
  received(count: number): string | undefined {
    const buffer = this.#buffer;
    buffer.received(count);
    while (!this.#stopped && buffer.length >= headerBytes) {
      const { slab, start } = buffer;
      const frameBytes = slab.view.getUint32(start + 4, true);
      if (frameBytes < headerBytes || frameBytes > this.limitBytes)
        return `a frame of ${frameBytes} bytes was announced`;
      if (buffer.length < frameBytes) return undefined;
      const payloadStart = slab.view.getUint32(start + 8, true);
      if (payloadStart < headerBytes || payloadStart > frameBytes)
        return 'a frame with its payload outside itself came';
      const checksum = crc32cOf(slab.bytes, start + 4, start + payloadStart);
      if (checksum !== slab.view.getUint32(start, true)) return 'a frame with a wrong checksum came';
      buffer.consume(frameBytes);
      this.#handle(slab, start, start + frameBytes);
    }
    return undefined;
  }

  /** No further frame is handled, not even of bytes that have arrived. */
  stop(): void {
    this.#stopped = true;
  }

  /** Gives the memory back; after the link's `closed`. */
  letGo(): void {
    this.#buffer.letGo();
  }
}

/**
 * Builds frames in slabs of its own and queues them on a link; `flush` sends all that were sealed with one call.
 * Frames that follow each other without a foreign payload leave as one piece.
 */
export class FrameWriter {
  readonly #link: StreamLink;
  readonly #pool: SlabPool;
  #slab: Slab;
  #from = 0;
  #end = 0;
  #closed = false;

  constructor(link: StreamLink, pool: SlabPool) {
    this.#link = link;
    this.#pool = pool;
    this.#slab = pool.take(headerBytes);
  }

  get view(): DataView {
    return this.#slab.view;
  }

  get bytes(): Buffer {
    return this.#slab.bytes;
  }

  /**
   * Reserves a frame and writes its header; returns where it begins in `bytes`. `payloadBytes` are reserved too when
   * `inline`, else the payload is given to `seal`. The caller fills [at + 24, at + payloadStart) and calls `seal`.
   */
  open(
    kind: number,
    flags: number,
    tag: number,
    requestId: number,
    generation: number,
    payloadStart: number,
    payloadBytes: number,
    inline: boolean,
  ): number {
    const needed = inline ? payloadStart + payloadBytes : payloadStart;
    if (this.#end + needed > this.#slab.bytes.length) {
      this.#emit();
      this.#slab.release();
      this.#slab = this.#pool.take(needed);
      this.#from = 0;
      this.#end = 0;
    }
    const at = this.#end;
    const view = this.#slab.view;
    view.setUint32(at + 4, payloadStart + payloadBytes, true);
    view.setUint32(at + 8, payloadStart, true);
    view.setUint8(at + 12, kind);
    view.setUint8(at + 13, flags);
    view.setUint16(at + 14, tag, true);
    view.setUint32(at + 16, requestId, true);
    view.setUint32(at + 20, generation, true);
    this.#end += needed;
    return at;
  }

  /** Ends the frame at `at`; a payload that was not reserved inline follows it, pinned until it has left. */
  seal(at: number, payload?: Uint8Array, pinned?: { retain(): void; release(): void }): void {
    const view = this.#slab.view;
    const payloadStart = view.getUint32(at + 8, true);
    view.setUint32(at, crc32cOf(this.#slab.bytes, at + 4, at + payloadStart), true);
    if (payload === undefined) return;
    this.#emit();
    if (!this.#closed) this.#link.write(payload, pinned);
  }

  /** Takes back the frame at `at`, the last that was opened and is not sealed. */
  abandon(at: number): void {
    this.#end = at;
  }

  flush(): void {
    if (this.#closed) return;
    this.#emit();
    this.#link.flush();
  }

  /** Whether anything was sealed since the last flush. */
  get pending(): boolean {
    return this.#end > this.#from;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#slab.release();
  }

  #emit(): void {
    if (this.#end === this.#from || this.#closed) return;
    this.#link.write(this.#slab.bytes.subarray(this.#from, this.#end), this.#slab);
    this.#from = this.#end;
  }
}
