/** What a contract suite needs of an implementation of the Host: one of it, and a way to let its time pass. */

import type { ExecutionContext, TestFn } from 'ava';
import type { Address, Host } from '../../common/host.ts';

export interface Setting {
  readonly host: Host;
  /** The outcome of work that needs time of the host to pass. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Resolves when the condition holds; rejects when it does not become true in good time. */
  until(condition: () => boolean): Promise<void>;
  /** A directory that exists and is empty. */
  readonly directory: string;
  /** Called before `close`: what a test leaves open. */
  readonly leftOpen: (() => void)[];
  close(): Promise<void>;
}

export type MakeSetting = () => Promise<Setting>;

/** A test of a contract, with a setting of its own. */
export type ContractTest = (title: string, body: (t: ExecutionContext, setting: Setting) => Promise<void>) => void;

/** Titles begin with the name of the implementation. */
export function contractTest(test: TestFn, name: string, make: MakeSetting): ContractTest {
  return (title, body) => {
    test(`${name}: ${title}`, async (t) => {
      const setting = await make();
      t.teardown(async () => {
        for (const end of setting.leftOpen) end();
        await setting.close();
      });
      await body(t, setting);
    });
  };
}

export const anyTcp: Address = { kind: 'tcp', host: '127.0.0.1', port: 0 };

/** Bytes that tell where they stand. */
export function pattern(length: number, start = 0): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) bytes[index] = ((start + index) * 2654435761) >>> 24;
  return bytes;
}
