import test from 'ava';
import { codeOf } from '../../common/errors.ts';
import { ClusterMap } from '../../common/map.ts';
import {
  checkMap,
  maximumReplicas,
  maximumSlices,
  maximumTextLength,
  maximumVolumeBytes,
} from '../../common/map-check.ts';
import { decodeMap, encodeMap, type MapDelta, type MapRecord } from '../../common/messages.ts';
import { mib } from '../../common/units.ts';
import { baseRecords, deviceRecord, poolRecord, sliceEntry, slicePage, volumeRecord } from '../sdc/scene.ts';

function delta(puts: readonly MapRecord[], more: Partial<MapDelta> = {}): MapDelta {
  return { fromVersion: 0, toVersion: 1, whole: true, puts, deletes: [], tickets: [], ...more };
}

/** A record with one field changed. */
function but(record: MapRecord, change: object): MapRecord {
  return { ...record, body: { ...record.body, ...change } } as MapRecord;
}

const page = slicePage([sliceEntry(1)]);

test('a map as the MDM makes it passes, also after it has travelled', (t) => {
  t.notThrows(() => checkMap(delta(baseRecords())));
  t.notThrows(() => checkMap(decodeMap(encodeMap(delta(baseRecords())))));
});

test('a decoded map has every field, also those that the sender left out', (t) => {
  const decoded = decodeMap(encodeMap({ ...delta([]), toVersion: 0, whole: false }));
  t.deepEqual({ ...decoded }, { fromVersion: 0, toVersion: 0, whole: false, puts: [], deletes: [], tickets: [] });
});

test('a deleted key of a kind that does not exist changes nothing', (t) => {
  const map = new ClusterMap();
  map.apply(delta(baseRecords()));
  const before = map.whole();
  const deletes = ['__proto__/00000001', 'constructor/00000001', 'toString', '', '/'];
  t.is(map.apply({ ...delta([]), fromVersion: 1, toVersion: 2, whole: false, deletes }), 'applied');
  t.deepEqual(map.whole().puts, before.puts);
});

const wrong: Readonly<Record<string, MapDelta>> = {
  'a version that is no number': delta([], { toVersion: Number.NaN }),
  'a version below zero': delta([], { fromVersion: -1 }),
  'a slice count that would fill the memory': delta([but(poolRecord(), { sliceCount: 2 ** 32 - 1 })]),
  'one slice too many': delta([but(poolRecord(), { sliceCount: maximumSlices * 2 })]),
  'a slice count that is no power of two': delta([but(poolRecord(), { sliceCount: 1000 })]),
  'no slice': delta([but(poolRecord(), { sliceCount: 0 })]),
  'a mode of acknowledgement that does not exist': delta([poolRecord('never')]),
  'a page beyond the last slice': delta([but(page, { pageIndex: maximumSlices / 256 })]),
  'a page of 257 slices': delta([slicePage(Array.from({ length: 257 }, () => sliceEntry(1)))]),
  'a slice without a replica': delta([slicePage([sliceEntry(1, 0, [])])]),
  'a slice with its replica twice': delta([slicePage([sliceEntry(1, 0, [4, 4])])]),
  'a slice with very many replicas': delta([
    slicePage([
      sliceEntry(
        1,
        0,
        Array.from({ length: maximumReplicas + 1 }, (_, index) => index),
      ),
    ]),
  ]),
  'an incarnation that compares with nothing': delta([but(deviceRecord(1, 1), { incarnation: Number.NaN })]),
  'a port that is none': delta([deviceRecord(1, 1, 65_536)]),
  'a path that is endless': delta([but(deviceRecord(1, 1), { path: 'x'.repeat(maximumTextLength + 1) })]),
  'a volume beyond 1 PiB': delta([volumeRecord('v', maximumVolumeBytes + mib)]),
  'a volume that ends within a chunk': delta([volumeRecord('v', mib + 1)]),
  'a layer id that a number cannot hold': delta([but(volumeRecord(), { layerId: 2 ** 60 })]),
  'an endless list of layers': delta([but(volumeRecord(), { parentLayerIds: Array(129).fill(1) })]),
  'an access mode that does not exist': delta([
    { kind: 'mapping', body: { volumeId: 1, sdcId: 1, epoch: 1, accessMode: 'rwx' } },
  ]),
  'an endless key': delta([], { deletes: ['x'.repeat(maximumTextLength + 1)] }),
  'a ticket without an epoch': delta([], {
    tickets: [{ volumeId: 1, epoch: Number.NaN, accessMode: 'rw', proof: new Uint8Array() }],
  }),
};

for (const [title, map] of Object.entries(wrong)) {
  test(`a map with ${title} is refused`, (t) => {
    t.is(codeOf(t.throws(() => checkMap(map))), 'INVALID');
  });
}
