/**
 * All links of SDSs and SDCs: accepts them, registers their nodes, pushes each change of the map to every live one, and
 * closes those that fall silent. To each goes the whole cluster map; `messageFor` is where a filter by protection domain
 * would stand.
 */

import { must } from '../common/assert.ts';
import { ClusterError } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Clock, Host, Log, MessageHandlers, MessageLink, Timer } from '../common/host.ts';
import { encodeMap, encodeMapMessage, type MapDelta, type RegisterSds, type Ticket } from '../common/messages.ts';
import { ticketProof } from '../common/secret.ts';
import type { Command } from './core/commands.ts';
import { newestOf, type SeenMap } from './core/history.ts';
import type { Membership } from './core/membership.ts';
import type { MapView } from './core/state.ts';
import type { Executed } from './ledger.ts';
import { type Registration, type Report, Session, type SessionOwner } from './session.ts';

/** Links that have not proven themselves: each holds a timer and a few KiB for some seconds. */
const maximumUnprovenLinks = 1_024;

/** How often silence is looked for, in parts of the allowed silence. */
const sweepsPerSilence = 4;

export interface SessionsOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  readonly incarnation: number;
  readonly handshakeTimeoutMs: number;
  readonly silenceMs: number;
  readonly membership: Membership;
  readonly view: () => MapView;
  readonly execute: (command: Command) => Promise<Executed>;
  /** Rejects while the store must not be acted upon. */
  readonly admit: (name: string, seen: SeenMap) => Promise<void>;
  /** Something in the membership has changed. */
  readonly look: () => void;
}

export class Sessions implements SessionOwner {
  readonly #options: SessionsOptions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #unregistered = new Set<Session>();
  readonly #live = new Map<number, Session>();
  readonly #ticketsBySdc = new Map<number, readonly Ticket[]>();
  #whole: { readonly version: number; readonly bytes: Uint8Array } | undefined;
  #sweep: Timer | undefined;
  #isClosing = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#clock = options.host.clock;
    this.#log = options.host.log;
  }

  open(): void {
    this.#scheduleSweep();
  }

  close(): void {
    this.#isClosing = true;
    this.#sweep?.cancel();
    // No refusal: nodes come back as soon as they can.
    for (const session of [...this.#unregistered, ...this.#live.values()]) session.close('the MDM is stopping');
  }

  /** Ends all links with this reason; nodes go on with the maps that they have, and come back. */
  end(error: ClusterError): void {
    for (const session of [...this.#unregistered, ...this.#live.values()]) session.end(error);
  }

  /** How many nodes are connected and registered. */
  get liveCount(): number {
    return this.#live.size;
  }

  accept(link: MessageLink): MessageHandlers {
    const { credentials, incarnation, handshakeTimeoutMs, host } = this.#options;
    const session = new Session({
      link,
      clock: this.#clock,
      handshake: { credentials, random: host.random, nodeId: 0, incarnation },
      handshakeTimeoutMs,
      owner: this,
    });
    this.#unregistered.add(session);
    if (this.#isClosing) session.close('the MDM is stopping');
    else if (this.#unregistered.size > maximumUnprovenLinks) session.close('too many links have not registered');
    return {
      message: (bytes) => session.message(bytes),
      closed: (reason) => session.close(reason),
    };
  }

  /** Sends a change to every live session. The map has it already. */
  push(delta: MapDelta): void {
    this.#forgetTickets(delta);
    if (this.#live.size === 0) return;
    const encoded = encodeMap(delta);
    const forSds = encodeMapMessage(encoded, []);
    for (const session of [...this.#live.values()]) {
      session.send(session.role === 'sds' ? forSds : this.#messageFor(session, encoded));
    }
    this.#endRemoved(delta);
  }

  #endRemoved(delta: MapDelta): void {
    for (const key of delta.deletes) {
      const [kind, id] = key.split('/');
      if (kind !== 'sds' && kind !== 'sdc') continue;
      const removed = new ClusterError('NOT_FOUND', 'An admin has removed this node from the cluster.');
      this.#live.get(Number.parseInt(must(id, 'the id of a key'), 16))?.end(removed);
    }
  }

  async register(session: Session, registration: Registration): Promise<void> {
    if (registration.kind === 'registerSds') await this.#registerSds(session, registration.body);
    else await this.#registerSdc(session, registration);
    this.#options.look();
  }

  async report(session: Session, report: Report): Promise<void> {
    const { membership, execute, look, view } = this.#options;
    switch (report.kind) {
      case 'heartbeat':
        this.#reportDevices(session.nodeId, report.body.devices);
        return;
      case 'mapApplied':
        membership.applied(session.nodeId, Math.min(report.body.mapVersion, view().map.version));
        look();
        return;
      case 'slicesSettled':
        await execute({ kind: 'slicesSettled', sdsId: session.nodeId, report: report.body });
        return;
      case 'wantWholeMap':
        this.#sendWhole(session);
        return;
    }
  }

  closed(session: Session, reason: string): void {
    this.#unregistered.delete(session);
    if (this.#live.get(session.nodeId) !== session) return;
    this.#live.delete(session.nodeId);
    this.#options.membership.disconnected(session.nodeId, reason, this.#clock.wallMs());
    this.#log.write('warn', 'node disconnected', { role: session.role, name: session.hello.nodeName, reason });
    this.#options.look();
  }

  async #registerSds(session: Session, body: RegisterSds): Promise<void> {
    const { execute, view, membership } = this.#options;
    const { nodeId, nodeName } = session.hello;
    await this.#options.admit(nodeName, seenBy(body));
    if (session.isClosed) return;
    const sds = (nodeId === 0 ? undefined : view().sds(nodeId)) ?? view().sdsByName(nodeName);
    if (sds === undefined) {
      throw new ClusterError(
        'NOT_FOUND',
        `SDS ${nodeName} is no member of this cluster. Add it: scli --add_sds --sds_name ${nodeName} --protection_domain_name NAME`,
      );
    }
    await execute({ kind: 'registerDevices', sdsId: sds.id, devices: body.devices });
    if (session.isClosed) return;
    for (const state of body.devices)
      if (view().map.device(state.deviceId)?.sdsId === sds.id) membership.reported(state);
    this.#bind(session, sds.id, { pid: body.pid, version: body.version, metricsAddress: body.metricsAddress });
  }

  async #registerSdc(session: Session, { body }: Extract<Registration, { kind: 'registerSdc' }>): Promise<void> {
    const { id } = await this.#options.execute({
      kind: 'registerSdc',
      guid: body.guid,
      name: body.name === '' ? session.hello.nodeName : body.name,
      address: body.address,
    });
    if (!session.isClosed) this.#bind(session, id, { pid: body.pid, version: body.version, metricsAddress: '' });
  }

  /** The first registration makes the session live, and the newest session of a node is the one that counts. */
  #bind(session: Session, nodeId: number, about: { pid: number; version: string; metricsAddress: string }): void {
    const before = this.#live.get(nodeId);
    const connection = { ...about, remote: session.remote };
    if (before !== session) {
      this.#live.set(nodeId, session);
      before?.close('a newer link of the same node has registered');
    }
    this.#options.membership.connected(nodeId, connection, this.#clock.wallMs());
    if (session.isLive) return;
    this.#unregistered.delete(session);
    session.becomeLive(nodeId);
    this.#sendWhole(session);
    this.#log.write('info', 'node connected', { role: session.role, name: session.hello.nodeName, ...connection });
  }

  #reportDevices(sdsId: number, devices: RegisterSds['devices']): void {
    const { membership, view, look } = this.#options;
    for (const state of devices) {
      if (view().map.device(state.deviceId)?.sdsId === sdsId) membership.reported(state);
    }
    if (devices.length > 0) look();
  }

  #sendWhole(session: Session): void {
    const { map } = this.#options.view();
    if (this.#whole?.version !== map.version) this.#whole = { version: map.version, bytes: encodeMap(map.whole()) };
    session.send(this.#messageFor(session, this.#whole.bytes));
  }

  #messageFor(session: Session, encodedMap: Uint8Array): Uint8Array {
    return encodeMapMessage(encodedMap, session.role === 'sdc' ? this.#ticketsOf(session.nodeId) : []);
  }

  #ticketsOf(sdcId: number): readonly Ticket[] {
    const known = this.#ticketsBySdc.get(sdcId);
    if (known !== undefined) return known;
    const { key } = this.#options.credentials;
    const tickets = this.#options
      .view()
      .mappingsOfSdc(sdcId)
      .map((mapping) => {
        const { volumeId, epoch, accessMode } = mapping;
        return { volumeId, epoch, accessMode, proof: ticketProof(key, mapping) };
      });
    this.#ticketsBySdc.set(sdcId, tickets);
    return tickets;
  }

  #forgetTickets(delta: MapDelta): void {
    for (const put of delta.puts) if (put.kind === 'mapping') this.#ticketsBySdc.delete(put.body.sdcId);
    for (const key of delta.deletes) {
      const [kind, , sdcId] = key.split('/');
      if (kind === 'mapping') this.#ticketsBySdc.delete(Number.parseInt(must(sdcId, 'the SDC of a mapping key'), 16));
    }
  }

  #scheduleSweep(): void {
    const { silenceMs } = this.#options;
    const intervalMs = silenceMs / sweepsPerSilence;
    const plannedMs = this.#clock.nowMs() + intervalMs;
    this.#sweep = this.#clock.after(intervalMs, () => {
      const nowMs = this.#clock.nowMs();
      // A stall of this process delays what the nodes have sent, too: their messages come in this turn or the next.
      if (nowMs - plannedMs < intervalMs) this.#closeSilent(nowMs, silenceMs);
      this.#scheduleSweep();
    });
  }

  #closeSilent(nowMs: number, silenceMs: number): void {
    for (const session of [...this.#live.values()]) {
      const silentMs = session.silentForMs(nowMs);
      if (silentMs > silenceMs) session.close(`nothing heard for ${Math.round(silentMs)} ms`);
    }
  }
}

/** A device knows the version only; it counts where it is above all that its SDS says. */
function seenBy({ seenMapVersion, seenHistory, devices }: RegisterSds): SeenMap {
  const ofDevices = devices.map((device) => ({ version: device.seenMapVersion, history: 0 }));
  return newestOf([{ version: seenMapVersion, history: seenHistory }, ...ofDevices]);
}
