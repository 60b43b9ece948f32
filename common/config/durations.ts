/** The durations of the cluster file, and the inequality that they keep. */

import type { Section } from './reader.ts';

/** All in ms. */
export interface Durations {
  /** How often a daemon says that it lives. */
  readonly heartbeatMs: number;
  /** What the holder of a peer lease counts, from sending. */
  readonly leaseMs: number;
  /** What the grantor of a peer lease counts, from receipt. */
  readonly grantMs: number;
  /** A registered daemon that says nothing for so long counts as disconnected. */
  readonly silenceMs: number;
  /** From the loss of a replica to its rebuild elsewhere. */
  readonly graceMs: number;
  /** Pause before a daemon that ended is started again: doubled from the first to the longest. */
  readonly restartPauseMs: number;
  readonly restartPauseLongestMs: number;
  /** One look at every stored byte. */
  readonly scanIntervalMs: number;
}

const hourMs = 3_600_000;

/** At least so many heartbeats fit into a lease: a lost or late one must not end it. */
const heartbeatsPerLease = 4;

/** In words, for docs and mistakes. */
export const durationRule = '4 × heartbeat ≤ lease < grant < silence < grace, and restartPause ≤ restartPauseLongest';

export function readDurations(section: Section): Durations {
  const duration = (key: string, standard: number, example: string, maximum = hourMs): number =>
    section.durationMs(key, { standard, minimum: 1, maximum, example });
  const durations: Durations = {
    heartbeatMs: duration('heartbeat', 225, '225 ms'),
    leaseMs: duration('lease', 900, '900 ms'),
    grantMs: duration('grant', 1_000, '1000 ms'),
    silenceMs: duration('silence', 2_000, '2 s'),
    graceMs: duration('grace', 60_000, '60 s', 24 * hourMs),
    restartPauseMs: duration('restartPause', 100, '100 ms'),
    restartPauseLongestMs: duration('restartPauseLongest', 10_000, '10 s'),
    scanIntervalMs: duration('scanInterval', 7 * 24 * hourMs, '168 h', 366 * 24 * hourMs),
  };
  section.end();
  checkOrder(section, durations);
  return durations;
}

const orderExample = 'heartbeat: 225 ms, lease: 900 ms, grant: 1000 ms, silence: 2 s, grace: 60 s';
const pausesExample = 'restartPause: 100 ms, restartPauseLongest: 10 s';

function checkOrder(section: Section, durations: Durations): void {
  const { heartbeatMs, leaseMs, grantMs, silenceMs, graceMs, restartPauseMs, restartPauseLongestMs } = durations;
  const fourBeatsMs = heartbeatsPerLease * heartbeatMs;
  const rules: readonly (readonly [shorter: string, longer: string, isKept: boolean, broken: string])[] = [
    ['heartbeat', 'lease', fourBeatsMs <= leaseMs, `4 × heartbeat (${fourBeatsMs} ms) is over lease (${leaseMs} ms)`],
    ['lease', 'grant', leaseMs < grantMs, `lease (${leaseMs} ms) is not below grant (${grantMs} ms)`],
    ['grant', 'silence', grantMs < silenceMs, `grant (${grantMs} ms) is not below silence (${silenceMs} ms)`],
    ['silence', 'grace', silenceMs < graceMs, `silence (${silenceMs} ms) is not below grace (${graceMs} ms)`],
    [
      'restartPause',
      'restartPauseLongest',
      restartPauseMs <= restartPauseLongestMs,
      `restartPause (${restartPauseMs} ms) is over restartPauseLongest (${restartPauseLongestMs} ms)`,
    ],
  ];
  for (const [shorter, longer, isKept, broken] of rules) {
    if (isKept || !section.areSound([shorter, longer])) continue;
    // What the file says, not what it leaves to the standard, is what a person can change.
    const key = section.has(longer) ? longer : shorter;
    const example = shorter === 'restartPause' ? pausesExample : orderExample;
    section.mistake(key, `${broken}; the rule is ${durationRule}`, example);
  }
}
