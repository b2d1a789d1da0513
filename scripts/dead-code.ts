// Finds unused exports, source files, and packages.
// Exports and files are compared as text, so an unused export whose name occurs elsewhere is missed, but a used one is never reported.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Visitor, type ESTree } from 'vite';

import { PROJECT_ROOT } from './project-root.ts';
import { parseSource } from './sources/parse-source.ts';

const LAYERS = '{contract,core,adapters,gateway,host,cli,electron,messages,renderer,scripts,tests}';
/** Entry points: started by npm scripts, the bundler, Vitest, or Electron. */
const ENTRIES =
  /^(scripts\/[\w-]+\.(ts|mjs)|cli\/main\.ts|electron\/(main|preload)\/index\.ts|renderer\/main\.tsx|tests\/support\/.*)$/;
const EXPORTED_VALUE = /^export (?:async )?(?:function\*?|const|let|class) ([A-Za-z_$][\w$]*)/gm;
/** Packages used by the type checker, by oxlint, by Vitest as an environment, and by path. */
const TOOL_PACKAGES = /^(@types\/.*|oxlint-tsgolint|happy-dom|@sparticuz\/chromium)$/;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** One line per finding; empty if there are none. */
export function findDeadCode(): readonly string[] {
  const files = readSources();
  return [...deadExports(files), ...unimportedFiles(files), ...unusedPackages(files)];
}

function readSources(): readonly SourceFile[] {
  const paths = globSync([`${LAYERS}/**/*.{ts,tsx,mjs,css,html}`, '*.ts', 'build/**/*.mjs'], { cwd: PROJECT_ROOT });
  return paths.map((path) => {
    const text = readFileSync(join(PROJECT_ROOT, path), 'utf8');
    return { path: path.replaceAll('\\', '/'), text, words: new Set(text.match(/[A-Za-z_$][\w$]*/g)) };
  });
}

function isTest(path: string): boolean {
  return path.startsWith('tests/') || /\.test\.tsx?$/.test(path);
}

function deadExports(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !isTest(file.path) && !ENTRIES.test(file.path))
    .flatMap((file) =>
      [...file.text.matchAll(EXPORTED_VALUE)]
        .map((match) => match[1] ?? '')
        .filter((name) => !files.some((other) => other !== file && other.words.has(name)))
        .map((name) => `${file.path}: unused export ${name}`),
    );
}

function unimportedFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(
      (file) =>
        /(?<!\.d)\.tsx?$/.test(file.path) && file.path.includes('/') && !isTest(file.path) && !ENTRIES.test(file.path),
    )
    .filter((file) => !files.some((other) => other !== file && other.text.includes(`/${basename(file.path)}`)))
    .map((file) => `${file.path}: unused file`);
}

/** Names of the packages among `names` that no file imports or resolves. */
export function findUnusedPackages(
  files: readonly Pick<SourceFile, 'path' | 'text'>[],
  names: readonly string[],
): readonly string[] {
  const specifiers = new Set(files.flatMap(moduleSpecifiers));
  return names.filter((name) => ![...specifiers].some((one) => one === name || one.startsWith(`${name}/`)));
}

function moduleSpecifiers(file: Pick<SourceFile, 'path' | 'text'>): readonly string[] {
  if (file.path.endsWith('.css'))
    return [...file.text.matchAll(/@(?:import|plugin) ['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
  if (!/\.(tsx?|mjs)$/.test(file.path)) return [];
  const { imports, program } = parseSource(file);
  return RUN_TIME_IMPORT.test(file.text) ? [...imports, ...runTimeImports(program)] : imports;
}

const RUN_TIME_IMPORT = /\b(?:import|require|resolve|runTool|complaintsOf)\(/;

/** Modules that are imported, resolved, or run by an expression. */
function runTimeImports(program: ESTree.Program): readonly string[] {
  const found: string[] = [];
  const add = (node: ESTree.Node | undefined) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
  };
  new Visitor({
    ImportExpression: ({ source }) => add(source),
    CallExpression({ callee, arguments: [first] }) {
      const name = callee.type === 'MemberExpression' ? callee.property : callee;
      if (name.type === 'Identifier' && RUN_TIME_IMPORT.test(`${name.name}(`)) add(first);
    },
  }).visit(program);
  return found;
}

function unusedPackages(files: readonly SourceFile[]): readonly string[] {
  // In this project's package.json, these two fields are records of strings.
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return findUnusedPackages(
    files,
    names.filter((name) => !TOOL_PACKAGES.test(name)),
  ).map((name) => `package.json: unused package ${name}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(findDeadCode().join('\n'));
