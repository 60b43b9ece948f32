/** The control plane: what nodes send to the MDM, and what an MDM sends to its nodes. */

import { CalleeHandshake, CallerHandshake } from '../../../common/handshake.ts';
import type { Address, MessageHandlers, MessageLink } from '../../../common/host.ts';
import { type ControlMessage, decodeControl, encodeControl } from '../../../common/messages.ts';
import { SlabPool } from '../../../common/slab.ts';
import { kib, mib } from '../../../common/units.ts';
import { MetadataManager } from '../../../mdm/service.ts';
import { DataClient } from '../../../sdc/client.ts';
import { credentials, deviceState, smallSeed } from '../../mdm/support.ts';
import { baseRecords, sdcId } from '../../sdc/scene.ts';
import { SimWorld } from '../../simulation/world/host.ts';
import type { SimRandom } from '../../simulation/world/random.ts';
import { expectThat, type Target } from '../target.ts';

const address: Address = { kind: 'tcp', host: 'mdm', port: 6_611 };

/** Messages lie one behind the other, each with its length before it: u16, little-endian. */
function packed(messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => {
      const length = Buffer.alloc(2);
      length.writeUInt16LE(message.length);
      return [length, message];
    }),
  );
}

function* unpacked(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = Math.min(bytes.length, at + 2 + bytes.readUInt16LE(at));
    yield bytes.subarray(at + 2, end);
    at = end;
  }
}

/** A cut last message is given its length; protobuf needs no other repair. */
function repairLengths(bytes: Buffer, random: SimRandom): void {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const left = bytes.length - at - 2;
    if (bytes.readUInt16LE(at) > left && random.fraction() < 0.9) bytes.writeUInt16LE(Math.min(65_535, left), at);
    at += 2 + bytes.readUInt16LE(at);
  }
}

const register: ControlMessage = {
  kind: 'registerSds',
  body: {
    devices: [deviceState(5, 77)],
    metricsAddress: '127.0.0.1:1',
    pid: 1,
    version: '0',
    seenMapVersion: 0,
    seenHistory: 0,
  },
};

const reports: readonly ControlMessage[] = [
  register,
  { kind: 'heartbeat', body: { mapVersion: 3, devices: [deviceState(5, 77)] } },
  { kind: 'mapApplied', body: { mapVersion: 3 } },
  { kind: 'slicesSettled', body: { deviceId: 5, incarnation: 77, slices: [0, 1], generations: [2, 2] } },
  { kind: 'wantWholeMap', body: {} },
  { kind: 'registerSdc', body: { guid: 'guid-1', name: 'sdc1', address: 'c', pid: 1, version: '0' } },
  { kind: 'refusal', body: { code: 1, message: 'x' } },
  { kind: 'registered', body: { nodeId: 1 } },
];
const nodeWords = reports.map((message) => encodeControl(message));

/** As an SDS that has proven itself. */
export const mdmSession: Target = {
  name: 'mdm-session',
  longestBytes: 40 * kib,
  words: nodeWords,
  seeds: () => [packed(nodeWords), ...nodeWords.map((word) => packed([...nodeWords.slice(0, 1), word]))],
  fixUp: repairLengths,
  run: async (bytes) => {
    const world = new SimWorld({ seed: 'fuzz' });
    const failures: unknown[] = [];
    const manager = new MetadataManager({
      host: world.server('mdm').start('mdm'),
      storePath: '/meta',
      credentials,
      listen: address,
      seed: smallSeed,
      failed: (error) => failures.push(error),
    });
    await world.scheduler.settle(manager.open());
    const node = world.server('node').start('node');
    const handshake = new CallerHandshake(credentials, node.random, {
      role: 'sds',
      nodeId: 0,
      nodeName: 'sds1',
      incarnation: 1,
      lane: 0,
      counter: 0,
      targetDeviceId: 0,
    });
    let proven = false;
    const made: { link?: MessageLink } = {};
    const handlers = (): MessageHandlers => ({
      message: (message) => {
        if (proven) return void decodeControl(message);
        const { send, established } = handshake.next(message);
        if (send !== undefined) made.link?.send(send);
        proven = established;
      },
      closed: () => undefined,
    });
    made.link = await world.scheduler.settle(node.network.connectMessages(address, 5000, handlers));
    made.link.send(handshake.hello);
    expectThat(await world.scheduler.run(() => proven, 5000), 'the handshake comes to an end');
    for (const message of unpacked(bytes)) made.link.send(message);
    await world.scheduler.runFor(200);
    expectThat(failures.length === 0, 'the meta store is well');
    expectThat(manager.isServing, 'the MDM serves');
    const poolId = [...manager.view.map.tables.pool.values()][0]?.id ?? 0;
    const command = { kind: 'addVolume', poolId, sizeBytes: mib, createdAtMs: 1 } as const;
    await world.scheduler.settle(manager.execute(command));
    await world.scheduler.settle(manager.close());
  },
};

const whole: ControlMessage = {
  kind: 'map',
  body: { fromVersion: 0, toVersion: 5, whole: true, puts: baseRecords(), deletes: [], tickets: [] },
};
const orders: readonly ControlMessage[] = [
  { kind: 'registered', body: { nodeId: sdcId } },
  whole,
  {
    kind: 'map',
    body: {
      fromVersion: 5,
      toVersion: 6,
      whole: false,
      puts: baseRecords().slice(1, 3),
      deletes: ['volume/00000005', 'mapping/00000005/00000009', 'x', '/', '__proto__/1'],
      tickets: [{ volumeId: 5, epoch: 100, accessMode: 'rw', proof: new Uint8Array(32) }],
    },
  },
  { kind: 'refusal', body: { code: 18, message: 'no' } },
  { kind: 'wantWholeMap', body: {} },
];
const mdmWords = orders.map((message) => encodeControl(message));

/** As the MDM of an SDC. */
export const sdcMap: Target = {
  name: 'sdc-map',
  longestBytes: 40 * kib,
  words: mdmWords,
  seeds: () => [packed(mdmWords.slice(0, 3)), packed(mdmWords), ...mdmWords.map((word) => packed([word]))],
  fixUp: repairLengths,
  run: async (bytes) => {
    const world = new SimWorld({ seed: 'fuzz' });
    const mdm = world.server('mdm').start('mdm');
    let sent = false;
    const accept = (link: MessageLink): MessageHandlers => {
      const options = { credentials, random: mdm.random, nodeId: 0, incarnation: 1, check: () => undefined };
      const handshake = new CalleeHandshake(options);
      let proven = false;
      return {
        message: (message) => {
          if (proven || sent) return;
          const { send, established } = handshake.next(message);
          if (send !== undefined) link.send(send);
          if (!established) return;
          proven = true;
          sent = true;
          link.proven();
          for (const order of unpacked(bytes)) link.send(order);
        },
        closed: () => undefined,
      };
    };
    await world.scheduler.settle(mdm.network.listenMessages({ kind: 'tcp', host: '0.0.0.0', port: 6_611 }, accept));
    const client = new DataClient({
      host: world.server('sdc').start('sdc'),
      credentials,
      mdmAddresses: [address],
      name: 'sdc1',
      home: '/sdc',
      about: { address: 'sdc', pid: 1, version: 'simulated' },
      slabs: new SlabPool({ slabBytes: 2 * mib }),
    });
    await world.scheduler.settle(client.open());
    expectThat(await world.scheduler.run(() => sent, 10_000), 'the SDC asks the MDM');
    await world.scheduler.runFor(200);
    for (const name of client.names()) client.find(name)?.flush({ data: () => undefined, finished: () => undefined });
    await world.scheduler.runFor(200);
    await world.scheduler.settle(client.close());
  },
};
