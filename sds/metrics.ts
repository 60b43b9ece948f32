/** The metrics of an SDS, each listed once; engines only count plain numbers, and report them with their state. */

import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { DataServer } from './data-server.ts';
import type { EngineCounters } from './statistics.ts';

type Device = ReturnType<DataServer['devices']>[number];

const deviceGauges: readonly (readonly [name: string, help: string, read: (device: Device) => number])[] = [
  ['sio_sds_device_up', '1 while the device serves', ({ state }) => Number(state.dataPort !== 0)],
  ['sio_sds_device_capacity_bytes', 'What the device may hold', ({ state }) => state.capacityBytes],
  ['sio_sds_device_used_bytes', 'What the device holds', ({ state }) => state.usedBytes],
  ['sio_sds_unsettled_slices', 'Slices that do not serve yet', ({ state }) => state.unsettledSlices],
];

const engineCounters: readonly (readonly [name: string, help: string, field: keyof EngineCounters])[] = [
  ['sio_sds_reads_total', 'Reads of clients', 'reads'],
  ['sio_sds_read_bytes_total', 'Bytes that clients have read', 'readBytes'],
  ['sio_sds_writes_total', 'Writes of clients', 'writes'],
  ['sio_sds_written_bytes_total', 'Bytes that clients have written', 'writeBytes'],
  ['sio_sds_zeroes_total', 'Zeroes and trims of clients', 'zeroes'],
  ['sio_sds_statuses_total', 'Questions of clients for block states', 'statuses'],
  ['sio_sds_flushes_total', 'Flushes of clients', 'flushes'],
  ['sio_sds_forwards_total', 'Writes that came from a primary', 'forwards'],
  ['sio_sds_chunks_copied_total', 'Chunks fetched to make replicas equal', 'chunksCopied'],
  ['sio_sds_copied_bytes_total', 'Bytes fetched to make replicas equal', 'bytesCopied'],
  ['sio_sds_checksum_failures_total', 'Blocks whose checksum did not match', 'checksumFailures'],
  ['sio_sds_busy_answers_total', 'Requests answered BUSY', 'busyAnswers'],
  ['sio_sds_stale_answers_total', 'Requests answered STALE_MAP or NOT_PRIMARY', 'staleAnswers'],
];

/** `server` is asked at each scrape; there is none yet while the SDS starts. */
export function sdsMetrics(server: () => DataServer | undefined): Registry {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ['device'];
  const devices = (): readonly Device[] => server()?.devices() ?? [];
  collectDefaultMetrics({ register: registry });
  for (const [name, help, read] of deviceGauges) {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const device of devices()) this.set({ device: device.path }, read(device));
      },
    });
  }
  for (const [name, help, field] of engineCounters) {
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const device of devices()) this.inc({ device: device.path }, device.counters[field]);
      },
    });
  }
  new Gauge({
    name: 'sio_sds_map_version',
    help: 'Version of the cluster map that is held',
    registers,
    collect() {
      this.set(server()?.mapVersion ?? 0);
    },
  });
  new Gauge({
    name: 'sio_sds_mdm_registered',
    help: '1 while the MDM has this SDS registered',
    registers,
    collect() {
      this.set(Number(server()?.isRegistered ?? false));
    },
  });
  return registry;
}
