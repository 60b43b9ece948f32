/** Object ids: one cluster-wide counter inside, 16 hex digits outside (as ScaleIO prints them). */

/** `6ad9c1e400000007`: the first eight digits of the cluster's id, then the object's number. */
export function formatId(clusterId: string, objectId: number): string {
  return clusterId.slice(0, 8) + objectId.toString(16).padStart(8, '0');
}

/** The object's number, or undefined when the text is no id of this cluster. */
export function parseId(clusterId: string, text: string): number | undefined {
  if (!/^[0-9a-f]{16}$/i.test(text) || text.slice(0, 8).toLowerCase() !== clusterId.slice(0, 8)) return undefined;
  return Number.parseInt(text.slice(8), 16);
}

/** A random number in [1, 2^48): an incarnation. */
export function newIncarnation(random: { bytes(into: Uint8Array): Uint8Array }): number {
  const bytes = random.bytes(new Uint8Array(6));
  return bytes.reduce((value, byte) => value * 256 + byte, 0) || 1;
}
