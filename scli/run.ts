/** One run of scli: from the words of the command line to an exit code. What it touches outside is given to it. */

import { version } from '../common/host-node/version.ts';
import { commands } from '../mdm/api/commands.ts';
import { callMdm } from './client.ts';
import { type CommandLine, parseCommandLine, Usage } from './command-line.ts';
import { type Environment, findCluster } from './connection.ts';
import { exitCodeOf } from './failures.ts';
import { commandHelp, overallHelp } from './help.ts';
import { printAnswer } from './print/index.ts';
import { isTransfer, transferMetadata } from './transfer.ts';

export interface Terminal {
  readonly environment: Environment;
  /** SIO_HOME where the environment has none. */
  readonly defaultHome: string;
  print(line: string): void;
  printError(line: string): void;
  /** Asks a yes-no question; undefined when nobody is there to answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/** The exit code: 0 done, 1 refused, 2 usage, 3 cannot reach, 4 not allowed. */
export async function runScli(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await perform(parseCommandLine(words), terminal);
    return 0;
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    terminal.printError(`scli: ${error.message}`);
    return code;
  }
}

async function perform(line: CommandLine, terminal: Terminal): Promise<void> {
  switch (line.kind) {
    case 'version':
      return terminal.print(`scli ${version}`);
    case 'help':
      return terminal.print(line.command === undefined ? overallHelp() : commandHelp(line.command));
    case 'command': {
      await makeSure(line, terminal);
      const connection = await findCluster(line.options, terminal.environment, terminal.defaultHome);
      const result = isTransfer(line.command)
        ? await transferMetadata(connection, line.command, String(line.args['file']))
        : await callMdm(connection, line.command, line.args);
      if (line.options.output === 'json') terminal.print(JSON.stringify({ version: 1, ...result }, null, 2));
      else for (const text of printAnswer(line.command, result)) terminal.print(text);
      return;
    }
  }
}

async function makeSure(
  { command, options }: Extract<CommandLine, { kind: 'command' }>,
  terminal: Terminal,
): Promise<void> {
  const { danger } = commands[command];
  if (danger === undefined || options.isSure) return;
  if (terminal.ask === undefined) throw new Usage(`--${command}: ${danger} Say --i_am_sure to do it.`);
  if (!(await terminal.ask(`--${command}: ${danger} Are you sure (y/n)? `))) throw new Usage('Nothing was done.');
}
