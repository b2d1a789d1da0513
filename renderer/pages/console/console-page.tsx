// The consoles of all projects, one at a time.
import { SquareTerminal } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Page } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRequest, useRoute } from '../../state/use-client.ts';
import { ConsoleView } from './console-view.tsx';

/** `/console/<folder>`; without a folder, the project with the newest output. */
export function ConsolePage() {
  const [, wanted] = useRoute().segments;
  const read = useRequest('console.projects', {});
  const projects = read.data?.projects ?? [];
  const project = wanted ?? projects[0]?.project;
  const known = projects.some((row) => row.project === project);
  const names = [...(known || project === undefined ? [] : [project]), ...projects.map((row) => row.project)];
  return (
    <Page
      title={t('console.title')}
      summary={t('console.summary')}
      width="full"
      actions={
        project !== undefined && (
          <div className="w-64 max-md:w-full">
            <Select
              label={t('console.project')}
              options={names.map((name) => ({ value: name, label: name }))}
              value={project}
              onChange={(name) => navigate(href('console', name))}
            />
          </div>
        )
      }
    >
      {read.data === undefined ? (
        <RequestStatus read={read} rows={6} loading={t('console.loading')} failed={t('console.loadFailed')} />
      ) : project === undefined ? (
        <EmptyState icon={SquareTerminal} title={t('console.noProjects')} text={t('console.noProjectsText')} />
      ) : (
        <ConsoleView place={{ project }} linksSessions />
      )}
    </Page>
  );
}
