/**
 * The handshake at the beginning of every link: both sides prove that they hold the cluster key, without sending it,
 * and agree on the protocol version. Pure but for the HMAC: bytes in, bytes out; the links carry them.
 *
 *   caller                         callee
 *   Hello (nonce)            ->
 *                            <-    HelloReply (nonce, proof over both)   or Refusal
 *   Auth (proof over both)   ->
 *                            <-    Welcome                               or Refusal
 */

import { ClusterError, codeOfWire } from './errors.ts';
import type { Random } from './host.ts';
import { decodeHandshake, encodeHandshake, type HandshakeMessage, type Hello, type HelloReply } from './messages.ts';
import { prove, sameProof } from './secret.ts';

/** The versions of the wire protocol that this code speaks. */
export const protocolVersion = 2;

const nonceBytes = 16;

export interface Credentials {
  readonly clusterId: string;
  readonly key: Uint8Array;
}

/** Who the caller says it is; see Hello in control.proto. */
export type Introduction = Pick<
  Hello,
  'role' | 'nodeId' | 'nodeName' | 'incarnation' | 'lane' | 'counter' | 'targetDeviceId'
>;

/** What one incoming message leads to: bytes to send, and whether the link is now established. */
export interface Step {
  readonly send?: Uint8Array;
  readonly established: boolean;
}

function proofOf(key: Uint8Array, side: 'server' | 'client', hello: Uint8Array, reply: HelloReply): Uint8Array {
  const bare = encodeHandshake({ kind: 'helloReply', body: { ...reply, proof: new Uint8Array(0) } });
  return prove(key, side, hello, bare);
}

function unexpected(message: HandshakeMessage): ClusterError {
  return new ClusterError('INVALID', `handshake: ${message.kind} came out of order`);
}

export class CallerHandshake {
  readonly #credentials: Credentials;
  readonly #hello: Uint8Array;
  /** Of the callee; set once `established`. */
  reply: HelloReply | undefined;
  #proven = false;

  constructor(credentials: Credentials, random: Random, introduction: Introduction) {
    this.#credentials = credentials;
    const body: Hello = {
      ...introduction,
      protocolMin: protocolVersion,
      protocolMax: protocolVersion,
      clusterId: credentials.clusterId,
      nonce: random.bytes(new Uint8Array(nonceBytes)),
    };
    this.#hello = encodeHandshake({ kind: 'hello', body });
  }

  /** The first message. */
  get hello(): Uint8Array {
    return this.#hello;
  }

  /** Throws the ClusterError that ends the link. */
  next(bytes: Uint8Array): Step {
    const message = decodeHandshake(bytes);
    if (message.kind === 'refusal') {
      throw new ClusterError(codeOfWire(message.body.code), `the peer refused the link: ${message.body.message}`);
    }
    if (message.kind === 'helloReply' && this.reply === undefined) {
      const { key } = this.#credentials;
      if (!sameProof(message.body.proof, proofOf(key, 'server', this.#hello, message.body))) {
        throw new ClusterError('NOT_ALLOWED', 'handshake: the peer does not hold the key of this cluster');
      }
      this.reply = message.body;
      this.#proven = true;
      const proof = proofOf(key, 'client', this.#hello, message.body);
      return { send: encodeHandshake({ kind: 'auth', body: { proof } }), established: false };
    }
    if (message.kind === 'welcome' && this.#proven) return { established: true };
    throw unexpected(message);
  }
}

export interface CalleeOptions {
  readonly credentials: Credentials;
  readonly random: Random;
  readonly nodeId: number;
  readonly incarnation: number;
  /** Throws a ClusterError to refuse the caller (wrong target, wrong role). Called before anything is proven. */
  readonly check: (hello: Hello) => void;
}

export class CalleeHandshake {
  readonly #options: CalleeOptions;
  #helloBytes: Uint8Array | undefined;
  #reply: HelloReply | undefined;
  /** Of the caller; to be believed only once `established`. */
  hello: Hello | undefined;

  constructor(options: CalleeOptions) {
    this.#options = options;
  }

  /** Throws the ClusterError that ends the link: send `refusalOf` it first. */
  next(bytes: Uint8Array): Step {
    const message = decodeHandshake(bytes);
    if (message.kind === 'hello' && this.hello === undefined) return this.#hello(message.body, bytes);
    if (message.kind === 'auth' && this.#reply !== undefined && this.#helloBytes !== undefined) {
      const expected = proofOf(this.#options.credentials.key, 'client', this.#helloBytes, this.#reply);
      if (!sameProof(message.body.proof, expected)) {
        throw new ClusterError('NOT_ALLOWED', 'handshake: the caller does not hold the key of this cluster');
      }
      return { send: encodeHandshake({ kind: 'welcome', body: { mapVersion: 0 } }), established: true };
    }
    throw unexpected(message);
  }

  #hello(hello: Hello, bytes: Uint8Array): Step {
    const { credentials, random, nodeId, incarnation, check } = this.#options;
    if (hello.protocolMin > protocolVersion || hello.protocolMax < protocolVersion) {
      const theirs = `${hello.protocolMin} to ${hello.protocolMax}`;
      throw new ClusterError(
        'VERSION',
        `protocol version ${protocolVersion} is spoken here, the caller offers ${theirs}`,
      );
    }
    if (hello.clusterId !== credentials.clusterId) {
      throw new ClusterError('FOREIGN', `this is cluster ${credentials.clusterId}, the caller belongs to another`);
    }
    if (hello.nonce.length !== nonceBytes) throw new ClusterError('INVALID', `the nonce must have ${nonceBytes} bytes`);
    check(hello);
    const bare: HelloReply = {
      protocol: protocolVersion,
      clusterId: credentials.clusterId,
      nodeId,
      incarnation,
      nonce: random.bytes(new Uint8Array(nonceBytes)),
      proof: new Uint8Array(0),
    };
    this.hello = hello;
    this.#helloBytes = Uint8Array.from(bytes);
    this.#reply = bare;
    const body = { ...bare, proof: proofOf(credentials.key, 'server', this.#helloBytes, bare) };
    return { send: encodeHandshake({ kind: 'helloReply', body }), established: false };
  }
}

/** The last message of a refused link. */
export function refusalOf(error: ClusterError): Uint8Array {
  return encodeHandshake({ kind: 'refusal', body: { code: error.wire, message: error.message } });
}
