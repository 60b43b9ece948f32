/** The real Host without a log, for tests of the NBD server with real clients. */

import type { Host, Log } from '../../common/host.ts';
import { createNodeHost } from '../../common/host-node/index.ts';

const silentLog: Log = {
  write: () => undefined,
  with: () => silentLog,
};

export function createTestHost(): Host {
  return createNodeHost({ log: silentLog });
}
