// The definition of a page, for navigation, palette, shortcuts and router.
import type { LucideIcon } from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { MethodName } from '#contract/methods/registry.ts';
import type { PlainMessageId } from '#messages/english.ts';
import type { Command } from '../state/key-map.ts';
import { loadPart } from '../state/load-part.ts';

/** A part of a page that the palette can open. */
export interface PagePlace {
  readonly title: string;
  readonly detail: string;
  /** Its route. */
  readonly path: string;
}

interface PageOptions {
  /** The first part of its route; the page reads the rest (`useRoute`). */
  readonly segment: string;
  readonly title: PlainMessageId;
  readonly icon: LucideIcon;
  /** Its place in the rail; pages with `none` are opened by their command or a link. */
  readonly place: 'top' | 'bottom' | 'none';
  /** On a phone, in the bottom bar instead of under More. */
  readonly onPhoneBar?: true;
  /** The count on its badge. */
  readonly badge?: 'approvals' | 'access';
  /** False: it fills the window, without rail and bar. */
  readonly frame?: false;
  /** The name of the command that opens it, if that isn't the title. */
  readonly commandTitle?: PlainMessageId;
  /** Keyboard shortcuts of that command. */
  readonly keys?: readonly string[];
  /** Finds parts of the page by name, for the palette. */
  readonly find?: (query: string) => Promise<readonly PagePlace[]>;
  /** Methods without which it can't be used; where the gateway lacks one, the page isn't offered. */
  readonly needs?: readonly MethodName[];
  /** Loads the component when the page is first opened. */
  readonly load: () => Promise<ComponentType>;
}

/** A page, as the registry lists it. */
export interface PageDefinition extends Omit<PageOptions, 'load' | 'commandTitle' | 'keys'> {
  /** Opens the page. */
  readonly command: Command;
  readonly component: LazyExoticComponent<ComponentType>;
}

/** Defines a page for the registry. */
export function definePage({ load, commandTitle, keys = [], ...page }: PageOptions): PageDefinition {
  return {
    ...page,
    command: {
      id: `go.${page.segment}`,
      title: commandTitle ?? page.title,
      group: 'commands.group.go',
      keys,
      when: 'page',
    },
    // React expects a default export from a lazy module; ours are named.
    component: lazy(async () => ({ default: await loadPart(load) })),
  };
}
