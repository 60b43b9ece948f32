/** A thread of the simulator: runs its share of the seeds. */

import { parentPort, workerData } from 'node:worker_threads';
import { type Job, performJob } from './job.ts';

await performJob(
  workerData as Job,
  () => performance.now(),
  (report) => parentPort?.postMessage(report),
);
