/** Runs `DiskFile.copyFrom` in one helper thread per Disks: started by the first copy, gone with the last open file. */

import { Worker } from 'node:worker_threads';
import { must } from '../assert.ts';
import type { CopyRange } from '../host.ts';

/** What the worker is asked; `ranges` holds from, to and length one after the other. The descriptors are the process's. */
export interface CopyRequest {
  readonly id: number;
  readonly sourceFd: number;
  readonly targetFd: number;
  readonly ranges: Float64Array;
}

export interface CopyReply {
  readonly id: number;
  readonly error: { readonly message: string; readonly code: string } | undefined;
}

/** A copy that failed in the worker, with the system's code. */
class CopyError extends Error {
  override readonly name = 'CopyError';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

type Done = (error: Error | null) => void;

export class CopyService {
  #worker: Worker | undefined;
  #nextId = 0;
  readonly #pending = new Map<number, Done>();

  /** Ranges must not overlap in the target; both descriptors must stay open until `done`. */
  copy(sourceFd: number, targetFd: number, ranges: readonly CopyRange[], done: Done): void {
    const packed = new Float64Array(ranges.length * 3);
    let at = 0;
    for (const range of ranges) {
      packed[at] = range.from;
      packed[at + 1] = range.to;
      packed[at + 2] = range.length;
      at += 3;
    }
    this.#worker ??= this.#start();
    const id = this.#nextId++;
    this.#pending.set(id, done);
    // Only a copy under way keeps the process alive.
    if (this.#pending.size === 1) this.#worker.ref();
    const request: CopyRequest = { id, sourceFd, targetFd, ranges: packed };
    this.#worker.postMessage(request, [packed.buffer]);
  }

  /** Ends the thread; nothing may be under way. The next copy starts another. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), { name: 'sio-copy' });
    worker.unref();
    worker.on('message', (reply: CopyReply) => {
      const done = must(this.#pending.get(reply.id), 'the copy that the worker answers');
      this.#pending.delete(reply.id);
      if (this.#pending.size === 0) worker.unref();
      done(reply.error === undefined ? null : new CopyError(reply.error.message, reply.error.code));
    });
    worker.on('error', (error: unknown) => {
      if (this.#worker === worker) this.#worker = undefined;
      const failed = [...this.#pending.values()];
      this.#pending.clear();
      for (const done of failed) done(error instanceof Error ? error : new Error(String(error)));
    });
    return worker;
  }
}
