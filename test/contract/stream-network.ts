/** What every implementation of stream links keeps to (common/host.ts, StreamLink and StreamHandlers). */

import type { TestFn } from 'ava';
import { codeOf } from '../../common/errors.ts';
import type { Address } from '../../common/host.ts';
import { anyTcp, contractTest, type MakeSetting, pattern } from './setting.ts';
import { connectPair, Pin, Recorder, sendInPieces } from './streams.ts';

/** More than any implementation holds between two processes. */
const floodBytes = 24 * 1024 * 1024;

/** `path` names a unix socket in the setting's directory; without it TCP is used. */
export function streamNetworkContract(test: TestFn, name: string, make: MakeSetting, path?: string): void {
  const contract = contractTest(test, name, make);
  const addressIn = (directory: string): Address =>
    path === undefined ? anyTcp : { kind: 'unix', path: `${directory}/${path}` };

  contract('bytes arrive in order in both directions', async (t, setting) => {
    const { near, far, nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory));
    const there = pattern(300_000);
    const back = pattern(200_000, 7);
    sendInPieces(near, there, 4_124);
    sendInPieces(far, back, 333);
    await setting.until(() => farEnd.length >= there.length && nearEnd.length >= back.length);
    t.deepEqual(farEnd.bytes, there);
    t.deepEqual(nearEnd.bytes, back);
  });

  contract('a flush of 5000 small buffers arrives intact', async (t, setting) => {
    const { near, farEnd } = await connectPair(setting, addressIn(setting.directory));
    const bytes = pattern(5_000 * 41);
    sendInPieces(near, bytes, 41);
    await setting.until(() => farEnd.length >= bytes.length);
    t.deepEqual(farEnd.bytes, bytes);
  });

  contract('memory of one byte at a time is enough to receive with', async (t, setting) => {
    const farEnd = new Recorder(1);
    const { near } = await connectPair(setting, addressIn(setting.directory), { farEnd });
    const bytes = pattern(3_000);
    sendInPieces(near, bytes, 100);
    await setting.until(() => farEnd.length >= bytes.length);
    t.deepEqual(farEnd.bytes, bytes);
    t.is(farEnd.deliveries, bytes.length);
  });

  contract('nothing leaves before a flush', async (t, setting) => {
    const { near, far, nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory));
    near.write(pattern(10));
    t.is(near.unsentBytes, 10);
    sendInPieces(far, pattern(1), 1);
    await setting.until(() => nearEnd.length === 1);
    t.is(farEnd.length, 0);
    near.flush();
    await setting.until(() => farEnd.length === 10);
    t.is(near.unsentBytes, 0);
  });

  contract('what is written within accept arrives', async (t, setting) => {
    const { nearEnd } = await connectPair(setting, addressIn(setting.directory), {
      onAccept: (link) => sendInPieces(link, pattern(100), 10),
    });
    await setting.until(() => nearEnd.length === 100);
    t.deepEqual(nearEnd.bytes, pattern(100));
  });

  contract('a link that is closed within accept ends on both sides', async (t, setting) => {
    const { nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory), {
      onAccept: (link) => link.close('not wanted'),
    });
    await setting.until(() => nearEnd.reasons.length > 0 && farEnd.reasons.length > 0);
    t.deepEqual(farEnd.reasons, ['not wanted']);
    t.is(farEnd.length, 0);
  });

  contract('pinned memory is released once, when its bytes have left', async (t, setting) => {
    const { near, farEnd } = await connectPair(setting, addressIn(setting.directory));
    const pins = Array.from({ length: 300 }, () => new Pin());
    for (const pin of pins) near.write(pattern(1_000), pin);
    t.true(pins.every((pin) => pin.holders === 1 && pin.releases === 0));
    near.flush();
    await setting.until(() => farEnd.length === 300_000 && pins.every((pin) => pin.holders === 0));
    near.close('done');
    await setting.until(() => farEnd.reasons.length > 0);
    t.true(pins.every((pin) => pin.releases === 1));
  });

  contract('closing releases the pinned memory of all that has not left', async (t, setting) => {
    const { near, far, nearEnd } = await connectPair(setting, addressIn(setting.directory));
    far.pause();
    const pins = Array.from({ length: 25 }, () => new Pin());
    const bytes = pattern(floodBytes / 24);
    for (const pin of pins) {
      near.write(bytes, pin);
      if (pin !== pins[24]) near.flush();
    }
    t.true(near.unsentBytes > 0);
    near.close('enough');
    await setting.until(() => nearEnd.reasons.length > 0);
    t.true(pins.every((pin) => pin.holders === 0 && pin.releases === 1));
    t.is(near.unsentBytes, 0);
  });

  contract('nothing is received once the link is closed', async (t, setting) => {
    const { near, far, farEnd } = await connectPair(setting, addressIn(setting.directory), {
      farEnd: new Recorder(1_000),
    });
    farEnd.onReceived = () => far.close('seen enough');
    sendInPieces(near, pattern(200_000), 10_000);
    await setting.until(() => farEnd.reasons.length > 0);
    // Whatever is still under way has its chance to arrive.
    const { near: other, farEnd: otherEnd } = await connectPair(setting, anyTcp);
    sendInPieces(other, pattern(100_000), 10_000);
    await setting.until(() => otherEnd.length === 100_000);
    t.is(farEnd.deliveries, 1);
    t.deepEqual(farEnd.reasons, ['seen enough']);
  });

  contract('closed comes once, in a later turn, and to the other side too', async (t, setting) => {
    const { near, nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory));
    near.close('first');
    near.close('second');
    t.is(nearEnd.reasons.length, 0);
    await setting.until(() => nearEnd.reasons.length > 0 && farEnd.reasons.length > 0);
    near.write(pattern(5));
    near.flush();
    t.deepEqual(nearEnd.reasons, ['first']);
    t.is(farEnd.reasons.length, 1);
  });

  contract('what was sent before a close can be received before the end', async (t, setting) => {
    const { near, farEnd } = await connectPair(setting, addressIn(setting.directory));
    sendInPieces(near, pattern(1_000), 100);
    await setting.until(() => farEnd.length === 1_000);
    near.close('done');
    await setting.until(() => farEnd.reasons.length > 0);
    t.deepEqual(farEnd.bytes, pattern(1_000));
  });

  contract('a receiver that does not read pushes back, and drained comes when all has left', async (t, setting) => {
    const { near, far, nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory));
    far.pause();
    const bytes = pattern(floodBytes);
    sendInPieces(near, bytes, 1024 * 1024);
    t.true(near.unsentBytes > 0);
    t.is(nearEnd.drains, 0);
    far.resume();
    await setting.until(() => farEnd.length === bytes.length && nearEnd.drains > 0);
    t.is(near.unsentBytes, 0);
    t.is(nearEnd.drains, 1);
    t.is(Buffer.compare(farEnd.bytes, bytes), 0);
  });

  contract('drained comes although bytes are queued that are flushed only later', async (t, setting) => {
    const { near, far, nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory));
    far.pause();
    const bytes = pattern(floodBytes);
    sendInPieces(near, bytes, 1024 * 1024);
    near.write(pattern(10));
    far.resume();
    await setting.until(() => farEnd.length === bytes.length && nearEnd.drains > 0);
    near.flush();
    await setting.until(() => farEnd.length === bytes.length + 10);
    t.is(near.unsentBytes, 0);
  });

  contract('pause within a delivery stops reading until resume', async (t, setting) => {
    const { near, far, nearEnd, farEnd } = await connectPair(setting, addressIn(setting.directory), {
      farEnd: new Recorder(100),
    });
    farEnd.onReceived = () => far.pause();
    sendInPieces(near, pattern(1_000), 1_000);
    await setting.until(() => farEnd.deliveries === 1);
    sendInPieces(far, pattern(1), 1);
    await setting.until(() => nearEnd.length === 1);
    t.is(farEnd.deliveries, 1);
    farEnd.onReceived = () => undefined;
    far.resume();
    await setting.until(() => farEnd.length === 1_000);
    t.deepEqual(farEnd.bytes, pattern(1_000));
  });

  contract('links stay when their listener is closed, and nobody else connects', async (t, setting) => {
    const { network } = setting.host;
    const ends: Recorder[] = [];
    const listener = await setting.run(
      network.listenStream(addressIn(setting.directory), () => {
        const end = new Recorder();
        ends.push(end);
        return end;
      }),
    );
    const link = await setting.run(network.connectStream(listener.address, 5_000, () => new Recorder()));
    await setting.until(() => ends.length === 1);
    await setting.run(listener.close());
    await setting.run(listener.close());
    link.write(pattern(3));
    link.flush();
    await setting.until(() => ends[0]?.length === 3);
    const late = setting.run(network.connectStream(listener.address, 5_000, () => new Recorder()));
    t.is(codeOf(await t.throwsAsync(late)), 'UNREACHABLE');
    link.close('done');
  });

  contract('an address is listened on once at a time', async (t, setting) => {
    const { network } = setting.host;
    const listener = await setting.run(network.listenStream(addressIn(setting.directory), () => new Recorder()));
    const second = setting.run(network.listenStream(listener.address, () => new Recorder()));
    t.is(codeOf(await t.throwsAsync(second)), 'UNREACHABLE');
    await setting.run(listener.close());
    const third = await setting.run(network.listenStream(listener.address, () => new Recorder()));
    await setting.run(third.close());
  });
}
