/** The simulated implementation against its contract, under several kinds of trouble. */

import test from 'ava';
import { messageNetworkContract } from '../../contract/message-network.ts';
import { makeSimSetting } from './setting.ts';

for (const seed of [1, 2, 3, 4, 5, 6]) messageNetworkContract(test, `seed ${seed}`, () => makeSimSetting(seed));
