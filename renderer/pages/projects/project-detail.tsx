// One project: what it is, the defaults of its sessions, its secrets, and the folders in which its setup script ran.
import { Archive, ArrowLeft, SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Project } from '#contract/types/projects.ts';
import { escapeHiddenInLine, removeHidden } from '#contract/types/hidden-characters.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog, FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Page, Section } from '../../design/page.tsx';
import { ErrorNote, RequestStatus } from '../../design/states.tsx';
import { SwitchField } from '../../design/switch-field.tsx';
import { navigate } from '../../state/route.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { DefaultsForm } from './defaults-form.tsx';
import { archiveProject, chooseDefault, deleteProject, startInProject } from './project-actions.ts';
import { RulesSection } from './rules-section.tsx';
import { SecretsSection } from './secrets-section.tsx';
import { SetupsSection } from './setups-section.tsx';

/** `/projects/<id>`. */
export function ProjectDetail({ id }: { readonly id: string }) {
  const read = useRequest('projects.get', { id }, ['projects.changed']);
  const project = read.data?.project;
  return (
    <Page
      title={project === undefined ? t('projects.title') : removeHidden(project.name)}
      summary={project === undefined ? undefined : describe(project)}
      actions={project === undefined ? undefined : <Actions project={project} />}
    >
      <div className="mb-4">
        <Button
          size="sm"
          look="quiet"
          icon={ArrowLeft}
          label={t('projects.all')}
          onClick={() => navigate('/projects')}
        />
      </div>
      <RequestStatus read={read} rows={6} loading={t('projects.loading')} failed={t('projects.loadFailed')} />
      {project !== undefined && <Sections project={project} />}
    </Page>
  );
}

function describe({ folder, originUrl }: Project): string {
  return joinFacts(
    folder === undefined ? undefined : escapeHiddenInLine(folder),
    originUrl === undefined ? undefined : escapeHiddenInLine(originUrl),
  );
}

function Sections({ project }: { readonly project: Project }) {
  return (
    <>
      {project.isMissing === true && (
        <div className="mb-6">
          <ErrorNote
            title={t('projects.missing')}
            message={t('projects.missingText', { folder: project.folder ?? '' })}
            hint={t('projects.missingHint')}
          />
        </div>
      )}
      <General project={project} />
      <DefaultsForm key={JSON.stringify(project.defaults)} project={project} />
      <SecretsSection project={project} />
      <RulesSection projectId={project.id} />
      <SetupsSection project={project} />
    </>
  );
}

function Actions({ project }: { readonly project: Project }) {
  const services = useServices();
  const [isDeleting, setDeleting] = useState(false);
  const { archivedAt, isMissing } = project;
  return (
    <>
      <Button
        look="primary"
        icon={SquarePen}
        disabled={isMissing === true || archivedAt !== undefined}
        label={t('projects.newSession')}
        onClick={() => startInProject(services, project)}
      />
      <IconButton
        icon={Archive}
        label={archivedAt === undefined ? t('projects.archive') : t('projects.unarchive')}
        onClick={() => archiveProject(services, project, archivedAt === undefined)}
      />
      <IconButton icon={Trash2} label={t('projects.delete')} onClick={() => setDeleting(true)} />
      {isDeleting && <DeleteDialog project={project} onClose={() => setDeleting(false)} />}
    </>
  );
}

interface DeleteDialogProps {
  readonly project: Project;
  readonly onClose: () => void;
}

/** The folder is deleted only if that is switched on. */
function DeleteDialog({ project, onClose }: DeleteDialogProps) {
  const services = useServices();
  const [withFolder, setWithFolder] = useState(false);
  const { name, folder = '', ownsFolder } = project;
  const confirm = (): void => {
    onClose();
    deleteProject(services, project, withFolder);
  };
  const footer = (
    <>
      <Button label={t('controls.cancel')} autoFocus onClick={onClose} />
      <Button look="danger" label={t('projects.delete')} onClick={confirm} />
    </>
  );
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('projects.deleteTitle', { name })}
      description={withFolder ? t('projects.deleteWithFolderText') : t('projects.deleteText')}
      footer={footer}
    >
      {ownsFolder && (
        <SwitchField label={t('projects.deleteFolder', { folder })} checked={withFolder} onChange={setWithFolder} />
      )}
    </Dialog>
  );
}

/** Its name, and whether it is the default. */
function General({ project }: { readonly project: Project }) {
  const services = useServices();
  const isDefault = useStore(services.projects.store, ({ defaultProjectId }) => defaultProjectId === project.id);
  const [renaming, setRenaming] = useState(false);
  return (
    <Section
      title={t('projects.general')}
      summary={t('projects.idText', { id: project.id })}
      actions={
        <div className="flex flex-wrap gap-2">
          <Button size="sm" label={t('projects.rename')} onClick={() => setRenaming(true)} />
          <Button
            size="sm"
            label={isDefault ? t('projects.clearDefault') : t('projects.makeDefault')}
            onClick={() => chooseDefault(services, isDefault ? null : project.id)}
          />
        </div>
      }
    >
      <p className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        {isDefault && <Badge tone="accent">{t('projects.default')}</Badge>}
        {project.archivedAt !== undefined && <Badge>{t('projects.archivedBadge')}</Badge>}
        {t(`projects.source.${project.source}`)}
      </p>
      {renaming && <RenameDialog project={project} onClose={() => setRenaming(false)} />}
    </Section>
  );
}

function RenameDialog({ project: { id, name: before }, onClose }: DeleteDialogProps) {
  const { client } = useServices();
  const [name, setName] = useState(before);
  return (
    <FormDialog
      open
      size="sm"
      onClose={onClose}
      title={t('projects.rename')}
      submit={t('controls.save')}
      disabled={name.trim() === ''}
      onSubmit={() => client.request('projects.rename', { id, name: name.trim() })}
    >
      <TextField label={t('projects.create.name')} maxLength={100} value={name} onChange={setName} />
    </FormDialog>
  );
}
