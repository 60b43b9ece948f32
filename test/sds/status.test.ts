import test from 'ava';
import { must } from '../../common/assert.ts';
import { type BlockRun, decodeRuns } from '../../common/block-runs.ts';
import { frameFlag, frameKind } from '../../common/frame.ts';
import { mappingKey } from '../../common/map.ts';
import { blockBytes, chunkBytes, kib } from '../../common/units.ts';
import type { ClientRequest } from '../../sds/write-operation.ts';
import { WriteOperation } from '../../sds/write-operation.ts';
import {
  ClientLink,
  deviceId,
  EngineScene,
  generation,
  otherId,
  type Reply,
  sdcId,
  sliceOfChunk,
  volumeOf,
} from './engine-scene.ts';

const volume = volumeOf(5, 3);

function runsOf(reply: Reply, lengthBytes: number): BlockRun[] {
  const view = new DataView(reply.body.buffer, reply.body.byteOffset, reply.body.length);
  return must(decodeRuns(view, 0, reply.body.length, lengthBytes), `sound runs (${reply.code})`);
}

async function statusOf(client: ClientLink, chunkIndex = 0, start = 0, length = chunkBytes): Promise<BlockRun[]> {
  return runsOf(await client.reply(client.send(frameKind.STATUS, chunkIndex, start, length)), length);
}

function requestOf(unfinished: number): ClientRequest {
  return { unfinished } as ClientRequest;
}

const bytes = (count: number): Buffer => Buffer.alloc(count, 7);
const data = (lengthBytes: number, layer = 3): BlockRun => ({ lengthBytes, state: 'data', layer });
const hole = (lengthBytes: number): BlockRun => ({ lengthBytes, state: 'hole', layer: 0 });

test('a chunk that was never written is one hole', async (t) => {
  const client = await ClientLink.open(await EngineScene.open(t, [volume]), volume);
  t.deepEqual(await statusOf(client), [hole(chunkBytes)]);
  t.deepEqual(await statusOf(client, 7, 1, 2), [hole(2)]);
});

test('writes that are only in the journal are told, as are those that a checkpoint has moved', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  await client.reply(client.sendWrite(0, 8 * kib, bytes(4 * kib)));
  const small = [hole(8 * kib), data(4 * kib), hole(chunkBytes - 12 * kib)];
  t.deepEqual(await statusOf(client), small);
  await scene.checkpoint();
  t.deepEqual(await statusOf(client), small);
  await client.reply(client.sendWrite(0, 512 * kib, bytes(256 * kib)));
  const both = [hole(8 * kib), data(4 * kib), hole(500 * kib), data(256 * kib), hole(256 * kib)];
  t.deepEqual(await statusOf(client), both);
  await scene.checkpoint();
  t.deepEqual(await statusOf(client), both);
});

test('a range that begins and ends within blocks is told to the byte', async (t) => {
  const client = await ClientLink.open(await EngineScene.open(t, [volume]), volume);
  await client.reply(client.sendWrite(0, 4 * kib + 100, bytes(10)));
  t.deepEqual(await statusOf(client, 0, 4000, 5000), [hole(96), data(4096), hole(808)]);
  t.deepEqual(await statusOf(client, 0, 4200, 1), [data(1)]);
});

test('what was zeroed or trimmed is a hole again', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  await client.reply(client.sendWrite(0, 0, bytes(64 * kib)));
  await client.reply(client.send(frameKind.ZERO, 0, 4 * kib, 8 * kib));
  await client.reply(client.send(frameKind.ZERO, 0, 32 * kib, 32 * kib, frameFlag.TRIM));
  const expected = [data(4 * kib), hole(8 * kib), data(20 * kib), hole(chunkBytes - 32 * kib)];
  t.deepEqual(await statusOf(client), expected);
  await scene.checkpoint();
  t.deepEqual(await statusOf(client), expected);
});

test('a status sees through the layers: each run names the layer it comes from, and zeros hide what lies below', async (t) => {
  const parent = volumeOf(5, 3);
  const child = volumeOf(6, 4, [3]);
  const scene = await EngineScene.open(t, [parent, child]);
  const below = await ClientLink.open(scene, parent);
  await below.reply(below.sendWrite(0, 0, bytes(64 * kib)));
  const above = await ClientLink.open(scene, child);
  await above.reply(above.sendWrite(0, 4 * kib, bytes(4 * kib)));
  await above.reply(above.send(frameKind.ZERO, 0, 16 * kib, 16 * kib));
  t.deepEqual(await statusOf(above), [
    data(4 * kib, 3),
    data(4 * kib, 4),
    data(8 * kib, 3),
    { lengthBytes: 16 * kib, state: 'zero', layer: 4 },
    data(32 * kib, 3),
    hole(chunkBytes - 64 * kib),
  ]);
});

test('every block of a chunk may differ from the one before', async (t) => {
  const client = await ClientLink.open(await EngineScene.open(t, [volume]), volume);
  for (let block = 0; block < 256; block += 2) client.sendWrite(0, block * blockBytes, bytes(blockBytes));
  const runs = await statusOf(client);
  t.is(runs.length, 256);
  t.true(
    runs.every(
      ({ lengthBytes, state }, index) => lengthBytes === blockBytes && state === (index % 2 ? 'hole' : 'data'),
    ),
  );
});

test('a status waits for an unfinished write of its range, and not for one beside it', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  await client.reply(client.sendWrite(0, 0, bytes(blockBytes)));
  const chunk = must(scene.engine.store.find(3, 0), 'the chunk');
  // One that a mirror has not acknowledged yet; its client waits for more than this one.
  const slice = must(scene.engine.slices.get(sliceOfChunk(volume, 0)), 'its slice');
  const write = new WriteOperation(requestOf(2), slice, chunk, 4, 2, 1, false);
  chunk.unfinished.push(write);
  t.deepEqual(await statusOf(client, 0, 0, 4 * blockBytes), [data(blockBytes), hole(3 * blockBytes)]);
  const asked = client.send(frameKind.STATUS, 0, 0, chunkBytes);
  await scene.until(() => write.waitingReads?.length === 1);
  t.false(client.hasReply(asked));
  scene.engine.clients.finish(write);
  t.deepEqual(runsOf(await client.reply(asked), chunkBytes), [data(blockBytes), hole(chunkBytes - blockBytes)]);
});

test('a status is checked like a read: fenced, outside, of another generation', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  const code = async (...range: [chunk: number, start: number, length: number]): Promise<string> =>
    (await client.reply(client.send(frameKind.STATUS, ...range))).code;
  t.is(await code(0, 0, 0), 'INVALID');
  t.is(await code(0, 4096, chunkBytes), 'INVALID');
  t.is(await code(64, 0, 4096), 'INVALID');
  const old = await client.reply(client.send(frameKind.STATUS, 0, 0, 4096, 0, generation - 1));
  t.is(old.code, 'STALE_MAP');
  t.is(old.generation, generation);
  scene.apply([], [mappingKey(volume.id, sdcId)]);
  t.is(await code(0, 0, 4096), 'FENCED');
});

test('when a volume grows, a link that has it open may use the new part', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  const beyond = volume.sizeBytes / chunkBytes;
  t.is((await client.reply(client.sendWrite(beyond, 0, bytes(blockBytes)))).code, 'INVALID');
  scene.apply([{ ...volume, sizeBytes: volume.sizeBytes + chunkBytes }]);
  t.is((await client.reply(client.sendWrite(beyond, 0, bytes(blockBytes)))).code, 'OK');
  t.deepEqual(await statusOf(client, beyond), [data(blockBytes), hole(chunkBytes - blockBytes)]);
});

test('a mirror does not tell block states', async (t) => {
  const scene = await EngineScene.open(t, [volume], { replicas: [otherId, deviceId] });
  const client = await ClientLink.open(scene, volume);
  const reply = await client.reply(client.send(frameKind.STATUS, 0, 0, 4096));
  t.is(reply.code, 'NOT_PRIMARY');
});

test('a read-only mapping may ask for block states', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  scene.apply([volume], [], 'ro');
  const client = await ClientLink.open(scene, volume, 'ro');
  t.deepEqual(await statusOf(client), [hole(chunkBytes)]);
});

test('what is told as a hole reads as zeros, and what is told as data is what was written', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  const model = Buffer.alloc(chunkBytes);
  const random = scene.world.random;
  for (let step = 0; step < 60; step++) {
    const start = random.below(chunkBytes - 1);
    const length = 1 + random.below(Math.min(chunkBytes - start, step % 3 === 0 ? 300 * kib : 20 * kib));
    if (random.chance(0.6)) {
      await client.reply(client.sendWrite(2, start, bytes(length)));
      model.fill(7, start, start + length);
    } else {
      await client.reply(client.send(frameKind.ZERO, 2, start, length));
      model.fill(0, start, start + length);
    }
    if (step % 20 === 19) await scene.checkpoint();
    let at = 0;
    for (const { lengthBytes, state } of await statusOf(client, 2)) {
      if (state !== 'data')
        t.true(
          model.subarray(at, at + lengthBytes).every((byte) => byte === 0),
          `step ${step} at ${at}`,
        );
      at += lengthBytes;
    }
    const dataBytes = model.reduce((sum, byte) => sum + Number(byte !== 0), 0);
    const told = (await statusOf(client, 2)).reduce(
      (sum, run) => sum + (run.state === 'data' ? run.lengthBytes : 0),
      0,
    );
    t.true(told >= dataBytes);
  }
});

test('zeros and trims over what was never written make no chunk, and take neither space nor journal', async (t) => {
  const scene = await EngineScene.open(t, [volume]);
  const client = await ClientLink.open(scene, volume);
  const { store } = scene.engine;
  await scene.until(() => [...scene.engine.slices.values()].every(({ settled }) => settled));
  const journalled = store.journal.end;
  for (const flags of [0, frameFlag.TRIM, frameFlag.FUA]) {
    t.is((await client.reply(client.send(frameKind.ZERO, 0, 0, chunkBytes, flags))).code, 'OK');
    t.is((await client.reply(client.send(frameKind.ZERO, 1, 100, 10_000, flags))).code, 'OK');
  }
  t.is(store.find(3, 0), undefined);
  t.is(store.find(3, 1), undefined);
  t.is(store.usedBytes, 0);
  t.is(store.directory.slots.used, 0);
  t.is(store.journal.end, journalled);
});
