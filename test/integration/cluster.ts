/**
 * A whole cluster of real processes in a temporary SIO_HOME, for tests and the bench: starts the launcher, waits for its
 * ready line, kills daemons by name, stops and removes everything.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../../common/assert.ts';
import type { ClusterFile, DaemonEntry } from '../../launcher/cluster-file.ts';

export const checkout = resolve(import.meta.dirname, '..', '..');

/** Between two looks at a condition. */
const lookMs = 20;

/** A cold start on a busy machine; a quiet one takes 2 to 4 s. */
const readyLimitMs = 60_000;

export interface ClusterSettings {
  /** The text of a cluster file; standard: cluster-configs/local.yaml. */
  readonly config?: string;
  /** Standard: a new temporary folder, which `remove` deletes. */
  readonly home?: string;
  /** Whose code runs; standard: this one's. */
  readonly checkout?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Waits until the condition gives something; rejects with what it last threw, or `what`, after the limit. */
export async function until<T>(
  what: string,
  limitMs: number,
  condition: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms: ${what}`);
    await pause(lookMs);
  }
}

/** False also for a process that has ended and waits for its parent to notice. */
export function isAlive(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The state is the first letter after the name, which stands in brackets and may hold any letter.
    return !/^ [ZX]/.test(status.slice(status.lastIndexOf(')') + 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return false;
    throw error;
  }
}

/** A new SIO_HOME; its path stays short, because unix sockets lie in it. */
export function makeHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sio-test-'));
}

export class RunningCluster {
  readonly home: string;
  readonly #settings: ClusterSettings;
  #launcher: ChildProcess | undefined;
  #ended: Promise<Ended> | undefined;
  #output = '';
  #errors = '';

  /** For a launcher that is not expected to become ready: `launch` starts it. */
  constructor(home: string, settings: ClusterSettings = {}) {
    this.home = home;
    this.#settings = settings;
  }

  /** Resolves when the launcher has said ready. */
  static async start(settings: ClusterSettings = {}): Promise<RunningCluster> {
    const cluster = new RunningCluster(settings.home ?? (await makeHome()), settings);
    try {
      await cluster.start();
    } catch (error) {
      await cluster.remove();
      throw error;
    }
    return cluster;
  }

  /** All that the launcher has said. */
  get output(): string {
    return this.#output;
  }

  get errors(): string {
    return this.#errors;
  }

  get launcherPid(): number {
    return must(this.#launcher?.pid, 'the launcher');
  }

  /** The NBD URI of the ready line. */
  get uri(): string {
    return must(/^ready (\S+)$/m.exec(this.#output)?.[1], 'the ready line');
  }

  /** Starts the launcher on this home (again) and waits for its ready line. */
  async start(): Promise<void> {
    this.launch(this.#settings.config === undefined ? [] : ['--config', await this.#configFile(this.#settings.config)]);
    await this.ready();
  }

  /** Starts the launcher without waiting. */
  launch(options: readonly string[]): void {
    this.#output = '';
    this.#errors = '';
    const launcher = join(this.#settings.checkout ?? checkout, 'launcher', 'main.ts');
    const child = spawn(process.execPath, [launcher, ...options], {
      env: { ...process.env, ...this.#settings.environment, SIO_HOME: this.home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (bytes: Buffer) => {
      this.#output += bytes.toString();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      this.#errors += bytes.toString();
    });
    this.#launcher = child;
    this.#ended = new Promise((done) => {
      child.on('close', (code, signal) => done({ code, signal }));
    });
  }

  async ready(): Promise<void> {
    const ended = this.ended();
    const isReady = until('ready line', readyLimitMs, () => /^ready \S+$/m.test(this.#output));
    const first = await Promise.race([isReady, ended]);
    if (first !== true) throw new Error(`the launcher ended before it was ready: ${this.#errors}`);
  }

  /** How the launcher ended, when it has. */
  ended(): Promise<Ended> {
    return must(this.#ended, 'a launcher that was started');
  }

  /** Undefined when there is none. */
  async clusterFile(): Promise<ClusterFile | undefined> {
    try {
      return JSON.parse(await readFile(join(this.home, 'run', 'cluster.json'), 'utf8')) as ClusterFile;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async daemon(name: string): Promise<DaemonEntry> {
    const file = must(await this.clusterFile(), 'cluster.json');
    return must(
      file.daemons.find((daemon) => daemon.name === name),
      `daemon ${name}`,
    );
  }

  /** kill -9; returns the pid that is gone. */
  async kill(name: string): Promise<number> {
    const { pid } = await this.daemon(name);
    process.kill(pid, 'SIGKILL');
    await until(`the end of ${name}`, 5_000, () => !isAlive(pid));
    return pid;
  }

  /** Waits until cluster.json names another process than `pid` for it. */
  restarted(name: string, pid: number, limitMs = 10_000): Promise<DaemonEntry> {
    return until(`${name} back`, limitMs, async () => {
      const entry = (await this.clusterFile())?.daemons.find((daemon) => daemon.name === name);
      return entry !== undefined && entry.pid !== pid && isAlive(entry.pid) ? entry : undefined;
    });
  }

  /** Waits until every daemon says at /readyz that it serves. */
  async serving(limitMs = 20_000): Promise<void> {
    await until('all daemons ready', limitMs, async () => {
      const daemons = (await this.clusterFile())?.daemons ?? [];
      const answers = await Promise.all(daemons.map(({ metricsAddress }) => isServing(metricsAddress)));
      return answers.length > 0 && answers.every((answer) => answer);
    });
  }

  /** SIGTERM to the launcher; resolves when it has ended. */
  async stop(): Promise<Ended> {
    this.#launcher?.kill('SIGTERM');
    return await this.ended();
  }

  /** Ends whatever still runs, and deletes the home. */
  async remove(): Promise<void> {
    const daemons = (await this.clusterFile())?.daemons ?? [];
    if (this.#launcher !== undefined && this.#launcher.exitCode === null && this.#launcher.signalCode === null) {
      await this.stop();
    }
    await until('all daemons gone', 15_000, () => daemons.every(({ pid }) => !isAlive(pid)));
    await rm(this.home, { recursive: true, force: true });
  }

  async #configFile(text: string): Promise<string> {
    const path = join(this.home, 'cluster.yaml');
    await writeFile(path, text);
    return path;
  }
}

async function isServing(metricsAddress: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${metricsAddress}/readyz`);
    await response.arrayBuffer();
    return response.ok;
  } catch (error) {
    // A daemon that is on its way back refuses the connection.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
