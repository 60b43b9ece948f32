/** The meta store in level on the real and the simulated host, and how the MDM's state lies in it. */

import test from 'ava';
import { encodeCounters } from '../../common/messages.ts';
import { openLevelMetaStore } from '../../mdm/store/level.ts';
import { makeNodeSetting } from '../common/host-node/setting.ts';
import { metaStoreContract } from '../contract/meta-store.ts';
import type { Setting } from '../contract/setting.ts';
import { makeSimSetting } from '../simulation/world/setting.ts';
import { newHost, openManager, temporaryDirectory } from './support.ts';

metaStoreContract(test, 'level', makeNodeSetting, (host, path) => openLevelMetaStore(host.disks, path));

for (const seed of [1, 2, 3]) {
  const make = (): Promise<Setting> => makeSimSetting(seed);
  metaStoreContract(test, `simulated, seed ${seed}`, make, (host, path) => openLevelMetaStore(host.disks, path));
}

test('a store of a newer format is refused, with what to do', async (t) => {
  const directory = await temporaryDirectory(t);
  const store = await openLevelMetaStore(newHost().disks, directory);
  const counters = { mapVersion: 5, nextObjectId: 1, nextLayerId: 1, nextEpoch: 1, formatVersion: 3 };
  await store.commit({ conditions: [], puts: [['meta/counters', encodeCounters(counters)]], deletes: [] });
  await store.close();
  const error = await t.throwsAsync(openManager(t, directory));
  t.is((error as { code?: string } | undefined)?.code, 'VERSION');
  t.regex(error?.message ?? '', /its format is 3.*knows formats up to 2.*newer sio/);
});

test('a store with records and no counters is damaged, not empty', async (t) => {
  const directory = await temporaryDirectory(t);
  const store = await openLevelMetaStore(newHost().disks, directory);
  await store.commit({ conditions: [], puts: [['map/pool/00000001', new Uint8Array(1)]], deletes: [] });
  await store.close();
  const error = await t.throwsAsync(openManager(t, directory));
  t.is((error as { code?: string } | undefined)?.code, 'DAMAGED');
});
