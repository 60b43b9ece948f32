/** Versions of a chunk or slice: (generation, sequence). Equality is what decides; order only finds a tail. */

export interface Version {
  readonly generation: number;
  readonly sequence: number;
}

/** What a chunk or slice has before its first write. */
export const noVersion: Version = { generation: 0, sequence: 0 };

export function sameVersion(a: Version, b: Version): boolean {
  return a.generation === b.generation && a.sequence === b.sequence;
}

/** Negative, zero or positive, as `a` is before, at or after `b` in the history of one slice. */
export function compareVersions(a: Version, b: Version): number {
  return a.generation - b.generation || a.sequence - b.sequence;
}
