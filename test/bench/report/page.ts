/** The page of a run: one HTML file without anything from outside, readable in light and dark. Pure. */

import { delayText } from '../report-text.ts';
import { type JobSummary, type Results, type Summary, serverCpuUs, summariesOf, yardstick } from '../results.ts';
import { allowedGapMs, type Course, missesOf } from '../series.ts';
import { barChart, courseChart, escaped, figure, stackedChart } from './charts.ts';
import { style } from './style.ts';

/** A long course is drawn in at most so many steps: more cannot be told apart. */
const courseSteps = 300;

/** One colour a target, the same in all charts. */
type Colours = ReadonlyMap<string, number>;

function legend(colours: ReadonlyMap<string, number>): string {
  const items = [...colours].map(
    ([name, colour]) => `<li><i style="background:var(--c${colour})"></i>${escaped(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function latencyText(us: number): string {
  return us >= 10_000 ? `${figure(us / 1_000)} ms` : `${figure(us)} µs`;
}

function ratioText({ ratio }: Summary): string {
  return ratio === undefined ? '' : ratio.median.toFixed(2);
}

function ratios(summaries: readonly JobSummary[], colours: Colours): string {
  const groups = summaries.map(({ job, targets }) => ({
    label: job,
    bars: targets
      .filter(({ target, ratio }) => target !== yardstick && ratio !== undefined)
      .map((summary) => ({
        name: summary.target,
        colour: colours.get(summary.target) ?? 0,
        value: summary.ratio?.median ?? 0,
        figure: `${ratioText(summary)} (${figure(summary.iops)} IOPS)`,
        ...(summary.ratio === undefined ? {} : { range: summary.ratio }),
      })),
  }));
  const shown = groups.filter(({ bars }) => bars.length > 0);
  if (shown.length === 0) return '';
  const others = new Map([...colours].filter(([name]) => name !== yardstick));
  return section(
    `Speed beside ${yardstick}`,
    'IOPS as a share of the yardstick’s in the same round: median of the rounds, whisker from the lowest to the highest. Longer is better; 1 is as fast as nbdkit from memory.',
    legend(others) + barChart(shown, { label: 'Ratio of IOPS to the yardstick', reference: 1 }),
  );
}

function latencies(summaries: readonly JobSummary[], colours: Colours): string {
  const groups = summaries.map(({ job, targets }) => ({
    label: job,
    bars: targets.map((summary) => ({
      name: summary.target,
      colour: colours.get(summary.target) ?? 0,
      value: summary.p50Us,
      figure: `${latencyText(summary.p50Us)}, p99 ${latencyText(summary.p99Us)}`,
      range: { low: summary.p50Us, high: summary.p99Us },
    })),
  }));
  return section(
    'Latency',
    'Bar: median (p50); whisker: to p99. Logarithmic; shorter is better. Of jobs with flushes: of the flush.',
    legend(colours) + barChart(groups, { label: 'Latency by job', isLogarithmic: true }),
  );
}

/** Processes of one sort share a colour: mdm1, sds1, sds2 … */
function cpu(summaries: readonly JobSummary[]): string {
  const kinds = new Map<string, number>();
  const colourOf = (process: string): number => {
    const kind = process.replace(/[.\d]+$/, '');
    if (!kinds.has(kind)) kinds.set(kind, kinds.size);
    return kinds.get(kind) ?? 0;
  };
  const charts = summaries.map(({ job, targets }) => {
    const rows = targets.map(({ target, cpuUsPerIo }) => ({
      label: target,
      parts: Object.entries(cpuUsPerIo).map(([name, value]) => ({ name, value, colour: colourOf(name) })),
    }));
    return `<h3>${escaped(job)}</h3>${stackedChart(rows, { label: `CPU per I/O of ${job}` })}`;
  });
  return section(
    'CPU per I/O',
    'Microseconds of user and system time per operation, by process, with the work that was put off until after the run; fio is the client. Shorter is better.',
    `${legend(kinds)}<div class="columns">${charts.map((chart) => `<div>${chart}</div>`).join('')}</div>`,
  );
}

function steps(course: Course, value: (from: number, to: number) => number): number[] {
  const count = Math.min(courseSteps, course.points.length);
  const at = (i: number): number => Math.round((i * course.points.length) / count);
  return Array.from({ length: count }, (_, i) => value(at(i), at(i + 1)));
}

function courseOf(job: string, target: string, course: Course, colour: number): string {
  const seconds = (course.points.length * course.windowMs) / 1_000;
  const rate = steps(course, (from, to) => {
    const part = course.points.slice(from, to);
    return part.reduce((sum, { operations }) => sum + operations, 0) / ((part.length * course.windowMs) / 1_000);
  });
  const worst = steps(course, (from, to) =>
    Math.max(...course.points.slice(from, to).map(({ worstUs }) => worstUs / 1_000)),
  );
  const misses = missesOf(course);
  const verdict = misses.length === 0 ? 'within the bounds' : misses.join('; ');
  const minutes = course.minutes.map((value) => figure(value)).join(', ');
  return `<h3>${escaped(`${job}: ${target}`)}</h3>
<p class="${misses.length === 0 ? 'good' : 'bad'}">Longest gap ${course.longestGapMs} ms; IOPS of each minute: ${minutes}; ${escaped(verdict)}.</p>
<p class="note">I/O operations per second</p>${courseChart(rate, seconds, { label: `IOPS of ${target} over time`, colour })}
<p class="note">Slowest answer of each step, in ms</p>${courseChart(worst, seconds, {
    label: `Slowest answer of ${target} over time`,
    colour,
    bound: { value: allowedGapMs, text: `${allowedGapMs} ms` },
  })}`;
}

function courses(summaries: readonly JobSummary[], colours: Colours): string {
  const charts = summaries.flatMap(({ job, targets }) =>
    targets.flatMap(({ target, course }) =>
      course === undefined ? [] : [courseOf(job, target, course, colours.get(target) ?? 0)],
    ),
  );
  return charts.length === 0
    ? ''
    : section(
        'Over time',
        'The long job, as fio saw it.',
        `<div class="columns">${charts.map((chart) => `<div>${chart}</div>`).join('')}</div>`,
      );
}

function loopText({ loopDelayMs }: Summary): string {
  return Object.entries(loopDelayMs)
    .map(([name, { p99Ms, longestMs }]) => `${name} ${delayText(p99Ms)} / ${delayText(longestMs)}`)
    .join(', ');
}

function table(summaries: readonly JobSummary[]): string {
  const heads = [
    'job',
    'target',
    'IOPS',
    '±',
    'MB/s',
    'ratio',
    'p50',
    'p99',
    'p99.9',
    'CPU µs per I/O',
    'loop late, p99 / longest ms',
  ];
  const rows = summaries.flatMap(({ job, targets }) =>
    targets.map((summary, i) => {
      const numbers = [
        figure(summary.iops),
        summary.rounds > 1 ? `${Math.round(summary.spread * 50)} %` : '',
        figure(summary.mbPerS),
        ratioText(summary),
        latencyText(summary.p50Us),
        latencyText(summary.p99Us),
        latencyText(summary.p999Us),
        figure(serverCpuUs(summary)),
      ];
      const first = i === 0 ? `<th rowspan="${targets.length}" scope="rowgroup">${escaped(job)}</th>` : '';
      return `<tr${i === 0 ? ' class="first"' : ''}>${first}<td>${escaped(summary.target)}</td>${numbers
        .map((cell) => `<td class="number">${escaped(cell)}</td>`)
        .join('')}<td class="loops">${escaped(loopText(summary))}</td></tr>`;
    }),
  );
  return section(
    'All figures',
    'Medians of the rounds; ± is half of the distance from the lowest to the highest. CPU: of all the target’s processes together.',
    `<div class="wide"><table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
  );
}

function section(title: string, note: string, content: string): string {
  return `<section><h2>${escaped(title)}</h2><p class="note">${escaped(note)}</p>${content}</section>`;
}

function facts({ machine, commit, startedAt, command, clusters }: Results): string {
  const entries: [string, string][] = [
    ['date', startedAt.replace('T', ' ').replace(/\.\d+Z/, ' UTC')],
    ['commit', commit],
    ...Object.entries(machine),
    ['command', command],
    ...clusters.map(({ target, readyMs, anonymousMiB }): [string, string] => [
      target,
      `ready after ${(readyMs / 1_000).toFixed(1)} s; anonymous memory at the end: ${Object.entries(anonymousMiB)
        .map(([name, size]) => `${name} ${size} MiB`)
        .join(', ')}`,
    ]),
  ];
  return `<dl>${entries.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
}

export function pageOf(results: Results): string {
  const summaries = summariesOf(results.rows);
  const names = [...new Set(results.rows.map(({ target }) => target))];
  const colours = new Map(names.map((name, i) => [name, i]));
  const warnings = summaries.flatMap(({ warning }) => (warning === undefined ? [] : [warning]));
  const warned =
    warnings.length === 0
      ? ''
      : `<ul class="warnings">${warnings.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>sio benchmark ${escaped(results.commit)}</title><style>${style}</style></head>
<body><main><h1>sio benchmark</h1>${facts(results)}${warned}
${ratios(summaries, colours)}
${latencies(summaries, colours)}
${courses(summaries, colours)}
${cpu(summaries)}
${table(summaries)}
</main></body></html>
`;
}
