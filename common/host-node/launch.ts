/** What a daemon tells the launcher that started it, over Node's IPC channel. Its end means that the launcher is gone. */

import type { ErrorCode } from '../errors.ts';

export interface DeviceReport {
  /** The object's number in the cluster. */
  readonly id: number;
  readonly path: string;
}

/** The state of a running daemon; sent when it changes. */
export interface DaemonReport {
  /** Where others reach it: the MDM's port, an SDC's NBD address. */
  readonly address: string;
  readonly metricsAddress: string;
  /** Of an SDS: the port of each engine. */
  readonly dataAddresses: readonly string[];
  readonly devices: readonly DeviceReport[];
  /** Of an SDC: the volumes that it serves. */
  readonly exports: readonly string[];
  /** What keeps it from serving, one sentence each. */
  readonly missing: readonly string[];
}

export type LaunchMessage =
  | { readonly kind: 'report'; readonly report: DaemonReport }
  /** It cannot start; it ends after this. */
  | { readonly kind: 'failed'; readonly code: ErrorCode | undefined; readonly message: string };

/** Set by the launcher for daemons that it starts: `HOST:PORT` of the MDM where the cluster file has port 0. */
export const mdmAddressVariable = 'SIO_MDM_ADDRESS';
/** Set by the launcher for the MDM: the port to take where the cluster file has port 0. */
export const mdmPortVariable = 'SIO_MDM_PORT';

/** True in a process that the launcher has started. */
export function isLaunched(): boolean {
  return process.send !== undefined;
}

/** Nothing to tell and nobody to hear is no failure: the daemon then runs by itself. */
export function tellLauncher(message: LaunchMessage): void {
  if (process.send === undefined || !process.connected) return;
  // A launcher that has died is noticed by `disconnect`; what could not be sent has nobody to miss it.
  process.send(message, undefined, undefined, () => undefined);
}
