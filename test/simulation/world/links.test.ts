/** What simulated links do in trouble: late bytes, breaks, partitions, dead processes and servers. */

import test from 'ava';
import { codeOf } from '../../../common/errors.ts';
import type { Address, StreamLink } from '../../../common/host.ts';
import { pattern } from '../../contract/setting.ts';
import { Pin, Recorder } from '../../contract/streams.ts';
import { calmNetwork, type NetworkFaults } from './faults.ts';
import { type SimProcess, type SimServer, SimWorld } from './host.ts';

interface Scene {
  readonly world: SimWorld;
  readonly alpha: SimServer;
  readonly beta: SimServer;
  readonly client: SimProcess;
  readonly server: SimProcess;
  /** One for each accepted link. */
  readonly ends: Recorder[];
  readonly links: StreamLink[];
}

const address: Address = { kind: 'tcp', host: 'beta', port: 7000 };

async function scene(seed: number, faults: Partial<NetworkFaults> = {}): Promise<Scene> {
  const world = new SimWorld({ seed, network: { ...calmNetwork, resetChance: 0, ...faults } });
  const alpha = world.server('alpha');
  const beta = world.server('beta');
  const client = alpha.start('client');
  const server = beta.start('server');
  const ends: Recorder[] = [];
  const links: StreamLink[] = [];
  const accept = (link: StreamLink): Recorder => {
    const end = new Recorder();
    links.push(link);
    ends.push(end);
    return end;
  };
  await world.scheduler.settle(server.network.listenStream({ kind: 'tcp', host: '0.0.0.0', port: 7000 }, accept));
  return { world, alpha, beta, client, server, ends, links };
}

async function connect({ world, client, ends }: Scene, end = new Recorder()): Promise<StreamLink> {
  const count = ends.length;
  const link = await world.scheduler.settle(client.network.connectStream(address, 1_000, () => end));
  await world.scheduler.run(() => ends.length > count, 10_000);
  return link;
}

function send(link: StreamLink, bytes: Uint8Array): void {
  link.write(bytes);
  link.flush();
}

test('bytes of a closed link may arrive after those of a newer one', async (t) => {
  const it = await scene(1);
  const old = await connect(it);
  it.world.network.stallLinks(it.alpha, it.beta, 500);
  send(old, pattern(100));
  old.close('tired of waiting');
  const fresh = await connect(it);
  send(fresh, pattern(50));
  await it.world.scheduler.run(() => it.ends[1]?.length === 50, 1_000);
  t.is(it.ends[0]?.length, 0);
  await it.world.scheduler.run(() => it.ends[0]?.reasons.length === 1, 1_000);
  t.is(it.ends[0]?.length, 100);
});

test('the receiver stops late bytes by closing its end of the old link', async (t) => {
  const it = await scene(1);
  const old = await connect(it);
  it.world.network.stallLinks(it.alpha, it.beta, 500);
  send(old, pattern(100));
  old.close('tired of waiting');
  await connect(it);
  it.links[0]?.close('there is a newer link');
  await it.world.scheduler.runFor(2_000);
  t.is(it.ends[0]?.length, 0);
  t.deepEqual(it.ends[0]?.reasons, ['there is a newer link']);
});

test('a partition holds bytes back until it is healed, and nobody connects through it', async (t) => {
  const it = await scene(2);
  const link = await connect(it);
  it.world.network.partition(it.alpha, it.beta, true);
  send(link, pattern(100));
  const attempt = it.world.scheduler.settle(it.client.network.connectStream(address, 1_000, () => new Recorder()));
  t.is(codeOf(await t.throwsAsync(attempt)), 'UNREACHABLE');
  await it.world.scheduler.runFor(5_000);
  t.is(it.ends[0]?.length, 0);
  it.world.network.heal(it.alpha, it.beta);
  await it.world.scheduler.runFor(1_000);
  t.is(it.ends[0]?.length, 100);
});

test('a broken link ends on both sides, each in its own time', async (t) => {
  let apart = 0;
  for (let seed = 0; seed < 10; seed++) {
    const it = await scene(seed, { breakSpreadMs: { min: 0, max: 1_000 } });
    const end = new Recorder();
    await connect(it, end);
    it.world.network.breakLinks(it.alpha, it.beta);
    const sum = (): number => end.reasons.length + (it.ends[0]?.reasons.length ?? 0);
    await it.world.scheduler.run(() => sum() === 1, 10_000);
    const firstMs = it.world.scheduler.nowMs;
    t.true(await it.world.scheduler.run(() => sum() === 2, 10_000));
    if (it.world.scheduler.nowMs - firstMs > 50) apart++;
    t.is(it.world.network.linkCount, 0);
  }
  t.true(apart > 3);
});

test('a killed process ends its links at their other sides; its own end hears nothing', async (t) => {
  const it = await scene(3);
  const end = new Recorder();
  const link = await connect(it, end);
  it.server.kill();
  await it.world.scheduler.runFor(5_000);
  t.is(end.reasons.length, 1);
  t.is(it.ends[0]?.reasons.length, 0);
  t.is(link.unsentBytes, 0);
  const attempt = it.world.scheduler.settle(it.client.network.connectStream(address, 1_000, () => new Recorder()));
  t.is(codeOf(await t.throwsAsync(attempt)), 'UNREACHABLE');
});

test('a server without power answers nothing for long, and resets old links when it is back', async (t) => {
  const it = await scene(4, { silentLossMs: { min: 5_000, max: 9_000 } });
  const end = new Recorder();
  await connect(it, end);
  it.beta.losePower();
  await it.world.scheduler.runFor(3_000);
  t.is(end.reasons.length, 0);
  it.beta.restorePower();
  // A link that sends nothing hears of it with its next probe, after up to 2 s.
  await it.world.scheduler.runFor(2_100);
  t.deepEqual(end.reasons, ['connection reset']);
});

test('bytes are copied when the kernel takes them, not when they are written', async (t) => {
  let mixed = 0;
  for (let seed = 0; seed < 20; seed++) {
    const it = await scene(seed, { partialTakeChance: 1 });
    const link = await connect(it);
    const bytes = new Uint8Array(1_000);
    const pin = new Pin();
    link.write(bytes, pin);
    link.flush();
    bytes.fill(1);
    await it.world.scheduler.run(() => it.ends[0]?.length === 1_000, 1_000);
    t.is(pin.releases, 1);
    if (new Set(it.ends[0]?.bytes).size === 2) mixed++;
  }
  t.true(mixed > 10);
});

test('the same seed gives the same run, another seed another', async (t) => {
  const digestOf = async (seed: number): Promise<string> => {
    const it = await scene(seed, { cutChance: 0.5, trickleChance: 0.1, stallChance: 0.01, breakChance: 0.002 });
    const link = await connect(it);
    for (let count = 0; count < 200; count++) send(link, pattern(1_000));
    await it.world.scheduler.runFor(30_000);
    return `${it.world.scheduler.steps} ${it.world.scheduler.digest}`;
  };
  t.is(await digestOf(1), await digestOf(1));
  t.not(await digestOf(1), await digestOf(2));
});

test('the log holds the lines of all processes with their times', async (t) => {
  const it = await scene(5);
  it.client.log.with({ volume: 'demo' }).write('warn', 'volume slow', { error: new Error('late') });
  it.server.kill();
  it.server.log.write('info', 'not written by a dead process');
  t.regex(it.world.log.format(), /client warn {2}volume slow \{"volume":"demo","error":"Error: late/);
  t.is(it.world.log.lines().length, 1);
});
