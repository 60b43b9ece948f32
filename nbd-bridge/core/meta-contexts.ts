/**
 * The metadata contexts of an export: which a query means, and what they say of an extent.
 * NBD proto.md, «Metadata querying», «The `base:` metadata namespace»; docs/nbd.md for `sio:`.
 */

import type { BlockExtent } from '../volume.ts';
import { allocation } from './constants.ts';

export interface MetaContext {
  /** On the wire: the same on every connection. */
  readonly id: number;
  readonly name: string;
  readonly namespace: string;
  /** The status of an extent, as a number up to 2^53. */
  statusOf(extent: BlockExtent): number;
}

/** Nothing is reserved by zeros that were written, so they are as much a hole as what never was («NBD_STATE_HOLE»). */
const baseAllocation: MetaContext = {
  id: 1,
  name: 'base:allocation',
  namespace: 'base:',
  statusOf: ({ state }) => (state === 'data' ? 0 : allocation.hole | allocation.zero),
};

/** The id of the layer that says what the extent holds, 0 where none does. */
const sioLayers: MetaContext = {
  id: 2,
  name: 'sio:layers',
  namespace: 'sio:',
  statusOf: ({ layer }) => layer,
};

export const metaContexts: readonly MetaContext[] = [baseAllocation, sioLayers];

/** For LIST_META_CONTEXT: no query means all, a bare namespace all of its own; unknown names and namespaces none. */
export function listContexts(queries: readonly string[]): readonly MetaContext[] {
  if (queries.length === 0) return metaContexts;
  return metaContexts.filter(({ name, namespace }) => queries.includes(name) || queries.includes(namespace));
}

/** For SET_META_CONTEXT: names only. */
export function selectContexts(queries: readonly string[]): readonly MetaContext[] {
  return metaContexts.filter(({ name }) => queries.includes(name));
}

/** The contexts that the payload of a BLOCK_STATUS names; undefined where an id is unknown or stands there twice. */
export function filterContexts(
  contexts: readonly MetaContext[],
  ids: readonly number[],
): readonly MetaContext[] | undefined {
  const found = contexts.filter(({ id }) => ids.includes(id));
  return found.length === ids.length && found.length > 0 ? found : undefined;
}

/** One descriptor of a reply. */
export interface Descriptor {
  lengthBytes: number;
  readonly status: number;
}

/** Neighbours of the same status are one; with `limit` the rest is left out. */
export function describe(context: MetaContext, extents: readonly BlockExtent[], limit: number): readonly Descriptor[] {
  const found: Descriptor[] = [];
  let last: Descriptor | undefined;
  for (const extent of extents) {
    const status = context.statusOf(extent);
    if (last !== undefined && last.status === status) {
      last.lengthBytes += extent.lengthBytes;
    } else {
      if (found.length === limit) break;
      last = { lengthBytes: extent.lengthBytes, status };
      found.push(last);
    }
  }
  return found;
}
