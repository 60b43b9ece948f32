/** Deliberate bugs of a device: its journal, its checkpoints, its space and its checksums. */

import { crc32c } from '../../common/crc32c.ts';
import { codeOf } from '../../common/errors.ts';
import type { DiskFile, Host } from '../../common/host.ts';
import { blockBytes, mib } from '../../common/units.ts';
import { BlockReader } from '../../sds/block-reader.ts';
import { Chunk } from '../../sds/chunk.ts';
import { ClientRequests } from '../../sds/client-requests.ts';
import { journalHeaderBytes } from '../../sds/core/journal-format.ts';
import { DeviceStore } from '../../sds/device-store.ts';
import { Directory } from '../../sds/directory.ts';
import { Journal } from '../../sds/journal.ts';
import { PeerSessions } from '../../sds/peer-session.ts';
import { Writing } from '../../sds/writing.ts';
import { nothing, type Plant, replaceMethod, undoAll } from './plant.ts';

export const devicePlants: Readonly<Record<string, Plant>> = {
  'own-sync-not-awaited': {
    what: 'a primary acknowledges a stable write when its mirrors have it stable, and it has it written',
    likely: { faults: { power: 6 }, workload: { fuaChance: 0.5 } },
    install: () => {
      let inCommitted = false;
      return undoAll([
        replaceMethod(Writing.prototype, 'committed', (original) => {
          return function (this: Writing) {
            inCommitted = true;
            original.call(this);
            inCommitted = false;
          };
        }),
        syncedAtOnce(() => inCommitted),
      ]);
    },
  },
  'mirror-sync-not-awaited': {
    what: 'a mirror says "stable" of what it has written and not synced',
    likely: { faults: { power: 6 }, workload: { fuaChance: 0.5 } },
    install: () => {
      let inTurn = false;
      return undoAll([
        replaceMethod(PeerSessions.prototype, 'endTurn', (original) => {
          return function (this: PeerSessions) {
            inTurn = true;
            original.call(this);
            inTurn = false;
          };
        }),
        syncedAtOnce(() => inTurn),
      ]);
    },
  },
  'shared-sync': {
    what: 'a FLUSH shares an fdatasync that began before it arrived',
    likely: { faults: { power: 6 }, workload: { fuaChance: 0.5 } },
    install: () => {
      const sharing = new WeakMap<Journal, (() => void)[]>();
      return replaceMethod(Journal.prototype, 'whenStable', (original) => {
        return function (this: Journal, done) {
          const present = sharing.get(this);
          if (present !== undefined) {
            present.push(done);
            return;
          }
          const own: (() => void)[] = [];
          sharing.set(this, own);
          original.call(this, () => {
            sharing.delete(this);
            done();
            for (const other of own) other();
          });
        };
      });
    },
  },
  'space-before-checkpoint': {
    what: 'what a checkpoint frees is used again before the checkpoint is stable',
    likely: { faults: { 'power-all': 6, checkpoint: 6 } },
    install: () =>
      replaceMethod(Directory.prototype, 'write', (original) => {
        return function (this: Directory, meta, extents, slots) {
          const written = original.call(this, meta, extents, slots);
          if (meta.serial === 0) return written;
          written.catch(nothing);
          return Promise.resolve();
        };
      }),
    seams: () => ({ host: (process) => withFile(process, '/journal', headerSyncsLate) }),
  },
  'extent-twice': {
    what: 'after a start, the extents of large writes that only the journal names count as free',
    likely: { faults: { 'kill-sds': 15 } },
    install: () =>
      replaceMethod(DeviceStore.prototype, 'replay', (original) => {
        return function (this: DeviceStore, record, payloadOffset) {
          original.call(this, record, payloadOffset);
          for (const extent of record.extents) {
            this.freshExtents.delete(extent);
            if (this.directory.extents.has(extent)) this.directory.extents.free(extent);
          }
        };
      }),
  },
  'checksum-unchecked': {
    what: 'blocks are read without a look at their checksums',
    likely: { faults: { rot: 6 } },
    install: () =>
      replaceMethod(BlockReader.prototype, 'read', (original) => {
        return function (this: BlockReader, layers, firstBlock, blockCount, into) {
          try {
            return original.call(this, layers, firstBlock, blockCount, into);
          } catch (error) {
            if (codeOf(error) !== 'CORRUPT') throw error;
          }
          const checksums = new Uint32Array(blockCount);
          for (let index = 0; index < blockCount; index++) {
            const block = into.subarray(index * blockBytes, (index + 1) * blockBytes);
            readUnchecked(() => {
              if (original.call(this, layers, firstBlock + index, 1, block) === 0) block.fill(0);
            });
            checksums[index] = crc32c(block);
          }
          this.readChecksums.set(checksums);
          return blockCount;
        };
      }),
  },
  'evicted-with-records': {
    what: 'a chunk may leave memory while records of it are not committed',
    likely: { faults: { cache: 1 }, cluster: { smallCache: true } },
    install: () => {
      const { get } = Object.getOwnPropertyDescriptor(Chunk.prototype, 'evictable') ?? {};
      const define = (getter: (this: Chunk) => boolean): unknown =>
        Object.defineProperty(Chunk.prototype, 'evictable', { get: getter, configurable: true });
      define(function () {
        return this.active === undefined && this.frozen === undefined;
      });
      return () => {
        if (get !== undefined) define(get);
      };
    },
  },
  'full-is-fine': {
    what: 'a write that finds no space is acknowledged',
    likely: { faults: { 'full-pool': 1 }, cluster: { capacityBytes: 4 * mib, journalBytes: 4 * mib } },
    install: () =>
      replaceMethod(ClientRequests.prototype, 'finishRequest', (original) => {
        return function (this: ClientRequests, request, code) {
          original.call(this, request, code === 'NO_SPACE' ? 'OK' : code);
        };
      }),
  },
  'trim-of-parts': {
    what: 'a trim zeroes the whole of blocks that it covers in part',
    likely: { workload: { weights: { trim: 10 }, unalignedChance: 0.6 } },
    install: () =>
      replaceMethod(Writing.prototype, 'zero', (original) => {
        return function (this: Writing, request, slice, chunkIndex, start, length, stable, trim) {
          const first = trim ? Math.floor(start / blockBytes) * blockBytes : start;
          const end = trim ? Math.ceil((start + length) / blockBytes) * blockBytes : start + length;
          original.call(this, request, slice, chunkIndex, first, end - first, stable, trim);
        };
      }),
  },
};

/** While `when()` holds, whoever waits for the journal to be stable is told so at once. */
function syncedAtOnce(when: () => boolean): () => void {
  return replaceMethod(Journal.prototype, 'whenStable', (original) => {
    return function (this: Journal, done) {
      if (!when()) return original.call(this, done);
      original.call(this, nothing);
      done();
    };
  });
}

function readUnchecked(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (codeOf(error) !== 'CORRUPT') throw error;
  }
}

/** A host whose files of a name are changed by `change` when they are opened. */
export function withFile(host: Host, name: string, change: (file: DiskFile, host: Host) => void): Host {
  const { disks } = host;
  const openFile = disks.openFile.bind(disks);
  disks.openFile = async (path, options) => {
    const file = await openFile(path, options);
    if (path.endsWith(name)) change(file, host);
    return file;
  };
  return host;
}

/** The sync that follows the write of a journal header is said to be over before it is. */
function headerSyncsLate(file: DiskFile, { clock }: Host): void {
  let headerWritten = false;
  const writeSync = file.writeSync.bind(file);
  const datasync = file.datasync.bind(file);
  file.writeSync = (buffers, position) => {
    headerWritten = position > 0 && position < 2 * journalHeaderBytes;
    writeSync(buffers, position);
  };
  file.datasync = (done) => {
    if (!headerWritten) return datasync(done);
    headerWritten = false;
    clock.after(0, () => done(null));
    clock.after(20, () => datasync(nothing));
  };
}
