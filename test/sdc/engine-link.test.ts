/** One link to one engine: when it is made, kept, given up and made again. */

import test from 'ava';
import { must } from '../../common/assert.ts';
import { deviceRecord, openScene, pattern } from './scene.ts';

test.serial('nothing is connected before the first request', async (t) => {
  const it = await openScene(t);
  await it.runFor(10_000);
  t.is(it.primary.hellos.length, 0);
});

test.serial('a link names itself and its target', async (t) => {
  const it = await openScene(t);
  await it.code(it.read(0, 4096));
  const hello = must(it.primary.hellos[0], 'a Hello');
  const { role, nodeId, incarnation, lane, counter, targetDeviceId } = hello;
  t.deepEqual([role, nodeId, incarnation, lane, counter, targetDeviceId], ['sdc', 9, 3, 0, 1, 11]);
});

test.serial('an engine of another incarnation than the map names is not spoken to', async (t) => {
  const it = await openScene(t);
  it.primary.incarnation = 2000;
  const read = it.read(0, 4096);
  await it.runFor(3000);
  t.is(read.code, undefined);
  t.is(it.primary.requests.length, 0);
  it.change([deviceRecord(11, 2000)]);
  t.is(await it.code(read), 'OK');
});

test.serial('a link is made anew when the map names another incarnation, and requests move to it', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const read = it.read(0, 4096);
  await it.until(() => it.primary.held.length === 1);
  it.primary.incarnation = 2000;
  it.primary.behaviour = () => 'serve';
  it.change([deviceRecord(11, 2000)]);
  t.is(await it.code(read), 'OK');
  t.is(it.primary.hellos.length, 2);
});

test.serial('an engine that is not there is tried until it is', async (t) => {
  const it = await openScene(t);
  it.change([deviceRecord(11, 1011, 9999)]);
  const read = it.read(0, 4096);
  await it.runFor(5000);
  t.is(read.code, undefined);
  it.change([deviceRecord(11, 1011)]);
  t.is(await it.code(read), 'OK');
  const lines = it.world.log.lines().filter(({ event }) => event === 'engine-unreachable');
  t.is(lines.length, 1);
});

test.serial('a device without an address is waited for', async (t) => {
  const it = await openScene(t);
  it.change([deviceRecord(11, 0, 0)]);
  const read = it.read(0, 4096);
  await it.runFor(1000);
  it.change([deviceRecord(11, 1011)]);
  t.is(await it.code(read), 'OK');
});

test.serial('an idle link is closed after a minute and made again by the next request', async (t) => {
  const it = await openScene(t);
  await it.code(it.read(0, 4096));
  await it.runFor(65_000);
  t.is(it.primary.closedReasons.length, 1);
  t.is(await it.code(it.read(0, 4096)), 'OK');
  t.is(it.primary.hellos.length, 2);
});

test.serial('a link in use is not closed for a request that the engine has parked', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const read = it.read(0, 4096);
  await it.until(() => it.primary.held.length === 1);
  await it.runFor(120_000);
  t.is(it.primary.hellos.length, 1);
  for (const request of it.primary.held) it.primary.serve(request);
  t.is(await it.code(read), 'OK');
});

test.serial('a link on which not even a sign of life comes is given up', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const read = it.read(0, 4096);
  await it.until(() => it.primary.held.length === 1);
  it.world.network.stallLinks(it.world.server('server11'), it.world.server('client'), 60_000);
  it.primary.behaviour = () => 'serve';
  await it.runFor(15_000);
  t.is(read.code, 'OK');
  t.is(it.primary.hellos.length, 2);
});

test.serial('an engine that closes each link on the first request is not hammered', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = ({ link }) => {
    link.close('the test closes it');
    return 'hold';
  };
  it.write(0, pattern(4096));
  await it.runFor(10_000);
  t.true(it.primary.hellos.length < 60, `${it.primary.hellos.length} links in ten seconds`);
});
