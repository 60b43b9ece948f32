/**
 * Everything that can differ between two runs: time, chance, network and disks.
 * All other code reaches them only through a `Host`, so that the simulator can put a whole cluster on virtual time.
 */

/** A pending timer; cancelling one that has fired does nothing. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Monotonic milliseconds with a fraction, read at the call (never a cached loop time). */
  nowMs(): number;
  /** Unix time in milliseconds: for people and file names only, never to decide anything. */
  wallMs(): number;
  after(delayMs: number, callback: () => void): Timer;
  /** Runs once after the I/O callbacks of the present turn of the event loop: the end of a batch. */
  afterTurn(callback: () => void): void;
}

export interface Random {
  /** Fills `into` with random bytes fit for keys and nonces, and returns it. */
  bytes(into: Uint8Array): Uint8Array;
  /** Uniform in [0, 1): for jitter. */
  fraction(): number;
}

/** Where a daemon listens or connects: TCP, or a unix stream socket (its path; `\\0name` is a name without a file). */
export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/**
 * What a byte-stream link tells its owner. The owner lends the memory that bytes arrive in, so they are never copied:
 * the link asks `space()` before each read and then says with `received(count)` how many bytes stand at its beginning.
 */
export interface StreamHandlers {
  /** Memory for the next read, at least one byte long. It stays the link's until `received` or `closed`. */
  space(): Uint8Array;
  received(count: number): void;
  /** The link's own send queue has become empty after `write` had left bytes in it. */
  drained(): void;
  /** Called once; nothing follows it. `reason` is for the log: what ended the link. */
  closed(reason: string): void;
}

/** Memory whose bytes a link still needs: retained by `write`, released when they have left the process. */
export interface Pinned {
  retain(): void;
  release(): void;
}

export interface StreamLink {
  /** `address:port` of the other side, or the path: for the log. */
  readonly remote: string;
  /** Queues bytes for the next `flush`. They must not change until they have left; `pinned` is retained until then. */
  write(bytes: Uint8Array, pinned?: Pinned): void;
  /** Sends all that was queued with one system call (or as few as the kernel allows). */
  flush(): void;
  /** Bytes handed to `write` that the kernel has not taken yet. */
  readonly unsentBytes: number;
  /** Stops reading (the kernel's buffers then push back on the sender). */
  pause(): void;
  resume(): void;
  /** Closes at once: unsent and unread bytes are dropped, and no `received` follows. `closed` is called in a later turn. */
  close(reason: string): void;
}

/** A link that begins in the clear and can go on inside TLS, as the server's side of it (NBD's STARTTLS). */
export interface SecurableLink extends StreamLink {
  /**
   * All that is written and received from now on goes through TLS. What was written before must have left. `secured` is
   * called when the peer has proved who it is, as far as it must; a handshake that fails closes the link.
   */
  startTls(secured: () => void): void;
}

/** `Network.listenStream` for links that can begin TLS. */
export type ListenSecurable = (address: Address, accept: (link: SecurableLink) => StreamHandlers) => Promise<Listener>;

/** A link of whole messages in order (a WebSocket in the real world): the control plane. */
export interface MessageLink {
  readonly remote: string;
  send(message: Uint8Array): void;
  readonly unsentBytes: number;
  close(reason: string): void;
}

export interface MessageHandlers {
  /** One whole message; the bytes are the receiver's to keep. */
  message(bytes: Uint8Array): void;
  /** Called once; nothing follows it. */
  closed(reason: string): void;
}

export interface Listener {
  /** The bound address, with the real port where 0 was asked for. */
  readonly address: Address;
  /** Stops accepting; links that were accepted stay. */
  close(): Promise<void>;
}

export interface Network {
  /** `accept` gets each new link and returns its handlers; it may close the link first, but then still returns handlers. */
  listenStream(address: Address, accept: (link: StreamLink) => StreamHandlers): Promise<Listener>;
  /** Rejects with a ClusterError `UNREACHABLE` when nobody answers within `timeoutMs`. */
  connectStream(
    address: Address,
    timeoutMs: number,
    handlers: (link: StreamLink) => StreamHandlers,
  ): Promise<StreamLink>;
  listenMessages(address: Address, accept: (link: MessageLink) => MessageHandlers): Promise<Listener>;
  connectMessages(
    address: Address,
    timeoutMs: number,
    handlers: (link: MessageLink) => MessageHandlers,
  ): Promise<MessageLink>;
}

/** A source range and its place in another file: what `DiskFile.copyFrom` moves. All in bytes. */
export interface CopyRange {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/**
 * An open file. Writes go to the page cache: after the process dies they are there, after the server loses power only
 * what a `datasync` that began later has covered is sure. Errors are thrown (sync) or given to the callback as
 * ClusterError `DISK_FAILED` or `DISK_FULL` with the system's error as `cause`.
 */
export interface DiskFile {
  readonly path: string;
  /** Reads into the whole of `into`; returns the bytes read, fewer only at the end of the file. */
  readSync(into: Uint8Array, position: number): number;
  read(into: Uint8Array, position: number, done: (error: Error | null, count: number) => void): void;
  /** Writes all buffers one after the other from `position`; whole, or it throws. */
  writeSync(buffers: readonly Uint8Array[], position: number): void;
  /** Makes every earlier write of this file stable. A failed one must never be retried (PROTOCOL.md section 8). */
  datasync(done: (error: Error | null) => void): void;
  /** Copies ranges from another file of the same disks, off the event loop, in any order: they must not overlap in the target. */
  copyFrom(source: DiskFile, ranges: readonly CopyRange[], done: (error: Error | null) => void): void;
  /**
   * Gives the space of a range back; it then reads as zeros (of a raw disk: or as before, where the disk cannot do it).
   * Block aligned. Like a write, not stable before a datasync.
   */
  punchHole(position: number, length: number): void;
  sizeBytes(): number;
  close(): Promise<void>;
}

/** A raw disk: a block device, or a plain file in its place. It has its length for ever. */
export interface Disk extends DiskFile {
  /** What it writes at once: 512 or 4096. */
  readonly sectorBytes: number;
}

/** `alone`: nobody else may have it open so, mount it or take a partition of it, until it is closed. */
export interface OpenDiskOptions {
  readonly alone: boolean;
  readonly readOnly?: boolean;
}

/** What a path leads to: `disk` is a block device or a plain file. */
export type PathKind = 'directory' | 'disk' | 'other';

export interface Lock {
  release(): Promise<void>;
}

/** Options of `Disks.openFile`. */
export interface OpenFileOptions {
  /** Makes the file when it is missing; without it a missing file rejects with ClusterError `NOT_FOUND`. */
  readonly create: boolean;
  /** Allocates this much space at once when the file is made (a journal), so that appends change no metadata. */
  readonly preallocateBytes?: number;
  /** Makes the file this long when it is made, without allocating space (a sparse data file). */
  readonly sizeBytes?: number;
  /** Nothing will be written: also a file of a read-only file system opens. */
  readonly readOnly?: boolean;
}

export interface Disks {
  openFile(path: string, options: OpenFileOptions): Promise<DiskFile>;
  /** Links are followed; undefined when there is nothing. */
  kindOf(path: string): Promise<PathKind | undefined>;
  /** Rejects with `NOT_FOUND`, with `LOCKED` (naming who has it, where that can be found out), or `DISK_FAILED`. */
  openDisk(path: string, options: OpenDiskOptions): Promise<Disk>;
  /** Paths of this server's block devices, in no order that matters. */
  listDisks(): Promise<readonly string[]>;
  /** Whole small file, or undefined when there is none. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** Replaces a small file so that a crash leaves the old or the new content; stable when it resolves. */
  replaceFile(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
  /** Makes a directory and its parents; stable when it resolves. */
  makeDirectory(path: string): Promise<void>;
  /** Names in a directory, or undefined when there is none. */
  list(path: string): Promise<readonly string[] | undefined>;
  remove(path: string): Promise<void>;
  /** Bytes that can still be written on the file system that holds `path`. */
  freeBytes(path: string): Promise<number>;
  /** Takes an exclusive lock that ends with the process; undefined when another process holds it. */
  lock(path: string): Promise<Lock | undefined>;
  /** Changes with each start of the machine: what was not synced before a change may be gone. */
  bootId(): string;
  openStore(path: string): Promise<Store>;
  /** Deletes a store that is closed. */
  removeStore(path: string): Promise<void>;
}

export type StoreOperation =
  | { readonly kind: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly kind: 'delete'; readonly key: string };

/** An ordered key-value store (level). Keys are ASCII and ordered by their bytes. */
export interface Store {
  /** undefined when there is no such key. Costs microseconds: not for the path of a request. */
  getSync(key: string): Uint8Array | undefined;
  get(key: string): Promise<Uint8Array | undefined>;
  /** All or nothing. Without `sync` the newest batches may vanish at a power loss (in order: never an older one alone). */
  batch(operations: readonly StoreOperation[], options: { readonly sync: boolean }): Promise<void>;
  /** Entries with `from` <= key < `until`, in order. */
  range(from: string, until: string): AsyncIterable<readonly [key: string, value: Uint8Array]>;
  close(): Promise<void>;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** `event` is a constant; what varies stands in `fields`. */
export interface Log {
  write(level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** The same log with fields that every line of it carries. */
  with(fields: Readonly<Record<string, unknown>>): Log;
}

export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly disks: Disks;
  readonly log: Log;
}
