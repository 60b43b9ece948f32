/** Gives back the space of removed volumes, a few chunks a turn, and counts what no volume has but must be kept. */

import { codeOf } from '../common/errors.ts';
import type { DeviceState, MapDelta } from '../common/messages.ts';
import { blocksPerChunk } from '../common/units.ts';
import { dropChunk } from './copying.ts';
import type { Engine } from './engine.ts';

const chunksPerTurn = 32;
/** Chunks with writes that some replica has not acknowledged are left for then. */
const retryMs = 5_000;
/** A list for people: the rest shows when these have been decided. */
const mostOrphans = 64;

export class LayerRemoval {
  readonly #engine: Engine;
  /** As of the last look. */
  orphans: DeviceState['orphans'] = [];
  #running = false;
  #again = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * A layer that the map does not have was removed, for layer ids are never used again; but only a map at least as new as
   * any that this device has worked under may say so.
   */
  mapChanged(delta: MapDelta): void {
    const mayHaveRemoved =
      delta.whole ||
      delta.deletes.some((key) => key.startsWith('volume/')) ||
      delta.puts.some(({ kind }) => kind === 'system');
    if (mayHaveRemoved && this.#engine.map.version >= this.#engine.store.mapVersion) this.roomFreed(true);
  }

  /** Goes on when the journal has room; `begin` looks for removed layers anew. */
  roomFreed(begin = false): void {
    if (begin) this.#again = true;
    if (this.#running || !this.#again) return;
    this.#running = true;
    this.#again = false;
    this.#run().then(
      () => {
        this.#running = false;
        this.roomFreed();
      },
      (error: Error) => {
        this.#running = false;
        if (codeOf(error) !== 'CLOSED') this.#engine.fail(error);
      },
    );
  }

  #retry(): void {
    if (!this.#engine.isClosed) this.roomFreed(true);
  }

  async #run(): Promise<void> {
    const { store, host } = this.#engine;
    const doomed = new Map<string, readonly [layerId: number, chunkIndex: number]>();
    const orphaned = new Map<string, readonly [layerId: number, chunkIndex: number]>();
    const look = (layerId: number, chunkIndex: number): void => {
      if (this.#engine.hasLayer(layerId)) return;
      (this.#engine.isOrphan(layerId) ? orphaned : doomed).set(`${layerId}/${chunkIndex}`, [layerId, chunkIndex]);
    };
    for (const { layerId, chunkIndex, gone } of store.cache) if (!gone) look(layerId, chunkIndex);
    for await (const { layerId, chunkIndex } of store.directory.entries()) look(layerId, chunkIndex);
    this.orphans = summaryOf(orphaned.values());
    let count = 0;
    let left = 0;
    for (const [layerId, chunkIndex] of doomed.values()) {
      await this.#engine.roomFor(blocksPerChunk);
      if (this.#engine.isClosed) return;
      // The map may have changed since: layers of volumes that were just made are not doomed.
      if (this.#engine.hasLayer(layerId) || this.#engine.isOrphan(layerId)) continue;
      const chunk = store.find(layerId, chunkIndex);
      if (chunk !== undefined && chunk.unfinished.length > 0) {
        left++;
        continue;
      }
      if (chunk !== undefined) dropChunk(this.#engine, chunk);
      if (++count % chunksPerTurn === 0) {
        store.commit();
        await new Promise<void>((resolve) => host.clock.afterTurn(resolve));
      }
    }
    store.commit();
    if (left > 0) host.clock.after(retryMs, () => this.#retry());
    if (count > 0) host.log.write('info', 'removed-layers-freed', { chunks: count });
  }
}

/** By layer: how many chunks, and the last of them (which says how large the volume was at least). */
function summaryOf(chunks: Iterable<readonly [layerId: number, chunkIndex: number]>): DeviceState['orphans'] {
  const layers = new Map<number, { layerId: number; chunks: number; lastChunkIndex: number }>();
  for (const [layerId, chunkIndex] of chunks) {
    const layer = layers.get(layerId);
    if (layer === undefined) layers.set(layerId, { layerId, chunks: 1, lastChunkIndex: chunkIndex });
    else {
      layer.chunks++;
      layer.lastChunkIndex = Math.max(layer.lastChunkIndex, chunkIndex);
    }
  }
  return [...layers.values()].sort((a, b) => a.layerId - b.layerId).slice(0, mostOrphans);
}
