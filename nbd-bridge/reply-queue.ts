/**
 * Gathers the replies of one connection during a turn of the event loop and sends them with one call.
 * Headers and small payloads share reused memory; larger payloads go by reference and stay pinned until they have left.
 */

import { must } from '../common/assert.ts';
import type { Pinned, StreamLink } from '../common/host.ts';
import type { Slab, SlabPool } from '../common/slab.ts';
import { mib } from '../common/units.ts';
import { dataOffsetBytes, errno, errorBytes, holeBytes, replyFlag, simpleReplyBytes } from './core/constants.ts';
import type { Descriptor, MetaContext } from './core/meta-contexts.ts';
import type { ReplyMode } from './core/negotiated.ts';
import type { Refusal } from './core/refusal.ts';
import { ChunkEncoder, putSimpleReply, type RequestMark } from './core/replies.ts';

/** Payloads up to this size are copied next to their header: one more buffer in a system call costs as much. */
const copiedBytes = 512;

const zeros = Buffer.alloc(mib);

export class ReplyQueue {
  readonly #link: StreamLink;
  readonly #arenas: SlabPool;
  #mode: ReplyMode = 'simple';
  #chunks = new ChunkEncoder(false);
  #arena: Slab | undefined;
  #viewed: Slab | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Of the arena: `[start, end)` is written and not yet with the link. */
  #start = 0;
  #end = 0;

  constructor(link: StreamLink, arenas: SlabPool) {
    this.#link = link;
    this.#arenas = arenas;
  }

  /** Before the first reply to a request: what the client negotiated. */
  useMode(mode: ReplyMode): void {
    this.#mode = mode;
    this.#chunks = new ChunkEncoder(mode === 'extended');
  }

  /** The whole reply to a request that carries no data back. */
  success(mark: RequestMark): void {
    if (this.#mode === 'extended') this.none(mark);
    else this.simple(errno.none, mark);
  }

  /** The reply, or its end, that says why a request failed. */
  failure(refusal: Refusal, mark: RequestMark): void {
    if (this.#mode === 'simple') {
      this.simple(refusal.errno, mark);
      return;
    }
    const text = refusal.textBytes;
    const at = this.#room(this.#chunks.headerBytes + errorBytes + text.length);
    const head = this.#chunks.putError(this.#view, at, refusal, mark);
    must(this.#arena, 'reply arena').bytes.set(text, at + head);
  }

  /** A simple reply: the header before the payload of a READ. */
  simple(error: number, mark: RequestMark): void {
    const at = this.#room(simpleReplyBytes);
    putSimpleReply(this.#view, at, error, mark);
  }

  /** The chunk that ends a reply without an error. */
  none(mark: RequestMark): void {
    const at = this.#room(this.#chunks.headerBytes);
    this.#chunks.putNone(this.#view, at, mark);
  }

  /** The header of one data chunk; `lengthBytes` of payload must follow. */
  dataHeader(done: boolean, mark: RequestMark, offset: number, lengthBytes: number): void {
    const at = this.#room(this.#chunks.headerBytes + dataOffsetBytes);
    this.#chunks.putData(this.#view, at, done ? replyFlag.done : replyFlag.none, mark, offset, lengthBytes);
  }

  hole(done: boolean, mark: RequestMark, offset: number, lengthBytes: number): void {
    const at = this.#room(this.#chunks.headerBytes + holeBytes);
    this.#chunks.putHole(this.#view, at, done ? replyFlag.done : replyFlag.none, mark, offset, lengthBytes);
  }

  /** One chunk of block states. */
  status(done: boolean, mark: RequestMark, context: MetaContext, extents: readonly Descriptor[]): void {
    const at = this.#room(this.#chunks.statusBytes(extents.length));
    this.#chunks.putStatus(this.#view, at, done ? replyFlag.done : replyFlag.none, mark, context, extents);
  }

  /** Payload after a header. `bytes` undefined means zeros; without `pinned` they never change. */
  payload(bytes: Uint8Array | undefined, lengthBytes: number, pinned: Pinned | undefined): void {
    if (lengthBytes <= copiedBytes) {
      const at = this.#room(lengthBytes);
      const arena = must(this.#arena, 'reply arena').bytes;
      if (bytes === undefined) arena.fill(0, at, at + lengthBytes);
      else arena.set(bytes, at);
      return;
    }
    this.#handOver();
    if (bytes !== undefined) {
      this.#link.write(bytes, pinned);
      return;
    }
    for (let left = lengthBytes; left > 0; left -= mib) this.#link.write(left < mib ? zeros.subarray(0, left) : zeros);
  }

  /** A message made elsewhere: the handshake's. */
  message(bytes: Uint8Array): void {
    this.#handOver();
    this.#link.write(bytes);
  }

  /** Bytes that the client has not been sent, as far as this process knows. */
  get unsentBytes(): number {
    return this.#link.unsentBytes + (this.#end - this.#start);
  }

  /** Sends all that was gathered. */
  flush(): void {
    this.#handOver();
    this.#link.flush();
    // Held on while bytes are unsent: a slow reader then fills one arena, not one a turn.
    if (this.#link.unsentBytes === 0) this.letGo();
  }

  /** Gives the memory back: what the link still sends, it holds itself. */
  letGo(): void {
    this.#arena?.release();
    this.#arena = undefined;
    this.#start = 0;
    this.#end = 0;
  }

  /** The place of `lengthBytes` in the arena, behind what was written before. */
  #room(lengthBytes: number): number {
    let arena = this.#arena;
    if (arena === undefined || this.#end + lengthBytes > arena.bytes.length) {
      this.#handOver();
      this.letGo();
      arena = this.#arenas.take();
      this.#arena = arena;
      if (arena !== this.#viewed) {
        this.#viewed = arena;
        this.#view = new DataView(arena.bytes.buffer, arena.bytes.byteOffset, arena.bytes.length);
      }
    }
    const at = this.#end;
    this.#end = at + lengthBytes;
    return at;
  }

  #handOver(): void {
    if (this.#end === this.#start) return;
    const arena = must(this.#arena, 'reply arena');
    this.#link.write(arena.bytes.subarray(this.#start, this.#end), arena);
    this.#start = this.#end;
  }
}
