/**
 * What the main.ts of every daemon has in common: options, cluster file, secrets, log, signals, exit codes, and the
 * reports to the launcher. A main.ts gives it a name and a function that builds the daemon.
 */

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseHostPort } from '../config/addresses.ts';
import { type ClusterConfig, clusterConfigOf } from '../config.ts';
import { ClusterError, codeOf, messageOf } from '../errors.ts';
import type { Credentials } from '../handshake.ts';
import type { Address, Log, LogLevel } from '../host.ts';
import { NodeDisks } from './disks.ts';
import { exitCode, exitCodeOf } from './exit-codes.ts';
import { findHome, type Home } from './home.ts';
import { type DaemonReport, isLaunched, mdmAddressVariable, tellLauncher } from './launch.ts';
import { createNodeLog } from './log.ts';
import { runInBatches } from './native.ts';
import { readCredentials } from './secrets.ts';
import { version } from './version.ts';

/** What is given to the function that builds a daemon. */
export interface DaemonContext {
  readonly config: ClusterConfig;
  readonly name: string;
  readonly home: Home;
  /** The daemon's own folder under SIO_HOME/state; exists. */
  readonly stateDirectory: string;
  readonly credentials: Credentials;
  readonly log: Log;
  readonly version: string;
}

export interface RunningDaemon {
  report(): DaemonReport;
  /** Resolves when the daemon cannot go on: it is closed, and the process ends with 1. */
  readonly failed?: Promise<Error>;
  close(): Promise<void>;
}

export interface DaemonProgram {
  /** `sio-sds`. */
  readonly program: string;
  /** The page of --help begins with it. */
  readonly summary: string;
  /** What else the program can be called for: lines of the page. */
  readonly moreHelp?: string;
  start(context: DaemonContext): Promise<RunningDaemon>;
  /** What the program can do instead of running, with a file: `--restore FILE`. Its answer is printed. */
  readonly tool?: DaemonTool;
}

export interface DaemonTool {
  /** Without the dashes. */
  readonly option: 'restore';
  readonly help: string;
  run(context: DaemonContext, file: string): Promise<string>;
}

/** An orderly stop takes no longer: what is not done then is done by recovery at the next start. */
const stopLimitMs = 6_000;

/** npm forwards a signal that the terminal has already sent to the whole group: one Ctrl-C comes twice. */
export const sameSignalMs = 300;

const firstReportsMs = 50;
const laterReportsMs = 250;

const options = {
  config: { type: 'string' },
  name: { type: 'string' },
  home: { type: 'string' },
  restore: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

function helpOf({ program, summary, moreHelp = '', tool }: DaemonProgram): string {
  const toolHelp = tool === undefined ? '' : `  --${tool.option} FILE ${tool.help}\n`;
  return `${program} --config FILE --name NAME [--home DIR]: ${summary}
  --config FILE  the cluster file (docs/configuration.md)
  --name NAME    which of its daemons this is
  --home DIR     instead of the environment's SIO_HOME (standard: .sio in the checkout)
${toolHelp}  --help         this page
  --version      the version
${moreHelp}Environment: SIO_HOME; SIO_LOG_LEVEL debug, info (standard), warn or error; ${mdmAddressVariable} HOST:PORT of the MDM
where the cluster file has port 0.
Exit codes: 0 stopped, 1 failed, 2 usage or config, 3 cannot reach or bind, 4 refused (foreign, newer, damaged or locked).
`;
}

/** Runs a daemon to its end; ends the process. */
export async function runDaemon(program: DaemonProgram): Promise<void> {
  let running: RunningDaemon;
  let log: Log | undefined;
  // A launcher that dies while its daemon starts: nothing has been acknowledged yet, so there is nothing to close.
  const abandoned = (): never => process.exit(exitCode.stopped);
  if (isLaunched()) process.once('disconnect', abandoned);
  try {
    const given = readOptions(program);
    const context = await contextOf(given);
    log = context.log;
    logCrashes(log);
    if (!runInBatches()) log.write('info', 'scheduling policy not changed');
    if (given.toolFile !== undefined) await runTool(program, context, given.toolFile);
    running = await program.start(context);
  } catch (error) {
    log?.write('error', 'not started', { error });
    tellLauncher({ kind: 'failed', code: codeOf(error), message: messageOf(error) });
    process.stderr.write(`${program.program}: ${messageOf(error)}\n`);
    process.exit(exitCodeOf(error));
  }
  process.off('disconnect', abandoned);
  new DaemonLife(running, log).begin();
}

/** Ends the process. */
async function runTool({ tool }: DaemonProgram, context: DaemonContext, file: string): Promise<never> {
  const answer = await tool?.run(context, file);
  process.stdout.write(`${answer}\n`);
  process.exit(exitCode.stopped);
}

interface GivenOptions {
  readonly config: string;
  readonly name: string;
  readonly home: Home;
  readonly toolFile: string | undefined;
}

function readOptions(program: DaemonProgram): GivenOptions {
  let values: { config?: string; name?: string; home?: string; restore?: string; help?: boolean; version?: boolean };
  try {
    values = parseArgs({ options }).values;
  } catch (cause) {
    throw new ClusterError('INVALID', `${messageOf(cause)}\n${helpOf(program)}`, {});
  }
  if (values.help === true || values.version === true) {
    process.stdout.write(values.help === true ? helpOf(program) : `${program.program} ${version}\n`);
    process.exit(exitCode.stopped);
  }
  const { config, name, home, restore } = values;
  if (restore !== undefined && program.tool?.option !== 'restore') {
    throw new ClusterError('INVALID', `${program.program} has no --restore.\n${helpOf(program)}`);
  }
  if (config !== undefined && name !== undefined) return { config, name, home: findHome(home), toolFile: restore };
  throw new ClusterError('INVALID', `--config and --name are needed.\n${helpOf(program)}`);
}

async function contextOf(given: {
  readonly config: string;
  readonly name: string;
  readonly home: Home;
}): Promise<DaemonContext> {
  const { name, home } = given;
  const level = logLevel();
  const config = await readClusterConfig(given.config);
  // The log needs its folder, and the folder's failures need a log: they go to stderr.
  const disks = new NodeDisks(createNodeLog({ level }));
  await disks.makeDirectory(home.log);
  const stateDirectory = `${home.state}/${name}`;
  await disks.makeDirectory(stateDirectory);
  const credentials = await readCredentials(disks, home);
  const log = createNodeLog({ file: `${home.log}/${name}.log`, level, fields: { daemon: name, pid: process.pid } });
  return { config, name, home, stateDirectory, credentials, log, version };
}

/** Rejects with `INVALID`, one line per mistake. */
export async function readClusterConfig(path: string): Promise<ClusterConfig> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ClusterError('INVALID', `${path}: the cluster file cannot be read: ${messageOf(cause)}`);
  }
  return clusterConfigOf(path, text);
}

/** Throws `INVALID`. */
export function logLevel(): LogLevel {
  const level = process.env['SIO_LOG_LEVEL'] ?? 'info';
  if (level === 'debug' || level === 'info' || level === 'warn' || level === 'error') return level;
  throw new ClusterError('INVALID', `SIO_LOG_LEVEL is debug, info, warn or error, not "${level}".`);
}

/** The daemon of that name in a list of the cluster file. Throws `INVALID`. */
export function memberOf<T extends { readonly name: string }>(list: readonly T[], key: string, name: string): T {
  const found = list.find((member) => member.name === name);
  if (found !== undefined) return found;
  const known = list.map((member) => member.name).join(', ');
  throw new ClusterError('INVALID', `The cluster file names no ${name} in ${key}; there are: ${known || 'none'}.`);
}

/** Where the MDM is: what the launcher says, else the cluster file. Throws `INVALID`. */
export function mdmAddressOf({ mdm }: ClusterConfig): Address {
  const said = process.env[mdmAddressVariable];
  const address = said === undefined ? { host: mdm.address, port: mdm.port } : parseHostPort(said);
  if (address === undefined) throw new ClusterError('INVALID', `${mdmAddressVariable} is no HOST:PORT: "${said}".`);
  if (address.port === 0) {
    throw new ClusterError(
      'INVALID',
      `The cluster file gives the MDM a free port (mdm.port: 0): set ${mdmAddressVariable}, or give it a port.`,
    );
  }
  return { kind: 'tcp', ...address };
}

/** Node prints the error of a crash on stderr and ends with 1; the log gets it too. */
function logCrashes(log: Log): void {
  process.on('uncaughtExceptionMonitor', (error) => log.write('error', 'crashed', { error }));
}

/** From ready to the end of the process. */
class DaemonLife {
  readonly #running: RunningDaemon;
  readonly #log: Log | undefined;
  #reported = '';
  #stoppingSinceMs: number | undefined;
  #reports: NodeJS.Timeout | undefined;

  constructor(running: RunningDaemon, log: Log | undefined) {
    this.#running = running;
    this.#log = log;
  }

  begin(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.#signalled(signal));
    if (isLaunched()) {
      process.on('disconnect', () => this.#stop(exitCode.stopped, 'the launcher is gone'));
      this.#report();
    }
    this.#running.failed?.then(
      (error) => this.#stop(exitCode.failed, messageOf(error)),
      (error: unknown) => this.#stop(exitCode.failed, messageOf(error)),
    );
  }

  #report(): void {
    const report = this.#running.report();
    const text = JSON.stringify(report);
    if (text !== this.#reported) tellLauncher({ kind: 'report', report });
    this.#reported = text;
    this.#reports = setTimeout(() => this.#report(), report.missing.length > 0 ? firstReportsMs : laterReportsMs);
  }

  #signalled(signal: string): void {
    if (this.#stoppingSinceMs === undefined) return this.#stop(exitCode.stopped, signal);
    if (performance.now() - this.#stoppingSinceMs > sameSignalMs) process.exit(exitCode.stopped);
  }

  #stop(code: number, reason: string): void {
    if (this.#stoppingSinceMs !== undefined) return;
    this.#stoppingSinceMs = performance.now();
    clearTimeout(this.#reports);
    this.#log?.write('info', 'stopping', { reason });
    setTimeout(() => {
      this.#log?.write('warn', 'not stopped in time', { limitMs: stopLimitMs });
      process.exit(exitCode.failed);
    }, stopLimitMs);
    this.#running.close().then(
      () => {
        this.#log?.write('info', 'stopped', {});
        process.exit(code);
      },
      (error: unknown) => {
        this.#log?.write('error', 'stopped with a failure', { error });
        process.exit(exitCode.failed);
      },
    );
  }
}
