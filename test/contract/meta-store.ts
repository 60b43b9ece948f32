/** What every meta store keeps to, whichever host or program it stands on. */

import type { TestFn } from 'ava';
import { codeOf } from '../../common/errors.ts';
import type { Host } from '../../common/host.ts';
import type { MetaStore } from '../../mdm/store/meta-store.ts';
import { contractTest, type MakeSetting, type Setting } from './setting.ts';

/** Opens the store of a name: again after it was closed, it has what was committed. */
export type OpenMetaStore = (host: Host, path: string) => Promise<MetaStore>;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function entriesOf(store: MetaStore, from: string, until: string): Promise<string[]> {
  const entries: string[] = [];
  for await (const [key, value] of store.range(from, until)) entries.push(`${key}=${new TextDecoder().decode(value)}`);
  return entries;
}

export function metaStoreContract(test: TestFn, name: string, make: MakeSetting, openStore: OpenMetaStore): void {
  const contract = contractTest(test, name, make);

  const open = (setting: Setting): Promise<MetaStore> =>
    setting.run(openStore(setting.host, `${setting.directory}/meta`));

  /** Commits without conditions, so it cannot conflict. */
  const fill = async (setting: Setting, store: MetaStore, keys: readonly string[]): Promise<void> => {
    const puts = keys.map((key) => [key, bytes(key)] as const);
    await setting.run(store.commit({ conditions: [], puts, deletes: [] }));
  };

  contract('an empty store has no keys', async (t, setting) => {
    const store = await open(setting);
    t.is(await setting.run(store.get('a')), undefined);
    t.deepEqual(await setting.run(entriesOf(store, '', '~')), []);
    await setting.run(store.close());
  });

  contract('a transaction puts and deletes at once', async (t, setting) => {
    const store = await open(setting);
    await fill(setting, store, ['a', 'b']);
    const transaction = { conditions: [], puts: [['c', bytes('3')]], deletes: ['a'] } as const;
    t.is(await setting.run(store.commit(transaction)), 'committed');
    t.deepEqual(await setting.run(entriesOf(store, '', '~')), ['b=b', 'c=3']);
    await setting.run(store.close());
  });

  contract('a range has its first key, not its last, in order', async (t, setting) => {
    const store = await open(setting);
    await fill(setting, store, ['b/2', 'a/1', 'b/1', 'b0', 'c']);
    t.deepEqual(await setting.run(entriesOf(store, 'b/', 'b0')), ['b/1=b/1', 'b/2=b/2']);
    await setting.run(store.close());
  });

  contract('one condition that does not hold leaves everything as it was', async (t, setting) => {
    const store = await open(setting);
    await fill(setting, store, ['a']);
    for (const condition of [
      { key: 'a', value: bytes('2') },
      { key: 'a', value: bytes('') },
      { key: 'a', value: undefined },
      { key: 'b', value: bytes('b') },
    ]) {
      const conditions = [{ key: 'a', value: bytes('a') }, condition];
      const commit = store.commit({ conditions, puts: [['x', bytes('9')]], deletes: ['a'] });
      t.is(await setting.run(commit), 'conflict');
    }
    t.deepEqual(await setting.run(entriesOf(store, '', '~')), ['a=a']);
    await setting.run(store.close());
  });

  contract('conditions on a value and on a missing key both hold', async (t, setting) => {
    const store = await open(setting);
    await fill(setting, store, ['a']);
    const conditions = [
      { key: 'a', value: bytes('a') },
      { key: 'b', value: undefined },
    ];
    t.is(await setting.run(store.commit({ conditions, puts: [['b', bytes('2')]], deletes: [] })), 'committed');
    t.deepEqual([...((await setting.run(store.get('b'))) ?? [])], [...bytes('2')]);
    await setting.run(store.close());
  });

  contract('of commits at the same time on the same condition one wins', async (t, setting) => {
    const store = await open(setting);
    const conditions = [{ key: 'a', value: undefined }];
    const tries = ['1', '2', '3'].map((text) => store.commit({ conditions, puts: [['a', bytes(text)]], deletes: [] }));
    t.deepEqual((await setting.run(Promise.all(tries))).toSorted(), ['committed', 'conflict', 'conflict']);
    await setting.run(store.close());
  });

  contract('what was committed is there when the store is opened again', async (t, setting) => {
    const first = await open(setting);
    await fill(setting, first, ['a']);
    await setting.run(first.close());
    await setting.run(first.close());
    const second = await open(setting);
    t.deepEqual(await setting.run(entriesOf(second, '', '~')), ['a=a']);
    await setting.run(second.close());
  });

  contract('a commit to a closed store is refused', async (t, setting) => {
    const store = await open(setting);
    await setting.run(store.close());
    const commit = store.commit({ conditions: [], puts: [], deletes: [] });
    const code = await setting.run(commit.catch((error: unknown) => codeOf(error)));
    t.is(code, 'CLOSED');
  });

  contract('the watch of the leader tells at once', async (t, setting) => {
    const store = await open(setting);
    const { promise, resolve } = Promise.withResolvers<string>();
    const stop = store.watchLeader(resolve);
    t.is(await setting.run(promise), 'leader');
    stop();
    await setting.run(store.close());
  });
}
