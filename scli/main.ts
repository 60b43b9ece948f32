#!/usr/bin/env node
/** scli, the administrator's command line: gives `runScli` the real terminal and environment. */

import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { runScli } from './run.ts';

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

process.exitCode = await runScli(process.argv.slice(2), {
  environment: process.env,
  defaultHome: join(import.meta.dirname, '..', '.sio'),
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
  ask: process.stdin.isTTY ? ask : undefined,
});
