/**
 * What the MDM takes from a config file, until common/config.ts reads the cluster file for every daemon: one YAML document
 * with the keys of `MdmSettings`. `startMdm` does not know where its options come from.
 */

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { ClusterError, messageOf } from '../common/errors.ts';
import type { LogLevel } from '../common/host.ts';
import type { ClusterSeed } from './seed.ts';
import type { StartMdmOptions } from './start.ts';

interface MdmSettings {
  /** 32 hex digits. */
  readonly clusterId: string;
  /** Holds the cluster key as hex digits. Paths are relative to the config file. */
  readonly clusterKeyFile: string;
  readonly adminTokenFile: string;
  readonly dataDirectory: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  readonly systemName?: string;
  readonly seed?: ClusterSeed;
}

const neededKeys = ['clusterId', 'clusterKeyFile', 'adminTokenFile', 'dataDirectory'] as const;

/** Rejects with `INVALID`, one line per mistake. */
export async function loadMdmSettings(path: string, name: string, level: LogLevel): Promise<StartMdmOptions> {
  const settings = checked(path, await contentOf(path));
  const near = (file: string): string => resolve(dirname(path), file);
  const { clusterId, seed, systemName } = settings;
  const key = Buffer.from((await readText(near(settings.clusterKeyFile))).trim(), 'hex');
  return {
    dataDirectory: near(settings.dataDirectory),
    listen: { kind: 'tcp', host: settings.host ?? '127.0.0.1', port: settings.port ?? 0 },
    credentials: { clusterId, key },
    adminToken: (await readText(near(settings.adminTokenFile))).trim(),
    log: { level, fields: { daemon: name } },
    ...(seed === undefined ? {} : { seed }),
    ...(systemName === undefined ? {} : { systemName }),
  };
}

async function contentOf(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return parse(text);
  } catch (cause) {
    throw new ClusterError('INVALID', `${path}: this is no YAML: ${messageOf(cause)}`, { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ClusterError('INVALID', `${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function checked(path: string, content: unknown): MdmSettings {
  const settings = (typeof content === 'object' && content !== null ? content : {}) as Record<string, unknown>;
  const mistakes = neededKeys
    .filter((key) => typeof settings[key] !== 'string' || settings[key] === '')
    .map((key) => `${path}: ${key}: a text is needed here`);
  if (mistakes.length > 0) throw new ClusterError('INVALID', mistakes.join('\n'));
  return settings as unknown as MdmSettings;
}
