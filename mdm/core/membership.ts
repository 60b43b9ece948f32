/**
 * What the MDM sees at the moment and forgets when it stops: which SDSs and SDCs are connected, since when, what their
 * devices report. Nothing in here decides anything durable.
 */

import type { DeviceState } from '../../common/messages.ts';

/** What a connected node said of itself. */
export interface Connection {
  readonly remote: string;
  readonly pid: number;
  readonly version: string;
  readonly metricsAddress: string;
}

export interface Member {
  /** undefined while it is away. */
  readonly connection: Connection | undefined;
  /** Of the present state, unix time; 0 when it was never seen since this MDM started. */
  readonly sinceMs: number;
  /** Why it is away; empty while connected. */
  readonly reason: string;
  /** It acts on no older map; stays known while it is away, because a restarted node begins with a newer one. */
  readonly appliedVersion: number;
}

const neverSeen: Member = {
  connection: undefined,
  sinceMs: 0,
  reason: 'it has not connected since this MDM started',
  appliedVersion: 0,
};

export class Membership {
  readonly #members = new Map<number, Member>();
  readonly #devices = new Map<number, DeviceState>();

  /** Of an SDS or SDC, by its object id. */
  member(nodeId: number): Member {
    return this.#members.get(nodeId) ?? neverSeen;
  }

  isConnected(nodeId: number): boolean {
    return this.member(nodeId).connection !== undefined;
  }

  /** The last report of a device, also of one whose SDS is away; undefined when there was none. */
  deviceState(deviceId: number): DeviceState | undefined {
    return this.#devices.get(deviceId);
  }

  connected(nodeId: number, connection: Connection, nowMs: number): void {
    const { appliedVersion } = this.member(nodeId);
    this.#members.set(nodeId, { connection, sinceMs: nowMs, reason: '', appliedVersion });
  }

  disconnected(nodeId: number, reason: string, nowMs: number): void {
    const { appliedVersion } = this.member(nodeId);
    this.#members.set(nodeId, { connection: undefined, sinceMs: nowMs, reason, appliedVersion });
  }

  applied(nodeId: number, version: number): void {
    const member = this.member(nodeId);
    if (version > member.appliedVersion) this.#members.set(nodeId, { ...member, appliedVersion: version });
  }

  reported(state: DeviceState): void {
    this.#devices.set(state.deviceId, state);
  }

  /** Of objects that are no more. */
  forget(isKept: (id: number) => boolean): void {
    for (const table of [this.#members, this.#devices]) {
      for (const id of table.keys()) if (!isKept(id)) table.delete(id);
    }
  }
}
