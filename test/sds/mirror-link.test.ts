import test from 'ava';
import { DataLink } from '../../common/data-link.ts';
import { codeOf } from '../../common/errors.ts';
import { frameKind } from '../../common/frame.ts';
import type { StreamLink } from '../../common/host.ts';
import { SlabPool } from '../../common/slab.ts';
import { blockBytes } from '../../common/units.ts';
import { Chunk } from '../../sds/chunk.ts';
import type { VolumeHandle } from '../../sds/client-session.ts';
import { ClientSession } from '../../sds/client-session.ts';
import { emptyHeader } from '../../sds/core/chunk-header.ts';
import { type ChunkUpdate, MirrorLink, maximumAnswerParts } from '../../sds/mirror-link.ts';
import { SliceState } from '../../sds/slice-state.ts';
import { WriteOperation } from '../../sds/write-operation.ts';
import { SimWorld } from '../simulation/world/host.ts';

const update: ChunkUpdate = {
  kind: frameKind.FORWARD,
  flags: 0,
  fence: 1,
  slice: 0,
  layerId: 1,
  chunkIndex: 0,
  firstBlock: 0,
  blockCount: 1,
  generation: 1,
  sequence: 1,
  previousGeneration: 0,
  previousSequence: 0,
};

function scene(): {
  readonly world: SimWorld;
  readonly pool: SlabPool;
  readonly link: DataLink;
  readonly mirror: MirrorLink;
  readonly written: Uint8Array[];
} {
  const world = new SimWorld({ seed: 'mirror link' });
  const written: Uint8Array[] = [];
  const nothing = (): void => undefined;
  const stream: StreamLink = {
    remote: 'mirror',
    write: (bytes) => written.push(bytes),
    flush: nothing,
    unsentBytes: 0,
    pause: nothing,
    resume: nothing,
    close: nothing,
  };
  const pool = new SlabPool({ poison: true });
  const link = new DataLink(stream, pool);
  const mirror = new MirrorLink(4, link, world.server('sds').start('sds').clock, nothing);
  return { world, pool, link, mirror, written };
}

function operation(link: DataLink): WriteOperation {
  const session = new ClientSession(link, { sdcId: 1, incarnation: 1, lane: 0, counter: 1 });
  const handle: VolumeHandle = {
    volumeId: 1,
    sdcId: 1,
    epoch: 1,
    readOnly: false,
    vtreeId: 1,
    layers: [1],
    sizeBytes: blockBytes,
    valid: true,
    unfinished: 1,
  };
  const slice = new SliceState(0, { generation: 1, lossEpoch: 0, replicas: [3, 4], syncing: [], rebooted: [] }, true);
  const request = { session, handle, requestId: 1, generation: 1, unfinished: 1 };
  return new WriteOperation(request, slice, new Chunk(emptyHeader(0), -1), 0, 1, 1, false);
}

test('a forward on a link that was closed in this turn touches no memory of others, and is not forgotten', (t) => {
  const { pool, link, mirror, written } = scene();
  const write = operation(link);
  link.close('the mirror broke a rule');
  const slab = pool.take(1);
  slab.bytes.fill(0xaa);
  const checksums = new DataView(new ArrayBuffer(4));
  mirror.forward(write, update, checksums, 0, new Uint8Array(blockBytes), undefined);
  t.true(
    slab.bytes.every((byte) => byte === 0xaa),
    'the slab of the closed link belongs to somebody else now',
  );
  t.is(written.length, 0);
  t.deepEqual(mirror.orphan('closed'), [write]);
});

test('a mirror that does not answer for half a minute loses its link, so that other slices can settle', async (t) => {
  const { world, link, mirror } = scene();
  const asked = mirror.ask({ kind: 'settleQuery', body: { slices: [] } });
  await world.scheduler.runFor(29_000);
  t.true(link.isOpen);
  await world.scheduler.runFor(2_000);
  t.false(link.isOpen);
  mirror.orphan('closed');
  await t.throwsAsync(asked, { message: /closed/ });
});

test('an acknowledgement of forwards that were never sent is refused, and acknowledges nothing', (t) => {
  const { link, mirror } = scene();
  const write = operation(link);
  mirror.forward(write, update, undefined, 0, undefined, undefined);
  for (const [received, stable] of [
    [2, 0],
    [1, 2],
    [2 ** 32 - 1, 0],
  ] as const) {
    t.is(codeOf(t.throws(() => mirror.acknowledged(received, stable, 0, 0))), 'INVALID');
    t.is(write.mirrorsLeft, 1);
  }
  mirror.acknowledged(1, 0, 0, 0);
  t.is(write.mirrorsLeft, 0);
});

test('an answer that never ends is cut off', async (t) => {
  const { mirror } = scene();
  const asked = mirror.ask({ kind: 'chunkListQuery', body: { slices: [] } });
  const part = { kind: 'chunkList', requestId: 1, body: { slices: [], more: true } } as const;
  for (let count = 0; count < maximumAnswerParts; count++) mirror.answered(part);
  t.is(codeOf(t.throws(() => mirror.answered(part))), 'INVALID');
  mirror.orphan('closed');
  await t.throwsAsync(asked);
});
