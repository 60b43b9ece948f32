/** The real implementation against its contract. */

import test from 'ava';
import { messageNetworkContract } from '../../contract/message-network.ts';
import { makeNodeSetting } from './setting.ts';

messageNetworkContract(test, 'node', makeNodeSetting);
