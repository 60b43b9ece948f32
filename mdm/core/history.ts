/**
 * Which past a map version belongs to. A version alone does not tell a store that lost its last changes from one that
 * made others: so each start of an MDM begins a history with a random id, and the map says where each began.
 *
 *   history 7f…      history 21…          history 90… (after a renewal: the first that is kept)
 *   1 ── 2 ── … ── 40 │ 41 ── … ── 57      │ 1048635 ── …
 */

import type { SystemRecord } from '../../common/messages.ts';
import type { Command, Outcome } from './commands.ts';
import type { Draft } from './draft.ts';
import type { MapView } from './state.ts';

/** A node that was away for more starts of the MDM is believed to be old when its version is below all that are kept. */
const keptHistories = 64;

/** The newest map a data server has had. Version 0: none; history 0: it could not say. */
export interface SeenMap {
  readonly version: number;
  readonly history: number;
}

/** Of a start of the MDM, before anything else that it changes. */
export function beginHistory(draft: Draft, { historyId }: Extract<Command, { kind: 'beginHistory' }>): Outcome {
  const { system } = draft.view;
  const history = [...system.history, { id: historyId, fromVersion: draft.version }].slice(-keptHistories);
  draft.put({ kind: 'system', body: { ...system, history } });
  return { id: 0, changed: true };
}

/** The last history of a map; 0 before there is one. */
export function historyOf(system: SystemRecord | undefined): number {
  return system?.history.at(-1)?.id ?? 0;
}

/** False when the map that was seen is no earlier state of this one: this store has lost changes, or is another's. */
export function isOurPast(view: MapView, seen: SeenMap): boolean {
  const { version } = view.map;
  if (seen.version === 0) return true;
  const { history } = view.system;
  if (seen.history === 0) return seen.version <= version;
  const index = history.findIndex(({ id }) => id === seen.history);
  if (index < 0) return history[0] !== undefined && seen.version < history[0].fromVersion;
  const next = history[index + 1];
  return seen.version <= (next === undefined ? version : next.fromVersion - 1);
}

/** The highest version of what was seen; version 0 when nothing was. */
export function newestOf(seen: Iterable<SeenMap>): SeenMap {
  let newest: SeenMap = { version: 0, history: 0 };
  for (const map of seen) if (map.version > newest.version) newest = map;
  return newest;
}
