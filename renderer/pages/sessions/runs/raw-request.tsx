// A model request as it was sent, loaded when it is opened.
import { t } from '#messages/translate.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { RequestStatus } from '../../../design/states.tsx';
import { useRequest } from '../../../state/use-client.ts';

/** Says if the conversation differs from what was sent. */
export function RawRequest({ requestId }: { readonly requestId: string }) {
  const read = useRequest('runs.request', { requestId });
  const { data } = read;
  if (data === undefined)
    return <RequestStatus read={read} rows={4} loading={t('runs.loading')} failed={t('runs.rawFailed')} />;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 text-2xs text-ink-faint">
          {t('runs.rawHint')} {!data.isExact && t('runs.notExact')}
        </p>
        <CopyButton label={t('runs.copyRequest')} text={data.text} />
      </div>
      <pre
        tabIndex={0}
        aria-label={t('runs.rawRequest')}
        className="max-h-96 overflow-auto font-mono text-xs whitespace-pre-wrap wrap-anywhere text-ink"
      >
        {data.text}
      </pre>
    </div>
  );
}
