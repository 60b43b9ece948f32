/**
 * The one link of this SDC to one device engine: made on first use, made again when it breaks, closed when idle.
 * Requests beyond its window wait in line; those that a broken link leaves unanswered go back to their owners.
 */

import { assert, must } from '../common/assert.ts';
import type { DataLink } from '../common/data-link.ts';
import { codeOfWire, errorCodes } from '../common/errors.ts';
import { frameKind, requestBytes } from '../common/frame.ts';
import type { Timer } from '../common/host.ts';
import type { Slab } from '../common/slab.ts';
import { mib } from '../common/units.ts';
import { LinkSlots } from './core/slots.ts';
import { type ConnectorOwner, EngineConnector, type EngineLinkContext } from './engine-connector.ts';
import { type LinkMapping, LinkMappings, probeId } from './link-mappings.ts';

/** Requests under way at one engine: enough for 75 k I/O a second at 3 ms; the rest waits here, not in its queues. */
export const maximumUnderWay = 256;
/** Payload bytes under way at one engine: 10 Gbit/s times 13 ms. */
export const maximumBytesUnderWay = 16 * mib;
/** Above this much unsent nothing more is framed: a stalled engine then pins no more of the users' memory. */
const maximumUnsentBytes = mib;
const watchMs = 1000;
const idleLimitMs = 60_000;
/** With requests under way and nothing heard for so long a sign of life is asked for; after the second, it is given up. */
const probeAfterMs = 5000;
const silenceLimitMs = 10_000;

/** Something that is sent to an engine and answered once: a part of an I/O, or a flush. Reused by its owner. */
export interface LinkRequest {
  /** Where it is on its link, -1 while it is not under way. The link's business. */
  slot: number;
  /** Payload bytes that it will move, for the window. */
  readonly weightBytes: number;
  /** Writes its frame; it will be answered, or placed again. */
  send(link: EngineLink, requestId: number): void;
  /** The REPLY frame at [at, end) of the slab, valid during the call. `wire` is its error code. */
  answered(link: EngineLink, wire: number, generation: number, slab: Slab, at: number, end: number): void;
  /** It has not been answered here and will not be: the link broke, or `belongsTo` has become false. */
  placeAgain(reason: 'link' | 'map'): void;
  /** Whether the map still sends it to this device. */
  belongsTo(deviceId: number): boolean;
}

export class EngineLink implements ConnectorOwner {
  readonly deviceId: number;
  readonly #context: EngineLinkContext;
  readonly #connector: EngineConnector;
  #link: DataLink | undefined;
  #watchTimer: Timer | undefined;
  #waiting: LinkRequest[] = [];
  #firstWaiting = 0;
  readonly #slots = new LinkSlots<LinkRequest>(maximumUnderWay);
  #bytesUnderWay = 0;
  readonly #mappings = new LinkMappings();
  #flushScheduled = false;
  readonly #endTurn = (): void => this.#turnEnded();
  #clogged = false;
  #heard = false;
  #silentMs = 0;
  #idleMs = 0;
  /** Replies that came after their request had been given up. */
  lateReplies = 0;

  constructor(context: EngineLinkContext, deviceId: number) {
    this.#context = context;
    this.deviceId = deviceId;
    this.#connector = new EngineConnector(context, this);
  }

  get isReady(): boolean {
    return this.#link !== undefined;
  }

  get underWay(): number {
    return this.#slots.used;
  }

  get waitingCount(): number {
    return this.#waiting.length - this.#firstWaiting;
  }

  /** Sends the request now or when its turn comes. Never calls it back before it returns, but for `send`. */
  submit(request: LinkRequest): void {
    if (this.#link !== undefined && this.waitingCount === 0 && this.#hasRoom(request)) {
      this.#send(request);
      return;
    }
    this.#waiting.push(request);
    this.#connector.want();
  }

  /** For `LinkRequest.send`: the handle of a mapping on this link; opened by a frame ahead of the request's if need be. */
  tagOf(mapping: LinkMapping): number {
    return this.#mappings.tagOf(mapping, this.link);
  }

  /** For `LinkRequest.send` only: the link that is ready. */
  get link(): DataLink {
    return must(this.#link, 'the link of a request that is sent');
  }

  /** The map has changed: the link is made anew if it leads elsewhere, and requests that belong elsewhere are let go. */
  mapChanged(): void {
    if (this.#connector.mapChanged()) this.breakLane('the map names another incarnation or address');
    const foreign = this.withdraw((request) => !request.belongsTo(this.deviceId));
    for (const request of foreign) request.placeAgain('map');
  }

  /** Takes out all requests that match, waiting or under way; a reply that still comes for one of them is ignored. */
  withdraw(matches: (request: LinkRequest) => boolean): LinkRequest[] {
    const taken: LinkRequest[] = [];
    const kept: LinkRequest[] = [];
    for (const request of this.#waiting.slice(this.#firstWaiting)) (matches(request) ? taken : kept).push(request);
    this.#waiting = kept;
    this.#firstWaiting = 0;
    for (const request of this.#slots.all()) {
      if (!matches(request)) continue;
      this.#leave(request);
      taken.push(request);
    }
    return taken;
  }

  hasUnderWay(matches: (request: LinkRequest) => boolean): boolean {
    return this.#slots.all().some(matches);
  }

  /** Closes the link at once: what was sent on it and not answered is placed again, by a newer link of this lane. */
  breakLane(reason: string): void {
    const link = this.#link;
    if (link === undefined) return;
    link.close(reason);
    this.#lost(reason);
  }

  /** Nothing is called back from then on; requests that are still here must have been ended by their owners. */
  close(): void {
    this.#connector.close();
    const link = this.#link;
    this.#letGo();
    link?.close('the daemon is stopping');
  }

  // DataLinkOwner

  frame(link: DataLink, slab: Slab, at: number, end: number): void {
    if (link !== this.#link) return;
    const { view } = slab;
    if (view.getUint8(at + 12) !== frameKind.REPLY) {
      this.breakLane(`it sent a frame of kind ${view.getUint8(at + 12)}, which is not for an SDC`);
      return;
    }
    this.#heard = true;
    const requestId = view.getUint32(at + 16, true);
    const wire = view.getUint16(at + 14, true);
    if (LinkMappings.isOpenId(requestId)) {
      this.#opened(requestId, wire);
      return;
    }
    const request = this.#slots.find(requestId);
    if (request === undefined) {
      this.lateReplies++;
      return;
    }
    this.#connector.served();
    this.#leave(request);
    request.answered(this, wire, view.getUint32(at + 20, true), slab, at, end);
    if (this.waitingCount > 0) this.#pump();
  }

  drained(link: DataLink): void {
    if (link !== this.#link) return;
    this.#clogged = false;
    this.#pump();
  }

  closed(link: DataLink, reason: string): void {
    if (link === this.#link) this.#lost(reason);
  }

  // Sending

  #hasRoom(request: LinkRequest): boolean {
    if (this.#clogged || this.#slots.used === maximumUnderWay) return false;
    return this.#bytesUnderWay === 0 || this.#bytesUnderWay + request.weightBytes <= maximumBytesUnderWay;
  }

  #send(request: LinkRequest): void {
    const requestId = this.#slots.take(request);
    this.#bytesUnderWay += request.weightBytes;
    request.send(this, requestId);
    this.#scheduleFlush();
  }

  #leave(request: LinkRequest): void {
    this.#slots.free(request);
    this.#bytesUnderWay -= request.weightBytes;
  }

  #pump(): void {
    while (this.#link !== undefined && this.#firstWaiting < this.#waiting.length) {
      const request = must(this.#waiting[this.#firstWaiting], 'the first in line');
      if (!this.#hasRoom(request)) break;
      this.#firstWaiting++;
      this.#send(request);
    }
    if (this.#firstWaiting === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#firstWaiting = 0;
    } else if (this.#firstWaiting > 1024) {
      this.#waiting.splice(0, this.#firstWaiting);
      this.#firstWaiting = 0;
    }
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    this.#context.host.clock.afterTurn(this.#endTurn);
  }

  #turnEnded(): void {
    this.#flushScheduled = false;
    const link = this.#link;
    if (link === undefined) return;
    link.flush();
    this.#clogged = link.unsentBytes > maximumUnsentBytes;
  }

  #opened(requestId: number, wire: number): void {
    const refused = this.#mappings.opened(requestId, wire === 0);
    if (refused === undefined) return;
    // Requests that followed are answered FENCED one by one; the next one opens the mapping again.
    const { host, map } = this.#context;
    host.log.write('warn', 'mapping-refused', {
      device: this.deviceId,
      volume: refused.volumeId,
      epoch: refused.epoch,
      mapVersion: map.version,
      code: codeOfWire(wire),
    });
    // It has no room for another mapping on this link: a new one begins with those that are used.
    if (wire === errorCodes.INVALID.wire) this.breakLane('it takes no further mapping');
  }

  // Being connected

  /** For the connector: whether a link would be used at once. */
  get isWanted(): boolean {
    return this.waitingCount > 0;
  }

  /** For the connector: the handshake is through. */
  connected(link: DataLink): void {
    this.#link = link;
    this.#clogged = false;
    this.#silentMs = 0;
    this.#idleMs = 0;
    this.#watch();
    this.#pump();
  }

  #lost(reason: string): void {
    this.#letGo();
    const requests = this.#slots.all();
    for (const request of requests) this.#leave(request);
    assert(this.#bytesUnderWay === 0, 'nothing is under way on a link that is gone');
    this.#connector.lost(reason, requests.length + this.waitingCount);
    for (const request of requests) request.placeAgain('link');
  }

  #letGo(): void {
    this.#link = undefined;
    this.#watchTimer?.cancel();
    this.#mappings.clear();
  }

  /** Once a second while ready: closes what is idle, and what does not answer. */
  #watch(): void {
    this.#watchTimer = this.#context.host.clock.after(watchMs, () => {
      const busy = this.#slots.used > 0;
      this.#idleMs = busy || this.#heard ? 0 : this.#idleMs + watchMs;
      this.#silentMs = !busy || this.#heard ? 0 : this.#silentMs + watchMs;
      this.#heard = false;
      if (this.#silentMs >= silenceLimitMs) {
        this.breakLane(`nothing heard for ${silenceLimitMs} ms`);
      } else if (this.#idleMs >= idleLimitMs) {
        this.#link?.close('idle');
        this.#letGo();
        this.#connector.disconnected();
      } else {
        if (this.#silentMs === probeAfterMs) this.#probe();
        this.#watch();
      }
    });
  }

  /** Asks for a sign of life. Requests that are parked at the engine rightly stay unanswered for long. */
  #probe(): void {
    const { writer } = this.link;
    writer.seal(writer.open(frameKind.READ, 0, 0, probeId, 0, requestBytes, 0, true));
    this.#scheduleFlush();
  }
}
