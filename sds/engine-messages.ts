/** What the main thread and an engine's worker thread say to each other. Map deltas travel as their encoded bytes. */

import type { ErrorCode } from '../common/errors.ts';
import type { LogLevel } from '../common/host.ts';
import type { DeviceState } from '../common/messages.ts';
import type { EngineSettings } from './engine-handle.ts';
import type { EngineCounters } from './statistics.ts';

export type EngineData = Omit<EngineSettings, 'onFailure' | 'onApplied' | 'onSettled'>;

export type ToEngine = { readonly kind: 'map'; readonly bytes: Uint8Array } | { readonly kind: 'close' };

export type FromEngine =
  | { readonly kind: 'opened'; readonly state: DeviceState }
  | { readonly kind: 'refused' | 'failed'; readonly code: ErrorCode | undefined; readonly message: string }
  | {
      readonly kind: 'report';
      readonly state: DeviceState;
      readonly counters: EngineCounters;
      /** Of the thread's event loop, since the last report. */
      readonly loopDelaysSeconds: readonly number[];
    }
  | { readonly kind: 'applied'; readonly version: number }
  | { readonly kind: 'settled'; readonly slices: readonly number[]; readonly generations: readonly number[] }
  | {
      readonly kind: 'log';
      readonly level: LogLevel;
      readonly event: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'closed' };
