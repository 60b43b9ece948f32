/** An engine as an SDC sees it, on a simulated server: real links and frames, answers as the test wants them. */

import { type BlockRun, runBytes, writeRun } from '../../common/block-runs.ts';
import { acceptData, type DataLink } from '../../common/data-link.ts';
import { type ErrorCode, errorCodes } from '../../common/errors.ts';
import { frameFlag, frameKind, headerBytes, requestBytes, writeChecksums } from '../../common/frame.ts';
import type { Credentials } from '../../common/handshake.ts';
import type { Host } from '../../common/host.ts';
import { decodeOpenVolume, type Hello, type OpenVolume } from '../../common/messages.ts';
import { type Slab, SlabPool } from '../../common/slab.ts';
import { chunkBytes } from '../../common/units.ts';

export interface SeenRequest {
  readonly link: DataLink;
  readonly kind: number;
  readonly flags: number;
  readonly tag: number;
  readonly requestId: number;
  readonly generation: number;
  readonly chunkIndex: number;
  readonly start: number;
  readonly length: number;
  readonly payload: Buffer;
  readonly pairs: readonly (readonly [slice: number, generation: number])[];
}

/** `serve`: does it and answers OK. `hold`: the test answers later. */
export type Behaviour = (request: SeenRequest) => ErrorCode | 'serve' | 'hold';

export interface FakeEngineOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  readonly deviceId: number;
  readonly incarnation: number;
  readonly port: number;
}

export class FakeEngine {
  readonly options: FakeEngineOptions;
  readonly requests: SeenRequest[] = [];
  readonly held: SeenRequest[] = [];
  readonly opens: OpenVolume[] = [];
  readonly hellos: Hello[] = [];
  readonly links: DataLink[] = [];
  readonly closedReasons: string[] = [];
  readonly chunks = new Map<number, Buffer>();
  behaviour: Behaviour = () => 'serve';
  openCode: ErrorCode = 'OK';
  incarnation: number;
  readonly #pool = new SlabPool({ poison: true });

  constructor(options: FakeEngineOptions) {
    this.options = options;
    this.incarnation = options.incarnation;
  }

  async listen(): Promise<void> {
    const { host, credentials, port, deviceId } = this.options;
    await host.network.listenStream({ kind: 'tcp', host: '0.0.0.0', port }, (stream) =>
      acceptData({
        host,
        pool: this.#pool,
        stream,
        callee: {
          credentials,
          random: host.random,
          nodeId: deviceId,
          incarnation: this.incarnation,
          check: () => undefined,
        },
        established: (link, hello) => {
          // As PROTOCOL.md section 6 asks of an engine.
          for (const older of this.links) older.close('a newer link of this lane has come');
          this.links.push(link);
          this.hellos.push(hello);
          return {
            frame: (own, slab, at, end) => this.#frame(own, slab, at, end),
            closed: (_, reason) => this.closedReasons.push(reason),
          };
        },
      }),
    );
  }

  of(kind: number): readonly SeenRequest[] {
    return this.requests.filter((request) => request.kind === kind);
  }

  /** Does what the request asks, and answers. */
  serve(request: SeenRequest, generation = request.generation): void {
    const { chunkIndex, start, length, payload, flags } = request;
    if (request.kind === frameKind.WRITE) payload.copy(this.#chunk(chunkIndex), start);
    if (request.kind === frameKind.ZERO && (flags & frameFlag.TRIM) === 0) {
      this.#chunk(chunkIndex).fill(0, start, start + length);
    }
    if (request.kind === frameKind.STATUS) this.runs(request, this.statusOf(request), generation);
    else if (request.kind === frameKind.READ) this.data(request, this.read(chunkIndex, start, length), generation);
    else this.reply(request, 'OK', generation);
  }

  read(chunkIndex: number, start: number, length: number): Buffer | undefined {
    return this.chunks.get(chunkIndex)?.subarray(start, start + length);
  }

  reply(request: SeenRequest, code: ErrorCode, generation = request.generation): void {
    const { link, requestId } = request;
    if (!link.isOpen) return;
    const { writer } = link;
    const wire = errorCodes[code].wire;
    writer.seal(writer.open(frameKind.REPLY, 0, wire, requestId, generation, headerBytes, 0, true));
    link.flush();
  }

  /** Answers a read; `spoil` makes its checksums wrong. */
  data(request: SeenRequest, bytes: Buffer | undefined, generation = request.generation, spoil = false): void {
    const { link, requestId, start, length } = request;
    if (!link.isOpen) return;
    const { writer } = link;
    if (bytes === undefined) {
      writer.seal(writer.open(frameKind.REPLY, frameFlag.ZERO, 0, requestId, generation, headerBytes, 0, true));
    } else {
      const blocks = Math.floor((start + length - 1) / 4096) - Math.floor(start / 4096) + 1;
      const payloadStart = headerBytes + 4 * blocks;
      const at = writer.open(frameKind.REPLY, 0, 0, requestId, generation, payloadStart, bytes.length, true);
      writeChecksums(writer.view, at + headerBytes, start, bytes);
      writer.bytes.set(bytes, at + payloadStart);
      if (spoil) writer.view.setUint8(at + payloadStart, writer.view.getUint8(at + payloadStart) ^ 1);
      writer.seal(at);
    }
    link.flush();
  }

  /** What is written counts as data of layer 3. */
  statusOf({ chunkIndex, length }: SeenRequest): BlockRun[] {
    const isData = this.chunks.has(chunkIndex);
    return [{ lengthBytes: length, state: isData ? 'data' : 'hole', layer: isData ? 3 : 0 }];
  }

  runs(request: SeenRequest, runs: readonly BlockRun[], generation = request.generation): void {
    const { link, requestId } = request;
    if (!link.isOpen) return;
    const { writer } = link;
    const frameBytes = headerBytes + runBytes * runs.length;
    const at = writer.open(frameKind.REPLY, 0, 0, requestId, generation, frameBytes, 0, true);
    for (const [index, { lengthBytes, state, layer }] of runs.entries())
      writeRun(writer.view, at + headerBytes + index * runBytes, lengthBytes, state, layer);
    writer.seal(at);
    link.flush();
  }

  breakLinks(): void {
    for (const link of this.links) link.close('the test breaks it');
  }

  #chunk(chunkIndex: number): Buffer {
    let chunk = this.chunks.get(chunkIndex);
    if (chunk === undefined) {
      chunk = Buffer.alloc(chunkBytes);
      this.chunks.set(chunkIndex, chunk);
    }
    return chunk;
  }

  #frame(link: DataLink, slab: Slab, at: number, end: number): void {
    const request = decode(link, slab, at, end);
    if (request.kind === frameKind.OPEN) {
      this.opens.push(decodeOpenVolume(request.payload));
      this.reply(request, this.openCode);
      return;
    }
    if (request.tag === 0) {
      this.reply(request, 'FENCED');
      return;
    }
    this.requests.push(request);
    const answer = this.behaviour(request);
    if (answer === 'hold') this.held.push(request);
    else if (answer === 'serve') this.serve(request);
    else this.reply(request, answer);
  }
}

function decode(link: DataLink, slab: Slab, at: number, end: number): SeenRequest {
  const { view, bytes } = slab;
  const kind = view.getUint8(at + 12);
  const payloadAt = kind === frameKind.OPEN ? at + headerBytes : at + view.getUint32(at + 8, true);
  const hasRange = end - at >= requestBytes && kind !== frameKind.FLUSH && kind !== frameKind.OPEN;
  const pairs: [number, number][] = [];
  for (let pair = at + headerBytes; kind === frameKind.FLUSH && pair < end; pair += 8) {
    pairs.push([view.getUint32(pair, true), view.getUint32(pair + 4, true)]);
  }
  return {
    link,
    kind,
    flags: view.getUint8(at + 13),
    tag: view.getUint16(at + 14, true),
    requestId: view.getUint32(at + 16, true),
    generation: view.getUint32(at + 20, true),
    chunkIndex: hasRange ? view.getUint32(at + 24, true) : 0,
    start: hasRange ? view.getUint32(at + 28, true) : 0,
    length: hasRange ? view.getUint32(at + 32, true) : 0,
    payload: Buffer.from(bytes.subarray(payloadAt, end)),
    pairs,
  };
}
