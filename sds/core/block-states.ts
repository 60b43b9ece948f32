/** What a layer knows of a block, and how a read falls through the layers of a vtree. */

/** Two bits on disk, a byte in memory. */
export const blockState = {
  /** Not written in this layer: ask the parent; without one it reads as zeros. */
  INHERIT: 0,
  /** Zeros, whatever the parent has. */
  ZERO: 1,
  DATA: 2,
} as const;

/** Packs one state a byte into two bits a block, lowest bits first. */
export function packStates(states: Uint8Array, into: Uint8Array): void {
  for (let block = 0; block < states.length; block += 4) {
    into[block / 4] =
      (states[block] ?? 0) |
      ((states[block + 1] ?? 0) << 2) |
      ((states[block + 2] ?? 0) << 4) |
      ((states[block + 3] ?? 0) << 6);
  }
}

export function unpackStates(packed: Uint8Array, into: Uint8Array): void {
  for (let block = 0; block < into.length; block++) into[block] = ((packed[block >> 2] ?? 0) >> ((block & 3) * 2)) & 3;
}

/**
 * Which layer's bytes a block has: the index in `layers` (writable layer first, then its ancestors) of the first that
 * has data, or -1 when it reads as zeros. `stateIn` gives the state of the block in one layer.
 */
export function resolveLayer(layerCount: number, stateIn: (layer: number) => number): number {
  for (let layer = 0; layer < layerCount; layer++) {
    const state = stateIn(layer);
    if (state === blockState.DATA) return layer;
    if (state === blockState.ZERO) return -1;
  }
  return -1;
}
