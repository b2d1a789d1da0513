// All projects, or one with its defaults.
import { FolderKanban, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Project } from '#contract/types/projects.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CardList, Page, Section } from '../../design/page.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { navigate } from '../../state/route.ts';
import { useRequest, useRoute } from '../../state/use-client.ts';
import { CreateDialog } from './create-dialog.tsx';
import { DeletedProjects } from './deleted-projects.tsx';
import { ProjectDetail } from './project-detail.tsx';
import { ProjectRow } from './project-row.tsx';

/** `/projects` and `/projects/<id>`. */
export function ProjectsPage() {
  const [, id] = useRoute().segments;
  return id === undefined ? <ProjectList /> : <ProjectDetail key={id} id={id} />;
}

function ProjectList() {
  const read = useRequest('projects.catalog', {}, ['projects.changed']);
  const opened = useRoute().query['folder'] ?? '';
  const [isCreating, setCreating] = useState(false);
  const create = <Button look="primary" icon={Plus} label={t('projects.new')} onClick={() => setCreating(true)} />;
  const { projects = [], defaultProjectId, folder } = read.data ?? {};
  const isEmpty = read.data !== undefined && projects.length === 0;
  return (
    <Page
      title={t('projects.title')}
      summary={t('projects.summary')}
      width="wide"
      actions={isEmpty ? undefined : create}
    >
      <RequestStatus read={read} rows={4} loading={t('projects.loading')} failed={t('projects.loadFailed')} />
      {isEmpty ? (
        <EmptyState icon={FolderKanban} title={t('projects.empty')} text={t('projects.emptyText')} action={create} />
      ) : (
        <Lists projects={projects} defaultProjectId={defaultProjectId} />
      )}
      {read.data !== undefined && <DeletedProjects />}
      {(isCreating || opened !== '') && read.data !== undefined && (
        <CreateDialog
          key={opened}
          folder={folder ?? ''}
          chosen={opened}
          onClose={() => {
            setCreating(false);
            if (opened !== '') navigate('/projects');
          }}
        />
      )}
    </Page>
  );
}

interface ListsProps {
  readonly projects: readonly Project[];
  readonly defaultProjectId: string | undefined;
}

function Lists({ projects, defaultProjectId }: ListsProps) {
  const { active = [], archived = [] } = Object.groupBy(projects, ({ archivedAt }) =>
    archivedAt === undefined ? 'active' : 'archived',
  );
  const toRows = (list: readonly Project[]) =>
    list.map((project) => (
      <ProjectRow key={project.id} project={project} isDefault={project.id === defaultProjectId} />
    ));
  return (
    <>
      {active.length > 0 && <CardList empty={null} rows={toRows(active)} />}
      {archived.length > 0 && (
        <div className="mt-8">
          <Section title={t('projects.archived')}>
            <CardList empty={null} rows={toRows(archived)} />
          </Section>
        </div>
      )}
    </>
  );
}
