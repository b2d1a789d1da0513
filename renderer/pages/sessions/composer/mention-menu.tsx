// The list of files, symbols, sessions, agents, and terminals above the message box, while an `@` is typed.
import { Bot, FileText, Folder, MessagesSquare, SquareCode, SquareTerminal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import type { MentionChoice } from './mentions.ts';
import type { useMentions } from './use-mentions.ts';

const ICONS = {
  file: FileText,
  folder: Folder,
  symbol: SquareCode,
  session: MessagesSquare,
  agent: Bot,
  terminal: SquareTerminal,
} as const;

type MentionMenuProps = Pick<ReturnType<typeof useMentions>, 'found' | 'chosen' | 'choose' | 'hover' | 'listId'>;

/** Empty if nothing matches. */
export function MentionMenu({ found, chosen, choose, hover, listId }: MentionMenuProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' }), [chosen]);
  if (found.length === 0) return null;
  return (
    <ul
      ref={list}
      id={listId}
      role="listbox"
      aria-label={t('composer.mention.list')}
      className="appear absolute inset-x-0 bottom-full z-20 mb-1.5 max-h-72 overflow-y-auto rounded-xl bg-raised p-1.5 shadow-mid ring-1 ring-line"
    >
      {found.map((choice, index) => (
        <li
          key={`${choice.kind}:${choice.id}`}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === chosen}
          onMouseMove={() => hover(index)}
          // Before the field loses the focus.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(choice);
          }}
          className={cx(
            'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm pointer-coarse:h-11',
            index === chosen && 'bg-active',
          )}
        >
          <MentionIcon kind={choice.kind} />
          <Label {...choice} />
          <span className="ms-auto shrink-0 text-2xs text-ink-faint">
            {t(`composer.mention.${choice.symbol?.kind ?? choice.kind}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The icon of a kind. */
export function MentionIcon({ kind }: Pick<MentionChoice, 'kind'>) {
  const Icon = ICONS[kind];
  return <Icon size={14} aria-hidden className="shrink-0 text-ink-faint" />;
}

/** Of a path, the name comes first. */
function Label({ kind, label, detail }: MentionChoice) {
  const at = kind === 'file' || kind === 'folder' ? label.lastIndexOf('/') : -1;
  return (
    <>
      <span className="max-w-full min-w-0 shrink-0 truncate text-ink">{label.slice(at + 1)}</span>
      <span className="min-w-0 truncate text-xs text-ink-faint">{at < 0 ? detail : label.slice(0, at)}</span>
    </>
  );
}
