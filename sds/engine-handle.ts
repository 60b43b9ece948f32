/** An engine as the SDS's main thread sees it: in a worker thread, or (simulator) in the same one. */

import type { Host } from '../common/host.ts';
import type { DeviceState, MapDelta } from '../common/messages.ts';
import type { RefusalCounts } from '../common/refusals.ts';
import type { SlabPool } from '../common/slab.ts';
import { Engine, type EngineOptions } from './engine.ts';
import type { EngineCounters } from './statistics.ts';

/** What differs between two engines of one SDS; the callbacks are the main thread's. */
export type EngineSettings = Omit<EngineOptions, 'host' | 'slabs'>;

export interface EngineHandle {
  /** Rejects with the ClusterError that says why the device is refused. */
  open(): Promise<void>;
  /** False when the delta does not follow the map that the engine holds: it wants the whole one. */
  applyMap(delta: MapDelta): void;
  /** As of now, or of the last report. */
  state(): DeviceState;
  counters(): EngineCounters;
  /** What its port has turned away. */
  refused(): RefusalCounts;
  close(): Promise<void>;
}

export type EngineFactory = (settings: EngineSettings) => EngineHandle;

/** An engine in this thread can be looked into. */
export interface LocalEngineHandle extends EngineHandle {
  readonly engine: Engine;
}

/** Engines in this thread. */
export function localEngines(host: Host, slabs: SlabPool): (settings: EngineSettings) => LocalEngineHandle {
  return (settings) => {
    const engine = new Engine({
      ...settings,
      host: { ...host, log: host.log.with({ device: settings.deviceId }) },
      slabs,
    });
    return {
      engine,
      open: () => engine.open(),
      applyMap: (delta) => {
        engine.applyMap(delta);
      },
      state: () => engine.state(),
      counters: () => engine.counters,
      refused: () => engine.refusals.counts,
      close: () => engine.close(),
    };
  };
}
