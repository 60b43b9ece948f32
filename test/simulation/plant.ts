/** What a deliberate bug is made of, and the ways to put one in from outside. */

import type { ClusterSeams } from './cluster.ts';

export interface Plant {
  /** The bug, in a sentence. */
  readonly what: string;
  /** Knobs with which few seeds are enough to meet it; without them the seeds do as they are. */
  readonly likely?: unknown;
  /** Puts it into the code; the result takes it out again. */
  install(): () => void;
  /** For one run: what differs from run to run is remembered here. */
  seams?(): ClusterSeams;
}

export const nothing = (): void => undefined;

/** Takes out several changes, the last one first. */
export function undoAll(steps: readonly (() => void)[]): () => void {
  return () => {
    for (const step of steps.toReversed()) step();
  };
}

/** Puts another function in the place of a method; the result puts the old one back. */
export function replaceMethod<T extends object, K extends keyof T>(
  target: T,
  name: K,
  make: (original: T[K]) => T[K],
): () => void {
  const original = target[name];
  target[name] = make(original);
  return () => {
    target[name] = original;
  };
}
