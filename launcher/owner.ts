/** The launcher's lock of SIO_HOME: one launcher a home, and a second one says who the first is. */

import { ClusterError } from '../common/errors.ts';
import type { Disks, Lock } from '../common/host.ts';
import type { Home } from '../common/host-node/home.ts';

/** Rejects with `LOCKED` and one sentence that names the owner. */
export async function takeHome(disks: Disks, home: Home): Promise<Lock> {
  await disks.makeDirectory(home.path);
  const ownerFile = `${home.lock}.owner`;
  const lock = await disks.lock(home.lock);
  if (lock === undefined) {
    const owner = await disks.readFile(ownerFile);
    const pid = owner === undefined ? 'another process' : `process ${Buffer.from(owner).toString('utf8').trim()}`;
    throw new ClusterError(
      'LOCKED',
      `The cluster in ${home.path} is already run by ${pid}: stop that one first, or start with another SIO_HOME.`,
    );
  }
  await disks.replaceFile(ownerFile, Buffer.from(`${process.pid}\n`));
  return lock;
}
