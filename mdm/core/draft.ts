/**
 * The changes that one command is collecting: records to put and delete on top of a state that stays as it is, and the
 * numbers it takes. Rules refuse by throwing `Refusal`; `decide` turns that into an answer.
 */

import { assert } from '../../common/assert.ts';
import type { ErrorCode } from '../../common/errors.ts';
import { keyOf } from '../../common/map.ts';
import type { MapRecord } from '../../common/messages.ts';
import { lastObjectId } from './bounds.ts';
import { type Changes, MapView, type MdmState, storeFormatVersion } from './state.ts';

/** A command that the rules do not allow: code, and a sentence for a person. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class Draft {
  /** The state before the command. */
  readonly view: MapView;
  readonly #state: MdmState;
  readonly #puts = new Map<string, MapRecord>();
  readonly #deletes = new Set<string>();
  #nextObjectId: number;
  #nextLayerId: number;
  #nextEpoch: number;
  #version: number;

  constructor(state: MdmState) {
    this.#state = state;
    this.view = new MapView(state.map);
    this.#nextObjectId = state.counters.nextObjectId;
    this.#nextLayerId = state.counters.nextLayerId;
    this.#nextEpoch = state.counters.nextEpoch;
    this.#version = state.map.version + 1;
  }

  /** The map version that these changes will have. */
  get version(): number {
    return this.#version;
  }

  /**
   * These changes get this version, and every counter rises by as much: all that changes between could have taken. Gives
   * the layer ids that are left out.
   */
  jumpTo(version: number): { readonly fromLayerId: number; readonly untilLayerId: number } {
    const gap = version - this.#version;
    assert(gap > 0, 'a jump goes forward');
    const fromLayerId = this.#nextLayerId;
    this.#version = version;
    this.#nextObjectId += gap;
    this.#nextLayerId += gap;
    this.#nextEpoch += gap;
    return { fromLayerId, untilLayerId: this.#nextLayerId };
  }

  put(record: MapRecord): void {
    const key = keyOf(record);
    this.#deletes.delete(key);
    this.#puts.set(key, record);
  }

  delete(key: string): void {
    this.#puts.delete(key);
    this.#deletes.add(key);
  }

  remove(record: MapRecord): void {
    this.delete(keyOf(record));
  }

  takeObjectId(): number {
    if (this.#nextObjectId > lastObjectId) {
      throw new Refusal('REFUSED', 'Every object id of this cluster has been used: no object can be added any more.');
    }
    return this.#nextObjectId++;
  }

  takeLayerId(): number {
    return this.#nextLayerId++;
  }

  takeEpoch(): number {
    return this.#nextEpoch++;
  }

  changes(): Changes {
    const changed = this.#puts.size > 0 || this.#deletes.size > 0;
    const { counters } = this.#state;
    assert(changed || this.#nextObjectId === counters.nextObjectId, 'numbers are taken only for records');
    return {
      puts: [...this.#puts.values()],
      deletes: [...this.#deletes],
      counters: changed
        ? {
            mapVersion: this.version,
            nextObjectId: this.#nextObjectId,
            nextLayerId: this.#nextLayerId,
            nextEpoch: this.#nextEpoch,
            formatVersion: storeFormatVersion,
          }
        : counters,
    };
  }
}
