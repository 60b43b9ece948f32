/** A map that is older than what a device has worked under: nothing of a newer volume may be lost to it. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import type { VolumeRecord } from '../../common/messages.ts';
import { deviceId, EngineScene, otherId, PrimaryLink, sliceOfChunk, volumeOf } from './engine-scene.ts';
import { appendWrite, contentOf, layerId, payloadOf } from './support.ts';

const older = volumeOf(5, 3);
const newer = volumeOf(6, layerId);

/** The device holds chunks of both volumes, at their places. */
async function filled(scene: EngineScene): Promise<void> {
  const { store } = scene.engine;
  for (let chunkIndex = 0; chunkIndex < 3; chunkIndex++)
    appendWrite(store, chunkIndex, 0, payloadOf(7, 1), chunkIndex + 1);
  store.commit();
  await scene.checkpoint();
}

function removalEnded(scene: EngineScene): () => boolean {
  return () => scene.world.log.format().includes('removed-layers-freed') && scene.engine.store.isApplied;
}

function holds(scene: EngineScene, { layerId: layer }: VolumeRecord): boolean {
  return scene.engine.store.find(layer, 0) !== undefined;
}

test('a forward of a volume that the mirror has not heard of is refused until the map has it', async (t) => {
  const scene = await EngineScene.open(t, [older], { replicas: [otherId, deviceId] });
  const update = { slice: sliceOfChunk(newer, 0), layerId: newer.layerId, chunkIndex: 0, sequence: 1 };
  const early = await PrimaryLink.settled(scene);
  early.forward(update);
  await early.closed();
  t.regex(scene.world.log.format(), /refused .*layer 5 is not in the map 1 here/);
  t.false(holds(scene, newer));
  scene.apply([newer]);
  const again = await PrimaryLink.settled(scene);
  t.is((await again.acknowledged(again.forward(update))).received, 1);
  t.true(holds(scene, newer));
});

test('a device that starts under an older map than it has worked under removes nothing', async (t) => {
  const scene = await EngineScene.open(t, [older]);
  scene.apply([newer]);
  await filled(scene);
  await scene.restart();
  scene.applyVersion(1, [older]);
  await scene.world.scheduler.runFor(10_000);
  t.true(holds(scene, newer));
  scene.applyVersion(2, [older, newer]);
  t.is(contentOf(scene.engine.store, 2)[0], 7);
});

test('once the device has a map that is new enough, what that map does not have is removed', async (t) => {
  const scene = await EngineScene.open(t, [older, newer]);
  await filled(scene);
  t.is(scene.engine.store.directory.extents.used, 3);
  await scene.restart();
  scene.applyVersion(1, [older]);
  await scene.until(removalEnded(scene));
  await scene.checkpoint();
  t.false(holds(scene, newer));
  t.is(scene.engine.store.usedBytes, 0);
});

test('a volume that the map brings while a removal looks for what to remove keeps its chunks', async (t) => {
  const scene = await EngineScene.open(t, [older, newer]);
  await filled(scene);
  await scene.restart();
  t.is(contentOf(scene.engine.store, 2)[0], 7);
  // The removal has listed the chunk, which is in memory, under the first map, and comes to it under the second.
  scene.applyVersion(1, [older]);
  scene.applyVersion(2, [older, newer]);
  await scene.world.scheduler.runFor(10_000);
  await scene.checkpoint();
  t.true(holds(scene, newer));
  t.is(contentOf(scene.engine.store, 2)[0], 7);
});

test('a chunk whose write is still under way when its volume is removed is freed once the write has ended', async (t) => {
  const scene = await EngineScene.open(t, [older, newer]);
  await filled(scene);
  const chunk = must(scene.engine.store.find(newer.layerId, 0), 'a chunk of the volume');
  const write = { firstBlock: 0, blockCount: 1 };
  chunk.unfinished.push(write);
  scene.applyVersion(2, [older]);
  await scene.world.scheduler.runFor(10_000);
  t.true(holds(scene, newer));
  chunk.unfinished.length = 0;
  await scene.until(() => !holds(scene, newer));
  await scene.checkpoint();
  t.is(scene.engine.store.usedBytes, 0);
});
