// Exports everything as one archive on the gateway's machine.
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { CallProgress } from '#contract/wire/call-progress.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CopyText } from '../../design/copy-button.tsx';
import { Card } from '../../design/page.tsx';
import { useAction } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';

/** Shows how far the export is, then where the archive is. */
export function ExportCard() {
  const client = useClient();
  const { busy, run } = useAction(t('gateway.export.failed'));
  const [progress, setProgress] = useState<CallProgress | undefined>();
  const [result, setResult] = useState<MethodResult<'sessions.export_user'> | undefined>();
  const start = () =>
    run(async () => {
      setResult(undefined);
      setResult(await client.request('sessions.export_user', { archive: true }, { onProgress: setProgress }));
    });
  return (
    <Card className="flex flex-wrap items-center gap-3 p-4">
      <div role="status" className="min-w-0 flex-1 basis-64 text-sm text-ink-soft">
        {busy ? (
          describeProgress(progress)
        ) : result === undefined ? (
          t('gateway.export.text')
        ) : (
          <Result result={result} />
        )}
      </div>
      <Button icon={Download} busy={busy} onClick={start}>
        {t('gateway.export.start')}
      </Button>
    </Card>
  );
}

function Result({ result }: { readonly result: MethodResult<'sessions.export_user'> }) {
  const { path, bytes = 0, exported, warnings } = result;
  return (
    <div className="flex flex-col gap-1">
      <span>{t('gateway.export.done', { count: exported, size: formatBytes(bytes) })}</span>
      <CopyText text={path} label={t('gateway.export.copyPath')} />
      {warnings.length > 0 && (
        <span className="text-warn">{t('gateway.export.skipped', { count: warnings.length })}</span>
      )}
    </div>
  );
}

function describeProgress(progress: CallProgress | undefined): string {
  if (progress?.step !== 'sessions') return t('gateway.export.running');
  return t('gateway.export.sessions', { done: progress.done ?? 0, total: progress.total ?? 0 });
}
