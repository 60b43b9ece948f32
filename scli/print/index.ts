/** Chooses the layout of an answer by its command. The answers' types are the MDM's promise for each command. */

import type {
  AllAnswer,
  ClusterAnswer,
  DeviceAnswer,
  DomainAnswer,
  DoneAnswer,
  FaultSetAnswer,
  OrphanedLayerAnswer,
  PoolQueryAnswer,
  SdcAnswer,
  SdsAnswer,
  SystemAnswer,
  VolumeAnswer,
} from '../../mdm/api/answers.ts';
import type { CommandName } from '../../mdm/api/commands.ts';
import { printDomain, printFaultSets, printPool } from './groups.ts';
import { printDevices, printSdc, printSdcs, printSds, printSdss } from './servers.ts';
import { printAll, printCluster, printOrphans, printSystem } from './system.ts';
import { printVolume, printVolumes } from './volumes.ts';

/** The lines that a person sees. `result` comes from the MDM of the same version of the table. */
export function printAnswer(command: CommandName, result: object): string[] {
  switch (command) {
    case 'query_all':
      return printAll(result as AllAnswer);
    case 'query_system':
      return printSystem(result as SystemAnswer);
    case 'query_cluster':
      return printCluster(result as ClusterAnswer);
    case 'query_orphaned_data':
      return printOrphans((result as { readonly layers: readonly OrphanedLayerAnswer[] }).layers);
    case 'query_protection_domain':
      return printDomain(result as DomainAnswer);
    case 'query_fault_set':
      return printFaultSets([result as FaultSetAnswer]);
    case 'query_all_fault_sets':
      return printFaultSets((result as { readonly faultSets: readonly FaultSetAnswer[] }).faultSets);
    case 'query_storage_pool':
      return printPool(result as PoolQueryAnswer);
    case 'query_sds':
      return printSds(result as SdsAnswer);
    case 'query_all_sds':
      return printSdss((result as { readonly sdss: readonly SdsAnswer[] }).sdss);
    case 'query_sds_device_info':
      return printDevices((result as { readonly devices: readonly DeviceAnswer[] }).devices);
    case 'query_sdc':
      return printSdc(result as SdcAnswer);
    case 'query_all_sdc':
      return printSdcs((result as { readonly sdcs: readonly SdcAnswer[] }).sdcs);
    case 'query_volume':
      return printVolume(result as VolumeAnswer);
    case 'query_all_volumes':
      return printVolumes((result as { readonly volumes: readonly VolumeAnswer[] }).volumes);
    default:
      return printDone(result as DoneAnswer);
  }
}

function printDone({ message, id }: DoneAnswer): string[] {
  return [message, `ID: ${id}`];
}
