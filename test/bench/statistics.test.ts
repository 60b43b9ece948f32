import test from 'ava';
import { growthOf, median, spread, upperMedian } from './statistics.ts';

test('the median of an even count lies between the two in the middle', (t) => {
  t.is(median([5, 1, 3]), 3);
  t.is(median([4, 1, 3, 2]), 2.5);
  t.is(median([]), Number.NaN);
  t.is(upperMedian([500, 30]), 500, 'where a mean of the two would mean nothing');
});

test('the spread is the distance from the lowest to the highest as a share of the median', (t) => {
  t.is(spread([90, 100, 120]), 0.3);
  t.is(spread([7]), 0);
});

test('a series that grows past the bound after its second quarter is not flat; warming up before that does not count', (t) => {
  const bound = { share: 0.1, absolute: 5 };
  const warmingUp = [10, 20, 60, 90, 100, 101, 100, 99, 100, 101, 99, 100, 100, 101, 99, 100];
  t.true(growthOf(warmingUp, bound)?.isFlat);
  const leaking = Array.from({ length: 40 }, (_, i) => 100 + i);
  t.like(growthOf(leaking, bound), { early: 114.5, late: 134.5, isFlat: false });
  t.true(growthOf(leaking, { share: 0, absolute: 20 })?.isFlat, 'an absolute bound that is larger holds instead');
  t.is(growthOf([1, 2, 3], bound), undefined, 'too few to say anything');
});
