/** Deliberate bugs between the parts of the cluster: mappings and their ends, boots that go unnoticed, settling. */

import { mib } from '../../common/units.ts';
import { Fences } from '../../mdm/fences.ts';
import type { Engine } from '../../sds/engine.ts';
import { LayerRemoval } from '../../sds/layer-removal.ts';
import { MirrorLink } from '../../sds/mirror-link.ts';
import { nothing, type Plant, replaceMethod } from './plant.ts';

/** One volume that goes to and fro between two SDCs, over links that stall. */
const moving = {
  faults: { unmap: 6, stall: 6, partition: 15, pause: 15 },
  cluster: { sdcCount: 2, volumes: [{ name: 'volume1', sizeBytes: mib, sdcs: [0] }] },
  workload: { clientsPerVolume: 8, meanThinkMs: 0.2 },
};

export const mappingPlants: Readonly<Record<string, Plant>> = {
  'unmap-before-fence': {
    what: 'unmap answers when it is durable, without waiting for the SDSs',
    likely: moving,
    install: () => replaceMethod(Fences.prototype, 'unconfirmed', () => () => []),
  },
  'old-mapping-accepted': {
    what: 'an engine goes on with requests of a mapping that has ended, until it hears of another one',
    likely: moving,
    install: () => nothing,
    seams: () => ({
      engineMade: ({ map }) => {
        const known = new Map<string, ReturnType<typeof map.mapping>>();
        const find = map.mapping.bind(map);
        map.mapping = (volumeId, sdcId) => {
          const key = `${volumeId}/${sdcId}`;
          const present = find(volumeId, sdcId);
          if (present !== undefined) known.set(key, present);
          return known.get(key);
        };
      },
    }),
  },
  'reboot-is-a-restart': {
    what: 'a loss of power looks like a restart of the daemon: the boot id stays',
    likely: { faults: { 'power-all': 15 }, cluster: { acknowledge: 'received' } },
    install: () => nothing,
    seams: () => {
      const bootIds = new Map<string, string>();
      return {
        host: (process, daemon) => {
          const first = bootIds.get(daemon) ?? process.disks.bootId();
          bootIds.set(daemon, first);
          process.disks.bootId = () => first;
          return process;
        },
      };
    },
  },
  'settling-compares-nothing': {
    what: 'settling takes the mirrors for equal, whatever versions they have',
    likely: { faults: { 'kill-sds': 6 } },
    install: () =>
      replaceMethod(MirrorLink.prototype, 'ask', (original) => {
        return async function (this: MirrorLink, message) {
          const parts = await original.call(this, message);
          const rows = engineOf.get(this)?.store.slices;
          if (rows === undefined) return parts;
          return parts.map((part) => {
            if (part.kind !== 'settleState') return part;
            const slices = part.body.slices.map((entry) => {
              const { versionGeneration, versionSequence } = rows.row(entry.slice);
              const { slice, generation, refused } = entry;
              return { slice, generation, refused, versionGeneration, versionSequence, suspect: false };
            });
            return { ...part, body: { ...part.body, slices } };
          });
        };
      }),
    seams: () => ({
      engineMade: (engine) => {
        const { mirrors } = engine;
        const get = mirrors.get.bind(mirrors);
        mirrors.get = (deviceId) => {
          const link = get(deviceId);
          if (link !== undefined) engineOf.set(link, engine);
          return link;
        };
      },
    }),
  },
  'removed-volume-stays': {
    what: 'the chunks of a removed volume stay on the devices',
    likely: { faults: { volumes: 15 } },
    install: () => replaceMethod(LayerRemoval.prototype, 'mapChanged', () => nothing),
  },
};

/** The primary of a link to a mirror. */
const engineOf = new WeakMap<MirrorLink, Engine>();
