/**
 * Who was turned away and why, in one place for all daemons: at most one log line a minute for each address and reason,
 * whatever is thrown at a port, and a count for each reason. What links are refused for is in docs/limits.md.
 */

import type { ErrorCode } from './errors.ts';
import type { Clock, Log, Timer } from './host.ts';

/** A second refusal of the same address for the same reason says nothing new; a minute later it says that it goes on. */
export const refusalQuietMs = 60_000;

/** Pairs of address and reason that are told apart: beyond it, in the same minute, addresses share one line a reason. */
export const maximumRefusalPairs = 256;

/** Of what is said about one refusal: a peer may have chosen the words. */
export const maximumDetailLength = 300;

const others = 'others';

interface Pair {
  readonly address: string;
  readonly reason: ErrorCode;
  /** Of the newest refusal, and how many there were since the last line. */
  detail: string;
  silent: number;
  toldAtMs: number;
}

/** What is told of one pair: `count` refusals since it was told before. */
export interface RefusalLine {
  readonly address: string;
  readonly reason: ErrorCode;
  readonly detail: string;
  readonly count: number;
}

/** Refused links and requests by reason, since the start. */
export type RefusalCounts = Partial<Record<ErrorCode, number>>;

export class Refusals {
  readonly counts: RefusalCounts = {};
  readonly #clock: Clock;
  readonly #say: (line: RefusalLine) => void;
  readonly #pairs = new Map<string, Pair>();
  #sweep: Timer | undefined;
  #closed = false;

  /** `say` gets what is to be told: a line of the log, or (a thread's) a message to whoever writes it. */
  constructor(clock: Clock, say: (line: RefusalLine) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** `remote` as links name it: the port is left out, since it differs from one attempt to the next. */
  refused(remote: string, reason: ErrorCode, detail: string): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + 1;
    this.merge({ address: addressOf(remote), reason, detail, count: 1 });
  }

  /** Takes in what another port of the daemon tells, and counts itself. */
  merge(line: RefusalLine): void {
    if (this.#closed) return;
    const { reason, detail, count } = line;
    const address = this.#shownAddress(line.address, reason);
    const known = this.#pairs.get(keyOf(address, reason));
    const pair = known ?? { address, reason, detail: '', silent: 0, toldAtMs: 0 };
    pair.detail = detail.slice(0, maximumDetailLength);
    pair.silent += count;
    if (known === undefined) this.#tell(pair);
  }

  /** No line is written any more. */
  close(): void {
    this.#closed = true;
    this.#sweep?.cancel();
    this.#pairs.clear();
  }

  #shownAddress(address: string, reason: ErrorCode): string {
    const hasRoom = this.#pairs.size < maximumRefusalPairs || this.#pairs.has(keyOf(address, reason));
    return hasRoom ? address : others;
  }

  #tell(pair: Pair): void {
    const { address, reason, detail, silent } = pair;
    this.#pairs.set(keyOf(address, reason), pair);
    pair.silent = 0;
    pair.toldAtMs = this.#clock.nowMs();
    this.#say({ address, reason, detail, count: silent });
    this.#sweep ??= this.#clock.after(refusalQuietMs, () => this.#look());
  }

  /** Pairs whose minute is over: those that went on get one line for all that was not told, the others are forgotten. */
  #look(): void {
    const nowMs = this.#clock.nowMs();
    let nextMs = refusalQuietMs;
    for (const [key, pair] of [...this.#pairs]) {
      const leftMs = pair.toldAtMs + refusalQuietMs - nowMs;
      if (leftMs > 0) nextMs = Math.min(nextMs, leftMs);
      else if (pair.silent > 0) this.#tell(pair);
      else this.#pairs.delete(key);
    }
    this.#sweep = this.#pairs.size === 0 ? undefined : this.#clock.after(nextMs, () => this.#look());
  }
}

/** The `say` of a port that writes its own lines. */
export function sayIn(log: Log): (line: RefusalLine) => void {
  return (line) => log.write('warn', 'refused', { ...line });
}

function keyOf(address: string, reason: ErrorCode): string {
  return `${reason} ${address}`;
}

/** Without the port; a path as it is. */
export function addressOf(remote: string): string {
  return remote.startsWith('/') ? remote : remote.replace(/:\d+$/, '');
}
