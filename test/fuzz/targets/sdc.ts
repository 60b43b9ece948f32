/** An SDC whose engine answers anything. */

import { acceptData } from '../../../common/data-link.ts';
import { frameFlag, frameKind } from '../../../common/frame.ts';
import type { StreamLink } from '../../../common/host.ts';
import { SlabPool } from '../../../common/slab.ts';
import { blockBytes, kib } from '../../../common/units.ts';
import { FakeEngine } from '../../sdc/fake-engine.ts';
import { credentials, deviceIds, Outcome, Scene } from '../../sdc/scene.ts';
import { SimWorld } from '../../simulation/world/host.ts';
import { frame, repairFrames } from '../frames.ts';
import { expectThat, type Target } from '../target.ts';

/** The slots of an SDC's requests begin to count somewhere: ids of the first few are tried. */
const replies: readonly Buffer[] = [0, 1, 2, 256, 257, 65_536, 65_537, 2 ** 24, 2 ** 31].flatMap((requestId) => [
  frame({ kind: frameKind.REPLY, requestId, generation: 1 }),
  frame({ kind: frameKind.REPLY, requestId, generation: 1, flags: frameFlag.ZERO }),
  frame({ kind: frameKind.REPLY, requestId, generation: 1, payload: Buffer.alloc(2 * blockBytes, 3) }),
  frame({ kind: frameKind.REPLY, requestId, generation: 2, tag: 1 }),
  frame({ kind: frameKind.REPLY, requestId, generation: 1, tag: 8 }),
]);

export const sdcReplies: Target = {
  name: 'sdc-replies',
  longestBytes: 40 * kib,
  words: replies,
  seeds: () => [...replies.slice(0, 10), Buffer.concat(replies), Buffer.concat(replies.slice(5, 15))],
  fixUp: repairFrames,
  run: async (bytes) => {
    const world = new SimWorld({ seed: 'fuzz' });
    const streams: StreamLink[] = [];
    // They do not listen: what answers is below.
    const engines: FakeEngine[] = [];
    for (const deviceId of deviceIds) {
      const host = world.server(`server${deviceId}`).start(`engine${deviceId}`);
      const incarnation = 1000 + deviceId;
      engines.push(new FakeEngine({ host, credentials, deviceId, incarnation, port: 7000 + deviceId }));
      const accept = (stream: StreamLink): ReturnType<typeof acceptData> =>
        acceptData({
          host,
          pool: new SlabPool(),
          stream,
          callee: { credentials, random: host.random, nodeId: deviceId, incarnation, check: () => undefined },
          established: () => {
            streams.push(stream);
            return { frame: () => undefined, closed: () => undefined };
          },
          refused: () => undefined,
        });
      const listen = { kind: 'tcp', host: '0.0.0.0', port: 7000 + deviceId } as const;
      await world.scheduler.settle(host.network.listenStream(listen, accept));
    }
    const scene = new Scene(world, engines, { ioTimeoutMs: 500 });
    const outcomes = [new Outcome(2 * blockBytes), new Outcome(), new Outcome()];
    const [read, write, flush] = outcomes;
    expectThat(read !== undefined && write !== undefined && flush !== undefined, 'there are three requests');
    scene.volume.read(0, 2 * blockBytes, read);
    scene.volume.write(8192, Buffer.alloc(blockBytes, 1), scene.pin, true, write);
    scene.volume.flush(flush);
    await world.scheduler.run(() => streams.length > 0, 5000);
    await world.scheduler.runFor(5);
    for (const stream of streams) {
      stream.write(Buffer.from(bytes));
      stream.flush();
    }
    const isOver = (): boolean => outcomes.every(({ code }) => code !== undefined);
    expectThat(await world.scheduler.run(isOver, 60_000), 'every request comes to an end');
    expectThat(
      outcomes.every(({ calls }) => calls === 1),
      'once',
    );
    expectThat(scene.pin.holders === 0, 'nobody holds the memory of the user');
  },
};
