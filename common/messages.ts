/**
 * The control plane's messages as plain typed values, encoded and decoded in one place.
 * A decoded message has every field (protobuf's defaults where the sender left one out); numbers are still unchecked.
 */

import protobuf from 'protobufjs/minimal.js';
import { ClusterError } from './errors.ts';
import { sio } from './proto/generated/control.js';

/** A generated message type with all fields present and read-only. */
export type Filled<T> = T extends Uint8Array
  ? T
  : T extends (infer E)[]
    ? readonly Filled<E>[]
    : T extends object
      ? { readonly [K in keyof T as K extends '$unknowns' ? never : K]-?: Filled<NonNullable<T[K]>> }
      : T;

export type Hello = Filled<sio.Hello.$Properties>;
export type HelloReply = Filled<sio.HelloReply.$Properties>;
export type Refusal = Filled<sio.Refusal.$Properties>;

export type SystemRecord = Filled<sio.SystemRecord.$Properties>;
export type ProtectionDomainRecord = Filled<sio.ProtectionDomainRecord.$Properties>;
export type FaultSetRecord = Filled<sio.FaultSetRecord.$Properties>;
export type PoolRecord = Filled<sio.PoolRecord.$Properties>;
export type SdsRecord = Filled<sio.SdsRecord.$Properties>;
export type DeviceRecord = Filled<sio.DeviceRecord.$Properties>;
export type SliceEntry = Filled<sio.SliceEntry.$Properties>;
export type SlicePageRecord = Filled<sio.SlicePageRecord.$Properties>;
export type VolumeRecord = Filled<sio.VolumeRecord.$Properties>;
export type SdcRecord = Filled<sio.SdcRecord.$Properties>;
export type MappingRecord = Filled<sio.MappingRecord.$Properties>;
export type Ticket = Filled<sio.Ticket.$Properties>;
export type DeviceState = Filled<sio.DeviceState.$Properties>;
export type RegisterSds = Filled<sio.RegisterSds.$Properties>;
export type RegisterSdc = Filled<sio.RegisterSdc.$Properties>;
export type SlicesSettled = Filled<sio.SlicesSettled.$Properties>;
export type OpenVolume = Filled<sio.OpenVolume.$Properties>;
export type SliceVersion = Filled<sio.SliceVersion.$Properties>;
export type SliceGeneration = Filled<sio.SliceGeneration.$Properties>;
export type ChunkVersion = Filled<sio.ChunkVersion.$Properties>;
export type SliceChunks = Filled<sio.SliceChunks.$Properties>;
export type StoredCounters = Filled<sio.StoredCounters.$Properties>;

/** One member of a union for each field of a `oneof`: `{ kind: 'pool', body: PoolRecord }`. */
export type OneOf<Types> = { [K in keyof Types]: { readonly kind: K; readonly body: Types[K] } }[keyof Types];

export interface RecordTypes {
  system: SystemRecord;
  protectionDomain: ProtectionDomainRecord;
  faultSet: FaultSetRecord;
  pool: PoolRecord;
  sds: SdsRecord;
  device: DeviceRecord;
  slicePage: SlicePageRecord;
  volume: VolumeRecord;
  sdc: SdcRecord;
  mapping: MappingRecord;
}
/** One entry of the cluster map. */
export type MapRecord = OneOf<RecordTypes>;

/** A change of the cluster map; `whole` replaces everything the receiver has. */
export interface MapDelta {
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly whole: boolean;
  readonly puts: readonly MapRecord[];
  readonly deletes: readonly string[];
  readonly tickets: readonly Ticket[];
}

export type HandshakeMessage = OneOf<{
  hello: Hello;
  helloReply: HelloReply;
  auth: Filled<sio.Auth.$Properties>;
  welcome: Filled<sio.Welcome.$Properties>;
  refusal: Refusal;
}>;

export type ControlMessage = OneOf<{
  registerSds: RegisterSds;
  registerSdc: RegisterSdc;
  registered: Filled<sio.Registered.$Properties>;
  map: MapDelta;
  wantWholeMap: object;
  heartbeat: Filled<sio.Heartbeat.$Properties>;
  mapApplied: Filled<sio.MapApplied.$Properties>;
  slicesSettled: SlicesSettled;
  refusal: Refusal;
}>;

/** Between engines, beside the frames of the data path. The answer to a request carries its `requestId`. */
export type PeerMessage = { readonly requestId: number } & OneOf<{
  settleQuery: Filled<sio.SettleQuery.$Properties>;
  settleState: Filled<sio.SettleState.$Properties>;
  chunkListQuery: Filled<sio.ChunkListQuery.$Properties>;
  chunkList: Filled<sio.ChunkList.$Properties>;
  chunkFetch: Filled<sio.ChunkFetch.$Properties>;
  chunkFetched: Filled<sio.ChunkFetched.$Properties>;
  settle: Filled<sio.Settle.$Properties>;
  settled: Filled<sio.Settled.$Properties>;
  refusal: Refusal;
}>;

interface Decoder {
  decode(bytes: Uint8Array): object;
}

function decode(type: Decoder, name: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    return type.decode(bytes) as Record<string, unknown>;
  } catch (cause) {
    throw new ClusterError('INVALID', `decoding ${name} of ${bytes.length} bytes failed: it is not protobuf`, {
      cause,
    });
  }
}

function decodeOneOf<T>(type: Decoder, name: string, bytes: Uint8Array): T {
  return unionOf<T>(decode(type, name, bytes), name);
}

function unionOf<T>(message: Record<string, unknown>, name: string): T {
  const kind = message['kind'];
  if (typeof kind !== 'string') throw new ClusterError('INVALID', `${name} has no member that this version knows`);
  return { kind, body: message[kind], requestId: message['requestId'] } as T;
}

function mapOf(message: Record<string, unknown>): MapDelta {
  // Field by field: what the sender left out stands in the prototype only.
  const { fromVersion, toVersion, whole, puts, deletes, tickets } = message as unknown as Omit<MapDelta, 'puts'> & {
    readonly puts: readonly Record<string, unknown>[];
  };
  const records = puts.map((put) => unionOf<MapRecord>(put, 'MapRecord'));
  return { fromVersion, toVersion, whole, puts: records, deletes, tickets };
}

function mapMessage(delta: MapDelta): object {
  return { ...delta, puts: delta.puts.map((put) => ({ [put.kind]: put.body })) };
}

export function encodeHandshake(message: HandshakeMessage): Uint8Array {
  return sio.HandshakeMessage.encode({ [message.kind]: message.body }).finish();
}

/** Throws `INVALID`; fields are complete but unchecked. */
export function decodeHandshake(bytes: Uint8Array): HandshakeMessage {
  return decodeOneOf<HandshakeMessage>(sio.HandshakeMessage, 'HandshakeMessage', bytes);
}

export function encodeControl(message: ControlMessage): Uint8Array {
  const body = message.kind === 'map' ? mapMessage(message.body) : message.body;
  return sio.ControlMessage.encode({ [message.kind]: body }).finish();
}

/** Throws `INVALID`; fields are complete but unchecked. */
export function decodeControl(bytes: Uint8Array): ControlMessage {
  const message = decodeOneOf<ControlMessage>(sio.ControlMessage, 'ControlMessage', bytes);
  if (message.kind !== 'map') return message;
  return { kind: 'map', body: mapOf(message.body as unknown as Record<string, unknown>) };
}

export function encodePeer(message: PeerMessage): Uint8Array {
  return sio.PeerMessage.encode({ requestId: message.requestId, [message.kind]: message.body }).finish();
}

/** Throws `INVALID`; fields are complete but unchecked. */
export function decodePeer(bytes: Uint8Array): PeerMessage {
  return decodeOneOf<PeerMessage>(sio.PeerMessage, 'PeerMessage', bytes);
}

export function encodeRecord(record: MapRecord): Uint8Array {
  return sio.MapRecord.encode({ [record.kind]: record.body }).finish();
}

export function decodeRecord(bytes: Uint8Array): MapRecord {
  return decodeOneOf<MapRecord>(sio.MapRecord, 'MapRecord', bytes);
}

export function encodeMap(delta: MapDelta): Uint8Array {
  return sio.MapDelta.encode(mapMessage(delta)).finish();
}

/**
 * The `map` control message made of a map that `encodeMap` gave (without tickets), with the receiver's own tickets added:
 * so a delta for thousands of receivers is encoded once.
 */
export function encodeMapMessage(map: Uint8Array, tickets: readonly Ticket[]): Uint8Array {
  const own = tickets.length === 0 ? new Uint8Array(0) : sio.MapDelta.encode({ tickets: [...tickets] }).finish();
  const body = new Uint8Array(map.length + own.length);
  body.set(map);
  // Elements of a repeated field may stand anywhere in a message.
  body.set(own, map.length);
  return protobuf.Writer.create().uint32(controlMapTag).bytes(body).finish();
}

/** Field 4 of ControlMessage, length-delimited. */
const controlMapTag = (4 << 3) | 2;

export function decodeMap(bytes: Uint8Array): MapDelta {
  return mapOf(decode(sio.MapDelta, 'MapDelta', bytes));
}

export function encodeOpenVolume(message: OpenVolume): Uint8Array {
  return sio.OpenVolume.encode(message).finish();
}

export function decodeOpenVolume(bytes: Uint8Array): OpenVolume {
  return decode(sio.OpenVolume, 'OpenVolume', bytes) as unknown as OpenVolume;
}

export function encodeCounters(counters: StoredCounters): Uint8Array {
  return sio.StoredCounters.encode(counters).finish();
}

export function decodeCounters(bytes: Uint8Array): StoredCounters {
  return decode(sio.StoredCounters, 'StoredCounters', bytes) as unknown as StoredCounters;
}
