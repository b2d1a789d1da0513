// Menus on a button, and context menus, with the same entries.
import { ContextMenu as Context, DropdownMenu as Dropdown, Slot } from 'radix-ui';
import { Check } from 'lucide-react';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { createPortal } from 'react-dom';
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

/** A menu on a button. While it is closed, only the button is rendered: there can be hundreds of them. */
export function Menu({ entries, children, align = 'start', side = 'bottom', onOpenChange }: MenuProps) {
  const [opened, setOpened] = useState<OpenedBy>();
  const button = useRef<HTMLElement>(null);
  const ids = { button: useId(), menu: useId() };
  const change = (by: OpenedBy | undefined): void => {
    setOpened(by);
    onOpenChange?.(by !== undefined);
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || event.ctrlKey || isDisabled(event.currentTarget)) return;
    // The menu takes the focus, not the button.
    if (opened === undefined) event.preventDefault();
    change(opened === undefined ? 'pointer' : undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!OPENING_KEYS.has(event.key) || isDisabled(event.currentTarget)) return;
    event.preventDefault();
    change('keyboard');
  };
  // Assistive technology and scripts click without a pointer.
  const onClick = (event: MouseEvent): void => {
    if (event.detail === 0 && opened === undefined) change('keyboard');
  };
  return (
    <>
      <Slot.Root
        ref={button}
        id={ids.button}
        aria-haspopup="menu"
        aria-expanded={opened !== undefined}
        aria-controls={opened === undefined ? undefined : ids.menu}
        data-state={opened === undefined ? 'closed' : 'open'}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {children}
      </Slot.Root>
      {opened !== undefined && (
        <OpenMenu
          entries={entries}
          align={align}
          side={side}
          button={button}
          id={ids.menu}
          openedBy={opened}
          onClose={() => change(undefined)}
        />
      )}
    </>
  );
}

type OpenedBy = 'pointer' | 'keyboard';

const OPENING_KEYS: ReadonlySet<string> = new Set(['Enter', ' ', 'ArrowDown']);

function isDisabled(element: Element): boolean {
  return element.matches(':disabled, [aria-disabled="true"]');
}

interface OpenMenuProps extends Required<Pick<MenuProps, 'entries' | 'align' | 'side'>> {
  readonly button: RefObject<HTMLElement | null>;
  readonly id: string;
  readonly openedBy: OpenedBy;
  readonly onClose: () => void;
}

/** The entries, next to an invisible element with the place and size of the button. */
function OpenMenu({ entries, align, side, button, id, openedBy, onClose }: OpenMenuProps) {
  const content = useRef<HTMLDivElement>(null);
  const leaves = useRef(false);
  const [place] = useState(() => readPlace(button.current));
  // After the menu itself has taken the focus. With a pointer, no entry is chosen yet.
  useEffect(() => {
    if (openedBy !== 'keyboard') return undefined;
    const frame = requestAnimationFrame(() =>
      content.current?.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [openedBy]);
  return (
    <Dropdown.Root open modal={false} onOpenChange={onClose}>
      {createPortal(
        <Dropdown.Trigger asChild>
          <span aria-hidden tabIndex={-1} className="pointer-events-none fixed" style={place} />
        </Dropdown.Trigger>,
        document.body,
      )}
      <Dropdown.Portal>
        <Dropdown.Content
          ref={content}
          id={id}
          aria-labelledby={button.current?.id}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={SURFACE}
          onInteractOutside={() => (leaves.current = true)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!leaves.current) button.current?.focus();
          }}
        >
          {entries.map((entry, index) => (
            <Entry key={getKey(entry, index)} entry={entry} parts={Dropdown} />
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

function readPlace(element: Element | null): Pick<DOMRect, 'left' | 'top' | 'width' | 'height'> | undefined {
  if (element === null) return undefined;
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
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
