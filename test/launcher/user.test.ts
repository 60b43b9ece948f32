/** The quickstart as an ordinary user of a checkout that belongs to another one, with everything about that user unusual. */

import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { checkout, makeHome, RunningCluster } from '../integration/cluster.ts';
import { requireTool, runTool, skipTest } from '../tools.ts';

/** Without an entry in passwd, as users of containers are. */
const user = 4242;

test.serial(
  'an ordinary user without name or HOME, with umask 000 and a long, odd SIO_HOME, runs a private cluster',
  async (t) => {
    t.timeout(180_000);
    if (process.getuid?.() !== 0) return skipTest(t, 'root', 'to be another user needs root');
    if (!requireTool(t, 'nbdinfo')) return;
    const folder = await makeHome();
    await chmod(folder, 0o755);
    const home = join(folder, 'Zuhause mit Ümläuten', 'x'.repeat(90));
    await mkdir(home, { recursive: true });
    await chown(home, user, user);
    const asUser = [
      'setpriv',
      '--reuid',
      String(user),
      '--regid',
      String(user),
      '--clear-groups',
      'env',
      '--unset=HOME',
    ];
    const cluster = new RunningCluster(home, { wrapper: ['sh', '-c', 'umask 000; exec "$@"', 'sh', ...asUser] });
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    try {
      // The checkout belongs to root.
      const writable = await runTool(asUser[0] ?? '', [...asUser.slice(1), 'test', '-w', checkout]);
      t.is(writable.status, 1);
      await cluster.start();
      const size = await runTool('nbdinfo', ['--size', cluster.uri]);
      t.is(size.output.trim(), String(1024 ** 3), size.output);
      t.regex(cluster.uri, /sio-4242-/);
      for (const { pid } of (await cluster.clusterFile())?.daemons ?? []) {
        const { output } = await runTool('stat', ['-c', '%u', `/proc/${pid}`]);
        t.is(output.trim(), String(user));
      }
      // Nobody else may read, and not even the group may write.
      const open = await runTool('find', [home, '-mindepth', '1', '-perm', '/g+w,o+rwx']);
      t.is(open.output, '');
      const foreign = await runTool('find', [home, '-mindepth', '1', '!', '-user', String(user)]);
      t.is(foreign.output, '');
      const scli = [join(checkout, 'scli', 'main.ts'), '--query_all'];
      const query = await runTool(asUser[0] ?? '', [...asUser.slice(1), `SIO_HOME=${home}`, process.execPath, ...scli]);
      t.is(query.status, 0, query.output);
      t.deepEqual(await cluster.stop(), { code: 0, signal: null });
    } finally {
      await cluster.remove();
    }
  },
);
