/** Ends of stream links that note what happens to them. */

import type { Address, Pinned, StreamHandlers, StreamLink } from '../../common/host.ts';
import type { Setting } from './setting.ts';

/** Handlers that keep all bytes; the memory they lend is `spaceBytes` long and another one for each read. */
export class Recorder implements StreamHandlers {
  readonly reasons: string[] = [];
  readonly #spaceBytes: number;
  #lent = new Uint8Array(1);
  #bytes: Uint8Array;
  length = 0;
  deliveries = 0;
  drains = 0;
  /** Called after each delivery. */
  onReceived: () => void = () => undefined;

  constructor(spaceBytes = 64 * 1024) {
    this.#spaceBytes = spaceBytes;
    this.#bytes = new Uint8Array(1024);
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  space(): Uint8Array {
    this.#lent = new Uint8Array(this.#spaceBytes);
    return this.#lent;
  }

  received(count: number): void {
    if (this.length + count > this.#bytes.length) {
      const longer = new Uint8Array((this.length + count) * 2);
      longer.set(this.bytes);
      this.#bytes = longer;
    }
    this.#bytes.set(this.#lent.subarray(0, count), this.length);
    this.length += count;
    this.deliveries++;
    this.onReceived();
  }

  drained(): void {
    this.drains++;
  }

  closed(reason: string): void {
    this.reasons.push(reason);
  }
}

export class Pin implements Pinned {
  holders = 0;
  releases = 0;

  retain(): void {
    this.holders++;
  }

  release(): void {
    this.holders--;
    this.releases++;
  }
}

export interface Pair {
  readonly near: StreamLink;
  readonly far: StreamLink;
  readonly nearEnd: Recorder;
  readonly farEnd: Recorder;
}

export interface PairOptions {
  readonly nearEnd?: Recorder;
  readonly farEnd?: Recorder;
  /** Called within `accept`. */
  readonly onAccept?: (link: StreamLink) => void;
}

/** Listens, connects to itself, and waits until both ends are known. */
export async function connectPair(setting: Setting, address: Address, options: PairOptions = {}): Promise<Pair> {
  const { network } = setting.host;
  const nearEnd = options.nearEnd ?? new Recorder();
  const farEnd = options.farEnd ?? new Recorder();
  const accepted: StreamLink[] = [];
  const listener = await setting.run(
    network.listenStream(address, (link) => {
      accepted.push(link);
      options.onAccept?.(link);
      return farEnd;
    }),
  );
  const near = await setting.run(network.connectStream(listener.address, 5_000, () => nearEnd));
  await setting.until(() => accepted.length === 1);
  await setting.run(listener.close());
  const [far] = accepted;
  if (far === undefined) throw new Error('nothing was accepted');
  setting.leftOpen.push(() => near.close('the test is over'));
  return { near, far, nearEnd, farEnd };
}

/** Queues the bytes in pieces and flushes once. */
export function sendInPieces(link: StreamLink, bytes: Uint8Array, pieceBytes: number): void {
  for (let at = 0; at < bytes.length; at += pieceBytes) link.write(bytes.subarray(at, at + pieceBytes));
  link.flush();
}
