/** A process that takes the lock named on its command line, says whether it got it, and holds it until it is killed. */

import { createNodeHost } from '../../../common/host-node/index.ts';

const host = createNodeHost({ log: { level: 'error' } });
const lock = await host.disks.lock(process.argv[2] ?? '');
process.send?.(lock === undefined ? 'refused' : 'held');
host.clock.after(60_000, () => undefined);
