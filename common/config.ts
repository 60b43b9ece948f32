/**
 * The one cluster file: every daemon of a cluster with its server, and what the first start makes. This file has its
 * types and reads them; docs/configuration.md explains each key, and a test holds both together.
 */

import { LineCounter, parseDocument } from 'yaml';
import { checkReferences } from './config/checks.ts';
import { type Durations, readDurations } from './config/durations.ts';
import { readMdm, readPools, readSdc, readSds, readVolume } from './config/members.ts';
import { formatMistake, type Mistake, Mistakes, Places } from './config/mistakes.ts';
import { Section } from './config/reader.ts';
import { ClusterError, messageOf } from './errors.ts';
import { gib, kib, mib, tib } from './units.ts';

export type { Durations } from './config/durations.ts';

/** What every daemon of the file has. */
export interface DaemonConfig {
  readonly name: string;
  /** `local`, or the name of the server that runs it (the launcher's --host). */
  readonly host: string;
  /** What others connect to: an IP address or a name. */
  readonly address: string;
}

/** A daemon that other daemons connect to. */
export interface ListeningConfig extends DaemonConfig {
  /** What it binds. */
  readonly listen: string;
}

export interface MdmConfig extends ListeningConfig {
  /** Of control links, REST, metrics and health; 0: a free one. */
  readonly port: number;
  readonly backup: MetadataBackupConfig;
}

/** Automatic backups of the metadata; they always go below the MDM's own state. */
export interface MetadataBackupConfig {
  /** After a change, at most one in so long. */
  readonly intervalMs: number;
  /** Where each goes too: on another disk. A relative one lies below SIO_HOME. */
  readonly directory?: string;
}

/** Where metrics and health are served; port 0: a free one. */
export interface MetricsConfig {
  readonly host: string;
  readonly port: number;
}

export interface DeviceConfig {
  /** A directory or a raw block device; a relative one lies below SIO_HOME. */
  readonly path: string;
  readonly pool: string;
  readonly capacityBytes: number;
  readonly name?: string;
}

export interface SdsConfig extends ListeningConfig {
  readonly protectionDomain: string;
  readonly faultSet?: string;
  readonly journalBytes: number;
  readonly metrics: MetricsConfig;
  readonly devices: readonly DeviceConfig[];
}

/** Files of a TLS server; relative paths lie below SIO_HOME. */
export type TlsConfig =
  | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string; readonly clientCa?: string }
  | { readonly kind: 'psk'; readonly psk: string };

export interface NbdTcpConfig {
  readonly host: string;
  readonly port: number;
  /** Always there unless `host` is a loopback address. */
  readonly tls?: TlsConfig;
}

export interface SdcConfig extends DaemonConfig {
  /** `path` of a unix socket (a relative one lies below SIO_HOME), or a TCP address. */
  readonly nbd: { readonly kind: 'unix'; readonly path: string } | ({ readonly kind: 'tcp' } & MetricsConfig);
  /** NBD for clients of other servers; off where it is left out. */
  readonly nbdTcp?: NbdTcpConfig;
  /** An I/O fails after so long; 0: never. */
  readonly ioTimeoutMs: number;
  readonly metrics: MetricsConfig;
}

export interface PoolConfig {
  readonly name: string;
  readonly replicas: number;
  readonly sliceCount: number;
  readonly acknowledge: 'received' | 'stable';
}

export interface ProtectionDomainConfig {
  readonly name: string;
  readonly pools: readonly PoolConfig[];
}

export interface VolumeConfig {
  readonly name: string;
  readonly pool: string;
  readonly sizeBytes: number;
  /** Names of SDCs. */
  readonly mapTo: readonly string[];
}

/** Of each daemon's log. */
export interface LogConfig {
  /** A file that is larger is put aside. */
  readonly fileBytes: number;
  /** With the one that is written to; the oldest is dropped. */
  readonly fileCount: number;
}

export interface ClusterConfig {
  readonly system: string;
  readonly mdm: MdmConfig;
  readonly sds: readonly SdsConfig[];
  readonly sdc: readonly SdcConfig[];
  readonly protectionDomains: readonly ProtectionDomainConfig[];
  readonly volumes: readonly VolumeConfig[];
  readonly durations: Durations;
  /** Ceiling of each daemon's JavaScript heap; 0: Node's own. */
  readonly heapBytes: number;
  readonly log: LogConfig;
}

export type ParsedConfig =
  | { readonly kind: 'valid'; readonly config: ClusterConfig }
  /** In the order of the file; at least one. */
  | { readonly kind: 'invalid'; readonly mistakes: readonly Mistake[] };

/** The only version of the format so far. */
const formatVersion = 1;

/** Smaller heaps do not hold what a daemon needs to start. */
const smallestHeapBytes = 128 * mib;

/** A smaller log file would not hold the stack of a crash and what led to it. */
const smallestLogBytes = 64 * kib;
const largestLogBytes = gib;
const mostLogFiles = 100;

/** An honest file has none; this bounds what a hostile one can make of a few bytes. */
const mostAliases = 100;

/** Reads a cluster file. Never throws for its content: all mistakes are given at once. */
export function parseClusterConfig(text: string): ParsedConfig {
  try {
    return parse(text);
  } catch (error) {
    // Brackets in brackets, tens of thousands deep, end the stack of any parser.
    if (!(error instanceof RangeError)) throw error;
    const reason = `this is no YAML that can be read: ${messageOf(error)}`;
    return { kind: 'invalid', mistakes: [{ line: 1, column: 1, path: 'the file', reason, example: undefined }] };
  }
}

function parse(text: string): ParsedConfig {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter });
  const mistakes = new Mistakes(new Places(document, lineCounter));
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    const word = /[^\s:]*/y;
    word.lastIndex = pos[0];
    const reason =
      code === 'DUPLICATE_KEY'
        ? `the key ${word.exec(text)?.[0]} is there twice: leave one`
        : `this is no YAML: ${firstLine(message)}`;
    mistakes.addSyntax(pos[0], reason);
  }
  // With a key that is there twice the rest can be read; with broken syntax it would only be guessed at.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY'))
    return { kind: 'invalid', mistakes: mistakes.inOrder() };
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    // An alias without its anchor, or more of them than any honest file has.
    mistakes.addSyntax(0, `this is no YAML: ${firstLine(messageOf(error))}`);
    return { kind: 'invalid', mistakes: mistakes.inOrder() };
  }
  const config = readConfig(new Section([], content, mistakes, 'version: 1'));
  checkReferences(config, mistakes);
  return mistakes.isEmpty ? { kind: 'valid', config } : { kind: 'invalid', mistakes: mistakes.inOrder() };
}

/** The same for a caller that only wants a config. Throws `INVALID` with a line for each mistake: `FILE:LINE:COLUMN: PATH: …`. */
export function clusterConfigOf(path: string, text: string): ClusterConfig {
  const parsed = parseClusterConfig(text);
  if (parsed.kind === 'valid') return parsed.config;
  const lines = parsed.mistakes.map((mistake) => `${path}:${formatMistake(mistake)}`);
  throw new ClusterError('INVALID', lines.join('\n'));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function readConfig(file: Section): ClusterConfig {
  const version = file.number('version', { minimum: 1, maximum: 1_000, example: '1' });
  if (version > formatVersion) {
    file.mistake('version', `this sio reads version ${formatVersion} of the file`, `version: ${formatVersion}`);
  }
  const system = file.text('system', { standard: 'sio', example: 'sio' });
  const mdm = readMdm(file.section('mdm', 'name: mdm1'));
  const sds = file.list('sds', 'name: sds1').map((section) => readSds(section));
  const sdc = file.list('sdc', 'name: sdc1').map((section) => readSdc(section));
  const protectionDomains = file.list('protectionDomains', 'name: default').map((section) => readPools(section));
  const volumes = file.list('volumes', 'name: demo').map((section) => readVolume(section));
  const durations = readDurations(file.section('durations', 'silence: 2 s'));
  const memory = file.section('memory', 'heap: 1GiB');
  const heapBytes = memory.sizeBytes('heap', { standard: 0, minimum: 0, maximum: tib, example: '1GiB' });
  if (heapBytes > 0 && heapBytes < smallestHeapBytes) {
    memory.mistake('heap', 'a daemon needs at least 128MiB', 'heap: 1GiB');
  }
  memory.end();
  const log = readLog(file.section('log', 'fileSize: 8MiB'));
  file.end();
  return { system, mdm, sds, sdc, protectionDomains, volumes, durations, heapBytes, log };
}

function readLog(section: Section): LogConfig {
  const log: LogConfig = {
    fileBytes: section.sizeBytes('fileSize', {
      standard: 8 * mib,
      minimum: smallestLogBytes,
      maximum: largestLogBytes,
      example: '8MiB',
    }),
    fileCount: section.number('files', { standard: 4, minimum: 1, maximum: mostLogFiles, example: '4' }),
  };
  section.end();
  return log;
}
