/**
 * The applications: several of them use each volume through its SDC, as an NBD server would, one operation at a time each.
 * They know what was acknowledged to them, and go on after a restart of the SDC.
 */

import type { ErrorCode } from '../../common/errors.ts';
import type { Pinned } from '../../common/host.ts';
import { blockBytes, chunkBytes, kib, mib } from '../../common/units.ts';
import type { BlockExtent, BlockVolume, Completion } from '../../nbd-bridge/volume.ts';
import { type FlushRecord, type ReadRecord, Violation, type VolumeModel, type WriteRecord } from './checker.ts';
import { patternOf } from './pattern.ts';
import type { SimRandom } from './world/random.ts';
import type { Scheduler } from './world/scheduler.ts';

export type OperationKind = 'read' | 'write' | 'zero' | 'trim' | 'flush' | 'status';

export interface WorkloadPlan {
  readonly clientsPerVolume: number;
  readonly operationsPerClient: number;
  readonly meanThinkMs: number;
  /** Of writes, zeros and trims. */
  readonly fuaChance: number;
  readonly weights: Readonly<Record<OperationKind, number>>;
  /** Of large ranges among all. */
  readonly largeChance: number;
  /** Of ranges that begin and end anywhere. */
  readonly unalignedChance: number;
  /** Ranges begin near one of so many places; 0: anywhere. */
  readonly hotSpots: number;
}

/** Between two looks whether the volume is there again. */
const lookAgainMs = 15;

export interface Application {
  readonly model: VolumeModel;
  /** Changes when the volume is given to another SDC. */
  sdc: number;
  /** The volume in the present process of the SDC. */
  volume(): BlockVolume | undefined;
}

/** What every client of a run shares. */
export interface WorkloadContext {
  readonly scheduler: Scheduler;
  /** A flush begins: what is called when it has succeeded. */
  flushBegins(model: VolumeModel): () => void;
  operationEnded(): void;
  /** Whether the user may be told this: without it the code is a violation. */
  allows(code: ErrorCode): boolean;
  violated(error: unknown): void;
  log(event: string, fields: Readonly<Record<string, unknown>>): void;
}

/** One application thread. */
export class Client {
  readonly application: Application;
  readonly #plan: WorkloadPlan;
  readonly #random: SimRandom;
  readonly #context: WorkloadContext;
  readonly #spots: readonly number[];
  #left: number;
  #underWay: Operation | undefined;
  /** The SDC of what is under way. */
  #sdc = -1;
  #idle = true;

  constructor(
    application: Application,
    plan: WorkloadPlan,
    random: SimRandom,
    spots: readonly number[],
    context: WorkloadContext,
  ) {
    this.application = application;
    this.#plan = plan;
    this.#random = random;
    this.#spots = spots;
    this.#context = context;
    this.#left = plan.operationsPerClient;
  }

  get isDone(): boolean {
    return this.#left === 0 && this.#underWay === undefined && this.#idle;
  }

  get underWay(): string | undefined {
    return this.#underWay?.name;
  }

  start(): void {
    this.#idle = false;
    this.#later(this.#random.exponential(this.#plan.meanThinkMs));
  }

  /** No further operation is begun. */
  stop(): void {
    this.#left = 0;
  }

  /** Whether something of this client is under way at an SDC. */
  uses(sdc: number): boolean {
    return this.#underWay !== undefined && this.#sdc === sdc;
  }

  /** The SDC's process has died: what was under way has no end. */
  sdcDied(sdc: number): void {
    const operation = this.#underWay;
    if (operation === undefined || this.#sdc !== sdc) return;
    operation.abandon();
    this.#underWay = undefined;
    this.#later(lookAgainMs);
  }

  #later(delayMs: number): void {
    this.#context.scheduler.after(delayMs, () => {
      try {
        this.#next();
      } catch (error) {
        this.#context.violated(error);
      }
    });
  }

  #next(): void {
    if (this.#left === 0) {
      this.#idle = true;
      return;
    }
    const volume = this.application.volume();
    if (volume === undefined) return this.#later(lookAgainMs);
    this.#left--;
    this.#sdc = this.application.sdc;
    this.#underWay = this.#begin(volume);
  }

  #begin(volume: BlockVolume): Operation {
    const { model } = this.application;
    const ended = (operation: Operation): void => {
      if (this.#underWay !== operation) return;
      this.#underWay = undefined;
      this.#context.operationEnded();
      this.#later(this.#random.exponential(this.#plan.meanThinkMs));
    };
    // Few try to write what is mapped for reading.
    const kind = volume.readOnly && this.#random.chance(0.8) ? 'read' : this.#kind();
    const { sdc } = this.application;
    if (kind === 'flush') return new FlushOperation(model, volume, sdc, this.#context, ended);
    const { offset, length } = this.#range(volume.sizeBytes);
    if (kind === 'read')
      return new ReadOperation(model, volume, offset, length, this.#random.chance(0.2), this.#context, ended);
    if (kind === 'status') return new StatusOperation(model, volume, offset, length, this.#context, ended);
    const fua = this.#random.chance(this.#plan.fuaChance);
    return new WriteOperation(model, volume, kind, offset, length, fua, sdc, this.#context, ended);
  }

  #kind(): OperationKind {
    const { weights } = this.#plan;
    let at = this.#random.fraction() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const [kind, weight] of Object.entries(weights)) {
      at -= weight;
      if (at < 0) return kind as OperationKind;
    }
    return 'read';
  }

  #range(sizeBytes: number): { readonly offset: number; readonly length: number } {
    const random = this.#random;
    const large = random.chance(this.#plan.largeChance);
    let length = large
      ? random.pick([64 * kib, 128 * kib, 256 * kib, 512 * kib, mib, 64 * kib * (1 + random.below(20))])
      : blockBytes * random.pick([1, 1, 1, 2, 4, 8, 1 + random.below(16)]);
    const spot = this.#spots.length > 0 && random.chance(0.85) ? random.pick(this.#spots) : random.below(sizeBytes);
    let offset = spot + blockBytes * (random.chance(0.5) ? 0 : random.below(8) - 4);
    if (large && random.chance(0.5)) offset = Math.floor(offset / (64 * kib)) * 64 * kib;
    offset = Math.floor(offset / blockBytes) * blockBytes;
    if (random.chance(this.#plan.unalignedChance)) {
      const unit = random.pick([1, 512, 512]);
      offset += unit * random.below(blockBytes / unit);
      length = large
        ? length - unit * random.below(blockBytes / unit)
        : unit * (1 + random.below(blockBytes / unit + 8));
    }
    offset = Math.max(0, Math.min(offset, sizeBytes - 1));
    return { offset, length: Math.min(length, sizeBytes - offset) };
  }
}

/** An operation from its beginning to its only end. */
abstract class Operation implements Completion {
  readonly name: string;
  protected readonly context: WorkloadContext;
  readonly #ended: (operation: Operation) => void;
  /** Calls of `finished` that are to come. */
  #awaited = 0;
  #code: ErrorCode = 'OK';
  #calling = true;
  #isOver = false;

  constructor(name: string, context: WorkloadContext, ended: (operation: Operation) => void) {
    this.name = name;
    this.context = context;
    this.#ended = ended;
  }

  /** Does what the volume is asked for; `parts` ends are awaited. */
  protected call(parts: number, work: () => void): void {
    this.#awaited = parts;
    work();
    this.#calling = false;
  }

  data(_offset: number, _length: number, _bytes: Uint8Array | undefined, _pinned: Pinned | undefined): void {
    this.context.violated(new Violation(`${this.name}: data came for an operation that reads nothing`));
  }

  finished(code: ErrorCode): void {
    if (this.#isOver) return;
    try {
      if (this.#calling) throw new Violation(`${this.name}: it ended within the call that began it`);
      this.#awaited--;
      if (code !== 'OK') this.#code = code;
      if (this.#awaited > 0) return;
      this.#isOver = true;
      this.done(this.#code);
    } catch (error) {
      this.context.violated(error);
    }
    this.#ended(this);
  }

  /** The SDC died. */
  abandon(): void {
    this.#isOver = true;
    this.abandoned();
  }

  protected abstract done(code: ErrorCode): void;
  protected abstract abandoned(): void;

  protected refuse(code: ErrorCode): never {
    throw new Violation(`${this.name} failed with ${code}`);
  }
}

/** The user's memory: poisoned when the volume has let go of it. */
class UserMemory implements Pinned {
  readonly bytes: Buffer;
  #holders = 1;

  constructor(content: Buffer) {
    this.bytes = Buffer.from(content);
  }

  retain(): void {
    if (this.#holders === 0) throw new Violation('memory was retained after the last holder had released it');
    this.#holders++;
  }

  release(): void {
    if (this.#holders === 0) throw new Violation('memory was released more often than it was retained');
    this.#holders--;
    if (this.#holders === 0) this.bytes.fill(0xdb);
  }
}

class WriteOperation extends Operation {
  readonly #model: VolumeModel;
  readonly #write: WriteRecord;
  /** It is one request, and the mapping was for reading when it began. */
  readonly #readOnly: boolean;

  constructor(
    model: VolumeModel,
    volume: BlockVolume,
    kind: 'write' | 'zero' | 'trim',
    offset: number,
    length: number,
    fua: boolean,
    sdc: number,
    context: WorkloadContext,
    ended: (operation: Operation) => void,
  ) {
    const write = model.beginWrite(kind, offset, length, fua, sdc);
    super(`${kind} ${write.id} of ${model.name} [${offset}, ${offset + length})${fua ? ' fua' : ''}`, context, ended);
    this.#model = model;
    this.#write = write;
    this.#readOnly = volume.readOnly && offset % chunkBytes <= chunkBytes - length;
    if (kind !== 'write') this.call(1, () => volume[kind](offset, length, fua, this));
    else this.#send(volume, offset, length, fua);
  }

  /** As the NBD server does: not across a multiple of 1 MiB. */
  #send(volume: BlockVolume, offset: number, length: number, fua: boolean): void {
    const end = offset + length;
    const parts: { from: number; to: number }[] = [];
    for (let from = offset; from < end; ) {
      const to = Math.min(end, (Math.floor(from / chunkBytes) + 1) * chunkBytes);
      parts.push({ from, to });
      from = to;
    }
    this.call(parts.length, () => {
      for (const { from, to } of parts) {
        const memory = new UserMemory(patternOf(this.#write.id, from, to - from));
        volume.write(from, memory.bytes, memory, fua, this);
        memory.release();
      }
    });
  }

  protected done(code: ErrorCode): void {
    if (code === 'OK') this.#model.acknowledged(this.#write);
    else if (code === 'READ_ONLY' && this.#readOnly) this.#model.refused(this.#write);
    else if (this.context.allows(code)) this.#model.abandoned(this.#write);
    else this.refuse(code);
  }

  protected abandoned(): void {
    this.#model.abandoned(this.#write);
  }
}

class ReadOperation extends Operation {
  readonly #model: VolumeModel;
  readonly #read: ReadRecord;
  readonly #bytes: Buffer;
  readonly #seen: { readonly from: number; readonly to: number }[] = [];
  /** Pieces that are looked at when the read ends only: their memory must hold until then. */
  readonly #held: { readonly at: number; readonly bytes: Uint8Array; readonly pinned: Pinned }[] = [];
  readonly #holds: boolean;

  constructor(
    model: VolumeModel,
    volume: BlockVolume,
    offset: number,
    length: number,
    holds: boolean,
    context: WorkloadContext,
    ended: (operation: Operation) => void,
  ) {
    super(`read of ${model.name} [${offset}, ${offset + length})`, context, ended);
    this.#model = model;
    this.#holds = holds;
    this.#bytes = Buffer.alloc(length, 0xdc);
    this.#read = model.beginRead(offset, length);
    this.call(1, () => volume.read(offset, length, this));
  }

  override data(offset: number, length: number, bytes: Uint8Array | undefined, pinned: Pinned | undefined): void {
    this.#seen.push({ from: offset, to: offset + length });
    if (bytes === undefined) {
      this.#bytes.fill(0, offset, offset + length);
    } else if (bytes.length !== length) {
      this.context.violated(new Violation(`${this.name}: ${bytes.length} bytes came for ${length}`));
    } else if (this.#holds && pinned !== undefined) {
      pinned.retain();
      this.#held.push({ at: offset, bytes, pinned });
    } else this.#bytes.set(bytes, offset);
  }

  protected done(code: ErrorCode): void {
    for (const { at, bytes, pinned } of this.#held) {
      this.#bytes.set(bytes, at);
      pinned.release();
    }
    if (code !== 'OK') {
      this.#model.readAbandoned(this.#read);
      if (!this.context.allows(code)) this.refuse(code);
      return;
    }
    let at = 0;
    for (const { from, to } of this.#seen.sort((a, b) => a.from - b.from)) {
      if (from !== at) throw new Violation(`${this.name}: bytes from ${at} came never or twice`);
      at = to;
    }
    if (at !== this.#bytes.length) throw new Violation(`${this.name}: it ended without the bytes from ${at}`);
    this.#model.readDone(this.#read, this.#bytes);
  }

  protected abandoned(): void {
    this.#model.readAbandoned(this.#read);
  }
}

/** What is told to be zeros, or never written, must read as zeros: it counts as if it had been read. */
class StatusOperation extends Operation {
  readonly #model: VolumeModel;
  readonly #read: ReadRecord;
  readonly #length: number;
  #extents: readonly BlockExtent[] = [];

  constructor(
    model: VolumeModel,
    volume: BlockVolume,
    offset: number,
    length: number,
    context: WorkloadContext,
    ended: (operation: Operation) => void,
  ) {
    super(`status of ${model.name} [${offset}, ${offset + length})`, context, ended);
    this.#model = model;
    this.#length = length;
    this.#read = model.beginRead(offset, length);
    this.call(1, () => volume.blockStatus(offset, length, this));
  }

  extents(list: readonly BlockExtent[]): void {
    if (this.#extents.length > 0) this.context.violated(new Violation(`${this.name}: extents were told twice`));
    this.#extents = list;
  }

  protected done(code: ErrorCode): void {
    const zeros: { from: number; to: number }[] = [];
    let at = this.#read.offset;
    for (const { lengthBytes, state } of this.#extents) {
      if (state !== 'data') zeros.push({ from: at, to: at + lengthBytes });
      at += lengthBytes;
    }
    if (code !== 'OK') {
      this.#model.readAbandoned(this.#read);
      if (!this.context.allows(code)) this.refuse(code);
      return;
    }
    const covered = at - this.#read.offset;
    if (covered < 1 || covered > this.#length) throw new Violation(`${this.name}: extents of ${covered} bytes came`);
    this.#model.statusDone(this.#read, zeros);
  }

  protected abandoned(): void {
    this.#model.readAbandoned(this.#read);
  }
}

class FlushOperation extends Operation {
  readonly #model: VolumeModel;
  readonly #flush: FlushRecord;
  readonly #succeeded: () => void;

  constructor(
    model: VolumeModel,
    volume: BlockVolume,
    sdc: number,
    context: WorkloadContext,
    ended: (operation: Operation) => void,
  ) {
    super(`flush of ${model.name}`, context, ended);
    this.#model = model;
    this.#flush = model.beginFlush(sdc);
    this.#succeeded = context.flushBegins(model);
    this.call(1, () => volume.flush(this));
  }

  protected done(code: ErrorCode): void {
    if (code === 'OK') {
      this.#model.flushed(this.#flush);
      this.#succeeded();
    } else if (code === 'DATA_LOST') {
      this.context.log('data-lost-told', { volume: this.#model.name });
      this.#model.flushToldLoss(this.#flush);
    } else if (!this.context.allows(code)) this.refuse(code);
  }

  protected abandoned(): void {
    return undefined;
  }
}

/** Reads a whole volume once; resolves when it was compared. For the end of a run. */
export class FinalRead {
  #done = false;
  readonly #volume: BlockVolume;
  readonly #model: VolumeModel;
  readonly #context: WorkloadContext;

  constructor(application: Application, volume: BlockVolume, context: WorkloadContext) {
    this.#model = application.model;
    this.#volume = volume;
    this.#context = context;
    this.#readFrom(0);
  }

  get isDone(): boolean {
    return this.#done;
  }

  #readFrom(offset: number): void {
    if (offset >= this.#volume.sizeBytes) {
      this.#done = true;
      return;
    }
    const length = Math.min(mib, this.#volume.sizeBytes - offset);
    new ReadOperation(this.#model, this.#volume, offset, length, false, this.#context, () => {
      this.#readFrom(offset + length);
    });
  }
}
