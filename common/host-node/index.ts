/** Builds the real Host: time, chance, network and disks of this machine. For main.ts files and tests only. */

import type { Host, Log, Network } from '../host.ts';
import { Refusals, sayIn } from '../refusals.ts';
import { NodeClock } from './clock.ts';
import { NodeDisks } from './disks.ts';
import type { HttpGuard } from './http-guard.ts';
import { createNodeLog, type LogOptions } from './log.ts';
import { connectMessages, listenAlone, listenMessages } from './message-network.ts';
import { NodeRandom } from './random.ts';
import { connectStream, listenStream } from './stream-network.ts';

export type { LogOptions } from './log.ts';

export interface NodeHostOptions {
  /** Where the log goes, or one that exists already (a worker's that hands its lines to the main thread). */
  readonly log: LogOptions | Log;
  /** Message links are served on this server instead of one of their own: REST, metrics and control share its port. */
  readonly httpServer?: HttpGuard;
}

/** Does no I/O but opening the log file. */
export function createNodeHost(options: NodeHostOptions): Host {
  const log = 'write' in options.log ? options.log : createNodeLog(options.log);
  const clock = new NodeClock();
  const network: Network = {
    listenStream,
    connectStream,
    listenMessages: (address, accept) =>
      options.httpServer === undefined
        ? listenAlone(address, accept, new Refusals(clock, sayIn(log)))
        : listenMessages(address, accept, options.httpServer),
    connectMessages,
  };
  return { clock, random: new NodeRandom(), network, disks: new NodeDisks(log), log };
}
