/**
 * The one place that reaches below node:net's public interface. `onread` alone gives reads into memory of ours, but only
 * for sockets we make, and asks for the first memory before there is an owner; both are put right on the handle.
 */

import * as net from 'node:net';
import { assert } from '../assert.ts';

/** What Node 24's TCP and pipe handles offer that is used here (lib/net.js, lib/internal/stream_base_commons.js). */
interface StreamHandle {
  /** The descriptor; -1 once it is closed, or where the handle is not a socket's own. */
  readonly fd: number;
  useUserBuffer(memory: Uint8Array): void;
}

/** `_handle` of lib/net.js: there from Node 0.10 to 26, and what cluster and child_process pass between processes. */
interface SocketInside {
  _handle: StreamHandle | null;
}

function insideOf(socket: net.Socket): SocketInside {
  return socket as unknown as SocketInside;
}

/** Lent memory and received counts, as `net.Socket`'s option `onread` takes them. */
export interface OnRead {
  buffer(): Uint8Array;
  callback(count: number): boolean;
}

/**
 * Makes a socket of our own, with `onread`, from an accepted one that has not begun to read (`pauseOnConnect`).
 * The server no longer counts it, so that closing the server does not wait for it. Reading starts by itself.
 */
export function takeOver(accepted: net.Socket, reader: OnRead): net.Socket {
  const inside = insideOf(accepted);
  const handle = inside._handle;
  assert(handle !== null, 'an accepted socket has its handle');
  inside._handle = null;
  accepted.destroy();
  // lib/net.js calls both without their object.
  const onread: OnRead = { buffer: () => reader.buffer(), callback: (count) => reader.callback(count) };
  return new net.Socket({ handle, onread } as unknown as net.SocketConstructorOpts);
}

/** Replaces the memory of the next read, on a socket whose reading has not begun. */
export function setReadMemory(socket: net.Socket, memory: Uint8Array): void {
  const handle = insideOf(socket)._handle;
  assert(handle !== null, 'a connected socket has its handle');
  handle.useUserBuffer(memory);
}

/** The open descriptor of a connected socket, or -1: asked for each write, since a number may be another file's a moment later. */
export function descriptorOf(socket: net.Socket): number {
  return insideOf(socket)._handle?.fd ?? -1;
}
