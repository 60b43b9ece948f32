/**
 * The one function that decides: state and command in, changes or a refusal out. It changes nothing itself, so that the
 * shell can make the changes stable before anybody hears of them.
 */

import { unreachable } from '../../common/assert.ts';
import { checkName } from './checks.ts';
import { type Command, type Decision, type ObjectKind, type Outcome, objectWords } from './commands.ts';
import { Draft, Refusal } from './draft.ts';
import {
  addFaultSet,
  addPool,
  addProtectionDomain,
  removeFaultSet,
  removePool,
  removeProtectionDomain,
  renameGroup,
} from './groups.ts';
import { beginHistory } from './history.ts';
import { addDevice, addSds, removeDevice, removeSds, renameDevice, renameSds } from './nodes.ts';
import { registerDevices, slicesSettled } from './registration.ts';
import { adoptLayer, dropLayer, renew } from './renewal.ts';
import { isEmptyChange, type MdmState } from './state.ts';
import {
  addSdc,
  addVolume,
  growVolume,
  mapVolume,
  registerSdc,
  removeSdc,
  removeVolume,
  renameSdc,
  renameVolume,
  unmapVolume,
} from './volumes.ts';

export function decide(state: MdmState, command: Command): Decision {
  const draft = new Draft(state);
  try {
    const outcome = perform(draft, command);
    const changes = draft.changes();
    return { kind: 'changes', changes, outcome: { ...outcome, changed: !isEmptyChange(changes) } };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code, message: error.message };
    throw error;
  }
}

function perform(draft: Draft, command: Command): Outcome {
  switch (command.kind) {
    case 'initialise':
      return initialise(draft, command);
    case 'beginHistory':
      return beginHistory(draft, command);
    case 'renew':
      return renew(draft, command);
    case 'adoptLayer':
      return adoptLayer(draft, command);
    case 'dropLayer':
      return dropLayer(draft, command);
    case 'addProtectionDomain':
      return about(addProtectionDomain(draft, command));
    case 'addFaultSet':
      return about(addFaultSet(draft, command));
    case 'addPool':
      return about(addPool(draft, command));
    case 'addSds':
      return about(addSds(draft, command));
    case 'addDevice':
      return about(addDevice(draft, command));
    case 'addVolume':
      return about(addVolume(draft, command));
    case 'growVolume':
      growVolume(draft, command);
      return about(command.volumeId);
    case 'addSdc':
      return about(addSdc(draft, command));
    case 'rename':
      checkName(objectWords[command.object], command.name);
      rename(draft, command.object, command.id, command.name);
      return about(command.id);
    case 'remove':
      remove(draft, command.object, command.id);
      return about(command.id);
    case 'mapVolume':
      return mapVolume(draft, command);
    case 'unmapVolume':
      return unmapVolume(draft, command);
    case 'registerDevices':
      registerDevices(draft, command);
      return about(command.sdsId);
    case 'registerSdc':
      return registerSdc(draft, command);
    case 'slicesSettled':
      slicesSettled(draft, command);
      return about(command.sdsId);
    default:
      return unreachable(command);
  }
}

function about(id: number): Outcome {
  return { id, changed: true };
}

function initialise(draft: Draft, command: Extract<Command, { kind: 'initialise' }>): Outcome {
  if (draft.view.map.version !== 0) throw new Refusal('ALREADY_EXISTS', 'This store holds a cluster already.');
  checkName('system', command.name);
  const { name, clusterId, createdAtMs } = command;
  draft.put({ kind: 'system', body: { name, clusterId, createdAtMs, history: [], keptLayers: [] } });
  return about(0);
}

function rename(draft: Draft, object: ObjectKind, id: number, name: string): void {
  switch (object) {
    case 'protectionDomain':
    case 'faultSet':
    case 'pool':
      return renameGroup(draft, object, id, name);
    case 'sds':
      return renameSds(draft, id, name);
    case 'device':
      return renameDevice(draft, id, name);
    case 'volume':
      return renameVolume(draft, id, name);
    case 'sdc':
      return renameSdc(draft, id, name);
    default:
      return unreachable(object);
  }
}

function remove(draft: Draft, object: ObjectKind, id: number): void {
  switch (object) {
    case 'protectionDomain':
      return removeProtectionDomain(draft, id);
    case 'faultSet':
      return removeFaultSet(draft, id);
    case 'pool':
      return removePool(draft, id);
    case 'sds':
      return removeSds(draft, id);
    case 'device':
      return removeDevice(draft, id);
    case 'volume':
      return removeVolume(draft, id);
    case 'sdc':
      return removeSdc(draft, id);
    default:
      return unreachable(object);
  }
}
