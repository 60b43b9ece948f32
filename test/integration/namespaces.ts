/**
 * Servers of their own on this machine: network namespaces on one switch, each with an address, a /srv and, where a test
 * wants it, names in /etc/hosts. Needs root and iproute2; nothing of it is seen by the rest of the machine.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool, type ToolResult } from '../tools.ts';

export interface ServerSettings {
  /** With prefix lengths: `192.0.2.11/24`, `fd77::1/64`. */
  readonly addresses: readonly string[];
}

export interface StartedProgram {
  readonly child: ChildProcess;
  output: string;
  errors: string;
  readonly ended: Promise<number | null>;
}

/** Mounts are private to each program that is started so. */
const inOwnMounts = 'mount --bind "$1" /srv && mount --bind "$2" /etc/hosts && shift 2 && exec "$@"';

async function ip(...args: readonly string[]): Promise<void> {
  const { status, output } = await runTool('ip', args);
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${output}`);
}

export class Servers {
  readonly #prefix = `sio${process.pid}`;
  readonly #folder: string;
  readonly #names: string[] = [];
  #namespaces: string[] = [];

  /** `folder` holds what belongs to the servers; the caller removes it. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Why it cannot be done here; undefined where it can. */
  static async obstacle(): Promise<string | undefined> {
    if (process.getuid?.() !== 0) return 'network namespaces need root';
    const name = `sio${process.pid}-try`;
    const { status, output } = await runTool('ip', ['netns', 'add', name]);
    if (status !== 0) return `network namespaces cannot be made here (apt-get install iproute2?): ${output.trim()}`;
    await ip('netns', 'delete', name);
    return undefined;
  }

  async open(servers: Readonly<Record<string, ServerSettings>>): Promise<void> {
    const switchSpace = await this.#addNamespace('switch');
    await ip('-n', switchSpace, 'link', 'add', 'bridge', 'type', 'bridge');
    await ip('-n', switchSpace, 'link', 'set', 'bridge', 'up');
    await writeFile(join(this.#folder, 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
    for (const [name, { addresses }] of Object.entries(servers)) {
      const space = await this.#addNamespace(name);
      await ip('-n', switchSpace, 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
      await ip('-n', switchSpace, 'link', 'set', name, 'master', 'bridge', 'up');
      for (const address of addresses)
        await ip('-n', space, 'address', 'add', address, 'dev', 'eth0', ...flagsOf(address));
      await ip('-n', space, 'link', 'set', 'eth0', 'up');
      await ip('-n', space, 'link', 'set', 'lo', 'up');
      await mkdir(join(this.#folder, name, 'srv'), { recursive: true });
      this.#names.push(name);
    }
  }

  async close(): Promise<void> {
    for (const name of this.#names) await this.crash(name);
    for (const space of this.#namespaces) await ip('netns', 'delete', space);
    this.#namespaces = [];
  }

  /** The names that every server knows from now on: lines of /etc/hosts. */
  async setHosts(lines: readonly string[]): Promise<void> {
    // The same file, because that is what is mounted.
    await writeFile(join(this.#folder, 'hosts'), ['127.0.0.1 localhost', '::1 localhost', ...lines, ''].join('\n'));
  }

  /** The program's pid is the child's: every step on the way is an exec. */
  start(server: string, environment: Readonly<Record<string, string>>, command: readonly string[]): StartedProgram {
    const child = spawn('ip', this.#arguments(server, command), {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started: StartedProgram = {
      child,
      output: '',
      errors: '',
      ended: new Promise((resolve) => {
        child.on('close', resolve);
      }),
    };
    child.stdout.on('data', (bytes: Buffer) => {
      started.output += bytes.toString();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      started.errors += bytes.toString();
    });
    return started;
  }

  run(server: string, command: readonly string[]): Promise<ToolResult> {
    return runTool('ip', this.#arguments(server, command));
  }

  /** Everything that runs on the server ends at once, as in a loss of power. */
  async crash(server: string): Promise<void> {
    const { output } = await runTool('ip', ['netns', 'pids', this.#space(server)]);
    for (const pid of output.split('\n').filter((line) => /^\d+$/.test(line))) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch (error) {
        // It ended by itself meanwhile.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    }
  }

  #arguments(server: string, command: readonly string[]): string[] {
    const mounts = [join(this.#folder, server, 'srv'), join(this.#folder, 'hosts')];
    return ['netns', 'exec', this.#space(server), 'sh', '-c', inOwnMounts, 'sh', ...mounts, ...command];
  }

  #space(server: string): string {
    return `${this.#prefix}-${server}`;
  }

  async #addNamespace(name: string): Promise<string> {
    const space = this.#space(name);
    await ip('netns', 'add', space);
    this.#namespaces.push(space);
    return space;
  }
}

/** An IPv6 address is usable at once only without the search for a second owner. */
function flagsOf(address: string): readonly string[] {
  return address.includes(':') ? ['nodad'] : [];
}
