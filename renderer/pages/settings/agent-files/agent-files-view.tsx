// The files that an agent is told: one is chosen, edited, looked at, and brought back from its history.
import { FilePlus2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { AgentFileName } from '#contract/types/agent-files.ts';
import { AGENT_FILES } from '#contract/types/agent-files.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import { cx } from '../../../design/class-names.ts';
import { ErrorNote, SkeletonLines } from '../../../design/states.tsx';
import { href, navigate } from '../../../state/route.ts';
import { useRequest } from '../../../state/use-client.ts';
import type { OpenFile } from '../../files/open-file.ts';
import { AgentFileEditor } from './agent-file-editor.tsx';
import { purposeOf } from './agent-file-words.ts';
import { unsavedFiles } from './kept-agent-files.ts';
import { useAgentFile } from './use-agent-file.ts';

interface AgentFilesViewProps {
  readonly agentId: string;
  readonly name: AgentFileName;
}

/** `/settings/agents/<id>/files/<name>` */
export function AgentFilesView({ agentId, name }: AgentFilesViewProps) {
  const list = useRequest('agents.files.list', { agentId }, ['settings.changed']);
  const file = useAgentFile(agentId, name);
  if (list.status === 'error' && list.data === undefined)
    return (
      <ErrorNote title="The files could not be read" message={list.error.message} onRetry={() => void list.reload()} />
    );
  if (list.data === undefined) return <SkeletonLines count={8} label="Loading the files" />;
  return (
    <div className="flex flex-col gap-3">
      <FileTabs agentId={agentId} name={name} list={list.data} file={file} />
      <p className="text-xs text-ink-faint">
        {purposeOf(name)} It lies in <code className="wrap-anywhere">{list.data.workspace}</code>.
      </p>
      <AgentFileEditor key={`${agentId}/${name}`} agentId={agentId} name={name} file={file} />
    </div>
  );
}

interface FileTabsProps extends AgentFilesViewProps {
  readonly list: MethodResult<'agents.files.list'>;
  readonly file: OpenFile;
}

function FileTabs({ agentId, name, list, file }: FileTabsProps) {
  // Drawn again with each letter, which is how the mark of the shown file comes and goes.
  useStore(file.store, ({ edit }) => edit.phase);
  const unsaved = unsavedFiles(agentId);
  return (
    <nav aria-label="Files of the agent" className="flex flex-wrap gap-1">
      {AGENT_FILES.map((known) => {
        const missing = list.files.find((entry) => entry.name === known)?.missing !== false;
        return (
          <button
            key={known}
            type="button"
            aria-current={known === name ? 'page' : undefined}
            onClick={() => navigate(href('settings', 'agents', agentId, 'files', known))}
            className={cx(
              'inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-xs',
              known === name ? 'bg-active font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
            )}
          >
            {missing && <FilePlus2 size={12} role="img" aria-label="Not written yet" className="text-ink-faint" />}
            {known}
            {unsaved.includes(known) && <span className="text-accent-ink">unsaved</span>}
          </button>
        );
      })}
    </nav>
  );
}
