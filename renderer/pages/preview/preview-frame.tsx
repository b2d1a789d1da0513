// The bar and the frame of an open preview.
import { ArrowLeft, ExternalLink, Plug, RotateCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { TextInput } from '../../design/field.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { attempt } from '../../design/toasts.ts';
import type { OpenView, PreviewModel } from './preview-model.ts';
import { useFrameScale } from './use-frame-scale.ts';

/** Widths of the page, px; 0 is that of the pane. */
const WIDTHS = { fit: 0, phone: 390, tablet: 768, desktop: 1280 } as const;
type Width = keyof typeof WIDTHS;
/** The page can't navigate the app, open windows, or download files. Its origin isn't ours. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-modals';

/** Pages without a background expect a white one, in dark themes, too. */
const PAPER = { backgroundColor: 'white', colorScheme: 'light' } as const;

interface PreviewFrameProps {
  readonly model: PreviewModel;
  readonly view: OpenView;
}

/** An open page. */
export function PreviewFrame({ model, view }: PreviewFrameProps) {
  const [width, setWidth] = useState<Width>('fit');
  const frame = useRef<HTMLIFrameElement>(null);
  const area = useRef<HTMLDivElement>(null);
  const style = useFrameScale(area, WIDTHS[width]);
  const { origin, port } = view.preview;
  useEffect(() => {
    const take = (event: MessageEvent<unknown>): void => {
      if (event.origin !== origin || event.source !== frame.current?.contentWindow) return;
      const { data } = event;
      if (typeof data === 'object' && data !== null && 'gatehousePreview' in data) model.report(data.gatehousePreview);
    };
    addEventListener('message', take);
    return () => removeEventListener('message', take);
  }, [model, origin]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-9 flex-wrap items-center gap-1 border-b border-line px-1.5 py-1">
        <IconButton
          icon={ArrowLeft}
          label={t('preview.back')}
          disabled={view.back.length === 0}
          onClick={() => model.goBack()}
        />
        <IconButton icon={RotateCw} label={t('preview.reload')} onClick={() => void model.reload()} />
        <PathField key={view.path} model={model} path={view.path} />
        <IconButton icon={Plug} label={t('preview.otherPort')} onClick={() => model.choose()} />
        <IconButton
          icon={ExternalLink}
          label={t('preview.browser')}
          onClick={() =>
            attempt(t('preview.browserFailed'), async () => {
              const address = await model.browserAddress();
              if (address !== undefined) window.open(address, '_blank', 'noopener,noreferrer');
            })
          }
        />
        <div className="max-md:hidden">
          <Segmented
            label={t('preview.width')}
            options={(['fit', 'phone', 'tablet', 'desktop'] as const).map((value) => ({
              value,
              label: t(`preview.width.${value}`),
            }))}
            value={width}
            onChange={setWidth}
          />
        </div>
      </div>
      <div ref={area} className="relative min-h-0 flex-1 overflow-hidden bg-sunken">
        <iframe
          key={view.load}
          ref={frame}
          title={t('preview.frame', { port: String(port) })}
          src={view.address}
          sandbox={SANDBOX}
          referrerPolicy="no-referrer"
          className="absolute top-0 origin-top-left border-0"
          style={{ ...PAPER, ...style }}
        />
      </div>
    </div>
  );
}

/** The path, which can be changed. It starts again with the path of each page. */
function PathField({ model, path }: { readonly model: PreviewModel; readonly path: string }) {
  const [text, setText] = useState(path);
  return (
    <form
      className="min-w-32 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        model.go(text.trim());
      }}
    >
      <TextInput aria-label={t('preview.path')} value={text} onChange={({ target }) => setText(target.value)} />
    </form>
  );
}
