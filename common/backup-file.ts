/**
 * A backup of the MDM's meta store: all its entries in one file. All integers little endian; docs/metadata-safety.md.
 *
 *    0   8  'METASIO' and a zero byte
 *    8 u32  format version: 1
 *   12 u32  length of the header in bytes
 *   16  32  SHA-256 of everything behind it
 *   48      header: JSON, UTF-8 (BackupHeader)
 *   …       entries: u16 length of the key, u32 length of the value, key (ASCII), value
 */

import { sha256 } from './digest.ts';
import { ClusterError, messageOf } from './errors.ts';

const magic = Buffer.from('METASIO\0', 'latin1');
const formatVersion = 1;
const headBytes = 48;
const entryHeadBytes = 6;

export interface BackupHeader {
  readonly clusterId: string;
  readonly system: string;
  readonly mapVersion: number;
  /** Unix time. */
  readonly createdAtMs: number;
  /** How many entries follow. */
  readonly entries: number;
  /** Of the meta store. */
  readonly storeFormat: number;
}

export type BackupEntry = readonly [key: string, value: Uint8Array];

export interface Backup {
  readonly header: BackupHeader;
  readonly entries: readonly BackupEntry[];
}

/** For the body of a backup, part by part. */
export function encodeEntries(entries: Iterable<BackupEntry>): Uint8Array {
  const parts: Buffer[] = [];
  for (const [key, value] of entries) {
    const head = Buffer.alloc(entryHeadBytes + key.length);
    head.writeUInt16LE(key.length, 0);
    head.writeUInt32LE(value.length, 2);
    head.write(key, entryHeadBytes, 'latin1');
    parts.push(head, Buffer.from(value.buffer, value.byteOffset, value.length));
  }
  return Buffer.concat(parts);
}

/** The whole file from its header and what `encodeEntries` gave. */
export function encodeBackup(header: BackupHeader, body: readonly Uint8Array[]): Uint8Array {
  const headerBytes = Buffer.from(JSON.stringify(header), 'utf8');
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head.writeUInt32LE(formatVersion, 8);
  head.writeUInt32LE(headerBytes.length, 12);
  head.set(sha256([headerBytes, ...body]), 16);
  return Buffer.concat([head, headerBytes, ...body]);
}

/** Whether the file begins as a backup does. */
export function isBackup(bytes: Uint8Array): boolean {
  return magic.equals(bytes.subarray(0, magic.length));
}

/** Checks everything. Throws `DAMAGED` or `VERSION`, naming `path`. */
export function decodeBackup(file: Uint8Array, path: string): Backup {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const damaged = (what: string): ClusterError =>
    new ClusterError('DAMAGED', `${path} is no usable backup of metadata: ${what}. Take another one.`);
  if (bytes.length < headBytes || !isBackup(bytes)) throw damaged('it does not begin as one');
  const version = bytes.readUInt32LE(8);
  if (version !== formatVersion) {
    throw new ClusterError(
      'VERSION',
      `The backup ${path} has format ${version}, and this sio reads format ${formatVersion}: use the sio that wrote it.`,
    );
  }
  const bodyAt = headBytes + bytes.readUInt32LE(12);
  if (!Buffer.from(sha256([bytes.subarray(headBytes)])).equals(bytes.subarray(16, headBytes))) {
    throw damaged('its checksum does not match, so it was cut short or altered');
  }
  const header = headerOf(bytes.subarray(headBytes, bodyAt), damaged);
  const entries = entriesOf(bytes.subarray(bodyAt), damaged);
  if (entries.length !== header.entries)
    throw damaged(`it has ${entries.length} entries and should have ${header.entries}`);
  return { header, entries };
}

function headerOf(bytes: Buffer, damaged: (what: string) => ClusterError): BackupHeader {
  let value: Partial<Record<keyof BackupHeader, unknown>>;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw damaged(`its header is no JSON (${messageOf(error)})`);
  }
  const { clusterId, system, mapVersion, createdAtMs, entries, storeFormat } = value;
  if (
    typeof clusterId !== 'string' ||
    typeof system !== 'string' ||
    typeof mapVersion !== 'number' ||
    typeof createdAtMs !== 'number' ||
    typeof entries !== 'number' ||
    typeof storeFormat !== 'number'
  ) {
    throw damaged('its header lacks a field');
  }
  return { clusterId, system, mapVersion, createdAtMs, entries, storeFormat };
}

function entriesOf(bytes: Buffer, damaged: (what: string) => ClusterError): BackupEntry[] {
  const entries: BackupEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + entryHeadBytes > bytes.length) throw damaged('it ends within an entry');
    const valueAt = at + entryHeadBytes + bytes.readUInt16LE(at);
    const end = valueAt + bytes.readUInt32LE(at + 2);
    if (end > bytes.length) throw damaged('it ends within an entry');
    entries.push([bytes.toString('latin1', at + entryHeadBytes, valueAt), bytes.subarray(valueAt, end)]);
    at = end;
  }
  return entries;
}
