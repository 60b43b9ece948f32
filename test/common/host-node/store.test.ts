/** The real implementation against its contract. */

import test from 'ava';
import { storeContract } from '../../contract/store.ts';
import { makeNodeSetting } from './setting.ts';

storeContract(test, 'node', makeNodeSetting);
