/** Every input that the fuzzer has kept still does no harm; and the fuzzer itself is what it says. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { SimRandom } from '../simulation/world/random.ts';
import { inputsOf } from './corpus.ts';
import { mutate } from './mutate.ts';
import type { Target } from './target.ts';
import { targets } from './targets.ts';

/** docs/testing.md: the corpus is for people to look at, too. */
const mostKeptBytes = 200 * 1024;

for (const target of targets) {
  test.serial(`no seed and no kept input harms ${target.name}`, async (t) => {
    const inputs = [...target.seeds(), ...inputsOf(target.name)];
    for (const input of inputs) await t.notThrowsAsync(async () => target.run(Buffer.from(input)));
    t.true(inputs.length > 0);
  });
}

test('the kept inputs are few', (t) => {
  const folder = join(import.meta.dirname, 'corpus');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  t.true(bytes < mostKeptBytes, `${bytes} bytes`);
  const known = new Set(targets.map(({ name }) => name));
  t.deepEqual(
    readdirSync(folder).filter((name) => !known.has(name)),
    [],
  );
});

test('the same seed makes the same mutants, another seed others, none longer than allowed', (t) => {
  const [target] = targets;
  const seeds = (target as Target).seeds();
  const mutants = (seed: string): Buffer[] => {
    const options = { random: new SimRandom(seed), corpus: seeds, words: [Buffer.from('word')], longestBytes: 500 };
    return Array.from({ length: 300 }, (_, index) => mutate(seeds[index % seeds.length] ?? new Uint8Array(), options));
  };
  const made = mutants('a');
  t.true(made.every((mutant) => mutant.length <= 500));
  const same = (others: readonly Buffer[]): boolean =>
    made.every((mutant, index) => mutant.equals(others[index] ?? Buffer.alloc(0)));
  t.true(same(mutants('a')));
  t.false(same(mutants('b')));
});

test('fixing up leaves well-formed inputs as they are', (t) => {
  const random = new SimRandom('fix');
  for (const { name, seeds, fixUp } of targets) {
    if (fixUp === undefined || name === 'engine-stranger') continue;
    for (const seed of seeds()) {
      const fixed = Buffer.from(seed);
      fixUp(fixed, random);
      t.true(fixed.equals(seed), name);
    }
  }
});
