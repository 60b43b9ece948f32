/**
 * Deliberate bugs, to see that the checker finds them. They enter only where a simulation can reach from outside: by the
 * host that a daemon is given, by looking into an engine that was just made, or by a method put in the place of
 * another's. Production code knows nothing of them.
 */

import { DataLink } from '../../common/data-link.ts';
import type { DiskFile, Host } from '../../common/host.ts';
import { DataVolume } from '../../sdc/volume.ts';
import { Checkpointer } from '../../sds/checkpoint.ts';
import { ClientRequests } from '../../sds/client-requests.ts';
import type { Engine } from '../../sds/engine.ts';
import { Journal } from '../../sds/journal.ts';
import { MirrorLink } from '../../sds/mirror-link.ts';
import type { WriteOperation } from '../../sds/write-operation.ts';
import { devicePlants } from './device-plants.ts';
import { mappingPlants } from './mapping-plants.ts';
import { nothing, type Plant, replaceMethod, undoAll } from './plant.ts';

export const plants: Readonly<Record<string, Plant>> = {
  ...devicePlants,
  ...mappingPlants,
  'early-acknowledgement': {
    what: 'a write is acknowledged when the primary has it and has sent it to the mirrors, before they have it',
    likely: { faults: { 'kill-sds': 6 } },
    install: () => {
      const ended = new WeakSet<WriteOperation>();
      const undo = [
        replaceMethod(MirrorLink.prototype, 'forward', (original) => {
          return function (this: MirrorLink, operation, ...rest) {
            original.call(this, operation, ...rest);
            Object.defineProperty(operation, 'mirrorsLeft', { get: () => 0, set: nothing, configurable: true });
          };
        }),
        // What the mirrors say later ends nothing twice.
        replaceMethod(ClientRequests.prototype, 'finish', (original) => {
          return function (this: ClientRequests, operation) {
            if (!ended.has(operation)) original.call(this, operation);
            ended.add(operation);
          };
        }),
      ];
      return undoAll(undo);
    },
  },
  'flush-skips-device': {
    what: 'a FLUSH asks all devices but the one with the highest number, and counts that one as done',
    likely: { faults: { power: 6 }, workload: { weights: { flush: 12 } } },
    install: () =>
      replaceMethod(DataVolume.prototype, 'send', (original) => {
        return function (this: DataVolume, frame) {
          const highest = Math.max(...[...this.table.primaries]);
          if (frame.deviceId < highest) original.call(this, frame);
          else queueMicrotask(() => frame.answered(undefined as never, 0));
        };
      }),
  },
  'recovery-ignores-tail': {
    what: 'recovery stops one batch before the end of the journal',
    likely: { faults: { 'kill-sds': 6 } },
    install: () => nothing,
    seams: () => {
      /** Where the last batch of each journal was written. */
      const lastWrites = new Map<string, { position: number; length: number }>();
      return {
        host: (process, daemon) => withJournal(process, (file) => hideTail(file, `${daemon}${file.path}`, lastWrites)),
      };
    },
  },
  'header-before-record': {
    what: 'a checkpoint changes extents and headers before the records of those changes are stable',
    likely: { faults: { 'power-all': 6, checkpoint: 6 } },
    install: () => {
      let inCheckpoint = false;
      const undo = [
        replaceMethod(Checkpointer.prototype, 'run', (original) => {
          return function (this: Checkpointer) {
            inCheckpoint = !this.running;
            const outcome = original.call(this);
            inCheckpoint = false;
            return outcome;
          };
        }),
        replaceMethod(Journal.prototype, 'whenStable', (original) => {
          return function (this: Journal, done) {
            if (!inCheckpoint) return original.call(this, done);
            done();
          };
        }),
        replaceMethod(Journal.prototype, 'advanceTail', (original) => {
          return function (this: Journal, serial, tail, done) {
            this.whenStable(() => original.call(this, serial, tail, done));
          };
        }),
      ];
      return undoAll(undo);
    },
  },
  'first-flush-covers-nothing': {
    what: 'the first FLUSH of an SDC after its start covers only what this process has written',
    likely: { faults: { 'kill-sdc': 6, power: 6 }, workload: { weights: { flush: 12 } } },
    install: () => {
      const flushed = new WeakSet<DataVolume>();
      return replaceMethod(DataVolume.prototype, 'takeDirty', (original) => {
        return function (this: DataVolume) {
          if (flushed.has(this)) return original.call(this);
          flushed.add(this);
          return this.dirty.take();
        };
      });
    },
  },
  'late-request': {
    what: 'an engine goes on with the requests of an old link of a client after a newer one was made',
    likely: { faults: { 'kill-sdc': 6, stall: 6 } },
    install: () =>
      replaceMethod(DataLink.prototype, 'close', (original) => {
        return function (this: DataLink, reason) {
          if (reason !== 'a newer link of this client has come') original.call(this, reason);
        };
      }),
  },
  'mirror-reboot-unnoticed': {
    what: 'a mirror that lost power comes back as if nothing had happened, and stays in the in-sync set',
    likely: { faults: { power: 6 } },
    install: () => nothing,
    seams: () => {
      const incarnations = new Map<string, number>();
      const bootIds = new Map<string, string>();
      return {
        host: (process, daemon) => {
          const first = bootIds.get(daemon) ?? process.disks.bootId();
          bootIds.set(daemon, first);
          process.disks.bootId = () => first;
          return process;
        },
        engineMade: (engine, key) => {
          const first = incarnations.get(key);
          if (first === undefined) incarnations.set(key, engine.incarnation);
          else pretend(engine, first);
        },
      };
    },
  },
};

/** Gives an engine another one's incarnation, and takes its slices as settled as that one's were. */
function pretend(engine: Engine, incarnation: number): void {
  Object.defineProperty(engine, 'incarnation', { value: incarnation });
  const { applyMap } = engine;
  let isFirst = true;
  engine.applyMap = (delta) => {
    const applied = applyMap.call(engine, delta);
    if (isFirst && engine.isNamed) {
      for (const state of engine.slices.values()) if (!state.isPrimary) state.settled = true;
      isFirst = false;
    }
    return applied;
  };
}

/** A host whose journal files are changed by `change` when they are opened. */
function withJournal(host: Host, change: (file: DiskFile) => void): Host {
  const { disks } = host;
  const openFile = disks.openFile.bind(disks);
  disks.openFile = async (path, options) => {
    const file = await openFile(path, options);
    if (path.endsWith('/journal')) change(file);
    return file;
  };
  return host;
}

function hideTail(file: DiskFile, key: string, lastWrites: Map<string, { position: number; length: number }>): void {
  const headersEnd = 8192;
  let isRecovering = true;
  const readSync = file.readSync.bind(file);
  const writeSync = file.writeSync.bind(file);
  file.readSync = (into, position) => {
    const count = readSync(into, position);
    const last = lastWrites.get(key);
    if (!isRecovering || last === undefined) return count;
    const from = Math.max(position, last.position);
    const to = Math.min(position + count, last.position + last.length);
    if (from < to) into.fill(0, from - position, to - position);
    return count;
  };
  file.writeSync = (buffers, position) => {
    isRecovering = false;
    const length = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    if (position >= headersEnd) lastWrites.set(key, { position, length });
    writeSync(buffers, position);
  };
}
