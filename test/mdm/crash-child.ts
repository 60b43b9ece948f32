/** An MDM that is there to be killed: adds volumes without end, and prints the number of each when it was acknowledged. */

import { writeSync } from 'node:fs';
import { MetadataManager } from '../../mdm/service.ts';
import { credentials, newHost, smallSeed } from './support.ts';

const [storePath = ''] = process.argv.slice(2);
const manager = new MetadataManager({
  host: newHost(),
  storePath,
  credentials,
  listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
  seed: smallSeed,
  // So often that a kill finds one under way.
  backup: { directories: [`${storePath}.backup`], intervalMs: 1 },
});
await manager.open();
const pool = [...manager.view.map.tables.pool.values()][0];
for (let round = manager.view.map.tables.volume.size; pool !== undefined; round++) {
  const command = {
    kind: 'addVolume',
    name: `v${round}`,
    poolId: pool.id,
    sizeBytes: 2 ** 20,
    createdAtMs: 1,
  } as const;
  const { version } = await manager.execute(command);
  writeSync(1, `v${round} ${version}\n`);
}
