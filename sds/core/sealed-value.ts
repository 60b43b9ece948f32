/** Values of the directory's store with their checksums: `level` itself does not notice every flipped bit. */

import { crc32c } from '../../common/crc32c.ts';
import { ClusterError } from '../../common/errors.ts';

const checksumBytes = 4;

/** The value with its checksum behind it. */
export function sealed(value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(value.length + checksumBytes);
  bytes.set(value);
  new DataView(bytes.buffer).setUint32(value.length, crc32c(value), true);
  return bytes;
}

/**
 * The value without its checksum. Version 0.1 wrote values without one: `isPlain` knows their lengths, which no sealed
 * value has. Throws `DAMAGED`.
 */
export function unsealed(key: string, bytes: Uint8Array, isPlain: (length: number) => boolean): Uint8Array {
  if (isPlain(bytes.length)) return bytes;
  const length = bytes.length - checksumBytes;
  if (length >= 0) {
    const value = bytes.subarray(0, length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (view.getUint32(length, true) === crc32c(value)) return value;
  }
  throw new ClusterError('DAMAGED', `the directory's ${key} (${bytes.length} bytes) does not match its checksum`);
}
