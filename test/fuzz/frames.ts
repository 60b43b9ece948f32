/** Frames as fuzz targets make and repair them. */

import { crc32c } from '../../common/crc32c.ts';
import { forwardBytes, frameKind, headerBytes, requestBytes, writeChecksums } from '../../common/frame.ts';
import { blockBytes, chunkBytes } from '../../common/units.ts';
import type { SimRandom } from '../simulation/world/random.ts';

export interface FrameFields {
  readonly kind: number;
  readonly flags?: number;
  readonly tag?: number;
  readonly requestId?: number;
  readonly generation?: number;
  /** Behind the header: numbers of 32 bits, then the checksum table is made for `payload` at `start`. */
  readonly words?: readonly number[];
  readonly start?: number;
  readonly payload?: Uint8Array;
  /** In place of words: protobuf. */
  readonly body?: Uint8Array;
}

export function frame(fields: FrameFields): Buffer {
  const { words = [], payload = new Uint8Array(), body = new Uint8Array(), start = 0 } = fields;
  const blocks = Math.ceil(payload.length / blockBytes);
  const payloadStart = headerBytes + words.length * 4 + body.length + blocks * 4;
  const bytes = Buffer.alloc(payloadStart + payload.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint32(4, bytes.length, true);
  view.setUint32(8, payloadStart, true);
  view.setUint8(12, fields.kind);
  view.setUint8(13, fields.flags ?? 0);
  view.setUint16(14, fields.tag ?? 0, true);
  view.setUint32(16, fields.requestId ?? 1, true);
  view.setUint32(20, fields.generation ?? 0, true);
  for (const [index, word] of words.entries()) view.setUint32(headerBytes + index * 4, word, true);
  bytes.set(body, headerBytes);
  bytes.set(payload, payloadStart);
  writeChecksums(view, headerBytes + words.length * 4, start, payload);
  view.setUint32(0, crc32c(bytes.subarray(4, payloadStart)), true);
  return bytes;
}

/** Frames lie one behind the other: lengths that lead nowhere are cut, checksums of header and payload made right. */
export function repairFrames(bytes: Buffer, random: SimRandom): void {
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
    const left = view.byteLength;
    let frameBytes = view.getUint32(4, true);
    if ((frameBytes < headerBytes || frameBytes > left) && random.fraction() < 0.9) {
      frameBytes = left;
      view.setUint32(4, left, true);
    }
    if (frameBytes < headerBytes || frameBytes > left) return;
    let payloadStart = view.getUint32(8, true);
    if ((payloadStart < headerBytes || payloadStart > frameBytes) && random.fraction() < 0.9) {
      payloadStart = frameBytes;
      view.setUint32(8, payloadStart, true);
    }
    if (payloadStart < headerBytes || payloadStart > frameBytes) return;
    if (random.fraction() < 0.9) repairPayload(bytes.subarray(at, at + frameBytes), view, payloadStart);
    view.setUint32(0, crc32c(bytes.subarray(at + 4, at + payloadStart)), true);
    at += frameBytes;
  }
}

function repairPayload(bytes: Buffer, view: DataView, payloadStart: number): void {
  if (view.byteLength < requestBytes) return;
  const kind = view.getUint8(12);
  const table = kind === frameKind.WRITE ? requestBytes : kind === frameKind.REPLY ? headerBytes : forwardBytes;
  const payload = bytes.subarray(payloadStart);
  const start = kind === frameKind.REPLY ? 0 : view.getUint32(28, true);
  if (payload.length === 0 || start > chunkBytes) return;
  const blocks = Math.ceil(((start % blockBytes) + payload.length) / blockBytes);
  if (table + blocks * 4 <= payloadStart) writeChecksums(view, table, start, payload);
}
