/** A program that serves until it is told to end; for peers. */

import { type ChildProcess, spawn } from 'node:child_process';
import { must } from '../../../common/assert.ts';
import { until } from '../../integration/cluster.ts';

/** A peer that has not ended by then is killed. */
const endLimitMs = 10_000;

export class Child {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  #output = '';

  constructor(name: string, program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.name = name;
    this.#process = spawn(program, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (bytes: Buffer) => {
        // The last words are what tells why it ended.
        this.#output = `${this.#output}${bytes.toString()}`.slice(-4_096);
      });
    this.#ended = new Promise((done) => {
      this.#process.once('error', (error) => {
        this.#output += error.message;
        done();
      });
      this.#process.once('close', () => done());
    });
  }

  get pid(): number {
    return must(this.#process.pid, `the pid of ${this.name}`);
  }

  get isRunning(): boolean {
    return this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Waits for the condition; rejects as soon as the program has ended instead, with its last words. */
  ready(limitMs: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
    return until(`${this.name} serves`, limitMs, async () => {
      if (!this.isRunning) throw new Error(`${this.name} ended before it served: ${this.#output.trim()}`);
      return (await condition()) || undefined;
    });
  }

  async end(): Promise<void> {
    if (this.isRunning) this.#process.kill('SIGTERM');
    const killed = setTimeout(() => this.#process.kill('SIGKILL'), endLimitMs);
    await this.#ended;
    clearTimeout(killed);
  }
}
