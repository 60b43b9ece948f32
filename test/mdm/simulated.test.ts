/** The same manager and the daemons' own client on the simulated host: virtual time, power losses, restarts. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import type { Address, Host } from '../../common/host.ts';
import { ClusterMap } from '../../common/map.ts';
import { MdmClient } from '../../common/mdm-client.ts';
import { MetadataManager } from '../../mdm/service.ts';
import { SimWorld } from '../simulation/world/host.ts';
import { credentials, smallSeed } from './support.ts';

const address: Address = { kind: 'tcp', host: 'm', port: 6_611 };

function managerOn(host: Host): MetadataManager {
  return new MetadataManager({ host, storePath: '/meta', credentials, listen: address, seed: smallSeed });
}

function sdcOn(host: Host, map: ClusterMap): MdmClient {
  const body = { guid: 'guid-1', name: 'sdc1', address: 'c', pid: 1, version: '0' };
  return new MdmClient({
    host,
    credentials,
    addresses: [address],
    introduction: () => {
      return { role: 'sdc', nodeId: 0, nodeName: 'sdc1', incarnation: 1, lane: 0, counter: 0, targetDeviceId: 0 };
    },
    register: () => ({ kind: 'registerSdc', body }),
    deviceStates: () => [],
    map,
    onMap: () => undefined,
  });
}

for (const seed of [1, 2, 3, 4]) {
  test.serial(
    `seed ${seed}: after a power loss of the MDM a client comes back to the map that was acknowledged`,
    async (t) => {
      const world = new SimWorld({ seed });
      const server = world.server('m');
      const first = managerOn(server.start('mdm1'));
      await world.scheduler.settle(first.open());
      const map = new ClusterMap();
      const client = sdcOn(world.server('c').start('sdc1'), map);
      client.open();
      t.true(await world.scheduler.run(() => map.tickets.length === 1, 60_000));
      const poolId = must([...first.view.map.tables.pool.values()][0], 'the pool').id;
      const command = { kind: 'addVolume', poolId, sizeBytes: 2 ** 20, createdAtMs: 1 } as const;
      const { version, id } = await world.scheduler.settle(first.execute(command));
      server.losePower();
      server.restorePower();
      const second = managerOn(server.start('mdm1'));
      await world.scheduler.settle(second.open());
      t.true(second.view.map.version >= version);
      t.true(await world.scheduler.run(() => client.isRegistered && map.volume(id) !== undefined, 60_000));
      client.close();
      await world.scheduler.settle(second.close());
    },
  );
}
