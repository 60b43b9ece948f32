/** From the flags that select an object to its record: by id, name, ip or guid, with a sentence when none or several fit. */

import { ClusterError } from '../../common/errors.ts';
import { parseId } from '../../common/ids.ts';
import type {
  DeviceRecord,
  FaultSetRecord,
  PoolRecord,
  ProtectionDomainRecord,
  SdcRecord,
  SdsRecord,
  VolumeRecord,
} from '../../common/messages.ts';
import type { MetadataManager } from '../service.ts';
import type { Arguments } from './arguments.ts';

interface Named {
  readonly id: number;
  readonly name: string;
}

/** How a flag is compared: `--sds_ip` by every address that the SDS is known under. */
type Matcher<T> = readonly [flag: string, matches: (record: T, value: string) => boolean];

export class Resolver {
  readonly #manager: MetadataManager;
  readonly #args: Arguments;

  constructor(manager: MetadataManager, args: Arguments) {
    this.#manager = manager;
    this.#args = args;
  }

  /** Where there is only one it may be left out; the same goes for pools. */
  protectionDomain(): ProtectionDomainRecord {
    const records = [...this.#tables.protectionDomain.values()];
    return (
      this.#select('protection domain', records, this.#byName('protection_domain')) ??
      only('protection domain', records)
    );
  }

  pool(): PoolRecord {
    const records = this.#poolsInScope();
    return this.#select('storage pool', records, this.#byName('storage_pool')) ?? only('storage pool', records);
  }

  optionalPool(): PoolRecord | undefined {
    return this.#select('storage pool', this.#poolsInScope(), this.#byName('storage_pool'));
  }

  sds(): SdsRecord {
    const matchers = [
      ...this.#byName<SdsRecord>('sds'),
      ['sds_ip', (sds: SdsRecord, ip: string) => this.#addressesOf(sds).includes(ip)] as const,
    ];
    return required('SDS', 'sds', this.#select('SDS', [...this.#tables.sds.values()], matchers));
  }

  sdc(): SdcRecord {
    return required('SDC', 'sdc', this.optionalSdc());
  }

  optionalSdc(): SdcRecord | undefined {
    const matchers = [
      ...this.#byName<SdcRecord>('sdc'),
      ['sdc_guid', (sdc: SdcRecord, guid: string) => sdc.guid === guid] as const,
      ['sdc_ip', (sdc: SdcRecord, ip: string) => hostOf(sdc.address) === ip] as const,
    ];
    return this.#select('SDC', [...this.#tables.sdc.values()], matchers);
  }

  faultSet(): FaultSetRecord {
    return required('fault set', 'fault_set', this.optionalFaultSet());
  }

  optionalFaultSet(): FaultSetRecord | undefined {
    return this.#select('fault set', [...this.#tables.faultSet.values()], this.#byName('fault_set'));
  }

  device(): DeviceRecord {
    const all = [...this.#tables.device.values()];
    const scope = ['sds_id', 'sds_name', 'sds_ip'].some((flag) => this.#args.text(flag) !== undefined);
    const sdsId = scope ? this.sds().id : undefined;
    const records = sdsId === undefined ? all : all.filter((device) => device.sdsId === sdsId);
    const matchers = [
      ...this.#byName<DeviceRecord>('device'),
      ['device_path', (device: DeviceRecord, path: string) => device.path === path] as const,
    ];
    return required('device', 'device', this.#select('device', records, matchers));
  }

  volume(): VolumeRecord {
    const found = this.#select('volume', [...this.#tables.volume.values()], this.#byName('volume'));
    return required('volume', 'volume', found);
  }

  get #tables(): MetadataManager['view']['map']['tables'] {
    return this.#manager.view.map.tables;
  }

  #poolsInScope(): readonly PoolRecord[] {
    const isScoped = ['protection_domain_id', 'protection_domain_name'].some(
      (flag) => this.#args.text(flag) !== undefined,
    );
    if (!isScoped) return [...this.#tables.pool.values()];
    return this.#manager.view.poolsOfDomain(this.protectionDomain().id);
  }

  #byName<T extends Named>(prefix: string): readonly Matcher<T>[] {
    const { clusterId } = this.#manager.view.system;
    return [
      [`${prefix}_id`, (record, value) => parseId(clusterId, value) === record.id],
      [`${prefix}_name`, (record, value) => record.name === value],
    ];
  }

  /** undefined when no flag of the kind was given. Several flags must all fit. */
  #select<T extends Named>(what: string, records: readonly T[], matchers: readonly Matcher<T>[]): T | undefined {
    const given = matchers.flatMap(([flag, matches]) => {
      const value = this.#args.text(flag);
      return value === undefined ? [] : [{ flag, value, matches }];
    });
    if (given.length === 0) return undefined;
    const fitting = records.filter((record) => given.every(({ value, matches }) => matches(record, value)));
    const [first, ...others] = fitting;
    const asked = given.map(({ flag, value }) => `--${flag} ${value}`).join(' ');
    if (first === undefined)
      throw new ClusterError('NOT_FOUND', `There is no ${what} with ${asked}. ${known(what, records)}`);
    if (others.length > 0) {
      throw new ClusterError(
        'INVALID',
        `${asked} fits ${fitting.length} objects of kind ${what}: select it by its id.`,
      );
    }
    return first;
  }

  #addressesOf(sds: SdsRecord): readonly string[] {
    const { connection } = this.#manager.membership.member(sds.id);
    const devices = this.#manager.view.devicesOfSds(sds.id).map((device) => device.dataHost);
    return connection === undefined ? devices : [...devices, hostOf(connection.remote)];
  }
}

function only<T extends Named>(what: string, records: readonly T[]): T {
  const [first, ...others] = records;
  if (first === undefined) throw new ClusterError('NOT_FOUND', `There is no ${what} yet: add one first.`);
  if (others.length === 0) return first;
  const flag = what.replaceAll(' ', '_');
  throw new ClusterError('INVALID', `Which ${what}? Give --${flag}_name or --${flag}_id. ${known(what, records)}`);
}

function required<T>(what: string, flag: string, record: T | undefined): T {
  if (record !== undefined) return record;
  throw new ClusterError('INVALID', `Which ${what}? Give --${flag}_name or --${flag}_id.`);
}

const mostShown = 10;

function known(what: string, records: readonly Named[]): string {
  if (records.length === 0) return `There is no ${what} at all.`;
  const names = records.slice(0, mostShown).map((record) => record.name);
  const rest = records.length > mostShown ? ` and ${records.length - mostShown} more` : '';
  return `There is: ${names.join(', ')}${rest}.`;
}

/** `10.0.0.1:7000` and `[::1]:7000` without the port; a bare address as it is. */
export function hostOf(address: string): string {
  const match = /^\[(.+)\]:\d+$|^([^:]+):\d+$/.exec(address);
  return match?.[1] ?? match?.[2] ?? address;
}
