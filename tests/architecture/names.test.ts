import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { Visitor } from 'vite';
import { describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { lineFinder, parseSource, type ParsedSource } from '#scripts/sources/parse-source.ts';
import { isProduct, readSourceFiles } from '#scripts/sources/read-sources.ts';
import { collectStrings } from '#scripts/strings/collect-strings.ts';

import {
  LAYERS_WITHOUT_OF,
  RETIRED_FILES,
  RETIRED_NAMES,
  RETIRED_PARTS,
  RETIRED_PHRASES,
  WORDS_ALLOWED,
  type Retired,
} from './retired-names.ts';

/** A text with its place, as `file:line`. */
interface Text {
  readonly place: string;
  readonly text: string;
}

const OWN_FILE = 'tests/architecture/retired-names.ts';
const FOLDERS = '{contract,messages,core,adapters,gateway,host,cli,electron,renderer,scripts,tests,docs}';

/** The parts of a name: `approval` and `desk` of `ApprovalDesk`, `APPROVAL_DESK` and `approval-desk`. */
function partsOf(name: string): readonly string[] {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map((part) => part.toLowerCase());
}

/** What to write instead of a name in a file; undefined when the name is fine. */
function replacementOf(name: string, path: string, list: readonly Retired[]): string | undefined {
  const part = partsOf(name).find((word) => Object.hasOwn(RETIRED_PARTS, word));
  if (part !== undefined) return RETIRED_PARTS[part];
  return list.find(({ pattern, within }) => pattern.test(name) && within?.test(path) !== false)?.instead;
}

function identifiersIn(file: ParsedSource): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ name }: { readonly name: string }): void => void names.add(name);
  new Visitor({ Identifier: add, PrivateIdentifier: add, JSXIdentifier: add }).visit(file.program);
  return names;
}

/** Names of functions and methods that end in `Of`: they should be verbs. */
function findOfFunctions(file: ParsedSource): readonly string[] {
  const names: string[] = [];
  const add = (node: unknown): void => {
    if (typeof node === 'object' && node !== null && 'name' in node && /[a-z]Of$/.test(String(node.name)))
      names.push(String(node.name));
  };
  const isFunction = (node: { readonly type: string } | null): boolean =>
    node !== null && /^(?:ArrowFunction|Function)Expression$|^TSFunctionType$/.test(node.type);
  new Visitor({
    FunctionDeclaration: ({ id }) => add(id),
    VariableDeclarator: ({ id, init }) => (isFunction(init) ? add(id) : undefined),
    MethodDefinition: ({ key }) => add(key),
    PropertyDefinition: ({ key, value }) => (isFunction(value) ? add(key) : undefined),
    Property: ({ key, value }) => (isFunction(value) ? add(key) : undefined),
    TSMethodSignature: ({ key }) => add(key),
    TSPropertySignature: ({ key, typeAnnotation }) =>
      isFunction(typeAnnotation?.typeAnnotation ?? null) ? add(key) : undefined,
  }).visit(file.program);
  return names;
}

function textsIn(file: ParsedSource): readonly Text[] {
  const lineAt = lineFinder(file.text);
  const comments = file.comments.map(({ start, value }) => ({ line: lineAt(start), text: value }));
  return [...comments, ...collectStrings(file)].map(({ line, text }) => ({ place: `${file.path}:${line}`, text }));
}

function docLines(): readonly Text[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: PROJECT_ROOT }).flatMap((path) =>
    readFileSync(join(PROJECT_ROOT, path), 'utf8')
      .split('\n')
      .map((text, index) => ({ place: `${path}:${index + 1}`, text })),
  );
}

function findPhrases(texts: readonly Text[]): readonly string[] {
  return texts.flatMap(({ place, text }) =>
    RETIRED_PHRASES.flatMap(({ pattern, instead }) => {
      const found = pattern.exec(text.replaceAll(/\s*\n[\s*/]*/g, ' '))?.[0];
      return found === undefined ? [] : [`${place} says "${found}": write ${instead}`];
    }),
  );
}

describe('retired names', () => {
  const files = readSourceFiles(PROJECT_ROOT)
    .filter(({ path }) => path !== OWN_FILE)
    .map(parseSource);

  it('are in no file name', () => {
    const found = globSync(`${FOLDERS}/**/*`, { cwd: PROJECT_ROOT }).flatMap((path) => {
      const instead = replacementOf(basename(path).replace(/(?:\.test)?\.\w+$/, ''), path, RETIRED_FILES);
      return instead === undefined ? [] : [`${path}: use ${instead}`];
    });
    expect(found).toEqual([]);
  });

  it('are in no code', () => {
    const found = files.flatMap((file) =>
      [...identifiersIn(file)].flatMap((name) => {
        const instead = WORDS_ALLOWED.has(name) ? undefined : replacementOf(name, file.path, RETIRED_NAMES);
        return instead === undefined ? [] : [`${file.path}: replace ${name} by ${instead}`];
      }),
    );
    expect(found).toEqual([]);
  });

  it('are verbs where they name a function', () => {
    const found = files
      .filter(({ path }) => LAYERS_WITHOUT_OF.some((layer) => path.startsWith(`${layer}/`)))
      .flatMap((file) =>
        findOfFunctions(file).map((name) => `${file.path}: rename ${name}: getX, findX, toX, formatX`),
      );
    expect(found).toEqual([]);
  });

  it('and phrases are in no product text', () => {
    const texts = files.filter(({ path }) => isProduct(path) || path.startsWith('messages/')).flatMap(textsIn);
    expect(findPhrases(texts)).toEqual([]);
  });

  it('and phrases are in no documentation page', () => {
    expect(findPhrases(docLines())).toEqual([]);
  });
});

it('splits names in code and file names into words', () => {
  const names = ['ApprovalDesk', 'APPROVAL_DESK', 'approval-desk', 'HTTPDesk', '#desk'];
  expect(names.map((name) => partsOf(name).at(-1))).toEqual(names.map(() => 'desk'));
  expect(partsOf('desktop')).toEqual(['desktop']);
});

it('finds a phrase that spans two lines of a comment', () => {
  const file = parseSource({ path: 'core/a.ts', text: '/**\n * It is sent by\n * itself.\n */\nexport const a = 1;' });
  expect(findPhrases(textsIn(file))).toEqual(['core/a.ts:1 says "by itself": write automatically']);
});

it('finds functions named xOf in each form', () => {
  const text = [
    'function titleOf() {}',
    'const keyOf = (a: string) => a;',
    'class A { sizeOf() {} #nameOf = () => 1; }',
    'interface B { hintOf(): string; codeOf: (a: string) => string }',
    'const c = { kindOf() {}, pathOf: () => 1 };',
    'const isKindOf = true; const proof = () => 1;',
  ].join('\n');
  expect(findOfFunctions(parseSource({ path: 'core/a.ts', text }))).toEqual([
    'titleOf',
    'keyOf',
    'sizeOf',
    'nameOf',
    'hintOf',
    'codeOf',
    'kindOf',
    'pathOf',
  ]);
});
