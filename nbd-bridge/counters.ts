/** What the server counts, for the SDC's metrics. Plain numbers that only grow, but for `connections`. */

import { command } from './core/constants.ts';

export class NbdCounters {
  /** Connections now, with those in the handshake. */
  connections = 0;
  connectionsTotal = 0;
  /** Turned away because of a bound. */
  connectionsRefusedTotal = 0;
  /** Links closed in transmission for bytes that are no request. */
  protocolErrorsTotal = 0;
  readsTotal = 0;
  writesTotal = 0;
  flushesTotal = 0;
  trimsTotal = 0;
  zeroesTotal = 0;
  cachesTotal = 0;
  statusesTotal = 0;
  readBytesTotal = 0;
  writtenBytesTotal = 0;
  trimmedBytesTotal = 0;
  zeroedBytesTotal = 0;
  /** Requests answered with an error, whoever found it. */
  errorsTotal = 0;

  /** Counts a request that was accepted, by its command. */
  countRequest(type: number, lengthBytes: number): void {
    switch (type) {
      case command.read:
        this.readsTotal++;
        this.readBytesTotal += lengthBytes;
        break;
      case command.write:
        this.writesTotal++;
        this.writtenBytesTotal += lengthBytes;
        break;
      case command.flush:
        this.flushesTotal++;
        break;
      case command.trim:
        this.trimsTotal++;
        this.trimmedBytesTotal += lengthBytes;
        break;
      case command.cache:
        this.cachesTotal++;
        break;
      case command.blockStatus:
        this.statusesTotal++;
        break;
      default:
        this.zeroesTotal++;
        this.zeroedBytesTotal += lengthBytes;
    }
  }
}
