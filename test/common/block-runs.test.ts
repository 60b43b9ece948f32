import test from 'ava';
import fc from 'fast-check';
import { type BlockRun, decodeRuns, maxRuns, runBytes, writeRun } from '../../common/block-runs.ts';
import { chunkBytes } from '../../common/units.ts';

function encoded(runs: readonly BlockRun[]): DataView {
  const view = new DataView(new ArrayBuffer(runs.length * runBytes));
  for (const [index, { lengthBytes, state, layer }] of runs.entries())
    writeRun(view, index * runBytes, lengthBytes, state, layer);
  return view;
}

const run: fc.Arbitrary<BlockRun> = fc
  .tuple(
    fc.integer({ min: 1, max: chunkBytes }),
    fc.constantFrom('hole', 'zero', 'data'),
    fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  )
  .map(([lengthBytes, state, layer]) => ({ lengthBytes, state, layer: state === 'hole' ? 0 : layer }) as BlockRun);

test('runs have their fields where the table says', (t) => {
  const view = encoded([
    { lengthBytes: 0x1000, state: 'hole', layer: 0 },
    { lengthBytes: 0x2000, state: 'zero', layer: 5 },
    { lengthBytes: 0x100000, state: 'data', layer: 0x1_0000_0002 },
  ]);
  const hex = Buffer.from(view.buffer).toString('hex');
  t.is(hex, '001000000000000000000000' + '002000010500000000000000' + '000010020200000001000000');
});

test('runs are decoded as they were encoded', (t) => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: maxRuns }), (runs) => {
      const view = encoded(runs);
      const length = runs.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
      t.deepEqual(decodeRuns(view, 0, view.byteLength, length), runs);
      t.is(decodeRuns(view, 0, view.byteLength, length + 1), undefined);
      t.is(decodeRuns(view, 0, view.byteLength - 1, length), undefined);
    }),
    { numRuns: 50 },
  );
  t.pass();
});

test('more runs than a chunk has blocks, a state that nobody knows, an empty run, a hole with a layer: nothing is believed', (t) => {
  const many = encoded(Array.from({ length: maxRuns + 1 }, () => ({ lengthBytes: 1, state: 'data', layer: 1 })));
  t.is(decodeRuns(many, 0, many.byteLength, maxRuns + 1), undefined);
  const unknown = encoded([{ lengthBytes: 4096, state: 'data', layer: 1 }]);
  unknown.setUint8(3, 3);
  t.is(decodeRuns(unknown, 0, runBytes, 4096), undefined);
  t.is(decodeRuns(encoded([{ lengthBytes: 0, state: 'data', layer: 1 }]), 0, runBytes, 0), undefined);
  t.is(decodeRuns(encoded([{ lengthBytes: 8, state: 'hole', layer: 1 }]), 0, runBytes, 8), undefined);
  t.is(decodeRuns(encoded([{ lengthBytes: 8, state: 'data', layer: 0 }]), 0, runBytes, 8), undefined);
});

test('no bytes make the decoder throw, and what it gives covers the range', (t) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 10 * runBytes }),
      fc.integer({ min: 0, max: chunkBytes }),
      (bytes, length) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        const runs = decodeRuns(view, 0, bytes.length, length);
        if (runs !== undefined)
          t.is(
            runs.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0),
            length,
          );
      },
    ),
  );
  t.pass();
});
