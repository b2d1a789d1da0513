// Everything about one agent. Changes are gathered and saved together; deleting asks first.
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { Button } from '../../design/button.tsx';
import { Field, TextArea, TextInput } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { Select, type SelectOption } from '../../design/select.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast } from '../../design/toasts.ts';
import { asRequestError, hintOf } from '../../state/resource.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { FolderBrowser } from '../setup/folder-browser.tsx';
import { AgentActions } from './agent-actions.tsx';
import { changesOf, draftOf, draftProblems, type AgentDraft } from './agent-draft.ts';

/** Reads the agent, then shows the form. */
export function AgentEditor({ agentId }: { readonly agentId: string }) {
  const read = useRequest('agents.settings.get', { agentId });
  return (
    <>
      {read.status === 'loading' && <SkeletonLines count={8} label="Loading the agent" />}
      {read.data === undefined && read.status === 'error' && (
        <ErrorNote
          title="The agent could not be read"
          message={read.error.message}
          hint={hintOf(read.error)}
          onRetry={() => void read.reload()}
        />
      )}
      {read.data !== undefined && (
        <AgentForm key={JSON.stringify(read.data)} settings={read.data} onSaved={() => void read.reload()} />
      )}
    </>
  );
}

function AgentForm({ settings, onSaved }: { readonly settings: AgentSettings; readonly onSaved: () => void }) {
  const { client, catalog } = useServices();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ReturnType<typeof asRequestError> | undefined>();
  const changes = changesOf(settings, draft);
  const problems = draftProblems(draft);
  const dirty = Object.keys(changes).length > 0;
  const set = (part: Partial<AgentDraft>) => setDraft({ ...draft, ...part });
  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await client.request('agents.settings.set', { agentId: settings.agentId, ...changes });
      await catalog.agents.reload();
      toast({ title: `${draft.name} saved` });
      onSaved();
    } catch (cause) {
      setFailure(asRequestError(cause));
    }
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Section title={settings.name} actions={<AgentActions settings={settings} />}>
        <div className="flex flex-col gap-5">
          <Basics draft={draft} problems={problems} set={set} />
          <ModelFields draft={draft} set={set} />
          <Limits draft={draft} problems={problems} set={set} />
        </div>
      </Section>
      {failure !== undefined && <ErrorNote message={failure.message} hint={hintOf(failure)} />}
      <div className="sticky bottom-0 -mx-1 mt-4 flex items-center gap-2 bg-surface px-1 py-3">
        <Button type="submit" look="primary" busy={busy} disabled={!dirty || Object.keys(problems).length > 0}>
          Save
        </Button>
        <Button look="quiet" disabled={!dirty || busy} onClick={() => setDraft(draftOf(settings))}>
          Undo changes
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly draft: AgentDraft;
  readonly problems?: ReturnType<typeof draftProblems>;
  readonly set: (part: Partial<AgentDraft>) => void;
}

function Basics({ draft, problems, set }: PartProps) {
  const [browsing, setBrowsing] = useState(false);
  return (
    <>
      <div className="flex gap-3">
        <Field label="Name" className="flex-1" error={problems?.name}>
          {(control) => (
            <TextInput {...control} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label="Emoji" className="w-20">
          {(control) => (
            <TextInput
              {...control}
              maxLength={16}
              value={draft.emoji}
              onChange={(event) => set({ emoji: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Folder" hint="Where it reads, writes and runs." error={problems?.workspace}>
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              className="font-mono"
              value={draft.workspace}
              onChange={(event) => set({ workspace: event.target.value })}
            />
            <Button className="h-8" icon={<FolderOpen size={14} aria-hidden />} onClick={() => setBrowsing(true)}>
              Browse…
            </Button>
          </div>
        )}
      </Field>
      {browsing && (
        <FolderBrowser
          start={`${draft.workspace}/x`}
          onClose={() => setBrowsing(false)}
          onPick={(workspace) => {
            set({ workspace });
            setBrowsing(false);
          }}
        />
      )}
      <Field label="Instructions" hint="Who it is and how it should work. Part of every request to the model.">
        {(control) => (
          <TextArea
            {...control}
            rows={6}
            value={draft.instructions}
            onChange={(event) => set({ instructions: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

const NONE = 'none';

function ModelFields({ draft, set }: PartProps) {
  const { catalog } = useServices();
  const models = useStore(catalog.models.store, (state) => state.data?.models ?? NO_MODELS);
  const options: readonly SelectOption[] = models.map((model) => ({
    value: `${model.provider}/${model.id}`,
    label: model.name,
    hint: model.provider,
  }));
  const withCurrent = (value: string) =>
    value === '' || options.some((option) => option.value === value)
      ? options
      : [{ value, label: value, hint: 'not available now' }, ...options];
  return (
    <>
      <Field label="Model">
        {(control) => (
          <Select
            {...control}
            options={[{ value: NONE, label: 'The default model' }, ...withCurrent(draft.model)]}
            value={draft.model === '' ? NONE : draft.model}
            onChange={(model) => set({ model: model === NONE ? '' : model })}
          />
        )}
      </Field>
      <Field label="If that fails" hint="Tried in this order when the model cannot answer.">
        {(control) => (
          <div className="flex flex-col gap-2">
            {draft.fallbacks.map((fallback, at) => (
              <div key={`${fallback}:${at}`} className="flex items-center gap-2">
                <code className="min-w-0 flex-1 truncate rounded-md bg-sunken px-2.5 py-1.5 text-xs">{fallback}</code>
                <Button
                  look="quiet"
                  size="sm"
                  aria-label={`Remove ${fallback}`}
                  onClick={() => set({ fallbacks: draft.fallbacks.toSpliced(at, 1) })}
                >
                  Remove
                </Button>
              </div>
            ))}
            <Select
              {...control}
              options={[
                { value: NONE, label: 'Add a model…' },
                ...options.filter((option) => option.value !== draft.model && !draft.fallbacks.includes(option.value)),
              ]}
              value={NONE}
              onChange={(model) => (model === NONE ? undefined : set({ fallbacks: [...draft.fallbacks, model] }))}
            />
          </div>
        )}
      </Field>
    </>
  );
}

const NO_MODELS: readonly never[] = [];

const MODES: readonly SelectOption<AgentSettings['approvalMode']>[] = [
  { value: 'read-only', label: 'Read only', hint: 'Looks, changes nothing' },
  { value: 'ask', label: 'Ask', hint: 'Asks before anything that is not plainly harmless' },
  { value: 'accept-edits', label: 'Accept edits', hint: 'Writes files in its folder, asks for commands' },
  { value: 'full', label: 'Full access', hint: 'Never asks' },
];

function Limits({ draft, problems, set }: PartProps) {
  return (
    <>
      <Field
        label="What it may do without asking"
        hint={
          draft.approvalMode === 'full'
            ? 'Commands run on this machine without a question. Use it only where nothing can be lost.'
            : 'A session can be set to something else.'
        }
      >
        {(control) => (
          <Select
            {...control}
            options={MODES}
            value={draft.approvalMode}
            onChange={(approvalMode) => set({ approvalMode })}
          />
        )}
      </Field>
      <div className="flex gap-3 max-md:flex-col">
        <Field label="Only these tools" className="flex-1" hint="Names with commas. Empty: all.">
          {(control) => (
            <TextInput
              {...control}
              className="font-mono"
              value={draft.toolsAllow}
              onChange={(event) => set({ toolsAllow: event.target.value })}
            />
          )}
        </Field>
        <Field label="Never these tools" className="flex-1">
          {(control) => (
            <TextInput
              {...control}
              className="font-mono"
              value={draft.toolsDeny}
              onChange={(event) => set({ toolsDeny: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Most model calls for one message" className="w-60" error={problems?.maxTurns}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            value={draft.maxTurns}
            onChange={(event) => set({ maxTurns: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
