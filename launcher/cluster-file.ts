/** $SIO_HOME/run/cluster.json: what runs on this server and how to reach it, for people, scripts, scli and tests. */

import { formatListenAddress } from '../common/config/addresses.ts';
import type { Address, Disks } from '../common/host.ts';
import { formatId } from '../common/ids.ts';
import type { DaemonProcess } from './daemon-process.ts';
import type { Role } from './members.ts';

export interface DaemonEntry {
  readonly name: string;
  readonly role: Role;
  readonly pid: number;
  readonly address: string;
  readonly dataAddresses: readonly string[];
  readonly metricsAddress: string;
  readonly devices: readonly { readonly id: string; readonly path: string }[];
  readonly log: string;
}

export interface ClusterFile {
  readonly version: 1;
  readonly clusterId: string;
  readonly nbdUri: string;
  readonly mdm: string;
  readonly adminTokenFile: string;
  readonly daemons: readonly DaemonEntry[];
}

/** `nbd+unix:///demo?socket=/…/nbd.sock` or `nbd://host:port/demo`, percent-encoded. */
export function nbdUriOf(address: Address, exportName: string): string {
  const name = encodeURIComponent(exportName);
  if (address.kind === 'tcp') return `nbd://${formatListenAddress(address)}/${name}`;
  return `nbd+unix:///${name}?socket=${address.path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Undefined while the daemon's present process has not said where it is. */
export function entryOf(daemon: DaemonProcess, clusterId: string, logFolder: string): DaemonEntry | undefined {
  const { member, pid, report } = daemon;
  if (pid === undefined || report === undefined) return undefined;
  return {
    name: member.name,
    role: member.role,
    pid,
    address: report.address,
    dataAddresses: report.dataAddresses,
    metricsAddress: report.metricsAddress,
    devices: report.devices.map(({ id, path }) => ({ id: formatId(clusterId, id), path })),
    log: `${logFolder}/${member.name}.log`,
  };
}

/** Writes the newest content, one write at a time, and only when it differs. */
export class ClusterFileWriter {
  readonly #disks: Disks;
  readonly #path: string;
  #wanted: string | undefined;
  #written = '';
  #writing: Promise<void> | undefined;

  constructor(disks: Disks, path: string) {
    this.#disks = disks;
    this.#path = path;
  }

  /** Resolves when this content, or a newer one, is in place. */
  write(content: ClusterFile): Promise<void> {
    this.#wanted = `${JSON.stringify(content, undefined, 1)}\n`;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async remove(): Promise<void> {
    this.#wanted = undefined;
    await this.#writing;
    await this.#disks.remove(this.#path);
    this.#written = '';
  }

  async #writeAll(): Promise<void> {
    while (this.#wanted !== undefined && this.#wanted !== this.#written) {
      const content = this.#wanted;
      await this.#disks.replaceFile(this.#path, Buffer.from(content));
      this.#written = content;
    }
  }
}
