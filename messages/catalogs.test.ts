// What the compiler can't check about the catalogs.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';

import { findMessageIds } from '#scripts/message-ids.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

import { ENGLISH } from './english.ts';
import { LANGUAGES } from './languages.ts';

const english: Readonly<Record<string, string>> = ENGLISH;

/** The names of the parameters and tags of a message. */
function getParameters(message: string): readonly string[] {
  const tags = [...message.matchAll(/<\/(\w+)>/g)].map(([, tag]) => `</${tag}>`);
  return [...new Set([...parameterNames(compileMessageOrThrow(message)), ...tags])].toSorted();
}

function parameterNames(tokens: unknown): readonly string[] {
  if (!Array.isArray(tokens)) return [];
  return tokens.flatMap((token: unknown) => {
    if (!Array.isArray(token)) return [];
    const [name, , cases]: readonly unknown[] = token;
    return [String(name), ...Object.values(Object(cases)).flatMap(parameterNames)];
  });
}

describe('the English catalog', () => {
  it('parses', () => {
    const unreadable = Object.values(english).filter((text) => {
      try {
        compileMessageOrThrow(text);
        return false;
      } catch {
        return true;
      }
    });
    expect(unreadable).toEqual([]);
  });

  it('contains no Markdown backticks, which would be shown', () => {
    expect(Object.values(english).filter((text) => text.includes('`'))).toEqual([]);
  });

  it('keeps each message in the file of its area', async () => {
    const files = globSync('messages/en/*.ts', { cwd: PROJECT_ROOT });
    const misplaced: string[] = [];
    for (const file of files) {
      const area = /([\w-]+)\.ts$/.exec(file)?.[1]?.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const catalogs: Readonly<Record<string, object>> = await import(join(PROJECT_ROOT, file));
      const ids = Object.values(catalogs).flatMap(Object.keys);
      misplaced.push(...ids.filter((id) => !id.startsWith(`${area}.`)).map((id) => `${file}: ${id}`));
      expect(ids.filter((id) => !Object.hasOwn(english, id))).toEqual([]);
    }
    expect(misplaced).toEqual([]);
  });

  it('has no unused messages', () => {
    const sources = globSync('{renderer,electron,messages}/**/*.{ts,tsx}', { cwd: PROJECT_ROOT })
      .filter((file) => !/messages[\\/]\w\w(?:-\w\w)?[\\/]|\.test\.tsx?$/.test(file))
      .map((file) => readFileSync(join(PROJECT_ROOT, file), 'utf8'))
      .join('\n');
    const used = new Set(findMessageIds(sources, Object.keys(english)));
    const unused = Object.keys(english).filter((id) => !used.has(id));
    expect(unused).toEqual([]);
  });

  it('uses typographic quotation marks and no double spaces', () => {
    const sloppy = Object.entries(english).filter(([, text]) => /"|  |\.\.\./.test(text));
    expect(sloppy).toEqual([]);
  });
});

describe.each(Object.entries(LANGUAGES))('the catalog for %s', (_tag, language) => {
  it('has only IDs and parameters of the English one', async () => {
    const catalog: Readonly<Record<string, unknown>> = await language.load();
    const wrong = Object.entries(catalog).filter(
      ([id, text]) =>
        getParameters(String(text)).join() !== getParameters(english[id] ?? '').join() || english[id] === undefined,
    );
    expect(wrong).toEqual([]);
  });
});

/** English variants contain only what differs. */
const TRANSLATIONS = Object.entries(LANGUAGES).filter(([tag]) => !tag.startsWith('en'));

describe.each(TRANSLATIONS)('the catalog for %s', (_tag, language) => {
  it('has all messages', async () => {
    const catalog: Readonly<Record<string, unknown>> = await language.load();
    expect(Object.keys(english).filter((id) => catalog[id] === undefined)).toEqual([]);
  });
});
