/** What `--version` says of the tools of the checkout: they are of its version. */

import { version } from '../common/host-node/version.ts';

/** Ends the process where the command line asks for the version. */
export function answerVersion(program: string): void {
  if (!process.argv.slice(2).includes('--version')) return;
  process.stdout.write(`${program} ${version}\n`);
  process.exit(0);
}
