/** The part of an I/O that lies in one chunk: one frame to the primary, one reply. Reused by its volume. */

import { must } from '../common/assert.ts';
import { decodeRuns } from '../common/block-runs.ts';
import type { ErrorCode } from '../common/errors.ts';
import {
  blocksTouched,
  checksumsMatch,
  frameFlag,
  frameKind,
  headerBytes,
  requestBytes,
  writeChecksums,
} from '../common/frame.ts';
import type { Slab } from '../common/slab.ts';
import { kib } from '../common/units.ts';
import type { EngineLink, LinkRequest } from './engine-link.ts';
import { type IoRequest, ioKind } from './io-request.ts';
import type { LinkMapping } from './link-mappings.ts';
import type { StatusAnswer } from './status.ts';

/**
 * Payloads up to here are copied behind their header. A piece of its own in the socket's queue costs more than the copy
 * (measured: docs/sdc.md), and a copy lets go of the user's memory.
 */
export const copiedPayloadBytes = 16 * kib;

/** What a part needs of its volume. */
export interface PartOwner {
  readonly mapping: LinkMapping;
  /** The map's present generation of a slice. */
  generationOf(slice: number): number;
  primaryOf(slice: number): number;
  /** The part is about to be sent. */
  leaves(part: Part): void;
  /** The part is no longer under way on a link, in whatever way. */
  left(part: Part): void;
  done(part: Part): void;
  refused(part: Part, code: ErrorCode): void;
  refusedByWire(part: Part, wire: number): void;
  /** An answer of a lower generation than the map's was thrown away. */
  outdated(part: Part): void;
  place(part: Part): void;
  placedAgain(part: Part, reason: 'link' | 'map'): void;
}

export class Part implements LinkRequest {
  slot = -1;
  weightBytes = 0;
  readonly owner: PartOwner;
  request: IoRequest;
  chunkIndex = 0;
  /** In the chunk, in bytes. */
  start = 0;
  lengthBytes = 0;
  offsetInRequest = 0;
  slice = 0;
  /** The mapping epoch and the generation that it was last sent with. */
  sentEpoch = 0;
  sentGeneration = 0;
  /** Between `send` and `PartOwner.left`. */
  underWay = false;
  /** Unsuccessful tries in a row, and how many of them had an answer that is not retried for ever. */
  tries = 0;
  limitedAnswers = 0;
  /** While parked. */
  retryAtMs = 0;
  waitsForMap = false;
  /** While it waits for the end of the turn to fail. */
  failure: ErrorCode = 'OK';

  constructor(owner: PartOwner, request: IoRequest) {
    this.owner = owner;
    this.request = request;
  }

  send(link: EngineLink, requestId: number): void {
    const owner = this.owner;
    const { request, slice, start, lengthBytes } = this;
    const { writer } = link.link;
    const tag = link.tagOf(owner.mapping);
    const generation = owner.generationOf(slice);
    this.sentGeneration = generation;
    owner.leaves(this);
    if (!request.changesData) {
      const kind = request.kind === ioKind.READ ? frameKind.READ : frameKind.STATUS;
      const at = writer.open(kind, 0, tag, requestId, generation, requestBytes, 0, true);
      this.#writeRange(writer.view, at);
      writer.seal(at);
      return;
    }
    const fua = request.fua ? frameFlag.FUA : 0;
    if (request.kind !== ioKind.WRITE) {
      const flags = fua | (request.kind === ioKind.TRIM ? frameFlag.TRIM : 0);
      const at = writer.open(frameKind.ZERO, flags, tag, requestId, generation, requestBytes, 0, true);
      this.#writeRange(writer.view, at);
      writer.seal(at);
      return;
    }
    const bytes = must(request.bytes, 'the payload of a write');
    const payloadStart = requestBytes + 4 * blocksTouched(start, lengthBytes);
    const inline = lengthBytes <= copiedPayloadBytes;
    const at = writer.open(frameKind.WRITE, fua, tag, requestId, generation, payloadStart, lengthBytes, inline);
    this.#writeRange(writer.view, at);
    writeChecksums(writer.view, at + requestBytes, start, bytes);
    if (inline) {
      writer.bytes.set(bytes, at + payloadStart);
      writer.seal(at);
    } else {
      writer.seal(at, bytes, request.pinned);
    }
  }

  answered(link: EngineLink, wire: number, generation: number, slab: Slab, at: number, end: number): void {
    const owner = this.owner;
    owner.left(this);
    if (wire !== 0) owner.refusedByWire(this, wire);
    else if (generation < owner.generationOf(this.slice)) owner.outdated(this);
    else if (this.request.changesData) owner.done(this);
    else if (this.request.status !== undefined) this.#statusAnswered(link, this.request.status, slab, at, end);
    else this.#readAnswered(link, slab, at, end);
  }

  placeAgain(reason: 'link' | 'map'): void {
    this.owner.left(this);
    this.owner.placedAgain(this, reason);
  }

  belongsTo(deviceId: number): boolean {
    return this.owner.primaryOf(this.slice) === deviceId;
  }

  #writeRange(view: DataView, at: number): void {
    view.setUint32(at + 24, this.chunkIndex, true);
    view.setUint32(at + 28, this.start, true);
    view.setUint32(at + 32, this.lengthBytes, true);
  }

  #statusAnswered(link: EngineLink, status: StatusAnswer, slab: Slab, at: number, end: number): void {
    const { view } = slab;
    const hasPayload = at + view.getUint32(at + 8, true) !== end;
    const runs = hasPayload ? undefined : decodeRuns(view, at + headerBytes, end, this.lengthBytes);
    if (runs === undefined) {
      link.breakLane('it answered a status with runs that are not those of the range');
      this.owner.placedAgain(this, 'link');
      return;
    }
    status.chunkAnswered(this.offsetInRequest, runs);
    this.owner.done(this);
  }

  #readAnswered(link: EngineLink, slab: Slab, at: number, end: number): void {
    const { view } = slab;
    const { completion } = this.request;
    const payloadAt = at + view.getUint32(at + 8, true);
    if ((view.getUint8(at + 13) & frameFlag.ZERO) !== 0 && payloadAt === end) {
      completion.data(this.offsetInRequest, this.lengthBytes, undefined, undefined);
      this.owner.done(this);
      return;
    }
    const tableAt = at + headerBytes;
    const tableBytes = 4 * blocksTouched(this.start, this.lengthBytes);
    if (payloadAt - tableAt !== tableBytes || end - payloadAt !== this.lengthBytes) {
      link.breakLane('it answered a read with another length than was asked for');
      this.owner.placedAgain(this, 'link');
      return;
    }
    const bytes = slab.bytes.subarray(payloadAt, end);
    if (!checksumsMatch(view, tableAt, this.start, bytes)) {
      this.owner.refused(this, 'CORRUPT');
      return;
    }
    completion.data(this.offsetInRequest, this.lengthBytes, bytes, slab);
    this.owner.done(this);
  }
}
