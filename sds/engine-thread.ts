/** Engines in worker threads: an event loop, a heap and a port of their own for each device. */

import { Worker } from 'node:worker_threads';
import { ClusterError, type ErrorCode } from '../common/errors.ts';
import type { Host } from '../common/host.ts';
import type { DeviceState, MapDelta } from '../common/messages.ts';
import { encodeMap } from '../common/messages.ts';
import type { EngineHandle, EngineSettings } from './engine-handle.ts';
import type { EngineData, FromEngine, ToEngine } from './engine-messages.ts';
import { type EngineCounters, noCounters } from './statistics.ts';

function errorOf(code: ErrorCode | undefined, message: string): Error {
  return code === undefined ? new Error(message) : new ClusterError(code, message);
}

class EngineThread implements EngineHandle {
  readonly #settings: EngineSettings;
  readonly #host: Host;
  readonly #onLoopDelay: (delaySeconds: number) => void;
  #worker: Worker | undefined;
  #state: DeviceState | undefined;
  #counters = noCounters();
  #opened: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #closing: (() => void) | undefined;
  #ended = false;

  constructor(settings: EngineSettings, host: Host, onLoopDelay: (delaySeconds: number) => void) {
    this.#settings = settings;
    this.#host = host;
    this.#onLoopDelay = onLoopDelay;
  }

  open(): Promise<void> {
    const { onFailure, onApplied, onSettled, ...data } = this.#settings;
    const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), {
      workerData: data satisfies EngineData,
    });
    this.#worker = worker;
    worker.on('message', (message: FromEngine) => this.#message(message));
    worker.on('error', (error) => this.#failed(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => this.#failed(new Error(`the engine's thread ended with code ${code}`)));
    return new Promise((resolve, reject) => {
      this.#opened = { resolve, reject };
    });
  }

  applyMap(delta: MapDelta): void {
    this.#send({ kind: 'map', bytes: encodeMap(delta) });
  }

  state(): DeviceState {
    if (this.#state === undefined) throw new ClusterError('CLOSED', 'the engine is not open');
    return this.#state;
  }

  counters(): EngineCounters {
    return this.#counters;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined || this.#ended) return;
    await new Promise<void>((resolve) => {
      this.#closing = resolve;
      this.#send({ kind: 'close' });
    });
    this.#ended = true;
    await worker.terminate();
  }

  #send(message: ToEngine): void {
    if (!this.#ended) this.#worker?.postMessage(message);
  }

  #message(message: FromEngine): void {
    switch (message.kind) {
      case 'opened':
        this.#state = message.state;
        return this.#opened?.resolve();
      case 'report':
        this.#state = message.state;
        this.#counters = message.counters;
        for (const seconds of message.loopDelaysSeconds) this.#onLoopDelay(seconds);
        return;
      case 'applied':
        return this.#settings.onApplied(message.version);
      case 'settled':
        return this.#settings.onSettled(message.slices, message.generations);
      case 'log':
        return this.#host.log.write(message.level, message.event, message.fields);
      case 'closed':
        return this.#closing?.();
      default:
        return this.#failed(errorOf(message.code, message.message));
    }
  }

  #failed(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    void this.#worker?.terminate();
    this.#closing?.();
    if (this.#state === undefined) this.#opened?.reject(error);
    else this.#settings.onFailure(error);
  }
}

/** `onLoopDelay` hears how late the event loop of the engine's thread was, again and again. */
export function threadEngine(
  host: Host,
  settings: EngineSettings,
  onLoopDelay: (delaySeconds: number) => void,
): EngineHandle {
  return new EngineThread(settings, host, onLoopDelay);
}
