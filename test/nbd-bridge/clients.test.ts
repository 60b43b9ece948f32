/** The NBD server against the clients people use, over a unix socket on the real host. */

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { mib } from '../../common/units.ts';
import { requireTool } from '../tools.ts';
import { run, serve } from './served.ts';

test('nbdinfo reads size, flags and block sizes, and lists all exports', async (t) => {
  if (!requireTool(t, 'nbdinfo')) return;
  const { uri } = await serve(t);
  const info = JSON.parse(await run(t, 'nbdinfo', '--json', '--no-content', uri));
  t.like(info, { protocol: 'newstyle-fixed', structured: true });
  t.like(info.exports[0], {
    'export-name': 'ram',
    'export-size': 64 * mib,
    is_read_only: false,
    can_cache: true,
    can_df: true,
    can_fast_zero: true,
    can_flush: true,
    can_fua: true,
    can_multi_conn: true,
    can_trim: true,
    can_zero: true,
    block_size_minimum: 1,
    block_size_preferred: 4096,
    block_size_maximum: 32 * mib,
  });
  const list = JSON.parse(await run(t, 'nbdinfo', '--list', '--json', uri.replace('/ram?', '/?')));
  const found = list.exports.map((each: Record<string, unknown>) => [each['export-name'], each['is_read_only']]);
  t.deepEqual(found, [
    ['ram', false],
    ['ro', true],
  ]);
});

test('nbdcopy brings a file in and out unchanged', async (t) => {
  if (!requireTool(t, 'nbdcopy')) return;
  const { uri, directory, volume } = await serve(t);
  const content = Buffer.alloc(64 * mib);
  randomBytes(20 * mib + 333).copy(content, 5 * mib + 77);
  const from = join(directory, 'in.raw');
  const to = join(directory, 'out.raw');
  await writeFile(from, content);
  await run(t, 'nbdcopy', '--flush', from, uri);
  t.true(volume.snapshot(0, content.length).equals(content));
  await run(t, 'nbdcopy', uri, to);
  await run(t, 'cmp', from, to);
});

test('qemu-img converts to the export and finds it identical', async (t) => {
  if (!requireTool(t, 'qemu-img')) return;
  const { uri, directory } = await serve(t);
  const content = Buffer.alloc(64 * mib);
  randomBytes(9 * mib).copy(content, 30 * mib);
  const from = join(directory, 'in.raw');
  await writeFile(from, content);
  await run(t, 'qemu-img', 'convert', '-n', '-f', 'raw', '-O', 'raw', from, uri);
  t.regex(await run(t, 'qemu-img', 'compare', '-f', 'raw', '-F', 'raw', from, uri), /identical/);
});

test('qemu-io reads, writes, zeroes, discards and flushes at odd offsets and lengths', async (t) => {
  if (!requireTool(t, 'qemu-io')) return;
  const { uri } = await serve(t);
  const commands = [
    'write -P 0x11 12345 67890',
    'read -P 0x11 12345 67890',
    'read -P 0 0 12345',
    'write -f -P 0x22 1048575 2',
    'read -P 0x22 1048575 2',
    'write -P 0x33 4194303 9000001',
    'read -P 0x33 4194303 9000001',
    'write -z 5000001 1000003',
    'read -P 0 5000001 1000003',
    'read -P 0x33 6000004 7194300',
    'write -z -u 20000000 3000000',
    'discard 8388608 1048576',
    'write -P 0x44 0 33554432',
    'read -P 0x44 0 33554432',
    'flush',
  ];
  const output = await run(t, 'qemu-io', '-f', 'raw', ...commands.flatMap((command) => ['-c', command]), uri);
  t.notRegex(output, /failed|error|verification/i);
});

test('fio verifies what several jobs wrote over several connections', async (t) => {
  if (!requireTool(t, 'fio')) return;
  const { uri, server, volume } = await serve(t);
  const options =
    '--ioengine=nbd --rw=randwrite --bsrange=512-256k --bs_unaligned=1 --iodepth=16 --numjobs=4 --size=12m';
  const verify =
    '--offset_increment=16m --verify=crc32c --do_verify=1 --verify_fatal=1 --verify_state_save=0 --fsync=50';
  await run(t, 'fio', '--name=verify', '--ioengine=nbd', `--uri=${uri}`, ...`${options} ${verify}`.split(' '));
  t.true(server.counters.connectionsTotal >= 4);
  t.true(server.counters.flushesTotal > 0);
  t.is(volume.pin.holders, 0);
});

/** Each line that the script prints is a check that held; it exits with an error at the first that does not. */
const python = `
import errno, nbd, sys
uri, ro = sys.argv[1], sys.argv[1].replace('/ram?', '/ro?')

def refused(name, call):
    try:
        call()
    except nbd.Error as error:
        print(name, error.errno)
    else:
        print(name, 'accepted')

for structured in (True, False):
    h = nbd.NBD()
    h.set_strict_mode(0)
    h.set_request_structured_replies(structured)
    h.connect_uri(uri)
    size = h.get_size()
    refused('read-beyond', lambda: h.pread(2, size - 1))
    refused('write-beyond', lambda: h.pwrite(b'xx', size - 1))
    refused('zero-beyond', lambda: h.zero(2, size - 1))
    refused('trim-beyond', lambda: h.trim(2, size - 1))
    refused('cache-beyond', lambda: h.cache(2, size - 1))
    refused('flag', lambda: h.pwrite(b'xx', 0, 0x8000))
    refused('df-on-write', lambda: h.pwrite(b'xx', 0, nbd.CMD_FLAG_DF))
    refused('write-33m', lambda: h.pwrite(bytes(33 << 20), 0))
    h.pwrite(b'hello', 1048573, nbd.CMD_FLAG_FUA)
    assert h.pread(7, 1048572) == b'\\0hello\\0'
    h.pwrite(b'', 0)
    h.zero(3, 1048573, nbd.CMD_FLAG_FAST_ZERO | nbd.CMD_FLAG_NO_HOLE | nbd.CMD_FLAG_FUA)
    assert h.pread(7, 1048572) == b'\\0\\0\\0\\0lo\\0'
    h.cache(4096, 0)
    h.trim(1 << 20, 1 << 20)
    h.flush()
    if structured:
        chunks = []
        buf = h.pread_structured(200000, 1000000, lambda b, o, s, e: chunks.append((o, len(b), s)), nbd.CMD_FLAG_DF)
        assert len(chunks) == 1 and len(buf) == 200000, chunks
        refused('read-33m', lambda: h.pread(33 << 20, 0))
    h.shutdown()
    r = nbd.NBD()
    r.set_strict_mode(0)
    r.connect_uri(ro)
    assert r.is_read_only()
    refused('ro-write', lambda: r.pwrite(b'xx', 0))
    refused('ro-zero', lambda: r.zero(2, 0))
    refused('ro-trim', lambda: r.trim(2, 0))
    assert r.pread(4, 0) == bytes(4)
    r.flush()
    r.shutdown()
`;

test('libnbd without its own checks gets the errors of the protocol, and the connection goes on', async (t) => {
  if (!requireTool(t, 'python3-libnbd')) return;
  const { uri } = await serve(t);
  const output = await run(t, '/usr/bin/python3', '-c', python, uri);
  const common = [
    'read-beyond EINVAL',
    'write-beyond ENOSPC',
    'zero-beyond ENOSPC',
    'trim-beyond EINVAL',
    'cache-beyond EINVAL',
  ];
  const flags = ['flag EINVAL', 'df-on-write EINVAL', 'write-33m EINVAL'];
  const readOnly = ['ro-write EPERM', 'ro-zero EPERM', 'ro-trim EPERM'];
  t.deepEqual(output.trim().split('\n'), [
    ...common,
    ...flags,
    'read-33m EOVERFLOW',
    ...readOnly,
    ...common,
    ...flags,
    ...readOnly,
  ]);
});

test('a client survives that another breaks off in the middle', async (t) => {
  if (!requireTool(t, 'python3-libnbd')) return;
  const { uri, server, volume } = await serve(t);
  const script = `
import nbd, os, sys
h = nbd.NBD()
h.connect_uri(sys.argv[1])
for i in range(64):
    h.aio_pwrite(nbd.Buffer.from_bytearray(bytearray(b'x' * (1 << 20))), (i % 60) << 20)
os._exit(0)
`;
  await run(t, '/usr/bin/python3', '-c', script, uri);
  const check =
    'import nbd,sys; h=nbd.NBD(); h.connect_uri(sys.argv[1]); h.pwrite(b"ok", 5); assert h.pread(2, 5) == b"ok"';
  await run(t, '/usr/bin/python3', '-c', check, uri);
  t.is(volume.pin.holders, 0);
  t.is(server.counters.protocolErrorsTotal, 0);
});
