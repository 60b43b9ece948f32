/** A volume before two engines: what is sent, what comes back, and what happens when it is refused. */

import test from 'ava';
import { frameFlag, frameKind } from '../../common/frame.ts';
import { kib, mib } from '../../common/units.ts';
import { maximumCorruptRetries } from '../../sdc/core/retry.ts';
import { Outcome, openScene, pattern, volumeRecord } from './scene.ts';

test.serial('a write is read back, and nobody holds its memory afterwards', async (t) => {
  const it = await openScene(t);
  const bytes = pattern(4 * kib);
  t.is(await it.code(it.write(8 * kib, bytes)), 'OK');
  t.is(it.pin.holders, 0);
  const read = it.read(8 * kib, 4 * kib);
  t.is(await it.code(read), 'OK');
  t.deepEqual(read.bytes, bytes);
});

test.serial('a large write is sent by reference and its memory is let go when it is done', async (t) => {
  const it = await openScene(t);
  const bytes = pattern(mib);
  t.is(await it.code(it.write(mib, bytes)), 'OK');
  await it.runFor(1000);
  t.is(it.pin.holders, 0);
  t.deepEqual(it.primary.chunks.get(1), bytes);
});

test.serial('an unaligned write carries checksums that the engine can check, and the bytes as they are', async (t) => {
  const it = await openScene(t);
  const bytes = pattern(9000, 5);
  await it.code(it.write(4095, bytes));
  t.deepEqual(it.primary.read(0, 4095, 9000), bytes);
});

test.serial('a read over three chunks is put together from three parts', async (t) => {
  const it = await openScene(t);
  const bytes = pattern(mib);
  await it.code(it.write(0, bytes));
  await it.code(it.write(2 * mib, bytes));
  const read = it.read(4096, 3 * mib - 8192);
  await it.code(read);
  const whole = Buffer.concat([bytes, Buffer.alloc(mib), bytes]);
  t.true(read.bytes.equals(whole.subarray(4096, 3 * mib - 4096)));
  t.is(it.primary.of(frameKind.READ).length, 3);
});

test.serial('requests of one turn leave behind one OPEN of their mapping', async (t) => {
  const it = await openScene(t);
  const outcomes = [it.read(0, 4096), it.read(mib, 4096), it.read(2 * mib, 4096)];
  for (const outcome of outcomes) t.is(await it.code(outcome), 'OK');
  t.is(it.primary.opens.length, 1);
  t.is(it.primary.hellos.length, 1);
});

test.serial('more requests than the window are all served', async (t) => {
  const it = await openScene(t);
  const outcomes = Array.from({ length: 600 }, (_, index) => it.read((index % 64) * mib, 4096));
  await it.until(() => outcomes.every(({ code }) => code === 'OK'));
  t.true(outcomes.every(({ calls }) => calls === 1));
});

test.serial('a trim of many chunks keeps a bounded number of parts under way', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const outcome = new Outcome();
  it.volume.trim(0, 64 * mib, false, outcome);
  await it.until(() => it.primary.held.length === 32);
  await it.runFor(100);
  t.is(it.primary.held.length, 32);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held.splice(0)) it.primary.serve(request);
  t.is(await it.code(outcome), 'OK');
  const zeroes = it.primary.of(frameKind.ZERO);
  t.is(zeroes.length, 64);
  t.true(zeroes.every(({ flags }) => flags === frameFlag.TRIM));
});

test.serial('a volume that has grown is used beyond its old end, also when the engine hears of it later', async (t) => {
  const it = await openScene(t);
  it.change([volumeRecord('demo', 128 * mib)], { sizeBytes: 128 * mib });
  t.is(it.volume.sizeBytes, 128 * mib);
  let refusals = 3;
  it.primary.behaviour = () => (refusals-- > 0 ? 'INVALID' : 'serve');
  const bytes = pattern(4 * kib);
  t.is(await it.code(it.write(100 * mib, bytes)), 'OK');
  const read = it.read(100 * mib, 4 * kib);
  t.is(await it.code(read), 'OK');
  t.deepEqual(read.bytes, bytes);
});

test.serial('a FUA write says so in its frame', async (t) => {
  const it = await openScene(t);
  await it.code(it.write(0, pattern(4096), true));
  t.is(it.primary.requests[0]?.flags, frameFlag.FUA);
});

test.serial('a request on a link that breaks is sent again on the next one', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const write = it.write(0, pattern(4096));
  await it.until(() => it.primary.held.length === 1);
  it.primary.behaviour = () => 'serve';
  it.primary.breakLinks();
  t.is(await it.code(write), 'OK');
  t.is(write.calls, 1);
  t.is(it.volume.counters.retries.link, 1);
  const [first, second] = it.primary.hellos.map(({ counter, incarnation }) => ({ counter, incarnation }));
  t.deepEqual(
    [first, second],
    [
      { counter: 1, incarnation: 3 },
      { counter: 2, incarnation: 3 },
    ],
  );
});

test.serial('an engine that is away is found again when it comes back, and no request is lost', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const reads = Array.from({ length: 40 }, (_, index) => it.read(index * mib, 4096));
  await it.until(() => it.primary.held.length === 40);
  for (let round = 0; round < 5; round++) {
    it.primary.breakLinks();
    it.primary.held.length = 0;
    await it.until(() => it.primary.held.length === 40);
  }
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held) it.primary.serve(request);
  await it.until(() => reads.every(({ code }) => code === 'OK'));
  t.true(reads.every(({ calls }) => calls === 1));
});

test.serial('STALE_MAP waits for the newer map and is then sent with its generation', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = ({ generation }) => (generation < 2 ? 'STALE_MAP' : 'serve');
  const read = it.read(0, 4096);
  await it.until(() => it.primary.requests.length === 1);
  it.changeSlices(2);
  t.is(await it.code(read), 'OK');
  t.is(it.primary.requests.at(-1)?.generation, 2);
});

test.serial(
  'STALE_MAP without a newer map is tried again after a pause: the engine may have been behind',
  async (t) => {
    const it = await openScene(t);
    it.primary.behaviour = () => (it.primary.requests.length < 4 ? 'STALE_MAP' : 'serve');
    t.is(await it.code(it.read(0, 4096)), 'OK');
    t.is(it.volume.counters.retries.stale_map, 3);
  },
);

test.serial('NOT_PRIMARY goes to the new primary when the map names it', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'NOT_PRIMARY';
  const read = it.read(0, 4096);
  await it.until(() => it.primary.requests.length === 1);
  it.changeSlices(2, [], [12, 11]);
  t.is(await it.code(read), 'OK');
  t.is(it.mirror.requests.length, 1);
});

test.serial('a request that waits at a dead primary goes to the new one as soon as the map names it', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const write = it.write(0, pattern(4096));
  await it.until(() => it.primary.held.length === 1);
  it.changeSlices(2, [], [12, 11]);
  t.is(await it.code(write), 'OK');
  t.is(it.mirror.of(frameKind.WRITE).length, 1);
  for (const request of it.primary.held) it.primary.reply(request, 'OK', 2);
  await it.runFor(100);
  t.is(write.calls, 1);
  t.is(
    [...it.links.all()].reduce((sum, link) => sum + link.lateReplies, 0),
    1,
  );
});

test.serial('a late reply to an earlier request of a slot does not end the present one', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  it.write(0, pattern(4096));
  await it.until(() => it.primary.held.length === 1);
  it.changeSlices(2, [], [12, 11]);
  it.changeSlices(3, [], [11, 12]);
  const read = it.read(mib, 4096);
  await it.until(() => it.primary.of(frameKind.READ).length === 1);
  const old = it.primary.held[0];
  if (old !== undefined) it.primary.reply(old, 'NO_SPACE', 3);
  await it.runFor(100);
  t.is(read.code, undefined);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held.splice(0)) if (request.kind === frameKind.READ) it.primary.serve(request);
  t.is(await it.code(read), 'OK');
});

test.serial('a reply of a lower generation than the map is thrown away and the request sent again', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const read = it.read(0, 4096);
  await it.until(() => it.primary.held.length === 1);
  it.changeSlices(2);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held) it.primary.serve(request, 1);
  t.is(await it.code(read), 'OK');
  t.is(it.volume.counters.retries.old_generation, 1);
  t.is(it.primary.requests.at(-1)?.generation, 2);
});

test.serial('FENCED waits for a newer epoch and opens the mapping with it', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => (it.primary.opens.at(-1)?.epoch === 101 ? 'serve' : 'FENCED');
  const read = it.read(0, 4096);
  await it.until(() => it.primary.requests.length > 0);
  it.fence(101);
  t.is(await it.code(read), 'OK');
  t.deepEqual(
    it.primary.opens.map(({ epoch }) => epoch),
    [100, 101],
  );
});

test.serial('a refused OPEN is asked again with the requests that need it', async (t) => {
  const it = await openScene(t);
  it.primary.openCode = 'FENCED';
  it.primary.behaviour = () => (it.primary.openCode === 'OK' ? 'serve' : 'FENCED');
  const read = it.read(0, 4096);
  await it.until(() => it.primary.requests.length === 3);
  it.primary.openCode = 'OK';
  t.is(await it.code(read), 'OK');
  t.true(it.primary.opens.length >= 4);
});

test.serial('when the mapping has ended, what waits and what comes fails with FENCED', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'FENCED';
  const waiting = it.read(0, 4096);
  await it.until(() => it.primary.requests.length > 0);
  it.volume.end('FENCED');
  t.is(await it.code(waiting), 'FENCED');
  const later = it.write(0, pattern(4096));
  t.is(later.code, undefined);
  t.is(await it.code(later), 'FENCED');
  t.is(await it.code(it.flush()), 'FENCED');
  t.is(it.pin.holders, 0);
});

test.serial('a change of the mapping is settled when nothing sent under the old epoch is under way', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const write = it.write(0, pattern(4096));
  await it.until(() => it.primary.held.length === 1);
  it.fence(101);
  t.is(it.volume.unsettled, 1);
  for (const request of it.primary.held) it.primary.serve(request);
  t.is(await it.code(write), 'OK');
  t.is(it.volume.unsettled, 0);
  t.is(it.settledCalls, 1);
});

test.serial('BUSY is tried again', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => (it.primary.requests.length < 3 ? 'BUSY' : 'serve');
  t.is(await it.code(it.write(0, pattern(4096))), 'OK');
});

test.serial('NO_SPACE is told to the user', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'NO_SPACE';
  t.is(await it.code(it.write(0, pattern(4096))), 'NO_SPACE');
  t.is(it.volume.counters.errors, 1);
});

test.serial('read data with a wrong checksum is asked for again', async (t) => {
  const it = await openScene(t);
  await it.code(it.write(0, pattern(4096)));
  it.primary.behaviour = () => 'hold';
  const read = it.read(0, 4096);
  await it.until(() => it.primary.held.length === 1);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held) it.primary.data(request, pattern(4096), 1, true);
  t.is(await it.code(read), 'OK');
  t.deepEqual(read.bytes, pattern(4096));
  t.is(it.volume.counters.retries.corrupt, 1);
});

test.serial('data that stays corrupt is told as CORRUPT after a bounded number of tries', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'CORRUPT';
  t.is(await it.code(it.read(0, 4096)), 'CORRUPT');
  t.is(it.primary.requests.length, maximumCorruptRetries + 1);
});

test.serial('a read that is answered with another length breaks the link and is asked again', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const read = it.read(0, 8192);
  await it.until(() => it.primary.held.length === 1);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held) it.primary.data(request, pattern(4096));
  t.is(await it.code(read), 'OK');
  t.is(it.primary.hellos.length, 2);
});

test.serial('an overlapping write waits for the older one, another does not', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const first = it.write(0, pattern(4096, 1));
  const second = it.write(100, pattern(200, 2));
  const third = it.write(8192, pattern(4096, 3));
  await it.until(() => it.primary.held.length === 2);
  await it.runFor(200);
  t.deepEqual(
    it.primary.held.map(({ start }) => start),
    [0, 8192],
  );
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held.splice(0)) it.primary.serve(request);
  for (const outcome of [first, second, third]) t.is(await it.code(outcome), 'OK');
  t.deepEqual(it.primary.read(0, 100, 200), pattern(200, 2));
  t.is(it.pin.holders, 0);
});

test.serial('an I/O that runs out of time closes its lane, then fails; others go on', async (t) => {
  const it = await openScene(t, { ioTimeoutMs: 1000 });
  it.primary.behaviour = () => 'hold';
  const late = it.write(0, pattern(4096));
  await it.until(() => it.primary.held.length === 1);
  await it.runFor(700);
  const young = it.read(mib, 4096);
  await it.until(() => it.primary.held.length === 2);
  it.primary.behaviour = () => 'serve';
  await it.until(() => late.code !== undefined);
  t.is(late.code, 'TIMEOUT');
  t.is(await it.code(young), 'OK');
  t.is(it.primary.hellos.length, 2);
  t.is(it.primary.of(frameKind.WRITE).length, 1);
  t.is(late.calls, 1);
  t.is(it.pin.holders, 0);
});

test.serial('a write that waits behind one that runs out of time is sent on the new lane', async (t) => {
  const it = await openScene(t, { ioTimeoutMs: 1000 });
  it.primary.behaviour = () => 'hold';
  const late = it.write(0, pattern(4096, 1));
  await it.until(() => it.primary.held.length === 1);
  await it.runFor(500);
  const next = it.write(0, pattern(4096, 2));
  it.primary.behaviour = () => 'serve';
  t.is(await it.code(late), 'TIMEOUT');
  t.is(await it.code(next), 'OK');
  t.deepEqual(it.primary.read(0, 0, 4096), pattern(4096, 2));
});

test.serial('a slow write is copied out of the user’s memory', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const bytes = pattern(64 * kib);
  const write = it.write(0, bytes);
  await it.until(() => it.primary.held.length === 1);
  await it.until(() => it.pin.holders === 0);
  t.is(write.code, undefined);
  const before = Buffer.from(bytes);
  bytes.fill(0);
  it.primary.behaviour = () => 'serve';
  it.primary.breakLinks();
  t.is(await it.code(write), 'OK');
  t.deepEqual(it.primary.read(0, 0, 64 * kib), before);
});

test.serial('closing fails everything at once with CLOSED', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const outcomes = [it.write(0, pattern(4096)), it.write(0, pattern(4096)), it.read(mib, 2 * mib), it.flush()];
  await it.until(() => it.primary.held.length >= 3);
  it.volume.end('CLOSED');
  t.deepEqual(
    outcomes.map(({ code }) => code),
    ['CLOSED', 'CLOSED', 'CLOSED', 'CLOSED'],
  );
  t.is(it.pin.holders, 0);
});
