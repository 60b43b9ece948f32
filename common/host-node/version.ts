/** The version of this release, as package.json names it. */

import { createRequire } from 'node:module';

const { version: packageVersion } = createRequire(import.meta.url)('../../package.json') as {
  readonly version: string;
};

export const version: string = packageVersion;
