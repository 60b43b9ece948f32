/**
 * Losses of data that no flush has told yet, on disk: an SDC that dies between a loss and the next flush must still tell
 * it, although its kept map names the new loss epochs already. The file has a line `POOL/SLICE EPOCH` for each slice
 * with one: the loss epoch before the oldest untold loss. It is empty, or not there, while there are none.
 */

import { ClusterError } from '../common/errors.ts';
import type { Disks } from '../common/host.ts';

export function lossKey(poolId: number, slice: number): string {
  return `${poolId}/${slice}`;
}

/** Rejects with `DAMAGED` when the file is none of ours. */
export async function openUntoldLosses(disks: Disks, path: string): Promise<UntoldLosses> {
  const text = Buffer.from((await disks.readFile(path)) ?? []).toString('latin1');
  const losses = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const match = /^(\d+\/\d+) (\d+)$/.exec(line);
    if (match?.[1] === undefined) {
      throw new ClusterError(
        'DAMAGED',
        `The file ${path} is no list of losses. Delete it: a loss of unflushed data may then go untold.`,
      );
    }
    losses.set(match[1], Number(match[2]));
  }
  return new UntoldLosses(disks, path, text, losses);
}

export class UntoldLosses {
  /** What the last start has left untold: loss epochs by `lossKey`. */
  readonly atStart: ReadonlyMap<string, number>;
  readonly #disks: Disks;
  readonly #path: string;
  /** What is on disk. */
  #text: string;

  constructor(disks: Disks, path: string, text: string, atStart: ReadonlyMap<string, number>) {
    this.#disks = disks;
    this.#path = path;
    this.#text = text;
    this.atStart = atStart;
  }

  /** Stable when it resolves. One call at a time. */
  async save(losses: ReadonlyMap<string, number>): Promise<void> {
    const text = [...losses].map(([key, lossEpoch]) => `${key} ${lossEpoch}\n`).join('');
    if (text === this.#text) return;
    await this.#disks.replaceFile(this.#path, Buffer.from(text, 'latin1'));
    this.#text = text;
  }
}
