// One agent: its settings, or the files that it is told.
import { ArrowLeft } from 'lucide-react';
import { useStore } from 'zustand';
import type { AgentFileName } from '#contract/types/agent-files.ts';
import { Button } from '../../design/button.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { AgentEditor } from './agent-editor.tsx';
import { AgentFilesView } from './agent-files/agent-files-view.tsx';

const PARTS = [
  { value: 'settings', label: 'Settings' },
  { value: 'files', label: 'Files' },
] as const;

interface AgentPageProps {
  readonly agentId: string;
  /** The file on the screen; absent: the settings. */
  readonly file: AgentFileName | undefined;
}

/** The choice between both stands over either. */
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
        <Button
          look="quiet"
          size="sm"
          className="-ml-2"
          icon={<ArrowLeft size={14} aria-hidden />}
          onClick={() => navigate('/settings/agents')}
        >
          All agents
        </Button>
        <span className="flex-1" />
        <Segmented
          label="Part of the agent"
          options={PARTS}
          value={file === undefined ? 'settings' : 'files'}
          onChange={show}
        />
      </div>
      {file === undefined ? (
        <AgentEditor agentId={agentId} />
      ) : (
        <section>
          <h2 className="mb-3 text-sm font-semibold text-ink">Files of {name ?? agentId}</h2>
          <AgentFilesView agentId={agentId} name={file} />
        </section>
      )}
    </>
  );
}
