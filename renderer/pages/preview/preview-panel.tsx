// Inspector tab: a web page that a server in the workspace serves. The page is of another origin and can't reach the app.
import { AppWindow, LoaderCircle } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState, ErrorNote } from '../../design/states.tsx';
import { previewRequest } from '../../state/preview-request.ts';
import { useClient } from '../../state/use-client.ts';
import { PortChooser } from './port-chooser.tsx';
import { PreviewFrame } from './preview-frame.tsx';
import { PreviewModel } from './preview-model.ts';

/** The preview of one session. */
export function PreviewPanel({ sessionKey }: { readonly sessionKey: string }) {
  const client = useClient();
  const model = useMemo(
    () => new PreviewModel((port) => client.request('preview.open', { sessionKey, port, ...findHost() })),
    [client, sessionKey],
  );
  const wanted = useStore(previewRequest, (state) => state.address);
  useEffect(() => () => model.stop(), [model]);
  useEffect(() => {
    if (wanted === undefined) return;
    previewRequest.setState({ address: undefined });
    void model.open(wanted);
  }, [model, wanted]);
  const view = useStore(model.store);
  const other = <Button label={t('preview.otherPort')} onClick={() => model.choose()} />;
  switch (view.kind) {
    case 'choosing':
      return <PortChooser sessionKey={sessionKey} onOpen={(port) => void model.open({ port, path: '/' })} />;
    case 'opening':
      return (
        <EmptyState icon={LoaderCircle} title={t('preview.opening', { port: String(view.port) })} action={other} />
      );
    case 'waiting':
      return (
        <EmptyState
          icon={AppWindow}
          title={t('preview.waiting', { port: String(view.port) })}
          text={t('preview.waitingText')}
          action={other}
        />
      );
    case 'failed':
      return (
        <div className="flex flex-col items-start gap-3 p-4">
          <ErrorNote
            title={t('preview.failed')}
            message={view.message}
            onRetry={() => void model.open({ port: view.port, path: '/' })}
          />
          {other}
        </div>
      );
    case 'open':
      return <PreviewFrame model={model} view={view} />;
  }
}

/** The name at which this page reaches the gateway. The desktop window has none. */
function findHost(): { readonly host?: string } {
  return location.protocol.startsWith('http') ? { host: location.hostname } : {};
}
