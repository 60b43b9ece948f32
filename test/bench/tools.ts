/** The programs that a run needs, and where Debian has them. */

import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Options } from './options.ts';

interface Tool {
  readonly package: string;
  readonly isThere: () => boolean;
}

function program(name: string, from: string = name): Tool {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return { package: from, isThere: () => folders.some((folder) => existsSync(join(folder, name))) };
}

const cephTools: readonly Tool[] = [
  program('ceph-mon'),
  program('ceph-osd'),
  program('ceph', 'ceph-common'),
  program('rbd', 'ceph-common'),
  program('monmaptool', 'ceph-common'),
  program('qemu-nbd', 'qemu-utils'),
  { package: 'qemu-block-extra', isThere: () => globSync('/usr/lib/{*/,}qemu/block-rbd.so').length > 0 },
];

/** The packages that are missing, each once. */
export function missingPackages({ peers, against }: Options): string[] {
  const tools = [program('fio')];
  if (peers.some((peer) => peer.startsWith('nbdkit'))) tools.push(program('nbdkit'));
  if (peers.includes('ceph')) tools.push(...cephTools);
  if (against !== undefined) tools.push(program('git'));
  return [...new Set(tools.filter((tool) => !tool.isThere()).map((tool) => tool.package))];
}
