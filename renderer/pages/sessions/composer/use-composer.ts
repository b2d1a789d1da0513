// The behavior of the composer: keys, sending, files, the draft. The component only renders.
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { isMac } from '../../../design/key-caps.ts';
import { toast } from '../../../design/toasts.ts';
import { EMPTY_DRAFT, type Draft, type Drafts } from '../../../state/drafts.ts';
import { pressRuns } from '../../../state/key-bindings.ts';
import { composerFocus } from '../../../state/keyboard-focus.ts';
import { nextApprovalMode } from '../../../state/approval-modes.ts';
import { runCommand } from '../../../state/commands.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import type { ChatActions } from '../chat-actions.ts';
import { composerIntent } from './composer-keys.ts';
import { useComposerChoices } from './composer-model.ts';
import { isLongPaste, joinPastes } from './pastes.ts';
import { readFiles } from './read-files.ts';
import { useMentions } from './use-mentions.ts';
import { useSlashMenu } from './slash-menu-view.tsx';

/** The part of a session that the composer shows. Messages are read on demand, so that new ones don't re-render it. */
export interface ComposerView extends Pick<SessionView, 'queue' | 'contextTokens' | 'usage'> {
  readonly running: boolean;
  readonly readItems: () => readonly Item[];
}

/** The view of a session that doesn't exist yet. */
export const NEW_SESSION_VIEW: ComposerView = { ...toComposerView(EMPTY_SESSION), readItems: () => [] };

/** What the composer shows of a session, without its messages. */
export function toComposerView({ run, queue, contextTokens, usage }: SessionView): Omit<ComposerView, 'readItems'> {
  return { running: run !== undefined, queue, contextTokens, usage };
}

/** Properties of the composer. */
export interface ComposerProps {
  readonly sessionKey: string;
  readonly view: ComposerView;
  /** This pane has focus: page-wide shortcuts apply to this composer. */
  readonly focused: boolean;
  readonly actions: ChatActions;
  readonly onSend: (draft: Draft, how: 'now' | 'queue' | 'steer') => void;
  /** On a page instead of in a pane: higher, without margins, and with texts for a new task. */
  readonly onPage?: { readonly label: string; readonly placeholder: string; readonly send: string };
}

/** Time in which a second Escape stops the run, or lists the messages to rewind to, ms. */
const SECOND_ESCAPE_MS = 3_000;

/** The state of one composer. */
export function useComposer(props: ComposerProps, field: RefObject<HTMLTextAreaElement | null>) {
  const { sessionKey, view, focused, actions, onSend } = props;
  const { drafts, preferences, catalog } = useServices();
  const draft = useStore(drafts.store, (state) => state.drafts[sessionKey] ?? EMPTY_DRAFT);
  const enterSends = useStore(preferences.store, (state) => state.enterSends ?? true);
  const commands = useStore(catalog.commands.store, (state) => state.data?.commands) ?? [];
  const choices = useComposerChoices(sessionKey);
  // Escape was pressed once: a second one stops the run, or lists the messages to rewind to.
  const [escaped, setEscaped] = useBriefly(SECOND_ESCAPE_MS);
  // A rewind would replace the draft.
  const canRewind = (): boolean => draft.text === '' && lastPrompt(view) !== undefined;
  const { running } = view;
  const { pastes = [], mentions = [] } = draft;
  const empty = draft.text.trim() === '' && countAttachments(draft) + pastes.length + mentions.length === 0;
  const write = (changes: Partial<Draft>): void => drafts.set(sessionKey, { ...drafts.get(sessionKey), ...changes });
  const slash = useSlashMenu(draft.text, commands, (text) => write({ text }));
  const mention = useMentions({ sessionKey, choices, field, write });
  useCommand('chat.focus', () => field.current?.focus(), focused);
  const requests = useStore(composerFocus, (state) => state.requests);
  useEffect(() => {
    if (focused && !isTouch()) field.current?.focus({ preventScroll: true });
  }, [field, focused, sessionKey, requests]);
  const send = (how: 'queue' | 'steer'): void => {
    if (empty) return;
    onSend(joinPastes(draft), running ? how : 'now');
    const { create } = draft;
    drafts.set(sessionKey, create === undefined ? EMPTY_DRAFT : { ...EMPTY_DRAFT, create });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (slash.onKeyDown(event) || mention.onKeyDown(event)) return;
    const changesMode = pressRuns(event.nativeEvent, 'chat.mode', isMac());
    const situation = { empty: draft.text === '', running, enterSends, touch: isTouch(), changesMode };
    const intent = composerIntent(event.nativeEvent, situation);
    if (intent === 'none' || (intent === 'rewind' && !canRewind())) return;
    event.preventDefault();
    if (intent === 'send') send('queue');
    else if (intent === 'send-other') send('steer');
    else if (intent === 'recall') write({ text: lastPrompt(view) ?? '' });
    else if (intent === 'next-mode') choices.chooseMode(nextApprovalMode(choices.mode));
    else {
      setEscaped(!escaped);
      if (!escaped) return;
      if (intent === 'stop') actions.stop();
      else runCommand('chat.history');
    }
  };
  /** Whether the pasted text became a chip. */
  const addPaste = (text: string): boolean => {
    if (!isLongPaste(text)) return false;
    write({ pastes: [...pastes, text] });
    return true;
  };
  const addFiles = (given: readonly File[]): Promise<void> => attachFiles(drafts, sessionKey, given);
  const hint = escaped ? describeEscape(running, canRewind()) : undefined;
  return { draft, choices, slash, mention, empty, hint, write, send, onKeyDown, addFiles, addPaste };
}

/** Adds files to a draft; the name of a folder goes into its text. Says what couldn't be attached. */
async function attachFiles(drafts: Drafts, sessionKey: string, given: readonly File[]): Promise<void> {
  const read = await readFiles(given, drafts.get(sessionKey));
  const draft = drafts.get(sessionKey);
  const text = [draft.text, ...read.folders.map((name) => `${name}/`)].filter((part) => part !== '').join(' ');
  drafts.set(sessionKey, { ...draft, text, images: read.images, files: read.files });
  for (const problem of read.rejected) toast({ title: t('composer.notAttached'), detail: problem, tone: 'bad' });
  if (read.folders.length > 0)
    toast({ title: t('composer.folderMentioned'), detail: t('composer.folderMentionedText') });
}

/** What a second Escape does. */
function describeEscape(running: boolean, canRewind: boolean): string | undefined {
  if (running) return t('composer.stopHint');
  return canRewind ? t('composer.rewindHint') : undefined;
}

function countAttachments({ images, files = [] }: Draft): number {
  return images.length + files.length;
}

function lastPrompt({ readItems }: ComposerView): string | undefined {
  return readItems().findLast((item) => item.kind === 'user')?.text;
}

/** A phone or tablet: Enter inserts a newline, and the keyboard doesn't open automatically. */
export function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

/** True for a while after it is set. */
function useBriefly(ms: number): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setOn(false), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return [on, setOn];
}
