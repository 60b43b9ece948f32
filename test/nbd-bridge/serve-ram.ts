/**
 * Serves one RAM volume until it is killed: for measuring the NBD server alone against `nbdkit memory`.
 * `node test/nbd-bridge/serve-ram.ts SOCKET [SIZE]`, then `fio --ioengine=nbd --uri=nbd+unix:///ram?socket=SOCKET`.
 */

import { SlabPool } from '../../common/slab.ts';
import { gib, parseSize } from '../../common/units.ts';
import { NbdServer } from '../../nbd-bridge/server.ts';
import { RamExports, RamVolume } from './ram-volume.ts';
import { createTestHost } from './test-host.ts';

const [path = '/tmp/sio-ram.sock', size = '1GiB'] = process.argv.slice(2);
const volume = new RamVolume({ name: 'ram', sizeBytes: parseSize(size) ?? gib });
const server = new NbdServer({
  host: createTestHost(),
  address: { kind: 'unix', path },
  exports: new RamExports(volume),
  slabs: new SlabPool(),
});
await server.open();
process.stdout.write(`serving ${size} at nbd+unix:///ram?socket=${path}\n`);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
process.on('SIGUSR2', () => process.stdout.write(`${JSON.stringify(server.counters)}\n`));
