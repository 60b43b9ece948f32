/** Block status, sparse copies, read-only exports and growth, as the clients people use see them; and libnbd without its own checks. */

import { randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { must } from '../../common/assert.ts';
import { mib } from '../../common/units.ts';
import { requireTool } from '../tools.ts';
import { fails, run, serve } from './served.ts';

/** A disk as they are: 64 MiB with two pieces of data, and the extents that a map of it has. */
async function makeSparseFile(path: string): Promise<void> {
  const file = await open(path, 'w');
  await file.truncate(64 * mib);
  await file.write(randomBytes(2 * mib), 0, 2 * mib, 3 * mib);
  await file.write(randomBytes(mib), 0, mib, 40 * mib);
  await file.close();
}

const sparseMap: readonly (readonly [offset: number, length: number, isData: boolean])[] = [
  [0, 3 * mib, false],
  [3 * mib, 2 * mib, true],
  [5 * mib, 35 * mib, false],
  [40 * mib, mib, true],
  [41 * mib, 23 * mib, false],
];

interface NbdinfoExtent {
  readonly offset: number;
  readonly length: number;
  readonly type: number;
}

for (const [tool, copy] of [
  ['nbdcopy', ['--flush']],
  ['qemu-img', ['convert', '-n', '-f', 'raw', '-O', 'raw']],
] as const) {
  test(`${tool} keeps a sparse disk sparse, in and out, and maps show it`, async (t) => {
    if (!requireTool(t, tool) || !requireTool(t, 'qemu-img') || !requireTool(t, 'nbdinfo')) return;
    const { uri, directory } = await serve(t);
    const [from, to] = [join(directory, 'in.raw'), join(directory, 'out.raw')] as const;
    await makeSparseFile(from);
    await run(t, tool, ...copy, from, uri);
    const map = JSON.parse(await run(t, 'nbdinfo', '--map', '--json', uri)) as NbdinfoExtent[];
    t.deepEqual(
      map.map(({ offset, length, type }) => [offset, length, type === 0]),
      sparseMap as [number, number, boolean][],
    );
    const seen = JSON.parse(await run(t, 'qemu-img', 'map', '--output=json', '-f', 'raw', uri)) as {
      start: number;
      length: number;
      data: boolean;
      zero: boolean;
    }[];
    t.deepEqual(
      seen.map(({ start, length, data, zero }) => [start, length, data && !zero]),
      sparseMap as [number, number, boolean][],
    );
    await (tool === 'nbdcopy'
      ? run(t, 'nbdcopy', uri, to)
      : run(t, 'qemu-img', 'convert', '-f', 'raw', '-O', 'raw', uri, to));
    t.true((await readFile(to)).equals(await readFile(from)));
    t.true((await stat(to)).blocks * 512 <= 4 * mib, 'the copy takes no more space than its data');
  });
}

test('nbdinfo lists the contexts and shows the layers of each extent', async (t) => {
  if (!requireTool(t, 'nbdinfo') || !requireTool(t, 'qemu-io')) return;
  const { uri } = await serve(t);
  await run(t, 'qemu-io', '-f', 'raw', '-c', 'write 2M 1M', '-c', 'write 4M 1M', '-c', 'write -z 4M 1M', uri);
  const [{ contexts }] = JSON.parse(await run(t, 'nbdinfo', '--json', uri)).exports;
  t.deepEqual(contexts, ['base:allocation', 'sio:layers']);
  const layers = JSON.parse(await run(t, 'nbdinfo', '--map=sio:layers', '--json', uri)) as NbdinfoExtent[];
  t.deepEqual(
    layers.map(({ offset, length, type }) => [offset, length, type]),
    [
      [0, 2 * mib, 0],
      [2 * mib, mib, 1],
      [3 * mib, mib, 0],
      [4 * mib, mib, 1],
      [5 * mib, 59 * mib, 0],
    ],
  );
});

test('a read-only export says so, is read by all tools and written by none', async (t) => {
  if (!requireTool(t, 'nbdinfo') || !requireTool(t, 'nbdcopy') || !requireTool(t, 'qemu-io')) return;
  const { readOnlyUri, directory } = await serve(t);
  t.like(JSON.parse(await run(t, 'nbdinfo', '--json', readOnlyUri)).exports[0], {
    is_read_only: true,
    description: 'kept as it is',
  });
  const file = join(directory, 'out.raw');
  await run(t, 'nbdcopy', readOnlyUri, file);
  t.true((await readFile(file)).equals(Buffer.alloc(mib)));
  t.regex(await fails(t, 'nbdcopy', file, readOnlyUri), /read.?only/i);
  t.regex(await fails(t, 'qemu-io', '-f', 'raw', '-c', 'write 0 4k', readOnlyUri), /read.?only|denied/i);
  await run(t, 'qemu-io', '-r', '-f', 'raw', '-c', 'read -P 0 0 1M', readOnlyUri);
});

test('a volume that has grown is larger for new connections, and whole for them', async (t) => {
  if (!requireTool(t, 'nbdinfo') || !requireTool(t, 'qemu-io')) return;
  const { uri, volume } = await serve(t);
  t.is((await run(t, 'nbdinfo', '--size', uri)).trim(), `${64 * mib}`);
  volume.sizeBytes = 96 * mib;
  t.is((await run(t, 'nbdinfo', '--size', uri)).trim(), `${96 * mib}`);
  const write = ['-c', 'write -P 0x77 64M 32M', '-c', 'read -P 0x77 64M 32M', '-c', 'flush'];
  t.notRegex(await run(t, 'qemu-io', '-f', 'raw', ...write, uri), /fail|error/i);
});

/**
 * Every command with every combination of the six known flags and with an unknown one, without libnbd's own checks. A line
 * each: mode, command, flags, what came of it.
 */
const everyFlag = `
import nbd, sys
uri = sys.argv[1]
def told(call):
    try:
        call()
        return 'ok'
    except nbd.Error as error:
        return error.errno
for mode in ('simple', 'structured', 'status'):
    h = nbd.NBD()
    h.set_strict_mode(0)
    h.set_request_structured_replies(mode != 'simple')
    if mode == 'status':
        h.add_meta_context('base:allocation')
        h.add_meta_context('sio:layers')
    h.connect_uri(uri)
    commands = {
        'read': lambda f: h.pread(4096, 4096, f),
        'write': lambda f: h.pwrite(b'x' * 512, 8192, f),
        'flush': lambda f: h.flush(f),
        'trim': lambda f: h.trim(4096, 1 << 20, f),
        'cache': lambda f: h.cache(4096, 0, f),
        'zero': lambda f: h.zero(4096, 1 << 20, f),
        'status': lambda f: h.block_status(1 << 20, 0, lambda c, o, e, err: 0, f),
    }
    for name, call in commands.items():
        for flags in list(range(64)) + [1 << 15]:
            print(mode, name, flags, told(lambda: call(flags)))
    h.flush()
    h.shutdown()
`;

/** proto.md, «Command flags»: FUA 1, NO_HOLE 2, DF 4, REQ_ONE 8, FAST_ZERO 16, PAYLOAD_LEN 32. */
const allowed: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  simple: { read: 1, write: 1, flush: 1, trim: 1, cache: 1, zero: 1 | 2 | 16 },
  structured: { read: 1 | 4, write: 1, flush: 1, trim: 1, cache: 1, zero: 1 | 2 | 16 },
  status: { read: 1 | 4, write: 1, flush: 1, trim: 1, cache: 1, zero: 1 | 2 | 16, status: 1 | 8 },
};

test("libnbd without its own checks tries every command with every flag: the protocol's error, and the link lives", async (t) => {
  if (!requireTool(t, 'python3-libnbd')) return;
  const { uri, server, volume } = await serve(t);
  const lines = (await run(t, '/usr/bin/python3', '-c', everyFlag, uri)).trim().split('\n');
  t.is(lines.length, 3 * 7 * 65);
  const wrong = lines.filter((line) => {
    const [mode, command, flags, result] = line.split(' ') as [string, string, string, string];
    const mask = must(allowed[mode], 'a mode')[command];
    // Without contexts libnbd itself knows no block status, in whatever mode.
    if (mask === undefined) return result === 'ok';
    return result !== ((Number(flags) & ~mask) === 0 ? 'ok' : 'EINVAL');
  });
  t.deepEqual(wrong, []);
  t.is(server.counters.protocolErrorsTotal, 0);
  t.is(volume.pin.holders, 0);
});
