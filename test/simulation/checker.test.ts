/** The checker must refuse what no volume may do, and accept what a volume may. */

import test from 'ava';
import { mib } from '../../common/units.ts';
import { Violation, VolumeModel, type VolumeModelOptions, type WriteRecord } from './checker.ts';
import { patternOf, zerosOf } from './pattern.ts';

const everySlice = new Set([0, 1, 2, 3, 4, 5, 6, 7]);
const block = 4096;

function model(options: Partial<VolumeModelOptions> = {}): VolumeModel {
  return new VolumeModel({
    name: 'v',
    sizeBytes: mib,
    vtreeId: 1,
    layerId: 1,
    sliceCount: 8,
    acknowledgesStable: false,
    isShared: false,
    ...options,
  });
}

function written(volume: VolumeModel, offset: number, length: number, fua = false): WriteRecord {
  const write = volume.beginWrite('write', offset, length, fua);
  volume.acknowledged(write);
  return write;
}

function flushed(volume: VolumeModel): void {
  volume.flushed(volume.beginFlush());
}

/** Reads a range as one write's content; undefined: as zeros. */
function readAs(volume: VolumeModel, write: WriteRecord | undefined, offset: number, length: number): void {
  const read = volume.beginRead(offset, length);
  volume.readDone(read, write === undefined ? zerosOf(length) : patternOf(write.id, offset, length));
}

test('a volume that was never written reads as zeros, and as nothing else', (t) => {
  const volume = model();
  readAs(volume, undefined, 100, 5000);
  const read = volume.beginRead(0, block);
  t.throws(() => volume.readDone(read, Buffer.alloc(block, 1)), { instanceOf: Violation });
});

test('an acknowledged write is read back, byte for byte', (t) => {
  const volume = model();
  const write = written(volume, 1000, 10_000);
  readAs(volume, write, 1000, 10_000);
  readAs(volume, undefined, 0, 1000);
  t.throws(() => readAs(volume, undefined, 8192, block), { instanceOf: Violation });
});

test('what a status tells to be zeros must be zeros, as if it had been read', (t) => {
  const volume = model();
  written(volume, 2 * block, 100);
  volume.statusDone(volume.beginRead(0, 8 * block), [
    { from: 0, to: 2 * block },
    { from: 2 * block + 100, to: 8 * block },
  ]);
  const told = volume.beginRead(0, 8 * block);
  t.throws(() => volume.statusDone(told, [{ from: 0, to: 2 * block + 1 }]), { instanceOf: Violation });
});

test('the bytes of a write in another place are refused', (t) => {
  const volume = model();
  const write = written(volume, 0, 2 * block);
  const read = volume.beginRead(0, block);
  t.throws(() => volume.readDone(read, patternOf(write.id, block, block)), { instanceOf: Violation });
});

test('a write under way may be there or not, but does not come and go', (t) => {
  const volume = model();
  const first = written(volume, 0, block);
  const second = volume.beginWrite('write', 0, block, false);
  readAs(volume, first, 0, block);
  readAs(volume, second, 0, block);
  t.throws(() => readAs(volume, first, 0, block), { instanceOf: Violation });
});

test('of two writes at the same time either may win, and stays', (t) => {
  const volume = model();
  const one = volume.beginWrite('write', 0, block, false);
  const other = volume.beginWrite('write', 0, block, false);
  volume.acknowledged(one);
  volume.acknowledged(other);
  readAs(volume, one, 0, block);
  readAs(volume, one, 0, block);
  t.throws(() => readAs(volume, other, 0, block), { instanceOf: Violation });
});

test('a write of a dead SDC does not land after a read of its next start has missed it', (t) => {
  const volume = model();
  const first = written(volume, 0, block);
  const late = volume.beginWrite('write', 0, block, false);
  volume.abandoned(late);
  readAs(volume, first, 0, block);
  t.throws(() => readAs(volume, late, 0, block), { instanceOf: Violation });
});

test('a write of a dead SDC does not land on a write of its next start', (t) => {
  const volume = model();
  const late = volume.beginWrite('write', 0, 3 * block, false);
  volume.abandoned(late);
  const second = written(volume, 0, block);
  readAs(volume, second, 0, block);
  readAs(volume, late, block, block);
  t.throws(() => readAs(volume, late, 0, block), { instanceOf: Violation });
});

test('an acknowledged write does not vanish while one replica kept its power', (t) => {
  const volume = model();
  written(volume, 0, block);
  t.throws(() => readAs(volume, undefined, 0, block), { instanceOf: Violation });
});

test('when all replicas lost power, a write that was not flushed may be gone, one that was may not', (t) => {
  const volume = model();
  const kept = written(volume, 0, block);
  flushed(volume);
  written(volume, 0, block);
  written(volume, block, block);
  volume.lost(everySlice);
  readAs(volume, kept, 0, block);
  readAs(volume, undefined, block, block);
  volume.lost(everySlice);
  t.throws(() => readAs(volume, undefined, 0, block), { instanceOf: Violation });
});

test('what was read after such a loss is not lost by the next one', (t) => {
  const volume = model();
  const write = written(volume, 0, block);
  volume.lost(everySlice);
  readAs(volume, write, 0, block);
  volume.lost(everySlice);
  t.throws(() => readAs(volume, undefined, 0, block), { instanceOf: Violation });
});

test('what was under way at a loss and is acknowledged after it may be lost by the next one', (t) => {
  const volume = model();
  const write = volume.beginWrite('write', 0, block, false);
  volume.lost(everySlice);
  volume.acknowledged(write);
  readAs(volume, write, 0, block);
  volume.lost(everySlice);
  readAs(volume, undefined, 0, block);
  t.pass();
});

test('FUA and a pool of stable acknowledgements lose nothing', (t) => {
  const volume = model();
  written(volume, 0, block, true);
  volume.lost(everySlice);
  t.throws(() => readAs(volume, undefined, 0, block), { instanceOf: Violation });
  const stable = model({ acknowledgesStable: true });
  written(stable, 0, block);
  stable.lost(everySlice);
  t.throws(() => readAs(stable, undefined, 0, block), { instanceOf: Violation });
});

test('a flush that succeeds after a loss promises that nothing was lost', (t) => {
  const volume = model();
  written(volume, 0, block);
  volume.lost(everySlice);
  flushed(volume);
  volume.lost(everySlice);
  t.throws(() => readAs(volume, undefined, 0, block), { instanceOf: Violation });
});

test('a loss that a flush has told may be seen afterwards', (t) => {
  const volume = model();
  const write = written(volume, 0, block);
  volume.lost(everySlice);
  volume.flushToldLoss(volume.beginFlush());
  flushed(volume);
  readAs(volume, undefined, 0, block);
  t.throws(() => readAs(volume, write, 0, block), { instanceOf: Violation });
});

test('a flush tells of no loss where none can be', (t) => {
  const volume = model();
  written(volume, 0, block);
  t.throws(() => volume.flushToldLoss(volume.beginFlush()), { instanceOf: Violation });
  const stable = model({ acknowledgesStable: true });
  stable.lost(everySlice);
  t.throws(() => stable.flushToldLoss(stable.beginFlush()), { instanceOf: Violation });
});

test('a trim clears whole blocks only, a zero every byte', (t) => {
  const volume = model();
  const write = written(volume, 0, 4 * block);
  volume.acknowledged(volume.beginWrite('trim', 100, 2 * block, false));
  readAs(volume, write, 0, block);
  readAs(volume, undefined, block, block);
  readAs(volume, write, 2 * block, block);
  volume.acknowledged(volume.beginWrite('zero', 2 * block + 10, 20, false));
  readAs(volume, undefined, 2 * block + 10, 20);
  t.throws(() => readAs(volume, write, 2 * block, block), { instanceOf: Violation });
});

test('a read that was answered before a loss says nothing about what is there after it', (t) => {
  const volume = model();
  const write = written(volume, 0, block);
  const read = volume.beginRead(0, block);
  volume.lost(everySlice);
  volume.readDone(read, patternOf(write.id, 0, block));
  readAs(volume, undefined, 0, block);
  t.pass();
});

test('a write that was refused as a whole is never seen', (t) => {
  const volume = model();
  const write = volume.beginWrite('write', 0, block, false);
  volume.refused(write);
  readAs(volume, undefined, 0, block);
  t.throws(() => readAs(volume, write, 0, block), { instanceOf: Violation });
});

test('what was under way when its mapping ended does not land on what another SDC has written since', (t) => {
  const volume = model();
  const late = volume.beginWrite('write', 0, block, false, 0);
  volume.fenced(0);
  const newer = volume.beginWrite('write', 0, block, false, 1);
  volume.acknowledged(newer);
  readAs(volume, newer, 0, block);
  t.throws(() => readAs(volume, late, 0, block), { instanceOf: Violation });
});

test('a loss that nobody can notice is told by no flush, and takes nothing that one has covered before', (t) => {
  const volume = model();
  const kept = written(volume, 0, block);
  flushed(volume);
  const taken = written(volume, block, block);
  volume.lost(everySlice, true);
  flushed(volume);
  readAs(volume, undefined, block, block);
  t.throws(() => readAs(volume, taken, block, block), { instanceOf: Violation });
  t.throws(() => readAs(volume, undefined, 0, block), { instanceOf: Violation });
  readAs(volume, kept, 0, block);
});
