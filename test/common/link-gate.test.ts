import test from 'ava';
import type { ClusterError } from '../../common/errors.ts';
import { type GuardedLink, LinkGate, maximumHalfOpenLinks, maximumLinks } from '../../common/link-gate.ts';

class Link implements GuardedLink {
  readonly remote: string;
  refused: ClusterError | undefined;

  constructor(remote: string) {
    this.remote = remote;
  }

  refuse(error: ClusterError): void {
    this.refused = error;
  }
}

function admitted(gate: LinkGate, count: number, address: string): Link[] {
  return Array.from({ length: count }, (_, index) => {
    const link = new Link(`${address}:${index + 1}`);
    gate.admit(link);
    return link;
  });
}

test('when too many links have proven nothing the oldest of them gives way, and the newest comes in', (t) => {
  const gate = new LinkGate();
  const links = admitted(gate, maximumHalfOpenLinks + 1, '10.0.0.1');
  t.deepEqual(
    links.flatMap((link, index) => (link.refused === undefined ? [] : [`${index} ${link.refused.code}`])),
    ['0 BUSY'],
  );
  t.is(gate.halfOpenCount, maximumHalfOpenLinks);
});

test('an address that holds most half-open links loses one, not an address with few', (t) => {
  const gate = new LinkGate();
  const [few] = admitted(gate, 1, '10.0.0.2');
  const many = admitted(gate, maximumHalfOpenLinks, '10.0.0.1');
  t.is(few?.refused, undefined);
  t.is(many[0]?.refused?.code, 'BUSY');
});

test('a link that has proven itself is never pushed out, and is a stranger again when its request is over', (t) => {
  const gate = new LinkGate(2);
  const [proven] = admitted(gate, 1, '10.0.0.1');
  if (proven === undefined) return t.fail();
  gate.proven(proven);
  admitted(gate, 4, '10.0.0.1');
  t.is(proven.refused, undefined);
  gate.suspect(proven);
  t.is(proven.refused, undefined, 'the newest of the strangers');
  admitted(gate, 2, '10.0.0.1');
  t.is(proven.refused?.code, 'BUSY');
});

test('a link that has left counts no more, however it left', (t) => {
  const gate = new LinkGate(2);
  const [first, second] = admitted(gate, 2, '10.0.0.1');
  if (first === undefined || second === undefined) return t.fail();
  gate.proven(first);
  gate.left(first);
  gate.left(second);
  gate.left(second);
  t.is(gate.provenCount, 0);
  t.is(gate.halfOpenCount, 0);
  t.true(admitted(gate, 2, '[::1]').every(({ refused }) => refused === undefined));
});

test('beyond the number of links that a port has room for a new one is turned away', (t) => {
  const gate = new LinkGate();
  for (const link of admittedAndProven(gate, maximumLinks)) if (link.refused !== undefined) t.fail();
  const [late] = admitted(gate, 1, '10.0.0.3');
  t.is(late?.refused?.code, 'BUSY');
});

function* admittedAndProven(gate: LinkGate, count: number): Generator<Link> {
  for (let index = 0; index < count; index++) {
    const link = new Link(`10.0.0.1:${index}`);
    gate.admit(link);
    gate.proven(link);
    yield link;
  }
}
