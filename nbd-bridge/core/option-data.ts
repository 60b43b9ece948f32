/**
 * Reads the data of options: names, INFO and GO, and the queries of LIST_META_CONTEXT and SET_META_CONTEXT.
 * NBD proto.md, «Strings» (in «Conventions»), «Option types». Undefined stands for malformed data throughout.
 */

import { maximumContextQueries, maximumNameBytes } from './limits.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 without NUL, up to 4096 bytes. */
export function readText(bytes: Uint8Array): string | undefined {
  if (bytes.length > maximumNameBytes) return undefined;
  try {
    const text = decoder.decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.length);
}

/** u32 length, text. `end` is where it ends. */
function readLengthAndText(data: Uint8Array, at: number): { readonly text: string; readonly end: number } | undefined {
  if (at + 4 > data.length) return undefined;
  const end = at + 4 + viewOf(data).getUint32(at);
  const text = end > data.length ? undefined : readText(data.subarray(at + 4, end));
  return text === undefined ? undefined : { text, end };
}

/** What INFO and GO carry. */
export interface InfoQuery {
  readonly name: string;
  readonly wanted: readonly number[];
}

/** u32 length of the name, name, u16 count, u16 information type for each. */
export function readInfoQuery(data: Uint8Array): InfoQuery | undefined {
  const name = readLengthAndText(data, 0);
  if (name === undefined || name.end + 2 > data.length) return undefined;
  const view = viewOf(data);
  const count = view.getUint16(name.end);
  const first = name.end + 2;
  if (data.length !== first + 2 * count) return undefined;
  const wanted: number[] = [];
  for (let index = 0; index < count; index++) wanted.push(view.getUint16(first + 2 * index));
  return { name: name.text, wanted };
}

/** What LIST_META_CONTEXT and SET_META_CONTEXT carry. */
export interface ContextQuery {
  readonly name: string;
  readonly queries: readonly string[];
}

/**
 * u32 length of the name, name, u32 count, then u32 length and text for each query. A query has a namespace and a colon.
 * 'too-many' past the bound on queries.
 */
export function readContextQuery(data: Uint8Array): ContextQuery | 'too-many' | undefined {
  const name = readLengthAndText(data, 0);
  if (name === undefined || name.end + 4 > data.length) return undefined;
  const count = viewOf(data).getUint32(name.end);
  let at = name.end + 4;
  if (count > (data.length - at) / 4) return undefined;
  if (count > maximumContextQueries) return 'too-many';
  const queries: string[] = [];
  for (let index = 0; index < count; index++) {
    const query = readLengthAndText(data, at);
    if (query === undefined || query.text.indexOf(':') < 1) return undefined;
    queries.push(query.text);
    at = query.end;
  }
  return at === data.length ? { name: name.text, queries } : undefined;
}
