/** Rules for the clients' side: volumes, SDCs, and the mappings between them. */

import { mappingKey } from '../../common/map.ts';
import type { MappingRecord, SdcRecord } from '../../common/messages.ts';
import { formatSize, mib } from '../../common/units.ts';
import {
  maximumMappingsPerSdc,
  maximumSdcs,
  maximumVolumeBytes,
  maximumVolumes,
  volumeSizeStepBytes,
} from './bounds.ts';
import {
  checkBound,
  checkName,
  checkSize,
  checkUnused,
  isValidName,
  listOf,
  requirePool,
  requireSdc,
  requireVolume,
} from './checks.ts';
import type { Command, Outcome } from './commands.ts';
import { type Draft, Refusal } from './draft.ts';
import { whyUnplaced } from './pool-placement.ts';

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>;

/**
 * Thin: nothing is reserved. The first layer of a vtree gives the vtree its id; `adopted` is one that devices hold data of
 * already.
 */
export function addVolume(draft: Draft, command: Omit<Of<'addVolume'>, 'kind'>, adopted?: number): number {
  const { view } = draft;
  const volumes = view.map.tables.volume;
  const pool = requirePool(view, command.poolId);
  checkBound('volumes', volumes.size, maximumVolumes, 'A cluster');
  checkVolumeSize(command.sizeBytes);
  const unplaced = whyUnplaced(view, pool);
  if (unplaced !== undefined) throw new Refusal('REFUSED', `Cannot add a volume: ${unplaced}`);
  const id = draft.takeObjectId();
  const name = command.name ?? `volume-${id}`;
  checkName('volume', name);
  checkUnused('volume', name, volumes.values());
  const layerId = adopted ?? draft.takeLayerId();
  draft.put({
    kind: 'volume',
    body: {
      id,
      name,
      poolId: pool.id,
      sizeBytes: command.sizeBytes,
      layerId,
      vtreeId: layerId,
      parentLayerIds: [],
      createdAtMs: command.createdAtMs,
      thick: false,
    },
  });
  return id;
}

function checkVolumeSize(sizeBytes: number): void {
  checkSize('volume', sizeBytes, volumeSizeStepBytes, maximumVolumeBytes);
  if (sizeBytes % volumeSizeStepBytes === 0) return;
  throw new Refusal(
    'INVALID',
    `A volume of ${formatSize(sizeBytes)} is not possible: sizes are whole MiB; ` +
      `the next are ${Math.floor(sizeBytes / mib)}MiB and ${Math.ceil(sizeBytes / mib)}MiB.`,
  );
}

/** While it is in use: what it holds stays, and the new part reads as zeros. */
export function growVolume(draft: Draft, { volumeId, sizeBytes }: Of<'growVolume'>): void {
  const record = requireVolume(draft.view, volumeId);
  checkVolumeSize(sizeBytes);
  if (sizeBytes < record.sizeBytes) {
    throw new Refusal(
      'REFUSED',
      `Volume ${record.name} has ${formatSize(record.sizeBytes)} and cannot be made smaller: ${formatSize(sizeBytes)} would ` +
        'cut off what lies beyond. Add a smaller volume (scli --add_volume) and copy what is wanted.',
    );
  }
  if (sizeBytes > record.sizeBytes) draft.put({ kind: 'volume', body: { ...record, sizeBytes } });
}

export function renameVolume(draft: Draft, id: number, name: string): void {
  const record = requireVolume(draft.view, id);
  checkUnused('volume', name, draft.view.map.tables.volume.values(), id);
  if (record.name !== name) draft.put({ kind: 'volume', body: { ...record, name } });
}

export function removeVolume(draft: Draft, id: number): void {
  const volume = requireVolume(draft.view, id);
  const users = draft.view.map.mappingsOf(id).map((mapping) => requireSdc(draft.view, mapping.sdcId).name);
  if (users.length > 0) {
    throw new Refusal(
      'REFUSED',
      `Cannot remove volume ${volume.name}: it is mapped to SDC ${listOf(users)}. ` +
        `Unmap it first: scli --unmap_volume_from_sdc --volume_name ${volume.name} --all_sdcs`,
    );
  }
  draft.remove({ kind: 'volume', body: volume });
}

/** By an admin, before the SDC has ever come; an empty guid is filled in by the first SDC of that name. */
export function addSdc(draft: Draft, { name, guid }: Of<'addSdc'>): number {
  const sdcs = draft.view.map.tables.sdc;
  checkName('SDC', name);
  checkUnused('SDC', name, sdcs.values());
  if (guid !== '') checkGuid(guid);
  for (const other of sdcs.values()) {
    if (guid !== '' && other.guid === guid) {
      throw new Refusal('ALREADY_EXISTS', `The SDC with guid ${guid} is there already, as ${other.name}.`);
    }
  }
  return putNewSdc(draft, { name, guid, address: '' });
}

function putNewSdc(draft: Draft, sdc: Omit<SdcRecord, 'id' | 'name'> & { readonly name: string | undefined }): number {
  checkBound('SDCs', draft.view.map.tables.sdc.size, maximumSdcs, 'A cluster');
  const id = draft.takeObjectId();
  draft.put({ kind: 'sdc', body: { ...sdc, id, name: sdc.name ?? `sdc-${id}` } });
  return id;
}

const guidPattern = /^[A-Za-z0-9-]{1,64}$/;

function checkGuid(guid: string): void {
  if (guidPattern.test(guid)) return;
  throw new Refusal('INVALID', `"${guid.slice(0, 80)}" is no SDC guid: it has 1 to 64 letters, digits or "-".`);
}

/**
 * An SDC that has come: known by its guid; else it takes the record that waits for its name; else it is added under its
 * name, or under one made up where that name is not free or not valid.
 */
export function registerSdc(draft: Draft, { guid, name, address }: Of<'registerSdc'>): Outcome {
  checkGuid(guid);
  const sdcs = [...draft.view.map.tables.sdc.values()];
  const known = sdcs.find((sdc) => sdc.guid === guid) ?? sdcs.find((sdc) => sdc.guid === '' && sdc.name === name);
  if (known === undefined) {
    const isFree = isValidName(name) && !sdcs.some((sdc) => sdc.name === name);
    return { id: putNewSdc(draft, { name: isFree ? name : undefined, guid, address }), changed: true };
  }
  const changed = known.guid !== guid || known.address !== address;
  if (changed) draft.put({ kind: 'sdc', body: { ...known, guid, address } });
  return { id: known.id, changed };
}

export function renameSdc(draft: Draft, id: number, name: string): void {
  const record = requireSdc(draft.view, id);
  checkUnused('SDC', name, draft.view.map.tables.sdc.values(), id);
  if (record.name !== name) draft.put({ kind: 'sdc', body: { ...record, name } });
}

export function removeSdc(draft: Draft, id: number): void {
  const sdc = requireSdc(draft.view, id);
  const volumes = draft.view.mappingsOfSdc(id).map((mapping) => requireVolume(draft.view, mapping.volumeId).name);
  if (volumes.length > 0) {
    throw new Refusal(
      'REFUSED',
      `Cannot remove SDC ${sdc.name}: volume ${listOf(volumes)} is mapped to it. Unmap it first.`,
    );
  }
  draft.remove({ kind: 'sdc', body: sdc });
}

/** A second `rw` mapping needs `allowMultiMap`: two clients that do not know of each other destroy a file system. */
export function mapVolume(draft: Draft, command: Of<'mapVolume'>): Outcome {
  const { view } = draft;
  const { volumeId, sdcId, accessMode, allowMultiMap } = command;
  const volume = requireVolume(view, volumeId);
  const sdc = requireSdc(view, sdcId);
  const present = view.map.mapping(volumeId, sdcId);
  if (present?.accessMode === accessMode) return { id: volumeId, changed: false };
  if (present !== undefined) {
    throw new Refusal(
      'REFUSED',
      `Volume ${volume.name} is mapped to SDC ${sdc.name} as ${present.accessMode} already: unmap it first to map it as ${accessMode}.`,
    );
  }
  const writers = view.map.mappingsOf(volumeId).filter((mapping) => mapping.accessMode === 'rw');
  if (accessMode === 'rw' && writers.length > 0 && !allowMultiMap) {
    const names = writers.map((mapping) => requireSdc(view, mapping.sdcId).name);
    throw new Refusal(
      'REFUSED',
      `Volume ${volume.name} is mapped for writing to SDC ${listOf(names)} already. Unmap it there first; or give ` +
        '--allow_multi_map (for cluster file systems), or --access_mode ro.',
    );
  }
  checkBound('mappings', view.mappingsOfSdc(sdcId).length, maximumMappingsPerSdc, `SDC ${sdc.name}`);
  const body: MappingRecord = { volumeId, sdcId, epoch: draft.takeEpoch(), accessMode };
  draft.put({ kind: 'mapping', body });
  return { id: volumeId, changed: true };
}

/** A mapping that is not there any more counts as done: the command is repeated to wait for the fence again. */
export function unmapVolume(draft: Draft, { volumeId, sdcIds }: Of<'unmapVolume'>): Outcome {
  requireVolume(draft.view, volumeId);
  let changed = false;
  for (const sdcId of sdcIds) {
    requireSdc(draft.view, sdcId);
    if (draft.view.map.mapping(volumeId, sdcId) === undefined) continue;
    draft.delete(mappingKey(volumeId, sdcId));
    changed = true;
  }
  return { id: volumeId, changed };
}
