/** Requests that cannot be performed yet, copied out of their slab so that they pin no receive memory. */

import type { Pinned } from '../common/host.ts';
import type { ClientSession } from './client-session.ts';

/** A frame in memory of its own, in the shape in which frames lie in slabs. */
export class ParkedRequest implements Pinned {
  readonly session: ClientSession;
  readonly bytes: Buffer;
  readonly view: DataView;

  constructor(session: ClientSession, frame: Uint8Array) {
    this.session = session;
    this.bytes = Buffer.from(frame);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  /** The garbage collector's: nothing to count. */
  retain(): void {
    // Memory of its own is kept alive by being referred to.
  }

  release(): void {
    // As above.
  }
}
