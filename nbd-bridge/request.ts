/**
 * One request of a connection from its header to its reply, reused for later ones.
 * It is the completion that the volume reports to: the parts of one WRITE share it.
 */

import { assert, must } from '../common/assert.ts';
import type { ErrorCode } from '../common/errors.ts';
import type { Pinned } from '../common/host.ts';
import { command, commandFlag, errno } from './core/constants.ts';
import type { ReplyMode } from './core/negotiated.ts';
import type { RequestMark } from './core/replies.ts';
import type { RequestParser } from './core/transmission.ts';
import { refusalOfCode } from './errno.ts';
import type { ReplyQueue } from './reply-queue.ts';
import type { Completion } from './volume.ts';

/** Told when a request is over (replied to, or dropped): it may be begun anew. */
export interface RequestOwner {
  requestOver(request: Request, failed: boolean): void;
}

/** Read data that is not yet in the reply queue. */
class Piece {
  offset = 0;
  lengthBytes = 0;
  bytes: Uint8Array | undefined;
  pinned: Pinned | undefined;
}

export class Request implements Completion, RequestMark {
  /** The command. */
  type = 0;
  offset = 0;
  lengthBytes = 0;
  cookieHigh = 0;
  cookieLow = 0;
  offsetHigh = 0;
  offsetLow = 0;

  readonly #owner: RequestOwner;
  readonly #replies: ReplyQueue;
  readonly #mode: ReplyMode;
  readonly #pieces: Piece[] = [];
  #pieceCount = 0;
  #dataBytes = 0;
  #fragments = false;
  /** Calls of the volume that have not finished. */
  #waiting = 0;
  /** No further call of the volume will be made. */
  #whole = true;
  #silent = false;
  #code: ErrorCode = 'OK';

  constructor(owner: RequestOwner, replies: ReplyQueue, mode: ReplyMode) {
    this.#owner = owner;
    this.#replies = replies;
    this.#mode = mode;
  }

  /** Takes over the request that the parser has just read. */
  begin(parser: RequestParser): void {
    assert(this.#whole && this.#waiting === 0, 'a request is reused when it is over');
    this.type = parser.type;
    this.offset = parser.offset;
    this.lengthBytes = parser.lengthBytes;
    this.cookieHigh = parser.cookieHigh;
    this.cookieLow = parser.cookieLow;
    this.offsetHigh = parser.offsetHigh;
    this.offsetLow = parser.offsetLow;
    this.#fragments = this.#mode !== 'simple' && (parser.flags & commandFlag.df) === 0;
    this.#dataBytes = 0;
    this.#silent = false;
    this.#code = 'OK';
    this.#whole = false;
  }

  /** Before each call of the volume with this completion; `last`: no other follows. */
  expect(last: boolean): void {
    this.#waiting++;
    if (last) this.#whole = true;
  }

  /** A part has failed: the rest of the payload need not be written. */
  get failed(): boolean {
    return this.#code !== 'OK';
  }

  /** The payload has ended with parts that were not handed on because an earlier one failed. */
  endPayload(): void {
    this.#whole = true;
    if (this.#waiting === 0) this.#over();
  }

  /** The rest of the payload will never arrive: what was handed on stays written, and nobody is told. */
  cutShort(): void {
    this.#silent = true;
    this.endPayload();
  }

  /** The connection is closed: memory is let go at once, the volume's answers are dropped when they come. */
  abandon(): void {
    this.#silent = true;
    this.#releasePieces();
  }

  data(offsetInRequest: number, lengthBytes: number, bytes: Uint8Array | undefined, pinned: Pinned | undefined): void {
    if (this.#silent) return;
    this.#dataBytes += lengthBytes;
    // The newest piece is held back: only `finished` tells that it was the last and carries the DONE flag.
    if (this.#fragments && this.#pieceCount > 0) this.#sendPieces(false);
    const piece = this.#nextPiece();
    piece.offset = offsetInRequest;
    piece.lengthBytes = lengthBytes;
    piece.bytes = bytes === undefined || pinned !== undefined ? bytes : Uint8Array.from(bytes);
    piece.pinned = pinned;
    pinned?.retain();
  }

  finished(code: ErrorCode): void {
    assert(this.#waiting > 0, 'a volume finishes each call once');
    this.#waiting--;
    if (code !== 'OK' && this.#code === 'OK') this.#code = code;
    if (this.#waiting === 0 && this.#whole) this.#over();
  }

  #over(): void {
    const code = this.#code;
    if (!this.#silent) {
      if (code !== 'OK') this.#replyError(code);
      else if (this.type === command.read) this.#replyData();
      else this.#replies.success(this);
    }
    this.#owner.requestOver(this, code !== 'OK');
  }

  #replyError(code: ErrorCode): void {
    this.#releasePieces();
    this.#replies.failure(refusalOfCode(code), this);
  }

  #replyData(): void {
    assert(this.#dataBytes === this.lengthBytes, 'a volume delivers each byte of a read once');
    if (this.#fragments) {
      this.#sendPieces(true);
      return;
    }
    this.#sortPieces();
    if (this.#mode === 'simple') this.#replies.simple(errno.none, this);
    else this.#replies.dataHeader(true, this, this.offset, this.lengthBytes);
    for (let index = 0; index < this.#pieceCount; index++) {
      const piece = must(this.#pieces[index], 'piece');
      this.#replies.payload(piece.bytes, piece.lengthBytes, piece.pinned);
    }
    this.#releasePieces();
  }

  /** The pieces held (one at most), each as a chunk of its own. */
  #sendPieces(done: boolean): void {
    for (let index = 0; index < this.#pieceCount; index++) {
      const { bytes, lengthBytes, pinned, offset } = must(this.#pieces[index], 'piece');
      const at = this.offset + offset;
      if (bytes === undefined) {
        this.#replies.hole(done, this, at, lengthBytes);
      } else {
        this.#replies.dataHeader(done, this, at, lengthBytes);
        this.#replies.payload(bytes, lengthBytes, pinned);
      }
    }
    this.#releasePieces();
  }

  /** By offset; they nearly always are, so insertion costs one comparison a piece. */
  #sortPieces(): void {
    const pieces = this.#pieces;
    for (let index = 1; index < this.#pieceCount; index++) {
      const piece = must(pieces[index], 'piece');
      let place = index;
      while (place > 0) {
        const before = must(pieces[place - 1], 'piece');
        if (before.offset <= piece.offset) break;
        pieces[place] = before;
        place--;
      }
      pieces[place] = piece;
    }
  }

  #nextPiece(): Piece {
    let piece = this.#pieces[this.#pieceCount];
    if (piece === undefined) {
      piece = new Piece();
      this.#pieces.push(piece);
    }
    this.#pieceCount++;
    return piece;
  }

  #releasePieces(): void {
    for (let index = 0; index < this.#pieceCount; index++) {
      const piece = must(this.#pieces[index], 'piece');
      piece.pinned?.release();
      piece.bytes = undefined;
      piece.pinned = undefined;
    }
    this.#pieceCount = 0;
  }
}
