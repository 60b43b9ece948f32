/** Virtual time: order, microtasks, cancelling, and runs that repeat. */

import test from 'ava';
import { SimRandom } from './random.ts';
import { Scheduler } from './scheduler.ts';

test('events run in the order of their times, and of their making where times are equal', async (t) => {
  const scheduler = new Scheduler();
  const random = new SimRandom('order');
  const seen: [number, number][] = [];
  for (let number = 0; number < 2_000; number++) {
    const timeMs = random.below(100);
    scheduler.at(timeMs, () => seen.push([timeMs, number]));
  }
  await scheduler.runFor(1_000);
  t.is(seen.length, 2_000);
  t.deepEqual(
    seen,
    seen.toSorted((left, right) => left[0] - right[0] || left[1] - right[1]),
  );
  t.is(scheduler.nowMs, 1_000);
});

test('long chains of promises end before the next event', async (t) => {
  const scheduler = new Scheduler();
  const seen: string[] = [];
  const chain = async (name: string): Promise<void> => {
    for (let step = 0; step < 100; step++) await Promise.resolve();
    seen.push(name);
  };
  scheduler.at(1, () => void chain('first'));
  scheduler.at(1, () => void chain('second'));
  scheduler.at(1, () => seen.push('third'));
  await scheduler.runFor(10);
  t.deepEqual(seen, ['first', 'second', 'third']);
});

test('cancelled events do not run, however many there are', async (t) => {
  const scheduler = new Scheduler();
  let fired = 0;
  for (let number = 0; number < 5_000; number++) {
    const event = scheduler.after(number, () => fired++);
    if (number % 10 !== 0) event.cancel();
    event.cancel();
    if (number % 10 === 0) scheduler.after(number, () => fired++);
  }
  await scheduler.runFor(10_000);
  t.is(fired, 500);
});

test('an owner that is stopped gets its events later, in order; a dead one gets none', async (t) => {
  const scheduler = new Scheduler();
  const owner = { alive: true, stoppedUntilMs: 50 };
  const dead = { alive: false, stoppedUntilMs: 0 };
  const seen: string[] = [];
  scheduler.at(10, () => seen.push(`a ${scheduler.nowMs}`), owner);
  scheduler.at(20, () => seen.push(`b ${scheduler.nowMs}`), owner);
  scheduler.at(30, () => seen.push('never'), dead);
  await scheduler.runFor(100);
  t.deepEqual(seen, ['a 50', 'b 50']);
});

test('what an event throws ends the run', async (t) => {
  const scheduler = new Scheduler();
  scheduler.at(1, () => {
    throw new Error('a bug');
  });
  await t.throwsAsync(scheduler.runFor(10), { message: 'a bug' });
});

test('settle gives the outcome, or says that nothing comes of it', async (t) => {
  const scheduler = new Scheduler();
  const { promise, resolve } = Promise.withResolvers<number>();
  scheduler.at(100, () => resolve(7));
  t.is(await scheduler.settle(promise), 7);
  t.is(scheduler.nowMs, 100);
  await t.throwsAsync(scheduler.settle(new Promise<void>(() => undefined), 50), { message: /within 50 ms/ });
});

test('streams of a seed are the same each time and do not move one another', (t) => {
  const draw = (random: SimRandom): number[] => Array.from({ length: 5 }, () => random.uint32());
  const first = new SimRandom('7');
  const before = draw(first.stream('disk'));
  draw(first);
  t.deepEqual(draw(first.stream('disk')), before);
  t.notDeepEqual(draw(first.stream('network')), before);
  t.notDeepEqual(draw(new SimRandom('8').stream('disk')), before);
});
