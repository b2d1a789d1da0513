// Second screen: the folder. The suggested one is created only once it is confirmed.
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { SetupStatus } from '#contract/types/setup.ts';
import { Button } from '../../design/button.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { asRequestError, getHint } from '../../state/resource.ts';
import { navigate } from '../../state/route.ts';
import { useClient } from '../../state/use-client.ts';
import type { RequestError } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { Text } from '../../design/text.tsx';
import { FolderBrowser } from './folder-browser.tsx';

/** Finishes the setup; the task screen follows. */
export function WorkspaceScreen({ status }: { readonly status: SetupStatus }) {
  const client = useClient();
  const [path, setPath] = useState(status.workspace ?? status.suggestedWorkspace);
  const [browsing, setBrowsing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestError | undefined>();
  const finish = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await client.request('setup.choose', { workspace: path.trim(), createWorkspace: true, done: true });
      navigate('/setup/task');
    } catch (cause) {
      setProblem(asRequestError(cause));
    }
    setBusy(false);
  };
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
      <Field
        label={t('setup.folder')}
        hint={path === status.suggestedWorkspace ? t('setup.folderNew') : t('setup.folderExisting')}
      >
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              className="font-mono"
              value={path}
              onChange={(event) => setPath(event.target.value)}
              onKeyDown={(event) => (event.key === 'Enter' ? void finish() : undefined)}
            />
            <Button label={t('setup.browse')} icon={FolderOpen} className="h-8" onClick={() => setBrowsing(true)} />
          </div>
        )}
      </Field>
      {problem !== undefined && <ErrorNote message={problem.message} hint={getHint(problem)} />}
      <Button
        label={t('setup.useFolder')}
        look="primary"
        size="lg"
        className="self-start"
        busy={busy}
        disabled={path.trim() === ''}
        onClick={() => void finish()}
      />
      {browsing && (
        <FolderBrowser
          start={path}
          onClose={() => setBrowsing(false)}
          onPick={(picked) => {
            setPath(picked);
            setBrowsing(false);
          }}
        />
      )}
    </div>
  );
}
