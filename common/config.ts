/**
 * The one cluster file: every daemon of a cluster with its server, and what the first start makes. This file has its
 * types and reads them; docs/configuration.md explains each key, and a test holds both together.
 */

import { parseDocument } from 'yaml';
import { checkReferences } from './config/checks.ts';
import { type Durations, readDurations } from './config/durations.ts';
import { readMdm, readPools, readSdc, readSds, readVolume } from './config/members.ts';
import { Mistakes, Section } from './config/reader.ts';
import { ClusterError, messageOf } from './errors.ts';
import { mib, tib } from './units.ts';

export type { Durations } from './config/durations.ts';

/** What every daemon of the file has. */
export interface DaemonConfig {
  readonly name: string;
  /** `local`, or the name of the server that runs it (the launcher's --host). */
  readonly host: string;
  /** What others connect to: an IP address or a name. */
  readonly address: string;
  /** What it binds. */
  readonly listen: string;
}

export interface MdmConfig extends DaemonConfig {
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

export interface SdsConfig extends DaemonConfig {
  readonly protectionDomain: string;
  readonly faultSet?: string;
  readonly journalBytes: number;
  readonly metrics: MetricsConfig;
  readonly devices: readonly DeviceConfig[];
}

export interface SdcConfig extends DaemonConfig {
  /** `path` of a unix socket (a relative one lies below SIO_HOME), or a TCP address. */
  readonly nbd: { readonly kind: 'unix'; readonly path: string } | ({ readonly kind: 'tcp' } & MetricsConfig);
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
}

export type ParsedConfig =
  | { readonly kind: 'valid'; readonly config: ClusterConfig }
  | { readonly kind: 'invalid'; readonly mistakes: readonly string[] };

/** The only version of the format so far. */
const formatVersion = 1;

const memberExample = '- name: sds1';

/** Reads a cluster file. Never throws for its content: all mistakes are given at once, a line each. */
export function parseClusterConfig(text: string): ParsedConfig {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    return {
      kind: 'invalid',
      mistakes: document.errors.map((error) => `this is no YAML: ${firstLine(error.message)}`),
    };
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // An alias without its anchor, or more of them than any honest file has.
    return { kind: 'invalid', mistakes: [`this is no YAML: ${firstLine(messageOf(error))}`] };
  }
  const mistakes = new Mistakes();
  const config = readConfig(new Section('', content, mistakes, 'version: 1'));
  if (mistakes.lines.length === 0) checkReferences(config, mistakes);
  return mistakes.lines.length === 0 ? { kind: 'valid', config } : { kind: 'invalid', mistakes: mistakes.lines };
}

/** The same for a caller that only wants a config. Throws `INVALID` with a line for each mistake, led by `path`. */
export function clusterConfigOf(path: string, text: string): ClusterConfig {
  const parsed = parseClusterConfig(text);
  if (parsed.kind === 'valid') return parsed.config;
  throw new ClusterError('INVALID', parsed.mistakes.map((line) => `${path}: ${line}`).join('\n'));
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
  const sds = file.list('sds', memberExample).map((section) => readSds(section));
  const sdc = file.list('sdc', '- name: sdc1').map((section) => readSdc(section));
  const protectionDomains = file.list('protectionDomains', '- name: default').map((section) => readPools(section));
  const volumes = file.list('volumes', '- name: demo').map((section) => readVolume(section));
  const durations = readDurations(file.section('durations', 'silence: 2 s'));
  const memory = file.section('memory', 'heap: 1GiB');
  const heapBytes = memory.sizeBytes('heap', { standard: 0, minimum: 0, maximum: tib, example: '1GiB' });
  if (heapBytes > 0 && heapBytes < 128 * mib) {
    memory.mistake('heap', 'a daemon needs at least 128MiB', 'heap: 1GiB');
  }
  memory.end();
  file.end();
  return { system, mdm, sds, sdc, protectionDomains, volumes, durations, heapBytes };
}
