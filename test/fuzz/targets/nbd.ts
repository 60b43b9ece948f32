/** NBD clients: the handshake, and transmission behind a good one. */

import { kib, mib } from '../../../common/units.ts';
import { FakeWorld, goBytes, hex, infoData, option, request } from '../../nbd-bridge/fakes.ts';
import { RamExports, RamVolume } from '../../nbd-bridge/ram-volume.ts';
import { expectThat, type Target } from '../target.ts';

/** The server, a legitimate connection that must go on working, and the one that the bytes come from. */
async function play(bytes: Buffer, before: Uint8Array): Promise<void> {
  const volume = new RamVolume({ name: 'vol', sizeBytes: 4 * mib });
  const world = new FakeWorld(new RamExports(volume));
  await world.server.open();
  const good = world.connect();
  world.ask(good, goBytes('vol', { mode: 'structured' }));
  const link = world.connect();
  world.feed(link, before);
  world.feed(link, bytes);
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
    world.turn();
  }
  if (link.closedReason !== undefined) link.handlers?.closed(link.closedReason);
  world.feed(good, request({ type: 1, payload: Buffer.alloc(4 * kib, 7), cookie: 99 }));
  for (let turn = 0; turn < 5; turn++) {
    await Promise.resolve();
    world.turn();
  }
  expectThat(good.closedReason === undefined, 'another connection stays open');
  expectThat(good.takeSent().length > 0, 'another connection is answered');
}

const nothing = new Uint8Array();

export const handshake: Target = {
  name: 'nbd-handshake',
  longestBytes: 70 * kib,
  words: [Buffer.from('IHAVEOPT'), hex('00000003'), infoData('vol', 3), option(7, infoData('vol'))],
  seeds: () => [
    goBytes('vol', { mode: 'structured' }),
    goBytes('vol'),
    goBytes('vol', { mode: 'extended', contexts: ['base:allocation'] }),
    Buffer.concat([hex('00000003'), option(3), option(8), option(6, infoData('vol', 0, 1, 2, 3)), option(2)]),
    Buffer.concat([hex('00000001'), option(1, Buffer.from('vol'))]),
    Buffer.concat([hex('00000003'), option(5), option(9, infoData('vol')), option(10, infoData('vol')), option(11)]),
    Buffer.concat([hex('00000003'), option(6, Buffer.alloc(66_000)), option(99), option(7, infoData('none'))]),
  ],
  run: (bytes) => play(bytes, nothing),
};

const magic = hex('25609513');

export const transmission: Target = {
  name: 'nbd-transmission',
  longestBytes: 20 * kib,
  words: [magic, request({ type: 2 }), request({ type: 3 })],
  seeds: () => [
    Buffer.concat([
      request({ type: 1, payload: Buffer.alloc(5000, 3), offset: 100 }),
      request({ type: 0, lengthBytes: 5000, offset: 100, cookie: 2 }),
      request({ type: 3, cookie: 3 }),
      request({ type: 4, lengthBytes: 8192, cookie: 4 }),
      request({ type: 6, lengthBytes: 8192, flags: 2, cookie: 5 }),
      request({ type: 2, cookie: 6 }),
    ]),
    request({ type: 5, lengthBytes: 4096 }),
    request({ type: 7, lengthBytes: 4096 }),
    request({ type: 1, payload: Buffer.alloc(1000), flags: 0xffff }),
  ],
  /** Requests lie one behind the other: each gets its magic number back. */
  fixUp: (bytes, random) => {
    for (let at = 0; at + 28 <= bytes.length; ) {
      if (random.fraction() < 0.95) magic.copy(bytes, at);
      const isWrite = bytes.readUInt16BE(at + 6) === 1;
      const left = bytes.length - at - 28;
      if (isWrite && bytes.readUInt32BE(at + 24) > left && random.fraction() < 0.5) bytes.writeUInt32BE(left, at + 24);
      at += 28 + (isWrite ? bytes.readUInt32BE(at + 24) : 0);
    }
  },
  run: (bytes) => play(bytes, goBytes('vol', { mode: 'structured' })),
};
