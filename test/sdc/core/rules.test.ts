/** The smaller pure rules of the SDC. */

import test from 'ava';
import fc from 'fast-check';
import { type ErrorCode, errorCodes } from '../../../common/errors.ts';
import { sliceOf } from '../../../common/placement.ts';
import { chunkBytes, mib } from '../../../common/units.ts';
import { DirtySlices } from '../../../sdc/core/dirty-slices.ts';
import { maximumCorruptRetries, reconnectPauseMs, retryPauseMs, verdictOf } from '../../../sdc/core/retry.ts';
import { LinkSlots } from '../../../sdc/core/slots.ts';
import { chunkIndexOf, partLengthAt } from '../../../sdc/core/split.ts';
import { slicesOfVolume } from '../../../sdc/core/volume-slices.ts';

test('parts cover a range exactly, each within one chunk', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.nat(2 ** 45), fc.integer({ min: 1, max: 20 * mib }), (offset, lengthBytes) => {
        const end = offset + lengthBytes;
        let at = offset;
        while (at < end) {
          const length = partLengthAt(at, end);
          if (length <= 0 || chunkIndexOf(at) !== chunkIndexOf(at + length - 1)) throw new Error(`at ${at}: ${length}`);
          at += length;
        }
        if (at !== end) throw new Error('it does not end where the range ends');
      }),
    ),
  );
});

test('every chunk of a volume lies on one of its slices', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(16, 64, 256),
        (vtree, chunks, slices) => {
          const found = new Set(slicesOfVolume(vtree, chunks * chunkBytes, slices));
          for (let chunk = 0; chunk < chunks; chunk++) {
            if (!found.has(sliceOf(vtree, chunk, slices))) throw new Error(`chunk ${chunk}`);
          }
        },
      ),
    ),
  );
});

test('dirty slices keep the oldest acknowledgement, through any order of marks, flushes and failures', (t) => {
  const action = fc.oneof(
    fc.record({ kind: fc.constantFrom('sent' as const, 'acknowledged' as const), slice: fc.nat(7) }),
    fc.record({ kind: fc.constantFrom('take' as const, 'fail' as const, 'succeed' as const, 'lose' as const) }),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const dirty = new DirtySlices(8);
        // slice -> loss epoch of the oldest uncovered acknowledgement, or undefined where a write was only sent.
        const model = new Map<number, number | undefined>();
        let flushing:
          | { readonly taken: ReturnType<DirtySlices['take']>; readonly model: Map<number, number | undefined> }
          | undefined;
        let epoch = 0;
        for (const step of actions) {
          switch (step.kind) {
            case 'sent':
              dirty.markSent(step.slice);
              if (!model.has(step.slice)) model.set(step.slice, undefined);
              break;
            case 'acknowledged':
              dirty.markAcknowledged(step.slice, epoch);
              model.set(step.slice, model.get(step.slice) ?? epoch);
              break;
            case 'lose':
              epoch++;
              break;
            case 'take':
              if (flushing !== undefined) break;
              flushing = { taken: dirty.take(), model: new Map(model) };
              model.clear();
              break;
            case 'succeed':
              flushing = undefined;
              break;
            case 'fail':
              if (flushing === undefined) break;
              dirty.merge(flushing.taken);
              for (const [slice, older] of flushing.model) model.set(slice, older ?? model.get(slice));
              flushing = undefined;
          }
        }
        const { slices, acknowledged, lossEpochs } = dirty.take();
        const found = new Map(
          slices.map((slice, index) => [slice, acknowledged[index] ? lossEpochs[index] : undefined]),
        );
        const sorted = (map: Map<number, number | undefined>): string => JSON.stringify([...map].sort());
        if (sorted(found) !== sorted(model)) throw new Error(`${sorted(found)} is not ${sorted(model)}`);
      }),
      { numRuns: 500 },
    ),
  );
});

test('a slot’s request id is known until it is freed and never again soon', (t) => {
  const slots = new LinkSlots<{ slot: number }>(4);
  const request = { slot: -1 };
  const seen = new Set<number>();
  for (let round = 0; round < 1000; round++) {
    const id = slots.take(request);
    t.false(seen.has(id));
    seen.add(id);
    t.is(slots.find(id), request);
    slots.free(request);
    t.is(slots.find(id), undefined);
  }
  t.is(slots.find(0xffff_ffff), undefined);
  t.is(slots.find(200), undefined);
});

test('codes that are not retryable fail, the others never do, but for those with a limit', (t) => {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter((code) => code !== 'OK' && code !== 'INVALID');
  for (const code of codes) t.is(verdictOf(code, 0) === 'fail', !errorCodes[code].retryable, code);
  t.is(verdictOf('CORRUPT', maximumCorruptRetries), 'again');
  t.is(verdictOf('CORRUPT', maximumCorruptRetries + 1), 'fail');
});

test('pauses grow to their bound and have jitter', (t) => {
  t.is(retryPauseMs(1, 0.999_999) < 50.1 && retryPauseMs(1, 0) === 25, true);
  t.is(retryPauseMs(1000, 0), 500);
  t.is(reconnectPauseMs(1, 0.5), 0);
  t.is(reconnectPauseMs(2, 0), 10);
  t.true(reconnectPauseMs(1000, 0.999) <= 500);
});
