/** What the MDM's tests share: a host whose log is silent, temporary directories, a manager, and a node that speaks to it. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { must } from '../../common/assert.ts';
import { ClusterError, codeOfWire } from '../../common/errors.ts';
import { CallerHandshake, type Credentials } from '../../common/handshake.ts';
import type { Address, Host, Log, MessageLink } from '../../common/host.ts';
import { createNodeHost } from '../../common/host-node/index.ts';
import { type Applied, ClusterMap } from '../../common/map.ts';
import { type ControlMessage, type DeviceState, decodeControl, encodeControl } from '../../common/messages.ts';
import { gib } from '../../common/units.ts';
import type { SeenMap } from '../../mdm/core/history.ts';
import type { ClusterSeed } from '../../mdm/seed.ts';
import { MetadataManager, type MetadataManagerOptions } from '../../mdm/service.ts';

export const silentLog: Log = { write: () => undefined, with: () => silentLog };

export const credentials: Credentials = {
  clusterId: '6ad9c1e4000000000000000000000000',
  key: new Uint8Array(32).fill(7),
};

export function newHost(): Host {
  return createNodeHost({ log: silentLog });
}

/** A directory of the test's own, removed when it has ended. */
export async function temporaryDirectory(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sio-mdm-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Three SDSs with a device each, one pool of 16 slices, one volume mapped to an SDC that has not come yet. */
export const smallSeed: ClusterSeed = {
  protectionDomains: [
    {
      name: 'pd1',
      pools: [{ name: 'sp1', replicas: 2, sliceCount: 16, acknowledge: 'received' }],
      sdss: ['sds1', 'sds2', 'sds3'].map((name) => ({
        name,
        devices: [{ path: `/data/${name}`, pool: 'sp1', capacityBytes: 8 * gib, name: `${name}-d1` }],
      })),
    },
  ],
  volumes: [{ name: 'demo', pool: 'sp1', sizeBytes: gib, mapTo: ['sdc1'] }],
  sdcs: [{ name: 'sdc1' }],
};

export async function openManager(
  t: ExecutionContext,
  storePath: string,
  options: Partial<MetadataManagerOptions> = {},
): Promise<MetadataManager> {
  const manager = new MetadataManager({
    host: newHost(),
    storePath,
    credentials,
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    seed: smallSeed,
    ...options,
  });
  t.teardown(() => manager.close());
  await manager.open();
  return manager;
}

export function deviceState(deviceId: number, incarnation: number, bootId = 'boot-1'): DeviceState {
  return {
    deviceId,
    incarnation,
    bootId,
    capacityBytes: 8 * gib,
    usedBytes: 0,
    dataHost: '127.0.0.1',
    dataPort: 7_000,
    error: '',
    readOperations: 0,
    writeOperations: 0,
    readBytes: 0,
    writeBytes: 0,
    unsettledSlices: 0,
    orphans: [],
    seenMapVersion: 0,
    failures: 0,
    sinceMs: 0,
  };
}

export const sdsFacts = {
  metricsAddress: '127.0.0.1:1',
  pid: 1,
  version: '0',
  seenMapVersion: 0,
  seenHistory: 0,
} as const;

/** An SDS or SDC as the MDM sees one: handshake, registration, a map that follows the deltas. */
export class TestNode {
  readonly map = new ClusterMap();
  readonly received: ControlMessage[] = [];
  readonly applied: Applied[] = [];
  nodeId = 0;
  closedBecause: string | undefined;
  #link: MessageLink | undefined;
  #handshake: CallerHandshake | undefined;
  #isEstablished = false;
  readonly #waiters = new Set<() => void>();

  static async connect(
    address: Address,
    role: 'sds' | 'sdc',
    nodeName: string,
    by: Credentials = credentials,
  ): Promise<TestNode> {
    const node = new TestNode();
    const host = newHost();
    node.#handshake = new CallerHandshake(by, host.random, {
      role,
      nodeId: 0,
      nodeName,
      incarnation: 1,
      lane: 0,
      counter: 0,
      targetDeviceId: 0,
    });
    node.#link = await host.network.connectMessages(address, 5_000, () => ({
      message: (bytes) => node.#message(bytes),
      closed: (reason) => {
        node.closedBecause = reason;
        node.#look();
      },
    }));
    node.#link.send(node.#handshake.hello);
    await node.until(() => node.#isEstablished || node.closedBecause !== undefined);
    return node;
  }

  send(message: ControlMessage): void {
    must(this.#link, 'the link').send(encodeControl(message));
  }

  sendRaw(bytes: Uint8Array): void {
    must(this.#link, 'the link').send(bytes);
  }

  /** `seen`: the newest map that it says it has had. */
  async registerSds(devices: readonly DeviceState[], seen: SeenMap = { version: 0, history: 0 }): Promise<void> {
    this.send({
      kind: 'registerSds',
      body: { ...sdsFacts, devices, seenMapVersion: seen.version, seenHistory: seen.history },
    });
    await this.until(() => this.map.version > 0 || this.closedBecause !== undefined);
  }

  async registerSdc(guid: string, name: string): Promise<void> {
    this.send({ kind: 'registerSdc', body: { guid, name, address: '127.0.0.1', pid: 1, version: '0' } });
    await this.until(() => this.map.version > 0 || this.closedBecause !== undefined);
  }

  confirm(version: number): void {
    this.send({ kind: 'mapApplied', body: { mapVersion: version } });
  }

  /** Resolves when it is so; looked at after each message. */
  until(isSo: () => boolean): Promise<void> {
    if (isSo()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter = (): void => {
      if (!isSo()) return;
      this.#waiters.delete(waiter);
      resolve();
    };
    this.#waiters.add(waiter);
    return promise;
  }

  /** The refusal that ended the link. */
  get refusal(): ClusterError | undefined {
    const last = this.received.findLast((message) => message.kind === 'refusal');
    return last === undefined ? undefined : new ClusterError(codeOfWire(last.body.code), last.body.message);
  }

  close(): void {
    this.#link?.close('the test is done');
  }

  #message(bytes: Uint8Array): void {
    if (!this.#isEstablished) this.#handshaking(bytes);
    else this.#control(decodeControl(bytes));
    this.#look();
  }

  #handshaking(bytes: Uint8Array): void {
    try {
      const step = must(this.#handshake, 'the handshake').next(bytes);
      if (step.send !== undefined) this.#link?.send(step.send);
      this.#isEstablished = step.established;
    } catch (error) {
      this.closedBecause = error instanceof ClusterError ? error.code : String(error);
    }
  }

  #control(message: ControlMessage): void {
    this.received.push(message);
    if (message.kind === 'registered') this.nodeId = message.body.nodeId;
    if (message.kind === 'map') this.applied.push(this.map.apply(message.body));
  }

  #look(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }
}
