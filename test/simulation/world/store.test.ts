/** The simulated implementation against its contract, under several kinds of trouble. */

import test from 'ava';
import { storeContract } from '../../contract/store.ts';
import { makeSimSetting } from './setting.ts';

for (const seed of [1, 2, 3, 4, 5, 6]) storeContract(test, `seed ${seed}`, () => makeSimSetting(seed));
