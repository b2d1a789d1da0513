// The results of a dispatch: a column for each agent, then the files that they changed.
import { Archive, FlaskConical, PanelsTopLeft, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Dispatch } from '#contract/types/dispatches.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton, FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Page } from '../../design/page.tsx';
import { useNow } from '../../design/use-now.ts';
import { useClient, useServices } from '../../state/use-client.ts';
import { archiveDispatch, openAsPanes, restoreDispatch } from './dispatch-actions.ts';
import { EntryCard } from './entry-card.tsx';
import { FileTable } from './file-table.tsx';
import { useChangedFiles } from './use-each.ts';

const MINUTE_MS = 60_000;

/** The page of one dispatch. */
export function DispatchView({ dispatch }: { readonly dispatch: Dispatch }) {
  const { title, repoName, baseRef, createdAt, prompt, entries, archivedAt } = dispatch;
  const now = useNow(MINUTE_MS);
  const started = entries.filter(({ state, isArchived }) => state === 'started' && isArchived !== true);
  const changed = useChangedFiles(started.map(({ sessionKey }) => sessionKey));
  return (
    <Page
      title={removeHidden(title)}
      summary={joinFacts(
        removeHidden(repoName),
        baseRef === undefined ? undefined : removeHidden(baseRef),
        t('compare.agents', { count: entries.length }),
        formatAgo(createdAt, now),
        archivedAt === undefined ? undefined : t('compare.isArchived'),
      )}
      width="full"
      actions={<Actions dispatch={dispatch} />}
    >
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-12 max-md:px-3">
        {prompt.trim() !== '' && (
          <p className="mb-4 line-clamp-4 max-w-180 text-sm whitespace-pre-wrap text-ink-soft">
            {removeHidden(prompt)}
          </p>
        )}
        <ul
          aria-label={t('compare.results')}
          className="mb-8 grid auto-cols-[minmax(18rem,1fr)] grid-flow-col items-start gap-3 overflow-x-auto pb-2 max-md:auto-cols-auto max-md:grid-flow-row"
        >
          {entries.map((entry) => (
            <EntryCard key={entry.id} dispatch={dispatch} entry={entry} files={changed?.[started.indexOf(entry)]} />
          ))}
        </ul>
        {started.length > 0 && changed !== undefined && <FileTable entries={started} changed={changed} />}
      </div>
    </Page>
  );
}

function Actions({ dispatch }: { readonly dispatch: Dispatch }) {
  const services = useServices();
  if (dispatch.archivedAt !== undefined)
    return (
      <Button icon={RotateCcw} label={t('compare.restore')} onClick={() => restoreDispatch(services, dispatch.id)} />
    );
  return (
    <>
      <TestButton dispatch={dispatch} />
      <span className="max-md:hidden">
        <Button
          icon={PanelsTopLeft}
          label={t('compare.openPanes')}
          onClick={() => openAsPanes(services, dispatch.entries)}
        />
      </span>
      <ConfirmButton
        trigger={<Button look="danger-quiet" icon={Archive} label={t('compare.archiveAll')} />}
        title={t('compare.archive.question')}
        description={t('compare.archive.text', { count: dispatch.entries.length })}
        confirmLabel={t('compare.archive.confirm')}
        onConfirm={() => archiveDispatch(services, dispatch.id, [])}
      />
    </>
  );
}

/** Runs the test command in all worktrees, after it was confirmed or entered. */
function TestButton({ dispatch: { id, projectId, entries } }: { readonly dispatch: Dispatch }) {
  const client = useClient();
  const { projects } = useServices();
  const preset = projects.store.getState().projects.find((project) => project.id === projectId)?.defaults.testCommand;
  const last = entries.find(({ test }) => test !== undefined)?.test?.command;
  const [command, setCommand] = useState<string>();
  const isRunning = entries.some(({ test }) => test?.status === 'running' || test?.status === 'waiting');
  return (
    <>
      <Button
        icon={FlaskConical}
        busy={isRunning}
        label={t('compare.test')}
        onClick={() => setCommand(last ?? preset ?? '')}
      />
      <FormDialog
        open={command !== undefined}
        title={t('compare.test.title')}
        description={t('compare.test.text')}
        submit={t('compare.test.run')}
        disabled={(command ?? '').trim() === ''}
        onClose={() => setCommand(undefined)}
        onSubmit={() => client.request('dispatches.test', { id, command: command ?? '' })}
      >
        <TextField
          label={t('compare.test.command')}
          inputClassName="font-mono"
          value={command ?? ''}
          onChange={setCommand}
        />
      </FormDialog>
    </>
  );
}
