/** The lines that a run prints of each job and target. Pure. */

import { type JobSummary, type Summary, yardstick } from './results.ts';
import { missesOf } from './series.ts';

/** `≤ 20` for a bucket's upper end, `> 5000` past the last one. */
export function delayText(ms: number): string {
  return Number.isFinite(ms) ? `≤${ms}` : '>5000';
}

function linesOfTarget(job: string, summary: Summary): string[] {
  const { target, iops, mbPerS, p50Us, p99Us, p999Us, ratio, cpuUsPerIo, loopDelayMs, rounds } = summary;
  const range = ratio === undefined || rounds < 2 ? '' : ` (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`;
  const beside = ratio === undefined ? '' : ` = ${ratio.median.toFixed(2)} x ${yardstick}${range}`;
  const speed = `${iops.toFixed(0).padStart(7)} IOPS ${mbPerS.toFixed(0).padStart(5)} MB/s`;
  const latency = `p50 ${p50Us.toFixed(0)} p99 ${p99Us.toFixed(0)} p99.9 ${p999Us.toFixed(0)} us`;
  const cpu = Object.entries(cpuUsPerIo).map(([name, us]) => `${name} ${us.toFixed(1)}`);
  const loops = Object.entries(loopDelayMs).map(
    ([name, { p99Ms, longestMs }]) => `${name} ${delayText(p99Ms)} / ${delayText(longestMs)}`,
  );
  return [
    `${job.padEnd(19)} ${target.padEnd(14)} ${speed} ${latency}${beside}`,
    `${' '.repeat(20)}CPU us/IO: ${cpu.join(', ')}`,
    ...(loops.length === 0 ? [] : [`${' '.repeat(20)}event loop late, p99 / longest ms: ${loops.join(', ')}`]),
  ];
}

function courseLines(job: string, { target, course }: Summary): string[] {
  if (course === undefined) return [];
  const rates = course.minutes.map((rate) => rate.toFixed(0)).join(', ');
  const misses = missesOf(course);
  return [
    `${job} ${target}: longest gap ${course.longestGapMs} ms; IOPS of each minute: ${rates}`,
    ...(misses.length === 0
      ? [`${job} ${target}: within the bounds`]
      : misses.map((miss) => `${job} ${target}: ${miss}`)),
  ];
}

export function linesOf({ job, targets, warning }: JobSummary): string[] {
  return [
    ...targets.flatMap((summary) => linesOfTarget(job, summary)),
    ...targets.flatMap((summary) => courseLines(job, summary)),
    ...(warning === undefined ? [] : [`warning: ${warning}`]),
  ];
}
