import test from 'ava';
import {
  maximumDetailLength,
  maximumRefusalPairs,
  type RefusalLine,
  Refusals,
  refusalQuietMs,
} from '../../common/refusals.ts';
import { SimWorld } from '../simulation/world/host.ts';

function scene(): { readonly world: SimWorld; readonly refusals: Refusals; readonly lines: string[] } {
  const world = new SimWorld({ seed: 'refusals' });
  const lines: string[] = [];
  const say = ({ address, reason, count }: RefusalLine): void => void lines.push(`${address} ${reason} ${count}`);
  return { world, refusals: new Refusals(world.server('a').start('a').clock, say), lines };
}

test('the first refusal of an address is told at once, those of the same minute together in one line after it', async (t) => {
  const { world, refusals, lines } = scene();
  for (let port = 1; port <= 1000; port++) refusals.refused(`10.0.0.1:${port}`, 'NOT_ALLOWED', 'a wrong key');
  t.deepEqual(lines, ['10.0.0.1 NOT_ALLOWED 1']);
  await world.scheduler.runFor(refusalQuietMs - 1);
  t.is(lines.length, 1);
  await world.scheduler.runFor(1);
  t.deepEqual(lines.slice(1), ['10.0.0.1 NOT_ALLOWED 999']);
  await world.scheduler.runFor(10 * refusalQuietMs);
  t.is(lines.length, 2, 'nothing more happened');
  t.deepEqual(refusals.counts, { NOT_ALLOWED: 1000 });
});

test('an address that comes in the middle of the minute of another is quiet for a minute of its own', async (t) => {
  const { world, refusals, lines } = scene();
  refusals.refused('10.0.0.1:1', 'INVALID', '');
  await world.scheduler.runFor(refusalQuietMs / 2);
  for (let port = 1; port <= 5; port++) refusals.refused(`10.0.0.2:${port}`, 'INVALID', '');
  await world.scheduler.runFor(refusalQuietMs - 1);
  t.deepEqual(lines, ['10.0.0.1 INVALID 1', '10.0.0.2 INVALID 1']);
  await world.scheduler.runFor(1);
  t.deepEqual(lines.slice(2), ['10.0.0.2 INVALID 4']);
});

test('reasons and addresses have lines of their own', (t) => {
  const { refusals, lines } = scene();
  refusals.refused('10.0.0.1:5', 'NOT_ALLOWED', '');
  refusals.refused('10.0.0.1:5', 'VERSION', '');
  refusals.refused('[fe80::1]:5', 'VERSION', '');
  refusals.refused('/run/nbd.sock', 'VERSION', '');
  t.deepEqual(lines, [
    '10.0.0.1 NOT_ALLOWED 1',
    '10.0.0.1 VERSION 1',
    '[fe80::1] VERSION 1',
    '/run/nbd.sock VERSION 1',
  ]);
});

test('an attacker with very many addresses gets a line for each reason, not one for each address', async (t) => {
  const { world, refusals, lines } = scene();
  for (let index = 0; index < maximumRefusalPairs + 5000; index++) refusals.refused(`10.1.${index}.1:1`, 'INVALID', '');
  t.is(lines.length, maximumRefusalPairs + 1);
  t.is(lines.at(-1), 'others INVALID 1');
  await world.scheduler.runFor(refusalQuietMs);
  t.deepEqual(lines.slice(maximumRefusalPairs + 1), ['others INVALID 4999']);
});

test('what a peer chose to say is cut', (t) => {
  const world = new SimWorld({ seed: 'refusals' });
  const details: string[] = [];
  const refusals = new Refusals(world.server('a').start('a').clock, ({ detail }) => void details.push(detail));
  refusals.refused('10.0.0.1:1', 'INVALID', 'x'.repeat(10_000));
  t.deepEqual(details, ['x'.repeat(maximumDetailLength)]);
});

test('what another port of the daemon tells joins the lines, and not the counts', async (t) => {
  const { world, refusals, lines } = scene();
  refusals.refused('10.0.0.1:5', 'INVALID', '');
  refusals.merge({ address: '10.0.0.1', reason: 'INVALID', detail: '', count: 40 });
  t.is(lines.length, 1);
  await world.scheduler.runFor(refusalQuietMs);
  t.deepEqual(lines.slice(1), ['10.0.0.1 INVALID 40']);
  t.deepEqual(refusals.counts, { INVALID: 1 });
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
