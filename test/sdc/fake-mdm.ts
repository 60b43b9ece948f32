/** An MDM as a daemon sees it: handshake, registration, maps as the test wants them. */

import { CalleeHandshake, type Credentials } from '../../common/handshake.ts';
import type { Host, MessageHandlers, MessageLink } from '../../common/host.ts';
import { ClusterMap } from '../../common/map.ts';
import {
  type ControlMessage,
  decodeControl,
  encodeControl,
  type MapDelta,
  type MapRecord,
} from '../../common/messages.ts';
import { ticketProof } from '../../common/secret.ts';

export interface FakeMdmOptions {
  readonly host: Host;
  readonly credentials: Credentials;
  readonly sdcId: number;
}

export const mdmPort = 6611;

export class FakeMdm {
  readonly map = new ClusterMap();
  readonly messages: ControlMessage[] = [];
  readonly links: MessageLink[] = [];
  /** Answers a registration with this sentence instead. */
  refusal: string | undefined;
  readonly #options: FakeMdmOptions;

  constructor(options: FakeMdmOptions, records: readonly MapRecord[]) {
    this.#options = options;
    for (const record of records) this.map.put(record);
    this.map.setVersion(1);
  }

  async listen(): Promise<void> {
    await this.#options.host.network.listenMessages({ kind: 'tcp', host: '0.0.0.0', port: mdmPort }, (link) =>
      this.#accept(link),
    );
  }

  count(kind: ControlMessage['kind']): number {
    return this.messages.filter((message) => message.kind === kind).length;
  }

  /** Highest version of a mapApplied. */
  get applied(): number {
    return Math.max(0, ...this.messages.map((each) => (each.kind === 'mapApplied' ? each.body.mapVersion : 0)));
  }

  /** Changes the map and pushes the delta; `skipped` deltas before it are never sent. */
  change(puts: readonly MapRecord[], deletes: readonly string[] = [], skipped = 0): void {
    for (const put of puts) this.map.put(put);
    for (const key of deletes) this.map.delete(key);
    const fromVersion = this.map.version + skipped;
    this.map.setVersion(fromVersion + 1);
    const delta = { fromVersion, toVersion: fromVersion + 1, whole: false, puts, deletes, tickets: this.#tickets() };
    for (const link of this.links) this.#send(link, { kind: 'map', body: delta });
  }

  breakLinks(): void {
    for (const link of this.links.splice(0)) link.close('the test breaks it');
  }

  #tickets(): MapDelta['tickets'] {
    const { credentials, sdcId } = this.#options;
    return [...this.map.tables.mapping.values()]
      .filter((mapping) => mapping.sdcId === sdcId)
      .map(({ volumeId, epoch, accessMode }) => {
        const proof = ticketProof(credentials.key, { volumeId, sdcId, epoch, accessMode });
        return { volumeId, epoch, accessMode, proof };
      });
  }

  #send(link: MessageLink, message: ControlMessage): void {
    link.send(encodeControl(message));
  }

  #accept(link: MessageLink): MessageHandlers {
    const { credentials, host, sdcId } = this.#options;
    const options = { credentials, random: host.random, nodeId: 0, incarnation: 1, check: () => undefined };
    const handshake = new CalleeHandshake(options);
    let proven = false;
    return {
      message: (bytes) => {
        if (!proven) {
          const { send, established } = handshake.next(bytes);
          if (send !== undefined) link.send(send);
          proven = established;
          if (established) link.proven();
          return;
        }
        const message = decodeControl(bytes);
        this.messages.push(message);
        if (message.kind === 'wantWholeMap') this.#sendWhole(link);
        if (message.kind !== 'registerSdc') return;
        if (this.refusal !== undefined) {
          this.#send(link, { kind: 'refusal', body: { code: 18, message: this.refusal } });
          return;
        }
        this.links.push(link);
        this.#send(link, { kind: 'registered', body: { nodeId: sdcId } });
        this.#sendWhole(link);
      },
      closed: () => undefined,
    };
  }

  #sendWhole(link: MessageLink): void {
    this.#send(link, { kind: 'map', body: this.map.whole(this.#tickets()) });
  }
}
