/** Reads where an SDC serves NBD: for clients of its own server (`nbd`), and inside TLS for those of others (`nbdTcp`). */

import type { NbdTcpConfig, SdcConfig, TlsConfig } from '../config.ts';
import { isLoopback, parseHostPort } from './addresses.ts';
import type { Section } from './reader.ts';

const tcpExample = 'listen: "0.0.0.0:10809"';

/** With a slash it is a path; otherwise HOST:PORT of a loopback address. */
export function readNbd(section: Section): SdcConfig['nbd'] {
  const text = section.text('nbd', { standard: 'run/nbd.sock', example: 'run/nbd.sock' });
  if (text.includes('/')) return { kind: 'unix', path: text };
  const tcp = parseHostPort(text);
  if (tcp === undefined) {
    if (text !== '')
      section.mistake('nbd', `"${text}" is neither a path (with a slash) nor HOST:PORT`, 'nbd: run/nbd.sock');
    return { kind: 'unix', path: text };
  }
  if (!isLoopback(tcp.host)) {
    const reason = `other servers reach ${tcp.host}, and nbd is served without TLS: use nbdTcp for them`;
    section.mistake('nbd', reason, 'nbd: run/nbd.sock');
  }
  return { kind: 'tcp', ...tcp };
}

/** Undefined where the file has none: NBD is then for the SDC's own server alone. */
export function readNbdTcp(sdc: Section): NbdTcpConfig | undefined {
  if (!sdc.has('nbdTcp')) return undefined;
  const section = sdc.section('nbdTcp', tcpExample);
  const text = section.text('listen', { example: '"0.0.0.0:10809"' });
  const address = parseHostPort(text);
  if (address === undefined && text !== '') section.mistake('listen', `"${text}" is no HOST:PORT`, tcpExample);
  const tls = readTls(section);
  section.end();
  if (address === undefined) return undefined;
  if (tls === undefined && !isLoopback(address.host)) {
    const reason = `other servers reach ${address.host}, so TLS is needed: give certificate and key, or psk`;
    section.mistake('listen', reason, 'listen: "127.0.0.1:10809" (or ::1) for this server alone');
  }
  return { ...address, ...(tls === undefined ? {} : { tls }) };
}

function readTls(section: Section): TlsConfig | undefined {
  const path = (key: string, example: string): string | undefined => {
    const text = section.text(key, { standard: '', example });
    return text === '' ? undefined : text;
  };
  const certificate = path('certificate', 'secrets/nbd-cert.pem');
  const key = path('key', 'secrets/nbd-key.pem');
  const clientCa = path('clientCa', 'secrets/nbd-clients.pem');
  const psk = path('psk', 'secrets/nbd.psk');
  if (psk !== undefined) {
    if (certificate === undefined && key === undefined && clientCa === undefined) return { kind: 'psk', psk };
    section.mistake('psk', 'a listener has either keys (psk) or certificate and key', 'psk: secrets/nbd.psk');
  }
  if (certificate !== undefined && key !== undefined) {
    return { kind: 'certificate', certificate, key, ...(clientCa === undefined ? {} : { clientCa }) };
  }
  if (certificate !== undefined || key !== undefined || clientCa !== undefined) {
    const missing = certificate === undefined ? 'certificate' : 'key';
    section.mistake(missing, 'certificate and key belong together', `${missing}: secrets/nbd-${missing}.pem`);
  }
  return undefined;
}
