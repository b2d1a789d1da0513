// Menus on a button, and context menus, with the same entries.
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from './class-names.ts';
import { Kbd } from './kbd.tsx';

/** An entry of a menu. */
export type MenuEntry =
  | {
      readonly kind: 'item';
      readonly label: string;
      readonly run: () => void;
      readonly icon?: ReactNode;
      readonly hint?: string;
      readonly keys?: string;
      readonly checked?: boolean;
      readonly danger?: boolean;
      readonly disabled?: boolean;
    }
  | { readonly kind: 'line' }
  | { readonly kind: 'title'; readonly label: string };

const SURFACE =
  'appear z-50 max-h-96 min-w-48 max-w-84 overflow-y-auto rounded-lg bg-raised p-1 shadow-mid ring-1 ring-line';

interface MenuProps {
  readonly entries: readonly MenuEntry[];
  /** The button that opens it: one element that accepts a ref. */
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly side?: 'top' | 'bottom' | 'right';
  readonly onOpenChange?: (open: boolean) => void;
}

/** A menu on a button. */
export function Menu({ entries, children, align = 'start', side = 'bottom', onOpenChange }: MenuProps) {
  return (
    <Dropdown.Root modal={false} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content align={align} side={side} sideOffset={4} collisionPadding={8} className={SURFACE}>
          {entries.map((entry, index) => (
            <Entry key={getKey(entry, index)} entry={entry} parts={Dropdown} />
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

/** A context menu of `children`. */
export function ContextMenu({ entries, children }: Pick<MenuProps, 'entries' | 'children'>) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content collisionPadding={8} className={SURFACE}>
          {entries.map((entry, index) => (
            <Entry key={getKey(entry, index)} entry={entry} parts={Context} />
          ))}
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  );
}

function getKey(entry: MenuEntry, index: number): string {
  return entry.kind === 'line' ? `line${index}` : `${index}${entry.label}`;
}

interface EntryProps {
  readonly entry: MenuEntry;
  readonly parts:
    | Pick<typeof Dropdown, 'Separator' | 'Label' | 'Item'>
    | Pick<typeof Context, 'Separator' | 'Label' | 'Item'>;
}

function Entry({ entry, parts }: EntryProps) {
  if (entry.kind === 'line') return <parts.Separator className="mx-1 my-1 h-px bg-line" />;
  if (entry.kind === 'title')
    return <parts.Label className="px-2 pt-1.5 pb-1 text-2xs font-medium text-ink-faint">{entry.label}</parts.Label>;
  return (
    <parts.Item
      disabled={entry.disabled === true}
      onSelect={entry.run}
      className={cx(
        'flex cursor-default items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none select-none data-disabled:opacity-45 data-highlighted:bg-hover',
        entry.danger === true ? 'text-bad' : 'text-ink',
      )}
    >
      {entry.icon === undefined ? null : (
        <span aria-hidden className="flex w-4 shrink-0 justify-center text-current opacity-75">
          {entry.icon}
        </span>
      )}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate">{entry.label}</span>
        {entry.hint === undefined ? null : <span className="text-xs text-ink-faint">{entry.hint}</span>}
      </span>
      {entry.checked === true ? (
        <Check size={14} aria-label={t('controls.selected')} className="text-accent-ink" />
      ) : null}
      {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
    </parts.Item>
  );
}
