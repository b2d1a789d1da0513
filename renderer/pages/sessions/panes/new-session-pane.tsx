// A new session: nothing is created before the first message is sent.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { Text } from '../../../design/text.tsx';
import { DEMO_TASKS, isDemo } from '../../../state/demo-tasks.ts';
import { EMPTY_DRAFT, type Draft } from '../../../state/drafts.ts';
import { rekeyPane } from '../../../state/layout.ts';
import { startSession } from '../../../state/start-session.ts';
import { useServices } from '../../../state/use-client.ts';
import { createChatActions } from '../chat-actions.ts';
import { Composer } from '../composer/composer.tsx';
import { useComposerChoices } from '../composer/composer-model.ts';
import { NEW_SESSION_VIEW } from '../composer/use-composer.ts';

/** Suggested first messages. Choosing one fills the draft. */
const SUGGESTIONS: readonly PlainMessageId[] = [
  'sessions.start.suggestion.explore',
  'sessions.start.suggestion.readme',
  'sessions.start.suggestion.fix',
  'sessions.start.suggestion.script',
];

/** Suggested first messages: those of the project, or general ones. */
function listSuggestions({ project, modelRef }: ReturnType<typeof useComposerChoices>): readonly string[] {
  const own = project?.defaults.prompts ?? [];
  if (own.length > 0) return own;
  return (isDemo(modelRef) ? DEMO_TASKS : SUGGESTIONS).map((suggestion) => t(suggestion));
}

/** `draftKey` is the key of the pane until the session exists. */
export function NewSessionPane({ draftKey, focused }: { readonly draftKey: string; readonly focused: boolean }) {
  const services = useServices();
  const { drafts, layout } = services;
  const actions = useMemo(() => createChatActions(services, draftKey), [services, draftKey]);
  const choices = useComposerChoices(draftKey);
  const draft = useStore(drafts.store, (state) => state.drafts[draftKey] ?? EMPTY_DRAFT);
  const name = choices.agent?.identity?.name ?? choices.agent?.name;
  const inWorktree = draft.create?.worktree === true || draft.create?.worktreeId !== undefined;
  const send = ({ text, images, files = [], create }: Draft): void => {
    const key = startSession(services, {
      text: text.trim(),
      images,
      files,
      create: { ...create, ...(choices.agent === undefined ? {} : { agentId: choices.agent.id }) },
    });
    drafts.set(draftKey, EMPTY_DRAFT);
    layout.setState((state) => rekeyPane(state, draftKey, key));
  };
  return (
    // On a phone, the keyboard is at the bottom, and so is the message box.
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="my-auto max-md:mt-auto max-md:mb-0">
        <div className="mx-auto w-full max-w-196 px-5 pb-5 max-md:px-4">
          <h2 className="text-2xl font-semibold tracking-tight text-ink">{t('sessions.start.title')}</h2>
          <p className="mt-1 text-base text-ink-soft">
            <Text
              id={inWorktree ? 'sessions.start.textWorktree' : 'sessions.start.text'}
              values={{
                agent: name ?? t('sessions.start.agent'),
                folder: choices.project?.folder ?? choices.agent?.workspace ?? t('sessions.start.workspace'),
              }}
              tags={{ code: (folder) => <span className="font-mono text-sm">{folder}</span> }}
            />
          </p>
        </div>
        <Composer sessionKey={draftKey} view={NEW_SESSION_VIEW} focused={focused} actions={actions} onSend={send} />
        {/* Keeps its place while the user types, so that the message box doesn't move. */}
        <ul
          className={cx(
            'mx-auto grid w-full max-w-196 grid-cols-1 gap-2 px-5 pb-5 max-md:px-4 sm:grid-cols-2',
            draft.text !== '' && 'invisible max-md:hidden',
          )}
        >
          {listSuggestions(choices).map((text) => (
            <li key={text}>
              <button
                type="button"
                onClick={() => drafts.set(draftKey, { ...drafts.get(draftKey), text })}
                className="h-full w-full rounded-lg border border-line bg-raised px-3.5 py-2.5 text-start text-sm text-ink-soft shadow-low transition-colors hover:border-line-strong hover:text-ink"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
