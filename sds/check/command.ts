/** The command line of `sio-sds --check DEVICE`: options, what is printed, exit codes. */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClusterError, messageOf } from '../../common/errors.ts';
import type { Disks } from '../../common/host.ts';
import { exitCode, exitCodeOf } from '../../common/host-node/exit-codes.ts';
import { findHome } from '../../common/host-node/home.ts';
import { createNodeHost } from '../../common/host-node/index.ts';
import { createNodeLog } from '../../common/host-node/log.ts';
import { openStoreCopy } from '../../common/host-node/store-copy.ts';
import { formatSize } from '../../common/units.ts';
import { directoryPathOf } from '../device-disk.ts';
import { type CheckResult, checkDevice } from './check-device.ts';

/** Between two lines about the progress. */
const progressMs = 1_000;

export const checkHelp = `Or: --check DEVICE [--home DIR] [--output table|json]: verifies all of a device that no sio-sds uses, changes nothing
  DEVICE         its path: a directory or a raw disk (the directory of a raw disk is looked for below SIO_HOME/state)
  Exit codes then: 0 clean, 1 damage was found (or the check failed), 2 usage, 4 refused (in use, newer, foreign)
`;

export function isCheck(words: readonly string[]): boolean {
  return words.some((word) => word === '--check' || word.startsWith('--check='));
}

/** Resolves with the exit code. */
export async function runCheck(words: readonly string[]): Promise<number> {
  try {
    const { device, home, isJson } = optionsOf(words);
    const host = createNodeHost({ log: createNodeLog({ level: 'error' }) });
    let saidMs = host.clock.nowMs();
    const result = await checkDevice({
      host,
      path: device,
      openStoreCopy,
      storePathOf: (deviceId) => findDirectory(host.disks, findHome(home).state, deviceId),
      found: ({ text }) => {
        if (!isJson) process.stdout.write(`${text}\n`);
      },
      progress: (chunks, ofChunks, leftMs) => {
        const nowMs = host.clock.nowMs();
        if (nowMs - saidMs < progressMs) return;
        saidMs = nowMs;
        const rest = ofChunks === 0 ? '' : ` of ${ofChunks}, ${Math.ceil(leftMs / 1000)} s left`;
        process.stderr.write(`checked ${chunks}${rest} chunks\n`);
      },
    });
    process.stdout.write(isJson ? jsonOf(result) : summaryOf(result));
    return result.findingCount === 0 ? exitCode.stopped : exitCode.failed;
  } catch (error) {
    process.stderr.write(`sio-sds --check: ${messageOf(error)}\n`);
    return exitCodeOf(error);
  }
}

function optionsOf(words: readonly string[]): { device: string; home: string | undefined; isJson: boolean } {
  let values: { check?: string; home?: string; output?: string };
  try {
    const options = { check: { type: 'string' }, home: { type: 'string' }, output: { type: 'string' } } as const;
    values = parseArgs({ args: [...words], options }).values;
  } catch (cause) {
    throw new ClusterError('INVALID', `${messageOf(cause)}\n${checkHelp}`);
  }
  const { check, home, output = 'table' } = values;
  if (check === undefined || check === '') throw new ClusterError('INVALID', `--check needs a device.\n${checkHelp}`);
  if (output !== 'table' && output !== 'json')
    throw new ClusterError('INVALID', `--output is table or json, not ${output}.`);
  return { device: check, home, isJson: output === 'json' };
}

/** Of a raw disk: in the folder of the SDS that had it. Where there is none, the path that is named as missing. */
async function findDirectory(disks: Disks, state: string, deviceId: number): Promise<string> {
  for (const name of (await disks.list(state)) ?? []) {
    const path = directoryPathOf(join(state, name), deviceId);
    if ((await disks.kindOf(path)) === 'directory') return path;
  }
  return directoryPathOf(join(state, '*'), deviceId);
}

function jsonOf(result: CheckResult): string {
  return `${JSON.stringify({ version: 1, clean: result.findingCount === 0, ...result })}\n`;
}

function summaryOf({ path, clusterId, deviceId, capacityBytes, checked, findingCount, findings }: CheckResult): string {
  const { chunks, extents, blocks, journalRecords } = checked;
  const more = findingCount - findings.length;
  const lines = [
    ...(more > 0 ? [`… and ${more} more`] : []),
    `device ${path}${clusterId === '' ? '' : `: number ${deviceId} of cluster ${clusterId}, ${formatSize(capacityBytes)}`}`,
    `  ${chunks} chunks, ${extents} extents, ${blocks} blocks, ${journalRecords} journal records checked`,
    findingCount === 0
      ? '  clean'
      : `  ${findingCount} findings: let its replicas serve; docs/operations.md says what to do`,
  ];
  return `${lines.join('\n')}\n`;
}
