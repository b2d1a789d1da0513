// Text that a person reads comes from the catalogs in messages/, never from the code of a page.
import { expect, it } from 'vitest';
import { parseSync } from 'vite';

import { ENGLISH } from '#messages/english.ts';

import { productSources, type Source } from './sources.ts';

/** Attributes and properties whose value is shown or read out. */
const READ_OUT =
  /^(?:alt|placeholder|title|label|text|hint|detail|description|summary|message|confirmLabel|altText|aria-(?:label|description|roledescription|valuetext))$/;
/** A word, not an acronym such as HTTP. */
const WORD = /\p{L}\p{Ll}|\p{Ll}\p{L}/u;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function childNodes(node: Node): readonly Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** The texts that an expression may evaluate to, as far as they are written there. */
const IDS = Object.keys(ENGLISH);

function textsIn(value: unknown): readonly string[] {
  if (!isNode(value)) return [];
  switch (value.type) {
    case 'Literal':
      return typeof value['value'] === 'string' ? [value['value']] : [];
    case 'JSXText':
      return [String(value['value'])];
    case 'TemplateLiteral':
      return [value['quasis']].flat().map((quasi) => String(Object(Object(quasi).value).cooked));
    case 'ConditionalExpression':
      return [...textsIn(value['consequent']), ...textsIn(value['alternate'])];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return value['operator'] === '===' || value['operator'] === '!=='
        ? []
        : [...textsIn(value['left']), ...textsIn(value['right'])];
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
      return textsIn(value['expression']);
    default:
      return [];
  }
}

function nameOf(key: unknown): string {
  const { name, value } = Object(key);
  return typeof name === 'string' ? name : String(value);
}

/** The expressions under a node whose value a person reads. */
function shownIn(node: Node): readonly unknown[] {
  switch (node.type) {
    case 'JSXElement':
      // Code is the same in every language.
      return nameOf(Object(node['openingElement']).name) === 'code' ? [] : [node['children']].flat();
    case 'JSXFragment':
      return [node['children']].flat();
    case 'JSXAttribute':
      return READ_OUT.test(nameOf(node['name'])) ? [node['value']] : [];
    case 'Property':
      return READ_OUT.test(nameOf(node['key'])) ? [node['value']] : [];
    case 'CallExpression':
      return /^(?:toastError|attempt)$/.test(nameOf(node['callee'])) ? [[node['arguments']].flat()[0]] : [];
    default:
      return [];
  }
}

/** Whether a text is the id of a message, or the start of one that is completed at run time: `commands.`. */
function isMessageId(text: string): boolean {
  return Object.hasOwn(ENGLISH, text) || (text.endsWith('.') && IDS.some((id) => id.startsWith(text)));
}

function hardCoded({ path, text }: Source): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const texts = shownIn(node).flatMap(textsIn);
    found.push(...texts.filter((shown) => WORD.test(shown) && !isMessageId(shown)));
    childNodes(node).forEach(visit);
  };
  // The program is a node by the parser's own definition.
  visit(parseSync(path, text).program as unknown as Node);
  return found.map((shown) => `${path}: ${shown.trim()}`);
}

it('the window, its menus, and the tray show no text from outside the message catalogs', () => {
  const pages = productSources().filter(({ path }) => /^(renderer|electron\/main)\//.test(path));
  expect(pages.length).toBeGreaterThan(30);
  expect(pages.flatMap(hardCoded)).toEqual([]);
});

it('finds text in code', () => {
  const source = `const page = <p title={wide ? 'Wide' : t('app.more')} className="no text" hint={t('app.more')}>
    Plain {open ? 'Open' : null} {\`a \${size} file\`} {kind === 'session' ? 1 : 2}
  </p>; toast({ title: 'Saved', id: 'saved' }); toastError('Could not save', cause);`;
  const found = hardCoded({ path: 'page.tsx', text: source, imports: [] });
  expect(found.map((line) => line.replace('page.tsx: ', ''))).toEqual([
    'Plain',
    'Open',
    'file',
    'Wide',
    'Saved',
    'Could not save',
  ]);
});
