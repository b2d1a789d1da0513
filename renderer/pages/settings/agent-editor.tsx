// The settings of one agent. Changes are saved together; deleting asks for confirmation.
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Field, TextField, TextInput } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { Select, type SelectOption } from '../../design/select.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { RequestStatus } from '../../design/request-status.tsx';
import { toast } from '../../design/toasts.ts';
import { asRequestError, getHint } from '../../state/resource.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { FolderBrowser } from '../setup/folder-browser.tsx';
import { AgentActions } from './agent-actions.tsx';
import { findChanges, toDraft, draftProblems, type AgentDraft } from './agent-draft.ts';

/** Loads the agent, then shows the form. */
export function AgentEditor({ agentId }: { readonly agentId: string }) {
  const read = useRequest('agents.settings.get', { agentId });
  return (
    <>
      <RequestStatus read={read} rows={8} loading={t('agents.editor.loading')} failed={t('agents.editor.loadFailed')} />
      {read.data !== undefined && (
        <AgentForm key={JSON.stringify(read.data)} settings={read.data} onSaved={() => void read.reload()} />
      )}
    </>
  );
}

function AgentForm({ settings, onSaved }: { readonly settings: AgentSettings; readonly onSaved: () => void }) {
  const { client, catalog } = useServices();
  const [draft, setDraft] = useState(() => toDraft(settings));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ReturnType<typeof asRequestError> | undefined>();
  const changes = findChanges(settings, draft);
  const problems = draftProblems(draft);
  const dirty = Object.keys(changes).length > 0;
  const set = (part: Partial<AgentDraft>) => setDraft({ ...draft, ...part });
  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await client.request('agents.settings.set', { agentId: settings.agentId, ...changes });
      await catalog.agents.reload();
      toast({ title: t('agents.saved', { name: draft.name }) });
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
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      <div className="sticky bottom-0 -mx-1 mt-4 flex items-center gap-2 bg-surface px-1 py-3">
        <Button type="submit" look="primary" busy={busy} disabled={!dirty || Object.keys(problems).length > 0}>
          {t('agents.save')}
        </Button>
        <Button look="quiet" disabled={!dirty || busy} onClick={() => setDraft(toDraft(settings))}>
          {t('agents.discard')}
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
        <TextField
          label={t('agents.name')}
          className="flex-1"
          error={problems?.name}
          value={draft.name}
          onChange={(text) => set({ name: text })}
        />
        <TextField
          label={t('agents.emoji')}
          className="w-20"
          maxLength={16}
          value={draft.emoji}
          onChange={(text) => set({ emoji: text })}
        />
      </div>
      <Field label={t('agents.folder')} hint={t('agents.folderHint')} error={problems?.workspace}>
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              className="font-mono"
              value={draft.workspace}
              onChange={(event) => set({ workspace: event.target.value })}
            />
            <Button label={t('agents.browse')} className="h-8" icon={FolderOpen} onClick={() => setBrowsing(true)} />
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
      <TextField
        label={t('agents.instructions')}
        hint={t('agents.instructionsHint')}
        rows={6}
        value={draft.instructions}
        onChange={(text) => set({ instructions: text })}
      />
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
      : [{ value, label: value, hint: t('agents.notAvailable') }, ...options];
  return (
    <>
      <Field label={t('agents.model')}>
        {(control) => (
          <Select
            {...control}
            options={[{ value: NONE, label: t('agents.defaultModel') }, ...withCurrent(draft.model)]}
            value={draft.model === '' ? NONE : draft.model}
            onChange={(model) => set({ model: model === NONE ? '' : model })}
          />
        )}
      </Field>
      <Field label={t('agents.fallbacks')} hint={t('agents.fallbacksHint')}>
        {(control) => (
          <div className="flex flex-col gap-2">
            {draft.fallbacks.map((fallback, at) => (
              <div key={`${fallback}:${at}`} className="flex items-center gap-2">
                <code className="min-w-0 flex-1 truncate rounded-md bg-sunken px-2.5 py-1.5 text-xs">{fallback}</code>
                <Button
                  label={t('agents.remove')}
                  look="quiet"
                  size="sm"
                  aria-label={t('agents.removeModel', { model: fallback })}
                  onClick={() => set({ fallbacks: draft.fallbacks.toSpliced(at, 1) })}
                />
              </div>
            ))}
            <Select
              {...control}
              options={[
                { value: NONE, label: t('agents.addModel') },
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

const MODES = ['read-only', 'ask', 'accept-edits', 'full'] as const satisfies readonly AgentSettings['approvalMode'][];

function Limits({ draft, problems, set }: PartProps) {
  return (
    <>
      <Field
        label={t('agents.mode')}
        hint={draft.approvalMode === 'full' ? t('agents.modeFullHint') : t('agents.modeHint')}
      >
        {(control) => (
          <Select
            {...control}
            options={MODES.map((value) => ({
              value,
              label: t(`agents.mode.${value}`),
              hint: t(`agents.mode.${value}.hint`),
            }))}
            value={draft.approvalMode}
            onChange={(approvalMode) => set({ approvalMode })}
          />
        )}
      </Field>
      <div className="flex gap-3 max-md:flex-col">
        <TextField
          label={t('agents.toolsAllow')}
          className="flex-1"
          hint={t('agents.toolsAllowHint')}
          inputClassName="font-mono"
          value={draft.toolsAllow}
          onChange={(text) => set({ toolsAllow: text })}
        />
        <TextField
          label={t('agents.toolsDeny')}
          className="flex-1"
          inputClassName="font-mono"
          value={draft.toolsDeny}
          onChange={(text) => set({ toolsDeny: text })}
        />
      </div>
      <TextField
        label={t('agents.maxTurns')}
        className="w-60"
        error={problems?.maxTurns}
        inputMode="numeric"
        value={draft.maxTurns}
        onChange={(text) => set({ maxTurns: text })}
      />
    </>
  );
}
