/** Block states of a volume before two engines: what is asked, how the answers are put together, what is not believed. */

import test from 'ava';
import type { BlockRun } from '../../common/block-runs.ts';
import type { ErrorCode } from '../../common/errors.ts';
import { frameKind } from '../../common/frame.ts';
import { chunkBytes, gib, kib, mib, tib } from '../../common/units.ts';
import type { BlockExtent, StatusCompletion } from '../../nbd-bridge/volume.ts';
import {
  denseWindow,
  maximumExtents,
  maximumHeldRuns,
  maximumStatusBytes,
  StatusAnswer,
  StatusMemory,
  sparseWindow,
} from '../../sdc/status.ts';
import type { SeenRequest } from './fake-engine.ts';
import { openScene, pattern, type Scene, volumeRecord } from './scene.ts';

class StatusOutcome implements StatusCompletion {
  list: readonly BlockExtent[] | undefined;
  code: ErrorCode | undefined;
  calls = 0;
  extents(list: readonly BlockExtent[]): void {
    this.calls++;
    this.list = list;
  }
  finished(code: ErrorCode): void {
    this.code = code;
  }
}

function ask(it: Scene, offset: number, lengthBytes: number): StatusOutcome {
  const outcome = new StatusOutcome();
  it.volume.blockStatus(offset, lengthBytes, outcome);
  return outcome;
}

async function answered(it: Scene, outcome: StatusOutcome): Promise<readonly BlockExtent[] | undefined> {
  await it.until(() => outcome.code !== undefined);
  return outcome.list;
}

function grow(it: Scene, sizeBytes: number): void {
  it.change([volumeRecord('demo', sizeBytes)], { sizeBytes });
}

const alternating = (request: SeenRequest): BlockRun[] =>
  Array.from({ length: 256 }, (_, index) =>
    index % 2 === 0
      ? { lengthBytes: 4096, state: 'data', layer: 1 + request.chunkIndex }
      : { lengthBytes: 4096, state: 'hole', layer: 0 },
  );

test.serial('an empty volume is one hole, whatever range of it is asked for', async (t) => {
  const it = await openScene(t);
  t.deepEqual(await answered(it, ask(it, 0, 64 * mib)), [{ lengthBytes: 64 * mib, state: 'hole', layer: 0 }]);
  t.deepEqual(await answered(it, ask(it, 5, 3 * mib)), [{ lengthBytes: 3 * mib, state: 'hole', layer: 0 }]);
  t.deepEqual(await answered(it, ask(it, 64 * mib - 1, 1)), [{ lengthBytes: 1, state: 'hole', layer: 0 }]);
});

test.serial('extents are in order and merged, in whatever order the engines answer', async (t) => {
  const it = await openScene(t);
  await it.code(it.write(mib, pattern(mib)));
  await it.code(it.write(2 * mib, pattern(4 * kib)));
  it.primary.behaviour = () => 'hold';
  const outcome = ask(it, 512 * kib, 8 * mib);
  await it.until(() => it.primary.held.length === 9);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held.splice(0).reverse()) it.primary.serve(request);
  t.deepEqual(await answered(it, outcome), [
    { lengthBytes: 512 * kib, state: 'hole', layer: 0 },
    { lengthBytes: 2 * mib, state: 'data', layer: 3 },
    { lengthBytes: 5.5 * mib, state: 'hole', layer: 0 },
  ]);
  t.is(outcome.calls, 1);
});

test.serial('equal states of different layers stay apart', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = (request) => {
    if (request.kind !== frameKind.STATUS) return 'serve';
    it.primary.runs(request, [{ lengthBytes: request.length, state: 'data', layer: request.chunkIndex < 2 ? 3 : 4 }]);
    return 'hold';
  };
  t.deepEqual(await answered(it, ask(it, 0, 3 * mib)), [
    { lengthBytes: 2 * mib, state: 'data', layer: 3 },
    { lengthBytes: mib, state: 'data', layer: 4 },
  ]);
});

test.serial(
  'a huge empty range: a bounded number of chunks is asked at once, and the answer ends where it may',
  async (t) => {
    const it = await openScene(t);
    grow(it, tib);
    let underWay = 0;
    let most = 0;
    it.primary.behaviour = (request) => {
      most = Math.max(most, ++underWay);
      it.host.clock.after(1, () => {
        underWay--;
        it.primary.serve(request);
      });
      return 'hold';
    };
    t.deepEqual(await answered(it, ask(it, 0, 4 * gib)), [{ lengthBytes: 4 * gib, state: 'hole', layer: 0 }]);
    t.is(most, sparseWindow);
    it.primary.requests.length = 0;
    it.primary.held.length = 0;
  },
);

test.serial('an answer covers no more than its bound', async (t) => {
  const it = await openScene(t);
  grow(it, tib);
  it.primary.behaviour = (request) => {
    it.primary.requests.length = 0;
    return request.kind === frameKind.STATUS ? 'serve' : 'hold';
  };
  const list = await answered(it, ask(it, 0, tib));
  t.deepEqual(list, [{ lengthBytes: maximumStatusBytes, state: 'hole', layer: 0 }]);
});

test.serial('where every block differs the answer ends early, and few chunks were asked in vain', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = (request) => {
    it.primary.runs(request, alternating(request));
    return 'hold';
  };
  const list = (await answered(it, ask(it, 0, 64 * mib))) ?? [];
  t.is(list.length, maximumExtents);
  t.true(it.primary.of(frameKind.STATUS).length <= maximumExtents / 256 + denseWindow);
  t.is(
    list.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0),
    maximumExtents * 4096,
  );
});

test.serial(
  'all answers of a volume together hold a bounded number of runs; the first chunk of each finds room',
  (t) => {
    const memory = new StatusMemory();
    const runs = Array.from(
      { length: 256 },
      (_, index): BlockRun => ({ lengthBytes: 4096, state: 'data', layer: index + 1 }),
    );
    const outcomes = Array.from({ length: 100 }, () => new StatusOutcome());
    const answers = outcomes.map((outcome) => new StatusAnswer(outcome, memory));
    // The first chunk of each comes last: until then all the others must be held.
    for (const answer of answers) for (let chunk = 15; chunk > 0; chunk--) answer.chunkAnswered(chunk * mib, runs);
    t.is(memory.runs, maximumHeldRuns);
    for (const answer of answers) answer.chunkAnswered(0, runs);
    t.is(memory.runs, maximumHeldRuns + answers.length * runs.length);
    t.is(answers.at(-1)?.window, 0, 'chunks of it were thrown away: it asks for no more');
    for (const answer of answers) answer.finished('OK');
    t.is(memory.runs, 0);
    t.is(outcomes[0]?.list?.length, 15 * 256 + 256);
    t.deepEqual(outcomes.at(-1)?.list, runs);
  },
);

test.serial('a status is sent again as a read is: after STALE_MAP, NOT_PRIMARY, BUSY and a broken link', async (t) => {
  const it = await openScene(t);
  const answers: ErrorCode[] = ['BUSY', 'STALE_MAP', 'NOT_PRIMARY'];
  it.primary.behaviour = () => answers.pop() ?? 'hold';
  const outcome = ask(it, 0, mib);
  await it.until(() => it.primary.held.length === 1);
  it.primary.breakLinks();
  await it.until(() => it.primary.held.length === 2);
  it.primary.behaviour = () => 'serve';
  it.primary.breakLinks();
  t.deepEqual(await answered(it, outcome), [{ lengthBytes: mib, state: 'hole', layer: 0 }]);
  t.is(outcome.code, 'OK');
});

test.serial('the answer of a lower generation than the map names is thrown away', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const outcome = ask(it, 0, mib);
  await it.until(() => it.primary.held.length === 1);
  it.changeSlices(2);
  it.primary.behaviour = () => 'serve';
  for (const request of it.primary.held.splice(0)) it.primary.runs(request, alternating(request), 1);
  t.deepEqual(await answered(it, outcome), [{ lengthBytes: mib, state: 'hole', layer: 0 }]);
});

test.serial('runs that are not those of the range close the link, and are asked for again', async (t) => {
  const it = await openScene(t);
  const wrong: BlockRun[][] = [
    [],
    [{ lengthBytes: chunkBytes - 1, state: 'data', layer: 3 }],
    [{ lengthBytes: chunkBytes, state: 'hole', layer: 3 }],
    [
      { lengthBytes: chunkBytes, state: 'data', layer: 3 },
      { lengthBytes: 1, state: 'data', layer: 3 },
    ],
  ];
  const count = wrong.length;
  it.primary.behaviour = (request) => {
    const runs = wrong.pop();
    if (runs === undefined) return 'serve';
    it.primary.runs(request, runs);
    return 'hold';
  };
  t.deepEqual(await answered(it, ask(it, 0, mib)), [{ lengthBytes: mib, state: 'hole', layer: 0 }]);
  t.is(it.primary.hellos.length, 1 + count);
});

test.serial('when the mapping ends, a status fails and tells no extents', async (t) => {
  const it = await openScene(t);
  it.primary.behaviour = () => 'hold';
  const sent = ask(it, 0, mib);
  await it.until(() => it.primary.held.length === 1);
  it.volume.end('CLOSED');
  await answered(it, sent);
  t.is(sent.code, 'CLOSED');
  t.is(sent.calls, 0);
  const late = ask(it, 0, mib);
  t.is(late.code, undefined, 'not within the call');
  await answered(it, late);
  t.is(late.code, 'CLOSED');
});

test.serial(
  'a status that runs out of its time fails, and a flush after it covers nothing because of it',
  async (t) => {
    const it = await openScene(t, { ioTimeoutMs: 1000, tellsLoss: false });
    await it.code(it.flush());
    it.primary.behaviour = ({ kind }) => (kind === frameKind.STATUS ? 'hold' : 'serve');
    const outcome = ask(it, 0, mib);
    await answered(it, outcome);
    t.is(outcome.code, 'TIMEOUT');
    const before = it.primary.of(frameKind.FLUSH).length;
    t.is(await it.code(it.flush()), 'OK');
    t.is(it.primary.of(frameKind.FLUSH).length, before, 'a question makes no slice dirty');
  },
);
