/** The data port against peers of every sort of ill will: strangers, SDCs and primaries that hold the cluster key. */

import test, { type ExecutionContext } from 'ava';
import { type DataLinkOwner, handshakeTimeoutMs, messageBytes, refusalLingerMs } from '../../common/data-link.ts';
import { codeOf, codeOfWire, type ErrorCode } from '../../common/errors.ts';
import { frameKind, headerBytes, maxHandshakeBytes } from '../../common/frame.ts';
import { CalleeHandshake, CallerHandshake, type Introduction, protocolVersion } from '../../common/handshake.ts';
import type { StreamLink } from '../../common/host.ts';
import { maximumHalfOpenLinks } from '../../common/link-gate.ts';
import {
  decodeHandshake,
  decodePeer,
  encodeHandshake,
  encodeOpenVolume,
  encodePeer,
  type HandshakeMessage,
  type PeerMessage,
} from '../../common/messages.ts';
import { blockBytes, kib, mib } from '../../common/units.ts';
import { maxHandles, maxParkedLinkBytes, maxUnansweredRequests, maxUnsentBytes } from '../../sds/client-requests.ts';
import { maxListsUnderWay } from '../../sds/peer-session.ts';
import { slicesPerRound } from '../../sds/settling.ts';
import {
  credentials,
  deviceId,
  EngineWorld,
  firstIntroduction,
  generation,
  layerId,
  peerId,
  peerIncarnation,
  sdcId,
  sliceCount,
  tickets,
} from '../fuzz/engine-world.ts';
import { frame } from '../fuzz/frames.ts';

/** Frames that come back on a link, and why it was closed. */
class Answers implements DataLinkOwner {
  readonly frames: Buffer[] = [];
  closedBecause: string | undefined;

  frame(_link: unknown, slab: { readonly bytes: Buffer }, at: number, end: number): void {
    this.frames.push(Buffer.from(slab.bytes.subarray(at, end)));
  }

  closed(_link: unknown, reason: string): void {
    this.closedBecause = reason;
  }

  /** Codes of REPLY frames in their order. */
  get codes(): ErrorCode[] {
    return this.frames
      .filter((one) => one.readUInt8(12) === frameKind.REPLY)
      .map((one) => codeOfWire(one.readUInt16LE(14)));
  }

  count(code: ErrorCode): number {
    return this.codes.filter((one) => one === code).length;
  }

  peers(): PeerMessage[] {
    return this.frames
      .filter((one) => one.readUInt8(12) === frameKind.PEER)
      .map((one) => decodePeer(messageBytes({ bytes: one } as never, 0, one.length)));
  }
}

async function served(): Promise<EngineWorld> {
  const scene = await EngineWorld.open([deviceId]);
  await scene.until('slices settle', () => [...scene.engine.slices.values()].every(({ settled }) => settled));
  return scene;
}

async function client(scene: EngineWorld, more: Partial<Introduction> = {}): Promise<[StreamLink, Answers]> {
  const answers = new Answers();
  return [await scene.connect(more, answers), answers];
}

const goodTicket = tickets()[0];

function openFrame(ticket = goodTicket, tag = 1): Buffer {
  return frame({ kind: frameKind.OPEN, tag, body: ticket === undefined ? new Uint8Array() : encodeOpenVolume(ticket) });
}

function read(ofGeneration = generation, length = blockBytes): Buffer {
  return frame({ kind: frameKind.READ, tag: 1, generation: ofGeneration, words: [0, 0, length] });
}

// Strangers.

/** A stream on which the test says everything, and what came back. */
async function stranger(scene: EngineWorld): Promise<{ stream: StreamLink; heard: Buffer[]; closed: string[] }> {
  const heard: Buffer[] = [];
  const closed: string[] = [];
  const memory = Buffer.alloc(64 * kib);
  const connecting = scene.peer.network.connectStream(scene.address, 5000, () => ({
    space: () => memory,
    received: (count) => void heard.push(Buffer.from(memory.subarray(0, count))),
    drained: () => undefined,
    closed: (reason) => void closed.push(reason),
  }));
  return { stream: await scene.world.scheduler.settle(connecting), heard, closed };
}

function handshakeFrame(message: HandshakeMessage): Buffer {
  return frame({ kind: frameKind.HANDSHAKE, body: encodeHandshake(message) });
}

function lastMessage(heard: readonly Buffer[]): HandshakeMessage {
  const bytes = Buffer.concat(heard);
  let at = 0;
  while (at + bytes.readUInt32LE(at + 4) < bytes.length) at += bytes.readUInt32LE(at + 4);
  return decodeHandshake(bytes.subarray(at + headerBytes));
}

test('five hundred half-open links keep no client out, and all are gone when their time is over', async (t) => {
  const scene = await served();
  const strangers = [];
  for (let count = 0; count < 500; count++) strangers.push(await stranger(scene));
  await scene.world.scheduler.runFor(refusalLingerMs + 10);
  t.is(strangers.filter(({ closed }) => closed.length === 0).length, maximumHalfOpenLinks);
  const [link, answers] = await client(scene);
  await scene.send(link, Buffer.concat([openFrame(), read()]));
  t.deepEqual(answers.codes, ['OK', 'OK']);
  await scene.world.scheduler.runFor(handshakeTimeoutMs);
  t.true(strangers.every(({ closed }) => closed.length === 1));
  t.is(answers.closedBecause, undefined);
  t.is(scene.engine.refusals.counts.BUSY, 500 + 1 - maximumHalfOpenLinks);
  t.is(scene.engine.refusals.counts.TIMEOUT, maximumHalfOpenLinks - 1);
});

test('a stranger that announces more than a handshake, or sends what is no frame, is cut off at once', async (t) => {
  const scene = await served();
  const hello = handshakeFrame({ kind: 'auth', body: { proof: new Uint8Array(32) } });
  const changed = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(hello);
    bytes.writeUInt32LE(value, at);
    return bytes;
  };
  const rubbish = [changed(4, maxHandshakeBytes + 1), changed(4, 2 ** 32 - 1), changed(8, 2 ** 32 - 1), changed(0, 0)];
  for (const bytes of [...rubbish, read(), hello]) {
    const { stream, closed } = await stranger(scene);
    await scene.send(stream, bytes);
    await scene.world.scheduler.runFor(refusalLingerMs);
    t.is(closed.length, 1);
  }
  t.is(scene.engine.refusals.counts.INVALID, rubbish.length + 2);
});

async function refusalOf(t: ExecutionContext, scene: EngineWorld, hello: Uint8Array): Promise<ErrorCode> {
  const { stream, heard, closed } = await stranger(scene);
  await scene.send(stream, frame({ kind: frameKind.HANDSHAKE, body: hello }));
  await scene.world.scheduler.runFor(refusalLingerMs);
  t.is(closed.length, 1);
  const message = lastMessage(heard);
  return message.kind === 'refusal' ? codeOfWire(message.body.code) : 'OK';
}

test('each wrong introduction gets the error that says what is wrong, and a closed link', async (t) => {
  const scene = await served();
  const { random } = scene.peer;
  const helloOf = (more: Partial<Introduction>, by = credentials): Uint8Array =>
    new CallerHandshake(by, random, { ...firstIntroduction, ...more }).hello;
  const good = decodeHandshake(helloOf({}));
  if (good.kind !== 'hello') return t.fail();
  const changed = (more: object): Uint8Array => encodeHandshake({ kind: 'hello', body: { ...good.body, ...more } });
  const cases: readonly (readonly [hello: Uint8Array, code: ErrorCode])[] = [
    [changed({ protocolMin: protocolVersion + 1, protocolMax: protocolVersion + 5 }), 'VERSION'],
    [changed({ protocolMin: 0, protocolMax: 0 }), 'VERSION'],
    [helloOf({}, { ...credentials, clusterId: 'f'.repeat(32) }), 'FOREIGN'],
    [helloOf({ targetDeviceId: 99 }), 'FOREIGN'],
    [helloOf({ role: 'root' }), 'INVALID'],
    [changed({ nonce: new Uint8Array(15) }), 'INVALID'],
    [changed({ incarnation: Number.NaN }), 'INVALID'],
    [changed({ incarnation: -1 }), 'INVALID'],
    [changed({ nodeName: 'x'.repeat(129) }), 'INVALID'],
    [helloOf({ nodeId: 12_345 }), 'STALE_MAP'],
    [helloOf({ role: 'engine', nodeId: 77 }), 'STALE_MAP'],
    [helloOf({ role: 'engine', nodeId: peerId, incarnation: peerIncarnation - 1 }), 'STALE_MAP'],
  ];
  for (const [hello, code] of cases) t.is(await refusalOf(t, scene, hello), code);
});

test('without the key neither a proof of its own, nor a replayed one, nor the reflected one of the callee opens a link', async (t) => {
  const scene = await served();
  const { random } = scene.peer;
  const good = new CallerHandshake(credentials, random, firstIntroduction);
  const recorded = await stranger(scene);
  await scene.send(recorded.stream, frame({ kind: frameKind.HANDSHAKE, body: good.hello }));
  const reply = Buffer.concat(recorded.heard).subarray(headerBytes);
  const { send } = good.next(reply);
  const decoded = decodeHandshake(reply);
  if (send === undefined || decoded.kind !== 'helloReply') return t.fail();
  const wrongKey = new CallerHandshake({ ...credentials, key: new Uint8Array(32) }, random, firstIntroduction);
  t.is(codeOf(t.throws(() => wrongKey.next(reply))), 'NOT_ALLOWED', 'and the caller notices a callee without the key');
  const proofs = [send, encodeHandshake({ kind: 'auth', body: { proof: decoded.body.proof } }), send.slice(0, 10)];
  for (const proof of proofs) {
    const { stream, heard, closed } = await stranger(scene);
    // The recorded Hello word for word: the callee's nonce makes all the difference.
    await scene.send(stream, frame({ kind: frameKind.HANDSHAKE, body: good.hello }));
    await scene.send(stream, frame({ kind: frameKind.HANDSHAKE, body: proof }));
    await scene.world.scheduler.runFor(refusalLingerMs);
    t.is(closed.length, 1);
    t.is(lastMessage(heard).kind, 'refusal');
  }
  await scene.send(recorded.stream, frame({ kind: frameKind.HANDSHAKE, body: send }));
  t.is(lastMessage(recorded.heard).kind, 'welcome', 'the one that it was made for still works');
});

test('messages of a handshake out of their order end it, on both sides', (t) => {
  const random = { bytes: (into: Uint8Array) => into.fill(1), fraction: () => 0 };
  const callee = (): CalleeHandshake =>
    new CalleeHandshake({ credentials, random, nodeId: 1, incarnation: 1, check: () => undefined });
  const caller = (): CallerHandshake => new CallerHandshake(credentials, random, firstIntroduction);
  const welcome = encodeHandshake({ kind: 'welcome', body: { mapVersion: 0 } });
  const auth = encodeHandshake({ kind: 'auth', body: { proof: new Uint8Array(32) } });
  t.is(codeOf(t.throws(() => callee().next(auth))), 'INVALID');
  t.is(codeOf(t.throws(() => callee().next(welcome))), 'INVALID');
  t.is(codeOf(t.throws(() => caller().next(welcome))), 'INVALID');
  t.is(codeOf(t.throws(() => caller().next(caller().hello))), 'INVALID');
  const twice = callee();
  twice.next(caller().hello);
  t.is(codeOf(t.throws(() => twice.next(caller().hello))), 'INVALID');
});

// SDCs that hold the key.

test('a lower incarnation or counter of a known SDC is refused, and its links stay', async (t) => {
  const scene = await served();
  const [, answers] = await client(scene, { incarnation: 5, counter: 3 });
  for (const more of [
    { incarnation: 4, counter: 9 },
    { incarnation: 5, counter: 3 },
    { incarnation: 5, counter: 2 },
  ])
    t.is(codeOf(await t.throwsAsync(client(scene, more))), 'FENCED');
  t.is(answers.closedBecause, undefined);
});

test('a ticket of another SDC, of another epoch, or made up, opens nothing', async (t) => {
  const scene = await served();
  const [link, answers] = await client(scene);
  const [good, foreign, expired] = tickets();
  if (good === undefined) return t.fail();
  const forged = { ...good, proof: new Uint8Array(32) };
  const widened = { ...good, accessMode: 'rwx' };
  const wrong = [foreign, expired, forged, widened, { ...good, volumeId: 6 }, { ...good, epoch: Number.NaN }];
  for (const ticket of wrong) await scene.send(link, openFrame(ticket));
  await scene.send(link, frame({ kind: frameKind.OPEN, tag: 1, body: Buffer.from('rubbish') }));
  await scene.send(link, read());
  t.deepEqual(answers.codes, [...wrong.map(() => 'FENCED' as const), 'INVALID', 'FENCED']);
});

test('a lower generation is answered STALE_MAP; a higher one waits, within a bound, and gives its room back', async (t) => {
  const scene = await served();
  const [link, answers] = await client(scene);
  await scene.send(link, Buffer.concat([openFrame(), read(generation - 1)]));
  t.deepEqual(answers.codes, ['OK', 'STALE_MAP']);
  const size = 512 * kib;
  const words = [0, 0, size];
  const ahead = frame({
    ...{ kind: frameKind.WRITE, tag: 1, generation: generation + 1, words },
    payload: Buffer.alloc(size),
  });
  const fitting = Math.floor(maxParkedLinkBytes / ahead.length);
  for (let count = 0; count < fitting + 3; count++) await scene.send(link, ahead);
  t.is(answers.count('BUSY'), 3);
  link.close('the test has seen enough');
  await scene.world.scheduler.runFor(100);
  // As often as that: were the room not given back, the engine's 64 MiB would be used up.
  for (let round = 2; round < 6; round++) {
    const [again, more] = await client(scene, { counter: round });
    await scene.send(again, openFrame());
    for (let count = 0; count < fitting; count++) await scene.send(again, ahead);
    t.deepEqual(more.codes, ['OK']);
    again.close('next');
    await scene.world.scheduler.runFor(100);
  }
  await scene.end();
});

test('what waits for a slice that moves to another device is told to ask there', async (t) => {
  const scene = await served();
  const [link, answers] = await client(scene);
  await scene.send(link, Buffer.concat([openFrame(), read(generation + 1)]));
  t.deepEqual(answers.codes, ['OK']);
  scene.take(8, [peerId]);
  await scene.world.scheduler.runFor(100);
  t.deepEqual(answers.codes, ['OK', 'NOT_PRIMARY']);
});

test('requests that are not answered, and handles, are bounded for each link', async (t) => {
  const scene = await served();
  const [link, answers] = await client(scene);
  await scene.send(link, openFrame());
  const waiting = Buffer.concat(Array.from({ length: maxUnansweredRequests + 5 }, () => read(generation + 1)));
  await scene.send(link, waiting);
  await scene.world.scheduler.runFor(1000);
  t.is(answers.count('BUSY'), 5);
  const [other, more] = await client(scene, { lane: 1 });
  const opens = Array.from({ length: maxHandles + 2 }, (_, tag) => openFrame(goodTicket, tag + 1));
  for (let at = 0; at < opens.length; at += 1000) await scene.send(other, Buffer.concat(opens.slice(at, at + 1000)));
  await scene.world.scheduler.runFor(1000);
  t.is(more.count('OK'), maxHandles);
  t.is(more.count('INVALID'), 2);
});

test('a client that asks and does not read is answered BUSY, then loses its link', async (t) => {
  const scene = await served();
  const [link, answers] = await client(scene);
  const size = 256 * kib;
  const write = frame({
    kind: frameKind.WRITE,
    tag: 1,
    generation,
    words: [0, 0, size],
    payload: Buffer.alloc(size, 7),
  });
  await scene.send(link, Buffer.concat([openFrame(), write]));
  t.deepEqual(answers.codes, ['OK', 'OK']);
  link.pause();
  const reads = Buffer.concat(Array.from({ length: 200 }, () => read(generation, size)));
  await scene.send(link, reads);
  t.true(scene.engine.counters.busyAnswers > 0);
  t.true(scene.engine.counters.reads <= maxUnsentBytes / size + 10);
  const probes = Buffer.concat(
    Array.from({ length: 50_000 }, () => frame({ kind: frameKind.READ, words: [0, 0, blockBytes] })),
  );
  for (let count = 0; count < 6 && scene.engine.refusals.counts.BUSY === undefined; count++)
    await scene.send(link, probes);
  t.is(scene.engine.refusals.counts.BUSY, 1);
  await scene.end();
});

test('rubbish behind a good handshake ends that link only, and is told', async (t) => {
  const scene = await served();
  const [good, answers] = await client(scene, { nodeId: sdcId + 1 });
  for (const bytes of [
    Buffer.alloc(5000, 0xff),
    frame({ kind: frameKind.FORWARD, words: Array.from({ length: 12 }, () => 0) }),
    frame({ kind: frameKind.PEER, body: Buffer.from('rubbish') }),
    frame({ kind: 200 }),
  ]) {
    const [link, own] = await client(scene, { incarnation: 2 + (scene.engine.refusals.counts.INVALID ?? 0) });
    await scene.send(link, bytes);
    t.not(own.closedBecause, undefined);
  }
  t.is(scene.engine.refusals.counts.INVALID, 4);
  const [, foreignTicket] = tickets();
  await scene.send(good, Buffer.concat([openFrame(foreignTicket), read()]));
  t.deepEqual(answers.codes, ['OK', 'OK']);
});

// Primaries that hold the key.

function peerFrame(message: PeerMessage): Buffer {
  return frame({ kind: frameKind.PEER, body: encodePeer(message) });
}

async function primary(scene: EngineWorld): Promise<[StreamLink, Answers]> {
  return await client(scene, { role: 'engine', nodeId: peerId, incarnation: peerIncarnation });
}

const asked = Array.from({ length: sliceCount }, (_, slice) => ({ slice, generation }));

test('a device that is not the primary of a slice can neither forward to it, nor copy, nor unsettle it', async (t) => {
  const scene = await served();
  const words = [0, 0, blockBytes, 0, layerId, 0, generation, 1, 0, 0, 0, 0];
  for (const kind of [frameKind.FORWARD, frameKind.COPY]) {
    const [link, answers] = await primary(scene);
    await scene.send(link, frame({ kind, generation, words, payload: Buffer.alloc(blockBytes) }));
    t.regex(answers.closedBecause ?? '', /closed/);
  }
  const [link] = await primary(scene);
  await scene.send(link, peerFrame({ kind: 'settleQuery', requestId: 1, body: { slices: asked } }));
  t.true([...scene.engine.slices.values()].every(({ settled }) => settled));
  t.is(scene.engine.refusals.counts.NOT_PRIMARY, 2);
});

test('a copy for a slice that has settled is refused', async (t) => {
  const scene = await EngineWorld.open([peerId, deviceId]);
  const [link, answers] = await primary(scene);
  const version = { versionGeneration: 0, versionSequence: 0, refused: 0, suspect: false };
  const settle: PeerMessage = {
    kind: 'settle',
    requestId: 1,
    body: { slices: asked.map((one) => ({ ...one, ...version })) },
  };
  await scene.send(link, peerFrame(settle));
  t.is(answers.peers()[0]?.kind, 'settled');
  const words = [0, 0, blockBytes, 0, layerId, 0, 0, 0, 0, 0, 0, 0];
  await scene.send(link, frame({ kind: frameKind.COPY, generation, words, payload: Buffer.alloc(blockBytes) }));
  t.not(answers.closedBecause, undefined);
  t.is(scene.engine.refusals.counts.REFUSED, 1);
  await scene.end();
});

test('questions about slices that nobody has leave no trace, and lists have a length', async (t) => {
  const scene = await EngineWorld.open([peerId, deviceId]);
  const [link, answers] = await primary(scene);
  const slices = Array.from({ length: slicesPerRound }, (_, index) => ({ slice: 2 ** 31 + index, generation }));
  await scene.send(link, peerFrame({ kind: 'settleQuery', requestId: 1, body: { slices } }));
  const [answer] = answers.peers();
  t.is(answer?.kind === 'settleState' ? answer.body.slices.length : 0, slicesPerRound);
  t.true([...scene.engine.store.slices.rows()].every(({ slice }) => slice < sliceCount));
  const tooMany = [...slices, { slice: 1, generation }];
  await scene.send(link, peerFrame({ kind: 'settleQuery', requestId: 2, body: { slices: tooMany } }));
  t.is(scene.engine.refusals.counts.INVALID, 1);
});

test('lists of chunks are made a few at a time', async (t) => {
  const scene = await EngineWorld.open([peerId, deviceId]);
  const [link] = await primary(scene);
  const query = peerFrame({ kind: 'chunkListQuery', requestId: 1, body: { slices: asked } });
  await scene.send(link, Buffer.concat(Array.from({ length: maxListsUnderWay + 1 }, () => query)));
  t.is(scene.engine.refusals.counts.BUSY, 1);
  await scene.end();
});

test('a version that no write can have settles nothing', async (t) => {
  const scene = await EngineWorld.open([peerId, deviceId]);
  const [link] = await primary(scene);
  const slices = [
    { slice: 0, generation, versionGeneration: 1, versionSequence: Number.NaN, refused: 0, suspect: false },
  ];
  await scene.send(link, peerFrame({ kind: 'settle', requestId: 1, body: { slices } }));
  t.is(scene.engine.refusals.counts.INVALID, 1);
  t.false(scene.engine.slices.get(0)?.settled);
});

test('what is turned away is told with its address', async (t) => {
  const scene = await served();
  const { stream } = await stranger(scene);
  await scene.send(stream, Buffer.alloc(mib, 1));
  t.deepEqual(
    scene.refused.map(({ reason, count }) => `${reason} ${count}`),
    ['INVALID 1'],
  );
  t.regex(scene.refused[0]?.address ?? '', /peer/);
});
