/**
 * One daemon and its watch: starts the process, hears its reports, and starts it again after a pause when it ends.
 *
 *   idle ──start──▶ running ──process ends──▶ pausing ──pause over──▶ running
 *                      └────────stop────────▶ stopped ◀────stop────┘
 */

import { type ChildProcess, fork } from 'node:child_process';
import type { ErrorCode } from '../common/errors.ts';
import type { DaemonReport, LaunchMessage } from '../common/host-node/launch.ts';
import type { Member } from './members.ts';

/** A process that has lived so long starts its next failure with the first pause again. */
const healthyMs = 30_000;

/** What a crashing process says last: enough for a stack. */
const keptErrorBytes = 8 * 1024;

/** Why a process ended by itself. */
export interface Ending {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** Of a daemon that could not start. */
  readonly code: ErrorCode | undefined;
  /** In words, without the daemon's name. */
  readonly reason: string;
  readonly pauseMs: number;
}

export interface DaemonProcessOptions {
  readonly member: Member;
  readonly arguments: readonly string[];
  /** Asked at each start. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** The process, or what it says of itself, has changed. */
  readonly onReport: (daemon: DaemonProcess) => void;
  /** It wrote to stdout or stderr, which a daemon does only in distress: its log is a file. */
  readonly onOutput: (daemon: DaemonProcess, text: string) => void;
  /** It ended, and is started again after the pause unless it is stopped within this call. */
  readonly onEnd: (daemon: DaemonProcess, ending: Ending) => void;
}

export class DaemonProcess {
  readonly member: Member;
  readonly #options: DaemonProcessOptions;
  #status: 'idle' | 'running' | 'pausing' | 'stopped' = 'idle';
  #child: ChildProcess | undefined;
  #report: DaemonReport | undefined;
  #failure: { readonly code: ErrorCode | undefined; readonly message: string } | undefined;
  #lastErrors = '';
  #startedMs = 0;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;
  readonly #whenEnded: (() => void)[] = [];

  constructor(options: DaemonProcessOptions) {
    this.member = options.member;
    this.#options = options;
  }

  /** Of the process that runs; undefined between two. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What the present process last said; undefined until it has said something. */
  get report(): DaemonReport | undefined {
    return this.#report;
  }

  start(): void {
    if (this.#status === 'idle' || this.#status === 'pausing') this.#start();
  }

  /** SIGTERM, and SIGKILL after the limit. Resolves when the process is gone; it does not come back. */
  async stop(limitMs: number): Promise<void> {
    this.#status = 'stopped';
    clearTimeout(this.#pause);
    const child = this.#child;
    child?.kill('SIGTERM');
    const timer = setTimeout(() => child?.kill('SIGKILL'), limitMs);
    await this.#end();
    clearTimeout(timer);
  }

  /** SIGKILL. Resolves when the process is gone; it does not come back. */
  kill(): Promise<void> {
    this.#status = 'stopped';
    clearTimeout(this.#pause);
    this.#child?.kill('SIGKILL');
    return this.#end();
  }

  #end(): Promise<void> {
    if (this.#child === undefined) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenEnded.push(resolve);
    return promise;
  }

  #start(): void {
    const { member, environment } = this.#options;
    this.#status = 'running';
    this.#startedMs = performance.now();
    this.#report = undefined;
    this.#failure = undefined;
    this.#lastErrors = '';
    const child = fork(member.program, [...this.#options.arguments], {
      execArgv: [...member.nodeOptions],
      env: { ...process.env, ...member.environment, ...environment() },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: a terminal's Ctrl-C reaches the launcher only, which then stops the daemons in order.
      detached: true,
    });
    this.#child = child;
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (bytes: Buffer) => {
        const text = bytes.toString();
        this.#lastErrors = `${this.#lastErrors}${text}`.slice(-keptErrorBytes);
        this.#options.onOutput(this, text.slice(0, keptErrorBytes));
      });
    }
    child.on('message', (message: LaunchMessage) => this.#message(child, message));
    child.on('error', (error) => {
      this.#lastErrors = error.message;
      if (child.pid === undefined) this.#ended(child, null, null);
    });
    // Not `exit`: what it said last on stderr is read by then.
    child.on('close', (exitCode, signal) => this.#ended(child, exitCode, signal));
  }

  #message(child: ChildProcess, message: LaunchMessage): void {
    if (child !== this.#child) return;
    if (message.kind === 'failed') {
      this.#failure = message;
      return;
    }
    this.#report = message.report;
    if (this.#status !== 'stopped') this.#options.onReport(this);
  }

  #ended(child: ChildProcess, exitCode: number | null, signal: string | null): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#report = undefined;
    if (this.#status === 'stopped') {
      for (const done of this.#whenEnded) done();
      return;
    }
    const { firstPauseMs, longestPauseMs, onEnd } = this.#options;
    this.#failures = performance.now() - this.#startedMs > healthyMs ? 1 : this.#failures + 1;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.#failures - 1, 20));
    this.#status = 'pausing';
    this.#pause = setTimeout(() => this.#start(), pauseMs);
    onEnd(this, {
      exitCode: exitCode ?? undefined,
      signal: signal ?? undefined,
      code: this.#failure?.code,
      reason: this.#failure?.message ?? this.#reason(exitCode, signal),
      pauseMs,
    });
  }

  #reason(exitCode: number | null, signal: string | null): string {
    const how = signal === null ? `it ended with code ${exitCode}` : `signal ${signal} ended it`;
    const last = this.#lastErrors.trim();
    return last === '' ? how : `${how}: ${last}`;
  }
}
