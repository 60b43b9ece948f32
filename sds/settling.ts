/**
 * Makes the replicas of a slice equal before it serves: after each new generation, and after a link to a mirror broke.
 * The steps are docs/protocol.md's "Settling"; many slices go through them together.
 */

import type { DataLink } from '../common/data-link.ts';
import { ClusterError, codeOf, messageOf } from '../common/errors.ts';
import type { ChunkVersion, PeerMessage, SliceVersion } from '../common/messages.ts';
import type { Slab } from '../common/slab.ts';
import { blocksPerChunk } from '../common/units.ts';
import { applyCopy, chunkKey, decodeUpdate, dropChunk, listChunks, sendContent } from './copying.ts';
import { isSuspect } from './core/slice-table.ts';
import { compareVersions, noVersion, sameVersion, type Version } from './core/version.ts';
import type { Engine } from './engine.ts';
import { copyFlags, copyUpdate, type MirrorLink } from './mirror-link.ts';
import type { SliceState } from './slice-state.ts';
import type { WriteOperation } from './write-operation.ts';

/** Slices that go through the steps together: their versions fit into one frame. */
export const slicesPerRound = 8192;
/** Copies of chunks under way to one mirror. */
const chunksUnderWay = 8;
/** After a round that came to nothing for another reason than a missing link. */
const retryMs = 50;
/** After rounds that were interrupted one after the other: what fails again and again must keep no device busy. */
const longestRetryMs = 2000;

type Lists = Map<number, Map<string, ChunkVersion>>;

interface Candidate {
  readonly state: SliceState;
  readonly generation: number;
  readonly mirrors: readonly MirrorLink[];
  /** The highest that a replica has; a suspect replica's counts as none. */
  version: Version;
  /** A replica is suspect: chunks are compared though the versions be equal. */
  forced: boolean;
}

export class Settling {
  readonly #engine: Engine;
  readonly #wanted = new Set<SliceState>();
  #running = false;
  #scheduled = false;
  /** Rounds in a row that were interrupted, and when the next one may begin. */
  #interrupted = 0;
  #notBeforeMs = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The slice must be made equal before it serves. */
  want(state: SliceState): void {
    state.settled = false;
    this.#wanted.add(state);
    this.#schedule();
  }

  linkOpened(): void {
    this.#start();
  }

  /** Slices with that mirror serve no longer, and their unfinished writes wait for the next settling. */
  linkLost(deviceId: number, operations: readonly WriteOperation[]): void {
    for (const operation of operations) operation.slice.orphans.push(operation);
    for (const state of this.#engine.slices.values()) {
      if (state.isPrimary && state.entry.replicas.includes(deviceId)) this.want(state);
    }
  }

  /** A COPY frame of a chunk that this primary has asked a mirror for. */
  copyReceived(link: DataLink, slab: Slab, at: number, end: number): void {
    try {
      const update = decodeUpdate(slab.bytes, slab.view, at, end);
      const state = this.#engine.slices.get(update.slice);
      if (state === undefined || state.settled || state.generation !== update.fence) {
        throw new ClusterError('STALE_MAP', `a copy for slice ${update.slice} came that nobody asked for`);
      }
      applyCopy(this.#engine, update, slab.view, at, slab);
    } catch (error) {
      // A failing disk may have left a record half appended: the engine ends.
      if (!(error instanceof ClusterError) || error.code === 'DISK_FAILED' || error.code === 'DISK_FULL') throw error;
      link.close(messageOf(error));
    }
  }

  /** Slices that are wanted in one turn go through the steps together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#engine.host.clock.afterTurn(() => {
      this.#scheduled = false;
      this.#start();
    });
  }

  #start(): void {
    if (this.#running || this.#wanted.size === 0 || this.#engine.isClosed) return;
    if (this.#engine.host.clock.nowMs() < this.#notBeforeMs) return;
    this.#running = true;
    this.#round().then(
      (again) => {
        this.#running = false;
        if (again) this.#engine.host.clock.after(retryMs, () => this.#start());
      },
      (error: Error) => {
        this.#running = false;
        if (this.#engine.isClosed) return;
        const code = codeOf(error);
        // Writes that waited are performed at the end of a round: what a failing disk leaves of one is no more to be trusted.
        if (code === undefined || code === 'DISK_FAILED' || code === 'DISK_FULL' || code === 'DAMAGED')
          return this.#engine.fail(error);
        this.#engine.host.log.write('info', 'settling-interrupted', { reason: messageOf(error) });
        this.#pause();
      },
    );
  }

  /** The first time a link that opens may go on at once; then the pauses grow. */
  #pause(): void {
    const { clock } = this.#engine.host;
    const pauseMs = Math.min(longestRetryMs, retryMs * 2 ** Math.min(this.#interrupted, 10));
    if (this.#interrupted > 0) this.#notBeforeMs = clock.nowMs() + pauseMs;
    this.#interrupted++;
    clock.after(pauseMs, () => this.#start());
  }

  /** One pass over what is wanted and reachable; true when something reachable is left over. */
  async #round(): Promise<boolean> {
    const candidates = this.#candidates();
    if (candidates.length === 0) return false;
    const reachable = candidates.length;
    await this.#stable();
    const versions = await this.#versions(candidates);
    const current = candidates.filter((candidate) =>
      candidate.mirrors.every((mirror) => versions.get(mirror)?.get(candidate.state.slice) !== undefined),
    );
    const isEqual = (candidate: Candidate): boolean =>
      candidate.mirrors.every((mirror) => sameVersion(versionOf(versions, mirror, candidate), candidate.version));
    const different = current.filter((candidate) => candidate.forced || !isEqual(candidate));
    if (different.length > 0) await this.#makeEqual(different, versions);
    await this.#settle(current);
    this.#interrupted = 0;
    return current.length < reachable || this.#candidates().length > 0;
  }

  /** Wanted slices whose mirrors can all be reached; links to the others are being made. */
  #candidates(): Candidate[] {
    const { mirrors, store, deviceId, isNamed } = this.#engine;
    const candidates: Candidate[] = [];
    for (const state of this.#wanted) {
      if (!state.isPrimary || !isNamed || this.#engine.slices.get(state.slice) !== state) {
        this.#wanted.delete(state);
        continue;
      }
      const links = state.entry.replicas.filter((id) => id !== deviceId).map((id) => mirrors.get(id));
      const open = links.filter((link) => link !== undefined);
      if (open.length < links.length || candidates.length >= slicesPerRound) continue;
      const row = store.slices.row(state.slice);
      const version = { generation: row.versionGeneration, sequence: row.versionSequence };
      const forced = isSuspect(row);
      candidates.push({ state, generation: state.generation, mirrors: open, version, forced });
    }
    return candidates;
  }

  /**
   * The versions that each mirror has, by slice; slices that a mirror knows at another generation are left out. A suspect
   * replica's version (its own too) counts as none, unless all are suspect.
   */
  async #versions(candidates: readonly Candidate[]): Promise<Map<MirrorLink, Map<number, Version>>> {
    const versions = new Map<MirrorLink, Map<number, Version>>();
    const suspects = new Map<number, MirrorLink[]>();
    await Promise.all(
      [...byMirror(candidates)].map(async ([mirror, own]) => {
        const slices = own.map(({ state, generation }) => ({ slice: state.slice, generation }));
        const [answer] = await mirror.ask({ kind: 'settleQuery', body: { slices } });
        const known = new Map<number, Version>();
        for (const entry of expect(answer, 'settleState').slices) {
          if (entry.refused !== 0) continue;
          if (!Number.isSafeInteger(entry.versionSequence) || entry.versionSequence < 0)
            throw new ClusterError('INVALID', `device ${mirror.deviceId} has ${entry.versionSequence} for a version`);
          known.set(entry.slice, { generation: entry.versionGeneration, sequence: entry.versionSequence });
          if (entry.suspect) suspects.set(entry.slice, [...(suspects.get(entry.slice) ?? []), mirror]);
        }
        versions.set(mirror, known);
      }),
    );
    for (const candidate of candidates) {
      const suspect = suspects.get(candidate.state.slice) ?? [];
      const isTrusted = !candidate.forced || suspect.length < candidate.mirrors.length;
      if (isTrusted && candidate.forced) candidate.version = noVersion;
      if (isTrusted) for (const mirror of suspect) versions.get(mirror)?.set(candidate.state.slice, noVersion);
      if (suspect.length > 0) candidate.forced = true;
    }
    return versions;
  }

  /** Copies what differs, from the replica with the highest version to the others. */
  async #makeEqual(different: readonly Candidate[], versions: Map<MirrorLink, Map<number, Version>>): Promise<void> {
    const slices = new Set(different.map(({ state }) => state.slice));
    const own = await listChunks(this.#engine, slices);
    const lists = new Map<MirrorLink, Lists>();
    await Promise.all(
      [...byMirror(different)].map(async ([mirror, candidates]) =>
        lists.set(mirror, await this.#list(mirror, candidates)),
      ),
    );
    for (const candidate of different) {
      const { state, mirrors } = candidate;
      let source: MirrorLink | undefined;
      for (const mirror of mirrors) {
        const version = versionOf(versions, mirror, candidate);
        if (compareVersions(version, candidate.version) > 0) {
          source = mirror;
          candidate.version = version;
        }
      }
      const chunks = own.get(state.slice) ?? new Map<string, ChunkVersion>();
      if (source !== undefined)
        await this.#pull(candidate, source, chunks, lists.get(source)?.get(state.slice) ?? new Map());
      for (const mirror of mirrors) {
        if (!candidate.forced && sameVersion(versionOf(versions, mirror, candidate), candidate.version)) continue;
        await this.#push(candidate, mirror, chunks, lists.get(mirror)?.get(state.slice) ?? new Map());
      }
    }
    this.#engine.host.log.write('info', 'slices-made-equal', { slices: different.length });
  }

  async #list(mirror: MirrorLink, candidates: readonly Candidate[]): Promise<Lists> {
    const slices = candidates.map(({ state, generation }) => ({ slice: state.slice, generation }));
    const parts = await mirror.ask({ kind: 'chunkListQuery', body: { slices } });
    const lists: Lists = new Map();
    for (const part of parts) {
      for (const { slice, chunks } of expect(part, 'chunkList').slices) {
        lists.set(slice, new Map(chunks.map((chunk) => [chunkKey(chunk), chunk])));
      }
    }
    return lists;
  }

  /** Makes this replica equal to `source`; `own` becomes the source's list. */
  async #pull(
    candidate: Candidate,
    source: MirrorLink,
    own: Map<string, ChunkVersion>,
    theirs: Map<string, ChunkVersion>,
  ): Promise<void> {
    const { state, generation } = candidate;
    for (const [key, chunk] of theirs) {
      if (sameChunk(own.get(key), chunk)) continue;
      await this.#engine.roomFor(blocksPerChunk);
      this.#check(candidate);
      const { layerId, chunkIndex } = chunk;
      await source.ask({ kind: 'chunkFetch', body: { slice: state.slice, generation, layerId, chunkIndex } });
      own.set(key, chunk);
    }
    for (const [key, chunk] of own) {
      if (theirs.has(key)) continue;
      await this.#engine.roomFor(blocksPerChunk);
      const kept = this.#engine.store.find(chunk.layerId, chunk.chunkIndex);
      if (kept !== undefined) dropChunk(this.#engine, kept);
      own.delete(key);
    }
    this.#engine.store.commit();
  }

  /** Makes a mirror equal to this replica. */
  async #push(
    candidate: Candidate,
    mirror: MirrorLink,
    own: Map<string, ChunkVersion>,
    theirs: Map<string, ChunkVersion>,
  ): Promise<void> {
    const { generation, state } = candidate;
    const underWay: Promise<void>[] = [];
    for (const [key, version] of own) {
      if (sameChunk(version, theirs.get(key))) continue;
      if (underWay.length >= chunksUnderWay) await underWay.shift();
      this.#check(candidate);
      const chunk = this.#engine.store.find(version.layerId, version.chunkIndex);
      if (chunk === undefined) continue;
      if (chunk.unclean)
        throw new ClusterError(
          'DAMAGED',
          `slice ${state.slice} of device ${this.#engine.options.path} has a half-copied chunk although it is the newest replica`,
        );
      sendContent(this.#engine, mirror.link, chunk, generation);
      const end = { flags: copyFlags.end, generation: chunk.versionGeneration, sequence: chunk.versionSequence };
      underWay.push(mirror.endCopy(copyUpdate(chunk, generation, end)));
    }
    for (const [key, { layerId, chunkIndex }] of theirs) {
      if (own.has(key)) continue;
      this.#check(candidate);
      const update = copyUpdate({ slice: state.slice, layerId, chunkIndex }, generation, {
        flags: copyFlags.begin | copyFlags.end,
      });
      underWay.push(mirror.endCopy(update));
    }
    await Promise.all(underWay);
    this.#check(candidate);
  }

  /** All replicas are equal: each records it and makes it stable; then the slices serve. */
  async #settle(candidates: readonly Candidate[]): Promise<void> {
    const { store } = this.#engine;
    const valid = candidates.filter((candidate) => this.#isCurrent(candidate));
    if (valid.length === 0) return;
    for (const { state, generation, version } of valid)
      store.appendSlice(state.slice, generation, version.generation, version.sequence);
    store.commit();
    await Promise.all([
      this.#stable(),
      ...[...byMirror(valid)].map(async ([mirror, own]) => {
        const slices: SliceVersion[] = own.map(({ state, generation, version }) => ({
          slice: state.slice,
          generation,
          versionGeneration: version.generation,
          versionSequence: version.sequence,
          refused: 0,
          suspect: false,
        }));
        await mirror.ask({ kind: 'settle', body: { slices } });
      }),
    ]);
    const served = valid.filter((candidate) => this.#isCurrent(candidate));
    for (const { state, mirrors } of served) {
      state.mirrors = mirrors;
      this.#serve(state);
    }
    if (served.length === 0) return;
    this.#engine.options.onSettled(
      served.map(({ state }) => state.slice),
      served.map(({ generation }) => generation),
    );
    this.#engine.host.log.write('info', 'slices-settled', { slices: served.length, waiting: this.#wanted.size });
  }

  #serve(state: SliceState): void {
    state.settled = true;
    this.#wanted.delete(state);
    for (const operation of state.orphans.splice(0)) {
      operation.mirrorsLeft--;
      if (operation.isFinished) this.#engine.clients.finish(operation);
    }
    this.#engine.clients.unpark(state);
  }

  #isCurrent({ state, generation, mirrors }: Candidate): boolean {
    return (
      this.#engine.slices.get(state.slice) === state &&
      state.isPrimary &&
      this.#engine.isNamed &&
      state.generation === generation &&
      mirrors.every((mirror) => mirror.isOpen && this.#engine.mirrors.open(mirror.deviceId) === mirror)
    );
  }

  #check(candidate: Candidate): void {
    if (!this.#isCurrent(candidate))
      throw new ClusterError('STALE_MAP', `slice ${candidate.state.slice} changed while it was made equal`);
  }

  #stable(): Promise<void> {
    this.#engine.store.commit();
    return new Promise((resolve) => this.#engine.store.journal.whenStable(resolve));
  }
}

function versionOf(versions: Map<MirrorLink, Map<number, Version>>, mirror: MirrorLink, candidate: Candidate): Version {
  return versions.get(mirror)?.get(candidate.state.slice) ?? { generation: 0, sequence: 0 };
}

function sameChunk(a: ChunkVersion | undefined, b: ChunkVersion | undefined): boolean {
  if (a === undefined || b === undefined || a.unclean || b.unclean) return false;
  return a.versionGeneration === b.versionGeneration && a.versionSequence === b.versionSequence;
}

function byMirror(candidates: readonly Candidate[]): Map<MirrorLink, Candidate[]> {
  const groups = new Map<MirrorLink, Candidate[]>();
  for (const candidate of candidates) {
    for (const mirror of candidate.mirrors) {
      const group = groups.get(mirror) ?? [];
      group.push(candidate);
      groups.set(mirror, group);
    }
  }
  return groups;
}

type Body<K extends PeerMessage['kind']> = Extract<PeerMessage, { kind: K }>['body'];

/** The body of an answer, which must be of that kind. */
function expect<K extends PeerMessage['kind']>(message: PeerMessage | undefined, kind: K): Body<K> {
  if (message?.kind !== kind)
    throw new ClusterError('INVALID', `a mirror answered ${message?.kind ?? 'nothing'} instead of ${kind}`);
  const { body }: { readonly body: unknown } = message;
  return body as Body<K>;
}
