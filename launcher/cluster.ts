/**
 * The daemons of one server as a whole: started in order, watched, written down in cluster.json, and stopped in the
 * reverse order. Says when a read through the whole path has worked.
 */

import { must } from '../common/assert.ts';
import { formatHostPort, isWildcard, parseHostPort } from '../common/config/addresses.ts';
import type { ClusterConfig, SdcConfig } from '../common/config.ts';
import { ClusterError, messageOf } from '../common/errors.ts';
import type { Address, Host } from '../common/host.ts';
import { exitCode } from '../common/host-node/exit-codes.ts';
import { type Home, makeSocketFolder, removeSocketFolder, socketPathOf } from '../common/host-node/home.ts';
import { mdmAddressVariable, mdmPortVariable } from '../common/host-node/launch.ts';
import { adminTokenFile, makeSecrets, readCredentials } from '../common/host-node/secrets.ts';
import { type ClusterFile, ClusterFileWriter, entryOf, nbdUriOf } from './cluster-file.ts';
import { compileCacheOf } from './compile-cache.ts';
import { DaemonProcess, type Ending } from './daemon-process.ts';
import { askMdm } from './differences.ts';
import { type Member, membersOf, type Role } from './members.ts';
import { probeExport } from './nbd-probe.ts';
import { stablePort } from './ports.ts';

/** A lock or port may still be held by daemons of a launcher that was killed: they end within this. */
const takeOverMs = 8_000;

/** Each role has so long to stop, one after the other: together below the 10 s that a stop may take. */
const stopLimitsMs: Readonly<Record<Role, number>> = { sdc: 4_000, sds: 3_500, mdm: 1_500 };

/**
 * So long the ready line waits for everything; after it a read that works is enough, and what is missing is said. A daemon
 * that was removed with scli, or a server that is not there yet, must not hold up the others.
 */
const patienceMs = 10_000;

const probeTimeoutMs = 1_000;
const probePauseMs = 50;

/** Where the SDC of this server serves. */
interface Export {
  /** For others. */
  readonly shown: Address;
  /** For the launcher itself: what is advertised need not be reachable from here. */
  readonly local: Address;
  readonly name: string | undefined;
  /** Something is missing that may still bring it volumes. */
  readonly isWaiting: boolean;
}

export interface ClusterOptions {
  readonly host: Host;
  readonly home: Home;
  readonly config: ClusterConfig;
  /** Absolute. */
  readonly configFile: string;
  /** What `--host` says. */
  readonly hostName: string | undefined;
  /** A line for the person who looks on. */
  readonly say: (line: string) => void;
}

export class Cluster {
  readonly #options: ClusterOptions;
  readonly #writer: ClusterFileWriter;
  readonly #failed = Promise.withResolvers<never>();
  readonly #startedMs: number;
  readonly #changed = new Set<() => void>();
  #daemons: readonly DaemonProcess[] = [];
  #clusterId = '';
  #mdmAddress = '';
  #environment: Record<string, string> = {};
  #isReady = false;
  #stopping: Promise<void> | undefined;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#writer = new ClusterFileWriter(options.host.disks, options.home.clusterFile);
    this.#startedMs = options.host.clock.nowMs();
    // Whoever waits for readiness hears of it; before and after that there is nobody, which is no failure.
    this.#failed.promise.catch(() => undefined);
  }

  get daemons(): readonly DaemonProcess[] {
    return this.#daemons;
  }

  get config(): ClusterConfig {
    return this.#options.config;
  }

  get mdmAddress(): string {
    return this.#mdmAddress;
  }

  get adminTokenFile(): string {
    return adminTokenFile(this.#options.home);
  }

  /**
   * Starts everything. Resolves with the NBD URI (of the MDM, where no SDC runs here) when a read has worked and
   * cluster.json is in place. Rejects when a daemon cannot start; `stop` is then still to be called.
   */
  async start(): Promise<string> {
    const { host, home, config, hostName } = this.#options;
    for (const folder of [home.run, home.log, home.state]) await host.disks.makeDirectory(folder);
    await host.disks.remove(home.clusterFile);
    const members = membersOf(config, hostName);
    // Secrets that another server made for itself would be those of another cluster.
    if (members.some(({ role }) => role === 'mdm')) await makeSecrets(host.disks, host.random, home);
    this.#clusterId = (await readCredentials(host.disks, home)).clusterId;
    for (const { nbd } of this.#ownSdcs()) if (nbd.kind === 'unix') await makeSocketFolder(this.#socketOf(nbd.path));
    this.#environment['NODE_COMPILE_CACHE'] = process.env['NODE_COMPILE_CACHE'] ?? compileCacheOf(home);
    if (this.#stopping !== undefined) throw stoppedEarly();
    this.#daemons = members.map((member) => this.#daemonOf(member));
    return await Promise.race([this.#startAll(), this.#failed.promise]);
  }

  /** Everything is gone when it resolves. May be called at any time, more than once. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends everything at once; resolves when it is gone. */
  async kill(): Promise<void> {
    await Promise.all(this.#daemons.map((daemon) => daemon.kill()));
  }

  /** What is missing until it is ready, a line a daemon. */
  missing(): readonly string[] {
    return this.#daemons.flatMap((daemon) => {
      const { member, report } = daemon;
      if (report === undefined) return daemon.pid === undefined ? [] : [`${member.name}: starting`];
      const [first, ...more] = report.missing;
      if (first === undefined) return [];
      return [`${member.name}: ${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`];
    });
  }

  async #startAll(): Promise<string> {
    const { config } = this.#options;
    const mdm = this.#daemons.find(({ member }) => member.role === 'mdm');
    if (mdm === undefined) this.#mdmAddress = formatHostPort(config.mdm.address, config.mdm.port);
    else {
      await this.#takePort();
      mdm.start();
      await this.#until(() => mdm.report !== undefined);
      this.#mdmAddress = mdm.report?.address ?? '';
      const port = parseHostPort(this.#mdmAddress)?.port;
      if (config.mdm.port === 0 && port !== undefined) this.#environment[mdmPortVariable] = String(port);
    }
    this.#environment[mdmAddressVariable] = this.#mdmAddress;
    for (const daemon of this.#daemons) daemon.start();
    await this.#until(() => this.#daemons.every(({ report }) => report !== undefined));
    await Promise.race([this.#until(() => this.missing().length === 0), this.#pause(patienceMs)]);
    for (const line of this.missing()) this.#options.say(`not waited for any longer: ${line}`);
    const uri = await this.#probe();
    this.#isReady = true;
    await this.#write();
    return uri;
  }

  async #takePort(): Promise<void> {
    const { host, home, config } = this.#options;
    const { name, listen, port } = config.mdm;
    if (port !== 0) return;
    const { disks, random } = host;
    const free = await stablePort({ disks, random, file: home.portsFile, name, listenHost: listen });
    this.#environment[mdmPortVariable] = String(free);
  }

  #daemonOf(member: Member): DaemonProcess {
    const { config, configFile, home } = this.#options;
    return new DaemonProcess({
      member,
      arguments: ['--config', configFile, '--name', member.name, '--home', home.path],
      environment: () => this.#environment,
      firstPauseMs: config.durations.restartPauseMs,
      longestPauseMs: config.durations.restartPauseLongestMs,
      onReport: () => this.#reported(),
      onOutput: (daemon, text) =>
        this.#options.host.log.write('warn', 'daemon output', { of: daemon.member.name, text }),
      onEnd: (daemon, ending) => this.#ended(daemon, ending),
    });
  }

  #reported(): void {
    for (const look of [...this.#changed]) look();
    if (this.#isReady && this.#stopping === undefined) {
      this.#write().catch((error: unknown) => {
        this.#options.host.log.write('error', 'cluster file not written', { error });
      });
    }
  }

  #ended({ member }: DaemonProcess, ending: Ending): void {
    const { host, say } = this.#options;
    host.log.write('warn', 'daemon ended', { of: member.name, ...ending });
    if (!this.#isReady && this.#isFinal(ending)) {
      this.#failed.reject(new StartFailure(member.name, ending));
      return;
    }
    say(`${member.name} ended (${firstLine(ending.reason)}); it is started again in ${ending.pauseMs} ms`);
  }

  /** Before the first ready line a daemon that refuses to start ends the start; later it is tried again for ever. */
  #isFinal({ exitCode: code, code: reason }: Ending): boolean {
    if (code !== exitCode.usage && code !== exitCode.unreachable && code !== exitCode.refused) return false;
    if (reason !== 'LOCKED' && reason !== 'UNREACHABLE') return true;
    return this.#options.host.clock.nowMs() - this.#startedMs > takeOverMs;
  }

  #until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (!condition()) return;
      this.#changed.delete(look);
      resolve();
    };
    this.#changed.add(look);
    return promise;
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.host.clock.after(delayMs, resolve);
    });
  }

  #ownSdcs(): readonly SdcConfig[] {
    const { config, hostName } = this.#options;
    return config.sdc.filter(({ host }) => host === 'local' || host === hostName);
  }

  #socketOf(path: string): { readonly path: string; readonly isMoved: boolean } {
    return socketPathOf(this.#options.home.resolve(path));
  }

  /** The first SDC of this server, and the volume to show: the file's first, else what is served. */
  #export(): Export | undefined {
    const { config } = this.#options;
    const sdc = this.#daemons.find(({ member }) => member.role === 'sdc');
    if (sdc?.report === undefined) return undefined;
    const { exports, address, missing } = sdc.report;
    const seeded = config.volumes.find(({ mapTo }) => mapTo.includes(sdc.member.name));
    const name = seeded !== undefined && exports.includes(seeded.name) ? seeded.name : exports[0];
    const nbd = must(config.sdc.find((client) => client.name === sdc.member.name)?.nbd, 'the SDC in the file');
    const isWaiting = missing.length > 0;
    if (nbd.kind === 'unix') {
      const socket: Address = { kind: 'unix', path: address };
      return { shown: socket, local: socket, name, isWaiting };
    }
    const tcp = must(parseHostPort(address), 'HOST:PORT of an SDC on TCP');
    const local: Address = { kind: 'tcp', host: localHost(nbd.host), port: tcp.port };
    return { shown: { kind: 'tcp', ...tcp }, local, name, isWaiting };
  }

  #uri(): string {
    const found = this.#export();
    return found === undefined ? '' : nbdUriOf(found.shown, found.name ?? '');
  }

  async #probe(): Promise<string> {
    let said = '';
    let answeredMs: number | undefined;
    while (this.#stopping === undefined) {
      const found = this.#export();
      try {
        if (found?.name !== undefined) {
          await probeExport(found.local, found.name, probeTimeoutMs);
          return this.#uri();
        }
        // Without an SDC here, or without a volume for it, there is no path to try: the MDM must be there at least.
        await askMdm(this.#mdmAddress, probeTimeoutMs);
        if (found === undefined) return this.#mdmAddress;
        // An MDM that has just come tells the SDC its volumes in a moment; one that was removed with scli hears nothing.
        const nowMs = this.#options.host.clock.nowMs();
        answeredMs ??= nowMs;
        if (!found.isWaiting || nowMs - answeredMs > patienceMs) return this.#uri();
      } catch (error) {
        const reason = messageOf(error);
        if (reason !== said) this.#options.say(reason);
        said = reason;
      }
      await this.#pause(probePauseMs);
    }
    throw stoppedEarly();
  }

  async #write(): Promise<void> {
    const { home } = this.#options;
    const entries = this.#daemons.map((daemon) => entryOf(daemon, this.#clusterId, home.log));
    // A daemon that is on its way back keeps its old entry until it has said where it is.
    if (entries.includes(undefined)) return;
    const content: ClusterFile = {
      version: 1,
      clusterId: this.#clusterId,
      nbdUri: this.#uri(),
      mdm: this.#mdmAddress,
      adminTokenFile: this.adminTokenFile,
      daemons: entries.filter((entry) => entry !== undefined),
    };
    await this.#writer.write(content);
  }

  async #stop(): Promise<void> {
    await this.#writer.remove();
    // What uses a layer goes before it: clients, then data, then the MDM.
    for (const role of ['sdc', 'sds', 'mdm'] as const) {
      const ofRole = this.#daemons.filter(({ member }) => member.role === role);
      await Promise.all(ofRole.map((daemon) => daemon.stop(stopLimitsMs[role])));
    }
    for (const { nbd } of this.#ownSdcs()) if (nbd.kind === 'unix') await removeSocketFolder(this.#socketOf(nbd.path));
  }
}

/** A daemon could not start; the launcher ends with the daemon's exit code. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly exitCode: number;

  constructor(daemon: string, ending: Ending) {
    super(`${daemon} cannot start: ${ending.reason}`);
    this.exitCode = ending.exitCode ?? exitCode.failed;
  }
}

function stoppedEarly(): ClusterError {
  return new ClusterError('CLOSED', 'The cluster was stopped before it was ready.');
}

/** What a server binds to all its addresses is reached here without leaving it. */
function localHost(bound: string): string {
  if (!isWildcard(bound)) return bound;
  return bound.includes(':') ? '::1' : '127.0.0.1';
}

/** Of a crash: the error, not the line of code above it. The launcher's log has all. */
function firstLine(reason: string): string {
  const lines = reason.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(\w*Error\b|FATAL)/.test(line)) ?? lines[0] ?? reason;
}
