/** Schedules that a review found to be unsafe. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { codeOf } from '../../common/errors.ts';
import { newIncarnation } from '../../common/ids.ts';
import { gib, mib } from '../../common/units.ts';
import { isSuspect, SliceTable } from '../../sds/core/slice-table.ts';
import { Journal } from '../../sds/journal.ts';
import { openDevice } from '../../sds/open-device.ts';
import { SimWorld } from '../simulation/world/host.ts';
import {
  appendWrite,
  appendZero,
  contentOf,
  identity,
  layerId,
  openIn,
  payloadOf,
  slice,
  stateFolder,
} from './support.ts';

test('a chunk whose record is appended but not committed stays in memory, however full the cache is', async (t) => {
  const world = new SimWorld({ seed: 1 });
  const { store, checkpointer } = await openIn(world, 'sds', { capacityBytes: 4 * gib, journalBytes: 64 * mib });
  let sequence = 0;
  for (let chunkIndex = 0; chunkIndex < 16_384; chunkIndex++) {
    appendZero(store, chunkIndex, 0, 1, ++sequence);
    if (chunkIndex % 2000 === 1999) await world.scheduler.settle(checkpointer.run());
  }
  await world.scheduler.settle(checkpointer.run());
  const chunk = must(store.find(layerId, 0), 'chunk 0');
  appendWrite(store, 0, 5, payloadOf(77, 1), ++sequence);
  const written = sequence;
  appendZero(store, 16_384, 0, 1, ++sequence);
  appendZero(store, 16_385, 0, 1, ++sequence);
  store.commit();
  t.is(store.find(layerId, 0), chunk);
  t.is(chunk.versionSequence, written);
  t.is(contentOf(store, 0)[5], 77);
});

test('power that fails while a device opens after a kill never makes it look damaged', async (t) => {
  const outcomes = new Set<string>();
  const { begin } = Journal.prototype;
  let afterBegin: (() => void) | undefined;
  t.teardown(() => {
    Journal.prototype.begin = begin;
  });
  Journal.prototype.begin = function (this: Journal) {
    begin.call(this);
    afterBegin?.();
    afterBegin = undefined;
  };
  for (let seed = 0; seed < 60; seed++) {
    const world = new SimWorld({ seed: `opening ${seed}` });
    const { store, process } = await openIn(world, 'first');
    for (let sequence = 1; sequence <= 20; sequence++) {
      if (store.hasRoom(64, 0.9))
        appendWrite(
          store,
          sequence % 4,
          (sequence * 7) % 200,
          payloadOf(sequence, sequence % 3 === 0 ? 48 : 2),
          sequence,
        );
      store.commit();
    }
    process.kill();
    const server = world.server('disk');
    const second = server.start('second');
    const opening = openDevice({
      stateFolder,
      host: second,
      path: '/dev1',
      incarnation: newIncarnation(second.random),
      ...identity,
      onFailure: () => undefined,
    });
    opening.catch(() => outcomes.add('refused at the second start'));
    afterBegin = () => server.losePower();
    await world.scheduler.runFor(500);
    t.false(server.powered, 'the power failed when the first batch of the new start had been written');
    server.restorePower();
    try {
      const third = await openIn(world, 'third');
      for (let chunkIndex = 0; chunkIndex < 4; chunkIndex++) contentOf(third.store, chunkIndex);
      outcomes.add('opened');
    } catch (error) {
      outcomes.add(`refused: ${codeOf(error) ?? error}`);
    }
  }
  t.deepEqual([...outcomes], ['opened']);
});

test('after its directory was lost a device says that its slice versions prove nothing, until they settle', async (t) => {
  const world = new SimWorld({ seed: 3 });
  const { store, process, checkpointer } = await openIn(world, 'first');
  store.appendSlice(slice, 4, 0, 0);
  appendWrite(store, 0, 0, payloadOf(1, 1), 1);
  await world.scheduler.settle(checkpointer.run());
  t.false(isSuspect(store.slices.row(slice)));
  await world.scheduler.settle(store.close());
  process.kill();
  world.server('disk').disk.damageStore('/dev1/directory');
  const again = await openIn(world, 'second');
  t.true(isSuspect(again.store.slices.row(slice)));
  again.store.appendSlice(slice, 5, 1, 1);
  t.false(isSuspect(again.store.slices.row(slice)));
  t.false(isSuspect(new SliceTable().row(1)), 'a slice that was never written has nothing to doubt');
});
