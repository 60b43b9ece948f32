/** The data port: strangers, proven clients, proven primaries, and the mirrors that an engine has links to. */

import { acceptData } from '../../../common/data-link.ts';
import { frameFlag, frameKind, maxFrameBytes } from '../../../common/frame.ts';
import { CallerHandshake } from '../../../common/handshake.ts';
import type { StreamLink } from '../../../common/host.ts';
import { encodeHandshake, encodeOpenVolume, encodePeer, type PeerMessage } from '../../../common/messages.ts';
import { sliceOf } from '../../../common/placement.ts';
import { SlabPool } from '../../../common/slab.ts';
import { blockBytes, chunkBytes, kib } from '../../../common/units.ts';
import {
  credentials,
  deviceId,
  EngineWorld,
  firstIntroduction,
  generation,
  layerId,
  peerId,
  peerIncarnation,
  sliceCount,
  tickets,
  vtreeId,
} from '../engine-world.ts';
import { frame, repairFrames } from '../frames.ts';
import { expectThat, type Target } from '../target.ts';

const longestBytes = 40 * kib;

function block(value: number, count = 1): Buffer {
  return Buffer.alloc(count * blockBytes, value);
}

/** READ, WRITE, ZERO: chunk, start, length. */
function request(kind: number, start: number, length: number, more: object = {}): Buffer {
  return frame({ kind, tag: 1, generation, words: [0, start, length], start, ...more });
}

const opens = tickets().map((ticket, index) =>
  frame({ kind: frameKind.OPEN, tag: index + 1, requestId: index + 1, body: encodeOpenVolume(ticket) }),
);

const clientFrames: readonly Buffer[] = [
  ...opens,
  request(frameKind.WRITE, 0, blockBytes, { payload: block(1), requestId: 5 }),
  request(frameKind.WRITE, 100, 5000, { payload: Buffer.alloc(5000, 2), requestId: 6, flags: frameFlag.FUA }),
  request(frameKind.READ, 0, 2 * blockBytes, { requestId: 7 }),
  request(frameKind.READ, 10, 100, { requestId: 8 }),
  request(frameKind.ZERO, 0, 16 * blockBytes, { requestId: 9 }),
  request(frameKind.ZERO, 0, chunkBytes, { requestId: 10, flags: frameFlag.TRIM }),
  request(frameKind.READ, 0, blockBytes, { requestId: 11, generation: generation + 1 }),
  request(frameKind.READ, 0, blockBytes, { requestId: 12, generation: generation - 1 }),
  frame({ kind: frameKind.FLUSH, tag: 1, requestId: 13, words: [0, generation, 1, generation, 2, generation] }),
  frame({ kind: frameKind.FLUSH, tag: 1, requestId: 14, words: [0, generation + 1] }),
];

/** As an SDC with a ticket, behind the handshake. */
export const engineClient: Target = {
  name: 'engine-client',
  longestBytes,
  seeds: () => [Buffer.concat(clientFrames), ...clientFrames.map((one) => Buffer.concat([...opens.slice(0, 1), one]))],
  words: clientFrames,
  fixUp: repairFrames,
  run: async (bytes) => {
    const scene = await EngineWorld.open([deviceId]);
    await scene.until('slices settle', () => [...scene.engine.slices.values()].every(({ settled }) => settled));
    const link = await scene.connect({});
    await scene.send(link, bytes);
    await scene.end();
  },
};

const slice = sliceOf(vtreeId, 0, sliceCount);

/** FORWARD and COPY: chunk, start, length, slice, layer, version, version before. */
function update(kind: number, sequence: number, previous: number, blocks: number, more: object = {}): Buffer {
  const length = blocks * blockBytes;
  const versions = [generation, sequence, 0, previous === 0 ? 0 : generation, previous, 0];
  const words = [0, 0, length, slice, layerId, 0, ...versions];
  return frame({ kind, generation, words, payload: block(sequence, blocks), requestId: sequence, ...more });
}

function peer(message: PeerMessage): Buffer {
  return frame({ kind: frameKind.PEER, body: encodePeer(message) });
}

const allSlices = Array.from({ length: sliceCount }, (_, index) => ({ slice: index, generation }));
const nothingYet = { versionGeneration: 0, versionSequence: 0, refused: 0, suspect: false };
const settle = peer({
  kind: 'settle',
  requestId: 2,
  body: { slices: allSlices.map((one) => ({ ...one, ...nothingYet })) },
});

const peerFrames: readonly Buffer[] = [
  peer({ kind: 'settleQuery', requestId: 1, body: { slices: allSlices } }),
  settle,
  update(frameKind.FORWARD, 1, 0, 1),
  update(frameKind.FORWARD, 2, 1, 2, { flags: frameFlag.SYNC }),
  update(frameKind.FORWARD, 3, 2, 0, { payload: new Uint8Array(), flags: frameFlag.ZERO }),
  update(frameKind.COPY, 0, 0, 0, { flags: frameFlag.BEGIN }),
  update(frameKind.COPY, 0, 0, 2),
  update(frameKind.COPY, 5, 0, 0, { flags: frameFlag.END }),
  peer({ kind: 'chunkListQuery', requestId: 3, body: { slices: allSlices } }),
  peer({ kind: 'chunkFetch', requestId: 4, body: { slice, generation, layerId, chunkIndex: 0 } }),
  peer({ kind: 'settleState', requestId: 5, body: { slices: [] } }),
];

/** As the primary of all slices: this engine is their mirror. */
export const enginePeer: Target = {
  name: 'engine-peer',
  longestBytes,
  seeds: () => [Buffer.concat(peerFrames), ...peerFrames.map((one) => Buffer.concat([settle, one]))],
  words: peerFrames,
  fixUp: repairFrames,
  run: async (bytes) => {
    const scene = await EngineWorld.open([peerId, deviceId]);
    const link = await scene.connect({ role: 'engine', nodeId: peerId, incarnation: peerIncarnation });
    await scene.send(link, bytes);
    await scene.end();
  },
};

const answers: readonly Buffer[] = [
  peer({
    kind: 'settleState',
    requestId: 1,
    body: { slices: allSlices.map((one) => ({ ...one, ...nothingYet, versionSequence: 4, versionGeneration: 2 })) },
  }),
  peer({ kind: 'settleState', requestId: 1, body: { slices: allSlices.map((one) => ({ ...one, ...nothingYet })) } }),
  peer({
    kind: 'chunkList',
    requestId: 2,
    body: {
      slices: [
        {
          slice,
          chunks: [{ layerId, chunkIndex: 0, versionGeneration: 2, versionSequence: 4, unclean: false }],
        },
      ],
      more: false,
    },
  }),
  update(frameKind.COPY, 0, 0, 2),
  update(frameKind.COPY, 4, 0, 0, { flags: frameFlag.END }),
  peer({ kind: 'chunkFetched', requestId: 3, body: { frames: 0 } }),
  peer({ kind: 'settled', requestId: 2, body: { slices: allSlices } }),
  peer({ kind: 'refusal', requestId: 1, body: { code: 3, message: 'no' } }),
  frame({ kind: frameKind.ACK, words: [0, 0, 100, 0] }),
  frame({ kind: frameKind.ACK, words: [1, 1, 100, 0] }),
];

/** As the mirror that this engine, the primary of all slices, has a link to: answers to what it never or did ask. */
export const engineMirror: Target = {
  name: 'engine-mirror',
  longestBytes,
  seeds: () => [Buffer.concat(answers), ...answers, Buffer.concat([...answers.slice(1, 2), ...answers.slice(6, 7)])],
  words: answers,
  fixUp: repairFrames,
  run: async (bytes) => {
    const scene = await EngineWorld.open([deviceId, peerId]);
    const { peer: host } = scene;
    const raw: { stream?: StreamLink; proven?: boolean } = {};
    const accept = host.network.listenStream(scene.peerAddress, (stream) => {
      raw.stream = stream;
      return acceptData({
        host,
        pool: new SlabPool(),
        stream,
        callee: {
          credentials,
          random: host.random,
          nodeId: peerId,
          incarnation: peerIncarnation,
          check: () => undefined,
        },
        established: () => {
          raw.proven = true;
          return { frame: () => undefined, closed: () => undefined };
        },
        refused: () => undefined,
      });
    });
    await scene.world.scheduler.settle(accept);
    await scene.until('the engine connects to its mirror', () => raw.proven === true);
    await scene.world.scheduler.runFor(5);
    expectThat(raw.stream !== undefined, 'the stream is known');
    await scene.send(raw.stream, bytes);
    await scene.end();
  },
};

function hello(): Buffer {
  const random = { bytes: (into: Uint8Array) => into.fill(1), fraction: () => 0 };
  const handshake = new CallerHandshake(credentials, random, firstIntroduction);
  return frame({ kind: frameKind.HANDSHAKE, body: handshake.hello });
}

const strangers: readonly Buffer[] = [
  hello(),
  frame({ kind: frameKind.HANDSHAKE, body: encodeHandshake({ kind: 'auth', body: { proof: new Uint8Array(32) } }) }),
  frame({ kind: frameKind.HANDSHAKE, body: encodeHandshake({ kind: 'welcome', body: { mapVersion: 1 } }) }),
  frame({ kind: frameKind.HANDSHAKE, body: encodeHandshake({ kind: 'refusal', body: { code: 1, message: 'x' } }) }),
  ...clientFrames.slice(0, 5),
];

/** As somebody without the key. */
export const engineStranger: Target = {
  name: 'engine-stranger',
  longestBytes: 2 * maxFrameBytes,
  seeds: () => [...strangers, Buffer.concat(strangers), Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
  words: strangers,
  fixUp: repairFrames,
  run: async (bytes) => {
    const scene = await EngineWorld.open([deviceId]);
    const memory = new Uint8Array(65_536);
    const stream = await scene.world.scheduler.settle(
      scene.peer.network.connectStream(scene.address, 5000, () => ({
        space: () => memory,
        received: () => undefined,
        drained: () => undefined,
        closed: () => undefined,
      })),
    );
    await scene.send(stream, bytes);
    await scene.world.scheduler.runFor(6000);
    await scene.end();
  },
};
