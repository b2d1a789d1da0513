// The settings of one agent. Changes are saved together; deleting asks for confirmation.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentSettings } from '#contract/types/agents.ts';
import { defined } from '#contract/types/defined.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Field, TextField } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { Select, SelectField, type SelectOption } from '../../design/select.tsx';
import { ErrorNote, RequestStatus } from '../../design/states.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { approvalModes } from '../../state/approval-modes.ts';
import { getHint } from '../../state/resource.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { describeDefault, describeMachine, machineOptions } from '../machines/describe-machine.ts';
import { FolderField } from '../setup/folder-browser.tsx';
import { AvatarField } from './avatar-field.tsx';
import { ToolsField } from './tools-field.tsx';
import { AgentActions } from './agent-actions.tsx';
import { draftProblems, findChanges, toDraft, type AgentDraft } from './agent-draft.ts';

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

interface PartProps {
  readonly draft: AgentDraft;
  readonly set: (part: Partial<AgentDraft>) => void;
  /** The properties of a text field. */
  readonly field: (name: 'name' | 'emoji' | 'workspace' | 'instructions' | 'maxTurns') => {
    readonly value: string;
    readonly error: string | undefined;
    readonly onChange: (text: string) => void;
  };
}

function AgentForm({ settings, onSaved }: { readonly settings: AgentSettings; readonly onSaved: () => void }) {
  const { client, catalog } = useServices();
  const [draft, setDraft] = useState(() => toDraft(settings));
  const { busy, failure, run } = useAction();
  const changes = findChanges(settings, draft);
  const problems = draftProblems(draft);
  const dirty = Object.keys(changes).length > 0;
  const set: PartProps['set'] = (part) => setDraft({ ...draft, ...part });
  const field: PartProps['field'] = (name) => ({
    value: draft[name],
    error: problems[name],
    onChange: (text) => set({ [name]: text }),
  });
  const save = async () => {
    await client.request('agents.settings.set', { agentId: settings.agentId, ...changes });
    await catalog.agents.reload();
    toast({ title: t('agents.saved', { name: draft.name }) });
    onSaved();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run(save);
      }}
    >
      <Section title={settings.name} actions={<AgentActions settings={settings} />}>
        <div className="flex flex-col gap-5">
          <div className="flex gap-3">
            <TextField label={t('agents.name')} className="flex-1" {...field('name')} />
            <TextField label={t('agents.emoji')} className="w-20" maxLength={16} {...field('emoji')} />
          </div>
          <AvatarField
            name={draft.name}
            emoji={draft.emoji}
            value={draft.avatar}
            onChange={(avatar) => set({ avatar })}
          />
          <FolderField
            label={t('agents.folder')}
            hint={t('agents.folderHint')}
            start={`${draft.workspace}/x`}
            {...field('workspace')}
          />
          <TextField
            label={t('agents.instructions')}
            hint={t('agents.instructionsHint')}
            rows={6}
            {...field('instructions')}
          />
          <ModelFields draft={draft} set={set} />
          <MachineField draft={draft} set={set} />
          <Limits agentId={settings.agentId} draft={draft} set={set} field={field} />
        </div>
      </Section>
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      <div className="sticky bottom-0 -mx-1 mt-4 flex items-center gap-2 bg-surface px-1 py-3">
        <Button type="submit" look="primary" busy={busy} disabled={!dirty || Object.keys(problems).length > 0}>
          {t('controls.save')}
        </Button>
        <Button look="quiet" disabled={!dirty || busy} onClick={() => setDraft(toDraft(settings))}>
          {t('agents.discard')}
        </Button>
      </div>
    </form>
  );
}

const NONE = 'none';

function ModelFields({ draft, set }: Omit<PartProps, 'field'>) {
  const { catalog } = useServices();
  const models = useStore(catalog.models.store, ({ data }) => data?.models) ?? [];
  const options: readonly SelectOption[] = models.map((model) => ({
    value: `${model.provider}/${model.id}`,
    label: model.name,
    hint: model.provider,
  }));
  const current: readonly SelectOption[] =
    draft.model === '' || options.some(({ value }) => value === draft.model)
      ? []
      : [{ value: draft.model, label: draft.model, hint: t('agents.notAvailable') }];
  return (
    <>
      <SelectField
        label={t('agents.model')}
        options={[{ value: NONE, label: t('agents.defaultModel') }, ...current, ...options]}
        value={draft.model === '' ? NONE : draft.model}
        onChange={(model) => set({ model: model === NONE ? '' : model })}
      />
      <Field label={t('agents.fallbacks')} hint={t('agents.fallbacksHint')}>
        {(control) => (
          <div className="flex flex-col gap-2">
            {draft.fallbacks.map((fallback, at) => (
              <div key={`${fallback}:${at}`} className="flex items-center gap-2">
                <code className="min-w-0 flex-1 truncate rounded-md bg-sunken px-2.5 py-1.5 text-xs">{fallback}</code>
                <Button
                  label={t('controls.remove')}
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
                ...options.filter(({ value }) => value !== draft.model && !draft.fallbacks.includes(value)),
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

/** Where the agent runs commands, with what is missing for each place. */
function MachineField({ draft, set }: Omit<PartProps, 'field'>) {
  const { data } = useRequest('machines.list', {});
  const options = data === undefined ? [] : machineOptions(data);
  const known = options.some(({ value }) => value === draft.machine) || draft.machine === '';
  return (
    <SelectField
      label={t('agents.machine')}
      hint={t('agents.machineHint')}
      options={[
        { value: NONE, label: t('agents.defaultMachine'), ...defined({ hint: data && describeDefault(data) }) },
        ...(known ? [] : [{ value: draft.machine, label: describeMachine(draft.machine) }]),
        ...options,
      ]}
      value={draft.machine === '' ? NONE : draft.machine}
      onChange={(machine) => set({ machine: machine === NONE ? '' : machine })}
    />
  );
}

function Limits({ agentId, draft, set, field }: PartProps & { readonly agentId: string }) {
  return (
    <>
      <SelectField
        label={t('modes.title')}
        hint={draft.approvalMode === 'full' ? t('agents.modeFullHint') : t('agents.modeHint')}
        options={approvalModes()
          .filter(({ mode }) => mode !== 'full' || draft.approvalMode === 'full')
          .map(({ mode, title, hint }) => ({ value: mode, label: title, hint }))}
        value={draft.approvalMode}
        onChange={(approvalMode) => set({ approvalMode })}
      />
      <ToolsField agentId={agentId} draft={draft} set={set} />
      <TextField label={t('agents.maxTurns')} className="w-60" inputMode="numeric" {...field('maxTurns')} />
    </>
  );
}
