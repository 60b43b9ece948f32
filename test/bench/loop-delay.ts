/** The event-loop delays of a daemon between two looks at its /metrics: sio_event_loop_delay_seconds, of each thread. */

/** How many looks at the loop found it late by at most `seconds`. */
interface Bucket {
  readonly seconds: number;
  readonly count: number;
}

/** Of each thread, ascending and cumulative, as Prometheus has them. */
export type LoopDelays = ReadonlyMap<string, readonly Bucket[]>;

export interface LoopDelay {
  /** Both are upper ends of a bucket: 2 means more than 1 and at most 2. Infinity is past the last one. */
  readonly p99Ms: number;
  readonly longestMs: number;
}

const line = /^sio_event_loop_delay_seconds_bucket\{([^}]*)\} (\d+)/gm;

export function loopDelaysOf(metrics: string): LoopDelays {
  const threads = new Map<string, Bucket[]>();
  for (const [, labels = '', count] of metrics.matchAll(line)) {
    const thread = /thread="([^"]*)"/.exec(labels)?.[1] ?? '';
    const upTo = /le="([^"]*)"/.exec(labels)?.[1] ?? '';
    const buckets = threads.get(thread) ?? [];
    buckets.push({ seconds: upTo === '+Inf' ? Number.POSITIVE_INFINITY : Number(upTo), count: Number(count) });
    threads.set(thread, buckets);
  }
  return threads;
}

/** Of the worst thread; undefined when nothing was measured in between. */
export function loopDelayBetween(before: LoopDelays, after: LoopDelays): LoopDelay | undefined {
  let worst: LoopDelay | undefined;
  for (const [thread, buckets] of after) {
    const earlier = before.get(thread) ?? [];
    const counts = buckets.map(({ count }, i) => count - (earlier[i]?.count ?? 0));
    const all = counts.at(-1) ?? 0;
    if (all <= 0) continue;
    const upTo = (share: number): number =>
      (buckets[counts.findIndex((count) => count >= all * share)]?.seconds ?? 0) * 1_000;
    const own = { p99Ms: upTo(0.99), longestMs: upTo(1) };
    worst = {
      p99Ms: Math.max(own.p99Ms, worst?.p99Ms ?? 0),
      longestMs: Math.max(own.longestMs, worst?.longestMs ?? 0),
    };
  }
  return worst;
}

/** What a daemon says at /metrics; undefined while it does not answer. */
export async function metricsOf(metricsAddress: string): Promise<string | undefined> {
  try {
    return await (await fetch(`http://${metricsAddress}/metrics`)).text();
  } catch (error) {
    // A daemon that is on its way back refuses the connection, or breaks it.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
