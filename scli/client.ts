/** One command over HTTP: the first MDM that answers decides. */

import { messageOf } from '../common/errors.ts';
import type { RawArguments } from '../mdm/api/arguments.ts';
import type { CommandName } from '../mdm/api/commands.ts';
import { Usage } from './command-line.ts';
import type { Connection } from './connection.ts';
import { CannotReach, NotAllowed, Refused } from './failures.ts';

/** Longer than every wait of the MDM. */
const answerTimeoutMs = 120_000;

interface Answer {
  readonly result?: object;
  readonly error?: { readonly code: string; readonly message: string };
}

/** The `result` of the answer. Throws `Refused`, `Usage`, `CannotReach` or `NotAllowed`. */
export async function callMdm(
  { addresses, adminToken }: Connection,
  command: CommandName,
  args: RawArguments,
): Promise<object> {
  const failures: string[] = [];
  for (const address of addresses) {
    const response = await post(address, command, args, adminToken).catch((error: unknown) => {
      failures.push(`${address}: ${messageOf(error)}`);
      return undefined;
    });
    if (response !== undefined) return resultOf(address, response.status, response.text);
  }
  throw new CannotReach(`Could not reach the MDM: ${failures.join('; ')}. Is it running? Is the address right?`);
}

async function post(
  address: string,
  command: CommandName,
  args: RawArguments,
  token: string,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://${address}/api/v1/commands/${command}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  return { status: response.status, text: await response.text() };
}

/** The `result` of an answer that has come. Throws as `callMdm` does. */
export function resultOf(address: string, status: number, text: string): object {
  const { result, error } = parseAnswer(address, status, text);
  if (result !== undefined) return result;
  const message = error?.message ?? `The MDM answered ${status} without a reason.`;
  switch (status) {
    case 401:
    case 403:
      throw new NotAllowed(message);
    case 400:
      throw new Usage(message);
    default:
      throw new Refused(message);
  }
}

function parseAnswer(address: string, status: number, text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null) return answer;
  } catch (error) {
    throw new CannotReach(`What answers at ${address} is no MDM (status ${status}): ${messageOf(error)}`);
  }
  throw new CannotReach(`What answers at ${address} is no MDM (status ${status}).`);
}
