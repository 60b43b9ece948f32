/** What every implementation of message links keeps to (common/host.ts, MessageLink and MessageHandlers). */

import type { TestFn } from 'ava';
import { codeOf } from '../../common/errors.ts';
import type { MessageHandlers, MessageLink } from '../../common/host.ts';
import { anyTcp, contractTest, type MakeSetting, pattern, type Setting } from './setting.ts';

class MessageRecorder implements MessageHandlers {
  readonly messages: Uint8Array[] = [];
  readonly reasons: string[] = [];
  onMessage: () => void = () => undefined;

  message(bytes: Uint8Array): void {
    this.messages.push(bytes);
    this.onMessage();
  }

  closed(reason: string): void {
    this.reasons.push(reason);
  }
}

async function connectMessagePair(setting: Setting, onAccept: (link: MessageLink) => void = (link) => link.proven()) {
  const { network } = setting.host;
  const nearEnd = new MessageRecorder();
  const farEnd = new MessageRecorder();
  const accepted: MessageLink[] = [];
  const listener = await setting.run(
    network.listenMessages(anyTcp, (link) => {
      accepted.push(link);
      onAccept(link);
      return farEnd;
    }),
  );
  const near = await setting.run(network.connectMessages(listener.address, 5_000, () => nearEnd));
  await setting.until(() => accepted.length === 1);
  const [far] = accepted;
  if (far === undefined) throw new Error('nothing was accepted');
  return { near, far, nearEnd, farEnd, listener };
}

export function messageNetworkContract(test: TestFn, name: string, make: MakeSetting): void {
  const contract = contractTest(test, name, make);

  contract('messages of all sizes arrive whole and in order, both ways', async (t, setting) => {
    const { near, far, nearEnd, farEnd, listener } = await connectMessagePair(setting);
    const messages = [0, 1, 125, 126, 70_000, 3, 1024 * 1024, 2].map((length) => pattern(length, length));
    for (const message of messages) near.send(message);
    for (const message of messages) far.send(message);
    await setting.until(
      () => farEnd.messages.length === messages.length && nearEnd.messages.length === messages.length,
    );
    for (const [index, message] of messages.entries()) {
      t.is(Buffer.compare(farEnd.messages[index] ?? pattern(9), message), 0);
      t.is(Buffer.compare(nearEnd.messages[index] ?? pattern(9), message), 0);
    }
    await setting.until(() => near.unsentBytes === 0);
    near.close('done');
    await setting.run(listener.close());
  });

  contract('what is sent within accept arrives', async (t, setting) => {
    const { near, nearEnd, listener } = await connectMessagePair(setting, (link) => link.send(pattern(10)));
    await setting.until(() => nearEnd.messages.length === 1);
    t.is(Buffer.compare(nearEnd.messages[0] ?? pattern(1), pattern(10)), 0);
    near.close('done');
    await setting.run(listener.close());
  });

  contract(
    'a peer that has not proven itself may send 4 KiB in all, and is cut off with the next byte',
    async (t, setting) => {
      const { near, nearEnd, farEnd, listener } = await connectMessagePair(setting, () => undefined);
      for (const length of [1000, 2000, 1000]) near.send(pattern(length));
      await setting.until(() => farEnd.messages.length === 3);
      near.send(pattern(200));
      await setting.until(() => farEnd.reasons.length === 1 && nearEnd.reasons.length === 1);
      t.is(farEnd.messages.length, 3);
      await setting.run(listener.close());
    },
  );

  contract('a peer that has proven itself after 4 KiB may go on', async (t, setting) => {
    const { near, far, farEnd, listener } = await connectMessagePair(setting, () => undefined);
    near.send(pattern(4000));
    await setting.until(() => farEnd.messages.length === 1);
    far.proven();
    near.send(pattern(100_000));
    await setting.until(() => farEnd.messages.length === 2);
    t.is(farEnd.messages[1]?.length, 100_000);
    near.close('done');
    await setting.run(listener.close());
  });

  contract('closed comes once on each side, in a later turn, and no message after it', async (t, setting) => {
    const { near, far, nearEnd, farEnd, listener } = await connectMessagePair(setting);
    farEnd.onMessage = () => far.close('seen enough');
    for (let count = 0; count < 50; count++) near.send(pattern(1_000));
    await setting.until(() => farEnd.reasons.length > 0 && nearEnd.reasons.length > 0);
    far.close('again');
    near.close('again');
    t.deepEqual(farEnd.reasons, ['seen enough']);
    t.is(nearEnd.reasons.length, 1);
    t.is(farEnd.messages.length, 1);
    await setting.run(listener.close());
  });

  contract('connecting where nobody listens rejects with UNREACHABLE', async (t, setting) => {
    const { listener, near } = await connectMessagePair(setting);
    near.close('done');
    await setting.run(listener.close());
    const late = setting.run(
      setting.host.network.connectMessages(listener.address, 5_000, () => new MessageRecorder()),
    );
    t.is(codeOf(await t.throwsAsync(late)), 'UNREACHABLE');
  });
}
