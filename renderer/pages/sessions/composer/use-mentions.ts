// The behavior of `@` in the composer: what is typed, the list, the keys, and inserting a choice.
import { useEffect, useId, useMemo, useState, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { attempt } from '../../../design/toasts.ts';
import { EMPTY_DRAFT, type Draft } from '../../../state/drafts.ts';
import { loadPart } from '../../../state/load-part.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { afterMs } from '../../../state/timers.ts';
import { useServices } from '../../../state/use-client.ts';
import type { ComposerChoices } from './composer-model.ts';
import { createMentionSource } from './mention-sources.ts';
import {
  findMention,
  mentionText,
  rankMentions,
  replaceMention,
  type FilePlace,
  type MentionChoice,
} from './mentions.ts';

interface MentionParts {
  readonly sessionKey: string;
  readonly choices: ComposerChoices;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly write: (changes: Partial<Draft>) => void;
}

/** Sessions that are searched, the newest. */
const MAX_SESSIONS = 300;

/** The state of the list; `found` is empty while nothing is mentioned. */
export function useMentions({ sessionKey, choices, field, write }: MentionParts) {
  const { client, drafts } = useServices();
  const { text, mentions = [] } = useStore(drafts.store, (state) => state.drafts[sessionKey] ?? EMPTY_DRAFT);
  const [caret, setCaret] = useState(0);
  const [index, setIndex] = useState(0);
  // Where Escape closed the list; it opens again at another `@`.
  const [closedAt, setClosedAt] = useState<number>();
  const listId = useId();
  const typed = findMention(text, Math.min(caret, text.length));
  const token = typed?.start === closedAt ? undefined : typed;
  const query = token?.query;
  const place = useFilePlace(sessionKey, choices);
  const found = useFound(query, place, sessionKey, choices);
  const chosen = Math.min(index, Math.max(0, found.length - 1));
  const choose = (choice: MentionChoice): void => {
    if (token === undefined) return;
    const next = replaceMention(text, token, mentionText(choice));
    write({ text: next.text });
    setCaret(next.caret);
    setIndex(0);
    // After the new text is in the field.
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
    const { kind, id, label } = choice;
    if (kind === 'file' || kind === 'folder' || mentions.some((one) => one.kind === kind && one.id === id)) return;
    attempt(t('composer.mention.failed'), async () => {
      const { describeMention } = await loadPart(() => import('./mention-details.ts'));
      const mention = { kind, id, label, text: await describeMention(client, choice, place?.sessionKey) };
      const { mentions: others = [] } = drafts.get(sessionKey);
      write({ mentions: [...others, mention] });
    });
  };
  /** True if the list handled the key. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const choice = found[chosen];
    if (choice === undefined || event.nativeEvent.isComposing) return false;
    if (event.key === 'ArrowDown') setIndex((chosen + 1) % found.length);
    else if (event.key === 'ArrowUp') setIndex((chosen - 1 + found.length) % found.length);
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) choose(choice);
    else if (event.key === 'Escape') setClosedAt(token?.start);
    else return false;
    event.preventDefault();
    return true;
  };
  const moveCaret = (): void => {
    const at = field.current?.selectionEnd ?? 0;
    if (at === caret) return;
    setCaret(at);
    setIndex(0);
    if (closedAt !== undefined && findMention(field.current?.value ?? '', at)?.start !== closedAt)
      setClosedAt(undefined);
  };
  const fieldProps =
    found.length === 0
      ? {}
      : ({
          'aria-autocomplete': 'list',
          'aria-controls': listId,
          'aria-activedescendant': `${listId}-${chosen}`,
        } as const);
  return { found, chosen, choose, hover: setIndex, onKeyDown, moveCaret, listId, fieldProps };
}

/** A new session has no folder of its own yet. */
function useFilePlace(sessionKey: string, { isNew, agent, project }: ComposerChoices): FilePlace | undefined {
  if (!isNew) return { sessionKey };
  if (agent === undefined) return undefined;
  return { agentId: agent.id, ...(project?.folder === undefined ? {} : { projectId: project.id }) };
}

function useFound(
  query: string | undefined,
  place: FilePlace | undefined,
  sessionKey: string,
  { agents }: ComposerChoices,
): readonly MentionChoice[] {
  const { client, sessions } = useServices();
  const source = useMemo(() => createMentionSource(client, afterMs), [client]);
  const { files, symbols, terminals } = useStore(source.store);
  const asked = place === undefined ? undefined : JSON.stringify(place);
  useEffect(() => {
    if (query === undefined || asked === undefined) source.close();
    else source.ask(query, JSON.parse(asked) as FilePlace);
  }, [source, query, asked]);
  if (query === undefined) return [];
  const rows = sessions.store.getState().rows.filter(({ key, archived }) => key !== sessionKey && archived !== true);
  const others: readonly MentionChoice[] = [
    ...terminals,
    ...rows
      .slice(0, MAX_SESSIONS)
      .map((row): MentionChoice => ({ kind: 'session', id: row.key, label: sessionTitle(row) })),
    ...agents.map(({ id, name, identity, workspace }): MentionChoice => ({
      kind: 'agent',
      id,
      label: removeHidden(identity?.name ?? name ?? id),
      ...(workspace === undefined ? {} : { detail: workspace }),
    })),
  ];
  return rankMentions(query, { files, symbols }, others);
}
