/** SHA-256: of what must be recognised after it was stored or carried, where a CRC is not enough. Pure. */

import { createHash } from 'node:crypto';

/** Of all parts, one after the other: 32 bytes. */
export function sha256(parts: Iterable<Uint8Array>): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
