/** The real implementation against its contract. */

import test from 'ava';
import { disksContract } from '../../contract/disks.ts';
import { makeNodeSetting } from './setting.ts';

disksContract(test, 'node', makeNodeSetting);
