// The defaults of a project's sessions. Changes are saved together.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Project } from '#contract/types/projects.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Section } from '../../design/page.tsx';
import { SelectField } from '../../design/select.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { getHint } from '../../state/resource.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { machineOptions } from '../machines/describe-machine.ts';
import { toModelRef } from '../sessions/composer/composer-model.ts';
import { findChanges, findProblems, NOT_SET, toDraft, type DefaultsDraft } from './defaults-draft.ts';

interface PartProps {
  readonly draft: DefaultsDraft;
  readonly set: (part: Partial<DefaultsDraft>) => void;
  /** The properties of a text field. */
  readonly field: (name: keyof DefaultsDraft) => {
    readonly value: string;
    readonly error: string | undefined;
    readonly onChange: (text: string) => void;
  };
}

/** A form with Save and Discard. */
export function DefaultsForm({ project }: { readonly project: Project }) {
  const { client } = useServices();
  const [draft, setDraft] = useState(() => toDraft(project));
  const { busy, failure, run } = useAction();
  const changes = findChanges(project, draft);
  const problems = findProblems(draft);
  const isChanged = Object.keys(changes).length > 0;
  const set: PartProps['set'] = (part) => setDraft({ ...draft, ...part });
  const field: PartProps['field'] = (name) => ({
    value: draft[name],
    error: problems[name],
    onChange: (text) => set({ [name]: text }),
  });
  const save = async (): Promise<void> => {
    await client.request('projects.defaults.set', { id: project.id, ...changes });
    toast({ title: t('projects.saved') });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run(save);
      }}
    >
      <Section title={t('projects.defaults')} summary={t('projects.defaultsText')}>
        <div className="flex flex-col gap-5">
          <Choices draft={draft} set={set} field={field} />
          <TextField
            label={t('projects.setup')}
            hint={t('projects.setupHint')}
            rows={4}
            inputClassName="font-mono"
            {...field('setup')}
          />
          <TextField
            label={t('projects.testCommand')}
            hint={t('projects.testCommandHint')}
            inputClassName="font-mono"
            {...field('testCommand')}
          />
          <TextField
            label={t('projects.variables')}
            hint={t('projects.variablesHint')}
            rows={3}
            inputClassName="font-mono"
            {...field('variables')}
          />
          <TextField
            label={t('projects.carried')}
            hint={t('projects.carriedHint')}
            rows={2}
            inputClassName="font-mono"
            {...field('carried')}
          />
          <TextField
            label={t('projects.ports')}
            hint={t('projects.portsHint')}
            inputMode="numeric"
            className="w-60 max-w-full"
            {...field('ports')}
          />
          <TextField label={t('projects.prompts')} hint={t('projects.promptsHint')} rows={3} {...field('prompts')} />
        </div>
        {failure !== undefined && (
          <div className="mt-4">
            <ErrorNote message={failure.message} hint={getHint(failure)} />
          </div>
        )}
        <div className="mt-4 flex items-center gap-2">
          <Button
            type="submit"
            look="primary"
            busy={busy}
            disabled={!isChanged || Object.keys(problems).length > 0}
            label={t('controls.save')}
          />
          <Button
            look="quiet"
            disabled={!isChanged || busy}
            label={t('projects.discard')}
            onClick={() => setDraft(toDraft(project))}
          />
        </div>
      </Section>
    </form>
  );
}

/** Agent, model, machine, and image. */
function Choices({ draft, set, field }: PartProps) {
  const { catalog } = useServices();
  const agents = useStore(catalog.agents.store, ({ data }) => data?.agents) ?? [];
  const models = useStore(catalog.models.store, ({ data }) => data?.models) ?? [];
  const machines = useRequest('machines.list', {}, ['machines.changed']);
  const toAgent = { value: NOT_SET, label: t('projects.agent.notSet') };
  return (
    <>
      <SelectField
        label={t('projects.agent')}
        options={[toAgent, ...agents.map(({ id, name }) => ({ value: id, label: name ?? id }))]}
        value={draft.agentId}
        onChange={(agentId) => set({ agentId })}
      />
      <SelectField
        label={t('projects.model')}
        options={withCurrent(draft.model, [
          { value: NOT_SET, label: t('projects.notSet') },
          ...models.map((model) => ({ value: toModelRef(model), label: model.name, hint: model.provider })),
        ])}
        value={draft.model}
        onChange={(model) => set({ model })}
      />
      {machines.data !== undefined && (
        <SelectField
          label={t('projects.machine')}
          options={withCurrent(draft.machine, [
            { value: NOT_SET, label: t('projects.notSet') },
            ...machineOptions(machines.data),
          ])}
          value={draft.machine}
          onChange={(machine) => set({ machine })}
        />
      )}
      <TextField
        label={t('projects.image')}
        hint={t('projects.imageHint')}
        inputClassName="font-mono"
        placeholder={t('projects.imageExample')}
        {...field('image')}
      />
    </>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A stored choice that is no longer offered stays visible. */
function withCurrent(value: string, options: readonly Option[]): readonly Option[] {
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
}
