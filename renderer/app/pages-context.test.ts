import { expect, it } from 'vitest';
import { ENGLISH } from '#messages/english.ts';
import { PAGES } from '../pages/registry.ts';
import { findPage, listCommands } from './pages-context.ts';

it('assigns no shortcut to two commands that could both run', () => {
  const taken = new Map<string, string>();
  for (const { id, keys = [], when, inTerminal } of listCommands(PAGES)) {
    if (when === 'focus') continue;
    const places = [...(inTerminal === undefined ? [] : ['a terminal']), ...(inTerminal === 'only' ? [] : ['a page'])];
    for (const combination of places.flatMap((place) => keys.map((one) => `${one} in ${place}`))) {
      expect(taken.get(combination), `${combination} of ${id}`).toBeUndefined();
      taken.set(combination, id);
    }
  }
});

it('gives each command a message and a group', () => {
  for (const { title, group } of listCommands(PAGES)) expect([ENGLISH[title], ENGLISH[group]]).not.toContain(undefined);
});

it('gives each page its own route, and no page to an unknown one', () => {
  expect(new Set(PAGES.map(({ segment }) => segment)).size).toBe(PAGES.length);
  expect(findPage(PAGES, undefined)?.segment).toBe('home');
  expect(findPage(PAGES, 'nowhere')).toBeUndefined();
});
