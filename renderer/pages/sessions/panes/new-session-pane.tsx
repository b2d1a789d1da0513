// A session that does not exist yet: nothing is created before the first message is sent.
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import { EMPTY_DRAFT, type Draft } from '../../../state/drafts.ts';
import { rekeyPane } from '../../../state/layout.ts';
import { startSession } from '../../../state/start-session.ts';
import { useServices } from '../../../state/use-client.ts';
import { createChatActions } from '../chat-actions.ts';
import { Composer } from '../composer/composer.tsx';
import { useComposerChoices } from '../composer/composer-model.ts';

/** Things to begin with; each is sent as it stands only after the user sends it. */
const SUGGESTIONS = [
  'Look around in the workspace and tell me what is here',
  'Write a README for this project',
  'Find what could break and fix the first thing',
  'Make a small script that says hello',
];

/** `draftKey` is the pane's key until the session exists. */
export function NewSessionPane({ draftKey, focused }: { readonly draftKey: string; readonly focused: boolean }) {
  const services = useServices();
  const { drafts, layout } = services;
  const actions = useMemo(() => createChatActions(services, draftKey), [services, draftKey]);
  const choices = useComposerChoices(draftKey);
  const draft = useStore(drafts.store, (state) => state.drafts[draftKey] ?? EMPTY_DRAFT);
  const name = choices.agent?.identity?.name ?? choices.agent?.name;
  const send = ({ text, images, create }: Draft): void => {
    const key = startSession(services, {
      text: text.trim(),
      images,
      create: { ...create, ...(choices.agent === undefined ? {} : { agentId: choices.agent.id }) },
    });
    drafts.set(draftKey, EMPTY_DRAFT);
    layout.setState((state) => rekeyPane(state, draftKey, key));
  };
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col justify-end overflow-y-auto">
        <div className="mx-auto w-full max-w-196 px-5 pb-6 max-md:px-4">
          <h2 className="text-2xl font-semibold tracking-tight text-ink">What should be done?</h2>
          <p className="mt-1 text-base text-ink-soft">
            {name === undefined ? 'The agent' : name} works in{' '}
            <span className="font-mono text-sm">{choices.agent?.workspace ?? 'its workspace'}</span> and asks before it
            changes anything.
          </p>
          {draft.text !== '' ? null : (
            <ul className="mt-5 grid grid-cols-1 gap-2 sm:grid-cols-2">
              {SUGGESTIONS.map((text) => (
                <li key={text}>
                  <button
                    type="button"
                    onClick={() => drafts.set(draftKey, { ...drafts.get(draftKey), text })}
                    className="h-full w-full rounded-lg border border-line bg-raised px-3.5 py-2.5 text-left text-sm text-ink-soft shadow-low transition-colors hover:border-line-strong hover:text-ink"
                  >
                    {text}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <Composer sessionKey={draftKey} view={EMPTY_SESSION} focused={focused} actions={actions} onSend={send} />
    </>
  );
}
