/** Reads the daemons, pools and volumes of the cluster file, each from its section. */

import type {
  DaemonConfig,
  DeviceConfig,
  MdmConfig,
  MetadataBackupConfig,
  MetricsConfig,
  PoolConfig,
  ProtectionDomainConfig,
  SdcConfig,
  SdsConfig,
  VolumeConfig,
} from '../config.ts';
import { mib, tib } from '../units.ts';
import { hostPattern, parseHostPort } from './addresses.ts';
import type { Section } from './reader.ts';

const hourMs = 3_600_000;
const standardAddress = '127.0.0.1';
/** What a lost disk can cost, at most, of the metadata: a map of a data server lacks less. */
const standardBackupMs = 10_000;
const standardMetrics = '127.0.0.1:0';

/** Journals are preallocated; the smallest holds a few of the largest turns (PROTOCOL.md section 8). */
const smallestJournalBytes = 16 * mib;
const standardJournalBytes = 64 * mib;
const largestJournalBytes = 64 * 1024 * mib;

const smallestDeviceBytes = 64 * mib;
const largestDeviceBytes = 32 * tib;
const largestVolumeBytes = 1_024 * tib;

/** As the MDM takes names (mdm/core/checks.ts): none looks like a flag or leaves its folder. */
const name = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
  rule: 'a name has 1 to 128 letters, digits, ".", "_" or "-" and begins with a letter or digit',
} as const;

const host = { pattern: hostPattern, rule: 'an IPv4 or IPv6 address or a host name without a port' } as const;

function readDaemon(section: Section, exampleName: string): DaemonConfig {
  const address = section.text('address', { ...host, standard: standardAddress, example: '192.0.2.11' });
  return {
    name: section.text('name', { ...name, example: exampleName }),
    host: section.text('host', { ...name, standard: 'local', example: 'local' }),
    address,
    listen: section.text('listen', { ...host, standard: address, example: '0.0.0.0' }),
  };
}

function readMetrics(section: Section): MetricsConfig {
  const text = section.text('metrics', { standard: standardMetrics, example: '127.0.0.1:9100' });
  const parsed = parseHostPort(text);
  if (parsed === undefined && text !== '') {
    section.mistake('metrics', `"${text}" is no HOST:PORT`, 'metrics: 127.0.0.1:9100 (port 0: a free one)');
  }
  return parsed ?? { host: standardAddress, port: 0 };
}

export function readMdm(section: Section): MdmConfig {
  const mdm = {
    ...readDaemon(section, 'mdm1'),
    port: section.number('port', { standard: 0, minimum: 0, maximum: 65_535, example: '6611' }),
    backup: readBackup(section.section('backup', 'interval: 10 s')),
  };
  section.end();
  return mdm;
}

function readBackup(section: Section): MetadataBackupConfig {
  const directory = section.text('directory', { standard: '', example: '/mnt/other-disk/sio-metadata' });
  const intervalMs = section.durationMs('interval', {
    standard: standardBackupMs,
    minimum: 100,
    maximum: hourMs,
    example: '10 s',
  });
  section.end();
  return { intervalMs, ...(directory === '' ? {} : { directory }) };
}

export function readSds(section: Section): SdsConfig {
  const faultSet = section.text('faultSet', { ...name, standard: '', example: 'rack1' });
  const sds: SdsConfig = {
    ...readDaemon(section, 'sds1'),
    protectionDomain: section.text('protectionDomain', { ...name, standard: 'default', example: 'default' }),
    ...(faultSet === '' ? {} : { faultSet }),
    journalBytes: section.sizeBytes('journal', {
      standard: standardJournalBytes,
      minimum: smallestJournalBytes,
      maximum: largestJournalBytes,
      example: '64MiB',
    }),
    metrics: readMetrics(section),
    devices: section.list('devices', '- path: devices/sds1-1').map((device) => readDevice(device)),
  };
  section.end();
  return sds;
}

function readDevice(section: Section): DeviceConfig {
  const deviceName = section.text('name', { standard: '', ...name, example: 'ssd1' });
  const device: DeviceConfig = {
    path: section.text('path', { example: 'devices/sds1-1' }),
    pool: section.text('pool', { ...name, standard: 'default', example: 'default' }),
    capacityBytes: section.sizeBytes('capacity', {
      minimum: smallestDeviceBytes,
      maximum: largestDeviceBytes,
      example: '8GiB',
    }),
    ...(deviceName === '' ? {} : { name: deviceName }),
  };
  section.end();
  return device;
}

export function readSdc(section: Section): SdcConfig {
  const sdc: SdcConfig = {
    ...readDaemon(section, 'sdc1'),
    nbd: readNbd(section),
    ioTimeoutMs: section.durationMs('ioTimeout', { standard: 0, minimum: 0, maximum: 24 * hourMs, example: '30 s' }),
    metrics: readMetrics(section),
  };
  section.end();
  return sdc;
}

/** With a slash it is a path; otherwise HOST:PORT. */
function readNbd(section: Section): SdcConfig['nbd'] {
  const text = section.text('nbd', { standard: 'run/nbd.sock', example: 'run/nbd.sock' });
  if (text.includes('/')) return { kind: 'unix', path: text };
  const tcp = parseHostPort(text);
  if (tcp !== undefined) return { kind: 'tcp', ...tcp };
  if (text !== '')
    section.mistake('nbd', `"${text}" is neither a path (with a slash) nor HOST:PORT`, 'nbd: run/nbd.sock');
  return { kind: 'unix', path: text };
}

export function readPools(section: Section): ProtectionDomainConfig {
  const domain: ProtectionDomainConfig = {
    name: section.text('name', { ...name, example: 'default' }),
    pools: section.list('pools', '- name: default').map((pool) => readPool(pool)),
  };
  section.end();
  return domain;
}

function readPool(section: Section): PoolConfig {
  const sliceCount = section.number('slices', { standard: 4_096, minimum: 1, maximum: 65_536, example: '4096' });
  if (2 ** Math.round(Math.log2(sliceCount)) !== sliceCount) {
    section.mistake('slices', `${sliceCount} is no power of two`, 'slices: 4096');
  }
  const pool: PoolConfig = {
    name: section.text('name', { ...name, example: 'default' }),
    replicas: section.number('replicas', { standard: 2, minimum: 2, maximum: 3, example: '2' }),
    sliceCount,
    acknowledge: section.choice('acknowledge', {
      choices: ['received', 'stable'],
      standard: 'received',
      example: 'received',
    }),
  };
  section.end();
  return pool;
}

export function readVolume(section: Section): VolumeConfig {
  const volume: VolumeConfig = {
    name: section.text('name', { ...name, example: 'demo' }),
    pool: section.text('pool', { ...name, standard: 'default', example: 'default' }),
    sizeBytes: section.sizeBytes('size', { minimum: mib, maximum: largestVolumeBytes, example: '1GiB' }),
    mapTo: section.texts('mapTo', 'mapTo: [sdc1]'),
  };
  // The only provisioning of this version; the key is there so that a file says it.
  section.choice('provisioning', { choices: ['thin'], standard: 'thin', example: 'thin' });
  if (volume.sizeBytes % mib !== 0) section.mistake('size', 'a size is a multiple of 1MiB', 'size: 1GiB');
  section.end();
  return volume;
}
