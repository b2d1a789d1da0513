// The files of an agent: choose one, edit or preview it, restore an older version.
import { FilePlus2 } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { AGENT_FILES, type AgentFileName } from '#contract/types/agent-files.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import { t } from '#messages/translate.ts';
import { Text } from '../../../design/text.tsx';
import { cx } from '../../../design/class-names.ts';
import { RequestStatus } from '../../../design/states.tsx';
import { href, navigate } from '../../../state/route.ts';
import { useRequest, useClient } from '../../../state/use-client.ts';
import type { OpenFile } from '../../files/open-file.ts';
import { AgentFileEditor } from './agent-file-editor.tsx';
import { unsavedFiles, guardAgentFiles, holdAgentFile, openAgentFile } from './kept-agent-files.ts';

interface AgentFilesViewProps {
  readonly agentId: string;
  readonly name: AgentFileName;
}

/** `/agents/<id>/files/<name>` */
export function AgentFilesView({ agentId, name }: AgentFilesViewProps) {
  const list = useRequest('agents.files.list', { agentId }, ['settings.changed']);
  const file = useAgentFile(agentId, name);
  if (list.data === undefined)
    return <RequestStatus read={list} rows={8} loading={t('files.loading')} failed={t('agents.files.loadFailed')} />;
  return (
    <div className="flex flex-col gap-3">
      <FileTabs agentId={agentId} name={name} list={list.data} file={file} />
      <p className="text-xs text-ink-faint">
        {t(`agents.files.purpose.${name}`)}{' '}
        <Text
          id="agents.files.location"
          values={{ folder: list.data.workspace }}
          tags={{ code: (folder) => <code className="wrap-anywhere">{folder}</code> }}
        />
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
  // Re-renders on each keystroke, so that the mark of the open file follows its state.
  useStore(file.store, ({ edit }) => edit.phase);
  const unsaved = unsavedFiles(agentId);
  return (
    <nav aria-label={t('agents.files.label')} className="flex flex-wrap gap-1">
      {AGENT_FILES.map((known) => {
        const missing = list.files.find((entry) => entry.name === known)?.missing !== false;
        return (
          <button
            key={known}
            type="button"
            aria-current={known === name ? 'page' : undefined}
            onClick={() => navigate(href('agents', agentId, 'files', known))}
            className={cx(
              'inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-xs',
              known === name ? 'bg-active font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
            )}
          >
            {missing && (
              <FilePlus2 size={12} role="img" aria-label={t('agents.files.notCreated')} className="text-ink-faint" />
            )}
            {known}
            {unsaved.includes(known) && <span className="text-accent-ink">{t('agents.files.unsaved')}</span>}
          </button>
        );
      })}
    </nav>
  );
}

/** Unsaved text outlives the component. */
function useAgentFile(agentId: string, name: string): OpenFile {
  const client = useClient();
  const file = useMemo(() => openAgentFile(client, agentId, name), [client, agentId, name]);
  useEffect(() => {
    guardAgentFiles(window);
    return holdAgentFile(client, agentId, file);
  }, [client, agentId, file]);
  return file;
}
