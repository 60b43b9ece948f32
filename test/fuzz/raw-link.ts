/** A link that has gone through the handshake and then carries any bytes at all. */

import { connectData, type DataLinkOwner, type DataTarget } from '../../common/data-link.ts';
import type { Credentials, Introduction } from '../../common/handshake.ts';
import type { Host, StreamLink } from '../../common/host.ts';
import { SlabPool } from '../../common/slab.ts';
import { expectThat } from './target.ts';

const silent: DataLinkOwner = { frame: () => undefined, closed: () => undefined };

/** Rejects as `connectData` does. */
export async function connectRaw(
  host: Host,
  target: DataTarget,
  credentials: Credentials,
  introduction: Introduction,
  owner: DataLinkOwner = silent,
): Promise<StreamLink> {
  const made: { stream?: StreamLink } = {};
  const watched: Host = {
    clock: host.clock,
    random: host.random,
    disks: host.disks,
    log: host.log,
    network: {
      ...host.network,
      connectStream: async (to, timeoutMs, handlers) => {
        const stream = await host.network.connectStream(to, timeoutMs, handlers);
        made.stream = stream;
        return stream;
      },
    },
  };
  await connectData({
    host: watched,
    pool: new SlabPool(),
    target,
    timeoutMs: 5000,
    credentials,
    introduction,
    owner,
  });
  expectThat(made.stream !== undefined, 'a link that was made is known');
  return made.stream;
}
