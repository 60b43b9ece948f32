/** FLUSH at the SDC (PROTOCOL.md section 6): which slices, which replicas, which generations, and what was lost. */

import test from 'ava';
import { frameKind } from '../../common/frame.ts';
import { mib } from '../../common/units.ts';
import { slicesOfVolume } from '../../sdc/core/volume-slices.ts';
import type { FakeEngine } from './fake-engine.ts';
import { Outcome, openScene, pattern, poolRecord, type Scene, sliceAt, sliceCount, vtreeId } from './scene.ts';

const allSlices = slicesOfVolume(vtreeId, 64 * mib, sliceCount);

function flushedSlices(engine: FakeEngine, index: number): number[] {
  const pairs = engine.of(frameKind.FLUSH)[index]?.pairs ?? [];
  return pairs.map(([slice]) => slice).sort((a, b) => a - b);
}

/** A scene whose first flush, of all slices, is over. */
async function flushed(it: Scene): Promise<Scene> {
  await it.code(it.flush());
  it.primary.requests.length = 0;
  it.mirror.requests.length = 0;
  return it;
}

function holdFlushes(...engines: readonly FakeEngine[]): void {
  for (const engine of engines) engine.behaviour = ({ kind }) => (kind === frameKind.FLUSH ? 'hold' : 'serve');
}

function serveHeld(engine: FakeEngine): void {
  engine.behaviour = () => 'serve';
  for (const request of engine.held.splice(0)) engine.serve(request);
}

test.serial('the first flush names all slices of the volume to all their replicas', async (t) => {
  const it = await openScene(t);
  t.is(await it.code(it.flush()), 'OK');
  t.deepEqual(flushedSlices(it.primary, 0), allSlices);
  t.deepEqual(flushedSlices(it.mirror, 0), allSlices);
});

test.serial('a later flush names the slices that were written since, and only those', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(3 * mib, pattern(4096)));
  await it.code(it.read(5 * mib, 4096));
  t.is(await it.code(it.flush()), 'OK');
  t.deepEqual(flushedSlices(it.primary, 0), [sliceAt(3)]);
  t.deepEqual(flushedSlices(it.mirror, 0), [sliceAt(3)]);
});

test.serial('a flush with nothing written since the last one asks nobody and ends in a later turn', async (t) => {
  const it = await flushed(await openScene(t));
  const outcome = it.flush();
  t.is(outcome.code, undefined);
  t.is(await it.code(outcome), 'OK');
  t.is(it.primary.requests.length, 0);
});

test.serial('trims and zeroes are covered like writes', async (t) => {
  const it = await flushed(await openScene(t));
  for (const chunk of [2, 4]) {
    const outcome = new Outcome();
    if (chunk === 2) it.volume.trim(chunk * mib, mib, false, outcome);
    else it.volume.zero(chunk * mib, mib, false, outcome);
    await it.code(outcome);
  }
  await it.code(it.flush());
  t.deepEqual(
    flushedSlices(it.primary, 0),
    [sliceAt(2), sliceAt(4)].sort((a, b) => a - b),
  );
});

test.serial('a write that was sent and not answered is covered, and again when it is answered later', async (t) => {
  const it = await flushed(await openScene(t));
  it.primary.behaviour = ({ kind }) => (kind === frameKind.WRITE ? 'hold' : 'serve');
  const write = it.write(0, pattern(4096));
  await it.until(() => it.primary.held.length === 1);
  await it.code(it.flush());
  t.deepEqual(flushedSlices(it.mirror, 0), [sliceAt(0)]);
  serveHeld(it.primary);
  await it.code(write);
  await it.code(it.flush());
  t.deepEqual(flushedSlices(it.mirror, 1), [sliceAt(0)]);
});

test.serial('a flush waits for the mirror too', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  holdFlushes(it.mirror);
  const outcome = it.flush();
  await it.until(() => it.mirror.held.length === 1);
  await it.runFor(1000);
  t.is(outcome.code, undefined);
  serveHeld(it.mirror);
  t.is(await it.code(outcome), 'OK');
});

test.serial('a flush during a flush ends only after what the first one took is stable', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  holdFlushes(it.mirror);
  const first = it.flush();
  await it.until(() => it.mirror.held.length === 1);
  await it.code(it.write(mib, pattern(4096)));
  const second = it.flush();
  const third = it.flush();
  await it.runFor(1000);
  t.is(second.code, undefined);
  serveHeld(it.mirror);
  for (const outcome of [first, second, third]) t.is(await it.code(outcome), 'OK');
  t.deepEqual(flushedSlices(it.mirror, 1), [sliceAt(1)]);
  t.is(it.mirror.of(frameKind.FLUSH).length, 2);
});

test.serial(
  'a replica that was refused by generation is asked again with the newer map, for its slices only',
  async (t) => {
    const it = await flushed(await openScene(t));
    await it.code(it.write(0, pattern(4096)));
    it.mirror.behaviour = ({ pairs }) => (pairs.some(([, generation]) => generation < 2) ? 'STALE_MAP' : 'serve');
    const outcome = it.flush();
    await it.until(() => it.mirror.requests.length > 0);
    it.changeSlices(2);
    t.is(await it.code(outcome), 'OK');
    t.deepEqual(it.primary.of(frameKind.FLUSH).at(-1)?.pairs, [[sliceAt(0), 2]]);
    t.deepEqual(it.mirror.of(frameKind.FLUSH).at(-1)?.pairs, [[sliceAt(0), 2]]);
  },
);

test.serial('a flush that waits at a dead replica goes on when the map changes the slice', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  holdFlushes(it.mirror);
  const outcome = it.flush();
  await it.until(() => it.mirror.held.length === 1);
  it.changeSlices(2, [], [11]);
  t.is(await it.code(outcome), 'OK');
});

test.serial('a flush whose link breaks is sent again', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  holdFlushes(it.mirror);
  const outcome = it.flush();
  await it.until(() => it.mirror.held.length === 1);
  it.mirror.behaviour = () => 'serve';
  it.mirror.breakLinks();
  t.is(await it.code(outcome), 'OK');
});

test.serial('a flush that fails gives its slices back to the next one', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  it.mirror.behaviour = ({ kind }) => (kind === frameKind.FLUSH ? 'NOT_FOUND' : 'serve');
  t.is(await it.code(it.flush()), 'NOT_FOUND');
  it.mirror.behaviour = () => 'serve';
  t.is(await it.code(it.flush()), 'OK');
  t.deepEqual(flushedSlices(it.mirror, 1), [sliceAt(0)]);
});

test.serial('a loss since an acknowledgement fails the next flush once, then the slice is known anew', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  it.changeSlices(2, [sliceAt(0)]);
  t.is(await it.code(it.flush()), 'DATA_LOST');
  t.is(await it.code(it.flush()), 'OK');
  await it.code(it.write(0, pattern(4096)));
  t.is(await it.code(it.flush()), 'OK');
});

test.serial('a loss is no concern of a flush whose writes came after it', async (t) => {
  const it = await flushed(await openScene(t));
  it.changeSlices(2, [sliceAt(0)]);
  await it.code(it.write(0, pattern(4096)));
  t.is(await it.code(it.flush()), 'OK');
});

test.serial('a write that was sent before a loss and acknowledged after it is not lost', async (t) => {
  const it = await flushed(await openScene(t));
  it.primary.behaviour = ({ kind, generation }) => (kind === frameKind.WRITE && generation < 2 ? 'STALE_MAP' : 'serve');
  const write = it.write(0, pattern(4096));
  await it.until(() => it.primary.requests.length > 0);
  it.changeSlices(2, [sliceAt(0)]);
  t.is(await it.code(write), 'OK');
  t.is(await it.code(it.flush()), 'OK');
});

test.serial('a loss is told to every flush that waits, not to the first alone', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096)));
  holdFlushes(it.mirror);
  const first = it.flush();
  await it.until(() => it.mirror.held.length === 1);
  const second = it.flush();
  await it.runFor(10);
  it.mirror.behaviour = () => 'serve';
  it.changeSlices(2, [sliceAt(0)]);
  t.is(await it.code(first), 'DATA_LOST');
  t.is(await it.code(second), 'DATA_LOST');
});

test.serial('the first flush after a start looks for losses since the kept map', async (t) => {
  const it = await openScene(t);
  it.changeSlices(2, [sliceAt(7)]);
  t.is(await it.code(it.flush()), 'DATA_LOST');
  t.is(await it.code(it.flush()), 'OK');
});

test.serial('after a restart of the client’s own server older losses are nobody’s', async (t) => {
  const it = await openScene(t, { tellsLoss: false });
  it.changeSlices(2, [sliceAt(7)]);
  t.is(await it.code(it.flush()), 'OK');
  t.deepEqual(flushedSlices(it.mirror, 0), allSlices);
});

test.serial('a loss whose flush ran out of time is told by the next one', async (t) => {
  const it = await flushed(await openScene(t, { ioTimeoutMs: 500 }));
  await it.code(it.write(0, pattern(4096)));
  it.changeSlices(2, [sliceAt(0)]);
  holdFlushes(it.mirror);
  t.is(await it.code(it.flush()), 'TIMEOUT');
  serveHeld(it.mirror);
  await it.runFor(100);
  t.is(await it.code(it.flush()), 'DATA_LOST');
});

test.serial('a pool that acknowledges on stable storage needs no flush after the first', async (t) => {
  const it = await openScene(t, { acknowledge: 'stable' });
  t.is(await it.code(it.flush()), 'OK');
  t.deepEqual(flushedSlices(it.mirror, 0), allSlices);
  await it.code(it.write(0, pattern(4096)));
  t.is(await it.code(it.flush()), 'OK');
  t.is(it.mirror.of(frameKind.FLUSH).length, 1);
});

test.serial('a pool that stops acknowledging on stable storage is flushed from then on', async (t) => {
  const it = await openScene(t, { acknowledge: 'stable' });
  await it.code(it.flush());
  it.change([poolRecord('received')]);
  await it.code(it.write(0, pattern(4096)));
  await it.code(it.flush());
  t.deepEqual(flushedSlices(it.mirror, 1), [sliceAt(0)]);
});

test.serial('while another SDC may write, every flush names all slices', async (t) => {
  const it = await flushed(await openScene(t, { shared: true }));
  t.is(await it.code(it.flush()), 'OK');
  t.deepEqual(flushedSlices(it.mirror, 0), allSlices);
});

test.serial('writes with FUA leave nothing whose loss a flush would have to tell', async (t) => {
  const it = await flushed(await openScene(t));
  await it.code(it.write(0, pattern(4096), true));
  it.changeSlices(2, [sliceAt(0)]);
  t.is(await it.code(it.flush()), 'OK');
});
