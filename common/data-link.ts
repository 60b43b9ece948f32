/**
 * One link of a data port, from the first byte to the last: handshake, then frames both ways.
 * SDCs and primaries make links, engines accept them; reconnection is the owner's business.
 */

import { ClusterError, codeOf, messageOf } from './errors.ts';
import { FrameReader, FrameWriter, frameKind, headerBytes, maxFrameBytes } from './frame.ts';
import {
  CalleeHandshake,
  type CalleeOptions,
  CallerHandshake,
  type Credentials,
  type Introduction,
  refusalOf,
} from './handshake.ts';
import type { Address, Host, StreamHandlers, StreamLink, Timer } from './host.ts';
import type { Hello, HelloReply } from './messages.ts';
import type { Slab, SlabPool } from './slab.ts';

/** A peer that does not finish its handshake within this time is in trouble or hostile. */
const handshakeTimeoutMs = 5000;

/** What a link tells its owner; nothing comes before the handshake is through. */
export interface DataLinkOwner {
  /** A whole frame, valid during the call; retain the slab to keep its bytes. */
  frame(link: DataLink, slab: Slab, at: number, end: number): void;
  /** The link's send queue has become empty. */
  drained?(link: DataLink): void;
  /** Once, after the handshake was through; nothing follows. */
  closed(link: DataLink, reason: string): void;
}

export class DataLink {
  readonly remote: string;
  readonly writer: FrameWriter;
  readonly #link: StreamLink;
  #open = true;

  constructor(link: StreamLink, pool: SlabPool) {
    this.#link = link;
    this.remote = link.remote;
    this.writer = new FrameWriter(link, pool);
  }

  /** False once it was closed from either side: nothing can be sent any more. */
  get isOpen(): boolean {
    return this.#open;
  }

  get unsentBytes(): number {
    return this.#link.unsentBytes;
  }

  flush(): void {
    this.writer.flush();
  }

  pause(): void {
    this.#link.pause();
  }

  resume(): void {
    this.#link.resume();
  }

  /** At once: no frame that has arrived or is on its way is handled any more. */
  close(reason: string): void {
    if (!this.#open) return;
    this.end();
    this.#link.close(reason);
  }

  /** For the link's handlers: marks it closed without closing the stream. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    this.writer.close();
  }

  /** Queues a frame whose body is protobuf. */
  sendMessage(kind: number, tag: number, requestId: number, body: Uint8Array): void {
    const writer = this.writer;
    const at = writer.open(kind, 0, tag, requestId, 0, headerBytes + body.length, 0, true);
    writer.bytes.set(body, at + headerBytes);
    writer.seal(at);
  }
}

/** The bytes behind the header of a frame that carries protobuf, copied: they outlive the slab. */
export function messageBytes(slab: Slab, at: number, end: number): Uint8Array {
  return Uint8Array.prototype.slice.call(slab.bytes, at + headerBytes, end);
}

/** Both sides' handlers: `step` is asked for each frame until it says that the link is established. */
class Handlers implements StreamHandlers {
  readonly link: DataLink;
  readonly #reader: FrameReader;
  readonly #owner: DataLinkOwner;
  readonly #step: (bytes: Uint8Array) => boolean;
  readonly #failed: (error: ClusterError) => void;
  readonly #timer: Timer;
  #established = false;
  #hasFailed = false;

  constructor(options: {
    readonly host: Host;
    readonly stream: StreamLink;
    readonly pool: SlabPool;
    readonly owner: DataLinkOwner;
    /** Handles one handshake message; true when the link is established. Throws to end it. */
    readonly step: (bytes: Uint8Array, link: DataLink) => boolean;
    /** The handshake came to nothing; the link is closed. */
    readonly failed: (error: ClusterError) => void;
  }) {
    const { host, stream, pool, owner } = options;
    this.link = new DataLink(stream, pool);
    this.#owner = owner;
    this.#step = (bytes) => options.step(bytes, this.link);
    this.#failed = options.failed;
    this.#reader = new FrameReader(pool, (slab, at, end) => this.#frame(slab, at, end));
    this.#timer = host.clock.after(handshakeTimeoutMs, () => {
      this.#fail(
        new ClusterError('TIMEOUT', `the handshake with ${stream.remote} took longer than ${handshakeTimeoutMs} ms`),
      );
    });
  }

  space(): Uint8Array {
    return this.#reader.space();
  }

  received(count: number): void {
    if (!this.link.isOpen) return;
    const broken = this.#reader.received(count);
    if (broken !== undefined) this.#fail(new ClusterError('INVALID', `${this.link.remote}: ${broken}`));
  }

  drained(): void {
    if (this.#established && this.link.isOpen) this.#owner.drained?.(this.link);
  }

  closed(reason: string): void {
    this.#reader.stop();
    this.#reader.letGo();
    this.#timer.cancel();
    this.link.end();
    if (this.#established) this.#owner.closed(this.link, reason);
    else
      this.#failed(
        new ClusterError('UNREACHABLE', `${this.link.remote} closed the link during the handshake: ${reason}`),
      );
  }

  #frame(slab: Slab, at: number, end: number): void {
    if (!this.link.isOpen) this.#reader.stop();
    else if (this.#established) this.#deliver(slab, at, end);
    else this.#handshake(slab, at, end);
  }

  /** A frame that says what cannot be ends its link; a failing disk or a bug ends more than that. */
  #deliver(slab: Slab, at: number, end: number): void {
    try {
      this.#owner.frame(this.link, slab, at, end);
    } catch (error) {
      const isPeers = error instanceof RangeError || (error instanceof ClusterError && error.code === 'INVALID');
      if (!isPeers) throw error;
      this.#fail(
        new ClusterError('INVALID', `${this.link.remote}: a frame that makes no sense came: ${messageOf(error)}`),
      );
    }
  }

  #handshake(slab: Slab, at: number, end: number): void {
    try {
      if (slab.view.getUint8(at + 12) !== frameKind.HANDSHAKE)
        throw new ClusterError('INVALID', 'a frame came before the handshake');
      if (this.#step(messageBytes(slab, at, end))) {
        this.#established = true;
        this.#reader.limitBytes = maxFrameBytes;
        this.#timer.cancel();
      }
      this.link.flush();
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      this.#fail(error);
    }
  }

  #fail(error: ClusterError): void {
    this.#reader.stop();
    this.#timer.cancel();
    if (!this.#established && !this.#hasFailed) this.#failed(error);
    this.#hasFailed = true;
    this.link.close(messageOf(error));
  }
}

/** Whom `connectData` connects to, as the map names it. */
export interface DataTarget {
  readonly id: number;
  readonly incarnation: number;
  readonly dataHost: string;
  readonly dataPort: number;
}

/**
 * Where an engine listens beside its port, for daemons of its own server: a name of the kernel's (an abstract unix
 * socket: no file, gone with the process, seen within one network namespace). Costs half of what TCP on loopback does.
 */
export function localDataAddress(clusterId: string, deviceId: number, incarnation: number): Address {
  return { kind: 'unix', path: `\0sio/${clusterId}/${deviceId}/${incarnation}` };
}

interface ConnectOptions {
  readonly host: Host;
  readonly pool: SlabPool;
  readonly target: DataTarget;
  readonly timeoutMs: number;
  readonly credentials: Credentials;
  readonly introduction: Introduction;
  readonly owner: DataLinkOwner;
}

/**
 * Makes a link to an engine, by its local name where that is on this server, else over TCP; resolves when the handshake is
 * through, rejects with the ClusterError that prevented it.
 */
export async function connectData(
  options: ConnectOptions,
): Promise<{ readonly link: DataLink; readonly reply: HelloReply }> {
  const { id, incarnation, dataHost, dataPort } = options.target;
  try {
    return await connectAt(options, localDataAddress(options.credentials.clusterId, id, incarnation));
  } catch (error) {
    // On another server nobody answers to the name; a stranger who does has no key. What the engine refuses stays refused.
    if (codeOf(error) === 'FENCED' || codeOf(error) === 'STALE_MAP') throw error;
    return await connectAt(options, { kind: 'tcp', host: dataHost, port: dataPort });
  }
}

async function connectAt(
  options: ConnectOptions,
  address: Address,
): Promise<{ readonly link: DataLink; readonly reply: HelloReply }> {
  const { host, pool, timeoutMs, credentials, introduction, owner } = options;
  const handshake = new CallerHandshake(credentials, host.random, introduction);
  return await new Promise((resolve, reject) => {
    let link: DataLink | undefined;
    const step = (bytes: Uint8Array, own: DataLink): boolean => {
      const { send, established } = handshake.next(bytes);
      if (send !== undefined) own.sendMessage(frameKind.HANDSHAKE, 0, 0, send);
      if (established && handshake.reply !== undefined) resolve({ link: own, reply: handshake.reply });
      return established;
    };
    const handlers = (stream: StreamLink): StreamHandlers => {
      const made = new Handlers({ host, stream, pool, owner, step, failed: reject });
      link = made.link;
      return made;
    };
    host.network.connectStream(address, timeoutMs, handlers).then(() => {
      link?.sendMessage(frameKind.HANDSHAKE, 0, 0, handshake.hello);
      link?.flush();
    }, reject);
  });
}

/**
 * Handlers for an accepted stream. `established` is called when the caller has proven itself, before it is told so:
 * the place to close its older links.
 */
export function acceptData(options: {
  readonly host: Host;
  readonly pool: SlabPool;
  readonly stream: StreamLink;
  readonly callee: CalleeOptions;
  readonly established: (link: DataLink, hello: Hello) => DataLinkOwner;
}): StreamHandlers {
  const { host, pool, stream, callee, established } = options;
  const handshake = new CalleeHandshake(callee);
  let owner: DataLinkOwner | undefined;
  const step = (bytes: Uint8Array, link: DataLink): boolean => {
    try {
      const result = handshake.next(bytes);
      if (result.established && handshake.hello !== undefined) owner = established(link, handshake.hello);
      if (result.send !== undefined) link.sendMessage(frameKind.HANDSHAKE, 0, 0, result.send);
      return result.established;
    } catch (error) {
      if (error instanceof ClusterError) {
        link.sendMessage(frameKind.HANDSHAKE, 0, 0, refusalOf(error));
        link.flush();
      }
      throw error;
    }
  };
  return new Handlers({
    host,
    stream,
    pool,
    step,
    failed: (error) => host.log.write('warn', 'link-refused', { remote: stream.remote, reason: messageOf(error) }),
    owner: {
      frame: (link, slab, at, end) => owner?.frame(link, slab, at, end),
      drained: (link) => owner?.drained?.(link),
      closed: (link, reason) => owner?.closed(link, reason),
    },
  });
}
