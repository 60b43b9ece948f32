/**
 * The server's side of the fixed newstyle handshake, fed with bytes as they arrive.
 * NBD proto.md, «Newstyle negotiation», «Option haggling», «Option types».
 *
 *                     option that stays            too long an option
 *                     ┌──────────┐             ┌───────────────────────┐
 *                     ▼          │             ▼                       │
 *   client-flags ──▶ option ─────┴──────────▶ drop ── read over ──▶ option
 *        │              │ GO, EXPORT_NAME: transmission
 *        │              │ STARTTLS: the owner begins TLS, then calls `secured` ──▶ option, with nothing negotiated
 *        │              │ ABORT, bad magic, too many: close
 *        └─ unknown flag: close
 */

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
import { maximumContextQueries, maximumNameBytes, maximumOptionBytes, maximumOptions } from './limits.ts';
import { listContexts, type MetaContext, selectContexts } from './meta-contexts.ts';
import type { Negotiated, ReplyMode } from './negotiated.ts';
import { readContextQuery, readInfoQuery, readText } from './option-data.ts';
import {
  encodeAck,
  encodeExportNameAnswer,
  encodeGreeting,
  encodeInfoBlockSize,
  encodeInfoExport,
  encodeInfoText,
  encodeMetaContext,
  encodeOptionError,
  encodeServer,
} from './option-replies.ts';

/** What the handshake needs of the server. */
export interface HandshakeServices {
  readonly exports: Exports;
  /** Whether this listener speaks TLS; then nothing is told and nothing served before it («FORCEDTLS mode»). */
  readonly tls: boolean;
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
  | { readonly kind: 'transmission'; readonly volume: BlockVolume; readonly negotiated: Negotiated }
  /** STARTTLS was acknowledged: when that has left, TLS begins. Bytes that came before it must not be read as if inside. */
  | { readonly kind: 'starttls' }
  /** The link must be closed, after what was sent has left. */
  | { readonly kind: 'close'; readonly reason: string };

const step: HandshakeOutcome = { kind: 'step' };
const short: HandshakeOutcome = { kind: 'short' };

const close = (reason: string): HandshakeOutcome => ({ kind: 'close', reason });

/** The contexts that the last SET_META_CONTEXT selected, and for which export. */
interface Selection {
  readonly name: string;
  readonly contexts: readonly MetaContext[];
}

export class Handshake {
  readonly #services: HandshakeServices;
  #state: 'client-flags' | 'option' | 'drop' = 'client-flags';
  #fixed = false;
  #noZeroes = false;
  #secured = false;
  #mode: ReplyMode = 'simple';
  #selection: Selection | undefined;
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

  /** TLS is up: what was negotiated in the clear is forgotten (proto.md, NBD_OPT_STARTTLS). */
  secured(): void {
    this.#secured = true;
    this.#mode = 'simple';
    this.#selection = undefined;
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
    const type = this.#dropOption;
    if (this.#needsTls(type)) return this.#refuseBeforeTls(type);
    return this.#refuse(type, optionReply.tooBig, `option data is at most ${maximumOptionBytes} bytes`);
  }

  #needsTls(type: number): boolean {
    return this.#services.tls && !this.#secured && type !== option.starttls && type !== option.abort;
  }

  #refuseBeforeTls(type: number): HandshakeOutcome {
    if (type === option.exportName) return close('an export was asked for before TLS');
    return this.#refuse(
      type,
      optionReply.tlsRequired,
      'this server needs TLS: connect with nbds:// or TLS credentials',
    );
  }

  /** One line an option: an extension adds its own here and, where replies change, to what `transmission` hands over. */
  #handle(type: number, data: Uint8Array): HandshakeOutcome {
    if (this.#needsTls(type)) return this.#refuseBeforeTls(type);
    switch (type) {
      case option.exportName:
        return this.#exportName(data);
      case option.abort:
        this.#services.send(encodeAck(type));
        return close('the client ended the handshake');
      case option.list:
        return data.length === 0 ? this.#list() : this.#refuse(type, optionReply.invalid, 'LIST carries no data');
      case option.info:
      case option.go:
        return this.#infoOrGo(type, data);
      case option.structuredReply:
        return this.#structuredReply(data);
      case option.extendedHeaders:
        if (data.length !== 0) return this.#refuse(type, optionReply.invalid, 'EXTENDED_HEADERS carries no data');
        this.#mode = 'extended';
        return this.#acknowledge(type);
      case option.starttls:
        return this.#startTls(data);
      case option.listMetaContext:
      case option.setMetaContext:
        return this.#metaContext(type, data);
      default:
        return this.#refuse(type, optionReply.unsupported, `this server does not know option ${type}`);
    }
  }

  #acknowledge(type: number): HandshakeOutcome {
    this.#services.send(encodeAck(type));
    return step;
  }

  #refuse(type: number, reply: number, text: string): HandshakeOutcome {
    this.#services.send(encodeOptionError(type, reply, text));
    return step;
  }

  #list(): HandshakeOutcome {
    const { exports, send } = this.#services;
    for (const name of exports.names()) send(encodeServer(option.list, name, exports.find(name)?.description));
    return this.#acknowledge(option.list);
  }

  #structuredReply(data: Uint8Array): HandshakeOutcome {
    const type = option.structuredReply;
    if (data.length !== 0) return this.#refuse(type, optionReply.invalid, 'STRUCTURED_REPLY carries no data');
    if (this.#mode === 'extended') {
      const text = 'extended headers were negotiated, which replies to requests need from now on';
      return this.#refuse(type, optionReply.extendedHeadersRequired, text);
    }
    this.#mode = 'structured';
    return this.#acknowledge(type);
  }

  #startTls(data: Uint8Array): HandshakeOutcome {
    const type = option.starttls;
    if (!this.#services.tls) return this.#refuse(type, optionReply.policy, 'this listener serves without TLS');
    if (data.length !== 0) return this.#refuse(type, optionReply.invalid, 'STARTTLS carries no data');
    if (this.#secured) return this.#refuse(type, optionReply.invalid, 'this connection has TLS already');
    this.#services.send(encodeAck(type));
    return { kind: 'starttls' };
  }

  #metaContext(type: number, data: Uint8Array): HandshakeOutcome {
    const { exports, send } = this.#services;
    const sets = type === option.setMetaContext;
    // Each SET replaces what was set before, also where it fails.
    if (sets) this.#selection = undefined;
    if (this.#mode === 'simple') {
      return this.#refuse(type, optionReply.invalid, 'block status needs structured replies or extended headers first');
    }
    const query = readContextQuery(data);
    if (query === undefined) return this.#refuse(type, optionReply.invalid, 'the option data is malformed');
    if (query === 'too-many') {
      return this.#refuse(type, optionReply.tooBig, `a request has at most ${maximumContextQueries} queries`);
    }
    const { name, queries } = query;
    if (exports.find(name) === undefined) return this.#refuse(type, optionReply.unknown, noExport(name));
    const contexts = sets ? selectContexts(queries) : listContexts(queries);
    if (sets) this.#selection = { name, contexts };
    // The id in a list has no meaning.
    for (const context of contexts) send(encodeMetaContext(type, sets ? context.id : 0, context.name));
    return this.#acknowledge(type);
  }

  /** What transmission on that export would go by. */
  #negotiatedFor(name: string): Negotiated {
    const contexts = this.#selection?.name === name ? this.#selection.contexts : [];
    return { mode: this.#mode, contexts };
  }

  /** The one option whose failure cannot be told: the link is closed instead («Option types», EXPORT_NAME). */
  #exportName(data: Uint8Array): HandshakeOutcome {
    if (this.#mode === 'extended') return close('EXPORT_NAME after extended headers, which need GO');
    const name = readText(data);
    const volume = name === undefined ? undefined : this.#services.exports.find(name);
    if (name === undefined || volume === undefined) return close('no such export');
    const refusal = this.#services.refusal(volume);
    if (refusal !== undefined) return close(refusal);
    const negotiated = this.#negotiatedFor(name);
    this.#services.send(encodeExportNameAnswer(volume, negotiated, this.#noZeroes));
    return { kind: 'transmission', volume, negotiated };
  }

  #infoOrGo(type: number, data: Uint8Array): HandshakeOutcome {
    const query = readInfoQuery(data);
    if (query === undefined) return this.#refuse(type, optionReply.invalid, 'the option data is malformed');
    const { exports, send } = this.#services;
    const { name, wanted } = query;
    const volume = exports.find(name);
    if (volume === undefined) return this.#refuse(type, optionReply.unknown, noExport(name));
    const refusal = type === option.go ? this.#services.refusal(volume) : undefined;
    if (refusal !== undefined) return this.#refuse(type, optionReply.policy, refusal);
    const negotiated = this.#negotiatedFor(name);
    if (wanted.includes(info.name)) send(encodeInfoText(type, info.name, volume.name));
    if (wanted.includes(info.description) && volume.description !== undefined) {
      send(encodeInfoText(type, info.description, volume.description));
    }
    send(encodeInfoBlockSize(type));
    send(encodeInfoExport(type, volume, negotiated));
    send(encodeAck(type));
    return type === option.go ? { kind: 'transmission', volume, negotiated } : step;
  }
}

/** A message is at most 4096 bytes long, as a name may be alone. */
const shownNameLength = 256;

function noExport(name: string): string {
  const shown = name.length > shownNameLength ? `${name.slice(0, shownNameLength)}…` : name;
  return `there is no export named '${shown}'`;
}

function viewOf(buffer: ReceiveBuffer): DataView {
  const { bytes } = buffer.slab;
  return new DataView(bytes.buffer, bytes.byteOffset + buffer.start, buffer.length);
}
