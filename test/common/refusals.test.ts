import test from 'ava';
import type { Log } from '../../common/host.ts';
import { maximumDetailLength, maximumRefusalPairs, Refusals, refusalQuietMs } from '../../common/refusals.ts';
import { SimWorld } from '../simulation/world/host.ts';

function scene(): { readonly world: SimWorld; readonly refusals: Refusals; readonly lines: string[] } {
  const world = new SimWorld({ seed: 'refusals' });
  const lines: string[] = [];
  const log: Log = {
    write: (_level, event, fields) =>
      void lines.push(`${event} ${fields?.['address']} ${fields?.['reason']} ${fields?.['count']}`),
    with: () => log,
  };
  return { world, refusals: new Refusals(world.server('a').start('a').clock, log), lines };
}

test('the first refusal of an address is told at once, those of the same minute together in one line after it', async (t) => {
  const { world, refusals, lines } = scene();
  for (let port = 1; port <= 1000; port++) refusals.refused(`10.0.0.1:${port}`, 'NOT_ALLOWED', 'a wrong key');
  t.deepEqual(lines, ['refused 10.0.0.1 NOT_ALLOWED 1']);
  await world.scheduler.runFor(refusalQuietMs - 1);
  t.is(lines.length, 1);
  await world.scheduler.runFor(1);
  t.deepEqual(lines.slice(1), ['refused 10.0.0.1 NOT_ALLOWED 999']);
  await world.scheduler.runFor(10 * refusalQuietMs);
  t.is(lines.length, 2, 'nothing more happened');
  t.deepEqual(refusals.counts, { NOT_ALLOWED: 1000 });
});

test('reasons and addresses have lines of their own', (t) => {
  const { refusals, lines } = scene();
  refusals.refused('10.0.0.1:5', 'NOT_ALLOWED', '');
  refusals.refused('10.0.0.1:5', 'VERSION', '');
  refusals.refused('[fe80::1]:5', 'VERSION', '');
  refusals.refused('/run/nbd.sock', 'VERSION', '');
  t.deepEqual(lines, [
    'refused 10.0.0.1 NOT_ALLOWED 1',
    'refused 10.0.0.1 VERSION 1',
    'refused [fe80::1] VERSION 1',
    'refused /run/nbd.sock VERSION 1',
  ]);
});

test('an attacker with very many addresses gets a line for each reason, not one for each address', async (t) => {
  const { world, refusals, lines } = scene();
  for (let index = 0; index < maximumRefusalPairs + 5000; index++) refusals.refused(`10.1.${index}.1:1`, 'INVALID', '');
  t.is(lines.length, maximumRefusalPairs + 1);
  t.is(lines.at(-1), 'refused others INVALID 1');
  await world.scheduler.runFor(refusalQuietMs);
  t.deepEqual(lines.slice(maximumRefusalPairs + 1), ['refused others INVALID 4999']);
});

test('what a peer chose to say is cut', (t) => {
  const world = new SimWorld({ seed: 'refusals' });
  const details: unknown[] = [];
  const log: Log = { write: (_level, _event, fields) => void details.push(fields?.['detail']), with: () => log };
  const refusals = new Refusals(world.server('a').start('a').clock, log);
  refusals.refused('10.0.0.1:1', 'INVALID', 'x'.repeat(10_000));
  t.deepEqual(details, ['x'.repeat(maximumDetailLength)]);
});

test('after it was closed nothing is written, and no timer is left', async (t) => {
  const { world, refusals, lines } = scene();
  refusals.refused('10.0.0.1:1', 'INVALID', '');
  refusals.refused('10.0.0.1:1', 'INVALID', '');
  refusals.close();
  refusals.refused('10.0.0.1:1', 'INVALID', '');
  await world.scheduler.runFor(2 * refusalQuietMs);
  t.is(lines.length, 1);
  t.is(refusals.counts.INVALID, 3);
});
