/** A client's link to an engine, and the mappings that were opened on it. */

import type { DataLink } from '../common/data-link.ts';
import type { SliceState } from './slice-state.ts';

/** A mapping as one link uses it. */
export interface VolumeHandle {
  readonly volumeId: number;
  readonly sdcId: number;
  readonly epoch: number;
  readonly readOnly: boolean;
  readonly vtreeId: number;
  /** Writable layer first, then its ancestors. */
  readonly layers: readonly number[];
  sizeBytes: number;
  /** False once the map has no such mapping any more. */
  valid: boolean;
  /** Requests that are numbered and not answered: an ended mapping is confirmed when there are none. */
  unfinished: number;
}

/** A READ, or a STATUS. */
export interface ReadRequest {
  /** Block states are asked for, not data. */
  readonly isStatus: boolean;
  readonly session: ClientSession;
  readonly handle: VolumeHandle;
  readonly slice: SliceState;
  readonly requestId: number;
  readonly generation: number;
  readonly chunkIndex: number;
  readonly start: number;
  readonly length: number;
}

export class ClientSession {
  readonly link: DataLink;
  readonly sdcId: number;
  readonly incarnation: number;
  readonly lane: number;
  readonly counter: number;
  /** By tag. */
  readonly handles = new Map<number, VolumeHandle>();
  /** Something is to be sent at the end of the turn. */
  touched = false;

  constructor(
    link: DataLink,
    options: { readonly sdcId: number; readonly incarnation: number; readonly lane: number; readonly counter: number },
  ) {
    this.link = link;
    this.sdcId = options.sdcId;
    this.incarnation = options.incarnation;
    this.lane = options.lane;
    this.counter = options.counter;
  }
}
