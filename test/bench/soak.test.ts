import test from 'ava';
import { mib } from '../../common/units.ts';
import { type Sample, verdictOf } from './soak/watch.ts';

function samples(
  count: number,
  sizeMiB: (i: number) => number,
  more: (i: number) => Partial<Sample> = () => ({}),
): Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    atS: i * 5,
    pid: 100,
    anonymousBytes: sizeMiB(i) * mib,
    descriptors: 34,
    cores: 0.5,
    loopP99Ms: i === 0 ? undefined : 2,
    loopLongestMs: i === 7 ? 50 : 3,
    ...more(i),
  }));
}

test('a daemon that has warmed up and then keeps its memory is flat, and its loop is shown', (t) => {
  const verdict = verdictOf(
    'sds1',
    samples(40, (i) => Math.min(150 + 10 * i, 210) + (i % 3)),
  );
  t.like(verdict, {
    name: 'sds1',
    starts: 1,
    isFlat: true,
    cores: 0.5,
    loopP99Ms: 2,
    loopWorstP99Ms: 2,
    loopLongestMs: 50,
  });
  t.is(verdict.highestBytes, 212 * mib);
});

test('one that grows by a MiB each look is not flat', (t) => {
  t.false(
    verdictOf(
      'sds1',
      samples(40, (i) => 100 + i),
    ).isFlat,
  );
});

test('one that keeps its memory and leaks descriptors is not flat', (t) => {
  t.false(
    verdictOf(
      'sdc1',
      samples(
        40,
        () => 80,
        (i) => ({ descriptors: 30 + i }),
      ),
    ).isFlat,
  );
});

test('one that was started again is not judged, and one with too few looks is no proof', (t) => {
  const restarted = verdictOf(
    'sds3',
    samples(
      40,
      (i) => 100 + i,
      (i) => ({ pid: i < 20 ? 1 : 2 }),
    ),
  );
  t.like(restarted, { starts: 2, isFlat: true, memory: undefined });
  t.false(
    verdictOf(
      'sds1',
      samples(3, () => 100),
    ).isFlat,
  );
});
