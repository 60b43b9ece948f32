/** One BLOCK_STATUS from its header to its reply: a chunk for each metadata context that was asked for. */

import { assert } from '../common/assert.ts';
import type { ErrorCode } from '../common/errors.ts';
import { maximumExtents } from './core/limits.ts';
import { describe, type MetaContext } from './core/meta-contexts.ts';
import type { RequestMark } from './core/replies.ts';
import { refusalOfCode } from './errno.ts';
import type { ReplyQueue } from './reply-queue.ts';
import type { BlockExtent, StatusCompletion } from './volume.ts';

/** Told when the request is replied to. */
export interface StatusOwner {
  readonly replies: ReplyQueue;
  /** The link is gone: there is nobody to reply to. */
  readonly isAbandoned: boolean;
  statusOver(failed: boolean): void;
}

export class StatusRequest implements StatusCompletion, RequestMark {
  readonly cookieHigh: number;
  readonly cookieLow: number;
  readonly offsetHigh: number;
  readonly offsetLow: number;
  readonly #owner: StatusOwner;
  readonly #contexts: readonly MetaContext[];
  readonly #limit: number;
  #extents: readonly BlockExtent[] = [];

  /** `one`: a single extent a context (REQ_ONE). */
  constructor(owner: StatusOwner, mark: RequestMark, contexts: readonly MetaContext[], one: boolean) {
    this.cookieHigh = mark.cookieHigh;
    this.cookieLow = mark.cookieLow;
    this.offsetHigh = mark.offsetHigh;
    this.offsetLow = mark.offsetLow;
    this.#owner = owner;
    this.#contexts = contexts;
    this.#limit = one ? 1 : maximumExtents;
  }

  extents(list: readonly BlockExtent[]): void {
    this.#extents = list;
  }

  finished(code: ErrorCode): void {
    const { replies, isAbandoned } = this.#owner;
    if (!isAbandoned) {
      if (code === 'OK') this.#reply(replies);
      else replies.failure(refusalOfCode(code), this);
    }
    this.#owner.statusOver(code !== 'OK');
  }

  #reply(replies: ReplyQueue): void {
    assert(this.#extents.length > 0, 'a volume tells the state of one block at least');
    const last = this.#contexts.at(-1);
    for (const context of this.#contexts) {
      replies.status(context === last, this, context, describe(context, this.#extents, this.#limit));
    }
  }
}
