// Creates a project from a folder, a git repository, or a template.
import { useState } from 'react';
import type { ProjectTemplate } from '#contract/types/projects.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { RadioList } from '../../design/radio-list.tsx';
import { ErrorNote, RequestStatus, Spinner } from '../../design/states.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { getHint } from '../../state/resource.ts';
import { href, navigate } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { FolderField } from '../setup/folder-browser.tsx';
import { RepositorySearch } from './repository-search.tsx';
import { toSource, useCreateProject, type CreateForm, type SourceKind } from './create-project.ts';

interface CreateDialogProps {
  /** Where new folders are created. */
  readonly folder: string;
  /** The folder to add, such as one that was dropped on the window; empty for none. */
  readonly chosen: string;
  readonly onClose: () => void;
}

const EMPTY_FORM: CreateForm = { kind: 'folder', path: '', url: '', template: 'empty', ownTemplate: '', name: '' };

/** A dialog with three tabs. Closing it cancels what it started. */
export function CreateDialog({ folder, chosen, onClose }: CreateDialogProps) {
  const [form, setForm] = useState<CreateForm>({ ...EMPTY_FORM, path: chosen });
  const change = (changes: Partial<CreateForm>): void => setForm({ ...form, ...changes });
  const { busy, failure, progress, start, cancel } = useCreateProject((id) => {
    onClose();
    navigate(href('projects', id));
  });
  const close = (): void => {
    cancel();
    onClose();
  };
  const footer = (
    <>
      <Button label={t('controls.cancel')} onClick={busy ? cancel : close} />
      <Button
        look="primary"
        busy={busy}
        disabled={toSource(form) === undefined}
        label={t(`projects.create.${form.kind}.submit`)}
        onClick={() => start(form)}
      />
    </>
  );
  return (
    <Dialog open onClose={close} title={t('projects.create.title')} footer={footer}>
      <Tabs<SourceKind>
        label={t('projects.create.from')}
        tabs={(['folder', 'git', 'template'] as const).map((id) => ({ id, label: t(`projects.create.${id}`) }))}
        value={form.kind}
        onChange={(kind) => change({ kind })}
      >
        <div className="flex flex-col gap-4 pt-4">
          {form.kind === 'folder' && (
            <FolderField
              label={t('projects.create.path')}
              hint={t('projects.create.pathHint')}
              start={folder}
              value={form.path}
              onChange={(path) => change({ path })}
            />
          )}
          {form.kind === 'git' && (
            <>
              <Field label={t('projects.create.url')} hint={t('projects.create.urlHint', { folder })}>
                {(control) => (
                  <TextInput
                    {...control}
                    placeholder={t('projects.create.urlExample')}
                    value={form.url}
                    onChange={(event) => change({ url: event.target.value })}
                  />
                )}
              </Field>
              <RepositorySearch onChoose={(url) => change({ url })} />
            </>
          )}
          {form.kind === 'template' && <TemplateFields form={form} folder={folder} onChange={change} />}
          <Field label={t('projects.create.name')} hint={t('projects.create.nameHint')}>
            {(control) => (
              <TextInput
                {...control}
                dir="auto"
                maxLength={100}
                value={form.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          {progress !== undefined && (
            <p role="status" className="flex items-center gap-2 text-xs text-ink-soft">
              <Spinner /> {progress}
            </p>
          )}
          {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
        </div>
      </Tabs>
    </Dialog>
  );
}

interface TemplateFieldsProps {
  readonly form: CreateForm;
  readonly folder: string;
  readonly onChange: (changes: Partial<CreateForm>) => void;
}

function TemplateFields({ form, folder, onChange }: TemplateFieldsProps) {
  const read = useRequest('projects.templates.list', {});
  const toOption = ({ id, title, description }: ProjectTemplate) => ({ value: id, label: title, hint: description });
  const own = { value: 'own', label: t('projects.create.ownTemplate'), hint: t('projects.create.ownTemplateHint') };
  return (
    <>
      <RequestStatus read={read} rows={5} loading={t('projects.create.loading')} />
      {read.data !== undefined && (
        <RadioList
          label={t('projects.create.template')}
          options={[...read.data.templates.map(toOption), own]}
          value={form.template}
          onChange={(template) => onChange({ template })}
        />
      )}
      {form.template === 'own' && (
        <FolderField
          label={t('projects.create.templatePlace')}
          hint={t('projects.create.templatePlaceHint')}
          start={folder}
          value={form.ownTemplate}
          onChange={(ownTemplate) => onChange({ ownTemplate })}
        />
      )}
    </>
  );
}
