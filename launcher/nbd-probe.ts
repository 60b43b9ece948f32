/** A tiny NBD client: reads the first block of an export, to know that the whole path works. NBD proto.md, newstyle. */

import * as net from 'node:net';
import { ClusterError } from '../common/errors.ts';
import type { Address } from '../common/host.ts';
import { blockBytes } from '../common/units.ts';

const optionMagic = Buffer.from('IHAVEOPT', 'latin1');
const greetingMagic = Buffer.from('NBDMAGICIHAVEOPT', 'latin1');
const fixedNewstyleNoZeroes = 3;
const optionGo = 7;
const replyAck = 1;
const replyErrorBit = 0x8000_0000;
const requestMagic = 0x25609513;
const simpleReplyMagic = 0x67446698;
const commandRead = 0;
const commandDisconnect = 2;
/** Information that a server gives is tiny; more is not NBD. */
const longestOptionReply = 64 * 1024;

/** Reads 4 KiB at 0. Rejects with `UNREACHABLE` (nobody there), `TIMEOUT` (no answer yet) or `REFUSED` (an error). */
export async function probeExport(address: Address, exportName: string, timeoutMs: number): Promise<void> {
  const endpoint = address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port };
  const socket = net.connect(endpoint);
  const timer = setTimeout(() => {
    socket.destroy(new ClusterError('TIMEOUT', `a read of volume ${exportName} has no answer yet`));
  }, timeoutMs);
  try {
    await readFirstBlock(socket, exportName);
  } catch (cause) {
    if (cause instanceof ClusterError) throw cause;
    throw new ClusterError('UNREACHABLE', 'NBD does not answer yet', { cause });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function readFirstBlock(socket: net.Socket, exportName: string): Promise<void> {
  const input = new Input(socket);
  const greeting = await input.take(18);
  if (!greeting.subarray(0, 16).equals(greetingMagic)) throw new ClusterError('REFUSED', 'this is no NBD server');
  const name = Buffer.from(exportName, 'utf8');
  const go = Buffer.alloc(4 + 16 + 4 + name.length + 2);
  go.writeUInt32BE(fixedNewstyleNoZeroes, 0);
  optionMagic.copy(go, 4);
  go.writeUInt32BE(optionGo, 12);
  go.writeUInt32BE(4 + name.length + 2, 16);
  go.writeUInt32BE(name.length, 20);
  name.copy(go, 24);
  socket.write(go);
  await readOptionReplies(input, exportName);
  socket.write(request(commandRead, blockBytes));
  const reply = await input.take(16);
  if (reply.readUInt32BE(0) !== simpleReplyMagic) throw new ClusterError('REFUSED', 'the NBD answer is no reply');
  const error = reply.readUInt32BE(4);
  if (error !== 0) throw new ClusterError('REFUSED', `a read of volume ${exportName} failed with NBD error ${error}`);
  await input.take(blockBytes);
  socket.write(request(commandDisconnect, 0));
}

async function readOptionReplies(input: Input, exportName: string): Promise<void> {
  for (;;) {
    const header = await input.take(20);
    const type = header.readUInt32BE(12);
    const length = header.readUInt32BE(16);
    if (length > longestOptionReply) throw new ClusterError('REFUSED', 'the NBD option reply is too long');
    const data = await input.take(length);
    if (type === replyAck) return;
    if (type >= replyErrorBit) {
      throw new ClusterError('REFUSED', `volume ${exportName} is not served: ${data.toString('utf8')}`);
    }
  }
}

function request(command: number, length: number): Buffer {
  const bytes = Buffer.alloc(28);
  bytes.writeUInt32BE(requestMagic, 0);
  bytes.writeUInt16BE(command, 6);
  bytes.writeUInt32BE(length, 24);
  return bytes;
}

/** Bytes of a socket, a given number at a time. */
class Input {
  readonly #socket: net.Socket;
  #received = Buffer.alloc(0);
  #ended: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake?.();
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the server has closed the link')));
  }

  async take(count: number): Promise<Buffer> {
    while (this.#received.length < count) {
      if (this.#ended !== undefined) throw this.#ended;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return taken;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#socket.destroy();
    this.#wake?.();
  }
}
