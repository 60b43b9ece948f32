/** Each implementation of CRC-32C counts the same, and the next best is taken where one is missing. */

import { createRequire } from 'node:module';
import test from 'ava';
import fc from 'fast-check';
import { chooseChecksum, crc32c, crc32cOf } from '../../common/crc32c.ts';

const require = createRequire(import.meta.url);

/** As `require` in an installation that lacks some modules. */
function without(missing: readonly string[]): (module: string) => unknown {
  return (module) => {
    if (missing.some((part) => module.includes(part))) throw new Error(`Cannot find module '${module}'`);
    return require(module);
  };
}

test('without a compiler at install the prebuilt part runs, without that JavaScript, and without both nothing starts', (t) => {
  t.is(chooseChecksum(without(['sse4'])).name, 'prebuilt');
  t.is(chooseChecksum(without(['sse4', '@node-rs'])).name, 'javascript');
  const error = t.throws(() => chooseChecksum(without(['sse4', '@node-rs', 'js_crc32c'])), {
    instanceOf: AggregateError,
  });
  t.regex(error.message, /npm ci/);
});

test('an implementation that counts wrong is passed over', (t) => {
  const load = (module: string): unknown => (module.includes('sse4') ? { calculate: () => 1 } : require(module));
  t.is(chooseChecksum(load).name, 'prebuilt');
});

test('all implementations give the same for any bytes', (t) => {
  const choices = [['none'], ['sse4'], ['sse4', '@node-rs']].map((missing) => chooseChecksum(without(missing)));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.nat(100), (bytes, skip) => {
      const part = bytes.subarray(Math.min(skip, bytes.length));
      const [first, ...others] = choices.map(({ checksum }) => checksum(part));
      return others.every((value) => value === first);
    }),
  );
  t.pass();
});

test('the check value of the standard', (t) => {
  t.is(crc32c(Buffer.from('123456789')), 0xe3069283);
  t.is(crc32cOf(Buffer.from('..123456789..'), 2, 11), 0xe3069283);
});

test('a range sums to the same as a copy of it, short or long', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(600), fc.nat(600), (bytes, a, b) => {
      const from = Math.min(a, b, bytes.length);
      const until = Math.min(Math.max(a, b), bytes.length);
      return crc32cOf(bytes, from, until) === crc32c(bytes.slice(from, until));
    }),
  );
  t.pass();
});
