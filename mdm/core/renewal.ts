/**
 * Rules for a store that goes on although changes may be missing from it: everything that is numbered moves beyond what
 * the lost changes can have used, and data of volumes that it does not know is kept until an admin decides.
 * docs/metadata-safety.md has the reasons.
 */

import type { SystemRecord } from '../../common/messages.ts';
import { lastGeneration } from './bounds.ts';
import type { Command, Outcome } from './commands.ts';
import { type Draft, Refusal } from './draft.ts';
import { addVolume } from './volumes.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;
type LayerRange = SystemRecord['keptLayers'][number];

/** What a renewal goes beyond the highest version that was seen (PROTOCOL.md section 5). */
export const renewalGap = 2 ** 20;

/** Each decision about a layer inside a range cuts it in two. */
const maximumKeptRanges = 256;

/**
 * Every change is a map version of its own, takes at most one mapping epoch and one layer id, and raises a generation by
 * one at most; and a generation is never above the map version. So with the version beyond all that were seen, and the
 * counters raised by as much, no number is given out twice.
 */
export function renew(draft: Draft, { seenVersion, historyId }: Of<'renew'>): Outcome {
  const { view } = draft;
  const before = view.map.version;
  const version = Math.max(before, seenVersion) + renewalGap;
  if (version > lastGeneration) {
    throw new Refusal(
      'REFUSED',
      `Map version ${version} has no room above it: this cluster cannot be renewed any more.`,
    );
  }
  const { fromLayerId, untilLayerId } = draft.jumpTo(version);
  for (const page of view.map.tables.slicePage.values()) {
    const { poolId, pageIndex } = page;
    const entries = page.entries.map(({ lossEpoch, replicas, syncing, rebooted }) => {
      return { generation: version, lossEpoch, replicas, syncing, rebooted };
    });
    draft.put({ kind: 'slicePage', body: { poolId, pageIndex, entries } });
  }
  for (const mapping of view.map.tables.mapping.values()) {
    draft.put({ kind: 'mapping', body: { ...mapping, epoch: draft.takeEpoch() } });
  }
  const keptLayers = checked([...view.system.keptLayers, { from: fromLayerId, until: untilLayerId }]);
  const history = [{ id: historyId, fromVersion: version }];
  draft.put({ kind: 'system', body: { ...view.system, history, keptLayers } });
  return { id: 0, changed: true };
}

/** A layer that no volume has, and that devices must keep. */
export function isKeptLayer(ranges: readonly LayerRange[], layerId: number): boolean {
  return ranges.some(({ from, until }) => layerId >= from && layerId < until);
}

/** Makes a volume of what devices hold of a layer. The first layer of a vtree gives the vtree its id. */
export function adoptLayer(draft: Draft, command: Of<'adoptLayer'>): Outcome {
  release(draft, command.layerId);
  return { id: addVolume(draft, command, command.layerId), changed: true };
}

/** Devices give back what they hold of it as soon as they have the map. */
export function dropLayer(draft: Draft, { layerId }: Of<'dropLayer'>): Outcome {
  release(draft, layerId);
  return { id: 0, changed: true };
}

/** Takes the layer out of the ranges that are kept. */
function release(draft: Draft, layerId: number): void {
  const { system } = draft.view;
  if (!isKeptLayer(system.keptLayers, layerId)) {
    throw new Refusal(
      'NOT_FOUND',
      `There is no orphaned layer ${layerId}: scli --query_orphaned_data lists what there is.`,
    );
  }
  const keptLayers = system.keptLayers.flatMap(({ from, until }) =>
    layerId < from || layerId >= until
      ? [{ from, until }]
      : [
          { from, until: layerId },
          { from: layerId + 1, until },
        ].filter((range) => range.from < range.until),
  );
  draft.put({ kind: 'system', body: { ...system, keptLayers: checked(keptLayers) } });
}

function checked(ranges: readonly LayerRange[]): readonly LayerRange[] {
  if (ranges.length <= maximumKeptRanges) return ranges;
  throw new Refusal(
    'REFUSED',
    `The cluster keeps ${maximumKeptRanges} ranges of orphaned layers at most, and this would be one more.`,
  );
}
