/**
 * How a link to an engine comes to be: to the address and incarnation of the map, with pauses that grow while it fails.
 *
 *   idle ──want──▶ connecting ──handshake──▶ connected ──disconnected──▶ idle
 *                   ▲     │ failed            │ lost
 *                   │     ▼                   ▼
 *                   └── waiting (a pause, or a newer map) ── nobody wants it ──▶ idle        any ──close──▶ closed
 */

import { connectData, type DataLink, type DataLinkOwner } from '../common/data-link.ts';
import { messageOf } from '../common/errors.ts';
import type { Credentials } from '../common/handshake.ts';
import type { Host, Timer } from '../common/host.ts';
import type { ClusterMap } from '../common/map.ts';
import type { DeviceRecord } from '../common/messages.ts';
import type { SlabPool } from '../common/slab.ts';
import { reconnectPauseMs } from './core/retry.ts';

const connectTimeoutMs = 2000;
/** The engine behind the port is not the one of the map: the map comes by itself, this is for the case that it was lost. */
const wrongIncarnationPauseMs = 500;

/** What links share: all of them belong to one event loop. */
export interface EngineLinkContext {
  readonly host: Host;
  readonly slabs: SlabPool;
  readonly credentials: Credentials;
  readonly name: string;
  readonly map: ClusterMap;
  /** The start counter of this SDC. */
  readonly incarnation: number;
  /** 0 until the cluster has named this SDC. */
  readonly sdcId: number;
  /** Rises with every link made. */
  nextLinkCounter(): number;
}

export interface ConnectorOwner extends DataLinkOwner {
  readonly deviceId: number;
  /** Somebody waits for the link. */
  readonly isWanted: boolean;
  connected(link: DataLink): void;
}

type Status = 'idle' | 'connecting' | 'connected' | 'waiting' | 'closed';

export class EngineConnector {
  readonly #context: EngineLinkContext;
  readonly #owner: ConnectorOwner;
  #status: Status = 'idle';
  /** What the present link or attempt is made for. */
  #target: DeviceRecord | undefined;
  #attempt = 0;
  /** In a row: links that nothing came of, too. */
  #failures = 0;
  #saidDown = false;
  #timer: Timer | undefined;

  constructor(context: EngineLinkContext, owner: ConnectorOwner) {
    this.#context = context;
    this.#owner = owner;
  }

  want(): void {
    if (this.#status === 'idle') this.#connect();
  }

  /** A request was answered on the link: it is a good one. */
  served(): void {
    this.#failures = 0;
  }

  /** The owner has closed the link, for which there was no more use. */
  disconnected(): void {
    this.#status = 'idle';
  }

  /** The link broke while `waiting` requests need it: at once a new one, later after a pause. */
  lost(reason: string, waiting: number): void {
    if (this.#status === 'closed') return;
    this.#failures++;
    this.#say('engine-link-down', { reason, waiting });
    if (waiting === 0) this.#status = 'idle';
    else this.#pause(reconnectPauseMs(this.#failures, this.#context.host.random.fraction()));
  }

  /** True when the link leads elsewhere than the map says: the owner breaks it. An attempt is begun anew here. */
  mapChanged(): boolean {
    const device = this.#context.map.device(this.#owner.deviceId);
    if (this.#status === 'idle' || this.#status === 'closed' || sameTarget(device, this.#target)) return false;
    this.#failures = 0;
    if (this.#status === 'connected') return true;
    if (this.#owner.isWanted) this.#connect();
    return false;
  }

  close(): void {
    this.#status = 'closed';
    this.#timer?.cancel();
  }

  #connect(): void {
    const { host, slabs, credentials, name, incarnation, sdcId, map } = this.#context;
    const { deviceId } = this.#owner;
    this.#timer?.cancel();
    const attempt = ++this.#attempt;
    const device = map.device(deviceId);
    this.#target = device;
    if (device === undefined || device.dataPort === 0 || sdcId === 0) {
      this.#status = 'waiting';
      return;
    }
    this.#status = 'connecting';
    const isPresent = (): boolean => attempt === this.#attempt && this.#status === 'connecting';
    connectData({
      host,
      pool: slabs,
      target: device,
      timeoutMs: connectTimeoutMs,
      credentials,
      introduction: {
        role: 'sdc',
        nodeId: sdcId,
        nodeName: name,
        incarnation,
        lane: 0,
        counter: this.#context.nextLinkCounter(),
        targetDeviceId: deviceId,
      },
      owner: this.#owner,
    }).then(
      ({ link, reply }) => {
        if (!isPresent()) link.close('a newer attempt is under way');
        else if (reply.incarnation !== device.incarnation) this.#wrongIncarnation(link, reply.incarnation);
        else if (link.isOpen) this.#connected(link);
        else this.#failed('it closed the link at once');
      },
      (error: unknown) => {
        if (isPresent()) this.#failed(messageOf(error));
      },
    );
  }

  #connected(link: DataLink): void {
    this.#status = 'connected';
    this.#saidDown = false;
    this.#context.host.log.write('info', 'engine-link-up', { device: this.#owner.deviceId, remote: link.remote });
    this.#owner.connected(link);
  }

  #wrongIncarnation(link: DataLink, found: number): void {
    link.close('the engine has another incarnation than the map names');
    this.#say('engine-incarnation-unknown', { found, mapVersion: this.#context.map.version });
    this.#pause(wrongIncarnationPauseMs);
  }

  #failed(reason: string): void {
    this.#failures++;
    this.#say('engine-unreachable', { reason });
    this.#pause(reconnectPauseMs(this.#failures, this.#context.host.random.fraction()));
  }

  #pause(pauseMs: number): void {
    this.#status = 'waiting';
    this.#timer?.cancel();
    this.#timer = this.#context.host.clock.after(pauseMs, () => {
      if (this.#owner.isWanted) this.#connect();
      else this.#status = 'idle';
    });
  }

  /** One line a change of state: of a series of failures only the first is told. */
  #say(event: string, fields: Readonly<Record<string, unknown>>): void {
    if (this.#saidDown) return;
    this.#saidDown = true;
    this.#context.host.log.write('warn', event, { device: this.#owner.deviceId, ...fields });
  }
}

function sameTarget(a: DeviceRecord | undefined, b: DeviceRecord | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.incarnation === b.incarnation && a.dataHost === b.dataHost && a.dataPort === b.dataPort;
}
