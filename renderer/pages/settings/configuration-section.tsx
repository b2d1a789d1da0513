// The configuration file, its errors, and a dialog that changes values and keeps comments.
import { useState } from 'react';
import type { RequestError } from '#contract/wire/client-api.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, RequestStatus } from '../../design/states.tsx';
import { toast } from '../../design/toasts.ts';
import { asRequestError, getHint } from '../../state/resource.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { CodeEditor } from '../files/lazy-code-editor.tsx';
import { patchProblem } from './config-patch.ts';

const NOTHING = () => undefined;
/** What the dialog starts with. */
const EMPTY_PATCH = '{\n  \n}';

/** Settings, Configuration file. */
export function ConfigurationSection() {
  const read = useRequest('config.get', {}, ['config.changed', 'settings.changed']);
  const config = read.data;
  return (
    <Section
      title={t('configuration.title')}
      summary={t('configuration.summary')}
      actions={config && <ChangeValues hash={config.hash} onStale={read.reload} />}
    >
      <RequestStatus read={read} rows={8} loading={t('configuration.loading')} failed={t('configuration.loadFailed')} />
      {config && <ConfigView config={config} />}
    </Section>
  );
}

function ConfigView({ config }: { readonly config: ConfigSnapshot }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-1 text-xs text-ink-soft">
        <code className="min-w-0 truncate">{config.path}</code>
        <CopyButton label={t('controls.copyPath')} size="xs" text={config.path} />
      </p>
      {config.issues.map(({ path, message }) => (
        <ErrorNote key={path + message} title={path} message={message} hint={t('configuration.issueHint')} />
      ))}
      {config.exists && config.raw !== null ? (
        <Card className="h-120 overflow-hidden">
          <CodeEditor path="gatehouse.json5" text={config.raw} readOnly onChange={NOTHING} onSave={NOTHING} />
        </Card>
      ) : (
        <p className="text-sm text-ink-soft">{t('configuration.none')}</p>
      )}
    </div>
  );
}

/** Sends a merge patch: only the named values change. Rejected if the file changed in the meantime. */
function ChangeValues({ hash, onStale }: { readonly hash: string; readonly onStale: () => void }) {
  const client = useClient();
  const [text, setText] = useState(EMPTY_PATCH);
  const [failure, setFailure] = useState<RequestError | undefined>();
  const [base, setBase] = useState(hash);
  const problem = patchProblem(text);
  const start = () => {
    setBase(hash);
    setFailure(undefined);
  };
  const apply = async () => {
    try {
      const { changedPaths, needsRestart } = await client.request('config.patch', { raw: text, baseHash: base });
      const paths = formatList(changedPaths);
      toast({
        title: paths === '' ? t('configuration.noChange') : t('configuration.changed', { paths }),
        ...(needsRestart.length > 0 && { detail: t('configuration.restart', { paths: formatList(needsRestart) }) }),
      });
      return true;
    } catch (cause) {
      setFailure(asRequestError(cause));
      onStale();
      return false;
    }
  };
  return (
    <FormButton
      label={t('configuration.change')}
      onOpenChange={start}
      title={t('configuration.changeTitle')}
      description={t('configuration.changeText')}
      submit={t('configuration.apply')}
      disabled={problem !== undefined}
      onSubmit={apply}
    >
      <TextField
        label={t('configuration.values')}
        error={text.trim() === '' || text === EMPTY_PATCH ? undefined : problem}
        rows={9}
        spellCheck={false}
        inputClassName="font-mono text-xs"
        value={text}
        onChange={setText}
      />
      {failure !== undefined && (
        <ErrorNote
          message={failure.message}
          hint={getHint(failure)}
          action={base !== hash && <Button label={t('configuration.reload')} size="sm" onClick={start} />}
        />
      )}
    </FormButton>
  );
}
