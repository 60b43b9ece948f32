/** The real log: pino's JSON lines to a file of bounded size that rotates, or to stderr. */

import * as fs from 'node:fs';
import { parse } from 'node:path';
import pino, { type Logger } from 'pino';
import type { Log, LogLevel } from '../host.ts';
import { diskError, systemCodeOf } from './system-errors.ts';

export interface LogOptions {
  /** Where the lines go; stderr without it. Its directory exists. */
  readonly file?: string;
  readonly level: LogLevel;
  /** Stand in every line: the daemon's name. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** A file grows to this size; then it becomes FILE.1, and so on. */
  readonly fileBytes?: number;
  /** With the one that is written to. The oldest is dropped. */
  readonly fileCount?: number;
}

const defaultFileBytes = 8 * 1024 * 1024;
const defaultFileCount = 4;

const stderrFd = 2;

/** Lines to a descriptor, synchronously: a line that was written survives the death of the process. */
class LineWriter {
  #dropped = 0;
  #isTorn = false;

  /** Returns the bytes written. A log that cannot be written must not stop what it is about: lines are dropped and counted. */
  write(fd: number, line: string): number {
    let text = this.#isTorn ? `\n${line}` : line;
    if (this.#dropped > 0) {
      const dropped = JSON.stringify({ level: 'error', event: 'log lines dropped', count: this.#dropped });
      text = `${this.#isTorn ? '\n' : ''}${dropped}\n${line}`;
    }
    try {
      const written = fs.writeSync(fd, text);
      // A disk that fills up takes the beginning of a line: the next one must not be glued to it.
      this.#isTorn = written < Buffer.byteLength(text);
      this.#dropped = this.#isTorn ? this.#dropped + 1 : 0;
      return written;
    } catch {
      this.drop();
      return 0;
    }
  }

  /** Counts a line for which there is not even a file. */
  drop(): void {
    this.#dropped++;
  }
}

/** The disk's trouble, not a mistake in where the log shall lie: it may pass. */
const passingCodes: readonly (string | undefined)[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE'];

const logMode = 0o640;
const newline = 0x0a;

/** pino's destination: appends to a file, and moves it aside when it is over its size. One per process and file. */
export class RotatingFile {
  readonly #path: string;
  readonly #limitBytes: number;
  readonly #count: number;
  readonly #writer = new LineWriter();
  /** Undefined while the disk has no room for a file: each line tries again. */
  #fd: number | undefined;
  #sizeBytes = 0;

  /** Throws `DISK_FAILED` or `NOT_FOUND` where no log can ever lie; a full disk is waited for. */
  constructor(path: string, limitBytes: number, count: number) {
    this.#path = path;
    this.#limitBytes = limitBytes;
    this.#count = count;
    const failure = this.#open();
    if (failure !== undefined && !passingCodes.includes(systemCodeOf(failure))) {
      throw diskError('open the log', path, failure);
    }
    this.#removeOlder();
  }

  write(line: string): void {
    if (this.#fd === undefined) this.#open();
    if (this.#fd === undefined) return this.#writer.drop();
    if (this.#sizeBytes >= this.#limitBytes) this.#rotate(this.#fd);
    this.#sizeBytes += this.#writer.write(this.#fd, line);
  }

  /** Returns why there is still no file. */
  #open(): unknown {
    try {
      const fd = fs.openSync(this.#path, 'a+', logMode);
      this.#fd = fd;
      this.#sizeBytes = fs.fstatSync(fd).size;
      const last = Buffer.alloc(1);
      // A process that was killed on a full disk may have left the beginning of a line.
      if (this.#sizeBytes > 0 && fs.readSync(fd, last, 0, 1, this.#sizeBytes - 1) === 1 && last[0] !== newline) {
        this.#sizeBytes += this.#writer.write(fd, '\n');
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #rotate(before: number): void {
    this.#sizeBytes = 0;
    try {
      this.#fd = this.#moveAside();
    } catch (error) {
      // The old file goes on for another round: a log that cannot rotate must not stop what it is about.
      const failure = { level: 'error', event: 'log not rotated', error: String(error) };
      this.#writer.write(before, `${JSON.stringify(failure)}\n`);
      return;
    }
    fs.closeSync(before);
  }

  #moveAside(): number {
    for (let number = this.#count - 1; number >= 1; number--) {
      const from = number === 1 ? this.#path : `${this.#path}.${number - 1}`;
      if (fs.existsSync(from)) fs.renameSync(from, `${this.#path}.${number}`);
    }
    return fs.openSync(this.#path, this.#count === 1 ? 'w' : 'a', logMode);
  }

  /** What a start with more files has left behind: the ceiling is that of the present one. */
  #removeOlder(): void {
    try {
      const { dir, base } = parse(this.#path);
      for (const name of fs.readdirSync(dir)) {
        const number = name.startsWith(`${base}.`) ? Number(name.slice(base.length + 1)) : Number.NaN;
        if (Number.isInteger(number) && number >= this.#count) fs.unlinkSync(`${dir}/${name}`);
      }
    } catch (error) {
      this.write(`${JSON.stringify({ level: 'warn', event: 'older logs not removed', error: String(error) })}\n`);
    }
  }

  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }
}

class NodeLog implements Log {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  write(level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void {
    if (fields === undefined) this.#logger[level](event);
    else this.#logger[level](fields, event);
  }

  with(fields: Readonly<Record<string, unknown>>): Log {
    return new NodeLog(this.#logger.child(fields));
  }
}

/** Throws `DISK_FAILED` or `NOT_FOUND` when the file can never be opened. Threads of one process share one file by handing lines to its owner. */
export function createNodeLog(options: LogOptions): Log {
  const writer = new LineWriter();
  const destination =
    options.file === undefined
      ? { write: (line: string) => void writer.write(stderrFd, line) }
      : new RotatingFile(options.file, options.fileBytes ?? defaultFileBytes, options.fileCount ?? defaultFileCount);
  const logger = pino(
    {
      level: options.level,
      base: options.fields ?? {},
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    destination,
  );
  return new NodeLog(logger);
}
