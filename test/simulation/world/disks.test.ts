/** The simulated implementation against its contract, under several kinds of trouble. */

import test from 'ava';
import { disksContract } from '../../contract/disks.ts';
import { makeSimSetting } from './setting.ts';

for (const seed of [1, 2, 3, 4, 5, 6]) disksContract(test, `seed ${seed}`, () => makeSimSetting(seed));
