/**
 * What a client has negotiated by the end of the handshake, and what follows from it for each command.
 * NBD proto.md, «Command flags», «Transmission flags».
 */

import type { BlockVolume } from '../volume.ts';
import { command, commandFlag, transmissionFlag } from './constants.ts';
import type { MetaContext } from './meta-contexts.ts';

/** How replies look: with extended headers requests look different too. */
export type ReplyMode = 'simple' | 'structured' | 'extended';

export interface Negotiated {
  readonly mode: ReplyMode;
  /** Of this export; empty: no block status. */
  readonly contexts: readonly MetaContext[];
}

/** Flags that may stand on a command, by its number. FUA is valid on all («Command flags»). */
export function allowedFlagsOf({ mode, contexts }: Negotiated): readonly number[] {
  const { fua, df, noHole, fastZero, reqOne, payloadLength } = commandFlag;
  const extended = mode === 'extended';
  const flags: number[] = [];
  flags[command.read] = fua | (mode === 'simple' ? 0 : df);
  flags[command.write] = fua | (extended ? payloadLength : 0);
  flags[command.disconnect] = fua;
  flags[command.flush] = fua;
  flags[command.trim] = fua;
  flags[command.cache] = fua;
  flags[command.writeZeroes] = fua | noHole | fastZero;
  flags[command.blockStatus] = fua | reqOne | (extended && contexts.length > 0 ? payloadLength : 0);
  return flags;
}

/** «Transmission flags» of an export. DF and the payload of BLOCK_STATUS are only offered where they were negotiated. */
export function transmissionFlagsOf(volume: BlockVolume, { mode, contexts }: Negotiated): number {
  const flag = transmissionFlag;
  return (
    flag.hasFlags |
    (volume.readOnly ? flag.readOnly : 0) |
    flag.sendFlush |
    flag.sendFua |
    flag.sendTrim |
    flag.sendWriteZeroes |
    flag.sendFastZero |
    flag.sendCache |
    flag.canMultiConn |
    (mode === 'simple' ? 0 : flag.sendDf) |
    (mode === 'extended' && contexts.length > 0 ? flag.blockStatusPayload : 0)
  );
}
