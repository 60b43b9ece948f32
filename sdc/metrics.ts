/** The metrics of an SDC, each listed once; the path of a request only counts plain numbers (counters.ts). */

import { Counter, Gauge, Registry } from 'prom-client';
import type { NbdServer } from '../nbd-bridge/server.ts';
import type { DataClient } from './client.ts';
import { retryReasons, type VolumeCounters } from './counters.ts';

type OfVolume = readonly [name: string, help: string, read: (counters: VolumeCounters) => number];

const volumeCounters: readonly OfVolume[] = [
  ['sio_sdc_reads_total', 'Reads of users', ({ reads }) => reads],
  ['sio_sdc_read_bytes_total', 'Bytes that users have read', ({ readBytes }) => readBytes],
  ['sio_sdc_writes_total', 'Writes of users, of at most 1 MiB each', ({ writes }) => writes],
  ['sio_sdc_written_bytes_total', 'Bytes that users have written', ({ writtenBytes }) => writtenBytes],
  ['sio_sdc_zeroes_total', 'Zeroes and trims of users', ({ zeroes }) => zeroes],
  ['sio_sdc_zeroed_bytes_total', 'Bytes that users have zeroed or trimmed', ({ zeroedBytes }) => zeroedBytes],
  ['sio_sdc_statuses_total', 'Questions of users for block states', ({ statuses }) => statuses],
  ['sio_sdc_flushes_total', 'Flushes of users', ({ flushes }) => flushes],
  ['sio_sdc_errors_total', 'Requests that users were told have failed', ({ errors }) => errors],
  ['sio_sdc_timeouts_total', 'Requests that ran out of their I/O time-out', ({ timeouts }) => timeouts],
  ['sio_sdc_lost_flushes_total', 'Flushes that reported lost data', ({ dataLost }) => dataLost],
];

/** Every metric of the client, and of the NBD server where there is one. */
export function sdcMetrics(client: DataClient, server: NbdServer | undefined): Registry {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ['volume'];
  for (const [name, help, read] of volumeCounters) {
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const volume of client.volumes()) this.inc({ volume: volume.name }, read(volume.counters));
      },
    });
  }
  new Counter({
    name: 'sio_sdc_retries_total',
    help: 'Parts of requests that were sent again, by reason',
    labelNames: ['volume', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { name, counters } of client.volumes()) {
        for (const reason of retryReasons) this.inc({ volume: name, reason }, counters.retries[reason]);
      }
    },
  });
  new Gauge({
    name: 'sio_sdc_requests_in_flight',
    help: 'Requests of users that have not ended',
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { name, counters } of client.volumes()) this.set({ volume: name }, counters.inFlight);
    },
  });
  gauge(registry, 'sio_sdc_engine_links', 'Links to device engines that are up', () => client.linkCount);
  gauge(registry, 'sio_sdc_map_version', 'Version of the cluster map that is held', () => client.map.version);
  gauge(registry, 'sio_sdc_mdm_registered', '1 while the MDM has this SDC registered', () =>
    Number(client.isRegistered),
  );
  counter(
    registry,
    'sio_sdc_late_replies_total',
    'Replies to requests that had been given up',
    () => client.lateReplies,
  );
  if (server !== undefined) addNbd(registry, server);
  return registry;
}

function addNbd(registry: Registry, { counters }: NbdServer): void {
  gauge(registry, 'sio_nbd_connections', 'Connections of NBD clients', () => counters.connections);
  counter(registry, 'sio_nbd_connections_total', 'Connections ever accepted', () => counters.connectionsTotal);
  counter(registry, 'sio_nbd_refused_connections_total', 'Turned away', () => counters.connectionsRefusedTotal);
  counter(
    registry,
    'sio_nbd_protocol_errors_total',
    'Links closed for wrong bytes',
    () => counters.protocolErrorsTotal,
  );
  counter(registry, 'sio_nbd_errors_total', 'Requests answered with an error', () => counters.errorsTotal);
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

function counter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
