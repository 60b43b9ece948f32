/**
 * Small charts as inline SVG: horizontal bars, stacked bars, and a course over time. Colours are CSS variables of the page
 * (`--c0` … `--c7`), so that they suit light and dark; every mark has its exact value as a tooltip. Pure.
 */

export const colourCount = 8;

const width = 760;
const labelWidth = 150;
/** Behind the longest bar, for its figure. */
const figureWidth = 150;
const plotWidth = width - labelWidth - figureWidth;
/** Of charts that stand two in a row: letters then have the size that they have in a wide one. */
const narrowWidth = 500;
const narrowLabelWidth = 115;
const barHeight = 13;
const barGap = 3;
const groupGap = 12;

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Three digits that count: 0.12, 4.7, 38, 1,234, 52.3 k. */
export function figure(value: number): string {
  if (value >= 10_000) return `${(value / 1_000).toFixed(value >= 100_000 ? 0 : 1)} k`;
  if (value >= 1_000) return `${Math.floor(value / 1_000)},${String(Math.round(value) % 1_000).padStart(3, '0')}`;
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function svg(height: number, label: string, marks: readonly string[], wide = width): string {
  return `<svg viewBox="0 0 ${wide} ${height}" role="img" aria-label="${escaped(label)}">${marks.join('')}</svg>`;
}

function text(x: number, y: number, content: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more}>${escaped(content)}</text>`;
}

function rectangle(x: number, y: number, wide: number, colour: number, tip: string): string {
  return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(1, wide).toFixed(1)}" height="${barHeight}" rx="2" fill="var(--c${colour % colourCount})"><title>${escaped(tip)}</title></rect>`;
}

export interface Bar {
  readonly name: string;
  readonly colour: number;
  readonly value: number;
  /** Shown behind the bar. */
  readonly figure: string;
  /** A whisker from here to there. */
  readonly range?: { readonly low: number; readonly high: number };
}

export interface BarGroup {
  readonly label: string;
  readonly bars: readonly Bar[];
}

export interface BarOptions {
  readonly label: string;
  /** Of values that differ by orders of magnitude. */
  readonly isLogarithmic?: boolean;
  /** A dashed line through all groups, where it lies in the range. */
  readonly reference?: number;
}

function scaleOf(values: readonly number[], isLogarithmic: boolean, wide = plotWidth): (value: number) => number {
  const highest = Math.max(...values, Number.MIN_VALUE);
  if (!isLogarithmic) return (value) => (value / highest) * wide;
  const positive = values.filter((value) => value > 0);
  const floor = 10 ** Math.floor(Math.log10(Math.min(...positive, highest)));
  const decades = Math.max(1, Math.log10(highest / floor));
  return (value) => (value <= floor ? 1 : (Math.log10(value / floor) / decades) * wide);
}

/** A group of bars for each label, one below the other. */
export function barChart(groups: readonly BarGroup[], { label, isLogarithmic = false, reference }: BarOptions): string {
  const values = groups.flatMap(({ bars }) => bars.flatMap(({ value, range }) => [value, range?.high ?? 0]));
  const scale = scaleOf(values, isLogarithmic);
  const marks: string[] = [];
  let y = 4;
  for (const group of groups) {
    const middle = y + (group.bars.length * (barHeight + barGap) - barGap) / 2;
    marks.push(text(labelWidth - 10, middle + 4, group.label, ' text-anchor="end"'));
    for (const bar of group.bars) {
      const wide = scale(bar.value);
      marks.push(rectangle(labelWidth, y, wide, bar.colour, `${group.label}, ${bar.name}: ${bar.figure}`));
      let end = wide;
      if (bar.range !== undefined && bar.range.high > bar.range.low) {
        const [from, to] = [labelWidth + scale(bar.range.low), labelWidth + scale(bar.range.high)];
        const at = y + barHeight / 2;
        marks.push(
          `<path class="whisker" d="M${from.toFixed(1)} ${at}H${to.toFixed(1)}M${from.toFixed(1)} ${at - 3}v6M${to.toFixed(1)} ${at - 3}v6"/>`,
        );
        end = Math.max(end, to - labelWidth);
      }
      marks.push(text(labelWidth + end + 6, y + barHeight - 2, bar.figure, ' class="figure"'));
      y += barHeight + barGap;
    }
    y += groupGap;
  }
  if (reference !== undefined && reference <= Math.max(...values))
    marks.unshift(`<path class="reference" d="M${(labelWidth + scale(reference)).toFixed(1)} 0V${y - groupGap}"/>`);
  return svg(y, label, marks);
}

export interface StackedRow {
  readonly label: string;
  readonly parts: readonly { readonly name: string; readonly value: number; readonly colour: number }[];
}

/** One bar a row, made of parts; the sum stands behind it. */
export function stackedChart(rows: readonly StackedRow[], { label }: { readonly label: string }): string {
  const sums = rows.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const scale = scaleOf(sums, false, narrowWidth - narrowLabelWidth - 60);
  const marks: string[] = [];
  rows.forEach((row, i) => {
    const y = 4 + i * (barHeight + 8);
    let x = narrowLabelWidth;
    marks.push(text(narrowLabelWidth - 8, y + barHeight - 2, row.label, ' text-anchor="end"'));
    for (const { name, value, colour } of row.parts) {
      const wide = scale(value);
      if (wide > 0) marks.push(rectangle(x, y, wide, colour, `${row.label}, ${name}: ${figure(value)}`));
      x += wide;
    }
    marks.push(text(x + 6, y + barHeight - 2, figure(sums[i] ?? 0), ' class="figure"'));
  });
  return svg(rows.length * (barHeight + 8) + 4, label, marks, narrowWidth);
}

export interface CourseOptions {
  readonly label: string;
  readonly colour: number;
  /** A dashed line, with its words. */
  readonly bound?: { readonly value: number; readonly text: string };
}

const courseHeight = 170;
const courseLeft = 45;
const courseBottom = 24;
const courseTop = 12;

/** 1, 2 or 5 times a power of ten, at least as large. */
function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value * 0.999) ?? 10) * power;
}

function tickText(value: number): string {
  return value >= 10_000 ? `${value / 1_000} k` : String(Number(value.toPrecision(6)));
}

/** Values in equal steps of time as a filled line from 0 up. */
export function courseChart(values: readonly number[], seconds: number, options: CourseOptions): string {
  const { label, colour, bound } = options;
  const step = niceStep(Math.max(...values, bound?.value ?? 0, Number.MIN_VALUE) / 4);
  const steps = Math.ceil(Math.max(...values, bound?.value ?? 0) / step) || 1;
  const highest = steps * step;
  const [wide, high] = [narrowWidth - courseLeft - 10, courseHeight - courseTop - courseBottom];
  const x = (i: number): number => courseLeft + (i / Math.max(1, values.length - 1)) * wide;
  const y = (value: number): number => courseTop + high - (value / highest) * high;
  const line = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const fill = `var(--c${colour % colourCount})`;
  const base = courseTop + high;
  const marks = Array.from({ length: steps + 1 }, (_, i) => i * step).flatMap((value) => [
    `<path class="grid" d="M${courseLeft} ${y(value).toFixed(1)}h${wide}"/>`,
    text(courseLeft - 6, y(value) + 4, tickText(value), ' text-anchor="end" class="figure"'),
  ]);
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const anchor = share === 1 ? 'end' : 'middle';
    const at = `${Math.round(share * seconds)} s`;
    marks.push(text(courseLeft + share * wide, base + 16, at, ` text-anchor="${anchor}" class="figure"`));
  }
  marks.push(
    `<path d="${line}L${x(values.length - 1).toFixed(1)} ${base}L${courseLeft} ${base}Z" fill="${fill}" opacity="0.18"/>`,
    `<path d="${line}" fill="none" stroke="${fill}" stroke-width="1.3"/>`,
  );
  if (bound !== undefined) {
    const at = y(bound.value);
    marks.push(
      `<path class="bound" d="M${courseLeft} ${at.toFixed(1)}h${wide}"/>`,
      text(courseLeft + 4, at - 4, bound.text, ' class="boundText"'),
    );
  }
  return svg(courseHeight, label, marks, narrowWidth);
}
