import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { clusterConfigOf } from '../../common/config.ts';
import { gib, mib } from '../../common/units.ts';
import { checkout } from '../integration/cluster.ts';
import { regionOf } from './target.ts';
import { startNbdkit } from './targets/nbdkit.ts';
import { clusterText } from './targets/sio.ts';

const local = readFileSync(join(checkout, 'cluster-configs', 'local.yaml'), 'utf8');

test('the cluster of a run has its journals, mode and volumes, and room for all replicas', (t) => {
  const sizes = { whole: gib, within: 32 * mib, beyond: 6400 * mib };
  const text = clusterText(local, { acknowledge: 'stable', journalBytes: 64 * mib, sizes });
  const config = clusterConfigOf('bench.yaml', text);
  t.deepEqual(
    config.protectionDomains.flatMap(({ pools }) => pools.map(({ acknowledge }) => acknowledge)),
    ['stable'],
  );
  t.deepEqual(
    config.volumes.map(({ name, sizeBytes }) => [name, sizeBytes]),
    [
      ['demo', sizes.whole],
      ['beyond', sizes.beyond],
    ],
  );
  t.true(config.sds.every(({ journalBytes }) => journalBytes === 64 * mib));
  const room = config.sds.flatMap(({ devices }) => devices).reduce((sum, { capacityBytes }) => sum + capacityBytes, 0);
  t.true(room > 2 * (sizes.whole + sizes.beyond), `${room}`);
});

test('without jobs beyond the journals there is no volume for them', (t) => {
  const sizes = { whole: gib, within: 32 * mib, beyond: 0 };
  const text = clusterText(local, { acknowledge: 'received', journalBytes: 64 * mib, sizes });
  t.deepEqual(
    clusterConfigOf('bench.yaml', text).volumes.map(({ name }) => name),
    ['demo'],
  );
});

test('on a peer with one export the working sets lie side by side', (t) => {
  const sizes = { whole: gib, within: 32 * mib, beyond: 2 * gib };
  t.deepEqual(regionOf('nbd:x', sizes, 'within'), { uri: 'nbd:x', offset: 0, bytes: 32 * mib });
  t.deepEqual(regionOf('nbd:x', sizes, 'beyond'), { uri: 'nbd:x', offset: gib, bytes: 2 * gib });
});

test('a yardstick larger than the free memory is refused, and the refusal says what to do', async (t) => {
  const sizes = { whole: 2 ** 50, within: 0, beyond: 0 };
  await t.throwsAsync(startNbdkit('memory', sizes), { message: /wants 1048576\.0 GiB of memory.*smaller --size/ });
});
