/**
 * A client of the NBD server made of memory: bytes go in at will, replies come out whole, turns and timers are called by
 * the test.
 */

import { assert, must } from '../../common/assert.ts';
import type { Host, Listener, Log, Pinned, StreamHandlers, StreamLink, Timer } from '../../common/host.ts';
import { SlabPool } from '../../common/slab.ts';
import type { ReplyMode } from '../../nbd-bridge/core/negotiated.ts';
import { NbdServer } from '../../nbd-bridge/server.ts';
import type { Exports } from '../../nbd-bridge/volume.ts';

const missing = (): never => {
  throw new Error('not needed here');
};

interface FakeTimer {
  readonly delayMs: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/** The server's side of a link. What is flushed is copied at that moment, as a kernel would. */
export class FakeLink implements StreamLink {
  readonly remote = 'fake';
  handlers: StreamHandlers | undefined;
  /** The kernel takes bytes; false: they stay unsent until `drain`. */
  takes = true;
  paused = false;
  closedReason: string | undefined;
  flushes = 0;
  #sent: Buffer[] = [];
  #queue: Uint8Array[] = [];
  #pins: Pinned[] = [];
  #unsentBytes = 0;

  get unsentBytes(): number {
    return this.#unsentBytes;
  }

  write(bytes: Uint8Array, pinned?: Pinned): void {
    assert(this.closedReason === undefined, 'nothing is written to a closed link');
    this.#queue.push(bytes);
    this.#unsentBytes += bytes.length;
    if (pinned === undefined) return;
    pinned.retain();
    this.#pins.push(pinned);
  }

  flush(): void {
    this.flushes++;
    if (this.takes) this.#take();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  close(reason: string): void {
    this.closedReason = reason;
    this.#queue = [];
    for (const pin of this.#pins.splice(0)) pin.release();
  }

  /** The kernel takes what was flushed. */
  drain(): void {
    this.takes = true;
    this.#take();
    must(this.handlers, 'handlers').drained();
  }

  /** All bytes sent since the last call. */
  takeSent(): Buffer {
    const bytes = Buffer.concat(this.#sent);
    this.#sent = [];
    return bytes;
  }

  #take(): void {
    for (const bytes of this.#queue) this.#sent.push(Buffer.from(bytes));
    this.#queue = [];
    this.#unsentBytes = 0;
    for (const pin of this.#pins.splice(0)) pin.release();
  }
}

/** A server with a fake host, and its links. */
export class FakeWorld {
  readonly server: NbdServer;
  readonly slabs: SlabPool;
  readonly timers: FakeTimer[] = [];
  #turn: (() => void)[] = [];
  #accept: ((link: StreamLink) => StreamHandlers) | undefined;

  constructor(exports: Exports, options: { readonly slabBytes?: number } = {}) {
    const log: Log = { write: () => undefined, with: () => log };
    const address = { kind: 'unix', path: '/fake' } as const;
    const listener: Listener = { address, close: () => Promise.resolve() };
    const host: Host = {
      clock: {
        nowMs: () => 0,
        wallMs: () => 0,
        after: (delayMs, callback) => this.#after(delayMs, callback),
        afterTurn: (callback) => void this.#turn.push(callback),
      },
      network: {
        listenStream: (_address, accept) => {
          this.#accept = accept;
          return Promise.resolve(listener);
        },
        connectStream: missing,
        listenMessages: missing,
        connectMessages: missing,
      },
      log,
      random: { bytes: missing, fraction: missing },
      get disks() {
        return missing();
      },
    };
    this.slabs = new SlabPool({ poison: true, ...options });
    this.server = new NbdServer({ host, address, exports, slabs: this.slabs });
  }

  /** A new link; the greeting is already sent. */
  connect(): FakeLink {
    const link = new FakeLink();
    link.handlers = must(this.#accept, 'an open server')(link);
    this.turn();
    return link;
  }

  /** Runs the ends of turns until there is nothing more to do. */
  turn(): void {
    while (this.#turn.length > 0) for (const callback of this.#turn.splice(0)) callback();
  }

  /** Gives bytes to the server, `atOnce` at a time, as long as it reads. Returns how many it took. */
  feed(link: FakeLink, bytes: Uint8Array, atOnce = bytes.length): number {
    const handlers = must(link.handlers, 'handlers');
    let at = 0;
    while (at < bytes.length && !link.paused && link.closedReason === undefined) {
      const space = handlers.space();
      assert(space.length > 0, 'there is room for at least one byte');
      const count = Math.min(space.length, atOnce, bytes.length - at);
      space.set(bytes.subarray(at, at + count));
      at += count;
      handlers.received(count);
      this.turn();
    }
    return at;
  }

  /** What the server sends in answer to bytes. */
  ask(link: FakeLink, bytes: Uint8Array, atOnce?: number): Buffer {
    this.feed(link, bytes, atOnce);
    this.turn();
    return link.takeSent();
  }

  #after(delayMs: number, callback: () => void): Timer {
    const timer: FakeTimer = { delayMs, callback, cancelled: false };
    this.timers.push(timer);
    return {
      cancel: () => {
        timer.cancelled = true;
      },
    };
  }
}

/** Bytes of hex digits; blanks and line ends between them are for the eye. */
export function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\s+/g, ''), 'hex');
}

export function option(type: number, data: Uint8Array = new Uint8Array()): Buffer {
  const header = Buffer.alloc(16);
  header.write('IHAVEOPT', 'latin1');
  header.writeUInt32BE(type, 8);
  header.writeUInt32BE(data.length, 12);
  return Buffer.concat([header, data]);
}

/** Data of INFO and GO. */
export function infoData(name: string, ...wanted: readonly number[]): Buffer {
  const nameBytes = Buffer.from(name);
  const data = Buffer.alloc(4 + nameBytes.length + 2 + 2 * wanted.length);
  data.writeUInt32BE(nameBytes.length);
  nameBytes.copy(data, 4);
  data.writeUInt16BE(wanted.length, 4 + nameBytes.length);
  wanted.forEach((type, index) => void data.writeUInt16BE(type, 6 + nameBytes.length + 2 * index));
  return data;
}

/** Data of LIST_META_CONTEXT and SET_META_CONTEXT. */
export function contextData(name: string, ...queries: readonly string[]): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const text = (value: string): Buffer[] => [number(Buffer.byteLength(value)), Buffer.from(value)];
  return Buffer.concat([...text(name), number(queries.length), ...queries.flatMap(text)]);
}

export interface RequestFields {
  readonly type: number;
  readonly offset?: number;
  readonly lengthBytes?: number;
  readonly flags?: number;
  readonly cookie?: number;
  readonly payload?: Uint8Array;
}

/** As the extension has it: a payload goes with PAYLOAD_LEN. */
export function extendedRequest(fields: RequestFields): Buffer {
  const payload = fields.payload ?? new Uint8Array();
  const header = Buffer.alloc(32);
  header.writeUInt32BE(0x21e41c71);
  header.writeUInt16BE((fields.flags ?? 0) | (payload.length > 0 ? 32 : 0), 4);
  header.writeUInt16BE(fields.type, 6);
  header.writeBigUInt64BE(BigInt(fields.cookie ?? 1), 8);
  header.writeBigUInt64BE(BigInt(fields.offset ?? 0), 16);
  header.writeBigUInt64BE(BigInt(fields.lengthBytes ?? payload.length), 24);
  return Buffer.concat([header, payload]);
}

export function request(fields: RequestFields): Buffer {
  const payload = fields.payload ?? new Uint8Array();
  const header = Buffer.alloc(28);
  header.writeUInt32BE(0x25609513);
  header.writeUInt16BE(fields.flags ?? 0, 4);
  header.writeUInt16BE(fields.type, 6);
  header.writeBigUInt64BE(BigInt(fields.cookie ?? 1), 8);
  header.writeBigUInt64BE(BigInt(fields.offset ?? 0), 16);
  header.writeUInt32BE(fields.lengthBytes ?? payload.length, 24);
  return Buffer.concat([header, payload]);
}

export interface GoOptions {
  readonly mode?: ReplyMode;
  /** Set as metadata contexts. */
  readonly contexts?: readonly string[];
}

/** Client flags (fixed newstyle, no zeroes), what is asked for, and GO. */
export function goBytes(name: string, { mode = 'simple', contexts = [] }: GoOptions = {}): Buffer {
  const options: Buffer[] = [];
  if (mode !== 'simple') options.push(option(mode === 'structured' ? 8 : 11));
  if (contexts.length > 0) options.push(option(10, contextData(name, ...contexts)));
  return Buffer.concat([hex('00000003'), ...options, option(7, infoData(name))]);
}

export interface Chunk {
  readonly done: boolean;
  readonly type: number;
  readonly cookie: number;
  /** Of an extended chunk: that of the request. */
  readonly offset?: number;
  readonly payload: Buffer;
}

/** All chunks of a whole number of structured or extended replies. */
export function chunksOf(bytes: Buffer, mode: 'structured' | 'extended' = 'structured'): Chunk[] {
  const extended = mode === 'extended';
  const headerBytes = extended ? 32 : 20;
  const found: Chunk[] = [];
  for (let at = 0; at < bytes.length; ) {
    assert(bytes.readUInt32BE(at) === (extended ? 0x6e8a278c : 0x668e33ef), 'a chunk begins with its magic number');
    const length = extended ? Number(bytes.readBigUInt64BE(at + 24)) : bytes.readUInt32BE(at + 16);
    found.push({
      done: bytes.readUInt16BE(at + 4) === 1,
      type: bytes.readUInt16BE(at + 6),
      cookie: Number(bytes.readBigUInt64BE(at + 8)),
      ...(extended ? { offset: Number(bytes.readBigUInt64BE(at + 16)) } : {}),
      payload: bytes.subarray(at + headerBytes, at + headerBytes + length),
    });
    at += headerBytes + length;
  }
  return found;
}

/** Lets the volume's microtasks run, then ends the turn. */
export async function settle(world: FakeWorld): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
  world.turn();
}
