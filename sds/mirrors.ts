/** The links of an engine to the mirrors of the slices it is primary of: made when settling needs them, kept while used. */

import { connectData, type DataLink, type DataLinkOwner, messageBytes } from '../common/data-link.ts';
import { messageOf } from '../common/errors.ts';
import { frameKind } from '../common/frame.ts';
import type { DeviceRecord } from '../common/messages.ts';
import { decodePeer } from '../common/messages.ts';
import type { Slab } from '../common/slab.ts';
import type { Engine } from './engine.ts';
import { MirrorLink } from './mirror-link.ts';

const connectTimeoutMs = 2000;
const firstPauseMs = 20;
const longestPauseMs = 1000;

interface Attempt {
  readonly incarnation: number;
  failures: number;
}

export class Mirrors {
  readonly #engine: Engine;
  readonly #links = new Map<number, MirrorLink>();
  readonly #incarnations = new Map<number, number>();
  readonly #attempts = new Map<number, Attempt>();
  #counter = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The open link to a device, or undefined: then one is being made, and settling is told when it is there. */
  get(deviceId: number): MirrorLink | undefined {
    const link = this.#links.get(deviceId);
    if (link?.isOpen === true) return link;
    this.#connect(deviceId);
    return undefined;
  }

  /** The link that forwards go to; undefined when it is not open. */
  open(deviceId: number): MirrorLink | undefined {
    const link = this.#links.get(deviceId);
    return link?.isOpen === true ? link : undefined;
  }

  flush(): void {
    for (const { link } of this.#links.values()) if (link.isOpen) link.flush();
  }

  /** A device with a new incarnation or address is another peer: its old link is closed. */
  mapChanged(): void {
    for (const [deviceId, link] of this.#links) {
      const incarnation = this.#engine.map.device(deviceId)?.incarnation;
      if (incarnation !== this.#incarnations.get(deviceId)) link.link.close('the device has a new incarnation');
    }
  }

  closeAll(reason: string): void {
    for (const { link } of this.#links.values()) link.close(reason);
  }

  #connect(deviceId: number): void {
    const device = this.#engine.map.device(deviceId);
    if (device === undefined || device.incarnation === 0 || this.#engine.isClosed) return;
    const running = this.#attempts.get(deviceId);
    if (running !== undefined) return;
    const attempt: Attempt = { incarnation: device.incarnation, failures: 0 };
    this.#attempts.set(deviceId, attempt);
    this.#try(device, attempt);
  }

  #try(device: DeviceRecord, attempt: Attempt): void {
    const engine = this.#engine;
    const { host, slabs, credentials } = engine.options;
    connectData({
      host,
      pool: slabs,
      target: device,
      timeoutMs: connectTimeoutMs,
      credentials,
      introduction: {
        role: 'engine',
        nodeId: engine.deviceId,
        nodeName: '',
        incarnation: engine.incarnation,
        lane: 0,
        counter: ++this.#counter,
        targetDeviceId: device.id,
      },
      owner: this.#owner(device.id),
    }).then(
      ({ link, reply }) => {
        this.#attempts.delete(device.id);
        const expected = engine.map.device(device.id)?.incarnation;
        if (engine.isClosed || reply.incarnation !== expected) {
          link.close('the device has another incarnation than the map says');
          if (!engine.isClosed) this.#again(device.id, attempt);
          return;
        }
        if (!link.isOpen) return this.#again(device.id, attempt);
        this.#incarnations.set(device.id, reply.incarnation);
        this.#links.set(
          device.id,
          new MirrorLink(device.id, link, host.clock, (operation) => engine.clients.finish(operation)),
        );
        host.log.write('info', 'mirror-connected', { device: device.id });
        engine.settling.linkOpened();
      },
      (error: unknown) => {
        this.#attempts.delete(device.id);
        host.log.write(attempt.failures === 0 ? 'info' : 'debug', 'mirror-unreachable', {
          device: device.id,
          reason: messageOf(error),
        });
        this.#again(device.id, attempt);
      },
    );
  }

  #again(deviceId: number, attempt: Attempt): void {
    const { host } = this.#engine;
    const pauseMs =
      Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt.failures, 10)) * (0.5 + host.random.fraction());
    const next: Attempt = { incarnation: attempt.incarnation, failures: attempt.failures + 1 };
    this.#attempts.set(deviceId, next);
    host.clock.after(pauseMs, () => {
      const device = this.#engine.map.device(deviceId);
      if (device === undefined || device.incarnation === 0 || this.#engine.isClosed) {
        this.#attempts.delete(deviceId);
        return;
      }
      this.#try(
        device,
        device.incarnation === next.incarnation ? next : { incarnation: device.incarnation, failures: 0 },
      );
    });
  }

  #owner(deviceId: number): DataLinkOwner {
    const engine = this.#engine;
    return {
      frame: (link, slab, at, end) => this.#frame(deviceId, link, slab, at, end),
      closed: (link, reason) => {
        const mirror = this.#links.get(deviceId);
        if (mirror?.link !== link) return;
        this.#links.delete(deviceId);
        engine.host.log.write('info', 'mirror-lost', { device: deviceId, reason });
        engine.settling.linkLost(deviceId, mirror.orphan(reason));
      },
    };
  }

  #frame(deviceId: number, link: DataLink, slab: Slab, at: number, end: number): void {
    const mirror = this.#links.get(deviceId);
    if (mirror === undefined || mirror.link !== link) return;
    const { view } = slab;
    switch (view.getUint8(at + 12)) {
      case frameKind.ACK:
        mirror.acknowledged(
          view.getUint32(at + 24, true),
          view.getUint32(at + 28, true),
          view.getUint32(at + 32, true),
          view.getUint32(at + 36, true) / 65536,
        );
        this.#engine.scheduleTurn();
        return;
      case frameKind.PEER:
        mirror.answered(decodePeer(messageBytes(slab, at, end)));
        return;
      case frameKind.COPY:
        this.#engine.settling.copyReceived(link, slab, at, end);
        this.#engine.scheduleTurn();
        return;
      default:
        link.close('a frame of a kind that a mirror never sends came');
    }
  }
}
