import test from 'ava';
import { ClusterError, codeOf } from '../../common/errors.ts';
import { CalleeHandshake, CallerHandshake, type Credentials } from '../../common/handshake.ts';
import { SimRandom } from '../simulation/world/random.ts';

const credentials: Credentials = { clusterId: 'c'.repeat(32), key: Buffer.alloc(32, 1) };
const introduction = {
  role: 'sdc',
  nodeId: 4,
  nodeName: 'sdc1',
  incarnation: 9,
  lane: 0,
  counter: 1,
  targetDeviceId: 2,
};

function caller(own = credentials): CallerHandshake {
  return new CallerHandshake(own, new SimRandom('caller'), introduction);
}

function callee(
  options: { readonly own?: Credentials; readonly seed?: string; readonly check?: () => void } = {},
): CalleeHandshake {
  const { own = credentials, seed = 'callee', check = () => undefined } = options;
  return new CalleeHandshake({ credentials: own, random: new SimRandom(seed), nodeId: 2, incarnation: 5, check });
}

test('two members of a cluster come to terms, and the callee learns who called', (t) => {
  const [a, b] = [caller(), callee()];
  const reply = b.next(a.hello);
  const auth = a.next(reply.send ?? new Uint8Array());
  t.false(auth.established);
  const welcome = b.next(auth.send ?? new Uint8Array());
  t.true(welcome.established);
  t.true(a.next(welcome.send ?? new Uint8Array()).established);
  t.like(b.hello, introduction);
  t.like(a.reply, { nodeId: 2, incarnation: 5 });
});

test('a callee with another key is found out by the caller', (t) => {
  const a = caller();
  const reply = callee({ own: { ...credentials, key: Buffer.alloc(32, 2) } }).next(a.hello);
  t.is(codeOf(t.throws(() => a.next(reply.send ?? new Uint8Array()))), 'NOT_ALLOWED');
});

test('an Auth that was heard in another handshake proves nothing', (t) => {
  const [a, first] = [caller(), callee()];
  const auth = a.next(first.next(a.hello).send ?? new Uint8Array()).send ?? new Uint8Array();
  t.true(first.next(auth).established);
  const second = callee({ seed: 'another nonce' });
  second.next(a.hello);
  t.is(codeOf(t.throws(() => second.next(auth))), 'NOT_ALLOWED');
});

test('another cluster, an early Auth, a second Hello and rubbish each end the handshake', (t) => {
  const stranger = caller({ ...credentials, clusterId: 'd'.repeat(32) });
  t.is(codeOf(t.throws(() => callee().next(stranger.hello))), 'FOREIGN');
  const a = caller();
  const auth = a.next(callee().next(a.hello).send ?? new Uint8Array()).send ?? new Uint8Array();
  t.is(codeOf(t.throws(() => callee().next(auth))), 'INVALID');
  const b = callee();
  b.next(a.hello);
  t.is(codeOf(t.throws(() => b.next(a.hello))), 'INVALID');
  t.is(codeOf(t.throws(() => callee().next(Buffer.from('rubbish')))), 'INVALID');
});

test('a check of the callee refuses with its own reason before anything is proven', (t) => {
  const refusing = callee({
    check: () => {
      throw new ClusterError('FENCED', 'a newer start is here');
    },
  });
  t.is(codeOf(t.throws(() => refusing.next(caller().hello))), 'FENCED');
});
