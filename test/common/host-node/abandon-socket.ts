/** Listens on the unix socket named on its command line and dies at once, leaving the file behind. */

import { createNodeHost } from '../../../common/host-node/index.ts';

const host = createNodeHost({ log: { level: 'error' } });
await host.network.listenStream({ kind: 'unix', path: process.argv[2] ?? '' }, () => {
  throw new Error('nobody connects');
});
process.kill(process.pid, 'SIGKILL');
