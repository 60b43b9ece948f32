/** All fuzz targets, by what they are thrown at. */

import type { Target } from './target.ts';
import { mdmSession, sdcMap } from './targets/control.ts';
import { headers, journal, slicePages, superblock } from './targets/disk.ts';
import { engineClient, engineMirror, enginePeer, engineStranger } from './targets/engine.ts';
import { handshake, transmission } from './targets/nbd.ts';
import { sdcReplies } from './targets/sdc.ts';
import { commandLine, config, restArguments } from './targets/text.ts';

export const targets: readonly Target[] = [
  engineStranger,
  engineClient,
  enginePeer,
  engineMirror,
  mdmSession,
  sdcMap,
  sdcReplies,
  handshake,
  transmission,
  superblock,
  journal,
  headers,
  slicePages,
  config,
  commandLine,
  restArguments,
];
