/** The worker thread of one engine: builds its Host and the engine, and passes messages. Nothing else. */

import { parentPort, workerData } from 'node:worker_threads';
import { must } from '../common/assert.ts';
import { codeOf, messageOf } from '../common/errors.ts';
import type { Log } from '../common/host.ts';
import { watchEventLoop } from '../common/host-node/event-loop.ts';
import { createNodeHost } from '../common/host-node/index.ts';
import { decodeMap } from '../common/messages.ts';
import { SlabPool } from '../common/slab.ts';
import { Engine } from './engine.ts';
import type { EngineData, FromEngine, ToEngine } from './engine-messages.ts';

/** How often the main thread gets fresh figures: as often as it sends heartbeats. */
const reportMs = 225;

const port = must(parentPort, 'the port to the main thread');
const say = (message: FromEngine): void => port.postMessage(message);

function logWith(fields: Readonly<Record<string, unknown>>): Log {
  return {
    write: (level, event, more) => say({ kind: 'log', level, event, fields: { ...fields, ...more } }),
    with: (more) => logWith({ ...fields, ...more }),
  };
}

const data = workerData as EngineData;
const host = createNodeHost({ log: logWith({ device: data.deviceId }) });
const engine = new Engine({
  ...data,
  host,
  slabs: new SlabPool(),
  onFailure: (error) => {
    say({ kind: 'failed', code: codeOf(error), message: messageOf(error) });
    // The main thread ends this worker: whatever still runs here must not touch the device any more.
  },
  onApplied: (version) => say({ kind: 'applied', version }),
  onSettled: (slices, generations) => say({ kind: 'settled', slices, generations }),
});

let loopDelaysSeconds: number[] = [];
watchEventLoop((seconds) => loopDelaysSeconds.push(seconds));
const reports = setInterval(() => {
  say({ kind: 'report', state: engine.state(), counters: engine.counters, loopDelaysSeconds });
  loopDelaysSeconds = [];
}, reportMs);

port.on('message', (message: ToEngine) => {
  if (message.kind === 'map') {
    engine.applyMap(decodeMap(message.bytes));
    return;
  }
  clearInterval(reports);
  engine.close().then(
    () => say({ kind: 'closed' }),
    (error: unknown) => say({ kind: 'failed', code: codeOf(error), message: messageOf(error) }),
  );
});

engine.open().then(
  () => say({ kind: 'opened', state: engine.state() }),
  (error: unknown) => say({ kind: 'refused', code: codeOf(error), message: messageOf(error) }),
);
