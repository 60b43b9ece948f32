/** Proofs made with the cluster key: of membership in a handshake, and the ticket of a mapping. */

import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 over the parts, each preceded by its length so that no two lists of parts give the same input. */
export function prove(key: Uint8Array, purpose: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac('sha256', key);
  for (const part of [Buffer.from(purpose), ...parts]) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(part.length);
    hmac.update(length).update(part);
  }
  return hmac.digest();
}

/** Compares two proofs in constant time. */
export function sameProof(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export interface TicketSubject {
  readonly volumeId: number;
  readonly sdcId: number;
  readonly epoch: number;
  readonly accessMode: string;
}

/** What the MDM gives an SDC for a mapping, and every SDS can check without asking. */
export function ticketProof(key: Uint8Array, subject: TicketSubject): Uint8Array {
  const { volumeId, sdcId, epoch, accessMode } = subject;
  return prove(key, 'ticket', Buffer.from(JSON.stringify([volumeId, sdcId, epoch, accessMode])));
}
