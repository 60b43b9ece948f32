/**
 * The server's side of the fixed newstyle handshake, fed with bytes as they arrive.
 * NBD proto.md, «Newstyle negotiation», «Option haggling», «Option types».
 *
 *                     option that stays            too long an option
 *                     ┌──────────┐             ┌───────────────────────┐
 *                     ▼          │             ▼                       │
 *   client-flags ──▶ option ─────┴──────────▶ drop ── read over ──▶ option
 *        │              │ GO, EXPORT_NAME: transmission
 *        │              │ ABORT, bad magic, too many: close
 *        └─ unknown flag: close
 */

import type { ErrorCode } from '../../common/errors.ts';
import type { ReceiveBuffer } from '../../common/slab.ts';
import type { BlockVolume, Exports } from '../volume.ts';
import {
  clientFlag,
  clientFlagsBytes,
  info,
  option,
  optionHeaderBytes,
  optionMagic,
  optionReply,
} from './constants.ts';
import { maximumNameBytes, maximumOptionBytes, maximumOptions } from './limits.ts';
import {
  encodeAck,
  encodeExportNameAnswer,
  encodeGreeting,
  encodeInfoBlockSize,
  encodeInfoExport,
  encodeInfoName,
  encodeOptionError,
  encodeServer,
} from './option-replies.ts';

/** What the handshake needs of the server. */
export interface HandshakeServices {
  readonly exports: Exports;
  /** Why this export takes no further connection now, for the client to read; undefined when it does. */
  refusal(volume: BlockVolume): string | undefined;
  /** Sends a message to the client; the bytes are the receiver's. */
  send(bytes: Uint8Array): void;
}

export type HandshakeOutcome =
  /** One step was made: call again. */
  | { readonly kind: 'step' }
  /** More bytes must arrive before the next step. */
  | { readonly kind: 'short' }
  | { readonly kind: 'transmission'; readonly volume: BlockVolume; readonly structured: boolean }
  /** The link must be closed, after what was sent has left. `code` says what is wrong with it: OK when nothing is. */
  | { readonly kind: 'close'; readonly reason: string; readonly code: ErrorCode };

const step: HandshakeOutcome = { kind: 'step' };
const short: HandshakeOutcome = { kind: 'short' };

const close = (reason: string, code: ErrorCode = 'INVALID'): HandshakeOutcome => ({ kind: 'close', reason, code });

/** What INFO and GO carry. */
interface InfoRequest {
  readonly name: string;
  readonly wanted: readonly number[];
}

export class Handshake {
  readonly #services: HandshakeServices;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #state: 'client-flags' | 'option' | 'drop' = 'client-flags';
  #fixed = false;
  #noZeroes = false;
  #structured = false;
  #optionCount = 0;
  #dropOption = 0;
  #dropLeft = 0;

  /** Sends the greeting. */
  constructor(services: HandshakeServices) {
    this.#services = services;
    services.send(encodeGreeting());
  }

  /** Bytes that must stand in one piece for the next step; for `ReceiveBuffer.space`. */
  get wantedBytes(): number {
    return this.#state === 'drop' ? 1 : optionHeaderBytes + maximumOptionBytes;
  }

  /** Makes at most one step, so that the owner can stop between two when too many replies are unsent. */
  advance(buffer: ReceiveBuffer): HandshakeOutcome {
    switch (this.#state) {
      case 'client-flags':
        return this.#readClientFlags(buffer);
      case 'option':
        return this.#readOption(buffer);
      case 'drop':
        return this.#drop(buffer);
    }
  }

  #readClientFlags(buffer: ReceiveBuffer): HandshakeOutcome {
    if (buffer.length < clientFlagsBytes) return short;
    const flags = viewOf(buffer).getUint32(0);
    buffer.consume(clientFlagsBytes);
    if ((flags & ~(clientFlag.fixedNewstyle | clientFlag.noZeroes)) !== 0) return close('unknown client flags');
    this.#fixed = (flags & clientFlag.fixedNewstyle) !== 0;
    this.#noZeroes = (flags & clientFlag.noZeroes) !== 0;
    this.#state = 'option';
    return step;
  }

  /** u64 IHAVEOPT, u32 option, u32 length, data. */
  #readOption(buffer: ReceiveBuffer): HandshakeOutcome {
    if (buffer.length < optionHeaderBytes) return short;
    const view = viewOf(buffer);
    if (view.getUint32(0) !== optionMagic.high || view.getUint32(4) !== optionMagic.low) {
      return close('an option does not begin with IHAVEOPT');
    }
    const type = view.getUint32(8);
    const dataBytes = view.getUint32(12);
    if (!this.#fixed && type !== option.exportName) return close('an option that needs fixed newstyle');
    const longest = type === option.exportName ? maximumNameBytes : maximumOptionBytes;
    if (dataBytes > longest) {
      if (type === option.exportName) return close('the export name is too long');
      buffer.consume(optionHeaderBytes);
      this.#state = 'drop';
      this.#dropOption = type;
      this.#dropLeft = dataBytes;
      return this.#countOption() ?? step;
    }
    if (buffer.length < optionHeaderBytes + dataBytes) return short;
    const at = buffer.start + optionHeaderBytes;
    const data = buffer.slab.bytes.subarray(at, at + dataBytes);
    const outcome = this.#countOption() ?? this.#handle(type, data);
    buffer.consume(optionHeaderBytes + dataBytes);
    return outcome;
  }

  #countOption(): HandshakeOutcome | undefined {
    this.#optionCount++;
    return this.#optionCount > maximumOptions ? close('too many options') : undefined;
  }

  #drop(buffer: ReceiveBuffer): HandshakeOutcome {
    const count = Math.min(this.#dropLeft, buffer.length);
    buffer.consume(count);
    this.#dropLeft -= count;
    if (this.#dropLeft > 0) return short;
    this.#state = 'option';
    return this.#refuse(this.#dropOption, optionReply.tooBig, `option data is at most ${maximumOptionBytes} bytes`);
  }

  /** One line an option: an extension adds its own here and, where replies change, to what `transmission` hands over. */
  #handle(type: number, data: Uint8Array): HandshakeOutcome {
    switch (type) {
      case option.exportName:
        return this.#exportName(data);
      case option.abort:
        this.#services.send(encodeAck(type));
        return close('the client ended the handshake', 'OK');
      case option.list:
        return data.length === 0 ? this.#list() : this.#refuse(type, optionReply.invalid, 'LIST carries no data');
      case option.info:
      case option.go:
        return this.#infoOrGo(type, data);
      case option.structuredReply:
        if (data.length !== 0) return this.#refuse(type, optionReply.invalid, 'STRUCTURED_REPLY carries no data');
        this.#structured = true;
        this.#services.send(encodeAck(type));
        return step;
      case option.starttls:
        return this.#refuse(type, optionReply.unsupported, 'this server does not offer TLS');
      case option.listMetaContext:
      case option.setMetaContext:
        return this.#refuse(type, optionReply.unsupported, 'this server has no metadata contexts');
      case option.extendedHeaders:
        return this.#refuse(type, optionReply.unsupported, 'this server does not speak extended headers');
      default:
        return this.#refuse(type, optionReply.unsupported, `this server does not know option ${type}`);
    }
  }

  #refuse(type: number, reply: number, text: string): HandshakeOutcome {
    this.#services.send(encodeOptionError(type, reply, text));
    return step;
  }

  #list(): HandshakeOutcome {
    const { exports, send } = this.#services;
    for (const name of exports.names()) send(encodeServer(option.list, name));
    send(encodeAck(option.list));
    return step;
  }

  /** The one option whose failure cannot be told: the link is closed instead («Option types», EXPORT_NAME). */
  #exportName(data: Uint8Array): HandshakeOutcome {
    const name = this.#text(data);
    const volume = name === undefined ? undefined : this.#services.exports.find(name);
    if (volume === undefined) return close('no such export', 'NOT_FOUND');
    const refusal = this.#services.refusal(volume);
    if (refusal !== undefined) return close(refusal, 'REFUSED');
    this.#services.send(encodeExportNameAnswer(volume, this.#structured, this.#noZeroes));
    return { kind: 'transmission', volume, structured: this.#structured };
  }

  #infoOrGo(type: number, data: Uint8Array): HandshakeOutcome {
    const request = this.#parseInfo(data);
    if (request === undefined) return this.#refuse(type, optionReply.invalid, 'the option data is malformed');
    const { exports, send } = this.#services;
    const volume = exports.find(request.name);
    if (volume === undefined) {
      return this.#refuse(type, optionReply.unknown, `there is no export named '${request.name}'`);
    }
    const refusal = type === option.go ? this.#services.refusal(volume) : undefined;
    if (refusal !== undefined) return this.#refuse(type, optionReply.policy, refusal);
    if (request.wanted.includes(info.name)) send(encodeInfoName(type, volume.name));
    send(encodeInfoBlockSize(type));
    send(encodeInfoExport(type, volume, this.#structured));
    send(encodeAck(type));
    return type === option.go ? { kind: 'transmission', volume, structured: this.#structured } : step;
  }

  /** u32 length of the name, name, u16 count, u16 information type for each. */
  #parseInfo(data: Uint8Array): InfoRequest | undefined {
    if (data.length < 6) return undefined;
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    const nameBytes = view.getUint32(0);
    if (nameBytes > maximumNameBytes || 4 + nameBytes + 2 > data.length) return undefined;
    const name = this.#text(data.subarray(4, 4 + nameBytes));
    const count = view.getUint16(4 + nameBytes);
    if (name === undefined || data.length !== 4 + nameBytes + 2 + 2 * count) return undefined;
    const wanted: number[] = [];
    for (let index = 0; index < count; index++) wanted.push(view.getUint16(4 + nameBytes + 2 + 2 * index));
    return { name, wanted };
  }

  /** proto.md, «Strings»: UTF-8 without NUL. */
  #text(bytes: Uint8Array): string | undefined {
    try {
      const text = this.#decoder.decode(bytes);
      return text.includes('\0') ? undefined : text;
    } catch {
      return undefined;
    }
  }
}

function viewOf(buffer: ReceiveBuffer): DataView {
  const { bytes } = buffer.slab;
  return new DataView(bytes.buffer, bytes.byteOffset + buffer.start, buffer.length);
}
