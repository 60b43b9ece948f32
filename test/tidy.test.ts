/** Holds the rules of the house that a linter cannot: who imports whom, what pure code may touch, and that docs are whole. */

import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join, posix, resolve } from 'node:path';
import test from 'ava';
import { errorCodes } from '../common/errors.ts';

const checkout = resolve(import.meta.dirname, '..');
const folders = ['common', 'mdm', 'sds', 'sdc', 'nbd-bridge', 'scli', 'launcher', 'test'];

/** One that is longer has a seam; past this it has been missed. */
const longestFileLines = 600;

/** Where each folder may import from, beside itself. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  common: [],
  mdm: ['common'],
  sds: ['common'],
  sdc: ['common', 'nbd-bridge'],
  'nbd-bridge': ['common'],
  scli: ['common', 'mdm/api'],
  launcher: ['common', 'mdm/api'],
};

interface SourceFile {
  /** From the checkout, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Without comments, and with empty texts and templates. */
  readonly code: string;
  readonly imports: readonly string[];
}

const files: SourceFile[] = [];

test.before(async () => {
  for (const folder of folders) {
    for await (const path of glob(`${folder}/**/*.ts`, { cwd: checkout })) {
      if (path.includes('/generated/')) continue;
      const text = readFileSync(join(checkout, path), 'utf8');
      const imports = [...text.matchAll(/^\s*(?:import|export)\b[^'";]*?from '([^']+)'|^import '([^']+)'/gm)];
      files.push({ path, text, code: bare(text), imports: imports.map((match) => match[1] ?? match[2] ?? '') });
    }
  }
});

/** Comments and the content of quoted texts are no code. Good enough for the words looked for here. */
function bare(text: string): string {
  const parts = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replace(parts, (part) => (part.startsWith('/') ? '' : "''"));
}

function isTest(path: string): boolean {
  return path.startsWith('test/');
}

/** `main.ts` and `start.ts` build real things; the real Host is made of them; the launcher is nothing else. */
function isOutermost(path: string): boolean {
  return (
    isTest(path) || path.startsWith('common/host-node/') || path.startsWith('launcher/') || path.startsWith('scli/')
  );
}

function buildsRealThings(path: string): boolean {
  return /(^|\/)(main|start|version)\.ts$/.test(path);
}

function offences(files: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap((file) => find(file).map((what) => `${file.path}: ${what}`));
}

test('imports go one way', (t) => {
  const found = offences(files, ({ path, imports }) => {
    const own = path.split('/', 1)[0] ?? '';
    const allowed = allowedImports[own];
    if (allowed === undefined) return [];
    return imports
      .filter((target) => target.startsWith('.'))
      .map((target) => posix.join(posix.dirname(path), target))
      .filter((target) => ![own, ...allowed].some((prefix) => target.startsWith(`${prefix}/`)));
  });
  t.deepEqual(found, []);
});

test('core/ is pure: no node modules, timers, clocks, chance, process or promises', (t) => {
  const core = files.filter(({ path }) => /^(mdm|sds|sdc|nbd-bridge)\/core\//.test(path));
  t.true(core.length > 10);
  const found = offences(core, ({ code, imports }) => [
    ...imports.filter((target) => target.startsWith('node:')),
    ...[
      ...code.matchAll(/\b(setTimeout|setInterval|setImmediate|Date\.|new Date|Math\.random|process\.|async |await )/g),
    ].map((match) => match[0]),
  ]);
  t.deepEqual(found, []);
});

test('time and chance come from the Host', (t) => {
  const inner = files.filter(({ path }) => !isOutermost(path) && !buildsRealThings(path));
  const found = offences(inner, ({ path, code }) => {
    // The worker of an engine reports by Node's own timer: there is no simulator inside a real thread.
    if (path === 'sds/engine-worker.ts') return [];
    const words =
      /\b(setTimeout|setInterval|setImmediate|Date\.now|new Date|Math\.random|performance\.now|randomBytes)\b/g;
    return [...code.matchAll(words)].map((match) => match[0]);
  });
  t.deepEqual(found, []);
});

test('files, sockets and processes come from the Host', (t) => {
  /** Each with its reason. */
  const exceptions: Readonly<Record<string, readonly string[]>> = {
    // Finds out whether the native implementation is there.
    'common/crc32c.ts': ['node:module'],
    // So is a digest.
    'common/digest.ts': ['node:crypto'],
    // HMAC is a pure function.
    'common/secret.ts': ['node:crypto'],
    // A tool of the build, not of a daemon.
    'common/proto/generate.ts': [
      'node:child_process',
      'node:fs',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:url',
    ],
    // The HTTP side of the MDM is given its server by start.ts.
    'mdm/api/server.ts': ['node:crypto', 'node:http'],
    // parseArgs is a pure function.
    'sds/check/command.ts': ['node:util'],
    // Threads are where an engine's real Host is made.
    'sds/engine-thread.ts': ['node:worker_threads'],
    'sds/engine-worker.ts': ['node:worker_threads'],
  };
  const inner = files.filter(({ path }) => !isOutermost(path) && !buildsRealThings(path));
  const found = offences(inner, ({ path, imports }) =>
    imports.filter(
      (target) => target.startsWith('node:') && target !== 'node:path' && !(exceptions[path] ?? []).includes(target),
    ),
  );
  t.deepEqual(found, []);
});

test('no file is too long, and each says in its first lines what it is for', (t) => {
  const found = offences(files, ({ path, text }) => {
    const lines = text.split('\n').length;
    const code = text.replace(/^#!.*\n/, '');
    return [
      ...(lines > longestFileLines ? [`${lines} lines`] : []),
      ...(code.startsWith('/*') || code.startsWith('//') || path.endsWith('.test.ts')
        ? []
        : ['no comment at its head']),
    ];
  });
  t.deepEqual(found, []);
});

test('no type is any, and nothing is thrown away by an empty catch', (t) => {
  const found = offences(files, ({ code }) =>
    [...code.matchAll(/:\s*any\b|<any>|\bas any\b/g)].map((match) => match[0]),
  );
  // A comment that says why there is nothing to do is enough.
  found.push(
    ...offences(files, ({ text }) => [...text.matchAll(/catch(?: \(\w+\))? \{\s*\}/g)].map(([match]) => match)),
  );
  t.deepEqual(found, []);
});

test('every error code has its sentence in docs/errors.md', (t) => {
  const page = readFileSync(join(checkout, 'docs', 'errors.md'), 'utf8');
  for (const [code, { wire }] of Object.entries(errorCodes)) t.true(page.includes(`| \`${code}\` | ${wire} |`), code);
});

test('every metric has its line in docs/metrics.md, and the page names no other', (t) => {
  const page = readFileSync(join(checkout, 'docs', 'metrics.md'), 'utf8');
  const source = files.filter(({ path }) => !isTest(path)).map(({ text }) => text);
  const names = new Set(
    source.flatMap((text) => [...text.matchAll(/'(sio_[a-z0-9_]+)'/g)].map((match) => match[1] ?? '')),
  );
  t.true(names.size > 30);
  const listed = new Set([...page.matchAll(/^\| `(sio_[a-z0-9_]+)`/gm)].map((match) => match[1] ?? ''));
  t.deepEqual([...names].filter((name) => !listed.has(name)).sort(), []);
  t.deepEqual([...listed].filter((name) => !names.has(name)).sort(), []);
});

test('the README begins with how to start and how to test', (t) => {
  const page = readFileSync(join(checkout, 'README.md'), 'utf8');
  const firstScreen = page.split('\n').slice(0, 40).join('\n');
  t.true(firstScreen.includes('npm ci && npm start'));
  t.true(firstScreen.includes('npm ci && npm test'));
});

test('every link of the documentation leads to a file', async (t) => {
  const found: string[] = [];
  for await (const path of glob(['*.md', 'docs/**/*.md'], { cwd: checkout })) {
    const text = readFileSync(join(checkout, path), 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (target === undefined || /^[a-z]+:/.test(target)) continue;
      try {
        readFileSync(join(checkout, posix.dirname(path), target));
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'EISDIR')
          found.push(`${path}: ${target}`);
      }
    }
  }
  t.deepEqual(found, []);
});
