/** Real stream links, over TCP and unix sockets, against their contract. */

import test from 'ava';
import { streamNetworkContract } from '../../contract/stream-network.ts';
import { makeNodeSetting } from './setting.ts';

streamNetworkContract(test, 'tcp', makeNodeSetting);
streamNetworkContract(test, 'unix', makeNodeSetting, 'link.sock');
