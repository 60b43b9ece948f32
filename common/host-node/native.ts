/** The calls of libc that Node lacks (flock, fallocate, lseek, ioctl, sched_setscheduler), through koffi. Loaded on first use: it costs a few MiB. */

import { constants } from 'node:os';
import koffi from 'koffi';

/** An error as Node's own fs calls give it: with `code` and `syscall`. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  readonly code: string;
  readonly syscall: string;

  constructor(errno: number, syscall: string) {
    const code = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`;
    super(`${code}, ${syscall}`);
    this.code = code;
    this.syscall = syscall;
  }
}

type Call = (...operands: number[]) => number;
type DiskCall = (fd: number, request: number, operand: Uint8Array) => number;
type SchedulerCall = (pid: number, policy: number, parameter: Uint8Array) => number;

interface LibC {
  readonly flock: Call;
  readonly fallocate: Call;
  readonly lseek: Call;
  readonly ioctl: DiskCall;
  readonly schedSetScheduler: SchedulerCall;
}

let loaded: LibC | undefined;

function libc(): LibC {
  if (loaded === undefined) {
    const library = koffi.load('libc.so.6');
    loaded = {
      flock: library.func('int flock(int fd, int operation)') as Call,
      fallocate: library.func('int fallocate(int fd, int mode, int64_t offset, int64_t length)') as Call,
      lseek: library.func('int64_t lseek(int fd, int64_t offset, int whence)') as Call,
      ioctl: library.func('int ioctl(int fd, unsigned long request, void *operand)') as DiskCall,
      schedSetScheduler: library.func('int sched_setscheduler(int pid, int policy, void *parameter)') as SchedulerCall,
    };
  }
  return loaded;
}

function fail(syscall: string): never {
  throw new SystemError(koffi.errno(), syscall);
}

/** flock(2): LOCK_EX | LOCK_NB. */
const exclusiveWithoutWaiting = 2 | 4;

/** Takes the lock of an open file; false when another open of it holds the lock. */
export function tryLock(fd: number): boolean {
  if (libc().flock(fd, exclusiveWithoutWaiting) === 0) return true;
  const errno = koffi.errno();
  if (errno === constants.errno.EWOULDBLOCK) return false;
  throw new SystemError(errno, 'flock');
}

/** fallocate(2) without flags: real space for the range, and the file at least that long. */
export function allocate(fd: number, position: number, length: number): void {
  if (libc().fallocate(fd, 0, position, length) !== 0) fail('fallocate');
}

/** FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE. */
const keepSizeAndPunchHole = 1 | 2;

/** Gives the space of a range back; on a block device too. */
export function deallocate(fd: number, position: number, length: number): void {
  if (libc().fallocate(fd, keepSizeAndPunchHole, position, length) !== 0) fail('fallocate');
}

const seekEnd = 2;

/** The length of what is open, which `fstat` does not say for a block device. */
export function endOf(fd: number): number {
  const end = Number(libc().lseek(fd, 0, seekEnd));
  if (end < 0) fail('lseek');
  return end;
}

/** BLKROGET, BLKSSZGET and BLKDISCARD of <linux/fs.h>. */
const getReadOnly = 0x125e;
const getSectorBytes = 0x1268;
const discardRange = 0x1277;

/** Whether an open block device refuses writes, though it may have been opened for them. */
export function isReadOnlyDisk(fd: number): boolean {
  const bytes = Buffer.alloc(4);
  if (libc().ioctl(fd, getReadOnly, bytes) !== 0) fail('ioctl');
  return bytes.readUInt32LE(0) !== 0;
}

/** Of an open block device. */
export function sectorBytesOf(fd: number): number {
  const bytes = Buffer.alloc(4);
  if (libc().ioctl(fd, getSectorBytes, bytes) !== 0) fail('ioctl');
  return bytes.readUInt32LE(0);
}

/** Tells a block device that a range is not needed any more; what it then reads as is undefined. */
export function discard(fd: number, position: number, length: number): void {
  const range = Buffer.alloc(16);
  range.writeBigUInt64LE(BigInt(position), 0);
  range.writeBigUInt64LE(BigInt(length), 8);
  if (libc().ioctl(fd, discardRange, range) !== 0) fail('ioctl');
}

const schedBatch = 3;

/**
 * Gives this thread, and those it starts from now on, the policy SCHED_BATCH: the sender of a message is not interrupted
 * by the thread it wakes, so more of them are handled in one turn (docs/decisions/0006). Needs no rights; false when the
 * kernel refuses.
 */
export function runInBatches(): boolean {
  // struct sched_param: one int, the priority, which is 0 for this policy.
  return libc().schedSetScheduler(0, schedBatch, new Uint8Array(4)) === 0;
}
