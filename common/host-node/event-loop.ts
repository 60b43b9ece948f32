/**
 * How late the event loop of a thread runs what is due: the time for which everything on it stood still. Each daemon shows
 * it as one histogram, with a label for its threads.
 */

import { Histogram, type Registry } from 'prom-client';

/**
 * Between two looks. A longer stall is always met, up to this much too short; a shorter one by chance, in proportion to its
 * length. An idle thread wakes for each look: 20 ms cost 0.5 % of a core on a machine with 40 others waiting, 50 ms 0.2 %;
 * in a busy thread a look costs a few microseconds.
 */
const lookMs = 50;

/** Timers of Node are only good to a millisecond; from there to what the longest pause may be. */
const delaySeconds = [0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.3, 0.5, 1, 2, 5];

/** Tells, 20 times a second, how many seconds later than due this thread's loop came to it; the answer ends that. */
export function watchEventLoop(observe: (delaySeconds: number) => void): () => void {
  let dueMs = performance.now() + lookMs;
  const looks = setInterval(() => {
    const nowMs = performance.now();
    observe(Math.max(0, nowMs - dueMs) / 1_000);
    dueMs = nowMs + lookMs;
  }, lookMs);
  looks.unref();
  return () => clearInterval(looks);
}

/** The metric of all threads of a daemon; a thread is `main`, or the path of its device. */
export function eventLoopHistogram(registry: Registry): Histogram<'thread'> {
  return new Histogram({
    name: 'sio_event_loop_delay_seconds',
    help: 'How late the event loop of a thread ran what was due, by looks 50 ms apart',
    labelNames: ['thread'],
    buckets: delaySeconds,
    registers: [registry],
  });
}

/** For a daemon with one thread. */
export function watchMainLoop(registry: Registry): () => void {
  const main = eventLoopHistogram(registry).labels({ thread: 'main' });
  return watchEventLoop((seconds) => main.observe(seconds));
}
