/** Metadata contexts and BLOCK_STATUS: what is negotiated, what a reply tells, and what is refused. */

import test from 'ava';
import { mib } from '../../common/units.ts';
import { maximumContextQueries, maximumExtents } from '../../nbd-bridge/core/limits.ts';
import type { ReplyMode } from '../../nbd-bridge/core/negotiated.ts';
import type { BlockExtent, StatusCompletion } from '../../nbd-bridge/volume.ts';
import {
  type Chunk,
  chunksOf,
  contextData,
  type FakeLink,
  FakeWorld,
  goBytes,
  hex,
  infoData,
  option,
  request,
  settle,
} from './fakes.ts';
import { RamExports, RamVolume } from './ram-volume.ts';

const both = ['base:allocation', 'sio:layers'];

/** A volume whose states are a list, however it came to them. */
class ListedVolume extends RamVolume {
  list: readonly BlockExtent[] = [];

  override blockStatus(offset: number, lengthBytes: number, completion: StatusCompletion): void {
    this.calls?.push(`status ${offset}+${lengthBytes}`);
    completion.extents(this.list);
    queueMicrotask(() => completion.finished(this.failure));
  }
}

interface Setup {
  readonly world: FakeWorld;
  readonly volume: ListedVolume;
  readonly link: FakeLink;
}

async function setUp(mode: ReplyMode = 'structured', contexts: readonly string[] = both): Promise<Setup> {
  const volume = new ListedVolume({ name: 'vol', sizeBytes: 64 * mib });
  volume.calls = [];
  const world = new FakeWorld(new RamExports(volume, new RamVolume({ name: 'other', sizeBytes: mib })));
  await world.server.open();
  const link = world.connect();
  world.ask(link, goBytes('vol', { mode, contexts }));
  return { world, volume, link };
}

async function ask(world: FakeWorld, link: FakeLink, bytes: Buffer): Promise<Buffer> {
  world.feed(link, bytes);
  await settle(world);
  return link.takeSent();
}

/** What a compact status chunk says: its context, then length and status of each extent. */
function told({ payload }: Chunk): number[] {
  return Array.from({ length: payload.length / 4 }, (_, index) => payload.readUInt32BE(4 * index));
}

const layered: readonly BlockExtent[] = [
  { lengthBytes: mib, state: 'data', layer: 7 },
  { lengthBytes: mib, state: 'data', layer: 9 },
  { lengthBytes: 4096, state: 'zero', layer: 9 },
  { lengthBytes: 2 * mib, state: 'hole', layer: 0 },
];

test('a reply has a chunk for each context, with neighbours of the same status as one extent', async (t) => {
  const { world, volume, link } = await setUp();
  volume.list = layered;
  const found = chunksOf(await ask(world, link, request({ type: 7, offset: 512, lengthBytes: 8 * mib, cookie: 5 })));
  t.deepEqual(volume.calls, [`status 512+${8 * mib}`]);
  t.deepEqual(
    found.map(({ type, done, cookie }) => [type, done, cookie]),
    [
      [5, false, 5],
      [5, true, 5],
    ],
  );
  t.deepEqual(found.map(told), [
    [1, 2 * mib, 0, 2 * mib + 4096, 3],
    [2, mib, 7, mib + 4096, 9, 2 * mib, 0],
  ]);
  t.is(world.server.counters.statusesTotal, 1);
});

test('REQ_ONE is answered with one extent a context', async (t) => {
  const { world, volume, link } = await setUp();
  volume.list = layered;
  const found = chunksOf(await ask(world, link, request({ type: 7, flags: 8, lengthBytes: 8 * mib })));
  t.deepEqual(found.map(told), [
    [1, 2 * mib, 0],
    [2, mib, 7],
  ]);
});

test('only contexts that were set are told of', async (t) => {
  const { world, volume, link } = await setUp('structured', ['sio:layers']);
  volume.list = layered;
  const found = chunksOf(await ask(world, link, request({ type: 7, lengthBytes: mib })));
  t.is(found.length, 1);
  t.is(found[0]?.payload.readUInt32BE(), 2);
});

test('a reply has a bounded number of extents, and ends where they end', async (t) => {
  const { world, volume, link } = await setUp('structured', ['base:allocation']);
  volume.list = Array.from({ length: maximumExtents + 100 }, (_, index) => ({
    lengthBytes: 4096,
    state: index % 2 === 0 ? 'data' : 'hole',
    layer: index % 2 === 0 ? 1 : 0,
  }));
  const [chunk] = chunksOf(await ask(world, link, request({ type: 7, lengthBytes: 64 * mib })));
  t.is(chunk?.payload.length, 4 + 8 * maximumExtents);
});

test('a volume that fails is told as an error, and the connection goes on', async (t) => {
  const { world, volume, link } = await setUp();
  volume.list = layered;
  volume.failure = 'UNREACHABLE';
  const [failed, ...others] = chunksOf(await ask(world, link, request({ type: 7, lengthBytes: mib })));
  t.deepEqual(others, []);
  t.like(failed, { done: true, type: 0x8001 });
  t.is(failed?.payload.readUInt32BE(), 5);
  volume.failure = 'OK';
  t.is(chunksOf(await ask(world, link, request({ type: 7, lengthBytes: mib }))).length, 2);
  t.is(world.server.counters.errorsTotal, 1);
});

test('an answer that comes after the link broke is dropped', async (t) => {
  const { world, volume, link } = await setUp();
  volume.list = layered;
  world.feed(link, request({ type: 7, lengthBytes: mib }));
  link.close('broken');
  link.handlers?.closed('broken');
  await settle(world);
  t.is(link.takeSent().length, 0);
});

const invalid = 0x80000003;
const unknown = 0x80000006;
const tooBig = 0x80000009;

function replyTypes(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += 20 + bytes.readUInt32BE(at + 16)) found.push(bytes.readUInt32BE(at + 12));
  return found;
}

const many = Array.from({ length: maximumContextQueries + 1 }, (_, index) => `x:${index}`);
const queries: readonly (readonly [title: string, data: Buffer, types: readonly number[]])[] = [
  ['a name', contextData('vol', 'base:allocation'), [4, 1]],
  ['both names and unknown ones', contextData('vol', ...both, 'base:other', 'sio:', 'qemu:dirty-bitmap:x'), [4, 4, 1]],
  ['the same name twice', contextData('vol', 'sio:layers', 'sio:layers'), [4, 1]],
  ['no query', contextData('vol'), [1]],
  ['a wildcard', contextData('vol', 'base:', 'sio:'), [1]],
  ['an unknown export', contextData('nobody', 'base:allocation'), [unknown]],
  ['a query without a colon', contextData('vol', 'base'), [invalid]],
  ['a query without a namespace', contextData('vol', ':allocation'), [invalid]],
  ['a query longer than a string may be', contextData('vol', `base:${'x'.repeat(4096)}`), [invalid]],
  ['as many queries as may be', contextData('vol', ...many.slice(1)), [1]],
  ['more queries', contextData('vol', ...many), [tooBig]],
  ['more queries than its data has', hex('00000003 766f6c ffffffff'), [invalid]],
  ['data after the last query', Buffer.concat([contextData('vol', 'sio:layers'), Buffer.alloc(1)]), [invalid]],
  ['no data', Buffer.alloc(0), [invalid]],
  ['a name that is no UTF-8', hex('00000001 ff 00000000'), [invalid]],
];

for (const [title, data, types] of queries) {
  test(`SET_META_CONTEXT with ${title}`, async (t) => {
    const { world } = await setUp();
    const link = world.connect();
    link.takeSent();
    world.ask(link, Buffer.concat([hex('00000003'), option(8)]));
    t.deepEqual(replyTypes(world.ask(link, option(10, data))), types);
    t.deepEqual(replyTypes(world.ask(link, option(7, infoData('vol')))), [3, 3, 1]);
  });
}

/** Options before GO of `vol`, and whether BLOCK_STATUS then works. */
const set = (name: string, ...names: readonly string[]): Buffer => option(10, contextData(name, ...names));
const histories: readonly (readonly [title: string, options: readonly Buffer[], mode: ReplyMode, works: boolean])[] = [
  ['nothing was set', [option(8)], 'structured', false],
  ['a context was set', [option(8), set('vol', 'sio:layers')], 'structured', true],
  ['one was set for another export', [option(8), set('other', 'sio:layers')], 'structured', false],
  ['it was set for another export later', [option(8), set('vol', ...both), set('other', ...both)], 'structured', false],
  ['a later SET selects nothing', [option(8), set('vol', ...both), set('vol')], 'structured', false],
  ['a later SET fails', [option(8), set('vol', ...both), set('nobody', ...both)], 'structured', false],
  ['a later SET is malformed', [option(8), set('vol', ...both), option(10, Buffer.alloc(3))], 'structured', false],
  ['a later SET is too big', [option(8), set('vol', ...both), set('vol', ...many)], 'structured', false],
  ['contexts were only listed', [option(8), option(9, contextData('vol', ...both))], 'structured', false],
  ['a LIST follows the SET', [option(8), set('vol', ...both), option(9, contextData('vol'))], 'structured', true],
  ['it was set without structured replies', [set('vol', ...both), option(8)], 'structured', false],
  ['extended headers come after it', [option(8), set('vol', ...both), option(11)], 'extended', true],
];

for (const [title, options, mode, works] of histories) {
  test(`BLOCK_STATUS ${works ? 'works' : 'is EINVAL'} where ${title}`, async (t) => {
    const { world, volume } = await setUp();
    volume.list = layered;
    const link = world.connect();
    world.ask(link, Buffer.concat([hex('00000003'), ...options, option(7, infoData('vol'))]));
    const { offset, bytes } =
      mode === 'extended'
        ? { offset: 32, bytes: hex('21e41c71 0000 0007 0000000000000001 0000000000000000 0000000000001000') }
        : { offset: 20, bytes: request({ type: 7, lengthBytes: 4096 }) };
    const answer = await ask(world, link, bytes);
    t.is(answer.readUInt16BE(6) === 0x8001, !works);
    if (!works) t.is(answer.readUInt32BE(offset), 22);
  });
}
