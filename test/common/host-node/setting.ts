/** The real Host in a temporary directory. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeHost } from '../../../common/host-node/index.ts';
import type { Setting } from '../../contract/setting.ts';

const limitMs = 20_000;

/** Asks again in each turn of the loop: nothing sleeps. */
export function untilTrue(condition: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const endMs = performance.now() + limitMs;
  const ask = (): void => {
    if (condition()) resolve();
    else if (performance.now() > endMs) reject(new Error('it did not happen in good time'));
    else setImmediate(ask);
  };
  ask();
  return promise;
}

export async function makeNodeSetting(): Promise<Setting> {
  const directory = await mkdtemp(join(tmpdir(), 'sio-host-'));
  const host = createNodeHost({ log: { level: 'error' } });
  return {
    host,
    directory,
    run: (work) => work,
    leftOpen: [],
    until: untilTrue,
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
