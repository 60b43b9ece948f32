/** The real log: pino's JSON lines to a file of bounded size that rotates, or to stderr. */

import * as fs from 'node:fs';
import pino, { type Logger } from 'pino';
import type { Log, LogLevel } from '../host.ts';

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

  /** Returns the bytes written. A log that cannot be written must not stop what it is about: lines are dropped and counted. */
  write(fd: number, line: string): number {
    const text =
      this.#dropped === 0
        ? line
        : `${JSON.stringify({ level: 'error', event: 'log lines dropped', count: this.#dropped })}\n${line}`;
    try {
      const written = fs.writeSync(fd, text);
      this.#dropped = 0;
      return written;
    } catch {
      this.#dropped++;
      return 0;
    }
  }
}

/** pino's destination: appends to a file, and moves it aside when it is over its size. One per process and file. */
export class RotatingFile {
  readonly #path: string;
  readonly #limitBytes: number;
  readonly #count: number;
  readonly #writer = new LineWriter();
  #fd: number;
  #sizeBytes: number;

  constructor(path: string, limitBytes: number, count: number) {
    this.#path = path;
    this.#limitBytes = limitBytes;
    this.#count = count;
    this.#fd = fs.openSync(path, 'a', 0o640);
    this.#sizeBytes = fs.fstatSync(this.#fd).size;
  }

  write(line: string): void {
    if (this.#sizeBytes >= this.#limitBytes) this.#rotate();
    this.#sizeBytes += this.#writer.write(this.#fd, line);
  }

  #rotate(): void {
    this.#sizeBytes = 0;
    const before = this.#fd;
    try {
      this.#fd = this.#moveAside();
    } catch (error) {
      // The old file goes on for another round: a log that cannot rotate must not stop what it is about.
      this.#writer.write(
        before,
        `${JSON.stringify({ level: 'error', event: 'log not rotated', error: String(error) })}\n`,
      );
      return;
    }
    fs.closeSync(before);
  }

  #moveAside(): number {
    for (let number = this.#count - 1; number >= 1; number--) {
      const from = number === 1 ? this.#path : `${this.#path}.${number - 1}`;
      if (fs.existsSync(from)) fs.renameSync(from, `${this.#path}.${number}`);
    }
    return fs.openSync(this.#path, this.#count === 1 ? 'w' : 'a', 0o640);
  }

  close(): void {
    fs.closeSync(this.#fd);
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

/** Throws when the file cannot be opened. Threads of one process share one file by handing lines to its owner. */
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
