/**
 * The links of one port, so that strangers can neither use up the process nor keep others out. A link is half-open until
 * its peer has proven itself; when there are too many of those the oldest one of the address that has most of them goes.
 *
 *   admit ──▶ half-open ──proven──▶ proven ──suspect──▶ half-open        any ──left──▶ gone
 */

import { ClusterError } from './errors.ts';
import { addressOf } from './refusals.ts';

/**
 * Links that have proven nothing. Each holds a socket, a timer and up to 4 KiB of what it sent (HTTP: 8 KiB) for some
 * seconds. A peer of the cluster proves itself in milliseconds, so it gets in as long as fewer than these come meanwhile.
 */
export const maximumHalfOpenLinks = 256;

/** All links of a port: 10,000 SDCs with a lane each, 127 other SDSs with ten engines, twice over while they reconnect. */
export const maximumLinks = 20_000;

/** A link as the gate needs it. */
export interface GuardedLink {
  /** `address:port` or path of the other side. */
  readonly remote: string;
  /** Says why, if it can, and closes; the gate hears of it by `left`. */
  refuse(error: ClusterError): void;
}

export class LinkGate {
  readonly #mostHalfOpen: number;
  readonly #most: number;
  /** Oldest first. */
  readonly #halfOpen = new Map<string, Set<GuardedLink>>();
  readonly #proven = new Set<GuardedLink>();
  #halfOpenCount = 0;

  constructor(mostHalfOpen = maximumHalfOpenLinks, most = maximumLinks) {
    this.#mostHalfOpen = mostHalfOpen;
    this.#most = most;
  }

  get halfOpenCount(): number {
    return this.#halfOpenCount;
  }

  get provenCount(): number {
    return this.#proven.size;
  }

  /** A new link; it, or another one that is half-open, may be refused before this returns. */
  admit(link: GuardedLink): void {
    this.#addHalfOpen(link);
    if (this.#proven.size + this.#halfOpenCount > this.#most) {
      link.refuse(new ClusterError('BUSY', `${this.#most} links are open here: try again later`));
    } else if (this.#halfOpenCount > this.#mostHalfOpen) {
      this.#oldest()?.refuse(
        new ClusterError('BUSY', `more than ${this.#mostHalfOpen} links have not proven themselves here: try again`),
      );
    }
  }

  proven(link: GuardedLink): void {
    if (this.#leaveHalfOpen(link)) this.#proven.add(link);
  }

  /** What it proved was for one request, which is over. */
  suspect(link: GuardedLink): void {
    if (this.#proven.delete(link)) this.admit(link);
  }

  left(link: GuardedLink): void {
    if (!this.#proven.delete(link)) this.#leaveHalfOpen(link);
  }

  #addHalfOpen(link: GuardedLink): void {
    const address = addressOf(link.remote);
    const links = this.#halfOpen.get(address) ?? new Set();
    links.add(link);
    this.#halfOpen.set(address, links);
    this.#halfOpenCount++;
  }

  #leaveHalfOpen(link: GuardedLink): boolean {
    const address = addressOf(link.remote);
    const links = this.#halfOpen.get(address);
    if (links?.delete(link) !== true) return false;
    if (links.size === 0) this.#halfOpen.delete(address);
    this.#halfOpenCount--;
    return true;
  }

  /** Of the address that has most; taken out at once, since it may close only later. */
  #oldest(): GuardedLink | undefined {
    let most: Set<GuardedLink> | undefined;
    for (const links of this.#halfOpen.values()) if (most === undefined || links.size > most.size) most = links;
    const [oldest] = most ?? [];
    if (oldest !== undefined) this.#leaveHalfOpen(oldest);
    return oldest;
  }
}
