/**
 * What admins do with the metadata itself: see its backups, take one away and bring one back, go on with a store that may
 * lack changes, and decide about data that no volume has. The rules are those of docs/metadata-safety.md.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { must } from '../../common/assert.ts';
import { ClusterError } from '../../common/errors.ts';
import type { SystemRecord } from '../../common/messages.ts';
import { chunkBytes } from '../../common/units.ts';
import { readSource } from '../backup/restore.ts';
import { isKeptLayer } from '../core/renewal.ts';
import type { MetadataManager } from '../service.ts';
import type { MetadataAnswer, OrphanedLayerAnswer } from './answers.ts';
import type { Handler } from './handlers.ts';

/** At the bounds of DESIGN.md section 10 a backup has 40 MiB; what is longer is none. */
const maximumBackupBytes = 256 * 1024 * 1024;

export const octets = 'application/octet-stream';
export const metadataPath = '/api/v1/metadata';

export interface MetadataRoutes {
  readonly manager: MetadataManager;
  readonly authorise: (request: FastifyRequest) => void;
  /** Keeps a checked file for the next start; undefined where none would apply it. */
  readonly stage: ((bytes: Uint8Array) => Promise<void>) | undefined;
  /** Ends this MDM, so that its next start applies what is staged. */
  readonly restart: () => void;
}

export function metadataRoutes(app: FastifyInstance, { manager, authorise, stage, restart }: MetadataRoutes): void {
  app.addContentTypeParser(octets, { parseAs: 'buffer', bodyLimit: maximumBackupBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.get(metadataPath, async (request, reply) => {
    authorise(request);
    return sendBackup(manager, reply);
  });
  app.put(
    metadataPath,
    { bodyLimit: maximumBackupBytes, onRequest: async (request) => authorise(request) },
    async (request) => {
      const { body } = request;
      if (!(body instanceof Uint8Array)) throw new ClusterError('INVALID', `Send the file as ${octets}.`);
      if (stage === undefined) throw new ClusterError('REFUSED', 'This MDM cannot restore while it runs.');
      const { mapVersion } = readSource(body, 'The file that was sent', manager.view.system.clusterId);
      await stage(body);
      manager.host.log.write('warn', 'metadata staged to be restored', { mapVersion });
      // The answer leaves first.
      manager.host.clock.after(restartDelayMs, restart);
      const message =
        `The MDM starts anew from map version ${mapVersion}. It goes on by itself when every data server has come and none ` +
        'has seen more; else scli --query_cluster says what to do.';
      return { version: 1, result: { message, id: manager.view.system.clusterId, changed: true, mapVersion } };
    },
  );
}

const restartDelayMs = 200;

async function sendBackup(manager: MetadataManager, reply: FastifyReply): Promise<FastifyReply> {
  const { backups } = manager;
  if (backups === undefined) throw new ClusterError('REFUSED', 'This MDM keeps no backups.');
  const { bytes } = await backups.make();
  return reply.type(octets).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** Part of --query_cluster and --query_all. */
export function metadataAnswer(manager: MetadataManager): MetadataAnswer {
  const status = manager.backups?.status;
  return {
    suspended: manager.suspendedBecause,
    backup: {
      directories: status?.directories ?? [],
      mapVersion: status?.mapVersion ?? 0,
      createdAtMs: status?.createdAtMs ?? 0,
      failures: status?.failures ?? 0,
      problems: status?.problems ?? [],
    },
    orphanedLayers: orphansOf(manager).length,
  };
}

/** As devices reported last; each chunk lies on as many devices as its pool has replicas. */
export function orphansOf(manager: MetadataManager): readonly OrphanedLayerAnswer[] {
  const { view, membership } = manager;
  const { keptLayers } = view.system;
  const found = new Map<string, { layerId: number; poolId: number; chunks: number; lastChunkIndex: number }>();
  for (const device of view.map.tables.device.values()) {
    for (const { layerId, chunks, lastChunkIndex } of membership.deviceState(device.id)?.orphans ?? []) {
      if (!isUndecided(manager, keptLayers, layerId)) continue;
      const key = `${device.poolId}/${layerId}`;
      const before = found.get(key) ?? { layerId, poolId: device.poolId, chunks: 0, lastChunkIndex: 0 };
      const last = Math.max(before.lastChunkIndex, lastChunkIndex);
      found.set(key, { ...before, chunks: before.chunks + chunks, lastChunkIndex: last });
    }
  }
  return [...found.values()].map(({ layerId, poolId, chunks, lastChunkIndex }) => {
    const pool = must(view.map.pool(poolId), 'the pool of a device');
    const { id, name } = pool;
    return {
      layerId,
      pool: { id: String(id), name },
      dataBytes: Math.ceil(chunks / pool.replicas) * chunkBytes,
      leastSizeBytes: (lastChunkIndex + 1) * chunkBytes,
    };
  });
}

/** A report may be older than the decision about the layer. */
function isUndecided({ view }: MetadataManager, kept: SystemRecord['keptLayers'], layerId: number): boolean {
  return (
    isKeptLayer(kept, layerId) && ![...view.map.tables.volume.values()].some((volume) => volume.layerId === layerId)
  );
}

export const acceptMetadata: Handler = async ({ manager, describe }) => {
  const executed = await manager.acceptMetadata();
  return {
    message:
      'The MDM acts on its metadata again. Mappings are those of this store: look at them. Data of volumes that it does not ' +
      'know stays on the devices: scli --query_orphaned_data.',
    id: describe.id(0),
    changed: executed.changed,
    mapVersion: executed.version,
  };
};

export const queryOrphanedData: Handler = ({ manager, describe }) => ({
  layers: orphansOf(manager).map((layer) => ({
    ...layer,
    pool: { ...layer.pool, id: describe.id(Number(layer.pool.id)) },
  })),
});

function orphanOf(manager: MetadataManager, layerId: number): OrphanedLayerAnswer {
  const orphan = orphansOf(manager).find((layer) => layer.layerId === layerId);
  if (orphan !== undefined) return orphan;
  throw new ClusterError(
    'NOT_FOUND',
    `No device reports orphaned data of layer ${layerId}: scli --query_orphaned_data lists what there is.`,
  );
}

export const adoptOrphanedData: Handler = async ({ manager, args, describe }) => {
  const layerId = args.number('layer_id') ?? 0;
  const orphan = orphanOf(manager, layerId);
  const name = args.text('volume_name') ?? '';
  const sizeBytes = args.number('size') ?? orphan.leastSizeBytes;
  if (sizeBytes < orphan.leastSizeBytes) {
    throw new ClusterError(
      'INVALID',
      `--size ${sizeBytes} would cut data off: layer ${layerId} has data up to ${orphan.leastSizeBytes} bytes.`,
    );
  }
  const createdAtMs = manager.host.clock.wallMs();
  const poolId = Number(orphan.pool.id);
  const executed = await manager.execute({ kind: 'adoptLayer', layerId, name, poolId, sizeBytes, createdAtMs });
  return {
    message: `Volume ${name} is made of layer ${layerId}, ${sizeBytes} bytes. Map it read-only first, and look at what it holds.`,
    id: describe.id(executed.id),
    changed: executed.changed,
    mapVersion: executed.version,
  };
};

export const removeOrphanedData: Handler = async ({ manager, args, describe }) => {
  const layerId = args.number('layer_id') ?? 0;
  orphanOf(manager, layerId);
  const executed = await manager.execute({ kind: 'dropLayer', layerId });
  return {
    message: `The devices give back what they hold of layer ${layerId}.`,
    id: describe.id(0),
    changed: executed.changed,
    mapVersion: executed.version,
  };
};
