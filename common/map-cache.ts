/**
 * The last cluster map on a daemon's own disk, so that its restart does not need the MDM.
 * One small file, replaced whole; what cannot be read is logged and counts as absent.
 *
 *    0  u32  'SIOM'
 *    4  u32  format version
 *    8  u32  CRC-32C of everything behind it
 *   12  u32  length of the boot id in bytes
 *   16       boot id (ASCII) of the server when the map was kept, then protobuf MapDelta (whole)
 */

import { crc32c } from './crc32c.ts';
import { ClusterError, messageOf } from './errors.ts';
import type { Disks, Log } from './host.ts';
import { ClusterMap } from './map.ts';
import { decodeMap, encodeMap } from './messages.ts';

const magic = 0x4d4f4953;
const formatVersion = 1;
const headBytes = 16;
/** Holds the tickets, which are as good as a key. */
const fileMode = 0o600;

/** A map that was read back, and the boot id of the server when it was kept. */
export interface KeptMap {
  readonly map: ClusterMap;
  readonly bootId: string;
}

export interface MapCacheOptions {
  readonly disks: Disks;
  readonly log: Log;
  readonly path: string;
  /** A map of another cluster counts as damaged. */
  readonly clusterId: string;
  /** Keeps what must be stable before the map is; rejects with a ClusterError, and the map is not kept. */
  readonly before?: () => Promise<void>;
}

export class MapCache {
  readonly #options: MapCacheOptions;
  /** The newest map that is not yet on disk; encoded only when its write begins. */
  #wanted: ClusterMap | undefined;
  #writing: Promise<void> | undefined;
  #failed = false;

  constructor(options: MapCacheOptions) {
    this.#options = options;
  }

  /** The map that was kept, or undefined when there is none that can be believed. Never throws for what the file holds. */
  async load(): Promise<KeptMap | undefined> {
    const { disks, log, path, clusterId } = this.#options;
    try {
      const bytes = await disks.readFile(path);
      if (bytes === undefined) return undefined;
      return decodeFile(bytes, clusterId);
    } catch (error) {
      if (!(error instanceof ClusterError)) throw error;
      log.write('warn', 'kept-map-unusable', { path, reason: messageOf(error) });
      return undefined;
    }
  }

  /**
   * Keeps the map as it is when the write begins: at once, or after the one under way (those between are skipped). A
   * failure is logged when it begins and when it has ended; the next map is tried again.
   */
  save(map: ClusterMap): void {
    this.#wanted = map;
    this.#writing ??= this.#write();
  }

  /** Resolves when no write is under way any more: the newest map is stable, or its failure was logged. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #write(): Promise<void> {
    const { disks, log, path, before } = this.#options;
    // The maps of one burst of deltas become one write.
    await Promise.resolve();
    while (this.#wanted !== undefined) {
      const map = this.#wanted;
      this.#wanted = undefined;
      try {
        await before?.();
        await disks.replaceFile(path, encodeFile(map, disks.bootId()), fileMode);
        if (this.#failed) log.write('info', 'map-kept-again', { path, version: map.version });
        this.#failed = false;
      } catch (error) {
        if (!(error instanceof ClusterError)) throw error;
        if (!this.#failed) log.write('error', 'map-not-kept', { path, reason: messageOf(error) });
        this.#failed = true;
      }
    }
    this.#writing = undefined;
  }
}

function encodeFile(map: ClusterMap, bootId: string): Uint8Array {
  const boot = Buffer.from(bootId, 'ascii');
  const body = encodeMap(map.whole(map.tickets));
  const bytes = Buffer.alloc(headBytes + boot.length + body.length);
  bytes.writeUInt32LE(magic, 0);
  bytes.writeUInt32LE(formatVersion, 4);
  bytes.writeUInt32LE(boot.length, 12);
  bytes.set(boot, headBytes);
  bytes.set(body, headBytes + boot.length);
  bytes.writeUInt32LE(crc32c(bytes.subarray(12)), 8);
  return bytes;
}

/** Whether the file begins as a kept map does. */
export function isKeptMap(file: Uint8Array): boolean {
  return file.length >= headBytes && new DataView(file.buffer, file.byteOffset).getUint32(0, true) === magic;
}

/** Of any cluster. Throws `DAMAGED` or `VERSION`, naming `path`. */
export function decodeKeptMap(file: Uint8Array, path: string): KeptMap {
  try {
    return decodeBytes(file);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    throw new ClusterError(error.code, `The kept map ${path} cannot be used: ${error.message}.`, { cause: error });
  }
}

function decodeFile(file: Uint8Array, clusterId: string): KeptMap {
  const kept = decodeBytes(file);
  for (const system of kept.map.tables.system.values()) {
    if (system.clusterId !== clusterId) throw new ClusterError('FOREIGN', `it is of cluster ${system.clusterId}`);
  }
  return kept;
}

function decodeBytes(file: Uint8Array): KeptMap {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.length < headBytes || bytes.readUInt32LE(0) !== magic) throw damaged('it is not a kept map');
  const version = bytes.readUInt32LE(4);
  if (version !== formatVersion) {
    throw new ClusterError('VERSION', `its format version is ${version}, this program reads ${formatVersion}`);
  }
  if (crc32c(bytes.subarray(12)) !== bytes.readUInt32LE(8)) throw damaged('its checksum does not match');
  const bodyAt = headBytes + bytes.readUInt32LE(12);
  if (bodyAt > bytes.length) throw damaged('its boot id is longer than the file');
  const map = new ClusterMap();
  map.apply(decodeMap(bytes.subarray(bodyAt)));
  return { map, bootId: bytes.toString('ascii', headBytes, bodyAt) };
}

function damaged(what: string): ClusterError {
  return new ClusterError('DAMAGED', what);
}
