/** One FLUSH frame of one round of a flush: pairs (slice, generation) that one device must make stable. */

import { codeOfWire, type ErrorCode } from '../common/errors.ts';
import { frameKind, headerBytes } from '../common/frame.ts';
import type { EngineLink, LinkRequest } from './engine-link.ts';
import type { LinkMapping } from './link-mappings.ts';

/** Pairs in one frame: 128 KiB of them. More slices go in several frames. */
export const maximumPairs = 16_384;

export interface FlushFrameOwner {
  readonly mapping: LinkMapping;
  generationOf(slice: number): number;
  /** The frame was answered, or cannot be any more (`STALE_MAP`: its generations are not the map's). */
  frameEnded(frame: FlushFrame, code: ErrorCode): void;
  /** Sends it on the link to its device, when that is up. */
  placeFrame(frame: FlushFrame): void;
}

export class FlushFrame implements LinkRequest {
  slot = -1;
  readonly weightBytes = 0;
  readonly deviceId: number;
  readonly slices: number[] = [];
  readonly generations: number[] = [];
  readonly #owner: FlushFrameOwner;

  constructor(owner: FlushFrameOwner, deviceId: number) {
    this.#owner = owner;
    this.deviceId = deviceId;
  }

  add(slice: number, generation: number): void {
    this.slices.push(slice);
    this.generations.push(generation);
  }

  send(link: EngineLink, requestId: number): void {
    const { writer } = link.link;
    const tag = link.tagOf(this.#owner.mapping);
    const frameBytes = headerBytes + 8 * this.slices.length;
    const at = writer.open(frameKind.FLUSH, 0, tag, requestId, 0, frameBytes, 0, true);
    let pairAt = at + headerBytes;
    for (const [index, slice] of this.slices.entries()) {
      writer.view.setUint32(pairAt, slice, true);
      writer.view.setUint32(pairAt + 4, this.generations[index] ?? 0, true);
      pairAt += 8;
    }
    writer.seal(at);
  }

  answered(_link: EngineLink, wire: number): void {
    this.#owner.frameEnded(this, codeOfWire(wire));
  }

  placeAgain(reason: 'link' | 'map'): void {
    if (reason === 'link') this.#owner.placeFrame(this);
    else this.#owner.frameEnded(this, 'STALE_MAP');
  }

  belongsTo(): boolean {
    return this.slices.every((slice, index) => this.#owner.generationOf(slice) === this.generations[index]);
  }
}
