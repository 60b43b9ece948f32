/** The metric of what a daemon turned away: one name for all of them, with the error code as its label. */

import { Counter, type Registry } from 'prom-client';
import type { RefusalCounts } from '../refusals.ts';

/** `counts` is asked at each scrape: one for each port that counts on its own. */
export function addRefusalMetric(registry: Registry, counts: () => readonly RefusalCounts[]): void {
  new Counter({
    name: 'sio_refused_total',
    help: 'Links and requests that were turned away, by error code',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const port of counts()) for (const [reason, count] of Object.entries(port)) this.inc({ reason }, count);
    },
  });
}
