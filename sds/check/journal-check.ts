/** Reads a device's journal for a check: every record of it, and what a start would do with them. */

import { codeOf, messageOf } from '../../common/errors.ts';
import type { DiskFile } from '../../common/host.ts';
import { blocksPerChunk } from '../../common/units.ts';
import {
  decodeJournalHeader,
  type JournalHeader,
  journalHeaderBytes,
  recordFlag,
  recordKind,
} from '../core/journal-format.ts';
import type { DeviceParts } from '../media.ts';
import { batchesBeyond, type RecoveredRecord, recoverJournal } from '../recovery.ts';
import type { Findings } from './findings.ts';

export interface JournalContent {
  readonly records: readonly RecoveredRecord[];
  /** Per chunk (`LAYER/CHUNK`): 1 for each block that a record has written, whose place in the data may be half-way. */
  readonly covered: ReadonlyMap<string, Uint8Array>;
}

export function chunkKey(layerId: number, chunkIndex: number): string {
  return `${layerId}/${chunkIndex}`;
}

/** The header that counts; undefined, with a finding, when there is none. */
export function checkJournalHeaders(journal: DiskFile, findings: Findings): JournalHeader | undefined {
  let best: JournalHeader | undefined;
  const damaged: number[] = [];
  for (const place of [0, 1]) {
    const bytes = Buffer.alloc(journalHeaderBytes);
    journal.readSync(bytes, place * journalHeaderBytes);
    const header = decodeJournalHeader(bytes);
    if (header === undefined) {
      if (bytes.some((byte) => byte !== 0)) damaged.push(place);
    } else if (best === undefined || header.serial > best.serial) best = header;
  }
  for (const place of damaged) {
    const offset = place * journalHeaderBytes;
    const rest = best === undefined ? '' : '; the other place counts, and the next checkpoint writes this one anew';
    findings.add({
      kind: 'journal',
      file: journal.path,
      offset,
      text: `the journal's header at byte ${offset} of ${journal.path} does not match its checksum${rest}`,
    });
  }
  if (best === undefined && damaged.length === 0) {
    findings.add({
      kind: 'journal',
      file: journal.path,
      offset: 0,
      text: `${journal.path} has no header: it was never written`,
    });
  }
  return best;
}

export function checkJournal(
  { journal, data }: DeviceParts,
  ringBytes: number,
  tail: number,
  findings: Findings,
): JournalContent {
  try {
    const { records, end, incarnation } = recoverJournal(journal, data, ringBytes, tail);
    for (const batch of batchesBeyond(journal, ringBytes, end, tail)) {
      if (batch.incarnation !== incarnation) continue;
      findings.add({
        kind: 'journal',
        file: journal.path,
        text:
          `the journal ${journal.path} can be read up to position ${end}, but its last writer has a whole batch at ` +
          `${batch.position}: between them something is damaged (a power failure may leave this too, of what was not flushed)`,
      });
      break;
    }
    return { records, covered: coverageOf(records) };
  } catch (error) {
    if (codeOf(error) !== 'DAMAGED') throw error;
    findings.add({ kind: 'journal', file: journal.path, text: messageOf(error) });
    return { records: [], covered: new Map() };
  }
}

function coverageOf(records: readonly RecoveredRecord[]): Map<string, Uint8Array> {
  const covered = new Map<string, Uint8Array>();
  for (const { record } of records) {
    if (record.kind === recordKind.SLICE) continue;
    const key = chunkKey(record.layerId, record.chunkIndex);
    const blocks = covered.get(key) ?? new Uint8Array(blocksPerChunk);
    covered.set(key, blocks);
    if ((record.flags & recordFlag.DROP) !== 0) blocks.fill(1);
    blocks.fill(1, record.firstBlock, record.firstBlock + record.blockCount);
  }
  return covered;
}
