/** The first contents of a cluster: whole after any kill half-way, and never applied to a cluster that has begun. */

import test from 'ava';
import { ClusterError } from '../../common/errors.ts';
import type { ClusterMap } from '../../common/map.ts';
import type { Command } from '../../mdm/core/commands.ts';
import { decide } from '../../mdm/core/decide.ts';
import { applyChanges, emptyState, MapView, type MdmState } from '../../mdm/core/state.ts';
import { applySeed, type SeedTarget } from '../../mdm/seed.ts';
import { smallSeed } from './support.ts';

/** A target that stops before its n-th command, as a kill does. */
function targetOf(state: MdmState, commandsLeft = Number.POSITIVE_INFINITY): SeedTarget {
  let left = commandsLeft;
  return {
    view: new MapView(state.map),
    execute: async (command: Command) => {
      if (left-- === 0) throw new Error('killed');
      const decision = decide(state, command);
      if (decision.kind === 'refused') throw new ClusterError(decision.code, decision.message);
      if (decision.outcome.changed) applyChanges(state, decision.changes);
      return decision.outcome;
    },
  };
}

function shapeOf(map: ClusterMap): object {
  const names = (records: Iterable<{ readonly name: string }>): string[] => [...records].map((record) => record.name);
  const { protectionDomain, pool, sds, device, volume, sdc, mapping } = map.tables;
  return {
    names: [protectionDomain, pool, sds, device, volume, sdc].map((table) => names(table.values())),
    mappings: mapping.size,
    slices: [...map.tables.slicePage.values()].map((page) => page.entries.length),
  };
}

test('a seed that is cut off after any of its commands is whole after it is applied again', async (t) => {
  const whole = emptyState();
  await applySeed(targetOf(whole), smallSeed, 1);
  const commandCount = whole.map.version;
  for (let cut = 0; cut < commandCount; cut++) {
    const state = emptyState();
    await t.throwsAsync(applySeed(targetOf(state, cut), smallSeed, 1), { message: /killed/ });
    await applySeed(targetOf(state), smallSeed, 1);
    t.deepEqual(shapeOf(state.map), shapeOf(whole.map), `cut after ${cut} commands`);
  }
  t.true(commandCount >= 7);
});

test('a mistake in the seed names its place', async (t) => {
  const seed = { ...smallSeed, volumes: [{ name: 'a b', pool: 'sp1', sizeBytes: 2 ** 20, mapTo: [] }] };
  await t.throwsAsync(applySeed(targetOf(emptyState()), seed, 1), {
    message: /at volumes: a b: "a b" cannot be the name/,
  });
});
