/** A numbered write until every replica has it, and the client request it belongs to. */

import type { Chunk, UnfinishedWrite } from './chunk.ts';
import type { ClientSession, ReadRequest, VolumeHandle } from './client-session.ts';
import type { SliceState } from './slice-state.ts';

/** One request of a client; ends when all the writes it was cut into have ended. */
export interface ClientRequest {
  readonly session: ClientSession;
  readonly handle: VolumeHandle;
  readonly requestId: number;
  readonly generation: number;
  /** Numbered writes of this request that have not ended. */
  unfinished: number;
}

export class WriteOperation implements UnfinishedWrite {
  readonly request: ClientRequest;
  readonly slice: SliceState;
  readonly chunk: Chunk;
  readonly firstBlock: number;
  readonly blockCount: number;
  /** Mirrors that have not said that they have it. */
  mirrorsLeft: number;
  /** FUA, or a pool that acknowledges stable: "have it" means on stable storage. */
  readonly stable: boolean;
  /** This replica has it, as `stable` asks. */
  local = false;
  /** Reads that met this write. */
  waitingReads: ReadRequest[] | undefined;

  constructor(
    request: ClientRequest,
    slice: SliceState,
    chunk: Chunk,
    firstBlock: number,
    blockCount: number,
    mirrorsLeft: number,
    stable: boolean,
  ) {
    this.request = request;
    this.slice = slice;
    this.chunk = chunk;
    this.firstBlock = firstBlock;
    this.blockCount = blockCount;
    this.mirrorsLeft = mirrorsLeft;
    this.stable = stable;
  }

  get isFinished(): boolean {
    return this.mirrorsLeft === 0 && this.local;
  }
}
