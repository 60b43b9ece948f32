/**
 * The journal of a device: one write call for everything that a turn of the event loop brought, group commit, and a
 * ring that is used again only behind the tail. It knows records as bytes; what they mean is the device store's.
 */

import { assert } from '../common/assert.ts';
import { ClusterError } from '../common/errors.ts';
import type { DiskFile, Pinned } from '../common/host.ts';
import { mib } from '../common/units.ts';
import {
  batchFlag,
  batchHeaderBytes,
  encodeJournalHeader,
  journalHeaderBytes,
  paddedBatchBytes,
  ringStart,
  sealBatch,
} from './core/journal-format.ts';

/** Heads of one batch: at 4 KiB a record that is more than 15,000 records, more than a turn brings. */
const metaCapacityBytes = mib;
/** A batch is written when its payload reaches this, so that one system call stays short. */
const batchPayloadBytes = 4 * mib;

export interface JournalOptions {
  readonly file: DiskFile;
  /** Synced before the journal when blocks were written straight into it. */
  readonly data: DiskFile;
  readonly ringBytes: number;
  readonly incarnation: number;
  readonly serial: number;
  readonly tail: number;
  /** Where the next batch goes: the end of what recovery found. */
  readonly end: number;
  /** A failed fdatasync is never retried: the engine stops. */
  readonly onFailure: (error: Error) => void;
}

interface Waiter {
  readonly position: number;
  readonly done: () => void;
}

export class Journal {
  readonly #file: DiskFile;
  readonly #data: DiskFile;
  readonly ringBytes: number;
  readonly #incarnation: number;
  readonly #onFailure: (error: Error) => void;
  readonly #meta = Buffer.alloc(metaCapacityBytes);
  readonly metaView = new DataView(this.#meta.buffer, this.#meta.byteOffset, this.#meta.length);
  #metaEnd = batchHeaderBytes;
  #payloads: Uint8Array[] = [];
  #pins: (Pinned | undefined)[] = [];
  #payloadEnd = 0;
  #recordCount = 0;
  #serial: number;
  #tail: number;
  #end: number;
  #stable: number;
  #first = true;
  #failed = false;
  #dataDirty = false;
  #syncing = false;
  #waiters: Waiter[] = [];

  constructor(options: JournalOptions) {
    this.#file = options.file;
    this.#data = options.data;
    this.ringBytes = options.ringBytes;
    this.#incarnation = options.incarnation;
    this.#serial = options.serial;
    this.#tail = options.tail;
    this.#end = options.end;
    this.#stable = options.end;
    this.#onFailure = options.onFailure;
  }

  /** Position behind the last batch that was written. */
  get end(): number {
    return this.#end;
  }

  get tail(): number {
    return this.#tail;
  }

  get serial(): number {
    return this.#serial;
  }

  /** Everything below has been synced. */
  get stablePosition(): number {
    return this.#stable;
  }

  /** How full the ring is, 0 to 1, with what the present batch will take. */
  get fill(): number {
    return (this.#end - this.#tail + this.#metaEnd + this.#payloadEnd) / this.ringBytes;
  }

  /** Whether a record of that size still fits when the ring may be filled to `limit` (0 to 1). */
  hasRoom(metaBytes: number, payloadBytes: number, limit: number): boolean {
    const batch = this.#metaEnd + this.#payloadEnd + metaBytes + payloadBytes;
    // A batch does not wrap: in the worst case as much again is skipped at the ring's end. A sector each for padding.
    return this.#end - this.#tail + 2 * batch + 2048 <= this.ringBytes * limit;
  }

  get pendingRecords(): number {
    return this.#recordCount;
  }

  /** Whether the present batch should be written before a record of that size is added. */
  isFull(metaBytes: number, payloadBytes: number): boolean {
    return this.#metaEnd + metaBytes > metaCapacityBytes || this.#payloadEnd + payloadBytes > batchPayloadBytes;
  }

  /** Room for a record head in `metaView`; returns where it begins. */
  reserve(metaBytes: number): number {
    const at = this.#metaEnd;
    assert(at + metaBytes <= metaCapacityBytes, 'a batch that is full is written first');
    this.#metaEnd += metaBytes;
    this.#recordCount++;
    return at;
  }

  /** Adds the payload of the record just reserved; returns its offset among the batch's payloads. */
  addPayload(payload: Uint8Array, pinned: Pinned | undefined): number {
    const at = this.#payloadEnd;
    pinned?.retain();
    this.#payloads.push(payload);
    this.#pins.push(pinned);
    this.#payloadEnd += payload.length;
    return at;
  }

  /** Notes that blocks were written straight into the data file for a record of the present batch. */
  dataWritten(): void {
    this.#dataDirty = true;
  }

  /** Writes the present batch; returns the position of its first payload byte, or -1 when there was none to write. */
  commit(): number {
    if (this.#recordCount === 0) return -1;
    const totalBytes = this.#metaEnd + this.#payloadEnd;
    const padded = paddedBatchBytes(totalBytes);
    const left = this.ringBytes - (this.#end % this.ringBytes);
    if (padded > left) this.#skip(left);
    const position = this.#end;
    assert(position + padded - this.#tail <= this.ringBytes, 'the journal never overtakes its tail');
    sealBatch(this.#meta, this.metaView, {
      metaBytes: this.#metaEnd,
      totalBytes,
      position,
      incarnation: this.#incarnation,
      stablePosition: this.#stable,
      recordCount: this.#recordCount,
      flags: this.#first ? batchFlag.FIRST : 0,
    });
    this.#first = false;
    this.#payloads.unshift(this.#meta.subarray(0, this.#metaEnd));
    this.#write(this.#payloads, position);
    for (const pinned of this.#pins) pinned?.release();
    const payloadPosition = position + this.#metaEnd;
    this.#end = position + padded;
    this.#payloads = [];
    this.#pins = [];
    this.#metaEnd = batchHeaderBytes;
    this.#payloadEnd = 0;
    this.#recordCount = 0;
    return payloadPosition;
  }

  /** Where a position lies in the file. */
  offsetOf(position: number): number {
    return ringStart + (position % this.ringBytes);
  }

  /**
   * Calls `done` when everything that has been committed is stable; at once when it is already. One fdatasync serves
   * all who wait, but never one that began before its waiter came (PROTOCOL.md section 6).
   */
  whenStable(done: () => void): void {
    if (this.#failed) return;
    if (this.#stable >= this.#end && !this.#dataDirty) return done();
    this.#waiters.push({ position: this.#end, done });
    if (!this.#syncing) this.#sync();
  }

  /** Notes a complete checkpoint: everything below `tail` lies in its place. `done` when the header is stable. */
  advanceTail(serial: number, tail: number, done: () => void): void {
    assert(
      serial > this.#serial && tail >= this.#tail && tail <= this.#stable,
      'the tail moves on over stable records',
    );
    this.#write([encodeJournalHeader({ serial, tail })], (serial % 2) * journalHeaderBytes, true);
    this.#file.datasync((error) => {
      if (this.#failed) return;
      if (error !== null) return this.#fail(error);
      this.#serial = serial;
      this.#tail = tail;
      done();
    });
  }

  /**
   * Writes an empty batch of this incarnation where the next one would go. What a crash left there was not part of the
   * recovered prefix, and must not become part of a later one (its blocks may be written again with the same bytes).
   */
  begin(): void {
    const left = this.ringBytes - (this.#end % this.ringBytes);
    const padded = paddedBatchBytes(batchHeaderBytes);
    this.#write([this.#marker(0)], this.#end);
    this.#end += Math.min(left, padded);
  }

  #skip(left: number): void {
    this.#write([this.#marker(batchFlag.SKIP)], this.#end);
    this.#end += left;
  }

  /** A batch without records. */
  #marker(flags: number): Uint8Array {
    const marker = new Uint8Array(batchHeaderBytes);
    sealBatch(marker, new DataView(marker.buffer), {
      metaBytes: batchHeaderBytes,
      totalBytes: batchHeaderBytes,
      position: this.#end,
      incarnation: this.#incarnation,
      stablePosition: this.#stable,
      recordCount: 0,
      flags: flags | (this.#first ? batchFlag.FIRST : 0),
    });
    this.#first = false;
    return marker;
  }

  #write(buffers: readonly Uint8Array[], position: number, header = false): void {
    if (this.#failed) throw new ClusterError('DISK_FAILED', `the journal ${this.#file.path} has failed before`);
    try {
      this.#file.writeSync(buffers, header ? position : this.offsetOf(position));
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  #sync(): void {
    this.#syncing = true;
    const waiters = this.#waiters;
    this.#waiters = [];
    const until = this.#end;
    const journal = (error: Error | null): void => {
      if (this.#failed) return;
      if (error !== null) return this.#fail(error);
      this.#file.datasync((failure) => {
        if (this.#failed) return;
        if (failure !== null) return this.#fail(failure);
        this.#stable = Math.max(this.#stable, until);
        this.#syncing = false;
        for (const waiter of waiters) waiter.done();
        if (this.#waiters.length > 0 && !this.#syncing) this.#sync();
      });
    };
    if (!this.#dataDirty) return journal(null);
    this.#dataDirty = false;
    this.#data.datasync(journal);
  }

  #fail(error: Error): void {
    this.#failed = true;
    this.#onFailure(error);
  }
}
