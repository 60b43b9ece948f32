/** The links of one event loop, one a device; made on first use and kept for as long as the device is in the map. */

import type { EngineLinkContext } from './engine-connector.ts';
import { EngineLink } from './engine-link.ts';
import type { Links } from './placing.ts';

export class LinkTable implements Links {
  readonly #context: EngineLinkContext;
  readonly #links = new Map<number, EngineLink>();

  constructor(context: EngineLinkContext) {
    this.#context = context;
  }

  linkTo(deviceId: number): EngineLink {
    let link = this.#links.get(deviceId);
    if (link === undefined) {
      link = new EngineLink(this.#context, deviceId);
      this.#links.set(deviceId, link);
    }
    return link;
  }

  all(): Iterable<EngineLink> {
    return this.#links.values();
  }

  /** The map and the slice tables are up to date. Links of devices that are gone are dropped when nothing waits on them. */
  mapChanged(): void {
    for (const link of [...this.#links.values()]) link.mapChanged();
    for (const link of [...this.#links.values()]) {
      if (this.#context.map.device(link.deviceId) !== undefined || link.waitingCount + link.underWay > 0) continue;
      link.close();
      this.#links.delete(link.deviceId);
    }
  }

  breakAll(reason: string): void {
    for (const link of [...this.#links.values()]) link.breakLane(reason);
  }

  close(): void {
    for (const link of this.#links.values()) link.close();
  }
}
