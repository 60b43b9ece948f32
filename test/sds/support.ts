/** A device in the simulated world, and the operations that tests do with it. */

import { must } from '../../common/assert.ts';
import { crc32c } from '../../common/crc32c.ts';
import { newIncarnation } from '../../common/ids.ts';
import { blockBytes, blocksPerChunk, chunkBytes, mib } from '../../common/units.ts';
import { Checkpointer } from '../../sds/checkpoint.ts';
import type { DeviceStore } from '../../sds/device-store.ts';
import { openDevice } from '../../sds/open-device.ts';
import type { SimProcess, SimWorld } from '../simulation/world/host.ts';

export const identity = { clusterId: 'a'.repeat(32), deviceId: 1, poolId: 2 };
/** Of a device that is a directory; `diskPath` of one that is a raw disk (SimWorld has to have it first). */
export const folderPath = '/dev1';
export const diskPath = '/dev/sdb';
export const stateFolder = '/state';
export const layerId = 5;
export const slice = 3;

export interface OpenedDevice {
  readonly process: SimProcess;
  readonly store: DeviceStore;
  readonly checkpointer: Checkpointer;
}

/** Opens (and at the first time formats) the device in a new process on the server `disk`. */
export async function openIn(
  world: SimWorld,
  name: string,
  options: { readonly capacityBytes?: number; readonly journalBytes?: number; readonly path?: string } = {},
): Promise<OpenedDevice> {
  const process = world.server('disk').start(name);
  const store = await world.scheduler.settle(
    openDevice({
      host: process,
      path: options.path ?? folderPath,
      stateFolder,
      incarnation: newIncarnation(process.random),
      ...identity,
      format: { capacityBytes: options.capacityBytes ?? 64 * mib, journalBytes: options.journalBytes ?? 4 * mib },
      onFailure: (error) => {
        throw error;
      },
    }),
  );
  return { process, store, checkpointer: new Checkpointer(store, process.clock, process.log) };
}

/** Blocks whose every word says which write they came from. */
export function payloadOf(write: number, blockCount: number): Uint8Array {
  return new Uint8Array(new Uint32Array((blockCount * blockBytes) / 4).fill(write).buffer);
}

export function appendWrite(
  store: DeviceStore,
  chunkIndex: number,
  firstBlock: number,
  payload: Uint8Array,
  sequence: number,
): void {
  const chunk = must(store.findOrCreate(layerId, chunkIndex, slice), 'a chunk');
  const blockCount = payload.length / blockBytes;
  const checksums = new DataView(new ArrayBuffer(blockCount * 4));
  for (let i = 0; i < blockCount; i++)
    checksums.setUint32(i * 4, crc32c(payload.subarray(i * blockBytes, (i + 1) * blockBytes)), true);
  store.appendWrite(chunk, firstBlock, blockCount, 1, sequence, 0, checksums, 0, payload, undefined);
}

export function appendZero(
  store: DeviceStore,
  chunkIndex: number,
  firstBlock: number,
  blockCount: number,
  sequence: number,
  flags = 0,
): void {
  const chunk = must(store.findOrCreate(layerId, chunkIndex, slice), 'a chunk');
  store.appendZero(chunk, firstBlock, blockCount, 1, sequence, flags);
}

/** The write that each block of a chunk came from; 0 for zeros. */
export function contentOf(store: DeviceStore, chunkIndex: number): Uint32Array {
  const bytes = new Uint8Array(chunkBytes);
  store.read([store.find(layerId, chunkIndex)], 0, blocksPerChunk, bytes);
  const words = new Uint32Array(bytes.buffer);
  return Uint32Array.from({ length: blocksPerChunk }, (_, block) => words[(block * blockBytes) / 4] ?? 0);
}

/** Makes everything that was appended stable. */
export async function sync(world: SimWorld, store: DeviceStore): Promise<void> {
  store.commit();
  await world.scheduler.settle(new Promise<void>((resolve) => store.journal.whenStable(resolve)));
}
