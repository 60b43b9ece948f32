/** The log of a whole world: the latest lines of all processes with their virtual times, for printing on a failure. */

import type { Log, LogLevel } from '../../../common/host.ts';

export interface LogLine {
  readonly timeMs: number;
  readonly process: string;
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const keptLines = 10_000;

export class WorldLog {
  readonly #nowMs: () => number;
  readonly #lines: LogLine[] = [];
  #next = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  add(process: string, level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void {
    this.#lines[this.#next % keptLines] = { timeMs: this.#nowMs(), process, level, event, fields };
    this.#next++;
  }

  /** Oldest first. */
  lines(): readonly LogLine[] {
    if (this.#next <= keptLines) return this.#lines;
    const start = this.#next % keptLines;
    return [...this.#lines.slice(start), ...this.#lines.slice(0, start)];
  }

  /** `     12.345 sds1 warn  link closed {"reason":"…"}`, one a line. */
  format(): string {
    return this.lines()
      .map(({ timeMs, process, level, event, fields }) => {
        const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields, readable)}`;
        return `${timeMs.toFixed(3).padStart(12)} ${process} ${level.padEnd(5)} ${event}${rest}`;
      })
      .join('\n');
  }
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex', 0, 32);
  return typeof value === 'bigint' ? `${value}n` : value;
}

/** The log of one process; nothing is added once it is dead. */
export class SimLog implements Log {
  readonly #world: WorldLog;
  readonly #process: { readonly name: string; readonly alive: boolean };
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(
    world: WorldLog,
    process: { readonly name: string; readonly alive: boolean },
    fields: Readonly<Record<string, unknown>> = {},
  ) {
    this.#world = world;
    this.#process = process;
    this.#fields = fields;
  }

  write(level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void {
    if (!this.#process.alive) return;
    this.#world.add(
      this.#process.name,
      level,
      event,
      fields === undefined ? this.#fields : { ...this.#fields, ...fields },
    );
  }

  with(fields: Readonly<Record<string, unknown>>): Log {
    return new SimLog(this.#world, this.#process, { ...this.#fields, ...fields });
  }
}
