/** CRC-32C: the same for every way to ask for it. */

import test from 'ava';
import fc from 'fast-check';
import { crc32c, crc32cOf } from '../../common/crc32c.ts';

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
