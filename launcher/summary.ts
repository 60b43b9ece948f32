/** What the launcher tells the person who started it, once everything runs. */

import type { Cluster } from './cluster.ts';

const docs = 'docs/operations.md';

export function summaryOf(cluster: Cluster, uri: string, home: string, tookMs: number): string {
  const rows = cluster.daemons.map(({ member, pid, report }) => {
    const data =
      report === undefined || report.dataAddresses.length === 0 ? '' : `  data ${report.dataAddresses.join(' ')}`;
    const metrics = report === undefined ? '' : `  http://${report.metricsAddress}/metrics`;
    return `  ${member.name.padEnd(8)} ${member.role.padEnd(4)} pid ${String(pid ?? '?').padEnd(8)}${metrics}${data}`;
  });
  const lines = [`sio runs in ${home} (started in ${(tookMs / 1_000).toFixed(1)} s)`, ...rows, ''];
  if (uri.startsWith('nbd')) {
    lines.push(
      'Try next, in another terminal:',
      `  nbdinfo '${uri}'`,
      `  qemu-img info '${uri}'`,
      `  fio --name=try --ioengine=nbd --uri='${uri}' --rw=randwrite --bs=4k --iodepth=32 --time_based --runtime=5`,
      '  npm run --silent scli -- --query_all',
    );
  }
  lines.push(`Logs: ${home}/log    Stop: Ctrl-C    More: README.md, ${docs}`, '');
  return lines.join('\n');
}
