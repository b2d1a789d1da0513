// Second screen: the folder. The suggested one is created only once it is confirmed.
import { useState } from 'react';
import type { SetupStatus } from '#contract/types/setup.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { Text } from '../../design/text.tsx';
import { useAction } from '../../design/toasts.ts';
import { getHint } from '../../state/resource.ts';
import { navigate } from '../../state/route.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { DefaultMachineField } from '../machines/default-machine.tsx';
import { FolderField } from './folder-browser.tsx';

/** Finishes the setup; the task screen follows. */
export function WorkspaceScreen({ status }: { readonly status: SetupStatus }) {
  const client = useClient();
  const [path, setPath] = useState(status.workspace ?? status.suggestedWorkspace);
  const machines = useRequest('machines.list', {});
  const { busy, failure, run } = useAction();
  const finish = () =>
    run(async () => {
      await client.request('setup.choose', { workspace: path.trim(), createWorkspace: true, done: true });
      navigate('/setup/task');
    });
  return (
    <div className="flex flex-col gap-4">
      {status.model !== undefined && (
        <p className="text-sm text-ink-soft">
          <Text
            id="setup.currentModel"
            values={{ model: status.model }}
            tags={{ b: (model) => <span className="font-medium text-ink">{model}</span> }}
          />{' '}
          <button
            type="button"
            className="rounded-sm text-accent-ink underline underline-offset-2"
            onClick={() => navigate('/setup/model')}
          >
            {t('setup.changeModel')}
          </button>
        </p>
      )}
      <FolderField
        label={t('setup.folder')}
        hint={path === status.suggestedWorkspace ? t('setup.folderNew') : t('setup.folderExisting')}
        start={path}
        value={path}
        onChange={setPath}
        onEnter={finish}
      />
      {machines.data !== undefined && <DefaultMachineField list={machines.data} onChange={machines.reload} />}
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      <Button
        label={t('setup.useFolder')}
        look="primary"
        size="lg"
        className="self-start"
        busy={busy}
        disabled={path.trim() === ''}
        onClick={finish}
      />
    </div>
  );
}
