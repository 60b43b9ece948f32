/**
 * One link of an SDS or SDC, from the handshake to its end: checks what comes, in order, and hands it to its owner.
 *
 *   handshaking ──Auth──▶ proven ──registerSds|registerSdc──▶ registering ──▶ live ──▶ closed
 *
 * Any state may go to closed: a wrong message, too much unsent, silence, or the link's own end.
 */

import { assert, must } from '../common/assert.ts';
import { ClusterError } from '../common/errors.ts';
import { CalleeHandshake, type CalleeOptions, refusalOf } from '../common/handshake.ts';
import { type Clock, type MessageLink, maximumUnprovenBytes, type Timer } from '../common/host.ts';
import { type ControlMessage, decodeControl, encodeControl, type Hello } from '../common/messages.ts';

/** The longest message a registered node sends: the report of a device with 65,536 slices takes 700 KiB. */
export const longestMessageBytes = 1024 * 1024;

/** Reports that the ledger has not dealt with: an SDS sends one for each of its devices, and again while it settles. */
export const maximumReportsUnderWay = 256;

/** Devices in one registration or heartbeat: a pool has 300, and an SDS belongs to a few. */
export const maximumReportedDevices = 4096;

/** A receiver that lets this much gather is as good as dead; it gets the whole map when it comes back. */
const maximumUnsentBytes = 64 * 1024 * 1024;

export type NodeRole = 'sds' | 'sdc';

export type Registration = Extract<ControlMessage, { kind: 'registerSds' | 'registerSdc' }>;
export type Report = Extract<ControlMessage, { kind: 'heartbeat' | 'mapApplied' | 'slicesSettled' | 'wantWholeMap' }>;

export interface SessionOwner {
  /** The first registration, or a later one of a live session. Throws the ClusterError that ends the session. */
  register(session: Session, registration: Registration): Promise<void>;
  /** Only of live sessions. A rejection ends the session. */
  report(session: Session, report: Report): Promise<void>;
  /** It did not keep to the protocol, or may not be here; `closed` follows. */
  refused(session: Session, error: ClusterError): void;
  closed(session: Session, reason: string): void;
}

export interface SessionOptions {
  readonly link: MessageLink;
  readonly clock: Clock;
  readonly handshake: Omit<CalleeOptions, 'check'>;
  /** For handshake and first registration together. */
  readonly handshakeTimeoutMs: number;
  readonly owner: SessionOwner;
}

type Status = 'handshaking' | 'proven' | 'registering' | 'live' | 'closed';

const legalMoves: Readonly<Record<Status, readonly Status[]>> = {
  handshaking: ['proven', 'closed'],
  proven: ['registering', 'closed'],
  registering: ['live', 'closed'],
  live: ['closed'],
  closed: [],
};

export class Session {
  readonly remote: string;
  readonly #options: SessionOptions;
  readonly #handshake: CalleeHandshake;
  readonly #deadline: Timer;
  #status: Status = 'handshaking';
  #nodeId = 0;
  #heardAtMs: number;
  #reportsUnderWay = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.remote = options.link.remote;
    this.#handshake = new CalleeHandshake({ ...options.handshake, check: checkCaller });
    this.#heardAtMs = options.clock.nowMs();
    this.#deadline = options.clock.after(options.handshakeTimeoutMs, () =>
      this.end(new ClusterError('TIMEOUT', `No registration came within ${options.handshakeTimeoutMs} ms.`)),
    );
  }

  get isClosed(): boolean {
    return this.#status === 'closed';
  }

  /** It gets the map and each change of it. */
  get isLive(): boolean {
    return this.#status === 'live';
  }

  /** What the caller said of itself and proved. */
  get hello(): Hello {
    assert(this.#status !== 'handshaking', 'the caller has proven itself');
    return must(this.#handshake.hello, 'the Hello of a proven caller');
  }

  get role(): NodeRole {
    return this.hello.role === 'sds' ? 'sds' : 'sdc';
  }

  /** Object id of the SDS or SDC; 0 before it is live. */
  get nodeId(): number {
    return this.#nodeId;
  }

  silentForMs(nowMs: number): number {
    return nowMs - this.#heardAtMs;
  }

  /** The node is known now: tells it its id. What is sent next should be the whole map. */
  becomeLive(nodeId: number): void {
    this.#become('live');
    this.#deadline.cancel();
    this.#nodeId = nodeId;
    this.#heardAtMs = this.#options.clock.nowMs();
    this.send(encodeControl({ kind: 'registered', body: { nodeId } }));
  }

  /** Closes the link when too much is unsent. */
  send(message: Uint8Array): void {
    if (this.isClosed) return;
    this.#options.link.send(message);
    if (this.#options.link.unsentBytes > maximumUnsentBytes) this.close('it does not read: too much is unsent');
  }

  message(bytes: Uint8Array): void {
    if (this.isClosed) return;
    this.#heardAtMs = this.#options.clock.nowMs();
    try {
      this.#receive(bytes);
    } catch (error) {
      this.#endAfter(error);
    }
  }

  /** Tells the other side why, then closes. */
  end(error: ClusterError): void {
    if (this.isClosed) return;
    this.#options.owner.refused(this, error);
    const refusal =
      this.#status === 'handshaking'
        ? refusalOf(error)
        : encodeControl({ kind: 'refusal', body: { code: error.wire, message: error.message } });
    this.#options.link.send(refusal);
    this.close(error.message);
  }

  close(reason: string): void {
    if (this.isClosed) return;
    this.#become('closed');
    this.#deadline.cancel();
    this.#options.link.close(reason);
    this.#options.owner.closed(this, reason);
  }

  #receive(bytes: Uint8Array): void {
    const longest = this.#status === 'handshaking' ? maximumUnprovenBytes : longestMessageBytes;
    if (bytes.length > longest) {
      throw new ClusterError('INVALID', `A message of ${bytes.length} bytes came; ${longest} are allowed here.`);
    }
    if (this.#status === 'handshaking') {
      const step = this.#handshake.next(bytes);
      if (step.established) {
        this.#become('proven');
        this.#options.link.proven();
      }
      if (step.send !== undefined) this.#options.link.send(step.send);
      return;
    }
    this.#control(decodeControl(bytes));
  }

  #control(message: ControlMessage): void {
    const { owner } = this.#options;
    switch (message.kind) {
      case 'registerSds':
      case 'registerSdc':
        if (message.kind !== (this.role === 'sds' ? 'registerSds' : 'registerSdc')) throw this.#unexpected(message);
        if (this.#status === 'proven') this.#become('registering');
        else if (this.#status !== 'live') throw this.#unexpected(message);
        if (message.kind === 'registerSds') checkDevices(message.body.devices.length);
        this.#underWay(owner.register(this, message));
        return;
      case 'heartbeat':
      case 'mapApplied':
      case 'slicesSettled':
      case 'wantWholeMap':
        if (this.#status !== 'live') throw this.#unexpected(message);
        if (message.kind === 'heartbeat') checkDevices(message.body.devices.length);
        this.#underWay(owner.report(this, message));
        return;
      case 'refusal':
        this.close(`it ended the link: ${message.body.message}`);
        return;
      default:
        throw this.#unexpected(message);
    }
  }

  #underWay(work: Promise<void>): void {
    this.#reportsUnderWay++;
    work
      .catch((error: unknown) => this.#endAfter(error))
      .finally(() => {
        this.#reportsUnderWay--;
      });
    if (this.#reportsUnderWay <= maximumReportsUnderWay) return;
    throw new ClusterError('BUSY', `More than ${maximumReportsUnderWay} reports are under way: send them slower.`);
  }

  #unexpected(message: ControlMessage): ClusterError {
    return new ClusterError(
      'INVALID',
      `A message ${message.kind} does not belong here (${this.role}, ${this.#status}).`,
    );
  }

  /** The world's failures end the session; a bug of ours is not for the other side to hear, and goes up. */
  #endAfter(error: unknown): void {
    if (!(error instanceof ClusterError)) throw error;
    this.end(error);
  }

  #become(next: Status): void {
    assert(legalMoves[this.#status].includes(next), `a session moves from ${this.#status} to ${next}`);
    this.#status = next;
  }
}

function checkDevices(count: number): void {
  if (count <= maximumReportedDevices) return;
  throw new ClusterError('INVALID', `${count} devices were reported at once; ${maximumReportedDevices} are allowed.`);
}

function checkCaller(hello: Hello): void {
  if (hello.role === 'sds' || hello.role === 'sdc') return;
  throw new ClusterError(
    'INVALID',
    `An MDM serves SDSs and SDCs, and the caller says it is "${hello.role.slice(0, 32)}".`,
  );
}
