// The pages of the app. A test provides a sample page.
import { createContext, use, useMemo } from 'react';
import { useStore } from 'zustand';
import { supports } from '#contract/wire/features.ts';
import type { PageDefinition } from '../pages/define-page.ts';
import { PAGES } from '../pages/registry.ts';
import { applyChosen, defaultCommands, keyStore } from '../state/key-bindings.ts';
import type { Command } from '../state/key-map.ts';
import { useServices } from '../state/use-client.ts';

/** The registry, unless a test provides another one. */
export const PagesContext = createContext(PAGES);

/** All pages, in the order of the navigation. */
export function useAllPages(): readonly PageDefinition[] {
  return use(PagesContext);
}

/** The pages that can be used with this gateway. */
export function usePages(): readonly PageDefinition[] {
  const pages = useAllPages();
  const hello = useStore(useServices().connection, (connection) => connection.hello);
  return useMemo(() => pages.filter(({ needs = [] }) => supports(hello, ...needs)), [pages, hello]);
}

/** The page of a route: the start page without a segment, undefined for an unknown one. */
export function findPage(pages: readonly PageDefinition[], segment: string | undefined): PageDefinition | undefined {
  return segment === undefined ? pages[0] : pages.find((page) => page.segment === segment);
}

/** All commands with their default keys; those that open a page come first. */
export function listCommands(pages: readonly PageDefinition[]): readonly Command[] {
  return defaultCommands(pages.map(({ command }) => command));
}

/** All commands with the keys that apply. */
export function useCommandList(): readonly Command[] {
  const pages = usePages();
  const chosen = useStore(keyStore, (state) => state.chosen);
  return useMemo(() => applyChosen(listCommands(pages), chosen), [pages, chosen]);
}
