/** docs/scli.md from the table of commands: `node scli/reference.ts` writes it, a test holds it fresh. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandName, commands, laterCommands } from '../mdm/api/commands.ts';
import { globalFlags } from './command-line.ts';
import { commandsByFamily, usageOf } from './help.ts';

const introduction = `# scli

Made by \`node scli/reference.ts\` from \`mdm/api/commands.ts\`; do not edit.

\`scli --COMMAND [flags]\` (\`npm run scli -- …\` in a checkout). The words are ScaleIO's; the beginning of a command is enough
where it is clear. \`(a|b …)\` selects an object by one of these flags, \`[a|b …]\` may be left out where there is only one (or
narrows a list). A pool may be narrowed by its protection domain's flags, a device by its SDS's. Sizes are \`8GiB\`, \`512MiB\`;
all units are binary. Dangerous commands ask on a terminal and want \`--i_am_sure\` elsewhere.

The MDM is found by \`--mdm_ip IP[:PORT][,…]\` (port 6611 where none is given), else \`SIO_MDM\`, else
\`$SIO_HOME/run/cluster.json\`; the admin token by \`--admin_token_file\`, else \`SIO_ADMIN_TOKEN_FILE\`, else the same file.

Exit codes: 0 done, 1 refused by the cluster, 2 wrong usage, 3 cannot reach the MDM, 4 not allowed.
`;

export function referencePage(): string {
  const sections = [...commandsByFamily()].map(([family, names]) => {
    const rows = names.map((name) => `| \`${escaped(usageOf(name))}\` | ${helpOf(name)} |`);
    return [`## ${family}`, '', '| command | what it does |', '|---|---|', ...rows, ''].join('\n');
  });
  const globals = Object.entries(globalFlags).map(([name, { help }]) => `| \`--${name}\` | ${escaped(help)} |`);
  const every = ['## With every command', '', '| flag | meaning |', '|---|---|', ...globals, ''].join('\n');
  const later = laterCommands.map((name) => `\`${name}\``).join(', ');
  return [introduction, ...sections, every, `## Not in this version\n\n${later}.\n`].join('\n');
}

function helpOf(name: CommandName): string {
  const { help, danger } = commands[name];
  return escaped(danger === undefined ? help : `${help}. Dangerous: ${danger}`);
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../docs/scli.md'), referencePage());
