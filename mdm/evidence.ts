/**
 * Whether this store may be acted upon (DESIGN.md, law 9): what data servers say of the maps they have had, compared with
 * the store's own past.
 *
 *   acting ──a data server has seen what is no past of this store──▶ suspended ──accepted──▶ acting (renewed)
 *   restored: suspended ──every data server has come, none has seen more──▶ acting (renewed)
 */

import type { RestoredFrom } from './backup/restore.ts';
import { listOf } from './core/checks.ts';
import { isOurPast, newestOf, type SeenMap } from './core/history.ts';
import type { MapView } from './core/state.ts';

/** Data servers that are no members are remembered too, for they have proven the cluster key: as many as a cluster has. */
const mostRemembered = 1_000;

export class Evidence {
  readonly #view: () => MapView;
  readonly #seen = new Map<string, SeenMap>();
  /** The first that has seen more than this store. */
  #newer: { readonly name: string; readonly seen: SeenMap } | undefined;
  #restored: RestoredFrom | undefined;

  constructor(view: () => MapView) {
    this.#view = view;
  }

  /** The store was made by a restore. */
  restored(from: RestoredFrom | undefined): void {
    this.#restored = from;
  }

  note(name: string, seen: SeenMap): void {
    const before = this.#seen.get(name);
    if (before === undefined && this.#seen.size >= mostRemembered) return;
    if (before === undefined || seen.version > before.version) this.#seen.set(name, seen);
    if (this.#newer === undefined && !isOurPast(this.#view(), seen)) this.#newer = { name, seen };
  }

  get isSuspended(): boolean {
    return this.#restored !== undefined || this.#newer !== undefined;
  }

  /** A restore that has lost nothing that a data server knows of. */
  get isComplete(): boolean {
    return this.#restored !== undefined && this.#newer === undefined && this.missing.length === 0;
  }

  /** Data servers with devices that have not said what they have seen. */
  get missing(): readonly string[] {
    const view = this.#view();
    return [...view.map.tables.sds.values()]
      .filter((sds) => view.devicesOfSds(sds.id).some((device) => device.incarnation !== 0))
      .map((sds) => sds.name)
      .filter((name) => !this.#seen.has(name));
  }

  get highestVersion(): number {
    return newestOf(this.#seen.values()).version;
  }

  /** What was suspected is accepted; from now on only new evidence counts. */
  accepted(): void {
    this.#restored = undefined;
    this.#newer = undefined;
    this.#seen.clear();
  }

  /** Why nothing is acted upon, and what to do; empty while it is. */
  get reason(): string {
    if (!this.isSuspended) return '';
    return [this.#restoredText(), this.#newerText(), this.#adviceText()].filter((text) => text !== '').join(' ');
  }

  #restoredText(): string {
    if (this.#restored === undefined) return '';
    const { file, mapVersion } = this.#restored;
    const { missing } = this;
    const waits = missing.length === 0 ? '' : ` It waits for SDS ${listOf(missing)} to say which map they have had.`;
    return `The metadata was restored from ${file} (map version ${mapVersion}).${waits}`;
  }

  #newerText(): string {
    if (this.#newer === undefined) return '';
    const { name, seen } = this.#newer;
    const { version } = this.#view().map;
    const more = seen.version > version ? '' : ' of changes that this store does not have';
    return (
      `The metadata is older than what data servers have seen: SDS ${name} has had map version ${seen.version}${more}, and ` +
      `this store is at ${version}. Best restore what lacks nothing: the file "map" in the state folder of SDS ${name}, ` +
      'with sio-mdm --restore FILE; or a newer backup.'
    );
  }

  #adviceText(): string {
    return (
      'Until then nothing is changed, and I/O goes on under the maps that servers have. To go on with this store all the ' +
      'same: scli --accept_metadata.'
    );
  }
}
