// Agents: the list and the roster, or one agent with its settings or its files.
import { ArrowLeft } from 'lucide-react';
import { useStore } from 'zustand';
import { AGENT_FILES } from '#contract/types/agent-files.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Page } from '../../design/page.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { AgentEditor } from './agent-editor.tsx';
import { AgentFilesView } from './agent-files/agent-files-view.tsx';
import { AgentList } from './agent-list.tsx';
import { PersonasSection } from './personas-section.tsx';
import { RosterSection } from './roster-section.tsx';

const VIEWS = ['settings', 'files'] as const;

/** `/agents`; `/agents/<id>` opens one, `…/files/<name>` a file of it. */
export function AgentsPage() {
  const [, agentId, part, file] = useRoute().segments;
  return (
    <Page title={t('agents.title')}>
      {agentId === undefined ? (
        <>
          <AgentList />
          <RosterSection />
          <PersonasSection />
        </>
      ) : (
        <OneAgent key={agentId} agentId={agentId} view={part === 'files' ? 'files' : 'settings'} file={file} />
      )}
    </Page>
  );
}

interface OneAgentProps {
  readonly agentId: string;
  readonly view: (typeof VIEWS)[number];
  readonly file: string | undefined;
}

function OneAgent({ agentId, view, file }: OneAgentProps) {
  const { catalog } = useServices();
  const name = useStore(catalog.agents.store, ({ data }) => data?.agents.find(({ id }) => id === agentId)?.name);
  const show = (next: (typeof VIEWS)[number]) =>
    navigate(href('agents', agentId, ...(next === 'files' ? ['files', 'AGENTS.md'] : [])));
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Button look="quiet" size="sm" className="-ms-2" icon={ArrowLeft} onClick={() => navigate('/agents')}>
          {t('agents.all')}
        </Button>
        <span className="flex-1" />
        <Segmented
          label={t('agents.view')}
          options={VIEWS.map((value) => ({ value, label: t(`agents.view.${value}`) }))}
          value={view}
          onChange={show}
        />
      </div>
      {view === 'settings' ? (
        <AgentEditor agentId={agentId} />
      ) : (
        <section>
          <h2 className="mb-3 text-sm font-semibold text-ink">{t('agents.filesOf', { name: name ?? agentId })}</h2>
          <AgentFilesView agentId={agentId} name={AGENT_FILES.find((known) => known === file) ?? 'AGENTS.md'} />
        </section>
      )}
    </>
  );
}
