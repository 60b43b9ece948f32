/** The calls of libc that Node lacks (flock, fallocate, lseek), through koffi. Loaded on first use: it costs a few MiB. */

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

interface LibC {
  readonly flock: Call;
  readonly fallocate: Call;
  readonly lseek: Call;
}

let loaded: LibC | undefined;

function libc(): LibC {
  if (loaded === undefined) {
    const library = koffi.load('libc.so.6');
    loaded = {
      flock: library.func('int flock(int fd, int operation)') as Call,
      fallocate: library.func('int fallocate(int fd, int mode, int64_t offset, int64_t length)') as Call,
      lseek: library.func('int64_t lseek(int fd, int64_t offset, int whence)') as Call,
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
