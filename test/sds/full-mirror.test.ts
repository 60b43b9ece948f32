/** A mirror that has no space: primaries are told in time, and one that does not listen is refused, not believed. */

import test from 'ava';
import { blocksPerExtent, extentBytes, extentsPerChunk, mib } from '../../common/units.ts';
import { deviceId, EngineScene, otherId, PrimaryLink, sliceOfChunk, volumeOf } from './engine-scene.ts';

const volume = volumeOf(5, 3);
const capacityBytes = 4 * mib;
const extents = capacityBytes / extentBytes;

/** One block in each extent of the device's first chunks: every forward takes an extent, and goes through the journal. */
function* forwards(): Generator<Parameters<PrimaryLink['forward']>[0]> {
  const versions = new Map<string, number>();
  const sequences = new Map<number, number>();
  for (let index = 0; ; index++) {
    const chunkIndex = Math.floor(index / extentsPerChunk);
    const slice = sliceOfChunk(volume, chunkIndex);
    const sequence = (sequences.get(slice) ?? 0) + 1;
    sequences.set(slice, sequence);
    const key = `${chunkIndex}`;
    const previousSequence = versions.get(key) ?? 0;
    versions.set(key, sequence);
    yield {
      slice,
      layerId: volume.layerId,
      chunkIndex,
      sequence,
      firstBlock: (index % extentsPerChunk) * blocksPerExtent,
      previousSequence,
      previousGeneration: previousSequence === 0 ? 0 : 4,
    };
  }
}

test('an acknowledgement tells each primary a share of what is free, for others may use up the rest', async (t) => {
  const scene = await EngineScene.open(t, [volume], { replicas: [otherId, deviceId], capacityBytes });
  const primary = await PrimaryLink.settled(scene);
  const source = forwards();
  for (let count = 1; count <= 5; count++) {
    const ack = await primary.acknowledged(primary.forward(source.next().value));
    t.is(scene.engine.store.freeExtents, extents - count);
    t.is(ack.freeExtents, Math.floor((extents - count) / 2));
  }
});

test('a full mirror refuses a forward that takes space: its checkpoint finds room for all it has acknowledged', async (t) => {
  const scene = await EngineScene.open(t, [volume], { replicas: [otherId, deviceId], capacityBytes });
  const primary = await PrimaryLink.settled(scene);
  let sent = 0;
  for (const update of forwards()) {
    const number = primary.forward(update);
    sent++;
    await scene.until(() => primary.closedBecause !== undefined || primary.acks.at(-1)?.received === number);
    if (primary.closedBecause !== undefined) break;
  }
  t.is(sent, extents + 1);
  t.regex(scene.world.log.format(), /forward-refused .*is full/);
  await scene.checkpoint();
  t.is(scene.engine.store.directory.extents.used, extents);
  t.is(scene.failure, undefined);
  const again = await PrimaryLink.settled(scene);
  t.is(again.closedBecause, undefined, 'the mirror lives on');
});

test('a full mirror still takes what needs no space: overwrites and zeros', async (t) => {
  const scene = await EngineScene.open(t, [volume], { replicas: [otherId, deviceId], capacityBytes });
  const primary = await PrimaryLink.settled(scene);
  const source = forwards();
  let last = 0;
  for (let count = 0; count < extents; count++) last = primary.forward(source.next().value);
  await primary.acknowledged(last);
  t.is(scene.engine.store.freeExtents, 0);
  const slice = sliceOfChunk(volume, 0);
  const row = scene.engine.store.slices.row(slice);
  const chunk = scene.engine.store.find(volume.layerId, 0);
  const number = primary.forward({
    slice,
    layerId: volume.layerId,
    chunkIndex: 0,
    sequence: row.versionSequence + 1,
    previousGeneration: chunk?.versionGeneration ?? 0,
    previousSequence: chunk?.versionSequence ?? 0,
  });
  t.is((await primary.acknowledged(number)).received, number);
});
