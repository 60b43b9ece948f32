/** The mappings that are open on one link, each under a tag: OPEN travels ahead of the first request that needs it. */

import type { DataLink } from '../common/data-link.ts';
import { frameKind } from '../common/frame.ts';
import { encodeOpenVolume, type OpenVolume } from '../common/messages.ts';

/** A mapping as engines know it: the present ticket of a volume. */
export type LinkMapping = OpenVolume;

/** Tags are u16 and 0 is none. */
const maximumTag = 65_535;
/** Request ids of OPEN have the top bit; the tag is in the low 16. */
const openIdBase = 2 ** 31;

/** A request under no tag: every engine refuses it at once, which shows that it lives, and nothing else happens. */
export const probeId = openIdBase;

interface Opened {
  readonly mapping: LinkMapping;
  readonly tag: number;
}

export class LinkMappings {
  readonly #byVolume = new Map<number, Opened>();
  readonly #byTag = new Map<number, Opened>();
  #lastTag = 0;

  static isOpenId(requestId: number): boolean {
    return requestId >= openIdBase;
  }

  /** The tag of the mapping; sends OPEN first if it is not open in this epoch. */
  tagOf(mapping: LinkMapping, link: DataLink): number {
    const opened = this.#byVolume.get(mapping.volumeId);
    if (opened !== undefined && opened.mapping.epoch === mapping.epoch) return opened.tag;
    if (opened !== undefined) this.#byTag.delete(opened.tag);
    const next: Opened = { mapping, tag: this.#nextTag() };
    this.#byVolume.set(mapping.volumeId, next);
    this.#byTag.set(next.tag, next);
    send(next, link);
    return next.tag;
  }

  /** An OPEN was answered; returns the mapping when it was refused: it counts as not open from now on. */
  opened(requestId: number, accepted: boolean): LinkMapping | undefined {
    const opened = this.#byTag.get(requestId - openIdBase);
    if (accepted || opened === undefined) return undefined;
    this.#byTag.delete(opened.tag);
    this.#byVolume.delete(opened.mapping.volumeId);
    return opened.mapping;
  }

  clear(): void {
    this.#byVolume.clear();
    this.#byTag.clear();
    this.#lastTag = 0;
  }

  /** The engine takes far fewer on one link than there are numbers, so a number is free when it comes round again. */
  #nextTag(): number {
    do this.#lastTag = (this.#lastTag % maximumTag) + 1;
    while (this.#byTag.has(this.#lastTag));
    return this.#lastTag;
  }
}

function send(opened: Opened, link: DataLink): void {
  link.sendMessage(frameKind.OPEN, opened.tag, openIdBase + opened.tag, encodeOpenVolume(opened.mapping));
}
