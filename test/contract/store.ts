/** What every implementation of the Store keeps to. */

import type { TestFn } from 'ava';
import { codeOf } from '../../common/errors.ts';
import type { Store, StoreOperation } from '../../common/host.ts';
import { contractTest, type MakeSetting, pattern } from './setting.ts';

function put(key: string, value: Uint8Array): StoreOperation {
  return { kind: 'put', key, value };
}

async function collect(entries: AsyncIterable<readonly [string, Uint8Array]>): Promise<[string, number[]][]> {
  const all: [string, number[]][] = [];
  for await (const [key, value] of entries) all.push([key, [...value]]);
  return all;
}

export function storeContract(test: TestFn, name: string, make: MakeSetting): void {
  const contract = contractTest(test, name, make);

  contract('what a batch put can be read, and what it deleted cannot', async (t, setting) => {
    const store = await setting.run(setting.host.disks.openStore(`${setting.directory}/a`));
    await setting.run(store.batch([put('x', pattern(100)), put('y', pattern(0))], { sync: false }));
    t.deepEqual([...(store.getSync('x') ?? [])], [...pattern(100)]);
    t.is(store.getSync('y')?.length, 0);
    t.is(store.getSync('z'), undefined);
    await setting.run(store.batch([{ kind: 'delete', key: 'x' }], { sync: true }));
    t.is(store.getSync('x'), undefined);
    t.is(await setting.run(store.get('x')), undefined);
    t.is((await setting.run(store.get('y')))?.length, 0);
    await setting.run(store.close());
    await setting.run(store.close());
  });

  contract('batches that are not waited for take effect in the order of their calls', async (t, setting) => {
    const store = await setting.run(setting.host.disks.openStore(`${setting.directory}/a`));
    const writes: Promise<void>[] = [];
    for (let number = 0; number < 200; number++) {
      writes.push(store.batch([put('k', Uint8Array.of(number))], { sync: number % 50 === 0 }));
    }
    await setting.run(Promise.all(writes));
    t.deepEqual([...(store.getSync('k') ?? [])], [199]);
    await setting.run(store.close());
  });

  contract('a range gives its entries in byte order, without its end', async (t, setting) => {
    const store = await setting.run(setting.host.disks.openStore(`${setting.directory}/a`));
    const keys = ['b', 'a', 'a/10', 'a/2', 'a/1', 'A', 'c'];
    await setting.run(
      store.batch(
        keys.map((key) => put(key, Uint8Array.of(key.length))),
        { sync: false },
      ),
    );
    t.deepEqual(await setting.run(collect(store.range('a', 'b'))), [
      ['a', [1]],
      ['a/1', [3]],
      ['a/10', [4]],
      ['a/2', [3]],
    ]);
    t.deepEqual(await setting.run(collect(store.range('x', 'z'))), []);
    await setting.run(store.close());
  });

  contract('a range shows the store as it was when it was asked for', async (t, setting) => {
    const store = await setting.run(setting.host.disks.openStore(`${setting.directory}/a`));
    await setting.run(store.batch([put('a', Uint8Array.of(1))], { sync: false }));
    const range = store.range('a', 'z');
    await setting.run(store.batch([put('a', Uint8Array.of(2)), put('b', Uint8Array.of(3))], { sync: false }));
    t.deepEqual(await setting.run(collect(range)), [['a', [1]]]);
    await setting.run(store.close());
  });

  contract('a closed store holds its entries until it is removed', async (t, setting) => {
    const { disks } = setting.host;
    const path = `${setting.directory}/a`;
    const first = await setting.run(disks.openStore(path));
    const written: Promise<void> = first.batch([put('k', pattern(10))], { sync: false });
    await setting.run(Promise.all([written, first.close()]));
    const second = await setting.run(disks.openStore(path));
    t.deepEqual([...(second.getSync('k') ?? [])], [...pattern(10)]);
    await setting.run(second.close());
    await setting.run(disks.removeStore(path));
    const third: Store = await setting.run(disks.openStore(path));
    t.is(third.getSync('k'), undefined);
    await setting.run(third.close());
  });

  contract('a store is open once at a time', async (t, setting) => {
    const { disks } = setting.host;
    const store = await setting.run(disks.openStore(`${setting.directory}/a`));
    const second = setting.run(disks.openStore(`${setting.directory}/a`));
    t.is(codeOf(await t.throwsAsync(second)), 'LOCKED');
    await setting.run(store.close());
  });
}
