// One agent: its settings, or its files.
import { ArrowLeft } from 'lucide-react';
import { useStore } from 'zustand';
import type { AgentFileName } from '#contract/types/agent-files.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { AgentEditor } from './agent-editor.tsx';
import { AgentFilesView } from './agent-files/agent-files-view.tsx';

const VIEWS = ['settings', 'files'] as const;

interface AgentPageProps {
  readonly agentId: string;
  /** The open file, or undefined for the settings. */
  readonly file: AgentFileName | undefined;
}

/** A switch between both, above either. */
export function AgentPage({ agentId, file }: AgentPageProps) {
  const { catalog } = useServices();
  const name = useStore(catalog.agents.store, ({ data }) => data?.agents.find(({ id }) => id === agentId)?.name);
  const show = (part: 'settings' | 'files'): void =>
    navigate(
      part === 'files'
        ? href('settings', 'agents', agentId, 'files', 'AGENTS.md')
        : href('settings', 'agents', agentId),
    );
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Button look="quiet" size="sm" className="-ml-2" icon={ArrowLeft} onClick={() => navigate('/settings/agents')}>
          {t('agents.all')}
        </Button>
        <span className="flex-1" />
        <Segmented
          label={t('agents.view')}
          options={VIEWS.map((value) => ({ value, label: t(`agents.view.${value}`) }))}
          value={file === undefined ? 'settings' : 'files'}
          onChange={show}
        />
      </div>
      {file === undefined ? (
        <AgentEditor agentId={agentId} />
      ) : (
        <section>
          <h2 className="mb-3 text-sm font-semibold text-ink">{t('agents.filesOf', { name: name ?? agentId })}</h2>
          <AgentFilesView agentId={agentId} name={file} />
        </section>
      )}
    </>
  );
}
