/** Checks that several commands share: names, sizes, bounds and references, each with a sentence that says what to do. */

import type { PoolRecord, ProtectionDomainRecord, SdcRecord, SdsRecord, VolumeRecord } from '../../common/messages.ts';
import { formatSize } from '../../common/units.ts';
import { longestNameLength } from './bounds.ts';
import { Refusal } from './draft.ts';
import type { MapView } from './state.ts';

/** Letters, digits, `.`, `_`, `-`; it begins with a letter or digit, so that no name looks like a flag. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export function isValidName(name: string): boolean {
  return name.length <= longestNameLength && namePattern.test(name);
}

/** `what`: "volume", "SDS" … */
export function checkName(what: string, name: string): void {
  if (isValidName(name)) return;
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  throw new Refusal(
    'INVALID',
    `"${shown}" cannot be the name of a ${what}: a name has 1 to ${longestNameLength} letters, digits, ".", "_" or "-", ` +
      'and begins with a letter or digit.',
  );
}

/** Refuses a name that another of `records` has. */
export function checkUnused(
  what: string,
  name: string,
  records: Iterable<{ readonly id: number; readonly name: string }>,
  ownId = 0,
): void {
  for (const record of records) {
    if (record.name === name && record.id !== ownId) {
      throw new Refusal('ALREADY_EXISTS', `There is a ${what} named ${name} already: choose another name.`);
    }
  }
}

export function checkBound(what: string, count: number, maximum: number, where: string): void {
  if (count < maximum) return;
  throw new Refusal('REFUSED', `${where} holds ${maximum} ${what} at most, and has that many: remove one first.`);
}

export function checkSize(what: string, bytes: number, minimum: number, maximum: number): void {
  if (Number.isSafeInteger(bytes) && bytes >= minimum && bytes <= maximum) return;
  throw new Refusal(
    'INVALID',
    `A ${what} of ${Number.isSafeInteger(bytes) ? formatSize(bytes) : bytes} is not possible: ` +
      `give a size from ${formatSize(minimum)} to ${formatSize(maximum)}.`,
  );
}

export function isPowerOfTwo(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && 2 ** Math.round(Math.log2(value)) === value;
}

export function requireDomain(view: MapView, id: number): ProtectionDomainRecord {
  return found(view.protectionDomain(id), 'protection domain', id);
}

export function requirePool(view: MapView, id: number): PoolRecord {
  return found(view.map.pool(id), 'storage pool', id);
}

export function requireSds(view: MapView, id: number): SdsRecord {
  return found(view.sds(id), 'SDS', id);
}

export function requireSdc(view: MapView, id: number): SdcRecord {
  return found(view.sdc(id), 'SDC', id);
}

export function requireVolume(view: MapView, id: number): VolumeRecord {
  return found(view.map.volume(id), 'volume', id);
}

export function found<T>(record: T | undefined, what: string, id: number): T {
  if (record !== undefined) return record;
  throw new Refusal('NOT_FOUND', `There is no ${what} with number ${id} (any more): query what there is, then repeat.`);
}

/** `sds1, sds2 and 3 more`: a list that stays within a line. */
export function listOf(names: readonly string[], most = 5): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
