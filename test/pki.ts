/** Certificates and keys for tests of TLS, made by openssl: a CA, a server and a client that it vouches for, and a stranger. */

import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../common/assert.ts';
import { runTool } from './tools.ts';

export interface Pki {
  /** In the layout of libnbd and qemu: ca-cert.pem, client-cert.pem, client-key.pem. */
  readonly clientFolder: string;
  /** The same with a client certificate of another CA. */
  readonly strangerFolder: string;
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
  /** `alice` and `bob`, as psktool writes them, in a folder of its own as qemu wants it. */
  readonly psk: string;
  readonly pskFolder: string;
  /** With another key for `alice`. */
  readonly wrongPsk: string;
}

/** Needs openssl: ask `requireTool` first. */
export async function makePki(directory: string): Promise<Pki> {
  const [clientFolder, strangerFolder, pskFolder] = ['client', 'stranger', 'psk'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  for (const folder of [clientFolder, strangerFolder, pskFolder]) await mkdir(folder, { recursive: true });
  const at = (name: string): string => join(directory, name);
  await makeCa(at('ca'));
  await makeCa(at('other'));
  await makeCertificate(at('server'), at('ca'));
  for (const [folder, ca] of [
    [clientFolder, at('ca')],
    [strangerFolder, at('other')],
  ] as const) {
    await makeCertificate(join(folder, 'client'), ca);
    await runOpenssl('x509', '-in', `${at('ca')}-cert.pem`, '-out', join(folder, 'ca-cert.pem'));
  }
  const psk = join(pskFolder, 'keys.psk');
  const wrongPsk = at('wrong.psk');
  const line = (user: string): string => `${user}:${randomBytes(32).toString('hex')}\n`;
  await writeFile(psk, line('alice') + line('bob'), { mode: 0o600 });
  await writeFile(wrongPsk, line('alice'), { mode: 0o600 });
  return {
    clientFolder,
    strangerFolder,
    certificate: `${at('server')}-cert.pem`,
    key: `${at('server')}-key.pem`,
    ca: `${at('ca')}-cert.pem`,
    psk,
    pskFolder,
    wrongPsk,
  };
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout'];

async function makeCa(path: string): Promise<void> {
  await runOpenssl('req', '-x509', ...newKey, `${path}-key.pem`, '-out', `${path}-cert.pem`, '-subj', '/CN=test CA');
}

/** For localhost and 127.0.0.1; openssl makes keys of mode 0600. */
async function makeCertificate(path: string, ca: string): Promise<void> {
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const request = `${path}.csr`;
  await runOpenssl('req', ...newKey, `${path}-key.pem`, '-out', request, '-subj', '/CN=localhost', '-addext', names);
  const signer = ['-CA', `${ca}-cert.pem`, '-CAkey', `${ca}-key.pem`, '-CAcreateserial', '-copy_extensions', 'copy'];
  await runOpenssl('x509', '-req', '-in', request, ...signer, '-out', `${path}-cert.pem`, '-days', '2');
}

async function runOpenssl(...args: readonly string[]): Promise<void> {
  const { status, output } = await runTool('openssl', args);
  assert(status === 0, `openssl ${args.join(' ')}: ${output}`);
}
