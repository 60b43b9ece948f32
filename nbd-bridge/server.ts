/**
 * The NBD server: listens at one address, and at a second one for other servers where it is asked to, and serves the volumes of a registry to any number of clients.
 * Connections to one export share its volume, so a flush on one covers what was acknowledged on all (CAN_MULTI_CONN).
 */

import { assert, must } from '../common/assert.ts';
import { isLoopback } from '../common/config/addresses.ts';
import { ClusterError } from '../common/errors.ts';
import type {
  Address,
  Host,
  Listener,
  ListenSecurable,
  SecurableLink,
  StreamHandlers,
  StreamLink,
} from '../common/host.ts';
import { SlabPool } from '../common/slab.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import {
  maximumConnections,
  maximumConnectionsPerExport,
  maximumNetworkConnections,
  minimumSlabBytes,
  replyArenaBytes,
} from './core/limits.ts';
import { NbdCounters } from './counters.ts';
import type { BlockVolume, Exports } from './volume.ts';

/** For clients of other servers. */
export interface NetworkListener {
  readonly address: Address;
  /** With it every client must begin TLS before anything else; without it the address must be a loopback one. */
  readonly listenTls?: ListenSecurable;
}

export interface NbdServerOptions {
  readonly host: Host;
  /** Where clients connect; for a unix socket its directory must exist and the path be free. */
  readonly address: Address;
  readonly network?: NetworkListener;
  /** Asked at each LIST, INFO and GO: exports may come and go while the server runs. */
  readonly exports: Exports;
  /** The event loop's receive memory, shared with its other links; the volume gets subarrays of its slabs. */
  readonly slabs: SlabPool;
}

export class NbdServer implements ConnectionOwner {
  readonly host: Host;
  readonly exports: Exports;
  readonly slabs: SlabPool;
  readonly arenas = new SlabPool({ slabBytes: replyArenaBytes });
  readonly counters = new NbdCounters();
  readonly #address: Address;
  readonly #network: NetworkListener | undefined;
  readonly #connections = new Set<Connection>();
  /** Those of them that came over the second address. */
  readonly #networkConnections = new Set<Connection>();
  #status: 'new' | 'open' | 'closing' | 'closed' = 'new';
  #listener: Listener | undefined;
  #networkListener: Listener | undefined;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #lastClosed: (() => void) | undefined;

  constructor(options: NbdServerOptions) {
    assert(options.slabs.slabBytes >= minimumSlabBytes, 'slabs hold a part and one read more');
    this.host = options.host;
    this.exports = options.exports;
    this.slabs = options.slabs;
    this.#address = options.address;
    this.#network = options.network;
  }

  /**
   * Begins to listen; a second call waits for the first. Rejects as `listenStream` does when an address is taken, and with
   * `INVALID` where clients of other servers would be served in the clear.
   */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** The bound address, with the real port where 0 was asked for; only while open. */
  get address(): Address {
    return must(this.#listener, 'listener').address;
  }

  /** The same of the second address; undefined where there is none. */
  get networkAddress(): Address | undefined {
    return this.#networkListener?.address;
  }

  /** Connections in transmission on an export. */
  connectionsOf(exportName: string): number {
    let count = 0;
    for (const connection of this.#connections) if (connection.volume?.name === exportName) count++;
    return count;
  }

  /**
   * Closes the links of an export at once; answers of its volume that are still to come are dropped. The registry must
   * no longer find it, or clients just connect again.
   */
  closeExport(exportName: string): void {
    for (const connection of [...this.#connections]) {
      if (connection.volume?.name === exportName) connection.close('the export was closed');
    }
  }

  /** Stops listening, lets requests under way finish (bounded in time), closes all links; a second call waits too. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  refusal(volume: BlockVolume): string | undefined {
    if (this.connectionsOf(volume.name) < maximumConnectionsPerExport) return undefined;
    this.counters.connectionsRefusedTotal++;
    return `export '${volume.name}' has its ${maximumConnectionsPerExport} connections; close one first`;
  }

  connectionClosed(connection: Connection): void {
    this.#connections.delete(connection);
    this.#networkConnections.delete(connection);
    this.counters.connections = this.#connections.size;
    if (this.#connections.size === 0) this.#lastClosed?.();
  }

  async #open(): Promise<void> {
    if (this.#status !== 'new') throw new ClusterError('CLOSED', 'the NBD server was closed before it was opened');
    const network = this.#network;
    for (const [address, hasTls] of [
      [this.#address, false],
      ...(network === undefined ? [] : [[network.address, network.listenTls !== undefined] as const]),
    ] as const) {
      if (hasTls || address.kind === 'unix' || isLoopback(address.host)) continue;
      const what = `NBD clients on ${address.host} would be served without TLS`;
      throw new ClusterError('INVALID', `${what}: give a certificate or keys for it, or listen on 127.0.0.1 or ::1.`);
    }
    this.#listener = await this.host.network.listenStream(this.#address, (link) =>
      this.#accept(new Connection(this, link), link),
    );
    if (network !== undefined) this.#networkListener = await this.#listenNetwork(network);
    this.#status = 'open';
  }

  #listenNetwork({ address, listenTls }: NetworkListener): Promise<Listener> {
    const accept = (link: StreamLink, securable?: SecurableLink): StreamHandlers => {
      const connection = new Connection(this, link, securable);
      this.#networkConnections.add(connection);
      return this.#accept(connection, link);
    };
    if (listenTls === undefined) return this.host.network.listenStream(address, (link) => accept(link));
    return listenTls(address, (link) => accept(link, link));
  }

  #accept(connection: Connection, link: StreamLink): StreamHandlers {
    this.#connections.add(connection);
    this.counters.connectionsTotal++;
    this.counters.connections = this.#connections.size;
    const tooMany =
      this.#connections.size > maximumConnections || this.#networkConnections.size > maximumNetworkConnections;
    if (tooMany) {
      this.counters.connectionsRefusedTotal++;
      this.host.log.write('warn', 'nbd_too_many_connections', {
        remote: link.remote,
        connections: this.#connections.size - 1,
        fromNetwork: this.#networkConnections.size,
      });
      connection.close('too many connections');
    } else if (this.#status === 'closing' || this.#status === 'closed') {
      connection.close('the server is closing');
    }
    return connection;
  }

  async #close(): Promise<void> {
    if (this.#opening === undefined) {
      this.#status = 'closed';
      return;
    }
    await this.#opening.catch(() => undefined);
    this.#status = 'closing';
    const listenersClosed = Promise.all([this.#listener?.close(), this.#networkListener?.close()]);
    for (const connection of [...this.#connections]) connection.end('the server is closing');
    if (this.#connections.size > 0) {
      await new Promise<void>((resolve) => {
        this.#lastClosed = resolve;
      });
    }
    await listenersClosed;
    this.#status = 'closed';
  }
}
