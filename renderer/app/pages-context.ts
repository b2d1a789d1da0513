// The pages of the app. A test provides a sample page.
import { createContext, use } from 'react';
import type { PageDefinition } from '../pages/define-page.ts';
import { PAGES } from '../pages/registry.ts';
import { COMMANDS, type Command } from '../state/key-map.ts';

/** The registry, unless a test provides another one. */
export const PagesContext = createContext(PAGES);

/** The pages, in the order of the navigation. */
export function usePages(): readonly PageDefinition[] {
  return use(PagesContext);
}

/** The page of a route: the start page without a segment, undefined for an unknown one. */
export function findPage(pages: readonly PageDefinition[], segment: string | undefined): PageDefinition | undefined {
  return segment === undefined ? pages[0] : pages.find((page) => page.segment === segment);
}

/** All commands; those that open a page come first. */
export function listCommands(pages: readonly PageDefinition[]): readonly Command[] {
  return [...pages.map(({ command }) => command), ...COMMANDS];
}
