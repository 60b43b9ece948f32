/** A chunk's header as it lies on disk. Layout in docs/data-layout.md. */

import { assert } from '../../common/assert.ts';
import { crc32c } from '../../common/crc32c.ts';
import { readU64, writeU64 } from '../../common/frame.ts';
import { blocksPerChunk, extentsPerChunk } from '../../common/units.ts';
import { packStates, unpackStates } from './block-states.ts';

export const headerPlaceBytes = 4096;
/** Slots whose first places lie together, then their second ones: a checkpoint of neighbours is one write. */
export const slotsPerGroup = 256;

/** Where one of a slot's two places lies in the file of headers. */
export function headerOffset(slot: number, place: number): number {
  const group = Math.floor(slot / slotsPerGroup);
  return ((group * 2 + place) * slotsPerGroup + (slot % slotsPerGroup)) * headerPlaceBytes;
}

/** Bytes of a group's places. */
export const headerGroupBytes = 2 * slotsPerGroup * headerPlaceBytes;

/** Slots that a file of headers of that size can hold. */
export function slotsIn(fileBytes: number): number {
  return Math.ceil(fileBytes / headerGroupBytes) * slotsPerGroup;
}

export const noExtent = 0xffffffff;

const magic = 0x484f4953;
const flagUnclean = 1;
const flagFree = 2;

export interface ChunkHeader {
  slot: number;
  /** No chunk is in this slot; the other fields mean nothing. */
  free: boolean;
  unclean: boolean;
  layerId: number;
  chunkIndex: number;
  slice: number;
  /** Of the superblock of its time: a raw disk may still hold headers of an earlier one. */
  formatId: number;
  /** Of the checkpoint that wrote it. */
  serial: number;
  versionGeneration: number;
  versionSequence: number;
  baseGeneration: number;
  baseSequence: number;
  readonly extents: Uint32Array;
  /** One `blockState` a byte. */
  readonly states: Uint8Array;
  /** One bit a block. */
  readonly changed: Uint8Array;
  readonly checksums: Uint32Array;
}

export function emptyHeader(slot: number): ChunkHeader {
  return {
    slot,
    free: true,
    unclean: false,
    layerId: 0,
    chunkIndex: 0,
    slice: 0,
    formatId: 0,
    serial: 0,
    versionGeneration: 0,
    versionSequence: 0,
    baseGeneration: 0,
    baseSequence: 0,
    extents: new Uint32Array(extentsPerChunk).fill(noExtent),
    states: new Uint8Array(blocksPerChunk),
    changed: new Uint8Array(blocksPerChunk / 8),
    checksums: new Uint32Array(blocksPerChunk),
  };
}

/** Writes the header into a place of 4 KiB. */
export function encodeHeader(header: ChunkHeader, into: Uint8Array): void {
  assert(into.length === headerPlaceBytes, 'a header fills its place');
  into.fill(0);
  const view = new DataView(into.buffer, into.byteOffset, into.length);
  view.setUint32(4, magic, true);
  view.setUint32(8, header.slot, true);
  view.setUint32(12, (header.unclean ? flagUnclean : 0) | (header.free ? flagFree : 0), true);
  writeU64(view, 16, header.layerId);
  view.setUint32(24, header.chunkIndex, true);
  view.setUint32(28, header.slice, true);
  writeU64(view, 32, header.serial);
  view.setUint32(40, header.versionGeneration, true);
  writeU64(view, 44, header.versionSequence);
  view.setUint32(52, header.baseGeneration, true);
  writeU64(view, 56, header.baseSequence);
  for (let i = 0; i < extentsPerChunk; i++) view.setUint32(64 + i * 4, header.extents[i] ?? noExtent, true);
  packStates(header.states, into.subarray(128, 192));
  into.set(header.changed, 192);
  view.setUint32(224, header.formatId, true);
  for (let i = 0; i < blocksPerChunk; i++) view.setUint32(256 + i * 4, header.checksums[i] ?? 0, true);
  view.setUint32(0, crc32c(into.subarray(4)), true);
}

/** undefined when the place holds no valid header of this slot (never written, torn, or damaged). */
export function decodeHeader(bytes: Uint8Array, slot: number): ChunkHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length !== headerPlaceBytes || view.getUint32(4, true) !== magic) return undefined;
  if (view.getUint32(8, true) !== slot || view.getUint32(0, true) !== crc32c(bytes.subarray(4))) return undefined;
  const header = emptyHeader(slot);
  const flags = view.getUint32(12, true);
  header.free = (flags & flagFree) !== 0;
  header.unclean = (flags & flagUnclean) !== 0;
  header.layerId = readU64(view, 16);
  header.chunkIndex = view.getUint32(24, true);
  header.slice = view.getUint32(28, true);
  header.serial = readU64(view, 32);
  header.versionGeneration = view.getUint32(40, true);
  header.versionSequence = readU64(view, 44);
  header.baseGeneration = view.getUint32(52, true);
  header.baseSequence = readU64(view, 56);
  for (let i = 0; i < extentsPerChunk; i++) header.extents[i] = view.getUint32(64 + i * 4, true);
  unpackStates(bytes.subarray(128, 192), header.states);
  header.changed.set(bytes.subarray(192, 224));
  header.formatId = view.getUint32(224, true);
  for (let i = 0; i < blocksPerChunk; i++) header.checksums[i] = view.getUint32(256 + i * 4, true);
  return header;
}
