/**
 * Links that begin in the clear and go on inside TLS when their owner says so (NBD's STARTTLS). Node's TLS server does the
 * work; a link without TLS never comes here.
 *
 *   accepted ── bytes in the clear ── startTls ──▶ TLS handshake ──▶ bytes inside TLS
 *                                                      └─ failed: closed
 */

import * as net from 'node:net';
import * as tls from 'node:tls';
import { assert, must } from '../assert.ts';
import type { Address, Listener, SecurableLink, StreamHandlers } from '../host.ts';
import { boundAddress, remoteOf } from './addresses.ts';
import { NodeStreamLink } from './stream-link.ts';
import { bind, NodeListener, tune } from './stream-network.ts';

/** What a server shows of itself and asks of its clients; the bytes of PEM files. */
export type TlsCredentials =
  | {
      readonly kind: 'certificate';
      readonly certificate: Uint8Array;
      readonly key: Uint8Array;
      /** Clients must show a certificate that one of these has signed; without it any client is let in. */
      readonly clientCa?: Uint8Array;
    }
  | { readonly kind: 'psk'; readonly keys: ReadonlyMap<string, Uint8Array> };

/** proto.md, «TLS versions»: 1.2 must be spoken, older ones should not. */
const oldestVersion = 'TLSv1.2';

/**
 * For keys that both sides know: of TLS 1.3 the suite whose hash is that of such keys, of TLS 1.2 those with forward secrecy,
 * so that a key that becomes known does not open what was recorded before.
 */
const pskCiphers = [
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-PSK-CHACHA20-POLY1305',
  'ECDHE-PSK-AES256-CBC-SHA384',
  'ECDHE-PSK-AES128-CBC-SHA256',
].join(':');

/**
 * The options of Node's server, whose handshakes the link's owner bounds in time. Throws what OpenSSL says of a
 * certificate or key that it cannot take.
 */
export function tlsOptionsOf(credentials: TlsCredentials): tls.TlsOptions {
  if (credentials.kind === 'psk') {
    const { keys } = credentials;
    return {
      minVersion: oldestVersion,
      ciphers: pskCiphers,
      pskCallback: (_socket, identity) => keys.get(identity) ?? null,
    };
  }
  const { certificate, key, clientCa } = credentials;
  const options: tls.TlsOptions = {
    minVersion: oldestVersion,
    cert: Buffer.from(certificate),
    key: Buffer.from(key),
    ...(clientCa === undefined ? {} : { ca: Buffer.from(clientCa), requestCert: true, rejectUnauthorized: true }),
  };
  tls.createSecureContext(options);
  return options;
}

/** Accepts links until it is closed; links outlive it. */
export async function listenSecurable(
  options: tls.TlsOptions,
  address: Address,
  accept: (link: SecurableLink) => StreamHandlers,
): Promise<Listener> {
  const server = net.createServer((socket) => {
    tune(socket, address);
    const link = new NodeSecurableLink(remoteOf(socket, address), socket, options);
    link.begin(accept(link));
  });
  await bind(server, address);
  return new NodeListener(server, boundAddress(server, address));
}

/** Delegates to a link over the plain socket, later to one over the TLS socket, and copies bytes into the owner's memory. */
class NodeSecurableLink implements SecurableLink {
  readonly remote: string;
  readonly #socket: net.Socket;
  readonly #options: tls.TlsOptions;
  #link: NodeStreamLink;
  #handlers: StreamHandlers | undefined;
  #secure: tls.TLSSocket | undefined;
  #paused = false;
  /** Bytes that had been read when the owner paused. */
  #held: Buffer | undefined;

  constructor(remote: string, socket: net.Socket, options: tls.TlsOptions) {
    this.remote = remote;
    this.#socket = socket;
    this.#options = options;
    this.#link = new NodeStreamLink(remote);
  }

  begin(handlers: StreamHandlers): void {
    this.#handlers = handlers;
    const plain = this.#link;
    plain.setHandlers({
      space: () => handlers.space(),
      received: (count) => handlers.received(count),
      drained: () => handlers.drained(),
      // The link over the TLS socket tells of the end once there is one.
      closed: (reason) => {
        if (this.#link === plain) handlers.closed(reason);
      },
    });
    this.#socket.on('data', this.#onData);
    plain.attach(this.#socket);
  }

  startTls(secured: () => void): void {
    assert(this.#secure === undefined && this.#link.unsentBytes === 0, 'TLS begins once, when all before it has left');
    this.#socket.off('data', this.#onData);
    // One a link: the handshake's outcome then belongs to this link, and so does its certificate, parsed in half a ms.
    const server = tls.createServer(this.#options);
    server.once('secureConnection', (socket) => this.#secured(socket, secured));
    server.once('tlsClientError', (error) => this.close(`the TLS handshake failed: ${error.message}`));
    server.emit('connection', this.#socket);
  }

  write(...args: Parameters<SecurableLink['write']>): void {
    this.#link.write(...args);
  }

  flush(): void {
    this.#link.flush();
  }

  get unsentBytes(): number {
    return this.#link.unsentBytes;
  }

  pause(): void {
    this.#paused = true;
    this.#link.pause();
  }

  resume(): void {
    this.#paused = false;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#onData(held);
    if (!this.#paused) this.#link.resume();
  }

  close(reason: string): void {
    this.#held = undefined;
    // Says goodbye inside TLS («Terminating the transmission phase»), so that the client knows that nothing was cut off.
    this.#secure?.end();
    this.#link.close(reason);
  }

  #secured(socket: tls.TLSSocket, secured: () => void): void {
    const link = new NodeStreamLink(this.remote);
    link.setHandlers(must(this.#handlers, 'the handlers of a link that has begun'));
    this.#link = link;
    this.#secure = socket;
    secured();
    socket.on('data', this.#onData);
    link.attach(socket);
  }

  readonly #onData = (bytes: Buffer): void => {
    const link = this.#link;
    for (let at = 0; at < bytes.length; ) {
      if (this.#paused) {
        this.#held = bytes.subarray(at);
        return;
      }
      const space = link.buffer();
      const count = Math.min(space.length, bytes.length - at);
      space.set(bytes.subarray(at, at + count));
      at += count;
      if (!link.callback(count)) return;
    }
  };
}
