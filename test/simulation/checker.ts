/**
 * Knows what each byte of a volume may read as. A volume is cut into units: the largest ranges within a 4 KiB block that
 * the same writes have covered. For each unit it keeps the writes whose content may be there; a read must find one of
 * them, and what it finds rules others out. The rules are the table «What a crash may lose» of docs/testing.md.
 *
 * Time is a counter of the checker's own, so that any two events have an order.
 */

import { must } from '../../common/assert.ts';
import { sliceOf } from '../../common/placement.ts';
import { blockBytes, chunkBytes } from '../../common/units.ts';
import { patternOf, zerosOf } from './pattern.ts';

export class Violation extends Error {
  override readonly name = 'Violation';
}

export interface WriteRecord {
  readonly id: number;
  readonly kind: 'initial' | 'write' | 'zero' | 'trim';
  readonly offset: number;
  readonly length: number;
  readonly sdc: number;
  /** The acknowledgement means stable storage. */
  readonly fua: boolean;
  readonly start: number;
  /** Infinity until it ended. */
  end: number;
  acknowledged: boolean;
}

export interface ReadRecord {
  readonly offset: number;
  readonly length: number;
  readonly start: number;
}

export interface FlushRecord {
  readonly sdc: number;
  readonly start: number;
}

/** A write as one unit sees it. */
interface Candidate {
  readonly write: WriteRecord;
  /** Applied no later than this: its end, or a read that found it. */
  end: number;
  /** Since then it cannot be what the unit holds; Infinity while it can. */
  goneAt: number;
  /** A power failure of all replicas may have taken it then; 0 when none has. */
  lostAt: number;
  /** The loss has been told: no later flush promises it. */
  excused: boolean;
  /** It was found after a power failure of all replicas: it is on stable storage. */
  kept: boolean;
  /** The application that it was acknowledged to has died with its server: nobody is told when it is lost. */
  forgotten: boolean;
  /** It cannot come back even by a power failure of all replicas. */
  dead: boolean;
}

interface Unit {
  readonly from: number;
  readonly to: number;
  candidates: Candidate[];
  /** When all replicas have last lost power: what was read before may not be there any more. */
  lostAt: number;
}

export interface VolumeModelOptions {
  readonly name: string;
  readonly sizeBytes: number;
  readonly vtreeId: number;
  readonly layerId: number;
  readonly sliceCount: number;
  /** Every acknowledgement means stable storage. */
  readonly acknowledgesStable: boolean;
  /** More than one SDC writes: a write that was sent again may land after one that came between. */
  readonly isShared: boolean;
}

export class VolumeModel {
  readonly name: string;
  readonly layerId: number;
  readonly #options: VolumeModelOptions;
  readonly #blocks: Unit[][];
  readonly #activeReads = new Set<ReadRecord>();
  readonly #writes: WriteRecord[] = [];
  #now = 1;
  /** Writes that had been acknowledged by then are on stable storage, as a flush has said. */
  #durableBefore = 0;
  #hasLost = false;
  acknowledgedWrites = 0;

  constructor(options: VolumeModelOptions) {
    this.name = options.name;
    this.layerId = options.layerId;
    this.#options = options;
    const initial: WriteRecord = {
      id: 0,
      kind: 'initial',
      offset: 0,
      length: options.sizeBytes,
      sdc: -1,
      fua: true,
      start: 0,
      end: 0,
      acknowledged: true,
    };
    this.#writes.push(initial);
    this.#blocks = Array.from({ length: options.sizeBytes / blockBytes }, (_, block) => [
      { from: block * blockBytes, to: (block + 1) * blockBytes, candidates: [newCandidate(initial)], lostAt: 0 },
    ]);
  }

  // Writes.

  /** A write, zero or trim begins. A trim counts for the whole blocks in its range only. */
  beginWrite(kind: 'write' | 'zero' | 'trim', offset: number, length: number, fua: boolean, sdc = 0): WriteRecord {
    const write: WriteRecord = {
      id: this.#writes.length,
      kind,
      offset,
      length,
      sdc,
      fua: fua || this.#options.acknowledgesStable,
      start: this.#tick(),
      end: Number.POSITIVE_INFINITY,
      acknowledged: false,
    };
    this.#writes.push(write);
    for (const unit of this.#unitsOf(write, true)) {
      this.#prune(unit);
      unit.candidates.push(newCandidate(write));
    }
    return write;
  }

  acknowledged(write: WriteRecord): void {
    write.end = this.#tick();
    write.acknowledged = true;
    this.acknowledgedWrites++;
    for (const unit of this.#unitsOf(write)) {
      const own = must(
        unit.candidates.find((candidate) => candidate.write === write),
        'the candidate of a write that is under way',
      );
      own.end = Math.min(own.end, write.end);
      // It may have been acknowledged just before a power failure took it: it rules nothing out.
      if (own.lostAt === 0) this.#overwrite(unit, own);
    }
  }

  /** It failed by time-out, or its SDC died: it was applied, or not, and will not be applied any more. */
  abandoned(write: WriteRecord): void {
    if (this.#options.isShared) return;
    const now = this.#tick();
    write.end = now;
    for (const unit of this.#unitsOf(write)) {
      for (const candidate of unit.candidates) {
        if (candidate.write === write) candidate.end = Math.min(candidate.end, now);
      }
    }
  }

  /** The mapping of an SDC has ended, and it gets no other: what it has not ended is applied by now, or never will be. */
  fenced(sdc: number): void {
    const now = this.#tick();
    for (const unit of this.#units()) {
      for (const candidate of unit.candidates) {
        if (candidate.write.sdc === sdc) candidate.end = Math.min(candidate.end, now);
      }
    }
  }

  /** It was refused as a whole: it must never be seen. */
  refused(write: WriteRecord): void {
    write.end = this.#tick();
    for (const unit of this.#unitsOf(write)) {
      unit.candidates = unit.candidates.filter((candidate) => candidate.write !== write);
    }
  }

  // Reads.

  beginRead(offset: number, length: number): ReadRecord {
    const read: ReadRecord = { offset, length, start: this.#tick() };
    this.#activeReads.add(read);
    return read;
  }

  /** It failed, or its SDC died. */
  readAbandoned(read: ReadRecord): void {
    this.#activeReads.delete(read);
  }

  /** Throws a Violation when the bytes are not what the volume may hold. */
  readDone(read: ReadRecord, bytes: Buffer): void {
    const { offset, length } = read;
    this.#compare(read, offset, offset + length, this.#tick(), (from, to) =>
      bytes.subarray(from - offset, to - offset),
    );
    this.#activeReads.delete(read);
  }

  /** A block-status request has told that these ranges are zeros: as if they had been read. */
  statusDone(read: ReadRecord, zeros: readonly { readonly from: number; readonly to: number }[]): void {
    const now = this.#tick();
    for (const { from, to } of zeros) this.#compare(read, from, to, now, (start, end) => zerosOf(end - start));
    this.#activeReads.delete(read);
  }

  /** Compares [start, end) unit by unit with what it may be. */
  #compare(
    read: ReadRecord,
    start: number,
    end: number,
    now: number,
    bytesOf: (from: number, to: number) => Buffer,
  ): void {
    for (let block = Math.floor(start / blockBytes); block * blockBytes < end; block++) {
      for (const unit of must(this.#blocks[block], 'a block of the volume')) {
        const from = Math.max(unit.from, start);
        const to = Math.min(unit.to, end);
        if (from < to) this.#check(unit, read, from, bytesOf(from, to), now);
      }
    }
  }

  #check(unit: Unit, read: ReadRecord, from: number, bytes: Buffer, now: number): void {
    let found: Candidate | undefined;
    let count = 0;
    let onlyOld = true;
    const { candidates } = unit;
    const misses: Candidate[] = [];
    for (const candidate of candidates) {
      if (candidate.goneAt <= read.start) continue;
      if (!bytes.equals(contentOf(candidate.write, from, bytes.length))) {
        misses.push(candidate);
        continue;
      }
      count++;
      found = candidate;
      // What was still under way at the loss may have been sent again after it.
      if (candidate.lostAt === 0 || candidate.end > candidate.lostAt) onlyOld = false;
    }
    if (found === undefined) throw new Violation(this.#explain(unit, read, from, bytes));
    if (unit.lostAt > read.start) return;
    for (const candidate of misses) {
      if (candidate.end >= read.start) continue;
      candidate.goneAt = Math.min(candidate.goneAt, now);
      if (onlyOld && candidate.lostAt > 0) candidate.dead = true;
    }
    if (count > 1) return;
    if (found.lostAt > 0) {
      found.kept = found.end <= found.lostAt;
      found.lostAt = 0;
    }
    if (!this.#options.isShared) found.end = Math.min(found.end, now);
    this.#overwrite(unit, found);
  }

  // Flushes and losses.

  beginFlush(sdc = 0): FlushRecord {
    return { start: this.#tick(), sdc };
  }

  /** All that was acknowledged before is there for good; but a loss of what another SDC wrote is told to that one. */
  flushed(flush: FlushRecord): void {
    this.#durableBefore = Math.max(this.#durableBefore, flush.start);
    if (!this.#hasLost) return;
    for (const unit of this.#units()) {
      for (const candidate of unit.candidates) {
        const { write } = candidate;
        if (candidate.lostAt === 0) continue;
        if (this.#options.isShared && write.sdc !== flush.sdc) candidate.excused = true;
        if (candidate.excused || !write.acknowledged || write.end > flush.start) continue;
        candidate.lostAt = 0;
        this.#overwrite(unit, candidate);
      }
    }
  }

  /** The flush said that data is lost: what had been acknowledged before it, and a power failure may have taken, may be gone. */
  flushToldLoss(flush: FlushRecord): void {
    const now = this.#tick();
    if (this.#options.acknowledgesStable || !this.#hasLost) {
      throw new Violation(
        `volume ${this.name}: a flush failed with DATA_LOST, but ${
          this.#options.acknowledgesStable
            ? 'the pool acknowledges stable writes only'
            : 'never have all replicas of a slice lost power'
        }`,
      );
    }
    for (const unit of this.#units()) {
      for (const candidate of unit.candidates) {
        if (candidate.lostAt > 0 && candidate.lostAt <= now && candidate.write.end <= flush.start)
          candidate.excused = true;
      }
    }
  }

  /** The application on the SDC's server has died with the server: what it had not flushed is nobody's any more. */
  forgotten(sdc = 0): void {
    const now = this.#tick();
    for (const unit of this.#units()) {
      for (const candidate of unit.candidates) {
        if (candidate.write.sdc !== sdc || candidate.write.end > now || this.#isDurable(candidate)) continue;
        candidate.forgotten = true;
        if (candidate.lostAt > 0) candidate.excused = true;
      }
    }
  }

  /**
   * All replicas of these slices have lost power since the slice was settled last. `untold`: one of them lost bytes in a
   * way that nobody can notice, so that no flush need tell of it.
   */
  lost(slices: ReadonlySet<number>, untold = false): void {
    const now = this.#tick();
    const { vtreeId, sliceCount, acknowledgesStable } = this.#options;
    for (const [block, units] of this.#blocks.entries()) {
      const chunkIndex = Math.floor((block * blockBytes) / chunkBytes);
      if (!slices.has(sliceOf(vtreeId, chunkIndex, sliceCount))) continue;
      this.#hasLost = true;
      if (acknowledgesStable) continue;
      for (const unit of units) {
        unit.lostAt = now;
        for (const candidate of unit.candidates) {
          candidate.dead ||= this.#isRuledOutForGood(unit, candidate);
          if (candidate.dead) continue;
          candidate.goneAt = Number.POSITIVE_INFINITY;
          if (this.#isDurable(candidate)) continue;
          candidate.lostAt = now;
          candidate.excused ||= candidate.forgotten || untold;
        }
      }
    }
  }

  /** A loss that this model does not believe in, but that the cluster may tell of: a flush may fail. */
  lossMayBeTold(): void {
    this.#hasLost = true;
  }

  // Rules.

  #tick(): number {
    return this.#now++;
  }

  /** A write is known to have been applied: what was applied before it began is gone. */
  #overwrite(unit: Unit, by: Candidate): void {
    for (const candidate of unit.candidates) {
      if (candidate !== by && candidate.goneAt === Number.POSITIVE_INFINITY && candidate.end < by.write.start) {
        candidate.goneAt = this.#now;
      }
    }
  }

  /** On stable storage of all replicas, as somebody was told. */
  #isDurable(candidate: Candidate): boolean {
    if (candidate.kept) return true;
    const { write } = candidate;
    if (!write.acknowledged) return false;
    return write.fua || (!candidate.excused && write.end <= this.#durableBefore);
  }

  #isRuledOutForGood(unit: Unit, candidate: Candidate): boolean {
    return unit.candidates.some((other) => candidate.end < other.write.start && this.#isDurable(other));
  }

  /** Forgets what no read can find any more, whatever happens. */
  #prune(unit: Unit): void {
    if (unit.candidates.length < 3) return;
    let oldest = this.#now;
    for (const read of this.#activeReads) oldest = Math.min(oldest, read.start);
    unit.candidates = unit.candidates.filter(
      (candidate) =>
        candidate.goneAt >= oldest ||
        candidate.write.end === Number.POSITIVE_INFINITY ||
        !(candidate.dead || this.#isRuledOutForGood(unit, candidate)),
    );
  }

  *#units(): Generator<Unit> {
    for (const units of this.#blocks) yield* units;
  }

  /** The units that a write covers; with `split` they are made to begin and end where it does. */
  *#unitsOf(write: WriteRecord, split = false): Generator<Unit> {
    let from = write.offset;
    let to = write.offset + write.length;
    if (write.kind === 'trim') {
      from = Math.ceil(from / blockBytes) * blockBytes;
      to = Math.floor(to / blockBytes) * blockBytes;
    }
    for (let block = Math.floor(from / blockBytes); block * blockBytes < to; block++) {
      if (split) {
        this.#split(block, from);
        this.#split(block, to);
      }
      for (const unit of must(this.#blocks[block], 'a block of the volume')) {
        if (unit.from >= from && unit.to <= to) yield unit;
      }
    }
  }

  #split(block: number, at: number): void {
    if (at <= block * blockBytes || at >= (block + 1) * blockBytes) return;
    const units = must(this.#blocks[block], 'a block of the volume');
    const index = units.findIndex((unit) => unit.from < at && at < unit.to);
    const unit = units[index];
    if (unit === undefined) return;
    units.splice(
      index,
      1,
      { from: unit.from, to: at, candidates: unit.candidates, lostAt: unit.lostAt },
      {
        from: at,
        to: unit.to,
        candidates: unit.candidates.map((candidate) => ({ ...candidate })),
        lostAt: unit.lostAt,
      },
    );
  }

  // Words.

  #explain(unit: Unit, read: ReadRecord, from: number, bytes: Buffer): string {
    const may = unit.candidates
      .filter((candidate) => candidate.goneAt > read.start)
      .map(({ write }) => `${write.kind} ${write.id} (${write.acknowledged ? 'acknowledged' : 'unfinished'})`);
    const other = this.#writes
      .filter((write) => write.offset < from + bytes.length && write.offset + write.length > from)
      .filter((write) => bytes.equals(contentOf(write, from, bytes.length)));
    const has =
      other.length > 0
        ? `${other.map((write) => `${write.kind} ${write.id} [${write.offset}, ${write.offset + write.length})`).join(' or ')}`
        : `bytes that nobody wrote there: ${bytes.toString('hex', 0, 24)}`;
    const history = unit.candidates.map(
      ({ write, end, goneAt, lostAt, excused, kept, dead }) =>
        `${write.kind} ${write.id}: began ${write.start}, ended ${end}, gone ${goneAt}${write.fua ? ', fua' : ''}${
          lostAt > 0 ? `, maybe lost ${lostAt}` : ''
        }${excused ? ', excused' : ''}${kept ? ', kept' : ''}${dead ? ', dead' : ''}`,
    );
    return [
      `volume ${this.name}: bytes [${from}, ${from + bytes.length}) (chunk ${Math.floor(from / chunkBytes)}, slice ${sliceOf(
        this.#options.vtreeId,
        Math.floor(from / chunkBytes),
        this.#options.sliceCount,
      )}) read as ${has}, but may be ${may.join(', ')}`,
      `  read began ${read.start}, now ${this.#now}, flushed before ${this.#durableBefore}`,
      ...history.map((line) => `  ${line}`),
    ].join('\n');
  }
}

function newCandidate(write: WriteRecord): Candidate {
  return {
    write,
    end: write.end,
    goneAt: Number.POSITIVE_INFINITY,
    lostAt: 0,
    excused: false,
    forgotten: false,
    kept: false,
    dead: false,
  };
}

function contentOf(write: WriteRecord, from: number, length: number): Buffer {
  return write.kind === 'write' ? patternOf(write.id, from, length) : zerosOf(length);
}
