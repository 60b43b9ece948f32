/**
 * Every bound of the NBD server, each with its reason; docs/nbd.md repeats them for the admin.
 * Together they bound what one client can make the process hold, whatever bytes it sends.
 */

import { chunkBytes, kib, mib } from '../../common/units.ts';

/** «Block size constraints»: any alignment is served; a write need not be a multiple of anything. */
export const minimumBlockBytes = 1;
/** What the volume stores in: smaller or unaligned writes cost a read of the block's other bytes. */
export const preferredBlockBytes = 4 * kib;
/** proto.md asks clients not to send more and servers not to call it an attack below this. */
export const maximumPayloadBytes = 32 * mib;

/** The volume takes writes of at most one chunk and not across two; so a payload is handed on in these parts. */
export const partBytes = chunkBytes;

/** proto.md, «Strings»: names are at most this long. */
export const maximumNameBytes = 4096;
/** Room for a name and all that INFO, GO or a list of contexts carries; a longer option is read over and refused. */
export const maximumOptionBytes = 64 * kib;
/** `nbdinfo --list` sends a few options an export on one connection; more haggling than this serves nobody. */
export const maximumOptions = 4096;
/** Queries of one LIST_META_CONTEXT or SET_META_CONTEXT: this server knows two contexts; nobody needs so many. */
export const maximumContextQueries = 256;
/** A client that has not entered transmission by then holds memory for nothing. */
export const handshakeTimeoutMs = 60_000;

/** Requests of one connection in the volume: eight times what the kernel's driver and fio use, for 256 KiB of slots. */
export const maximumRequestsUnderWay = 1024;
/** READ and WRITE bytes of one connection in the volume: two of the largest requests; no disk is faster with more. */
export const maximumBytesUnderWay = 64 * mib;
/** Reply bytes that the kernel has not taken: a client that does not read its replies is not read from either. */
export const maximumUnsentBytes = 16 * mib;

/** Connections of one export: the kernel's driver takes 16 at most, nbdcopy 4, fio one a job. Each may hold a slab. */
export const maximumConnectionsPerExport = 64;
/** All connections, with those in the handshake: the process keeps file descriptors for its own peers. */
export const maximumConnections = 1024;
/** Connections from other servers, most of which have proved nothing yet: they never take the places of local clients. */
export const maximumNetworkConnections = 256;

/** Extents told for one BLOCK_STATUS, a context: 64 KiB of reply (as qemu's bound is of its kind). The client asks on. */
export const maximumExtents = 4096;

/** How long `close` and a disconnecting client wait for requests under way and for unsent replies. */
export const endTimeoutMs = 5_000;

/** One read from a link: leaves room in a slab for what is unconsumed when reading must stop (at most a part). */
export const maximumReadBytes = 2 * mib;
/** What a slab must hold: the part that is arriving, one more read, and what the pool keeps free at the end. */
export const minimumSlabBytes = partBytes + maximumReadBytes + 128 * kib;
/** Reply headers and small payloads are written into memory of this size before they are sent. */
export const replyArenaBytes = 256 * kib;
