/** The table of writes under way against a model: nobody runs beside an older overlapping one, and nobody is forgotten. */

import test from 'ava';
import fc from 'fast-check';
import { must } from '../../../common/assert.ts';
import { OverlapTable, type WriteRange } from '../../../sdc/core/overlap.ts';

interface Write extends WriteRange {
  readonly offset: number;
  readonly lengthBytes: number;
}

function write(offset: number, lengthBytes: number): Write {
  const links = { nextRange: undefined, previousRange: undefined };
  return { offset, lengthBytes, firstBlock: 0, lastBlock: 0, order: 0, blockers: 0, ...links };
}

function overlap(a: Write, b: Write): boolean {
  const block = (byte: number): number => Math.floor(byte / 4096);
  return (
    block(a.offset) <= block(b.offset + b.lengthBytes - 1) && block(b.offset) <= block(a.offset + a.lengthBytes - 1)
  );
}

const step = fc.oneof(
  fc.record({
    kind: fc.constant('enter' as const),
    offset: fc.oneof(fc.nat(40_000), fc.nat(4 * 2 ** 20)),
    lengthBytes: fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 3 * 2 ** 20 })),
  }),
  fc.record({ kind: fc.constant('leave' as const), which: fc.nat() }),
  // A waiter that is given up before it began.
  fc.record({ kind: fc.constant('abandon' as const), which: fc.nat() }),
);

test('a write runs exactly when no older overlapping one is in the table', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const inTable: Write[] = [];
        const running = new Set<Write>();
        const table = new OverlapTable<Write>((unblocked) => running.add(unblocked));
        for (const action of steps) {
          if (action.kind === 'enter') {
            const entered = write(action.offset, action.lengthBytes);
            if (table.enter(entered, action.offset, action.lengthBytes)) running.add(entered);
            inTable.push(entered);
          } else {
            const candidates = inTable.filter((each) => running.has(each) === (action.kind === 'leave'));
            if (candidates.length === 0) continue;
            const leaving = must(candidates[action.which % candidates.length], 'a candidate');
            inTable.splice(inTable.indexOf(leaving), 1);
            running.delete(leaving);
            table.leave(leaving);
          }
          for (const [index, each] of inTable.entries()) {
            const mayRun = !inTable.slice(0, index).some((older) => overlap(older, each));
            if (running.has(each) !== mayRun) throw new Error(`write ${index} of ${inTable.length}: ${mayRun}`);
          }
        }
        if (table.size !== inTable.length) throw new Error('the size is wrong');
      }),
      { numRuns: 300 },
    ),
  );
});

test('writes that are unblocked together begin in the order in which they came', (t) => {
  const begun: number[] = [];
  const table = new OverlapTable<Write>((range) => begun.push(range.order));
  const first = write(0, 2 ** 22);
  table.enter(first, 0, 2 ** 22);
  for (let index = 3; index >= 0; index--) table.enter(write(index * 2 ** 20, 4096), index * 2 ** 20, 4096);
  table.leave(first);
  t.deepEqual(begun, [1, 2, 3, 4]);
});
