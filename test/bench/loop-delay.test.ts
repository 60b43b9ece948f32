import test from 'ava';
import { Registry } from 'prom-client';
import { eventLoopHistogram } from '../../common/host-node/event-loop.ts';
import { loopDelayBetween, loopDelaysOf } from './loop-delay.ts';

test('delays between two scrapes are those of the worst thread, without what was before', async (t) => {
  const registry = new Registry();
  const histogram = eventLoopHistogram(registry);
  for (let i = 0; i < 100; i++) histogram.observe({ thread: 'main' }, 4);
  const before = loopDelaysOf(await registry.metrics());
  for (let i = 0; i < 98; i++) histogram.observe({ thread: 'main' }, 0.0005);
  for (const late of [0.015, 0.25]) histogram.observe({ thread: 'main' }, late);
  for (let i = 0; i < 100; i++) histogram.observe({ thread: 'devices/sds1-1' }, 0.025);
  const after = loopDelaysOf(await registry.metrics());
  t.deepEqual([...after.keys()], ['main', 'devices/sds1-1']);
  t.deepEqual(loopDelayBetween(before, after), { p99Ms: 30, longestMs: 300 });
});

test('a delay past the last bucket is infinite, and nothing measured is nothing', async (t) => {
  const registry = new Registry();
  const histogram = eventLoopHistogram(registry);
  histogram.observe({ thread: 'main' }, 60);
  const delays = loopDelaysOf(await registry.metrics());
  t.deepEqual(loopDelayBetween(new Map(), delays), {
    p99Ms: Number.POSITIVE_INFINITY,
    longestMs: Number.POSITIVE_INFINITY,
  });
  t.is(loopDelayBetween(delays, delays), undefined);
});
