/** The last look at a healthy cluster: replicas are equal byte for byte, and every extent in use is somebody's. */

import { must } from '../../common/assert.ts';
import { blocksPerChunk, chunkBytes, extentsPerChunk } from '../../common/units.ts';
import { readHeader } from '../../sds/chunk-cache.ts';
import { noExtent } from '../../sds/core/chunk-header.ts';
import type { DeviceStore } from '../../sds/device-store.ts';
import type { Engine } from '../../sds/engine.ts';
import { Violation } from './checker.ts';
import type { SimCluster } from './cluster.ts';

const maximumLooks = 10;

/** Throws a Violation. */
export async function inspect(cluster: SimCluster, limitMs: number): Promise<void> {
  const { scheduler } = cluster.world;
  const engines = [...cluster.engines.values()];
  for (const engine of engines) engine.checkpoint(true);
  const idle = (): boolean => engines.every((engine) => engine.store.isApplied);
  if (!(await scheduler.run(idle, limitMs))) throw new Violation('a checkpoint of an idle device does not end');
  // Requests of dead SDCs may still come out of links that stall, and what a checkpoint freed is given back after it.
  for (let looks = 1; ; looks++) {
    try {
      for (const engine of engines) if (cluster.isTrusted(engine.deviceId)) await checkSpace(cluster, engine);
      await compareReplicas(cluster);
      return;
    } catch (error) {
      if (!(error instanceof Violation) || looks === maximumLooks) throw error;
      await scheduler.runFor(limitMs / maximumLooks);
      for (const engine of engines) engine.checkpoint(true);
      await scheduler.run(idle, limitMs);
    }
  }
}

interface Place {
  readonly layerId: number;
  readonly chunkIndex: number;
  readonly version: string;
}

async function chunksOf(cluster: SimCluster, store: DeviceStore): Promise<Map<string, Place>> {
  const chunks = new Map<string, Place>();
  const list = async (): Promise<void> => {
    for await (const { layerId, chunkIndex, generation, sequence } of store.directory.entries()) {
      chunks.set(`${layerId}/${chunkIndex}`, { layerId, chunkIndex, version: `(${generation}, ${sequence})` });
    }
  };
  await cluster.world.scheduler.settle(list());
  return chunks;
}

/** Used extents and slots are exactly those that headers name. */
async function checkSpace(cluster: SimCluster, engine: Engine): Promise<void> {
  const { store } = engine;
  const { directory, files, journal } = store;
  const named = new Set<number>();
  const chunks = await chunksOf(cluster, store);
  const volumes = [...must(cluster.manager, 'the MDM').view.map.tables.volume.values()];
  const layers = new Set(volumes.flatMap(({ layerId, parentLayerIds }) => [layerId, ...parentLayerIds]));
  for (const { layerId, chunkIndex } of chunks.values()) {
    if (!layers.has(layerId)) {
      throw new Violation(
        `device ${engine.deviceId} keeps chunk ${chunkIndex} of layer ${layerId}, whose volume is removed`,
      );
    }
    const entry = must(directory.find(layerId, chunkIndex), 'an entry that was listed');
    const header = readHeader(files.headers, entry.slot, journal.serial, files.formatId)?.header;
    if (header === undefined || header.free) {
      throw new Violation(`device ${engine.deviceId}: the directory names slot ${entry.slot}, which holds no chunk`);
    }
    for (let index = 0; index < extentsPerChunk; index++) {
      const extent = header.extents[index] ?? noExtent;
      if (extent === noExtent) continue;
      if (named.has(extent)) throw new Violation(`device ${engine.deviceId}: extent ${extent} belongs to two chunks`);
      named.add(extent);
      if (!directory.extents.has(extent))
        throw new Violation(`device ${engine.deviceId}: extent ${extent} is used and counts as free`);
    }
  }
  if (named.size !== directory.extents.used || store.reservedExtents !== 0) {
    throw new Violation(
      `device ${engine.deviceId}: ${directory.extents.used} extents count as used and ${store.reservedExtents} as reserved, but chunks have ${named.size}`,
    );
  }
  if (directory.slots.used !== chunks.size) {
    throw new Violation(`device ${engine.deviceId}: ${directory.slots.used} slots are used by ${chunks.size} chunks`);
  }
}

async function compareReplicas(cluster: SimCluster): Promise<void> {
  const { map } = must(cluster.manager, 'the MDM').view;
  const lists = new Map<number, Map<string, Place>>();
  for (const [deviceId, engine] of cluster.engines)
    if (cluster.isTrusted(deviceId)) lists.set(deviceId, await chunksOf(cluster, engine.store));
  for (const pool of map.tables.pool.values()) {
    for (const [slice, { replicas }] of map.slices(pool.id)) compareSlice(cluster, slice, replicas, lists);
  }
}

function compareSlice(
  cluster: SimCluster,
  slice: number,
  replicas: readonly number[],
  lists: ReadonlyMap<number, ReadonlyMap<string, Place>>,
): void {
  const [first, ...others] = replicas
    .filter((deviceId) => cluster.isTrusted(deviceId))
    .map((deviceId) => must(cluster.engines.get(deviceId), 'the engine of a replica'));
  if (first === undefined) return;
  for (const other of others) {
    const [a, b] = [rowOf(first, slice), rowOf(other, slice)];
    if (a !== b)
      throw new Violation(`slice ${slice} is at ${a} on device ${first.deviceId} and at ${b} on ${other.deviceId}`);
    const own = chunksIn(first, slice, lists);
    const theirs = chunksIn(other, slice, lists);
    for (const key of new Set([...own.keys(), ...theirs.keys()])) {
      const [mine, his] = [own.get(key), theirs.get(key)];
      if (mine?.version !== his?.version) {
        throw new Violation(
          `chunk ${key} of slice ${slice} is at ${mine?.version ?? 'nothing'} on device ${first.deviceId} and at ${his?.version ?? 'nothing'} on ${other.deviceId}`,
        );
      }
      if (mine === undefined) continue;
      if (!contentOf(first, mine).equals(contentOf(other, mine))) {
        throw new Violation(
          `chunk ${key} of slice ${slice} at ${mine.version} differs between devices ${first.deviceId} and ${other.deviceId}`,
        );
      }
    }
  }
}

function rowOf({ store }: Engine, slice: number): string {
  const { versionGeneration, versionSequence } = store.slices.row(slice);
  return `(${versionGeneration}, ${versionSequence})`;
}

function chunksIn(
  { deviceId, store }: Engine,
  slice: number,
  lists: ReadonlyMap<number, ReadonlyMap<string, Place>>,
): Map<string, Place> {
  const chunks = new Map<string, Place>();
  for (const [key, place] of lists.get(deviceId) ?? []) {
    const chunk = store.find(place.layerId, place.chunkIndex);
    if (chunk?.slice === slice) chunks.set(key, place);
  }
  return chunks;
}

function contentOf({ store }: Engine, { layerId, chunkIndex }: Place): Buffer {
  const bytes = Buffer.alloc(chunkBytes);
  store.read([store.find(layerId, chunkIndex)], 0, blocksPerChunk, bytes);
  return bytes;
}
